//! Rows of one account, and of one offering in it, are out of reach for every other: by the keys of the schema and by
//! the functions, whoever calls them with whatever ids.

use std::collections::{BTreeMap, BTreeSet};

use slipway_domain::account::{AccountKind, Registration, RegistrationDraft};
use slipway_domain::broker::{BrokerDraft, BrokerState};
use slipway_domain::ids::{
    AccountId, BrokerId, DeploymentId, OfferingId, ParkedId, PersonId, PlanId, SnapshotId, SubmissionId,
};
use slipway_domain::language::Language;
use slipway_domain::moment::Moment;
use slipway_domain::offering::{Scope, Section};
use slipway_domain::plan::{PlanApproval, PlanDraft};
use slipway_domain::review::SubmissionState;
use slipway_domain::translation::Texts;
use slipway_domain::view::Subject;
use slipway_domain::visibility::Restrictions;
use slipway_store::{
    Closing, Error, NewAccount, NewDeployment, NewPerson, NewSubmission, Parked, SavedBroker, SavedPlan, Store,
    TranslationSave, Tx,
};
use sqlx::Connection as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use tempfile::TempDir;
use uuid::Uuid;

const AT: Moment = Moment::from_millis(1_779_000_000_000);
const BY: PersonId = PersonId::new(Uuid::from_u128(1));
const OURS: Scope = scope(0xa1, 0xb1);
/// Another offering of the same account.
const BESIDE: Scope = scope(0xa1, 0xb2);
/// The offering of another account.
const THEIRS: Scope = scope(0xa2, 0xb3);
const PLAN: PlanId = PlanId::new(Uuid::from_u128(0xc1));
const BROKER: BrokerId = BrokerId::new(Uuid::from_u128(0xd1));
const SNAPSHOT: SnapshotId = SnapshotId::new(Uuid::from_u128(0xe1));
const SUBMISSION: SubmissionId = SubmissionId::new(Uuid::from_u128(0xf1));
const PARKED: ParkedId = ParkedId::new(Uuid::from_u128(0xf2));

/// What of our offering has versions here.
const SAVED: [Subject; 2] = [Subject::Plan(PLAN), Subject::Translation(Language::German)];

const EDITED: (PlanApproval, PlanApproval) = (PlanApproval::Draft, PlanApproval::Draft);
const SUBMITTED: (PlanApproval, PlanApproval) = (PlanApproval::Draft, PlanApproval::InReview);
const REGISTERED: (BrokerState, BrokerState) = (BrokerState::Unregistered, BrokerState::Registered);

const fn scope(account: u128, offering: u128) -> Scope {
    Scope { account: AccountId::new(Uuid::from_u128(account)), offering: OfferingId::new(Uuid::from_u128(offering)) }
}

/// Everything that does not see `OURS` although it names half of it.
fn others() -> [Scope; 4] {
    [BESIDE, THEIRS, Scope { account: THEIRS.account, ..OURS }, Scope { offering: THEIRS.offering, ..OURS }]
}

struct House {
    store: Store,
    dir: TempDir,
}

impl House {
    async fn open() -> Self {
        let dir = TempDir::new().unwrap();
        let store = Store::open(&dir.path().join("slipway.db")).await.unwrap();
        let house = Self { store, dir };
        let mut tx = house.store.write().await.unwrap();
        let (email, name) = ("kim@northwind.example".to_owned(), "Kim Wood".to_owned());
        tx.add_person(&NewPerson { id: BY, email, name, at: AT }).await.unwrap();
        for (account, name) in [(OURS.account, "Northwind"), (THEIRS.account, "Globex")] {
            let (form, registration) = (RegistrationDraft::default(), Registration::Approved);
            let new = NewAccount {
                id: account,
                kind: AccountKind::Provider,
                name: name.to_owned(),
                registration,
                form,
                at: AT,
            };
            tx.add_account(&new).await.unwrap();
        }
        for (scope, name) in [(OURS, "northwind-one"), (BESIDE, "northwind-two"), (THEIRS, "globex-one")] {
            tx.add_offering(scope, name, false, BY, AT).await.unwrap();
        }
        furnish(&mut tx).await;
        tx.commit().await.unwrap();
        house
    }

    async fn connection(&self) -> SqliteConnection {
        let options = SqliteConnectOptions::new().filename(self.dir.path().join("slipway.db"));
        SqliteConnection::connect_with(&options).await.unwrap()
    }
}

