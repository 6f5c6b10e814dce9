//! Personal access tokens. A hash goes in and comes out for comparison alone; whether a token opens anything, its reader
//! decides.

use slipway_domain::ids::{AccountId, PersonId, TokenId};
use slipway_domain::moment::Moment;
use slipway_domain::token::{PersonalToken, TokenScope};
use sqlx::FromRow;

use crate::row::{id, moment, parsed};
use crate::{Result, Store, StoredSecret, Tx};

#[derive(Debug, Clone)]
pub struct NewPersonalToken {
    pub id: TokenId,
    pub person: PersonId,
    /// `None`: somebody of the operator who belongs to no account.
    pub account: Option<AccountId>,
    pub name: String,
    /// The public part with which a token is looked up.
    pub prefix: String,
    pub hash: StoredSecret,
    pub scope: TokenScope,
    pub at: Moment,
    pub expires_at: Moment,
}

/// A token that nobody has revoked, as a program uses it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredToken {
    pub id: TokenId,
    pub person: PersonId,
    pub account: Option<AccountId>,
    pub secret: StoredSecret,
    pub scope: TokenScope,
    /// Whether that is over, its reader decides.
    pub expires_at: Moment,
    pub last_used_at: Option<Moment>,
}

#[derive(FromRow)]
struct StoredRow {
    id: String,
    person_id: String,
    account_id: Option<String>,
    token_hash: String,
    scope: String,
    expires_at: i64,
    last_used_at: Option<i64>,
}

#[derive(FromRow)]
struct ListedRow {
    id: String,
    name: String,
    prefix: String,
    scope: String,
    account_name: Option<String>,
    created_at: i64,
    expires_at: i64,
    last_used_at: Option<i64>,
}

impl Store {
    /// The token with that public beginning, unless it is revoked.
    pub async fn personal_token(&self, prefix: &str) -> Result<Option<StoredToken>> {
        let row: Option<StoredRow> = sqlx::query_as(
            "select id, person_id, account_id, token_hash, scope, expires_at, last_used_at \
             from personal_token \
             where prefix = $1 and revoked_at is null",
        )
        .bind(prefix)
        .fetch_optional(&self.reader)
        .await?;
        row.map(|row| {
            Ok(StoredToken {
                id: id("personal_token", "id", &row.id)?,
                person: id("personal_token", "person_id", &row.person_id)?,
                account: row.account_id.map(|text| id("personal_token", "account_id", &text)).transpose()?,
                secret: StoredSecret(row.token_hash),
                scope: parsed("personal_token", "scope", &row.id, &row.scope, TokenScope::parse)?,
                expires_at: moment(row.expires_at),
                last_used_at: row.last_used_at.map(moment),
            })
        })
        .transpose()
    }

    /// A person's tokens that nobody has revoked and that ended after `since`, if they have; newest first.
    pub async fn personal_tokens(&self, person: PersonId, since: Moment) -> Result<Vec<PersonalToken>> {
        let rows: Vec<ListedRow> = sqlx::query_as(
            "select t.id, t.name, t.prefix, t.scope, t.created_at, t.expires_at, t.last_used_at, \
                    a.name as account_name \
             from personal_token t \
             left join account a on a.id = t.account_id \
             where t.person_id = $1 and t.revoked_at is null and t.expires_at > $2 \
             order by t.created_at desc, t.id desc",
        )
        .bind(person.to_string())
        .bind(since.millis())
        .fetch_all(&self.reader)
        .await?;
        rows.into_iter()
            .map(|row| {
                Ok(PersonalToken {
                    id: id("personal_token", "id", &row.id)?,
                    scope: parsed("personal_token", "scope", &row.id, &row.scope, TokenScope::parse)?,
                    name: row.name,
                    prefix: row.prefix,
                    account_name: row.account_name,
                    created_at: moment(row.created_at),
                    expires_at: moment(row.expires_at),
                    last_used_at: row.last_used_at.map(moment),
                })
            })
            .collect()
    }

    /// Remembers that the token was used. One that was revoked meanwhile stays as it was.
    pub async fn touch_personal_token(&self, token: TokenId, at: Moment) -> Result<()> {
        sqlx::query(
            "update personal_token set last_used_at = $1 \
             where id = $2 and revoked_at is null and (last_used_at is null or last_used_at < $1)",
        )
        .bind(at.millis())
        .bind(token.to_string())
        .execute(&self.writer)
        .await?;
        Ok(())
    }
}

impl Tx {
    /// How many tokens of the person live at `now`.
    pub async fn living_personal_tokens(&mut self, person: PersonId, now: Moment) -> Result<usize> {
        let count: i64 = sqlx::query_scalar(
            "select count(*) from personal_token where person_id = $1 and revoked_at is null and expires_at > $2",
        )
        .bind(person.to_string())
        .bind(now.millis())
        .fetch_one(self.on())
        .await?;
        Ok(usize::try_from(count).unwrap_or(usize::MAX))
    }

    pub async fn add_personal_token(&mut self, new: &NewPersonalToken) -> Result<()> {
        sqlx::query(
            "insert into personal_token \
               (id, person_id, account_id, name, prefix, token_hash, scope, created_at, expires_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(new.id.to_string())
        .bind(new.person.to_string())
        .bind(new.account.map(|account| account.to_string()))
        .bind(&new.name)
        .bind(&new.prefix)
        .bind(&new.hash.0)
        .bind(new.scope.name())
        .bind(new.at.millis())
        .bind(new.expires_at.millis())
        .execute(self.on())
        .await?;
        Ok(())
    }

    /// The name of the token that opens nothing any more. `None`: the person has no such token, or it is revoked already.
    pub async fn revoke_personal_token(
        &mut self,
        person: PersonId,
        token: TokenId,
        at: Moment,
    ) -> Result<Option<String>> {
        Ok(sqlx::query_scalar(
            "update personal_token set revoked_at = $1 \
             where id = $2 and person_id = $3 and revoked_at is null \
             returning name",
        )
        .bind(at.millis())
        .bind(token.to_string())
        .bind(person.to_string())
        .fetch_optional(self.on())
        .await?)
    }

    /// Revokes the person's tokens for that account; without one, all of them. How many these were.
    pub async fn revoke_personal_tokens(
        &mut self,
        person: PersonId,
        account: Option<AccountId>,
        at: Moment,
    ) -> Result<u64> {
        let done = sqlx::query(
            "update personal_token set revoked_at = $1 \
             where person_id = $2 and ($3 is null or account_id = $3) and revoked_at is null",
        )
        .bind(at.millis())
        .bind(person.to_string())
        .bind(account.map(|account| account.to_string()))
        .execute(self.on())
        .await?;
        Ok(done.rows_affected())
    }
}
