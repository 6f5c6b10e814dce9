//! The versions of one section, plan or translation: each can be looked at beside what is saved now, and restored.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::offering::Offering;
use slipway_domain::page::Page;
use slipway_domain::view::{ShownVersion, Subject, VersionLine, VersionsQuery, VersionsView};

use crate::api::history::{RestoreVersion, read_versions};
use crate::pages::history::translated;
use crate::pages::merge::{obstacle_to, sides};
use crate::parts::act::Act;
use crate::parts::last_saved::LastSaved;
use crate::parts::load::{load, param, query};
use crate::parts::marked;
use crate::parts::offering_frame::{OfferingCrumbs, OfferingFrame};
use crate::parts::parked::name_of;
use crate::paths::Path;
use crate::text::history as words;
use crate::text::merge as sides_words;
use crate::ui;
use crate::ui::{Button, Cell, Column, DataTable, Kind, Lead, PageHead, PageMain, Pager, Turn};

#[component]
pub fn VersionsPage() -> impl IntoView {
    let (name, part) = (param("name"), param("part"));
    let number = |name| query(name).parse().unwrap_or_default();
    let asked = VersionsQuery { before: number("before"), revision: number("revision") };
    load(read_versions(name, part, asked), move |versions| page(versions, asked.before))
}

fn page(versions: VersionsView, before: i64) -> impl IntoView {
    let shown = versions.shown.as_ref().map(|shown| beside(&versions, shown));
    let VersionsView { subject, versions, has_more, view, .. } = versions;
    let name = view.offering.name.clone();
    let title = words::versions_of(&name_of(&view.offering, subject));
    let path = Path::Versions(name.clone(), subject).to_string();
    let turn = |label: &str, href: String| Turn { label: label.to_owned(), href };
    let last = versions.last().map(|line| line.revision).filter(|_| has_more);
    let next = last.map(|revision| turn(words::EARLIER, format!("{path}?before={revision}")));
    let previous = (before > 0).then(|| turn(words::LATEST, path.clone()));
    let current = view.offering.revision_of(subject);
    let columns = vec![Column::num(words::REVISION), Column::new(words::SAVED), Column::hidden(words::LOOK)];
    let (person, now) = (view.person.clone(), view.now);
    let rows: Vec<_> = versions
        .into_iter()
        .map(|VersionLine { revision, saved }| {
            let person = person.clone();
            let href = (current != Some(revision)).then(|| format!("{path}?before={before}&revision={revision}"));
            let look = href.map(|href| view! { <a href=href>{words::LOOK}</a> });
            view! {
                <tr>
                    <Cell label=words::REVISION num=true>
                        {revision}
                    </Cell>
                    <Cell label=words::SAVED>
                        <LastSaved saved=Some(saved) person now />
                    </Cell>
                    <Cell label=words::LOOK>{look}</Cell>
                </tr>
            }
        })
        .collect();
    view! {
        <OfferingFrame view page=Page::History>
            <ui::Page>
                <PageHead title crumbs=move || view! { <OfferingCrumbs name person /> }>
                    <Lead>{words::VERSIONS_LEAD}</Lead>
                </PageHead>
                <PageMain>
                    {shown} <section class="block">
                        <DataTable caption=words::VERSIONS columns>
                            {rows}
                        </DataTable>
                    </section> <Pager label=words::PAGES previous=previous next=next />
                </PageMain>
            </ui::Page>
        </OfferingFrame>
    }
}

/// One version beside what is saved now.
fn beside(versions: &VersionsView, shown: &ShownVersion) -> impl IntoView + use<> {
    let (offering, subject) = (&versions.view.offering, versions.subject);
    let content = match differences(offering, subject, &shown.body) {
        None => view! { <p>{words::UNREADABLE}</p> }.into_any(),
        Some(differing) => {
            let rows: Vec<_> = differing
                .into_iter()
                .map(|Difference { href, label, then, now }| {
                    let (then, now) = marked::sides(&then, &now);
                    view! {
                        <tr>
                            <th scope="row">
                                <a href=href>{label}</a>
                            </th>
                            <Cell label=words::THEN>
                                <span class="merge__value">{then}</span>
                            </Cell>
                            <Cell label=words::NOW>
                                <span class="merge__value">{now}</span>
                            </Cell>
                        </tr>
                    }
                    .into_any()
                })
                .collect();
            if rows.is_empty() { view! { <p>{words::SAME}</p> }.into_any() } else { compared(rows).into_any() }
        }
    };
    let restore = restore(versions, shown.revision);
    view! {
        <section class="block" aria-labelledby="shown-h">
            <h2 id="shown-h">{words::compared(shown.revision)}</h2>
            {content}
            {restore}
        </section>
    }
}

/// A value that was another one then.
struct Difference {
    /// Where it is edited.
    href: String,
    label: String,
    then: String,
    now: String,
}

/// `None`: what was saved then cannot be read any more.
fn differences(offering: &Offering, subject: Subject, body: &str) -> Option<Vec<Difference>> {
    let path = Path::of_subject(&offering.name, subject).to_string();
    if let Subject::Translation(language) = subject {
        let texts = translated::differing(offering, language, body)?.into_iter();
        return Some(texts.map(|(label, then, now)| Difference { href: path.clone(), label, then, now }).collect());
    }
    let both = sides::told(subject, body)?.into_iter().zip(sides::current(offering, subject)?);
    let differing = both.filter(|((_, then), (_, now))| then != now);
    let told = differing.map(|((field, then), (_, now))| Difference {
        href: format!("{path}#{}", field.id()),
        label: sides::label(field),
        then,
        now,
    });
    Some(told.collect())
}

fn compared(rows: Vec<AnyView>) -> impl IntoView {
    let columns = [sides_words::FIELD, words::THEN, words::NOW].map(Column::new).to_vec();
    view! {
        <DataTable caption=words::VERSIONS caption_hidden=true columns>
            {rows}
        </DataTable>
    }
}

fn restore(versions: &VersionsView, revision: i64) -> AnyView {
    let VersionsView { view, subject, .. } = versions;
    let (offering, part) = (view.offering.name.clone(), subject.name());
    let seen = view.offering.revision_of(*subject).unwrap_or_default();
    Act::new("restore", words::RESTORE).kind(Kind::Primary).unless(obstacle_to(view, *subject, ""), || {
        view! {
            <form method="post" action=RestoreVersion::url()>
                <input type="hidden" name="offering" value=offering />
                <input type="hidden" name="part" value=part />
                <input type="hidden" name="revision" value=revision />
                <input type="hidden" name="seen" value=seen />
                <Button kind=Kind::Primary>{words::RESTORE}</Button>
                <p class="quiet">{words::RESTORE_NOTE}</p>
            </form>
        }
    })
}
