//! A database of its own for every test, with people and accounts.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use slipway_domain::account::{AccountKind, Registration, RegistrationDraft};
use slipway_domain::ids::{AccountId, PersonId};
use slipway_domain::moment::Moment;
use slipway_store::{NewAccount, NewPerson, Result, Store};
use uuid::Uuid;

pub(crate) const AT: Moment = Moment::from_millis(1_780_000_000_000);

pub(crate) struct House {
    pub(crate) store: Store,
    directory: PathBuf,
}

impl House {
    pub(crate) async fn open() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let number = NEXT.fetch_add(1, Ordering::SeqCst);
        let directory = std::env::temp_dir().join(format!("slipway-store-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&directory).unwrap();
        Self { store: Store::open(&directory.join("slipway.db")).await.unwrap(), directory }
    }

    pub(crate) async fn add_person(&self, number: u128, email: &str) -> PersonId {
        let id = PersonId::new(Uuid::from_u128(number));
        let mut tx = self.store.write().await.unwrap();
        let new = NewPerson { id, email: email.to_owned(), name: email.to_owned(), at: AT };
        tx.add_person(&new).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    pub(crate) async fn add_account(&self, number: u128, name: &str) -> Result<AccountId> {
        let id = AccountId::new(Uuid::from_u128(number));
        let mut tx = self.store.write().await?;
        tx.add_account(&NewAccount {
            id,
            kind: AccountKind::Provider,
            name: name.to_owned(),
            registration: Registration::Draft,
            form: RegistrationDraft::default(),
            at: AT,
        })
        .await?;
        tx.commit().await?;
        Ok(id)
    }
}

impl Drop for House {
    fn drop(&mut self) {
        // The files of a test are of no use after it; a left-over directory is no reason to fail.
        let _ = std::fs::remove_dir_all(&self.directory);
    }
}
