//! What a save is measured against: one connection, one transaction, three statements. It is SQL outside of the store,
//! since its point is to have nothing of ours around it.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, Result, ensure};
use axum::Router;
use axum::extract::{Form, State};
use axum::routing::post;
use hyper::StatusCode;
use slipway_backend::{Clock, Ids};
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::offering::{Offering, Section};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Connection as _};
use tokio::sync::Mutex;

use super::SAVE;
use crate::serve;

pub(super) struct Bare {
    on: SqliteConnection,
    account: String,
    offering: String,
    person: String,
    revision: i64,
}

/// What is kept of an operation; hashes are as long as the store's.
pub(super) struct Operation {
    pub(super) hash: String,
    pub(super) fingerprint: String,
    pub(super) answer: String,
    pub(super) form: String,
    /// Which save of the form it is.
    pub(super) number: i64,
}

impl Bare {
    /// On a copy of the database, opened as the store opens its own.
    pub(super) async fn open(copy: &Path, offering: &Offering) -> Result<Self> {
        let on = SqliteConnectOptions::new()
            .filename(copy)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .connect()
            .await?;
        Ok(Self {
            on,
            account: offering.owner.id.to_string(),
            offering: offering.id.to_string(),
            person: offering.listing.saved.as_ref().context("the demo's listing was saved")?.by.to_string(),
            revision: offering.listing.revision,
        })
    }

    pub(super) fn revision(&self) -> i64 {
        self.revision
    }

    /// The same transaction behind a handler that reads the form and nothing else: the least that a save over HTTP could
    /// cost.
    pub(super) async fn behind_a_handler(self) -> Result<SocketAddr> {
        let one_at_a_time = Arc::new(Mutex::new(self));
        let handler = |State(bare): State<Arc<Mutex<Self>>>, Form(form): Form<Vec<(String, String)>>| async move {
            let saved = async { bare.lock().await.save(&serde_json::to_string(&form)?, None).await }.await;
            saved.map_err(|error: anyhow::Error| (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()))
        };
        serve::bare(Router::new().route(SAVE, post(handler)).with_state(one_at_a_time)).await
    }

    /// Draft, version and event. With an `operation`, also what the save of an island leaves behind beside them: the
    /// operation and the mark that the definition has changed.
    pub(super) async fn save(&mut self, body: &str, operation: Option<&Operation>) -> Result<()> {
        let at = Clock::System.now();
        let mut tx = self.on.begin_with("begin immediate").await?;
        let done = sqlx::query(
            "update section_draft \
             set revision = revision + 1, body = $1, saved_at = $2, saved_by = $3 \
             where offering_id = $4 and section = 'listing' and revision = $5",
        )
        .bind(body)
        .bind(at.millis())
        .bind(&self.person)
        .bind(&self.offering)
        .bind(self.revision)
        .execute(&mut *tx)
        .await?;
        ensure!(done.rows_affected() == 1, "somebody else has saved");
        self.revision += 1;
        sqlx::query(
            "insert into section_version (account_id, offering_id, section, revision, body, saved_at, saved_by) \
             values ($1, $2, 'listing', $3, $4, $5, $6)",
        )
        .bind(&self.account)
        .bind(&self.offering)
        .bind(self.revision)
        .bind(body)
        .bind(at.millis())
        .bind(&self.person)
        .execute(&mut *tx)
        .await?;
        sqlx::query(
            "insert into event (id, at, actor_id, account_id, offering_id, kind, detail, request_id) \
             values ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(Ids::System.uuid(at).to_string())
        .bind(at.millis())
        .bind(&self.person)
        .bind(&self.account)
        .bind(&self.offering)
        .bind(EventKind::SectionSaved.name())
        .bind(serde_json::to_string(&Detail::section(Section::Listing, self.revision))?)
        .bind("")
        .execute(&mut *tx)
        .await?;
        if let Some(operation) = operation {
            sqlx::query(
                "insert into operation (person_id, operation_hash, fingerprint, answer, at, form_hash, sequence) \
                 values ($1, $2, $3, $4, $5, $6, $7)",
            )
            .bind(&self.person)
            .bind(&operation.hash)
            .bind(&operation.fingerprint)
            .bind(&operation.answer)
            .bind(at.millis())
            .bind(&operation.form)
            .bind(operation.number)
            .execute(&mut *tx)
            .await?;
            sqlx::query("update offering set definition_changed_at = $1 where id = $2")
                .bind(at.millis())
                .bind(&self.offering)
                .execute(&mut *tx)
                .await?;
        }
        Ok(tx.commit().await?)
    }
}
