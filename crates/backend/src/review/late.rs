//! Requests that nobody answered within the days that the operator promised (DEC-55): the operator and the reviewers are told
//! by mail, once for each. Without a mailer nobody is told; the pages say it in any case.

use slipway_domain::event::{Detail, EventKind};
use slipway_domain::ids::SubmissionId;
use slipway_domain::mail::{About, LateRequest, late_request};
use slipway_domain::offering::Scope;

use crate::release::standing;
use crate::{Backend, Result};

/// Requests that are read at once.
const AT_ONCE: u32 = 100;

impl Backend {
    /// Tells of every request that is late, one after the other; what is left of many comes with the next round.
    pub async fn tell_of_late_requests(&self) {
        if !self.sends_mail() {
            return;
        }
        let before = self.clock().now().minus(self.review_terms().target());
        let late = match self.store().late_requests(before, AT_ONCE).await {
            Ok(late) => late,
            Err(error) => return tracing::warn!(%error, "the requests that are late could not be read"),
        };
        for (scope, submission) in late {
            // One that cannot be told of does not keep the others waiting.
            if let Err(error) = self.tell_of_late(scope, submission).await {
                tracing::error!(%error, offering = %scope.offering, "nobody could be told of a late request");
            }
        }
    }

    async fn tell_of_late(&self, scope: Scope, submission: SubmissionId) -> Result<()> {
        let Some(mailer) = self.mailer() else { return Ok(()) };
        let (now, terms) = (self.clock().now(), self.review_terms());
        let mut tx = self.store().write().await?;
        let Some(offering) = tx.offering(scope).await? else { return Ok(()) };
        // As it is now: somebody may have answered, or told of it, meanwhile.
        let found = tx.submissions(scope).await?.into_iter().find(|asked| asked.id == submission);
        let Some(asked) = found.filter(|asked| terms.overdue(asked, now).is_some()) else { return Ok(()) };
        if !tx.late_told(scope, submission, now).await? {
            return Ok(());
        }
        let is_change = offering.stage.is_public();
        // It is called what the reviewers know it by.
        let offering = standing(&mut tx, &offering).await?.unwrap_or(offering);
        let submitted_at = asked.submitted_at;
        let late = LateRequest { submission, submitted_at, target_days: terms.target_days, is_change };
        let mail = late_request(About { offering: &offering, console: mailer.console() }, late);
        self.queue_for_reviewers(&mut tx, &format!("late/{submission}"), &mail).await?;
        tx.record(&self.event_of_platform(scope, EventKind::LateRequestTold, Detail::none(), now)).await?;
        tx.commit().await?;
        self.mails_wanted().notify_one();
        Ok(())
    }
}
