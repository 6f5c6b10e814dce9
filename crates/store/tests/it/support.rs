//! A database of its own for every test, with one account, one person and one offering in it.

use std::path::{Path, PathBuf};

use slipway_domain::account::{AccountKind, Registration, RegistrationDraft};
use slipway_domain::broker::BrokerDraft;
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::ids::{AccountId, BrokerId, EventId, OfferingId, PersonId};
use slipway_domain::listing::ListingDraft;
use slipway_domain::moment::Moment;
use slipway_domain::offering::{Scope, Section};
use slipway_store::{NewAccount, NewEvent, NewPerson, Result, SaveOutcome, SavedBroker, SectionSave, Store, Tx};
use sqlx::ConnectOptions as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use tempfile::TempDir;
use uuid::Uuid;

pub(crate) const AT: Moment = Moment::from_millis(1_780_000_000_000);
pub(crate) const ACCOUNT: AccountId = AccountId::new(Uuid::from_u128(1));
pub(crate) const PERSON: PersonId = PersonId::new(Uuid::from_u128(2));
pub(crate) const OFFERING: OfferingId = OfferingId::new(Uuid::from_u128(3));
pub(crate) const SCOPE: Scope = Scope { account: ACCOUNT, offering: OFFERING };

pub(crate) struct House {
    pub(crate) store: Store,
    pub(crate) dir: TempDir,
}

impl House {
    /// Empty but for its tables.
    pub(crate) async fn empty() -> Self {
        let dir = TempDir::new().unwrap();
        let store = Store::open(&dir.path().join("slipway.db")).await.unwrap();
        Self { store, dir }
    }

    pub(crate) async fn open() -> Self {
        let house = Self::empty().await;
        furnish(&house.store).await;
        house
    }

    pub(crate) fn file(&self) -> &Path {
        self.store.path()
    }

    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// A broker of the offering, without a password.
    pub(crate) async fn add_broker(&self, id: BrokerId, name: &str) {
        let draft = BrokerDraft { name: name.to_owned(), ..BrokerDraft::default() };
        let mut tx = self.store.write().await.unwrap();
        let (password_sealed, keeps_password) = (None, false);
        let saved =
            SavedBroker { scope: SCOPE, id, draft: &draft, password_sealed, keeps_password, by: PERSON, at: AT };
        tx.add_broker(&saved).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// A connection that knows none of the store's rules.
    pub(crate) async fn bare(&self) -> SqliteConnection {
        bare(self.file()).await
    }
}

pub(crate) async fn bare(file: &Path) -> SqliteConnection {
    SqliteConnectOptions::new().filename(file).foreign_keys(false).connect().await.unwrap()
}

pub(crate) async fn furnish(store: &Store) {
    let mut tx = store.write().await.unwrap();
    tx.add_person(&person(PERSON, "ada@northwind.example")).await.unwrap();
    tx.add_account(&NewAccount {
        id: ACCOUNT,
        kind: AccountKind::Provider,
        name: "Northwind".to_owned(),
        registration: Registration::Approved,
        form: RegistrationDraft::default(),
        at: AT,
    })
    .await
    .unwrap();
    tx.add_offering(SCOPE, "northwind-vector", false, PERSON, AT).await.unwrap();
    tx.commit().await.unwrap();
}

pub(crate) fn person(id: PersonId, email: &str) -> NewPerson {
    NewPerson { id, email: email.to_owned(), name: "Ada Vance".to_owned(), at: AT }
}

pub(crate) fn event(number: u128) -> NewEvent {
    NewEvent {
        id: EventId::new(Uuid::from_u128(number)),
        at: AT,
        actor: Some(PERSON),
        account: Some(ACCOUNT),
        offering: Some(OFFERING),
        kind: EventKind::SectionSaved,
        detail: Detail::default(),
        request: String::new(),
    }
}

/// The next revision of the listing with that name in it, and its event, in one transaction.
pub(crate) async fn save(store: &Store, revision: i64, name: &str) -> Result<SaveOutcome> {
    let mut tx = store.write().await?;
    let outcome = save_in(&mut tx, revision, name).await?;
    tx.commit().await?;
    Ok(outcome)
}

pub(crate) async fn save_in(tx: &mut Tx, revision: i64, name: &str) -> Result<SaveOutcome> {
    let save = SectionSave { scope: SCOPE, section: Section::Listing, revision, by: PERSON, at: AT };
    let draft = ListingDraft { display_name: name.to_owned(), ..ListingDraft::default() };
    let outcome = tx.save_section(save, &draft, Vec::new()).await?;
    if let SaveOutcome::Saved { revision } = outcome {
        tx.record(&event(1_000 + u128::try_from(revision).unwrap())).await?;
    }
    Ok(outcome)
}
