//! What can go wrong in storage, as far as anybody above can act on it.

use sqlx::error::ErrorKind;

pub type Result<T, E = Error> = core::result::Result<T, E>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A unique index refused the row. Carries the column as `table.column`.
    #[error("{0} is taken")]
    Unique(String),
    /// A stored value is not what the schema promises.
    #[error("{table}.{column} of row {row} holds an impossible value")]
    Inconsistent { table: &'static str, column: &'static str, row: String },
    /// The writer was not free in time.
    #[error("the database is busy")]
    Busy,
    /// There is no room for what was to be written.
    #[error("the disk is full")]
    Full,
    /// The disk failed, or lets nobody write any more.
    #[error("the disk failed: {0}")]
    Disk(sqlx::Error),
    #[error("the database could not be opened: {0}")]
    Open(String),
    /// The database was used by a later version.
    #[error(
        "the database has schema {found}, and Slipway {} knows schemas up to {known}: start the newer Slipway, or put \
         the copy from before the update in its place",
        env!("CARGO_PKG_VERSION")
    )]
    Newer { found: i64, known: i64 },
    #[error("no copy was made: {0}")]
    Copy(String),
    #[error(transparent)]
    Driver(sqlx::Error),
}

impl Error {
    pub(crate) fn inconsistent(table: &'static str, column: &'static str, row: impl ToString) -> Self {
        Self::Inconsistent { table, column, row: row.to_string() }
    }

    /// Whether nothing was wrong with what was asked: nothing was changed, and the same may go through later.
    pub const fn is_unavailable(&self) -> bool {
        matches!(self, Self::Busy | Self::Full | Self::Disk(_))
    }

    /// Whether the unique index over `column` (`table.column`) refused the row.
    pub fn is_unique(&self, column: &str) -> bool {
        matches!(self, Self::Unique(columns) if columns.split(", ").any(|taken| taken == column))
    }
}

/// `SQLite`'s driver has no constraint name: the kind and the tail of the message tell
/// (`UNIQUE constraint failed: offering.name`).
impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        if let sqlx::Error::Database(database) = &error {
            if database.kind() == ErrorKind::UniqueViolation {
                let message = database.message();
                let columns = message.rsplit_once("failed: ").map_or(message, |(_, columns)| columns);
                return Self::Unique(columns.to_owned());
            }
            // Extended codes share the low byte of their primary code.
            let code = database.code().and_then(|code| code.parse::<i64>().ok()).unwrap_or_default();
            match code & 0xff {
                BUSY | LOCKED => return Self::Busy,
                FULL => return Self::Full,
                READONLY | IOERR | CANTOPEN => return Self::Disk(error),
                _ => {}
            }
        }
        if matches!(error, sqlx::Error::PoolTimedOut) {
            return Self::Busy;
        }
        Self::Driver(error)
    }
}

const BUSY: i64 = 5;
const LOCKED: i64 = 6;
const READONLY: i64 = 8;
const IOERR: i64 = 10;
const FULL: i64 = 13;
const CANTOPEN: i64 = 14;
