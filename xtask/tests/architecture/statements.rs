//! Rules over the SQL of the store: a statement about what belongs to a tenant says to which account and which offering.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::sources::Source;
use crate::tokens::lex;

/// Where statements are.
const STORE: &str = "crates/store/src/";

/// Statements that look further than one offering, by how they begin, each with why it may. This list may
/// only shrink, but for what is counted of a whole account.
const FURTHER: [(&str, &str); 49] = [
    (
        "select id from offering where account_id <> $1",
        "an id is unique over all accounts; this tells nobody whose it is",
    ),
    (
        "select r.account_id, r.offering_id, a.name as provider, r.client_secret_hash",
        "a client is known by its id alone",
    ),
    (
        "select k.id, k.account_id, k.offering_id, k.secret_hash",
        "a key is known by its public beginning alone; it tells whose it is",
    ),
    ("where t.audience = $4", "the catalog shows everybody's"),
    ("where t.account_id = $6 and t.audience = $4", "what the catalog shows an account of its own"),
    ("where l.allowed_account_id = $6", "what the catalog shows an account that is invited to it"),
    (
        "select t.account_id, t.offering_id, t.category, t.position, t.published_at from json_each",
        "the catalog shows everybody's, as far as the viewer may see it",
    ),
    (
        "select t.account_id, t.offering_id, t.category, t.position, t.published_at from catalog_tile t where",
        "an id is unique over all accounts; this tells whose it is",
    ),
    ("select t.account_id, t.offering_id, o.name, t.category", "what an account is invited to or kept out of"),
    ("select c.value from json_each($1) c", "tells which languages the catalog is in"),
    ("delete from catalog_tile_due returning", "a transaction writes the tiles of whatever it has changed"),
    (
        "select l.account_id, l.offering_id, l.name, l.title, l.since, l.created_at, l.track, l.turn",
        "the operator's board, and the list of an account",
    ),
    ("select fetched_at from broker_fetch where fetched_by", "counts the calls of a person"),
    (
        "select b.account_id, b.offering_id, b.name, b.revision from broker_fetch",
        "the start settles what a stop left open",
    ),
    ("update broker_fetch set state = 'unknown'", "the start settles what a stop left open"),
    (
        "select r.account_id, r.offering_id, r.id, r.broker_id, r.progress from test_run",
        "the worker takes up whatever is due",
    ),
    ("select b.account_id, b.offering_id, b.id from broker b", "the watch looks at whatever is due"),
    ("select account_id, offering_id, instance_id from cap_look", "the watch looks at whatever is due"),
    ("select n.account_id, n.offering_id from offering_notice n", "the platform moves on with whatever is over"),
    (
        "select r.account_id, r.offering_id, r.id, coalesce(r.effective_at, r.expires_at) from revision r",
        "the platform publishes whatever is due",
    ),
    ("select distinct account_id, offering_id from instance", "the watch looks at every offering that is in use"),
    (
        "select account_id, offering_id, id, broker_id from ( select o.account_id, o.offering_id, o.id",
        "the worker goes on with whatever is due",
    ),
    ("select i.account_id, i.offering_id, i.id, i.consumer_id, i.name,", "the instances of a consumer's account"),
    ("select c.customer_id, min(c.since) as since", "months are closed for every account that has instances"),
    ("where c.customer_id = $2 order by c.number", "what a consumer's account uses"),
    (
        "where coalesce(k.is_closed, 0) = 0 order by c.number",
        "what is kept of months is made anew for every account that has instances",
    ),
    ("select k.customer_id, a.name, k.month, k.body, sum(k.unsettled)", "the list of the operator's billing desk"),
    (
        "select body from account_statement_line where customer_id",
        "one bill of a consumer's account over all offerings",
    ),
    (
        "select coalesce(shown, body), instances from account_statement_line where customer_id",
        "one bill of a consumer's account over all offerings",
    ),
    (
        "select account_id, offering_id, body from statement_adjustment where customer_id",
        "one bill of a consumer's account over all offerings",
    ),
    ("select distinct u.account_id, u.offering_id from usage_record u", "the start counts what was never counted"),
    (
        "select account_id, offering_id from instance_operation where progress = 'dead_lettered'",
        "the operator's dead letters",
    ),
    ("select png from icon where name", "the name is a secret of 256 bits, and the picture is for whoever has it"),
    ("select count(*) from icon where account_id", "counts the icons of an account"),
    ("select media_type, body from picture where name", "the name is a hash of 256 bits: who has it has the picture"),
    ("select count(*), coalesce(sum(length(body)), 0) from picture", "counts the pictures of an account"),
    ("select coalesce(sum(length(archive)), 0) from imported_dossier", "counts what an account keeps of archives"),
    ("where o.name = $1", "names are unique over all accounts; this tells whose it is"),
    ("select account_id, id from offering where name", "names are unique over all accounts; this tells whose it is"),
    ("select distinct terms_url from offering", "no two offerings share their terms; the addresses go nowhere else"),
    ("select o.id, o.name, coalesce(d.body", "the offerings of an account"),
    ("where track = $1 and turn = $2", "the operator's board, and the list of an account"),
    ("select account_id, id from offering where stage = 'ga_approved'", "the operator's desks"),
    (
        "select distinct o.terms_url from offering_line",
        "no two offerings share their terms; the addresses go nowhere else",
    ),
    ("delete from offering_line_due returning", "a transaction writes the lines of whatever it has changed"),
    ("where s.id = $1", "a request is opened by its address; it tells whose it is"),
    ("where s.state = 'open'", "the reviewers' queue"),
    (
        "select s.account_id, s.offering_id, s.id from submission s where s.state = 'open'",
        "the platform tells of whatever is late",
    ),
    (
        "select t.track, t.decided_at - s.submitted_at from json_each",
        "the honest clock counts all decisions and tells of none",
    ),
];

