//! The runs that were kept as evidence, and whether the plan still charges what it did then.

use leptos::prelude::*;
use slipway_domain::plan::PlanRecord;
use slipway_domain::sandbox::SavedSandbox;

use crate::text::sandbox as words;
use crate::ui::{Cell, Column, DataTable, Mark, Status};

pub(super) fn table(saved: &[SavedSandbox], plan: &PlanRecord) -> Option<AnyView> {
    let columns = [words::KEPT_AT, words::BY, words::CAME_TO, words::STANDING].map(Column::new).to_vec();
    let rows = saved.iter().map(|run| row(run, plan)).collect_view();
    (!saved.is_empty()).then(|| {
        view! {
            <DataTable class="named" caption=words::SAVED sub=words::SAVED_SUB columns=columns>
                {rows}
            </DataTable>
        }
        .into_any()
    })
}

fn row(run: &SavedSandbox, plan: &PlanRecord) -> impl IntoView + use<> {
    let (at, by, sha256) = (run.at.long(), run.by_name.clone(), run.sha256.clone());
    let measures = run
        .measures
        .iter()
        .map(|measure| {
            let told = words::came_to(measure);
            view! { <li>{told}</li> }
        })
        .collect_view();
    let again = run.is_resent.map(|is_resent| {
        let told = if is_resent { words::RESENT } else { words::NOT_RESENT };
        view! { <li>{told}</li> }
    });
    let (mark, standing) =
        if run.is_stale(&plan.draft) { (Mark::Warning, words::STALE) } else { (Mark::Done, words::CURRENT) };
    view! {
        <tr>
            <th scope="row">{at}</th>
            <Cell label=words::BY>{by}</Cell>
            <Cell label=words::CAME_TO>
                <ul>{measures} {again}</ul>
                <code class="table__sub">{sha256}</code>
            </Cell>
            <Cell label=words::STANDING>
                <Status mark=mark>{standing}</Status>
            </Cell>
        </tr>
    }
}