/// One of everything for our offering.
async fn furnish(tx: &mut Tx) {
    tx.add_plan(&SavedPlan { scope: OURS, id: PLAN, draft: &PlanDraft::default(), by: BY, at: AT }).await.unwrap();
    let draft = BrokerDraft { name: "broker".to_owned(), ..BrokerDraft::default() };
    let (password_sealed, keeps_password) = (Some(vec![7]), false);
    let saved = SavedBroker { scope: OURS, id: BROKER, draft: &draft, password_sealed, keeps_password, by: BY, at: AT };
    tx.add_broker(&saved).await.unwrap();
    let offering = tx.offering(OURS).await.unwrap().unwrap();
    tx.add_snapshot(SNAPSHOT, &offering, "hash", BY, AT).await.unwrap();
    tx.add_submission(&submission(OURS, SUBMISSION)).await.unwrap();
    let subject = Subject::Section(Section::Listing);
    let (language, texts) = (Language::German, Texts::new());
    let translation = TranslationSave { scope: OURS, language, revision: 0, texts: &texts, by: BY, at: AT };
    assert!(tx.save_translation(translation).await.unwrap());
    let body = "{}".to_owned();
    let parked = Parked { id: PARKED, scope: OURS, subject, base_revision: 0, base: None, body, at: AT, by: BY };
    tx.park(&parked, None).await.unwrap();
}

fn submission(scope: Scope, id: SubmissionId) -> NewSubmission<'static> {
    NewSubmission { scope, id, snapshot: SNAPSHOT, content_sha256: "hash", revision: 1, note: "", by: BY, at: AT }
}

fn closing(scope: Scope) -> Closing<'static> {
    Closing {
        scope,
        submission: SUBMISSION,
        content_sha256: "hash",
        to: SubmissionState::Approved,
        rule: None,
        reason: "",
        internal_note: "",
        by: BY,
        at: AT,
    }
}

fn deployment(scope: Scope) -> NewDeployment {
    NewDeployment {
        scope,
        id: DeploymentId::new(Uuid::from_u128(0xf3)),
        plan: PLAN,
        location: "eu-de".to_owned(),
        broker: BROKER,
        target_crn: String::new(),
        by: BY,
        at: AT,
    }
}

#[tokio::test]
async fn nothing_refers_to_a_part_of_another_offering() {
    let house = House::open().await;
    let is_refused = |result: slipway_store::Result<()>| matches!(result, Err(Error::Driver(_)));
    let mut tx = house.store.write().await.unwrap();
    assert!(tx.close_submission(&closing(OURS)).await.unwrap(), "no open request stands in the way of another");
    tx.commit().await.unwrap();
    for scope in others() {
        let mut tx = house.store.write().await.unwrap();
        assert!(is_refused(tx.add_deployment(&deployment(scope)).await), "{scope:?}");
        assert!(is_refused(tx.set_entry(scope, SNAPSHOT, &[], Restrictions::Public, AT).await), "{scope:?}");
        let again = submission(scope, SubmissionId::new(Uuid::from_u128(0xf4)));
        assert!(is_refused(tx.add_submission(&again).await), "{scope:?}");
    }
    let mut tx = house.store.write().await.unwrap();
    tx.add_deployment(&deployment(OURS)).await.unwrap();
    tx.set_entry(OURS, SNAPSHOT, &[], Restrictions::Public, AT).await.unwrap();
}

#[tokio::test]
async fn an_id_opens_nothing_without_its_account_and_offering() {
    let house = House::open().await;
    let store = &house.store;
    for scope in others() {
        assert!(store.snapshot(scope, SNAPSHOT).await.unwrap().is_none());
        assert_eq!(store.parked(scope, PARKED).await.unwrap(), None);
        for subject in SAVED {
            assert_eq!(store.version(scope, subject, 1).await.unwrap(), None, "{subject:?}");
            assert_eq!(store.versions(scope, subject, i64::MAX, 9).await.unwrap(), [], "{subject:?}");
        }
        let found = store.offering_to_call(scope, BROKER).await.unwrap();
        assert!(found.is_none_or(|(_, password)| password.is_none()));
        assert_eq!(store.internal_note(scope, SUBMISSION).await.unwrap(), "");
        assert_eq!(store.submissions(scope).await.unwrap(), []);
    }
    assert!(store.snapshot(OURS, SNAPSHOT).await.unwrap().is_some());
    assert!(store.parked(OURS, PARKED).await.unwrap().is_some());
    for subject in SAVED {
        assert!(store.version(OURS, subject, 1).await.unwrap().is_some(), "{subject:?}");
        assert_eq!(store.versions(OURS, subject, i64::MAX, 9).await.unwrap().len(), 1, "{subject:?}");
    }
    assert_eq!(store.offering_to_call(OURS, BROKER).await.unwrap().unwrap().1, Some(vec![7]));
    assert_eq!(store.submissions(OURS).await.unwrap().len(), 1);
    assert_eq!(store.shown_snapshots(OURS).await.unwrap(), [], "what there is was handed in");
}