/// The history names account and offering, but tells of more than tenants.
const NOT_OF_A_TENANT: [&str; 1] = ["event"];

/// Tables that hold what belongs to an offering of an account.
pub(crate) fn tenant_tables(root: &Path) -> BTreeSet<String> {
    let mut tables = BTreeSet::new();
    for entry in fs::read_dir(root.join("migrations")).expect("the migrations are beside the crates") {
        let text = fs::read_to_string(entry.expect("a migration can be listed").path()).unwrap_or_default();
        tables.extend(created(&text));
    }
    tables
}

/// Every breach, as `path:line: what is wrong`.
pub(crate) fn violations(tables: &BTreeSet<String>, sources: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    let mut used = BTreeSet::new();
    for source in sources.iter().filter(|source| source.path.starts_with(STORE)) {
        let tokens = lex(&source.text).unwrap_or_default();
        let literals: Vec<_> =
            tokens.iter().filter_map(|token| Some((token.line, Literal::of(&token.text)?))).collect();
        let has_rests = literals.iter().any(|(_, literal)| literal.is_open && literal.names_one_of(tables));
        for (line, literal) in literals {
            let is_judged =
                if literal.is_rest() { has_rests } else { !literal.is_open && literal.names_one_of(tables) };
            if !is_judged || literal.says_whose() {
                continue;
            }
            match FURTHER.iter().find(|(beginning, _)| literal.text.starts_with(&plain(beginning))) {
                Some((beginning, _)) => drop(used.insert(*beginning)),
                None => found.push(format!("{}:{line}: whose? {}", source.path, literal.text)),
            }
        }
    }
    let unused = FURTHER.iter().filter(|(beginning, _)| !used.contains(beginning));
    found.extend(unused.map(|(beginning, _)| format!("FURTHER: no statement begins with `{beginning}`")));
    found
}

/// The tables that a migration creates with an account and an offering, or a broker of one.
fn created(migration: &str) -> Vec<String> {
    let named = migration.split("create table ").skip(1).filter_map(|rest| rest.split_once('('));
    let tables = named.filter(|(name, rest)| {
        let columns = rest.split_once("\n)").map_or(*rest, |(columns, _)| columns);
        let has = |column: &str| columns.lines().any(|line| line.split_whitespace().next() == Some(column));
        has("account_id") && (has("offering_id") || has("broker_id") || name.trim() == "offering")
    });
    tables.map(|(name, _)| name.trim().to_owned()).filter(|name| !NOT_OF_A_TENANT.contains(&name.as_str())).collect()
}

/// A statement, or a part of one that a macro joins to another.
struct Literal {
    /// In one line.
    text: String,
    /// It ends with a space: another literal goes on.
    is_open: bool,
}

