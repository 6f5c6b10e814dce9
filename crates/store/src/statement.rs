//! Rows that are written together with others. A statement on its way to the database and back waits for two threads;
//! sent as one, several wait once.

use sqlx::AssertSqlSafe;
use sqlx::sqlite::{SqliteArguments, SqliteConnection};

use crate::Result;

/// One statement with its values, not yet sent. It changes one row.
#[derive(Debug, Clone)]
pub struct Statement {
    sql: &'static str,
    values: Vec<Value>,
}

#[derive(Debug, Clone)]
pub(crate) enum Value {
    Absent,
    Number(i64),
    Text(String),
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Absent, Into::into)
    }
}

impl Statement {
    /// `sql` names its values `$1`, `$2` and so on.
    pub(crate) const fn new(sql: &'static str) -> Self {
        Self { sql, values: Vec::new() }
    }

    #[must_use]
    pub(crate) fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    /// Whether it changed its row.
    pub(crate) async fn execute(self, on: &mut SqliteConnection) -> Result<bool> {
        execute_all(on, vec![self]).await
    }
}

/// Sends them at once, to be carried out in their order up to the first that fails. True: each changed its row.
pub(crate) async fn execute_all(on: &mut SqliteConnection, statements: Vec<Statement>) -> Result<bool> {
    let asked = u64::try_from(statements.len()).unwrap_or(u64::MAX);
    let mut sql = String::new();
    let mut arguments = SqliteArguments::default();
    let mut bound = 0;
    for statement in statements {
        push_renumbered(&mut sql, statement.sql, bound);
        bound += statement.values.len();
        for value in statement.values {
            value.add_to(&mut arguments)?;
        }
    }
    let done = sqlx::query_with(AssertSqlSafe(sql), arguments).execute(on).await?;
    Ok(done.rows_affected() == asked)
}

impl Value {
    fn add_to(self, arguments: &mut SqliteArguments) -> Result<()> {
        use sqlx::Arguments as _;
        let added = match self {
            Self::Absent => arguments.add(None::<String>),
            Self::Number(number) => arguments.add(number),
            Self::Text(text) => arguments.add(text),
        };
        Ok(added.map_err(sqlx::Error::Encode)?)
    }
}

/// Appends `sql` with its values counted from behind the `bound` ones of the statements before it.
fn push_renumbered(all: &mut String, sql: &str, bound: usize) {
    use core::fmt::Write as _;
    let mut parts = sql.split('$');
    all.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let digits = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
        // Without a number it is no value, but a sign in a text.
        let _ = match part[..digits].parse::<usize>() {
            Ok(number) => write!(all, "${}{}", number + bound, &part[digits..]),
            Err(_) => write!(all, "${part}"),
        };
    }
    all.push(';');
}

#[cfg(test)]
mod tests {
    use sqlx::{Connection as _, SqliteConnection};

    use super::*;

    async fn table() -> SqliteConnection {
        let mut on = SqliteConnection::connect("sqlite::memory:").await.unwrap();
        sqlx::query("create table t (id integer primary key, word text) strict").execute(&mut on).await.unwrap();
        on
    }

    fn insert(id: i64, word: Option<&str>) -> Statement {
        Statement::new("insert into t (word, id) values ($2, $1)").bind(id).bind(word)
    }

    fn update(id: i64, word: &str) -> Statement {
        Statement::new("update t set word = $1 where id = $2").bind(word).bind(id)
    }

    async fn rows(on: &mut SqliteConnection) -> Vec<(i64, Option<String>)> {
        sqlx::query_as("select id, word from t order by id").fetch_all(on).await.unwrap()
    }

    #[tokio::test]
    async fn each_statement_has_its_own_values() {
        let mut on = table().await;
        let all = vec![insert(1, Some("one")), insert(2, None), update(1, "uno"), insert(12, Some("twelve"))];
        assert!(execute_all(&mut on, all).await.unwrap());
        let row = |id, word: Option<&str>| (id, word.map(str::to_owned));
        assert_eq!(rows(&mut on).await, [row(1, Some("uno")), row(2, None), row(12, Some("twelve"))]);
    }

    #[tokio::test]
    async fn one_that_changes_nothing_is_told() {
        let mut on = table().await;
        assert!(!execute_all(&mut on, vec![insert(1, None), update(2, "two")]).await.unwrap());
        let again = Statement::new("insert into t (id) values ($1) on conflict do nothing").bind(1);
        assert!(!execute_all(&mut on, vec![again, update(1, "uno")]).await.unwrap());
        assert!(update(1, "one").execute(&mut on).await.unwrap());
        assert!(!update(2, "two").execute(&mut on).await.unwrap());
    }

    #[test]
    fn a_sign_in_a_text_stays() {
        let mut all = String::new();
        push_renumbered(&mut all, "select '$.x', $1, $12", 3);
        assert_eq!(all, "select '$.x', $4, $15;");
    }

    #[tokio::test]
    async fn one_that_fails_is_the_last_that_is_tried() {
        let mut on = table().await;
        let refused = execute_all(&mut on, vec![insert(1, None), insert(1, None), insert(2, None)]).await;
        assert!(refused.unwrap_err().is_unique("t.id"));
        assert_eq!(rows(&mut on).await.len(), 1);
    }
}
