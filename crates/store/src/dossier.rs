//! What a dossier needs beside what pages read: frozen content and kept sandbox runs as the texts that their hashes are
//! made of, and the archives that offerings came from.

use slipway_domain::ids::{AccountId, PersonId};
use slipway_domain::moment::Moment;
use slipway_domain::offering::Scope;
use slipway_domain::sandbox::SavedSandbox;

use crate::sandbox_run::of_offering;
use crate::{Result, Store, Tx};

/// The archive that an offering was made of.
#[derive(Debug, Clone, Copy)]
pub struct NewImportedDossier<'a> {
    pub scope: Scope,
    /// Of its manifest.
    pub sha256: &'a str,
    pub archive: &'a [u8],
    pub by: PersonId,
    pub at: Moment,
}

impl Store {
    /// Hash and text of everything that was frozen of an offering, by the hash. What was frozen twice is there once.
    pub async fn snapshot_texts(&self, scope: Scope) -> Result<Vec<(String, String)>> {
        Ok(sqlx::query_as(
            "select sha256, max(content) from snapshot where account_id = $1 and offering_id = $2 \
             group by sha256 order by sha256",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .fetch_all(&self.reader)
        .await?)
    }

    /// Every kept run of a metering sandbox with its whole text, the oldest first.
    pub async fn sandbox_texts(&self, scope: Scope) -> Result<Vec<(SavedSandbox, String)>> {
        of_offering(&mut *self.reader.acquire().await?, scope).await
    }

    /// The archive that an offering was made of, if it came from another console.
    pub async fn imported_dossier(&self, scope: Scope) -> Result<Option<Vec<u8>>> {
        Ok(sqlx::query_scalar("select archive from imported_dossier where account_id = $1 and offering_id = $2")
            .bind(scope.account.to_string())
            .bind(scope.offering.to_string())
            .fetch_optional(&self.reader)
            .await?)
    }
}

impl Tx {
    /// How many bytes of archives an account keeps, over all its offerings.
    pub async fn kept_dossiers(&mut self, account: AccountId) -> Result<u64> {
        let bytes: i64 =
            sqlx::query_scalar("select coalesce(sum(length(archive)), 0) from imported_dossier where account_id = $1")
                .bind(account.to_string())
                .fetch_one(self.on())
                .await?;
        Ok(u64::try_from(bytes).unwrap_or(u64::MAX))
    }

    pub async fn add_imported_dossier(&mut self, new: &NewImportedDossier<'_>) -> Result<()> {
        sqlx::query(
            "insert into imported_dossier (account_id, offering_id, sha256, archive, imported_at, imported_by) \
             values ($1, $2, $3, $4, $5, $6)",
        )
        .bind(new.scope.account.to_string())
        .bind(new.scope.offering.to_string())
        .bind(new.sha256)
        .bind(new.archive)
        .bind(new.at.millis())
        .bind(new.by.to_string())
        .execute(self.on())
        .await?;
        Ok(())
    }
}
