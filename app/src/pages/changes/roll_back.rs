//! Where going back to an earlier version is confirmed: what would change for customers, class by class, and from when.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::change_class::{Trigger, triggers};
use slipway_domain::ids::SnapshotId;
use slipway_domain::moment::Moment;
use slipway_domain::page::Page;
use slipway_domain::rejection::{Kind as Missing, Refusal, Rejection};
use slipway_domain::revision::{at_publication, effective_at, missing_at_publication};
use slipway_domain::stage::Move;
use slipway_domain::thread::Thread;
use slipway_domain::view::ReleasedView;

use super::classes::{approved_block, fact};
use crate::api::revision::{RollBack, read_released};
use crate::pages::review::next::obstacle;
use crate::parts::load::{load, missing, param};
use crate::parts::offering_frame::{OfferingCrumbs, OfferingFrame};
use crate::parts::operation::OperationField;
use crate::parts::permission::reason;
use crate::paths::Path;
use crate::text::revision as words;
use crate::ui;
use crate::ui::{Button, ButtonLink, DialogActs, DisabledButton, Empty, Glyph, Kind, Lead, PageHead, PageMain};

#[component]
pub fn RollBackPage() -> impl IntoView {
    let (name, snapshot) = (param("name"), SnapshotId::parse(&param("snapshot")));
    let read = async move {
        match snapshot {
            Ok(snapshot) => read_released(name, snapshot).await,
            Err(_) => Err(missing(Missing::Page)),
        }
    };
    load(read, page)
}

fn page(released: ReleasedView) -> impl IntoView {
    let (name, person) = (released.view.offering.name.clone(), released.view.person.clone());
    let found = changes(&released);
    let main = main(&released, &found);
    let title = words::version_of(released.version.published_at);
    view! {
        <OfferingFrame view=released.view page=Page::Review title=words::ROLL_BACK_TITLE>
            <ui::Page>
                <PageHead title=title band=true crumbs=move || view! { <OfferingCrumbs name person /> }>
                    <Lead>{words::ROLL_BACK_LEAD}</Lead>
                </PageHead>
                <PageMain>{main}</PageMain>
            </ui::Page>
        </OfferingFrame>
    }
}

/// What customers would see change.
fn changes(released: &ReleasedView) -> Vec<Trigger> {
    let ReleasedView { content, view, .. } = released;
    view.published.as_ref().map(|live| triggers(live, content, view.now)).unwrap_or_default()
}

/// What keeps it from being published, as it does any revision.
fn lacking(released: &ReleasedView, found: &[Trigger]) -> Option<String> {
    let ReleasedView { was_public, content, view, .. } = released;
    let threads: &[Thread] = if *was_public { &[] } else { &view.threads };
    let missing = missing_at_publication(found, &at_publication(&view.offering, content), threads);
    (!missing.is_empty()).then(|| reason(Rejection::Refused(Refusal::Gate(missing))))
}

fn main(released: &ReleasedView, found: &[Trigger]) -> AnyView {
    let ReleasedView { version, content, view, .. } = released;
    let offering = &view.offering.name;
    if found.is_empty() {
        let back = back(offering);
        return view! {
            <Empty title=words::ROLL_BACK_SAME icon=Glyph::Time>
                <p>{words::ROLL_BACK_SAME_WHY}</p>
                <p>{back}</p>
            </Empty>
        }
        .into_any();
    }
    let from = view.published.as_ref().and_then(|live| effective_at(live, content, view.now));
    let holds = from.map_or_else(|| words::AT_ONCE.to_owned(), Moment::date);
    let sides = [words::CUSTOMERS_HAVE, words::THEN];
    let blocks: Vec<_> = found.iter().map(|trigger| approved_block(trigger, &view.offering, sides)).collect();
    let label = if from.is_some() { words::ROLL_BACK_LATER } else { words::ROLL_BACK_NOW };
    let why_not = obstacle(view, Move::RequestReview)
        .or_else(|| (!version.takes_rollback).then(|| words::ROLL_BACK_NOT.to_owned()))
        .or_else(|| lacking(released, found));
    let (name, to, back) = (offering.clone(), version.snapshot.to_string(), back(offering));
    let act = match why_not {
        Some(reason) => view! {
            <DialogActs>
                {back} <DisabledButton id="roll-back" kind=Kind::Primary reason=reason>
                    {label}
                </DisabledButton>
            </DialogActs>
        }
        .into_any(),
        None => view! {
            <form method="post" action=RollBack::url()>
                <OperationField />
                <input type="hidden" name="offering" value=name />
                <input type="hidden" name="to" value=to />
                <DialogActs>
                    {back} <Button kind=Kind::Primary>{label}</Button>
                </DialogActs>
            </form>
        }
        .into_any(),
    };
    view! {
        <section class="block" aria-labelledby="what-h">
            <h2 class="form__title" id="what-h">
                {words::ROLL_BACK_CHANGES}
            </h2>
            <dl class="facts">{fact(words::FROM, holds)}</dl>
        </section>
        {blocks}
        {act}
    }
    .into_any()
}

fn back(offering: &str) -> impl IntoView + use<> {
    let href = Path::Changes(offering.to_owned()).to_string();
    view! {
        <ButtonLink href=href kind=Kind::Ghost>
            {words::CANCEL}
        </ButtonLink>
    }
}

#[cfg(test)]
mod tests {
    use slipway_domain::stage::Stage;
    use slipway_domain::view::ReleasedVersion;

    use super::*;
    use crate::pages::offerings::tests::view;

    #[test]
    fn a_version_whose_terms_page_is_somebody_elses_by_now_says_so_instead_of_going_back() {
        let terms = "https://northwind.example/terms";
        let back = |others: &[&str]| {
            let mut view = view(Stage::Ga);
            view.offering.other_terms_urls = others.iter().map(|other| (*other).to_owned()).collect();
            let mut content = view.offering.clone();
            terms.clone_into(&mut content.listing.draft.terms_url);
            let version = ReleasedVersion {
                snapshot: SnapshotId::parse("0190c9a8-7c3e-7d51-9a43-2f1f6c6f7c11").unwrap(),
                published_at: view.now,
                by_name: "Otto Berg".to_owned(),
                is_live: false,
                takes_rollback: true,
            };
            lacking(&ReleasedView { version, was_public: true, content, view }, &[])
        };
        assert_eq!(back(&[]), None);
        assert!(back(&[terms]).is_some());
    }
}
