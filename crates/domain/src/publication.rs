//! What a publication makes visible and to whom (T14, T15, T19, §4.14), and whether there is anything to publish. The
//! screen that asks for it and the server that does it look here, so they can never disagree. It decides about nobody.

use serde::Serialize;

use crate::compare::{self, Written};
use crate::deployment::DeploymentRecord;
use crate::ids::AccountId;
use crate::moment::Moment;
use crate::offering::Offering;
use crate::region::{DeploymentMove, deployment_next};
use crate::stage::Stage;
use crate::visibility::{Allowed, Excluded};

/// The deployments that the catalog shows once the move is made, also those that it shows already.
pub fn deployments(offering: &Offering, act: DeploymentMove) -> impl Iterator<Item = &DeploymentRecord> {
    offering.deployments.iter().filter(move |record| deployment_next(record.state, act).is_some())
}

/// Something is there that is not published as it is now. `published` is what the catalog shows, if it shows anything.
pub fn has_news(offering: &Offering, published: Option<&Offering>) -> bool {
    published.is_none_or(|published| !compare::is_unchanged(published, offering))
}

/// Whether accounts may be added to those that are invited (§4.15, `extendable`): always before the release, and after it
/// unless what is released says otherwise. `published` is what the catalog shows.
pub fn is_extendable(stage: Stage, published: Option<&Offering>) -> bool {
    let is_closed = |published: &Offering| published.settings.draft.extras.not_extendable == "yes";
    !(stage.is_public() && published.is_some_and(is_closed))
}

/// What somebody has seen who confirms a publication: what people wrote and who will see it. Whoever changes any of it
/// makes it something else, and nothing else does.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Seen<'a> {
    written: Written<'a>,
    /// The account, whether its invitation is agreed to, and its end.
    invited: Vec<(AccountId, bool, Option<Moment>)>,
    excluded: Vec<AccountId>,
}

impl<'a> Seen<'a> {
    pub fn of(offering: &'a Offering, invited: &[Allowed], excluded: &[Excluded]) -> Self {
        let invitation = |allowed: &Allowed| (allowed.account, allowed.own || allowed.approved, allowed.expires_at);
        Self {
            written: Written::of(offering),
            invited: invited.iter().map(invitation).collect(),
            excluded: excluded.iter().map(|excluded| excluded.account).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::caller::Role;
    use crate::deployment::DeploymentState;
    use crate::sample::{self, GLOBEX, at};

    fn published() -> Offering {
        let mut offering = Offering { stage: Stage::Limited, stage_revision: 2, ..sample::offering() };
        offering.deployments[0].state = DeploymentState::PublishedLimited;
        offering
    }

    fn invitation() -> Allowed {
        Allowed {
            account: GLOBEX,
            account_name: "Globex".to_owned(),
            own: false,
            approved: false,
            added_at: at(0),
            added_by: sample::person(Role::ProviderEditor).id,
            expires_at: None,
        }
    }

    #[test]
    fn there_is_news_as_long_as_anything_that_people_wrote_is_not_published() {
        assert!(has_news(&sample::offering(), None));
        assert!(!has_news(&sample::offering(), Some(&published())), "stage and state are nothing that people wrote");
        let mut edited = published();
        edited.listing.draft.description.push('!');
        assert!(has_news(&edited, Some(&published())));
        let mut moved = published();
        moved.deployments[0].location = "eu-nl".to_owned();
        assert!(has_news(&moved, Some(&published())));
    }

    #[test]
    fn invitations_end_with_the_release_where_what_is_released_says_so() {
        let mut closed = published();
        closed.settings.draft.extras.not_extendable = "yes".to_owned();
        for stage in Stage::ALL {
            assert!(is_extendable(stage, Some(&published())) && is_extendable(stage, None), "{stage:?}");
            assert_eq!(is_extendable(stage, Some(&closed)), !stage.is_public(), "{stage:?}");
        }
    }

    #[test]
    fn what_was_withdrawn_or_never_published_is_not_made_public() {
        let mut offering = published();
        let shown = |offering: &Offering, act| deployments(offering, act).count();
        assert_eq!(shown(&offering, DeploymentMove::PublishLimited), 1, "it stays visible");
        assert_eq!(shown(&offering, DeploymentMove::Release), 1);
        offering.deployments[0].state = DeploymentState::Unpublished;
        assert_eq!(shown(&offering, DeploymentMove::PublishLimited), 1);
        assert_eq!(shown(&offering, DeploymentMove::Release), 0);
        offering.deployments[0].state = DeploymentState::Withdrawn;
        assert_eq!(shown(&offering, DeploymentMove::PublishLimited), 0);
    }

    #[test]
    fn who_confirms_has_seen_what_is_written_and_who_will_see_it_and_no_more() {
        let offering = sample::offering();
        let before = Seen::of(&offering, &[invitation()], &[]);
        assert_eq!(before, Seen::of(&published(), &[invitation()], &[]), "publishing changes nothing of it");

        let mut dearer = sample::offering();
        dearer.plans[1].draft.amounts[0].price = "59.90".to_owned();
        assert_ne!(before, Seen::of(&dearer, &[invitation()], &[]));
        let mut elsewhere = sample::offering();
        elsewhere.brokers[0].draft.url = "https://elsewhere.example".to_owned();
        assert_ne!(before, Seen::of(&elsewhere, &[invitation()], &[]));

        let agreed = Allowed { approved: true, ..invitation() };
        let ending = Allowed { expires_at: Some(at(60)), ..invitation() };
        for invited in [Vec::new(), vec![agreed], vec![ending]] {
            assert_ne!(before, Seen::of(&offering, &invited, &[]));
        }
        let excluded = Excluded { account: GLOBEX, account_name: "Globex".to_owned(), added_at: at(0) };
        assert_ne!(before, Seen::of(&offering, &[invitation()], &[excluded]));
    }
}
