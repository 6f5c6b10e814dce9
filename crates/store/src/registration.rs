//! The registration of an account for integrated billing: saved on the revision that its author saw, moved only from the
//! state that it is in. What came too late waits beside it.

use slipway_domain::account::{Registration, RegistrationDraft};
use slipway_domain::ids::{AccountId, ParkedId, PersonId};
use slipway_domain::moment::Moment;
use slipway_domain::view::ParkedRegistration;

use crate::row::{body, id, moment, to_body};
use crate::{Result, Store, Tx};

/// A registration that came too late, as typed.
#[derive(Debug, Clone, Copy)]
pub struct NewParkedRegistration<'a> {
    pub id: ParkedId,
    pub account: AccountId,
    pub base_revision: i64,
    pub form: &'a RegistrationDraft,
    pub at: Moment,
    pub by: PersonId,
}

impl Store {
    /// The last that `author` typed too late and has not decided about.
    pub async fn parked_registration(
        &self,
        account: AccountId,
        author: PersonId,
    ) -> Result<Option<ParkedRegistration>> {
        let row: Option<(String, String, i64)> = sqlx::query_as(
            "select id, body, parked_at from parked_registration \
             where account_id = $1 and parked_by = $2 \
             order by parked_at desc, id desc \
             limit 1",
        )
        .bind(account.to_string())
        .bind(author.to_string())
        .fetch_optional(&self.reader)
        .await?;
        row.map(|(row, text, at)| {
            Ok(ParkedRegistration {
                id: id("parked_registration", "id", &row)?,
                form: body("parked_registration", "body", &row, &text)?,
                at: moment(at),
            })
        })
        .transpose()
    }
}

impl Tx {
    /// Saves the registration form if nobody saved since `revision` and the registration can still be edited. The
    /// company's name becomes the account's, unless another account is called so. False: somebody did.
    pub async fn save_registration(
        &mut self,
        account: AccountId,
        revision: i64,
        form: &RegistrationDraft,
    ) -> Result<bool> {
        let name = form.company_name.trim();
        let done = sqlx::query(
            "update account \
             set company_name = $1, company_legal_name = $2, contact_name = $3, contact_email = $4, \
                 name = case \
                   when $5 = '' or exists (select 1 from account o where o.name = $5 collate nocase and o.id <> $6) \
                   then name else $5 end, \
                 revision = revision + 1 \
             where id = $6 and revision = $7 and registration in ('draft', 'returned')",
        )
        .bind(&form.company_name)
        .bind(&form.company_legal_name)
        .bind(&form.contact_name)
        .bind(&form.contact_email)
        .bind(name)
        .bind(account.to_string())
        .bind(revision)
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }

    pub async fn park_registration(&mut self, parked: &NewParkedRegistration<'_>) -> Result<()> {
        sqlx::query(
            "insert into parked_registration (id, account_id, base_revision, body, parked_at, parked_by) \
             values ($1, $2, $3, $4, $5, $6)",
        )
        .bind(parked.id.to_string())
        .bind(parked.account.to_string())
        .bind(parked.base_revision)
        .bind(to_body(parked.form))
        .bind(parked.at.millis())
        .bind(parked.by.to_string())
        .execute(self.on())
        .await?;
        Ok(())
    }

    /// Its author has decided. False: there is no such input of theirs.
    pub async fn unpark_registration(&mut self, parked: ParkedId, author: PersonId) -> Result<bool> {
        let done = sqlx::query("delete from parked_registration where id = $1 and parked_by = $2")
            .bind(parked.to_string())
            .bind(author.to_string())
            .execute(self.on())
            .await?;
        Ok(done.rows_affected() == 1)
    }

    /// The provider's half of the way: `from` → submitted. False: the account is no longer in `from`.
    pub async fn submit_registration(
        &mut self,
        id: AccountId,
        from: Registration,
        by: PersonId,
        at: Moment,
    ) -> Result<bool> {
        let done = sqlx::query(
            "update account \
             set registration = 'submitted', submitted_by = $1, submitted_at = $2, revision = revision + 1 \
             where id = $3 and registration = $4",
        )
        .bind(by.to_string())
        .bind(at.millis())
        .bind(id.to_string())
        .bind(from.name())
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// The operator's half: submitted → `to`. False: it is no longer submitted.
    pub async fn decide_registration(
        &mut self,
        id: AccountId,
        to: Registration,
        by: PersonId,
        at: Moment,
        reason: &str,
    ) -> Result<bool> {
        let done = sqlx::query(
            "update account \
             set registration = $1, decided_by = $2, decided_at = $3, reason = $4, revision = revision + 1 \
             where id = $5 and registration = 'submitted'",
        )
        .bind(to.name())
        .bind(by.to_string())
        .bind(at.millis())
        .bind(reason)
        .bind(id.to_string())
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }
}
