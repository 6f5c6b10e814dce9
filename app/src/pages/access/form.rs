//! The form of the page: redirect URIs, the name in the policy editor, roles, actions, policy targets and calling
//! services. It is saved as one.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::access::AccessDraft;
use slipway_domain::findings::Findings;
use slipway_domain::page::Page;
use slipway_domain::policy::{Object, Verb};
use slipway_domain::view::OfferingView;

use super::{actions, policy, redirects, roles, targets};
use crate::api::access::SaveAccess;
use crate::parts::enter_saves::EnterSaves;
use crate::parts::last_saved::{self, LastSaved};
use crate::parts::permission::obstacle;
use crate::text;
use crate::ui::{Button, Kind, SaveBar};

/// What the form edits: the draft with its defaults, so that what is shown is what is saved.
pub(super) struct Editing {
    pub(super) draft: AccessDraft,
    pub(super) findings: Findings,
}

/// `may_change`: the reader may edit the redirect URIs, which are the client's.
pub(super) fn block(view: &OfferingView, may_change: bool) -> impl IntoView + use<> {
    match obstacle(view, Verb::Edit, Object::AccessRegistration) {
        Some(reason) => redirects::list(view, reason).into_any(),
        None => form(view, may_change).into_any(),
    }
}

fn form(view: &OfferingView, may_change: bool) -> impl IntoView + use<> {
    let access = &view.offering.access;
    let (offering, revision) = (view.offering.name.clone(), access.revision);
    let editing = Editing {
        draft: access.draft.filled(&view.offering.access_context()),
        findings: view.offering.findings(Page::Access),
    };
    let redirects =
        if may_change { redirects::section(&editing).into_any() } else { redirects::kept(&editing).into_any() };
    let sections = (
        redirects,
        policy::section(&editing),
        roles::section(&editing),
        actions::section(&editing),
        targets::section(&editing),
    );
    let saved = access.saved.clone();
    let mark = last_saved::mark(saved.as_ref());
    let (person, now) = (view.person.clone(), view.now);
    let more = (revision > 0).then(|| text::revision(revision));
    view! {
        <form class="form block" method="post" action=SaveAccess::url() autocomplete="off">
            <EnterSaves />
            <input type="hidden" name="offering" value=offering />
            <input type="hidden" name="revision" value=revision.to_string() />
            {sections}
            <SaveBar mark state=move || view! { <LastSaved saved person now /> } more=move || more>
                <Button kind=Kind::Primary>{text::SAVE}</Button>
            </SaveBar>
        </form>
    }
}

/// The number of a row as fields count them.
pub(super) fn row(at: usize) -> u8 {
    u8::try_from(at).unwrap_or(u8::MAX)
}
