//! Where accounts are at home and in what they pay, as it was set over time.

use slipway_domain::account::Places;
use slipway_domain::ids::{AccountId, PersonId};
use slipway_domain::moment::Moment;
use slipway_domain::money::{Country, Currency};
use slipway_domain::rating::Buyer;
use sqlx::sqlite::SqliteConnection;

use crate::row::{moment, parsed};
use crate::{Result, Store, Tx};

const TABLE: &str = "account_place";

async fn places(on: &mut SqliteConnection, account: AccountId) -> Result<Places> {
    let of = account.to_string();
    let rows: Vec<(i64, String, String)> =
        sqlx::query_as("select since, country, currency from account_place where account_id = $1 order by number")
            .bind(&of)
            .fetch_all(on)
            .await?;
    let set = rows.iter().map(|(since, country, currency)| {
        let country = parsed(TABLE, "country", &of, country, Country::parse)?;
        let currency = parsed(TABLE, "currency", &of, currency, Currency::parse)?;
        Ok((moment(*since), Buyer { country, currency }))
    });
    Ok(Places::new(set.collect::<Result<_>>()?))
}

impl Store {
    /// Every place of an account; nothing for an account that does not exist.
    pub async fn places(&self, account: AccountId) -> Result<Places> {
        places(&mut *self.reader.acquire().await?, account).await
    }
}

impl Tx {
    /// As `Store::places`, with what the transaction has set.
    pub async fn places(&mut self, account: AccountId) -> Result<Places> {
        places(self.on(), account).await
    }

    /// From the next month on, the account is there; earlier places stay.
    pub async fn set_place(&mut self, account: AccountId, place: Buyer, by: PersonId, at: Moment) -> Result<()> {
        sqlx::query(
            "insert into account_place (account_id, since, country, currency, set_by) values ($1, $2, $3, $4, $5)",
        )
        .bind(account.to_string())
        .bind(at.millis())
        .bind(place.country.code())
        .bind(place.currency.code())
        .bind(by.to_string())
        .execute(self.on())
        .await?;
        Ok(())
    }
}