impl Literal {
    fn of(token: &str) -> Option<Self> {
        let raw = token.strip_prefix('"')?.strip_suffix('"')?;
        let text = plain(&raw.replace("\\\n", " ").replace("\\\"", "\""));
        let verbs = ["with ", "select ", "insert ", "update ", "delete ", "where ", "order by "];
        verbs.iter().any(|verb| text.starts_with(verb)).then(|| Self { text, is_open: raw.ends_with(' ') })
    }

    fn is_rest(&self) -> bool {
        self.text.starts_with("where ") || self.text.starts_with("order by ")
    }

    fn names_one_of(&self, tables: &BTreeSet<String>) -> bool {
        let words: Vec<&str> = self.text.split(|c: char| !is_of_a_name(c)).collect();
        let before_a_table = ["from", "join", "update", "into"];
        words.windows(2).any(|pair| before_a_table.contains(&pair[0]) && tables.contains(pair[1]))
    }

    /// Account and offering; what hangs on a broker is the broker's.
    fn says_whose(&self) -> bool {
        let of_itself = match self.table() {
            Some("offering") => self.says("id"),
            Some("broker_fetch") => self.says("broker_id"),
            Some(_) => false,
            None => self.text.contains("o.id = $"),
        };
        self.says("account_id") && (self.says("offering_id") || of_itself)
    }

    /// As a condition with a value of the caller's, or as a column of what is inserted.
    fn says(&self, column: &str) -> bool {
        let inserted = self.text.starts_with("insert ").then(|| self.text.split_once(')')).flatten();
        let is_inserted = inserted.is_some_and(|(columns, _)| columns.split(|c| !is_of_a_name(c)).any(|c| c == column));
        let condition = format!("{column} = $");
        is_inserted || self.text.match_indices(&condition).any(|(at, _)| !self.text[..at].ends_with(is_of_a_name))
    }

    /// The first table that it is about.
    fn table(&self) -> Option<&str> {
        let mut words = self.text.split(|c: char| !is_of_a_name(c));
        words.find(|word| ["from", "update", "into"].contains(word)).and_then(|_| words.next())
    }
}

fn is_of_a_name(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_'
}

fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn judged(text: &str) -> Vec<String> {
    let source = Source { path: format!("{STORE}plan.rs"), text: format!("fn f() {{ sqlx::query({text}); }}") };
    let mut found = violations(&BTreeSet::from(["plan".to_owned()]), &[source]);
    found.retain(|why| why.starts_with(STORE));
    found
}

#[test]
fn a_statement_that_does_not_say_whose_row_it_is_about_is_reported() {
    for text in [
        r#""select body from plan where id = $1""#,
        r#""update plan set body = $1 \
             where offering_id = $2 and id = $3""#,
        r#""delete from plan where id = $1""#,
        r#""select p.name, l.account_id from person p join plan l on l.saved_by = p.id""#,
        r#""insert into plan (id, body) values ($1, $2)""#,
        r#""select body from plan where account_id = $1 and id = $2""#,
        r#""insert into plan (account_id, id) values ($1, $2)""#,
        r#"concat!("select body from plan l ", "where l.id = $1")"#,
        r#"concat!("select body from plan l ", "where l.account_id = $1 and l.id = $2")"#,
        r#""delete from plan where allowed_account_id = $1""#,
    ] {
        assert_eq!(judged(text).len(), 1, "{text}");
    }
}

#[test]
fn a_statement_that_says_it_is_not_reported() {
    for text in [
        r#""select body from plan where account_id = $1 and offering_id = $2 and id = $3""#,
        r#""insert into plan (account_id, offering_id, id) values ($1, $2, $3)""#,
        r#""select name from person where id = $1""#,
        r#"concat!("select body from plan l ", "where l.account_id = $1 and l.offering_id = $2")"#,
        r#""where p.id = $1""#,
    ] {
        assert_eq!(judged(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn the_tables_of_tenants_are_read_from_the_migrations() {
    let text = "create table plan (\n  account_id  text not null,\n  offering_id text not null\n) strict;\n\
                create table account (\n  id text\n) strict;";
    assert_eq!(created(text), ["plan"]);
    assert!(tenant_tables(&crate::root()).len() >= 14);
}
