//! The moment at which a revision becomes what customers have: one guarded step with everything that goes with it, whoever
//! takes it.

use slipway_domain::deployment::DeploymentState;
use slipway_domain::ids::{PersonId, RevisionId};
use slipway_domain::mail::{About, plan_end};
use slipway_domain::moment::Moment;
use slipway_domain::offering::Offering;
use slipway_domain::plan::news_of_ends;
use slipway_domain::region::{DeploymentMove, deployment_next};
use slipway_domain::revision;
use slipway_store::{Snapshot, Tx};

use crate::mail::Told;
use crate::{Backend, Result};

/// What goes live, from when, and by whom.
#[derive(Debug, Clone, Copy)]
pub(super) struct Going<'a> {
    pub(super) revision: RevisionId,
    /// The day that it was read with.
    pub(super) effective_at: Option<Moment>,
    pub(super) content: &'a Snapshot,
    /// What customers have until then.
    pub(super) live: &'a Offering,
    /// From when it is charged: a price from its 1st, however late the platform is.
    pub(super) since: Moment,
    pub(super) at: Moment,
    /// `None`: the platform.
    pub(super) by: Option<PersonId>,
}

/// With its new deployments as they are once it is published: for invited accounts.
pub(super) fn to_be_published(offering: &Offering) -> Offering {
    let mut content = offering.clone();
    for deployment in &mut content.deployments {
        if deployment.state == DeploymentState::Unpublished {
            deployment.state = DeploymentState::PublishedLimited;
        }
    }
    content
}

/// What a publication of `content` is judged by (`revision::at_publication`), with the terms pages of others that are the
/// same as its own.
pub(super) async fn judged(tx: &mut Tx, offering: &Offering, content: &Offering) -> Result<Offering> {
    let other_terms_urls = tx.same_terms(offering.scope(), &content.listing.draft.terms_url).await?;
    Ok(Offering { other_terms_urls, ..revision::at_publication(offering, content) })
}

impl Backend {
    /// False: somebody else has done it, or something else has become of the revision. Then nothing may be committed.
    /// Whoever commits it calls `mails_wanted`: there may be something to tell.
    pub(super) async fn go_live(&self, tx: &mut Tx, offering: &Offering, going: Going<'_>) -> Result<bool> {
        let (scope, content) = (offering.scope(), &going.content.content);
        if !tx.mark_revision_published(scope, going.revision, going.effective_at, going.at).await? {
            return Ok(false);
        }
        let new = offering.deployments.iter().filter(|one| one.state == DeploymentState::Unpublished);
        for deployment in new.filter(|one| content.deployments.iter().any(|part| part.id == one.id)) {
            if let Some(to) = deployment_next(deployment.state, DeploymentMove::PublishLimited) {
                tx.publish_deployment(scope, deployment.id, (deployment.state, to), going.at).await?;
            }
        }
        let restrictions = content.settings.draft.extras.released();
        tx.set_entry(scope, going.content.id, &content.plans, restrictions, going.since).await?;
        tx.set_terms_url(scope, content.listing.draft.terms_url.trim()).await?;
        tx.add_released(scope, going.content.id, going.by, going.at).await?;
        Box::pin(self.tell_of_ends(tx, going)).await?;
        Ok(true)
    }

    /// Accounts with instances of a plan are told once of an end that comes, moves or goes.
    async fn tell_of_ends(&self, tx: &mut Tx, going: Going<'_>) -> Result<()> {
        let content = &going.content.content;
        for news in news_of_ends(&going.live.plans, &content.plans) {
            let plan = news.plan.id;
            // What is told last is what holds: an earlier word that is still on its way does not come after it. Nor does
            // it come later where mail is switched off meanwhile.
            tx.drop_unsent_mails(&format!("plan-end/{plan}")).await?;
            let Some(mailer) = self.mailer() else { continue };
            let about = About { offering: content, console: mailer.console() };
            // A day that comes back with a later revision is told again.
            let cause = format!("plan-end/{plan}/{}", going.revision);
            let told = Told { at: going.at, cause: &cause, mail: &plan_end(about, news) };
            self.queue_for_customers(tx, (content.scope(), Some(plan)), told).await?;
        }
        Ok(())
    }
}
