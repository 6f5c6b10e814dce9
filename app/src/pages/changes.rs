//! The changes of an offering that customers see already. Before the release: what each takes (§10). After it: the next
//! version, where it stands and what can be done with it, and the versions that customers had.

use leptos::prelude::*;
use slipway_domain::change_class::Trigger;
use slipway_domain::offering::Offering;
use slipway_domain::page::Page;
use slipway_domain::stage::Stage;
use slipway_domain::view::{NextVersionView, OfferingView};

use crate::api::revision::read_next_version;
use crate::pages::changes::standing::Standing;
use crate::parts::load::{load, param};
use crate::parts::offering_frame::{OfferingCrumbs, OfferingFrame};
use crate::parts::written::Written;
use crate::paths::Path;
use crate::text::changes as words;
use crate::text::compare;
use crate::text::revision;
use crate::ui;
use crate::ui::{Empty, Glyph, Layout, Lead, Notice, PageHead, PageMain};

mod acts;
mod classes;
pub mod roll_back;
mod standing;
mod versions;

#[component]
pub fn ChangesPage() -> impl IntoView {
    let typed = Written::came_back();
    load(read_next_version(param("name")), move |next: NextVersionView| {
        if next.revisions.view.offering.stage.is_public() {
            live(&next, typed).into_any()
        } else {
            before_release(next.revisions.view).into_any()
        }
    })
}

/// What is public, and its next version.
fn live(next: &NextVersionView, typed: Written) -> impl IntoView + use<> {
    let view = &next.revisions.view;
    let (name, person) = (view.offering.name.clone(), view.person.clone());
    let found = standing::of_draft(view);
    let standing = Standing::of(next, &found);
    let (verdict, returned) = (standing::verdict(next, standing), standing::returned(next, standing));
    let (still, went_on) = (still(view.offering.stage), standing::went_on(next));
    let (draft, versions) = (draft(view, &found), versions::list(&next.revisions));
    let panel = acts::panel(next, standing, &found, typed);
    let compare = to_compare(&name);
    view! {
        <OfferingFrame view=view.clone() page=Page::Review title=revision::TITLE>
            <ui::Page layout=Layout::Slim>
                <PageHead title=revision::TITLE crumbs=move || view! { <OfferingCrumbs name person /> }>
                    {verdict}
                    <Lead>{revision::LEAD} " " {compare}</Lead>
                </PageHead>
                <PageMain>{still} {returned} {went_on} {draft} {versions}</PageMain>
                {panel}
            </ui::Page>
        </OfferingFrame>
    }
}

/// The way to the page on which any two versions stand beside each other.
fn to_compare(offering: &str) -> impl IntoView + use<> {
    let href = Path::Compare(offering.to_owned()).to_string();
    view! { <a href=href>{compare::COMPARE_VERSIONS}</a> }
}

/// While it is suspended or on its way out.
fn still(stage: Stage) -> Option<impl IntoView> {
    (!stage.takes_revisions()).then(|| {
        let (title, why) = revision::still(stage);
        view! {
            <Notice title=title>
                <p>{why}</p>
            </Notice>
        }
    })
}

/// What the draft changes of what customers have.
fn draft(view: &OfferingView, found: &[Trigger]) -> AnyView {
    if found.is_empty() {
        return nothing(words::UNCHANGED, words::UNCHANGED_WHY).into_any();
    }
    let summary = classes::summary(found, view.now);
    let blocks = blocks(found, &view.offering);
    view! {
        <section class="block" aria-labelledby="draft-h">
            <h2 class="form__title" id="draft-h">
                {revision::DIFFERENCES}
            </h2>
            {summary}
        </section>
        {blocks}
    }
    .into_any()
}

fn blocks(found: &[Trigger], offering: &Offering) -> Vec<impl IntoView + use<>> {
    found.iter().map(|trigger| classes::block(trigger, offering, [words::NOW, words::DRAFT])).collect()
}

fn before_release(view: OfferingView) -> impl IntoView {
    let (name, person) = (view.offering.name.clone(), view.person.clone());
    let main = taken_before_release(&view);
    let compare = to_compare(&name);
    view! {
        <OfferingFrame view page=Page::Review title=words::TITLE>
            <ui::Page>
                <PageHead title=words::TITLE crumbs=move || view! { <OfferingCrumbs name person /> }>
                    <Lead>{words::LEAD} " " {compare}</Lead>
                </PageHead>
                <PageMain>{main}</PageMain>
            </ui::Page>
        </OfferingFrame>
    }
}

fn taken_before_release(view: &OfferingView) -> AnyView {
    if view.published.is_none() {
        return nothing(words::UNPUBLISHED, words::UNPUBLISHED_WHY).into_any();
    }
    let found = standing::of_draft(view);
    if found.is_empty() {
        return nothing(words::UNCHANGED, words::UNCHANGED_WHY).into_any();
    }
    let before_release = view.offering.stage.is_before_ga().then(|| {
        view! {
            <Notice title=words::BEFORE_RELEASE>
                <p>{words::BEFORE_RELEASE_WHY}</p>
            </Notice>
        }
    });
    let (summary, blocks) = (classes::summary(&found, view.now), blocks(&found, &view.offering));
    view! {
        {before_release}
        {summary}
        {blocks}
    }
    .into_any()
}

fn nothing(title: &'static str, why: &'static str) -> impl IntoView {
    view! {
        <Empty title=title icon=Glyph::Time>
            <p>{why}</p>
        </Empty>
    }
}
