//! The client with which the provider's dashboard signs customers in.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::access::AccessDraft;
use slipway_domain::field::Field;
use slipway_domain::page::Page;
use slipway_domain::policy::{Object, Verb};
use slipway_domain::stage::Basis;
use slipway_domain::view::OfferingView;

use crate::api::access::{ReplaceClientSecret, UpdateClient};
use crate::parts::act::Act;
use crate::parts::findings_list::FindingsAt;
use crate::parts::moment::Ago;
use crate::parts::operation::OperationField;
use crate::parts::permission::denial;
use crate::text::access as words;
use crate::ui::{Button, ConfirmForm, Hue, Kind, Masked, Tag};

/// `may_change`: the reader owns the client, or may do as its owners do.
pub(super) fn block(view: &OfferingView, may_change: bool) -> impl IntoView + use<> {
    let facts = view.offering.access_facts.clone();
    let now = view.now;
    let secret = facts.secret_issued_at.map_or_else(
        || words::NOT_SET.into_any(),
        |at| {
            view! {
                <Masked>
                    {words::SET}
                    " "
                    <Ago at now />
                </Masked>
            }
            .into_any()
        },
    );
    let badge = if view.offering.has_client_in_force() {
        view! { <Tag hue=Hue::Green>{words::ENABLED}</Tag> }.into_any()
    } else if facts.client_enabled {
        view! {
            <Tag hue=Hue::Green>{words::ENABLED}</Tag>
            " "
            <Tag hue=Hue::Purple>{words::NOT_IN_FORCE}</Tag>
        }
        .into_any()
    } else {
        view! { <Tag>{words::INCOMPLETE}</Tag> }.into_any()
    };
    let findings = view.offering.findings(Page::Access);
    let update = update(view, may_change);
    let replace = replace(view, may_change);
    view! {
        <section class="block" aria-labelledby="client">
            <h2 id="client">{words::CLIENT}</h2>
            <p class="section__lead">{words::CLIENT_LEAD}</p>
            <dl class="facts">
                <dt>{words::CLIENT_ID}</dt>
                <dd>
                    <code>{facts.client_id}</code>
                </dd>
                <dt>{words::CLIENT_STATE}</dt>
                <dd>{badge}</dd>
                <dt>{words::CLIENT_SECRET}</dt>
                <dd>{secret}</dd>
            </dl>
            <FindingsAt findings field=Field::ClientEnabled />
            {update}
            {replace}
        </section>
    }
}

fn update(view: &OfferingView, may_change: bool) -> impl IntoView + use<> {
    let why_not = denial(view, Verb::Edit, Object::AccessRegistration)
        .or_else(|| not_an_owner(may_change))
        .or_else(|| uris_not_ready(view).map(ToOwned::to_owned));
    let lead = match view.offering.stage.basis() {
        Basis::Draft => words::UPDATE_LEAD,
        Basis::HandedIn => words::UPDATE_LEAD_HANDED_IN,
        Basis::Published => words::UPDATE_LEAD_PUBLISHED,
    };
    let offering = view.offering.name.clone();
    Act::new("update-client", words::UPDATE).unless(why_not, || {
        view! {
            <form class="btn--after" method="post" action=UpdateClient::url()>
                <input type="hidden" name="offering" value=offering />
                <p class="quiet">{lead}</p>
                <Button>{words::UPDATE}</Button>
            </form>
        }
    })
}

fn not_an_owner(may_change: bool) -> Option<String> {
    (!may_change).then(|| words::NOT_AN_OWNER.to_owned())
}

/// Why the redirect URIs cannot be put in force that would be. What was handed in has none that are wrong (G-IAM).
fn uris_not_ready(view: &OfferingView) -> Option<&'static str> {
    match view.offering.stage.basis() {
        Basis::Draft => not_ready(&view.offering.access.draft),
        Basis::HandedIn => None,
        Basis::Published => {
            let published = view.published.as_ref().map(|published| &published.access.draft);
            published.and_then(not_ready).map(|_| words::PUBLISHED_URIS_NOT_READY)
        }
    }
}

fn not_ready(draft: &AccessDraft) -> Option<&'static str> {
    if draft.listed().next().is_none() {
        Some(words::NO_URI)
    } else if draft.check().is_complete() {
        None
    } else {
        Some(words::WRONG_URI)
    }
}

fn replace(view: &OfferingView, may_change: bool) -> impl IntoView + use<> {
    let offering = view.offering.name.clone();
    let why_not = denial(view, Verb::Execute, Object::Secrets).or_else(|| not_an_owner(may_change));
    Act::new("replace-secret", words::REPLACE).kind(Kind::Ghost).unless(why_not, || {
        view! {
            <ConfirmForm
                label=words::REPLACE
                sure=words::REPLACE_SURE
                now=words::REPLACE_NOW
                action=ReplaceClientSecret::url()
            >
                <input type="hidden" name="offering" value=offering />
                <OperationField />
            </ConfirmForm>
        }
    })
}

#[cfg(test)]
mod tests {
    use slipway_domain::stage::Stage;

    use super::*;
    use crate::pages::offerings::tests::view;

    #[test]
    fn the_draft_holds_the_client_up_until_it_is_handed_in_and_what_is_public_after_the_release() {
        let with = |stage, public: &[&str]| {
            let mut view = view(stage);
            let mut published = view.offering.clone();
            published.access.draft.redirect_uris = public.iter().map(|uri| (*uri).to_owned()).collect();
            view.published = Some(published);
            uris_not_ready(&view)
        };
        let fine = "https://dashboard.northwind.example/callback";
        assert_eq!(with(Stage::Limited, &[fine]), Some(words::NO_URI));
        assert_eq!(with(Stage::GaRequested, &[]), None);
        assert_eq!(with(Stage::Ga, &[fine]), None, "whatever the draft says");
        assert_eq!(with(Stage::Ga, &[]), Some(words::PUBLISHED_URIS_NOT_READY));
    }

    #[test]
    fn the_client_waits_for_a_redirect_uri_without_errors() {
        let with = |uris: &[&str]| AccessDraft {
            redirect_uris: uris.iter().map(|uri| (*uri).to_owned()).collect(),
            ..AccessDraft::default()
        };
        assert_eq!(not_ready(&with(&[])), Some(words::NO_URI));
        assert_eq!(not_ready(&with(&["", " "])), Some(words::NO_URI));
        assert_eq!(not_ready(&with(&["ftp://x.example/"])), Some(words::WRONG_URI));
        assert_eq!(not_ready(&with(&["https://dashboard.northwind.example/callback", ""])), None);
        assert_eq!(not_ready(&with(&["http://localhost:8080/callback"])), None, "a warning does not stop it");
    }
}
