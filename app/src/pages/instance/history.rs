//! Everything that was done to an instance, with how far it came.

use leptos::prelude::*;
use slipway_domain::instance::Progress;
use slipway_domain::moment::Moment;
use slipway_domain::view::{OperationLine, OwnInstanceView};

use crate::parts::moment::Ago;
use crate::text;
use crate::text::instance as words;
use crate::ui::{Cell, Column, DataTable, Mark, Status};

pub(super) fn table(view: &OwnInstanceView) -> impl IntoView + use<> {
    let columns = [words::WHAT, words::HOW_FAR, words::ASKED, words::TOOK].map(Column::new).to_vec();
    let rows = view.operations.iter().map(|operation| row(operation, view.now)).collect_view();
    view! {
        <section class="block">
            <DataTable class="named" caption=words::HISTORY sub=words::HISTORY_SUB columns=columns>
                {rows}
            </DataTable>
        </section>
    }
}

fn row(of: &OperationLine, now: Moment) -> impl IntoView + use<> {
    let (what, said) = (words::what(of.kind, &of.about), words::said(&of.description));
    let said = (!said.is_empty()).then(|| view! { <span class="table__sub">{said}</span> });
    let (at, by) = (of.asked_at, of.by_name.clone());
    let by = if by.is_empty() { text::THE_PLATFORM.to_owned() } else { by };
    let by = if of.is_for_cap { format!("{by}, {}", words::FOR_CAP) } else { by };
    let (mark, far) = (mark(of.progress), words::progress(of.progress));
    let took = of.ended_at.map(|end| text::duration(end.since(of.asked_at)));
    view! {
        <tr>
            <th scope="row">{what}</th>
            <Cell label=words::HOW_FAR>
                <Status mark=mark>{far}</Status>
                {said}
            </Cell>
            <Cell label=words::ASKED>
                <Ago at now />
                <span class="table__sub">{by}</span>
            </Cell>
            <Cell label=words::TOOK>{took}</Cell>
        </tr>
    }
}

const fn mark(progress: Progress) -> Mark {
    match progress {
        Progress::Queued => Mark::Waiting,
        Progress::Running | Progress::Polling | Progress::Mitigating => Mark::Running,
        Progress::Succeeded => Mark::Done,
        Progress::Failed => Mark::Failed,
        Progress::Unknown | Progress::DeadLettered => Mark::Warning,
        Progress::GivenUp => Mark::Skipped,
    }
}
