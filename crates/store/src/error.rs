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
    #[error("the database could not be opened: {0}")]
    Open(String),
    #[error(transparent)]
    Driver(sqlx::Error),
}

impl Error {
    pub(crate) fn inconsistent(table: &'static str, column: &'static str, row: impl ToString) -> Self {
        Self::Inconsistent { table, column, row: row.to_string() }
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
            // SQLITE_BUSY and its extended codes share the low byte 5.
            if database.code().and_then(|code| code.parse::<i64>().ok()).is_some_and(|code| code & 0xff == 5) {
                return Self::Busy;
            }
        }
        if matches!(error, sqlx::Error::PoolTimedOut) {
            return Self::Busy;
        }
        Self::Driver(error)
    }
}
