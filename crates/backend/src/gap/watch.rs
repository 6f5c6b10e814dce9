//! The watch over usage (§8.5, DEC-30): tells the provider and the operator by mail which instances were not reported for
//! more than a day, once a day for each offering for as long as it lasts. It changes nothing about them.

use std::time::Duration;

use slipway_domain::event::{Detail, EventKind};
use slipway_domain::gap;
use slipway_domain::mail::{About, Silence, silence};
use slipway_domain::offering::Scope;
use slipway_domain::view::LateLine;
use slipway_store::ReportsOf;

use super::{MOST, judged, line, watched};
use crate::release::standing;
use crate::{Backend, Result, rounds};

/// How often silence is looked for.
const ROUND: Duration = Duration::from_hours(1);
/// Offerings that are read at once.
const AT_ONCE: u32 = 100;

impl Backend {
    /// Looks until `stop` ends: for silence, and for requests whose answer is late.
    pub async fn watch_usage(&self, stop: impl Future<Output = ()>) {
        let round = || async {
            self.tell_of_silence().await;
            self.tell_of_late_requests().await;
        };
        rounds::make(ROUND, stop, round).await;
    }

    /// Looks at every offering that is in use, one after the other.
    pub async fn tell_of_silence(&self) {
        let mut behind = None;
        while self.sends_mail() {
            let scopes = match self.store().offerings_in_use(behind, AT_ONCE).await {
                Ok(scopes) => scopes,
                Err(error) => return tracing::warn!(%error, "the offerings that are in use could not be read"),
            };
            let Some(last) = scopes.last() else { return };
            behind = Some(last.offering);
            for scope in scopes {
                // One that cannot be read does not keep the others waiting.
                if let Err(error) = self.tell_of_silent(scope).await {
                    tracing::error!(%error, offering = %scope.offering, "nobody could be told of silent instances");
                }
            }
        }
    }

    async fn tell_of_silent(&self, scope: Scope) -> Result<()> {
        let Some(mailer) = self.mailer() else { return Ok(()) };
        let owed = self.owed(scope).await?;
        let (now, due) = (self.clock().now(), watched(&owed));
        let (of, before) = (ReportsOf { scope, due: &due }, now.minus(gap::SILENT));
        let count = self.store().count_late(of, before).await?;
        if count.instances == 0 {
            return Ok(());
        }
        let silent = judged(self.store().late_reports(of, before, MOST).await?, &owed, now);
        let lines: Vec<LateLine> = silent.into_iter().map(line).collect();
        let told =
            Silence { instances: count.instances, lines: &lines, more: count.measures.saturating_sub(lines.len()) };
        let mut tx = self.store().write().await?;
        let Some(offering) = tx.offering(scope).await? else { return Ok(()) };
        // It is called what customers call it.
        let offering = standing(&mut tx, &offering).await?.unwrap_or(offering);
        let mail = silence(About { offering: &offering, console: mailer.console() }, told);
        let cause = format!("silence/{}/{}", scope.offering, now.iso_day());
        if !self.queue_mail(&mut tx, scope.account, &cause, &mail).await? {
            return Ok(());
        }
        tx.record(&self.event_of_platform(scope, EventKind::SilenceTold, Detail::none(), now)).await?;
        tx.commit().await?;
        self.mails_wanted().notify_one();
        Ok(())
    }
}
