//! The checklist of an offering: every row with its mode, state and evidence, the way to where it is done, and the
//! ticks that people give.

pub(super) mod reader;
pub(super) mod row;

use leptos::prelude::*;
use slipway_domain::checklist::{Checklist, Phase, RowReport, RowState};
use slipway_domain::page::Page;
use slipway_domain::policy::{Object, Verb};

use crate::api::offering::read_offering;
use crate::pages::checklist::reader::Reader;
use crate::pages::checklist::row::row;
use crate::parts::load::{load, param};
use crate::parts::offering_frame::{OfferingCrumbs, OfferingFrame};
use crate::parts::permission;
use crate::text;
use crate::text::checklist as words;
use crate::ui;
use crate::ui::{Glyph, Icon, Lead, Notice, PageHead, PageMain, ProgressBar};

/// The icons of the modes, in the order of `words::LEGEND`.
const MODES: [Glyph; 4] = [Glyph::SettingsCheck, Glyph::PlayOutline, Glyph::UserAvatar, Glyph::UserCertification];

#[component]
pub fn ChecklistPage() -> impl IntoView {
    load(read_offering(param("name")), |view| {
        let checklist = view.checklist();
        let (name, person) = (view.offering.name.clone(), view.person.clone());
        let denial = permission::denial(&view, Verb::Edit, Object::Checklist);
        let reader = Reader::of(&view);
        let may_review = reader.may_review;
        let phases = Phase::ALL.into_iter().map(|phase| phase_section(phase, &checklist, &reader)).collect_view();
        view! {
            <OfferingFrame view=view.clone() page=Page::Checklist>
                <ui::Page>
                    <PageHead
                        title=text::page(Page::Checklist)
                        crumbs=move || view! { <OfferingCrumbs name person /> }
                    >
                        <Lead>{words::summary(checklist.progress(), &counts(&checklist))}</Lead>
                        {list_bar()}
                    </PageHead>
                    <PageMain class="page__main--flush">
                        {denial.map(|reason| read_only(reason, may_review))} {phases}
                    </PageMain>
                </ui::Page>
            </OfferingFrame>
        }
    })
}

fn read_only(reason: String, may_review: bool) -> impl IntoView {
    let (title, reason) = if may_review {
        (words::OPERATOR_TICKS, words::OPERATOR_TICKS_WHAT.to_owned())
    } else {
        (words::READ_ONLY, reason)
    };
    view! {
        <Notice title>
            <p>{reason}</p>
        </Notice>
    }
}

fn counts(checklist: &Checklist) -> Vec<(RowState, usize)> {
    [RowState::Open, RowState::NoTestRunYet, RowState::Waiting, RowState::NotApplicable]
        .map(|state| (state, checklist.rows.iter().filter(|report| report.state == state).count()))
        .to_vec()
}

fn list_bar() -> impl IntoView {
    let links = Phase::ALL.map(|phase| {
        view! {
            <li>
                <a href=format!("#p-{}", phase.name())>{words::phase(phase)}</a>
            </li>
        }
    });
    let legend = words::LEGEND.iter().zip(MODES).map(|((word, from), glyph)| {
        view! {
            <li>
                <Icon name=glyph />
                <span>
                    <b>{*word}</b>
                    " "
                    {*from}
                </span>
            </li>
        }
    });
    view! {
        <div class="list-bar">
            <nav class="jump" aria-label=words::PHASES>
                <ul>{links.into_iter().collect_view()}</ul>
            </nav>
            <ul class="legend">{legend.collect_view()}</ul>
        </div>
    }
}

fn phase_section(phase: Phase, checklist: &Checklist, reader: &Reader) -> impl IntoView + use<> {
    let (id, heading) = (format!("p-{}", phase.name()), format!("h-{}", phase.name()));
    let labelled_by = heading.clone();
    let progress = checklist.phase(phase);
    let heads = words::COLUMNS.map(|column| view! { <th scope="col">{column}</th> });
    let rows: Vec<&RowReport> = checklist.rows.iter().filter(|report| report.row().phase == phase).collect();
    let bodies = rows
        .chunk_by(|one, next| one.row().task == next.row().task)
        .map(|task| {
            let rows = task.iter().enumerate();
            let rows = rows.map(|(index, report)| row(report, (index == 0).then_some(task.len()), reader));
            view! { <tbody>{rows.collect_view()}</tbody> }
        })
        .collect_view();
    view! {
        <section class="phase" id=id aria-labelledby=labelled_by>
            <div class="phase__head">
                <h2 id=heading>{words::phase(phase)}</h2>
                <p>{words::done(progress)}</p>
                <ProgressBar value=u32::from(progress.done) max=u32::from(progress.applicable) />
            </div>
            <div class="stack stack--list">
                <table class="cds--data-table table list">
                    <caption class="visually-hidden">{words::phase(phase)}</caption>
                    <colgroup>
                        <col />
                        <col />
                        <col />
                        <col />
                        <col />
                        <col />
                    </colgroup>
                    <thead>
                        <tr>{heads.into_iter().collect_view()}</tr>
                    </thead>
                    {bodies}
                </table>
            </div>
        </section>
    }
}
