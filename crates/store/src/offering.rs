//! Offerings as a whole, assembled from their parts, and the guarded step from stage to stage.

use slipway_domain::account::{AccountKind, Registration};
use slipway_domain::ids::{OfferingId, PersonId};
use slipway_domain::moment::Moment;
use slipway_domain::offering::{House, Offering, Owner, Scope, Section, Versioned};
use slipway_domain::stage::Stage;
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use crate::row::{id, moment, parsed};
use crate::statement::Statement;
use crate::{
    Result, Store, Tx, access, broker, deployment, offering_line, plan, sandbox_run, section, test_run, translation,
};

/// The row of an offering without its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferingHead {
    pub id: OfferingId,
    pub name: String,
    pub owner: Owner,
    pub stage: Stage,
    pub stage_revision: i64,
    pub stage_since: Moment,
    pub created_at: Moment,
    pub definition_changed_at: Moment,
    pub definitions_downloaded_at: Option<Moment>,
    pub broker_ready: bool,
    /// Of the listing as it is saved, trimmed.
    pub terms_url: String,
    /// The service name is registered (T06).
    pub is_registered: bool,
}

impl OfferingHead {
    pub const fn scope(&self) -> Scope {
        Scope { account: self.owner.id, offering: self.id }
    }
}

#[derive(FromRow)]
struct HeadRow {
    id: String,
    name: String,
    account_id: String,
    account_kind: String,
    account_name: String,
    account_registration: String,
    account_documentation_base: Option<String>,
    stage: String,
    stage_revision: i64,
    stage_since: i64,
    created_at: i64,
    definition_changed_at: i64,
    definitions_downloaded_at: Option<i64>,
    broker_ready: bool,
    terms_url: String,
    is_registered: bool,
}

impl TryFrom<HeadRow> for OfferingHead {
    type Error = crate::Error;

    fn try_from(row: HeadRow) -> Result<Self> {
        Ok(Self {
            id: id("offering", "id", &row.id)?,
            owner: Owner {
                id: id("offering", "account_id", &row.account_id)?,
                kind: parsed("account", "kind", &row.account_id, &row.account_kind, AccountKind::parse)?,
                name: row.account_name,
                registration: parsed(
                    "account",
                    "registration",
                    &row.account_id,
                    &row.account_registration,
                    Registration::parse,
                )?,
                documentation_base: row.account_documentation_base,
            },
            stage: parsed("offering", "stage", &row.id, &row.stage, Stage::parse)?,
            name: row.name,
            stage_revision: row.stage_revision,
            stage_since: moment(row.stage_since),
            created_at: moment(row.created_at),
            definition_changed_at: moment(row.definition_changed_at),
            definitions_downloaded_at: row.definitions_downloaded_at.map(moment),
            broker_ready: row.broker_ready,
            terms_url: row.terms_url,
            is_registered: row.is_registered,
        })
    }
}

macro_rules! select_head {
    ($rest:literal) => {
        concat!(
            "select o.id, o.name, o.account_id, a.kind as account_kind, a.name as account_name, \
                    a.registration as account_registration, a.documentation_base as account_documentation_base, \
                    o.stage, o.stage_revision, o.stage_since, o.created_at, \
                    o.definition_changed_at, o.definitions_downloaded_at, o.broker_ready, o.terms_url, \
                    exists (select 1 from access_registration r \
                            where r.account_id = o.account_id and r.offering_id = o.id) as is_registered \
             from offering o \
             join account a on a.id = o.account_id ",
            $rest
        )
    };
}

async fn head(on: &mut SqliteConnection, scope: Scope) -> Result<Option<OfferingHead>> {
    let row: Option<HeadRow> = sqlx::query_as(select_head!("where o.account_id = $1 and o.id = $2"))
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .fetch_optional(on)
        .await?;
    row.map(OfferingHead::try_from).transpose()
}

async fn head_named(on: &mut SqliteConnection, name: &str) -> Result<Option<OfferingHead>> {
    let row: Option<HeadRow> = sqlx::query_as(select_head!("where o.name = $1")).bind(name).fetch_optional(on).await?;
    row.map(OfferingHead::try_from).transpose()
}

async fn assemble(on: &mut SqliteConnection, head: OfferingHead) -> Result<Offering> {
    let scope = head.scope();
    let mut offering = Offering {
        summary: Versioned::default(),
        listing: Versioned::default(),
        settings: Versioned::default(),
        access: Versioned::default(),
        access_facts: access::facts(on, scope).await?,
        plans: plan::plans(on, scope).await?,
        brokers: broker::brokers(on, scope).await?,
        deployments: deployment::deployments(on, scope).await?,
        test_runs: test_run::counting(on, scope).await?,
        sandboxes: sandbox_run::latest(on, scope).await?,
        translations: translation::translations(on, scope).await?,
        other_terms_urls: Vec::new(),
        issued_documentation_url: String::new(),
        house: House::default(),
        id: head.id,
        name: head.name,
        owner: head.owner,
        stage: head.stage,
        stage_revision: head.stage_revision,
        stage_since: head.stage_since,
        created_at: head.created_at,
        definitions_downloaded_at: head.definitions_downloaded_at,
        definition_changed_at: head.definition_changed_at,
        broker_ready: head.broker_ready,
    };
    for row in section::sections(on, scope).await? {
        match row.section() {
            Some(Section::Summary) => offering.summary = row.read()?,
            Some(Section::Listing) => offering.listing = row.read()?,
            Some(Section::Settings) => offering.settings = row.read()?,
            Some(Section::Access) => offering.access = row.read()?,
            None => {}
        }
    }
    offering.other_terms_urls = offering_line::same_terms(on, scope, &offering.listing.draft.terms_url).await?;
    // What others link is theirs: of it this offering tells only what it links itself.
    offering.other_terms_urls = offering.listing_context().for_browser(&offering.listing.draft).other_terms_urls;
    Ok(offering)
}

