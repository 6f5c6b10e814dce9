//! Making one deployment public that came with a change of an offering that everybody sees already (§10: it starts with
//! limited visibility).

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::deployment::{DeploymentRecord, DeploymentState};
use slipway_domain::policy::{Object, Verb};
use slipway_domain::test_run::Target;
use slipway_domain::view::OfferingView;

use crate::api::deployment::ReleaseDeployment;
use crate::parts::permission::denial;
use crate::text::revision as words;
use crate::ui::{Button, Confirm, DisabledButton, Kind, Size};

/// Nothing for a deployment of an offering that is not public, and for one that everybody sees.
pub(super) fn act(view: &OfferingView, record: &DeploymentRecord) -> Option<AnyView> {
    if !view.offering.stage.takes_revisions() {
        return None;
    }
    match record.state {
        DeploymentState::Unpublished => Some(view! { <p class="table__sub">{words::NEEDS_REVIEW}</p> }.into_any()),
        DeploymentState::PublishedLimited => Some(button(view, record)),
        DeploymentState::PublishedPublic | DeploymentState::Withdrawn => None,
    }
}

fn button(view: &OfferingView, record: &DeploymentRecord) -> AnyView {
    let why_not = denial(view, Verb::Edit, Object::Deployment)
        .or_else(|| (!is_proven_for_all(view, record)).then(|| words::NEEDS_TEST.to_owned()));
    let (offering, id) = (view.offering.name.clone(), record.id.to_string());
    match why_not {
        Some(reason) => view! {
            <DisabledButton id=format!("release-{id}") kind=Kind::Ghost size=Size::Small reason=reason>
                {words::RELEASE_DEPLOYMENT}
            </DisabledButton>
        }
        .into_any(),
        None => view! {
            <Confirm label=words::RELEASE_DEPLOYMENT>
                <p>{words::RELEASE_DEPLOYMENT_SURE}</p>
                <form method="post" action=ReleaseDeployment::url()>
                    <input type="hidden" name="offering" value=offering />
                    <input type="hidden" name="id" value=id />
                    <Button>{words::RELEASE_DEPLOYMENT_NOW}</Button>
                </form>
            </Confirm>
        }
        .into_any(),
    }
}

/// As the server asks it, of what customers have.
fn is_proven_for_all(view: &OfferingView, record: &DeploymentRecord) -> bool {
    let Some(published) = &view.published else { return false };
    view.offering.as_handed_in(published).is_proven_for_all(&Target::of(record))
}