#[tokio::test]
async fn an_id_changes_nothing_without_its_account_and_offering() {
    let house = House::open().await;
    let before = house.store.digests().await.unwrap();
    let draft = BrokerDraft { name: "taken over".to_owned(), ..BrokerDraft::default() };
    for scope in others() {
        let mut tx = house.store.write().await.unwrap();
        assert!(
            !tx.save_plan(&SavedPlan { scope, id: PLAN, draft: &PlanDraft::default(), by: BY, at: AT }, 1, EDITED)
                .await
                .unwrap()
        );
        assert!(!tx.submit_plan(scope, PLAN, 1, SUBMITTED, BY).await.unwrap());
        assert!(!tx.remove_plan(scope, PLAN, AT).await.unwrap());
        assert!(!tx.set_broker_state(scope, BROKER, 1, REGISTERED.0, REGISTERED.1).await.unwrap());
        let (password_sealed, keeps_password) = (None, false);
        let saved = SavedBroker { scope, id: BROKER, draft: &draft, password_sealed, keeps_password, by: BY, at: AT };
        assert!(!tx.save_broker(&saved, 1, REGISTERED).await.unwrap());
        assert!(!tx.close_submission(&closing(scope)).await.unwrap());
        assert!(!tx.unpark(scope, PARKED).await.unwrap());
        tx.commit().await.unwrap();
    }
    assert_eq!(house.store.digests().await.unwrap(), before);
    let mut tx = house.store.write().await.unwrap();
    assert!(tx.submit_plan(OURS, PLAN, 1, SUBMITTED, BY).await.unwrap());
    assert!(tx.set_broker_state(OURS, BROKER, 1, REGISTERED.0, REGISTERED.1).await.unwrap());
    assert!(tx.unpark(OURS, PARKED).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(house.store.parked(OURS, PARKED).await.unwrap(), None);
}

/// Column → column it refers to.
type Pairs = BTreeMap<String, String>;

/// The foreign keys of a table: which table they lead to, and by which columns.
async fn keys(on: &mut SqliteConnection, table: &str) -> Vec<(String, Pairs)> {
    let rows: Vec<(i64, String, String, String)> =
        sqlx::query_as("select id, \"table\", \"from\", \"to\" from pragma_foreign_key_list($1)")
            .bind(table)
            .fetch_all(on)
            .await
            .unwrap();
    let mut keys: BTreeMap<i64, (String, Pairs)> = BTreeMap::new();
    for (id, to_table, from, to) in rows {
        keys.entry(id).or_insert_with(|| (to_table, Pairs::new())).1.insert(from, to);
    }
    keys.into_values().collect()
}

#[tokio::test]
async fn every_table_of_a_tenant_names_its_account_and_refers_within_account_and_offering() {
    let house = House::open().await;
    let mut on = house.connection().await;
    let columns: Vec<(String, String, bool)> = sqlx::query_as(
        "select t.name, c.name, c.\"notnull\" from sqlite_schema t join pragma_table_info(t.name) c \
         where t.type = 'table' order by t.name",
    )
    .fetch_all(&mut on)
    .await
    .unwrap();
    let with = |name: &str| -> BTreeSet<&str> {
        columns.iter().filter(|(_, column, required)| column == name && *required).map(|(t, ..)| t.as_str()).collect()
    };
    let (of_account, of_offering) = (with("account_id"), with("offering_id"));
    let mut tenant: BTreeSet<&str> = of_offering.clone();
    tenant.extend(["offering", "broker_fetch"]);
    assert!(tenant.len() >= 14, "{tenant:?}");
    assert!(tenant.is_subset(&of_account), "tables without an account: {:?}", tenant.difference(&of_account));
    for table in &tenant {
        let keys = keys(&mut on, table).await;
        for (to, pairs) in keys.iter().filter(|(to, _)| tenant.contains(to.as_str())) {
            let by = |from: &str, column: &str| pairs.get(from).map(String::as_str) == Some(column);
            assert!(by("account_id", "account_id"), "{table} → {to} crosses accounts: {pairs:?}");
            let offering = if to == "offering" { "id" } else { "offering_id" };
            let is_within = !of_offering.contains(table) || by("offering_id", offering);
            assert!(is_within, "{table} → {to} crosses offerings: {pairs:?}");
        }
        let leads_home = keys.iter().any(|(to, _)| to == "account" || tenant.contains(to.as_str()));
        assert!(leads_home, "{table} belongs to nobody");
    }
}

#[tokio::test]
async fn the_ids_that_others_have_are_told_without_those_of_the_same_account() {
    let house = House::open().await;
    let ids = async |account, most| house.store.taken_ids(account, most).await.unwrap();
    assert_eq!(ids(OURS.account, 9).await, [THEIRS.offering.to_string()]);
    let mut ours = [OURS.offering.to_string(), BESIDE.offering.to_string(), PLAN.to_string()];
    ours.sort();
    ours.reverse();
    assert_eq!(ids(THEIRS.account, 9).await, ours);
    assert_eq!(ids(THEIRS.account, 2).await, ours[..2], "those given last");
}
