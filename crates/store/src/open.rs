//! Opening the database: one writer connection, a query-only read pool, the pragmas that make an acknowledged
//! commit durable, and the migrations.

use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Sqlite, Transaction};

use crate::{Error, Result};

/// Versions before this can lose committed pages when several connections use a write-ahead log.
pub const MINIMUM_SQLITE: (u32, u32, u32) = (3, 51, 3);

const READERS: u32 = 4;

static MIGRATIONS: Migrator = sqlx::migrate!("../../migrations");

/// The database. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    pub(crate) writer: SqlitePool,
    pub(crate) reader: SqlitePool,
    path: PathBuf,
}

/// A write transaction, begun with `begin immediate`. Dropped without `commit` it leaves no trace.
pub struct Tx {
    inner: Transaction<'static, Sqlite>,
}

impl Tx {
    pub async fn commit(self) -> Result<()> {
        Ok(self.inner.commit().await?)
    }

    pub(crate) fn on(&mut self) -> &mut SqliteConnection {
        &mut self.inner
    }
}

impl Store {
    /// Opens or creates the database file and brings its schema up to date.
    pub async fn open(path: &Path) -> Result<Self> {
        let store = Self::connect(path).await?;
        store.migrate().await?;
        Ok(store)
    }

    /// Opens a database whose schema must be exactly this version's, and leaves it as it is. For commands beside a
    /// running server.
    pub async fn open_current(path: &Path) -> Result<Self> {
        let store = Self::connect(path).await?;
        let applied: Vec<(i64, Vec<u8>)> =
            sqlx::query_as("select version, checksum from _sqlx_migrations where success = 1 order by version")
                .fetch_all(&store.reader)
                .await?;
        let embedded = MIGRATIONS.iter().map(|migration| (migration.version, migration.checksum.to_vec()));
        if embedded.eq(applied) {
            return Ok(store);
        }
        Err(Error::Open("its tables are of another version of Slipway than this one".to_owned()))
    }

    async fn connect(path: &Path) -> Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(5))
            .pragma("trusted_schema", "off")
            .pragma("mmap_size", "0");
        // A connection is a thread of this process and no line that could go dead while it rests: asking it first would
        // cost every query a second wait.
        let pool = || SqlitePoolOptions::new().test_before_acquire(false);
        let writer = pool().max_connections(1).min_connections(1).connect_with(options.clone()).await?;
        check_version(&writer).await?;
        let reader = pool()
            .max_connections(READERS)
            .connect_with(options.create_if_missing(false).pragma("query_only", "on"))
            .await?;
        Ok(Self { writer, reader, path: path.to_owned() })
    }

    pub async fn migrate(&self) -> Result<()> {
        MIGRATIONS.run(&self.writer).await.map_err(|error| Error::Open(error.to_string()))
    }

    pub async fn write(&self) -> Result<Tx> {
        Ok(Tx { inner: self.writer.begin_with("begin immediate").await? })
    }

    /// Proves that a write would go through: takes the writer, begins, and leaves without a trace.
    pub async fn probe(&self) -> Result<()> {
        let mut tx = self.write().await?;
        sqlx::query("update catalog_version set version = version").execute(tx.on()).await?;
        tx.inner.rollback().await?;
        Ok(())
    }

    /// Moves the write-ahead log into the database file, for a tidy stop.
    pub async fn close(&self) {
        self.reader.close().await;
        if let Err(error) = sqlx::query("pragma wal_checkpoint(truncate)").execute(&self.writer).await {
            tracing::warn!(%error, "the write-ahead log could not be checkpointed");
        }
        self.writer.close().await;
    }

    /// A consistent copy of the database at `target`, which must not exist. The copy is checked before it counts.
    pub async fn copy_to(&self, target: &Path) -> Result<()> {
        let name = target.to_str().ok_or_else(|| Error::Open("the path of the backup is no UTF-8".to_owned()))?;
        sqlx::query("vacuum into $1").bind(name).execute(&self.reader_for_copy().await?).await?;
        Ok(())
    }

    /// `vacuum into` writes the copy, which a query-only connection refuses.
    async fn reader_for_copy(&self) -> Result<SqlitePool> {
        let options = SqliteConnectOptions::new().filename(&self.path).read_only(true);
        Ok(SqlitePoolOptions::new().max_connections(1).connect_with(options).await?)
    }

    /// `integrity_check` and `foreign_key_check` of a database file; the findings, if any.
    pub async fn examine(path: &Path) -> Result<Vec<String>> {
        let options = SqliteConnectOptions::new().filename(path).read_only(true).immutable(true);
        let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
        let integrity: Vec<String> = sqlx::query_scalar("pragma integrity_check").fetch_all(&pool).await?;
        let orphans: Vec<(String,)> =
            sqlx::query_as("select \"table\" from pragma_foreign_key_check").fetch_all(&pool).await?;
        pool.close().await;
        let damage = integrity.into_iter().filter(|line| line != "ok");
        Ok(damage.chain(orphans.into_iter().map(|(table,)| format!("a row of {table} refers to nothing"))).collect())
    }

    pub fn path(&self) -> &Path {
        &self.path
    }
}

async fn check_version(pool: &SqlitePool) -> Result<()> {
    let version: String = sqlx::query_scalar("select sqlite_version()").fetch_one(pool).await?;
    let mut parts = version.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    let found = (parts.next().unwrap_or(0), parts.next().unwrap_or(0), parts.next().unwrap_or(0));
    if found < MINIMUM_SQLITE {
        let (major, minor, patch) = MINIMUM_SQLITE;
        return Err(Error::Open(format!(
            "SQLite {version} can lose committed data; Slipway needs {major}.{minor}.{patch} or newer"
        )));
    }
    Ok(())
}
