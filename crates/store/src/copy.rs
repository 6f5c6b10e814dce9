//! Copies of the database: one moment of it, complete in itself and compared with its source row by row before it
//! counts. A live database file is never copied byte by byte.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Connection as _};

use crate::digest::{Digests, digests};
use crate::{Error, Result, Store, owner_only};

/// How many of the copies made before updates are kept.
const COPIES_KEPT: usize = 3;

/// How often a copy that has just begun is looked at.
const GLANCE: Duration = Duration::from_millis(1);

impl Store {
    /// Writes a copy to `target`, which must not exist, for its owner alone. It is made beside its place under another
    /// name, flushed to the disk and checked, and gets its own name last. Answers the size in bytes.
    pub async fn copy_to(&self, target: &Path) -> Result<u64> {
        let partial = Partial::beside(target)?;
        let bytes = self.copy_checked(&partial.0).await?;
        // A hard link, not a rename: it fails if somebody else made the file meanwhile.
        fs::hard_link(&partial.0, target).map_err(|error| failed(target, &error))?;
        drop(partial);
        flush_dir_of(target)?;
        Ok(bytes)
    }

    /// Copies the database beside itself, before its tables change.
    pub(crate) async fn copy_before_update(&self, schema: i64) -> Result<()> {
        let target = self.path.with_file_name(format!("{}{schema}{COPY_END}", self.copy_start()));
        let partial = Partial::beside(&target)?;
        let bytes = self.copy_checked(&partial.0).await?;
        // Replaces the copy of an update from this schema that was not finished.
        fs::rename(&partial.0, &target).map_err(|error| failed(&target, &error))?;
        flush_dir_of(&target)?;
        tracing::info!(copy = %target.display(), bytes, "the tables are about to change; this is the database before");
        Ok(())
    }

    /// After an update that went well.
    pub(crate) fn forget_older_copies(&self) -> Result<()> {
        let dir = dir_of(&self.path);
        let start = self.copy_start();
        let entries = fs::read_dir(dir).map_err(|error| failed(dir, &error))?;
        let mut copies: Vec<(i64, PathBuf)> = entries
            .filter_map(|entry| {
                let path = entry.ok()?.path();
                let schema = path.file_name()?.to_str()?.strip_prefix(&start)?.strip_suffix(COPY_END)?;
                Some((schema.parse().ok()?, path))
            })
            .collect();
        copies.sort_unstable();
        let outdated = copies.len().saturating_sub(COPIES_KEPT);
        for (_, path) in copies.drain(..outdated) {
            fs::remove_file(&path).map_err(|error| failed(&path, &error))?;
        }
        Ok(())
    }

    /// `slipway-schema-` for `slipway.db`.
    fn copy_start(&self) -> String {
        format!("{}-schema-", self.path.file_stem().unwrap_or_default().to_string_lossy())
    }

    /// `integrity_check` and `foreign_key_check` of a database file that nobody has open; the findings, if any.
    pub async fn examine(path: &Path) -> Result<Vec<String>> {
        let mut connection = at_rest(path).await?;
        let damage = damage(&mut connection).await?;
        connection.close().await?;
        Ok(damage)
    }

    async fn copy_checked(&self, partial: &Path) -> Result<u64> {
        let source = self.copy_unchecked(partial).await?;
        let file = File::open(partial).map_err(|error| failed(partial, &error))?;
        file.sync_all().map_err(|error| failed(partial, &error))?;
        let wrong = judge(partial, &source).await?;
        if !wrong.is_empty() {
            return Err(Error::Copy(format!("it was not sound and is deleted: {}", wrong.join("; "))));
        }
        Ok(file.metadata().map_err(|error| failed(partial, &error))?.len())
    }

    /// Copies, and reads what the source holds at the same moment: nobody can commit while both of them begin.
    async fn copy_unchecked(&self, target: &Path) -> Result<Digests> {
        let name = target.to_str().ok_or_else(|| Error::Copy("its path is no UTF-8".to_owned()))?;
        // `vacuum into` takes an empty file, and leaves its mode alone.
        owner_only::create(target).map_err(|error| failed(target, &error))?;
        let mut copying = SqliteConnectOptions::new().filename(&self.path).read_only(true).connect().await?;
        let mut reading = self.reader.begin().await?;
        let nobody_commits = self.write().await?;
        sqlx::query("select count(*) from sqlite_schema").execute(&mut *reading).await?;
        let source = {
            let mut copied = pin!(sqlx::query("vacuum into $1").bind(name).execute(&mut copying));
            let early = loop {
                tokio::select! {
                    biased;
                    done = &mut copied => break Some(done),
                    () = tokio::time::sleep(GLANCE) => {
                        // What it writes it has read before.
                        if fs::metadata(target).is_ok_and(|metadata| metadata.len() > 0) {
                            break None;
                        }
                    }
                }
            };
            nobody_commits.rollback().await?;
            let source = digests(&mut reading).await?;
            match early {
                Some(done) => done?,
                None => copied.await?,
            };
            source
        };
        reading.rollback().await?;
        copying.close().await?;
        Ok(source)
    }
}

const COPY_END: &str = ".db";

/// A file in the making. Whatever happens to the making, it is gone afterwards.
struct Partial(PathBuf);

impl Partial {
    fn beside(target: &Path) -> Result<Self> {
        let mut name = target.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.partial", std::process::id()));
        let path = target.with_file_name(name);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(failed(&path, &error)),
            _ => Ok(Self(path)),
        }
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        // It may have got its name already.
        fs::remove_file(&self.0).ok();
    }
}

/// What is wrong with a copy: damage, and tables that hold something else than the source did.
async fn judge(copy: &Path, source: &Digests) -> Result<Vec<String>> {
    let mut connection = at_rest(copy).await?;
    let mut wrong = damage(&mut connection).await?;
    let copied = digests(&mut connection).await?;
    connection.close().await?;
    let tables = source.keys().chain(copied.keys().filter(|table| !source.contains_key(*table)));
    let differing = tables.filter(|table| source.get(*table) != copied.get(*table));
    wrong.extend(differing.map(|table| format!("{table} differs from the source")));
    Ok(wrong)
}

async fn damage(connection: &mut SqliteConnection) -> Result<Vec<String>> {
    let integrity: Vec<String> = sqlx::query_scalar("pragma integrity_check").fetch_all(&mut *connection).await?;
    let orphans: Vec<String> =
        sqlx::query_scalar("select \"table\" from pragma_foreign_key_check").fetch_all(&mut *connection).await?;
    let damage = integrity.into_iter().filter(|line| line != "ok");
    Ok(damage.chain(orphans.into_iter().map(|table| format!("a row of {table} refers to nothing"))).collect())
}

async fn at_rest(path: &Path) -> Result<SqliteConnection> {
    Ok(SqliteConnectOptions::new().filename(path).read_only(true).immutable(true).connect().await?)
}

fn flush_dir_of(path: &Path) -> Result<()> {
    let dir = dir_of(path);
    File::open(dir).and_then(|dir| dir.sync_all()).map_err(|error| failed(dir, &error))
}

fn dir_of(path: &Path) -> &Path {
    path.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn failed(path: &Path, error: &io::Error) -> Error {
    Error::Copy(format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests;
