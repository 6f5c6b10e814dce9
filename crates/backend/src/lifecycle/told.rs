//! What customers learn of the end of a service: that it is announced, that it is put off, and that it is taken back.

use slipway_domain::lifecycle::Notice;
use slipway_domain::mail::{About, ServiceEnd, service_end};
use slipway_domain::moment::Moment;
use slipway_domain::offering::Offering;
use slipway_domain::stage::Stage;
use slipway_store::Tx;

use crate::mail::Told;
use crate::{Backend, Result};

impl Backend {
    /// Accounts with instances are told once of what the notice says now about the end of the service and did not say
    /// `before`. A suspension leaves what is there as it is, and nobody has anything of what is retired. Whoever commits it
    /// calls `mails_wanted`.
    pub(super) async fn tell_of_end(
        &self,
        tx: &mut Tx,
        offering: &Offering,
        before: Option<&Notice>,
        at: Moment,
    ) -> Result<()> {
        let scope = offering.scope();
        let (now, listed) = (tx.notice(scope).await?, tx.listed(scope).await?);
        // What is not public any more is told to nobody, and is known by the name that it had there.
        let Some(listed) = listed else { return Ok(()) };
        let end = |notice: &Notice| (notice.ending.stage == Stage::Deprecated).then_some(notice.ending.until);
        let (known, until) = (before.and_then(end), now.as_ref().and_then(end));
        if known == until {
            return Ok(());
        }
        // What is told last is what holds: an earlier word that is still on its way does not come after it. Nor does it
        // come later where mail is switched off meanwhile.
        tx.drop_unsent_mails(&format!("service-end/{}", scope.offering)).await?;
        let Some(mailer) = self.mailer() else { return Ok(()) };
        let ending = now.as_ref().map(|notice| &notice.ending).filter(|ending| ending.stage == Stage::Deprecated);
        let mail =
            service_end(About { offering: &listed.content, console: mailer.console() }, ServiceEnd { ending, known });
        // A day that comes back with a later announcement is told again.
        let day = until.map_or_else(|| "stays".to_owned(), Moment::iso_minute);
        let cause = format!("service-end/{}/{}/{day}", scope.offering, offering.stage_revision);
        self.queue_for_customers(tx, (scope, None), Told { at, cause: &cause, mail: &mail }).await?;
        Ok(())
    }
}
