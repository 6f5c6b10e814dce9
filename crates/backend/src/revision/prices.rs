//! What customers learn of a price that is announced: the new one, with its day, on the 1st before it; and that it does not
//! come, where the announcement is given up.

use slipway_domain::change_class::{Trigger, news_of_prices, price_dates};
use slipway_domain::ids::{PlanId, RevisionId};
use slipway_domain::mail::{About, price_change, price_stays};
use slipway_domain::moment::Moment;
use slipway_domain::offering::Offering;
use slipway_domain::revision::Revision;
use slipway_store::Tx;

use crate::mail::Told;
use crate::{Backend, Result};

/// A day from which on another price holds, as it is set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Announced<'a> {
    pub(super) revision: RevisionId,
    /// What customers have until then.
    pub(super) live: &'a Offering,
    /// What the revision takes, from `live` on.
    pub(super) triggers: &'a [Trigger],
    pub(super) day: Moment,
    /// When it is set.
    pub(super) at: Moment,
}

impl Backend {
    /// Accounts with instances of a plan whose price is announced are told on the 1st that comes before its day (§10).
    pub(super) async fn tell_of_prices(&self, tx: &mut Tx, announced: Announced<'_>) -> Result<()> {
        let Some(mailer) = self.mailer() else { return Ok(()) };
        let Announced { revision, live, triggers, day, at } = announced;
        let (about, (at, _)) = (About { offering: live, console: mailer.console() }, price_dates(at));
        for news in news_of_prices(live, triggers) {
            let plan = news.plan.id;
            let (cause, mail) = (cause(plan, revision), price_change(about, &news, day));
            let told = Told { at, cause: &cause, mail: &mail };
            self.queue_for_customers(tx, (live.scope(), Some(plan)), told).await?;
        }
        Ok(())
    }

    /// What was announced does not come: whoever was told of the price is told so, and nobody else learns of it any more.
    /// Nothing if no day was set. Whoever commits it calls `mails_wanted`.
    pub(super) async fn tell_that_prices_stay(&self, tx: &mut Tx, live: &Offering, given_up: &Revision) -> Result<()> {
        let Some(day) = given_up.effective_at else { return Ok(()) };
        let at = self.clock().now();
        for record in &live.plans {
            let plan = record.id;
            let told = tx.call_off_mails(&cause(plan, given_up.id)).await?;
            let Some(mailer) = self.mailer() else { continue };
            let recipients: Vec<&str> = told.iter().map(String::as_str).collect();
            let mail = price_stays(About { offering: live, console: mailer.console() }, record, day);
            let cause = format!("price-stays/{plan}/{}", given_up.id);
            self.queue_mails(tx, &recipients, Told { at, cause: &cause, mail: &mail }).await?;
        }
        Ok(())
    }
}

/// A price that is announced anew with another revision is told anew.
fn cause(plan: PlanId, revision: RevisionId) -> String {
    format!("price/{plan}/{revision}")
}
