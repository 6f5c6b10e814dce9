//! Which tables the database has, which ones this executable knows, and the way up: forward only, one transaction for
//! each migration, and never without a copy of what was there before.

use sqlx::migrate::Migrator;

use crate::{Error, Result, Store};

static MIGRATIONS: Migrator = sqlx::migrate!("../../migrations");

/// The schema from which on a transaction writes lines of offerings and tiles of the catalog as it does now.
#[cfg(feature = "rehearsal")]
const LINES: i64 = 142;

/// A migration: its number, which is also the number of the schema that it leads to, and the checksum of its text.
type Step = (i64, Vec<u8>);

/// A database that this executable can use, now or after some migrations.
#[derive(Debug, PartialEq, Eq)]
enum Standing {
    Current,
    /// At this schema; 0 for a new file.
    Behind(i64),
}

impl Store {
    /// Brings the tables up to date. A database that holds something is copied first.
    pub(crate) async fn bring_up_to_date(&self) -> Result<()> {
        let Standing::Behind(schema) = self.standing().await? else { return Ok(()) };
        if schema > 0 {
            self.copy_before_update(schema).await?;
        }
        MIGRATIONS.run(&self.writer).await.map_err(|error| Error::Open(error.to_string()))?;
        // What was there before has no lines and no tiles yet.
        self.write().await?.commit().await?;
        self.forget_older_copies()
    }

    /// Refuses tables that are not exactly this executable's.
    pub(crate) async fn require_current(&self) -> Result<()> {
        match self.standing().await? {
            Standing::Current => Ok(()),
            Standing::Behind(schema) => Err(Error::Open(format!(
                "it has schema {schema}, and this Slipway works with schema {}; start the server of this version first",
                newest()
            ))),
        }
    }

    async fn standing(&self) -> Result<Standing> {
        let is_new: bool =
            sqlx::query_scalar("select not exists (select 1 from sqlite_schema where name = '_sqlx_migrations')")
                .fetch_one(&self.reader)
                .await?;
        if is_new {
            return Ok(Standing::Behind(0));
        }
        let applied: Vec<Step> =
            sqlx::query_as("select version, checksum from _sqlx_migrations where success = 1 order by version")
                .fetch_all(&self.reader)
                .await?;
        standing(&applied, &known())
    }

    /// Opens a database file as an older Slipway left it.
    #[cfg(feature = "rehearsal")]
    pub async fn open_at(path: &std::path::Path, schema: i64) -> Result<Self> {
        let store = Self::connect(path, true).await?;
        MIGRATIONS.run_to(schema, &store.writer).await.map_err(|error| Error::Open(error.to_string()))?;
        Ok(Self { has_lines: schema >= LINES, ..store })
    }

    /// The numbers of all schemas, oldest first.
    #[cfg(feature = "rehearsal")]
    pub fn schemas() -> Vec<i64> {
        known().into_iter().map(|(number, _)| number).collect()
    }
}

fn known() -> Vec<Step> {
    MIGRATIONS.iter().map(|migration| (migration.version, migration.checksum.to_vec())).collect()
}

fn newest() -> i64 {
    MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or(0)
}

/// Both in the order of their numbers.
fn standing(applied: &[Step], known: &[Step]) -> Result<Standing> {
    let last = |steps: &[Step]| steps.last().map_or(0, |(number, _)| *number);
    if last(applied) > last(known) {
        return Err(Error::Newer { found: last(applied), known: last(known) });
    }
    if let Some(((number, _), _)) = applied.iter().zip(known).find(|(one, other)| one != other) {
        return Err(Error::Open(format!("its migration {number} is not the one that this Slipway knows")));
    }
    Ok(if applied.len() == known.len() { Standing::Current } else { Standing::Behind(last(applied)) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(steps: &[(i64, u8)]) -> Vec<Step> {
        steps.iter().map(|(number, checksum)| (*number, vec![*checksum])).collect()
    }

    #[test]
    fn a_database_is_current_or_behind() {
        let known = steps(&[(1, 10), (2, 20), (5, 50)]);
        assert_eq!(standing(&known, &known).unwrap(), Standing::Current);
        assert_eq!(standing(&known[..2], &known).unwrap(), Standing::Behind(2));
        assert_eq!(standing(&[], &known).unwrap(), Standing::Behind(0));
    }

    #[test]
    fn a_newer_one_is_refused_with_both_numbers() {
        let error = standing(&steps(&[(1, 10), (7, 70)]), &steps(&[(1, 10), (2, 20)])).unwrap_err().to_string();
        assert!(error.contains("schema 7") && error.contains("up to 2"), "{error}");
    }

    #[test]
    fn another_text_or_a_missing_one_under_a_known_number_is_refused() {
        let known = steps(&[(1, 10), (2, 20), (3, 30)]);
        for foreign in [steps(&[(1, 10), (2, 21)]), steps(&[(1, 10), (3, 30)]), steps(&[(2, 20)])] {
            assert!(matches!(standing(&foreign, &known), Err(Error::Open(_))), "{foreign:?}");
        }
    }
}
