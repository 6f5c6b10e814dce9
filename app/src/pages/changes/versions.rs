//! The versions that customers had, with the way to each, and the changes before the one under way.

use leptos::prelude::*;
use slipway_domain::moment::Moment;
use slipway_domain::revision::Revision;
use slipway_domain::view::{ReleasedVersion, RevisionsView};

use crate::parts::moment::Ago;
use crate::paths::Path;
use crate::text::revision as words;
use crate::ui::{Cell, Column, DataTable, Mark, Status};

/// Nothing is drawn before the release.
pub(super) fn list(revisions: &RevisionsView) -> Option<impl IntoView + use<>> {
    let offering = &revisions.view.offering.name;
    let now = revisions.view.now;
    let released = revisions.released.iter().map(|version| row(version, words::WAS_LIVE, offering, now));
    let agreed = revisions.agreed.iter().map(|version| row(version, words::WAS_AGREED, offering, now));
    let rows: Vec<_> = released.chain(agreed).collect();
    let columns = vec![
        Column::new(words::VERSION),
        Column::new(words::BY),
        Column::new(words::STANDS),
        Column::hidden(words::ACTIONS),
    ];
    let past = past(revisions);
    (!rows.is_empty()).then(|| {
        view! {
            <section class="block">
                <DataTable caption=words::VERSIONS sub=words::VERSIONS_SUB columns=columns>
                    {rows}
                </DataTable>
            </section>
            {past}
        }
    })
}

/// `was` says what became of it, unless customers have it now.
fn row(version: &ReleasedVersion, was: &'static str, offering: &str, now: Moment) -> AnyView {
    let ReleasedVersion { snapshot, published_at, by_name, is_live, takes_rollback } = version.clone();
    let href = Path::RollBack(offering.to_owned(), snapshot).to_string();
    let by = if by_name.is_empty() { words::PLATFORM.to_owned() } else { by_name };
    let (mark, state) = if is_live { (Mark::Done, words::IS_LIVE) } else { (Mark::Skipped, was) };
    let label = if takes_rollback { words::ROLL_BACK } else { words::COMPARE };
    let of = format!(" ({})", words::version_of(published_at));
    let way = (!is_live).then(|| {
        view! {
            <a href=href>
                {label} <span class="visually-hidden">{of}</span>
            </a>
        }
    });
    view! {
        <tr>
            <th scope="row">
                {words::version_of(published_at)} <span class="table__sub">
                    <Ago at=published_at now />
                </span>
            </th>
            <Cell label=words::BY>{by}</Cell>
            <Cell label=words::STANDS>
                <Status mark=mark>{state}</Status>
            </Cell>
            <td class="table__acts">{way}</td>
        </tr>
    }
    .into_any()
}

/// The changes that came to an end, folded away.
fn past(revisions: &RevisionsView) -> Option<impl IntoView + use<>> {
    let now = revisions.view.now;
    let rows: Vec<_> = revisions.past.iter().map(|revision| past_row(revision, now)).collect();
    let columns = [words::HANDED_IN, words::STANDS].map(Column::new).to_vec();
    (!rows.is_empty()).then(|| {
        view! {
            <details class="disclosure">
                <summary>{words::PAST}</summary>
                <DataTable caption=words::PAST caption_hidden=true columns=columns>
                    {rows}
                </DataTable>
            </details>
        }
    })
}

fn past_row(revision: &Revision, now: Moment) -> impl IntoView + use<> {
    let (at, state) = (revision.created_at, words::state(revision.state));
    let kind = words::kind(revision.kind);
    view! {
        <tr>
            <th scope="row">
                {kind} <span class="table__sub">
                    <Ago at now />
                </span>
            </th>
            <Cell label=words::STANDS>{state}</Cell>
        </tr>
    }
}
