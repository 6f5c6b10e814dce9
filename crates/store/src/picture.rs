//! Uploaded pictures for the media of listings. What goes in was written here; this crate does not look into it.

use slipway_domain::ids::{AccountId, PersonId};
use slipway_domain::moment::Moment;
use slipway_domain::offering::Scope;
use slipway_domain::picture::{Encoding, Kept};

use crate::{Error, Result, Store, Tx};

#[derive(Debug, Clone)]
pub struct NewPicture<'a> {
    pub scope: Scope,
    /// The hash of `body`.
    pub name: &'a str,
    pub encoding: Encoding,
    pub body: &'a [u8],
    pub by: PersonId,
    pub at: Moment,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPicture {
    pub encoding: Encoding,
    pub body: Vec<u8>,
}

impl Store {
    /// The picture behind a name, whichever offerings it was uploaded for.
    pub async fn picture(&self, name: &str) -> Result<Option<StoredPicture>> {
        let row: Option<(String, Vec<u8>)> =
            sqlx::query_as("select media_type, body from picture where name = $1 limit 1")
                .bind(name)
                .fetch_optional(&self.reader)
                .await?;
        row.map(|(media_type, body)| {
            let encoding =
                Encoding::parse(&media_type).ok_or_else(|| Error::inconsistent("picture", "media_type", name))?;
            Ok(StoredPicture { encoding, body })
        })
        .transpose()
    }

    /// The names of the pictures that were uploaded for an offering, the latest first.
    pub async fn pictures_of(&self, scope: Scope) -> Result<Vec<String>> {
        Ok(sqlx::query_scalar(
            "select name from picture where account_id = $1 and offering_id = $2 order by uploaded_at desc, name",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .fetch_all(&self.reader)
        .await?)
    }
}

impl Tx {
    /// What an account keeps of them, over all its offerings.
    pub async fn kept_pictures(&mut self, account: AccountId) -> Result<Kept> {
        let (pictures, bytes): (i64, i64) =
            sqlx::query_as("select count(*), coalesce(sum(length(body)), 0) from picture where account_id = $1")
                .bind(account.to_string())
                .fetch_one(self.on())
                .await?;
        Ok(Kept {
            pictures: usize::try_from(pictures).unwrap_or(usize::MAX),
            bytes: u64::try_from(bytes).unwrap_or(u64::MAX),
        })
    }

    pub async fn has_picture(&mut self, scope: Scope, name: &str) -> Result<bool> {
        let found: Option<i64> =
            sqlx::query_scalar("select 1 from picture where account_id = $1 and offering_id = $2 and name = $3")
                .bind(scope.account.to_string())
                .bind(scope.offering.to_string())
                .bind(name)
                .fetch_optional(self.on())
                .await?;
        Ok(found.is_some())
    }

    pub async fn add_picture(&mut self, picture: &NewPicture<'_>) -> Result<()> {
        sqlx::query(
            "insert into picture (account_id, offering_id, name, media_type, body, uploaded_at, uploaded_by) \
             values ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(picture.scope.account.to_string())
        .bind(picture.scope.offering.to_string())
        .bind(picture.name)
        .bind(picture.encoding.media_type())
        .bind(picture.body)
        .bind(picture.at.millis())
        .bind(picture.by.to_string())
        .execute(self.on())
        .await?;
        Ok(())
    }
}
