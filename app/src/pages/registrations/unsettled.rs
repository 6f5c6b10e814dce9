//! What the billing desk has to look at: lines of statements that need a person, each with the way to its statement.

use leptos::prelude::*;
use slipway_domain::view::{UnsettledLine, UnsettledView};

use crate::paths::Path;
use crate::text::account_statement as words;
use crate::text::usage;
use crate::ui::{Cell, Column, DataTable};

/// Nothing is drawn where there is none.
pub(super) fn unsettled(view: &UnsettledView) -> Option<AnyView> {
    if view.lines.is_empty() {
        return None;
    }
    let rows = view.lines.iter().map(row).collect_view();
    let mut columns = [words::ACCOUNT, words::MONTH, words::SERVICE, words::CHARGE].map(Column::new).to_vec();
    columns.extend([Column::num(words::LINES), Column::new(words::WHY)]);
    let more = (view.more > 0).then(|| view! { <p class="quiet">{words::more(view.more)}</p> });
    let table = view! {
        <section class="block" id="unsettled">
            <DataTable class="named" caption=words::unsettled(view.count()) sub=words::UNSETTLED_SUB columns=columns>
                {rows}
            </DataTable>
            {more}
        </section>
    };
    Some(table.into_any())
}

fn row(line: &UnsettledLine) -> impl IntoView + use<> {
    let href = format!("{}?month={}", Path::StatementOf(line.account), line.month);
    let (name, month, lines) = (line.name.clone(), line.month.start().month(), line.what.lines);
    let (service, charge) = (usage::service(&line.what.place), usage::charge(&line.what.charged));
    let why = words::why(line.what.why);
    view! {
        <tr>
            <th scope="row">
                <a href=href>{name}</a>
            </th>
            <Cell label=words::MONTH>{month}</Cell>
            <Cell label=words::SERVICE>{service}</Cell>
            <Cell label=words::CHARGE>{charge}</Cell>
            <Cell label=words::LINES num=true>
                {lines}
            </Cell>
            <Cell label=words::WHY>{why}</Cell>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use slipway_domain::ids::AccountId;
    use slipway_domain::month::Month;
    use slipway_domain::statement::{Charged, LinePlace, Unsettled, Why};

    use super::*;

    #[test]
    fn the_heading_says_how_many_there_are_and_each_leads_to_its_statement() {
        let account = AccountId::parse("0190c9a8-7c3e-7d51-9a43-2f1f6c6f7c11").unwrap();
        let place = LinePlace::of_service("search".to_owned(), "Search".to_owned(), "Northwind".to_owned());
        let line = UnsettledLine {
            account,
            name: "Orrery <Labs>".to_owned(),
            month: Month::parse("2026-05").unwrap(),
            what: Unsettled { place, charged: Charged::Fee, why: Why::BeyondLast, lines: 4 },
        };
        let html = unsettled(&UnsettledView { lines: vec![line], more: 2 }).unwrap().to_html();
        for told in ["Lines that need a person (3)", "above the last block", "May 2026", "2 more are not shown."] {
            assert!(html.contains(told), "{told} in {html}");
        }
        assert!(html.contains("/statement?month=2026-05") && !html.contains("<Labs>"), "{html}");
        assert!(unsettled(&UnsettledView::default()).is_none());
    }
}