/// Within a transaction, so that all parts are of one moment.
pub(crate) async fn read(on: &mut SqliteConnection, scope: Scope) -> Result<Option<Offering>> {
    match head(on, scope).await? {
        Some(head) => Ok(Some(assemble(on, head).await?)),
        None => Ok(None),
    }
}

/// Of all other offerings, whoever owns them. They are compared and go nowhere else.
async fn other_terms_urls(on: &mut SqliteConnection, scope: Scope) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar("select distinct terms_url from offering where id <> $1 and terms_url <> ''")
        .bind(scope.offering.to_string())
        .fetch_all(on)
        .await?)
}

/// See `Tx::touch_definition`, to be written with what has changed.
pub fn definition_changed(scope: Scope, at: Moment) -> Statement {
    Statement::new("update offering set definition_changed_at = $1 where account_id = $2 and id = $3")
        .bind(at.millis())
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
}

impl Store {
    /// `None` only when there is no such offering; who may know of it is the backend's question.
    pub async fn offering(&self, scope: Scope) -> Result<Option<Offering>> {
        read(&mut *self.reader.begin().await?, scope).await
    }

    /// The head behind a programmatic name.
    pub async fn offering_head_named(&self, name: &str) -> Result<Option<OfferingHead>> {
        head_named(&mut *self.reader.acquire().await?, name).await
    }

    /// Whose offering has this programmatic name. Names are unique over all accounts.
    pub async fn offering_named(&self, name: &str) -> Result<Option<Scope>> {
        let found: Option<(String, String)> = sqlx::query_as("select account_id, id from offering where name = $1")
            .bind(name)
            .fetch_optional(&self.reader)
            .await?;
        found
            .map(|(account, offering)| {
                Ok(Scope {
                    account: id("offering", "account_id", &account)?,
                    offering: id("offering", "id", &offering)?,
                })
            })
            .transpose()
    }
}

impl Tx {
    /// The terms pages that all other offerings link, for checking a draft that is not saved yet. They are for no answer.
    pub async fn other_terms_urls(&mut self, scope: Scope) -> Result<Vec<String>> {
        other_terms_urls(self.on(), scope).await
    }

    pub async fn offering(&mut self, scope: Scope) -> Result<Option<Offering>> {
        read(self.on(), scope).await
    }

    /// The head behind a programmatic name.
    pub async fn offering_head_named(&mut self, name: &str) -> Result<Option<OfferingHead>> {
        head_named(self.on(), name).await
    }

    /// The offering with all its parts.
    pub async fn whole(&mut self, head: OfferingHead) -> Result<Offering> {
        assemble(self.on(), head).await
    }

    /// Refused with `Unique("offering.name")` when the name is taken, by whomever.
    pub async fn add_offering(
        &mut self,
        scope: Scope,
        name: &str,
        broker_ready: bool,
        by: PersonId,
        at: Moment,
    ) -> Result<()> {
        sqlx::query(
            "insert into offering (account_id, id, name, stage, stage_revision, stage_since, created_at, created_by, \
                                   definition_changed_at, terms_url, broker_ready) \
             values ($1, $2, $3, $4, 1, $5, $5, $6, $5, '', $7)",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(name)
        .bind(Stage::Defining.name())
        .bind(at.millis())
        .bind(by.to_string())
        .bind(broker_ready)
        .execute(self.on())
        .await?;
        Ok(())
    }

    /// The guarded step. False: the offering is no longer in `from` at `revision`.
    pub async fn move_stage(
        &mut self,
        scope: Scope,
        from: Stage,
        revision: i64,
        to: Stage,
        at: Moment,
    ) -> Result<bool> {
        let done = sqlx::query(
            "update offering \
             set stage = $1, stage_revision = stage_revision + 1, stage_since = $2 \
             where account_id = $3 and id = $4 and stage = $5 and stage_revision = $6",
        )
        .bind(to.name())
        .bind(at.millis())
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(from.name())
        .bind(revision)
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Something that `catalog.json` contains has changed.
    pub async fn touch_definition(&mut self, scope: Scope, at: Moment) -> Result<()> {
        definition_changed(scope, at).execute(self.on()).await?;
        Ok(())
    }

    pub async fn set_terms_url(&mut self, scope: Scope, terms_url: &str) -> Result<()> {
        sqlx::query("update offering set terms_url = $1 where account_id = $2 and id = $3")
            .bind(terms_url)
            .bind(scope.account.to_string())
            .bind(scope.offering.to_string())
            .execute(self.on())
            .await?;
        Ok(())
    }

    pub async fn mark_downloaded(&mut self, scope: Scope, at: Moment) -> Result<()> {
        sqlx::query("update offering set definitions_downloaded_at = $1 where account_id = $2 and id = $3")
            .bind(at.millis())
            .bind(scope.account.to_string())
            .bind(scope.offering.to_string())
            .execute(self.on())
            .await?;
        Ok(())
    }
}
