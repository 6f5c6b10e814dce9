//! The confirmation of a publication (T14, T19): what the screen shows, and that exactly that is published, or nothing.

use slipway_domain::offering::Offering;
use slipway_domain::publication::Seen;
use slipway_domain::rejection::Rejection;
use slipway_domain::review::SubmissionState;
use slipway_domain::stage::Stage;
use slipway_domain::view::PublicationView;
use slipway_domain::visibility::{Allowed, Excluded};
use slipway_store::Tx;

use crate::digest::sha256_of;
use crate::{Acting, Result};

impl Acting {
    /// What becomes visible and to whom, for whoever may look at the offering.
    pub async fn publication(&self, name: &str) -> Result<PublicationView> {
        let mut view = self.offering(name).await?;
        // What is released is what was approved, and not the draft that goes on beside it.
        let approved = view.submissions.iter().rfind(|asked| asked.state == SubmissionState::Approved);
        if let Some(approved) = approved.filter(|_| view.offering.stage == Stage::GaApproved) {
            let content = self.content(view.offering.scope(), approved.snapshot).await?;
            view.offering = view.offering.as_handed_in(&content);
        }
        let seen = fingerprint(&view.offering, &view.allowlist, &view.excluded)?;
        Ok(PublicationView { seen, view })
    }

    /// As `publish_limited`, of what somebody has seen: `seen` is what `publication` told them.
    pub async fn publish_seen(&self, name: &str, seen: &str) -> Result<()> {
        self.publish(name, Some(seen)).await
    }

    /// As `release`, of what somebody has seen.
    pub async fn release_seen(&self, name: &str, seen: &str) -> Result<()> {
        self.make_public(name, Some(seen)).await
    }
}

/// Refuses if anything of what was seen is something else by now. `None`: nobody was shown anything.
pub(crate) async fn still_as_seen(tx: &mut Tx, offering: &Offering, seen: Option<&str>) -> Result<()> {
    let Some(seen) = seen else { return Ok(()) };
    let allowlist = tx.allowlist(offering.scope()).await?;
    let excluded = tx.excluded(offering.scope()).await?;
    if fingerprint(offering, &allowlist, &excluded)? == seen {
        return Ok(());
    }
    Err(Rejection::Stale { current: offering.stage_revision, parked: None }.into())
}

fn fingerprint(offering: &Offering, allowlist: &[Allowed], excluded: &[Excluded]) -> Result<String> {
    sha256_of(&Seen::of(offering, allowlist, excluded), "what is published did not serialise")
}
