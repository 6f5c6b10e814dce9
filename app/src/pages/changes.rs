//! What the changes since the last publication take (§10), before anybody submits them: class by class, with who has to
//! agree, what is tested anew, and from when they hold.

use leptos::prelude::*;
use slipway_domain::change_class::{ChangeClass, Trigger, approvals_of, earliest, tests_of, tracks_of, triggers};
use slipway_domain::compare::{Line, Subject};
use slipway_domain::page::Page;
use slipway_domain::view::OfferingView;

use crate::api::offering::read_offering;
use crate::parts::load::{load, param};
use crate::parts::offering_frame::{OfferingCrumbs, OfferingFrame};
use crate::parts::value_place::place;
use crate::text::changes as words;
use crate::text::review;
use crate::ui;
use crate::ui::{Cell, Column, DataTable, Empty, Glyph, Lead, Notice, PageHead, PageMain, Tone};

#[component]
pub fn ChangesPage() -> impl IntoView {
    load(read_offering(param("name")), page)
}

fn page(view: OfferingView) -> impl IntoView {
    let (name, person) = (view.offering.name.clone(), view.person.clone());
    let main = main(&view);
    view! {
        <OfferingFrame view page=Page::Review title=words::TITLE>
            <ui::Page>
                <PageHead title=words::TITLE crumbs=move || view! { <OfferingCrumbs name person /> }>
                    <Lead>{words::LEAD}</Lead>
                </PageHead>
                <PageMain>{main}</PageMain>
            </ui::Page>
        </OfferingFrame>
    }
}

fn main(view: &OfferingView) -> AnyView {
    let Some(live) = &view.published else {
        return nothing(words::UNPUBLISHED, words::UNPUBLISHED_WHY).into_any();
    };
    let found = triggers(live, &view.offering, view.now);
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
    let from = earliest(&found, view.now);
    let never = from.is_none().then(|| {
        view! {
            <Notice tone=Tone::Bad title=words::NEVER_TITLE>
                <p>{words::NEVER_WHY}</p>
            </Notice>
        }
    });
    let (roles, tests) = (words::approvals(&approvals_of(&found)), words::tests(tests_of(&found)));
    let (from, tracks) = (words::earliest(from, view.now), words::tracks(&tracks_of(&found)));
    let classes: Vec<_> = found.iter().map(|trigger| block(trigger, &view.offering.name)).collect();
    view! {
        {before_release}
        {never}
        <dl class="facts">
            {fact(words::APPROVALS, roles)}
            {fact(words::TRACKS, tracks)}
            {fact(words::TESTS, tests)}
            {fact(words::EARLIEST, from)}
        </dl>
        {classes}
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

fn fact(name: &'static str, value: impl IntoView + 'static) -> impl IntoView {
    view! {
        <dt>{name}</dt>
        <dd>{value}</dd>
    }
}

/// The changes of one class.
fn block(trigger: &Trigger, offering: &str) -> impl IntoView + use<> {
    let Trigger { class, changes, approvals, tests, effective } = trigger;
    let id = format!("class-{}", class.name());
    let (roles, tests) = (words::approvals(approvals), words::tests(*tests));
    let effective = words::effective(*effective);
    let rows = match class {
        ChangeClass::NewPlan | ChangeClass::PlanRemoval => plans(changes).into_any(),
        _ => table(*class, changes, offering).into_any(),
    };
    view! {
        <section class="block" aria-labelledby=id.clone()>
            <h2 class="form__title" id=id.clone()>
                {words::class(*class)}
            </h2>
            <dl class="facts">
                {fact(words::APPROVALS, roles)}
                {fact(words::TESTS, tests)}
                {fact(words::TAKES_EFFECT, effective)}
            </dl>
            {rows}
        </section>
    }
}

/// Of a plan that comes or goes its name says enough.
fn plans(changes: &[Line]) -> impl IntoView + use<> {
    let mut names: Vec<String> = Vec::new();
    for line in changes {
        if let Subject::Plan { name, .. } = &line.subject
            && !names.contains(name)
        {
            names.push(name.clone());
        }
    }
    let items: Vec<_> = names.into_iter().map(|name| view! { <li>{name}</li> }).collect();
    view! { <ul class="bullets">{items}</ul> }
}

fn table(class: ChangeClass, changes: &[Line], offering: &str) -> impl IntoView + use<> {
    let columns = [words::VALUE, words::NOW, words::DRAFT].map(Column::new).to_vec();
    let rows: Vec<_> = changes.iter().map(|line| row(line, offering)).collect();
    let caption = format!("{}: {}", words::class(class), words::count(changes.len()));
    view! {
        <DataTable caption columns>
            {rows}
        </DataTable>
    }
}

fn row(line: &Line, offering: &str) -> impl IntoView + use<> {
    let (href, subject) = (place(line, offering), review::subject(&line.subject));
    let member = (!line.member.is_empty() && matches!(line.subject, Subject::Field(_) | Subject::Plan { .. }))
        .then(|| view! { <span class="table__sub">{line.member.clone()}</span> });
    let value = |text: &str| match text {
        "" => words::NOTHING.to_owned(),
        text => review::value(&line.subject, text),
    };
    let (before, now) = (value(&line.before), value(&line.now));
    view! {
        <tr>
            <th scope="row">
                <a href=href>{subject}</a>
                {member}
            </th>
            <Cell label=words::NOW>{before}</Cell>
            <Cell label=words::DRAFT>{now}</Cell>
        </tr>
    }
}
