//! Opening the database: one writer connection, a query-only read pool, and the pragmas that make an acknowledged
//! commit durable. Which tables there are is the schema's business.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Connection as _, Sqlite, Transaction};

use crate::{Error, Result, owner_only};

/// Versions before this can lose committed pages when several connections use a write-ahead log.
pub const MINIMUM_SQLITE: (u32, u32, u32) = (3, 51, 3);

const READERS: u32 = 4;

/// The database. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    pub(crate) writer: SqlitePool,
    pub(crate) reader: SqlitePool,
    pub(crate) path: PathBuf,
    /// The tables are of a version that has the lines of offerings and the tiles of the catalog.
    pub(crate) has_lines: bool,
    #[cfg(feature = "rehearsal")]
    pub(crate) fuse: crate::fuse::Fuse,
}

/// A write transaction, begun with `begin immediate`. Dropped without `commit` it leaves no trace.
pub struct Tx {
    inner: Transaction<'static, Sqlite>,
    has_lines: bool,
    #[cfg(feature = "rehearsal")]
    fuse: crate::fuse::Fuse,
}

impl Tx {
    #[cfg(not(feature = "rehearsal"))]
    pub async fn commit(mut self) -> Result<()> {
        self.settle().await?;
        Ok(self.inner.commit().await?)
    }

    /// See [`Store::dying`].
    #[cfg(feature = "rehearsal")]
    pub async fn commit(mut self) -> Result<()> {
        self.settle().await?;
        if self.fuse.burns() {
            self.inner.rollback().await?;
            return core::future::pending().await;
        }
        self.inner.commit().await?;
        if self.fuse.burns() {
            return core::future::pending().await;
        }
        Ok(())
    }

    async fn settle(&mut self) -> Result<()> {
        if !self.has_lines {
            return Ok(());
        }
        Box::pin(self.settle_lines()).await?;
        Box::pin(self.settle_tiles()).await
    }

    pub(crate) async fn rollback(self) -> Result<()> {
        Ok(self.inner.rollback().await?)
    }

    pub(crate) fn on(&mut self) -> &mut SqliteConnection {
        &mut self.inner
    }
}

impl Store {
    /// Opens or creates the database file and brings its tables up to date; what they held is copied before.
    pub async fn open(path: &Path) -> Result<Self> {
        let store = Self::connect(path, true).await?;
        let updated = store.bring_up_to_date().await;
        store.closed_unless(updated).await
    }

    /// Opens a database whose tables must be exactly this version's, and leaves it as it is. For commands beside a
    /// running server.
    pub async fn open_current(path: &Path) -> Result<Self> {
        let store = Self::connect(path, false).await?;
        let current = store.require_current().await;
        store.closed_unless(current).await
    }

    /// Opens a database of any version, for copying it. Its tables are neither changed nor judged.
    pub async fn open_as_it_is(path: &Path) -> Result<Self> {
        Self::connect(path, false).await
    }

    pub(crate) async fn connect(path: &Path, may_create: bool) -> Result<Self> {
        if may_create {
            create(path).map_err(|error| Error::Open(error.to_string()))?;
        }
        conceal(path)?;
        let options = SqliteConnectOptions::new()
            .filename(path)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(5))
            .pragma("trusted_schema", "off")
            .pragma("mmap_size", "0");
        // A connection is a thread of this process and no line that could go dead while it rests: asking it first would
        // cost every query a second wait.
        let pool = || SqlitePoolOptions::new().test_before_acquire(false);
        let writer = pool()
            .max_connections(1)
            .min_connections(1)
            // When the disk is full, SQLite rolls a transaction back by itself, and the driver goes on counting it: on
            // that connection nothing could begin any more.
            .before_acquire(|connection, _| Box::pin(async move { Ok(!connection.is_in_transaction()) }))
            .connect_with(options.clone())
            .await?;
        let version: String = sqlx::query_scalar("select sqlite_version()").fetch_one(&writer).await?;
        check_version(&version)?;
        let reader = pool().max_connections(READERS).connect_with(options.pragma("query_only", "on")).await?;
        Ok(Self {
            writer,
            reader,
            path: path.to_owned(),
            has_lines: true,
            #[cfg(feature = "rehearsal")]
            fuse: crate::fuse::Fuse::default(),
        })
    }

    async fn closed_unless(self, opened: Result<()>) -> Result<Self> {
        match opened {
            Ok(()) => Ok(self),
            Err(error) => {
                self.close().await;
                Err(error)
            }
        }
    }

    pub async fn write(&self) -> Result<Tx> {
        Ok(Tx {
            inner: self.writer.begin_with("begin immediate").await?,
            has_lines: self.has_lines,
            #[cfg(feature = "rehearsal")]
            fuse: self.fuse.clone(),
        })
    }

    /// Proves that a save would go through: the tables are the right ones, and as much as a long save writes is
    /// written and committed.
    pub async fn probe(&self) -> Result<()> {
        self.require_current().await?;
        let mut tx = self.write().await?;
        sqlx::query("update probe set count = count + 1, room = zeroblob(65536)").execute(tx.on()).await?;
        sqlx::query("update probe set room = null").execute(tx.on()).await?;
        tx.commit().await
    }

    /// From now on the database may grow to `pages` and no further: as a full disk lets it. `None` lets it grow again.
    #[cfg(feature = "rehearsal")]
    pub async fn confine(&self, pages: Option<u32>) -> Result<()> {
        // SQLite's own limit.
        let pages = pages.unwrap_or(4_294_967_294);
        let options = self.writer.connect_options().as_ref().clone().pragma("max_page_count", pages.to_string());
        self.writer.set_connect_options(options);
        let pragma = format!("pragma max_page_count = {pages}");
        sqlx::query(sqlx::AssertSqlSafe(pragma)).execute(&self.writer).await?;
        Ok(())
    }

    /// From now on nothing opens with the secrets key: as after a mix-up of key files.
    #[cfg(feature = "rehearsal")]
    pub async fn spoil_sentinels(&self) -> Result<()> {
        sqlx::query("update secrets_key set sentinel = zeroblob(length(sentinel))").execute(&self.writer).await?;
        Ok(())
    }

    /// From now on no day of usage of that measure can be written, as if storage were broken at this place.
    #[cfg(feature = "rehearsal")]
    pub async fn refuse_days_of(&self, measure: &str) -> Result<()> {
        let trigger = format!(
            "create trigger no_day before insert on usage_day when new.measure = '{measure}' \
             begin select raise(abort, 'rehearsed'); end"
        );
        sqlx::query(sqlx::AssertSqlSafe(trigger)).execute(&self.writer).await?;
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

    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// An empty file is an empty database to `SQLite`, and its log gets the mode that it has.
fn create(path: &Path) -> io::Result<()> {
    match owner_only::create(path) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

fn conceal(path: &Path) -> Result<()> {
    for end in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        let file = Path::new(&name);
        match owner_only::conceal(file) {
            Ok(false) => {}
            Ok(true) => tracing::warn!(file = %file.display(), "others could read this file; now they cannot"),
            Err(error) if error.kind() == ErrorKind::NotFound && !end.is_empty() => {}
            Err(error) => return Err(Error::Open(format!("{}: {error}", file.display()))),
        }
    }
    Ok(())
}

fn check_version(version: &str) -> Result<()> {
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

#[cfg(test)]
mod tests;
