//! The statement of the current account: one bill over all services for a month, which explains itself line by line.

use leptos::prelude::*;
use slipway_domain::statement::{LineInstance, ShownLine, StatementLine};
use slipway_domain::view::{StatementPage as Shown, StatementPageView};

use crate::api::usage::read_statement;
use crate::parts::charges::{cost, explanation, months, totals};
use crate::parts::chart::charts;
use crate::parts::figure::figure;
use crate::parts::frame::{Area, Frame};
use crate::parts::load::{load, query};
use crate::paths::Path;
use crate::text::usage as words;
use crate::ui::{ButtonLink, Cell, Column, DataTable, Empty, Glyph, Kind, Lead, Page, PageHead, PageMain, Pager, Turn};

/// Instances that a line names.
const NAMED: usize = 3;

#[component]
pub fn StatementPage() -> impl IntoView {
    load(read_statement(query("month"), query("page").parse().unwrap_or_default()), page)
}

fn page(view: StatementPageView) -> impl IntoView {
    let StatementPageView { person, account, months: all, page: statement } = view;
    let picker = months(&all, statement.month, Path::Statement.to_string());
    let state = words::state(statement.state);
    let export = |path: Path| format!("{path}?month={}", statement.month);
    let (csv, json) = (export(Path::StatementCsv), export(Path::StatementJson));
    let body = if statement.lines.is_empty() {
        view! {
            <Empty title=words::NOTHING icon=Glyph::ChartBar>
                <p>{words::NOTHING_WHY}</p>
            </Empty>
        }
        .into_any()
    } else {
        lines(&statement, &Path::Statement, true).into_any()
    };
    let title = format!("{} · {account}", words::STATEMENT);
    view! {
        <Frame person=Some(person) area=Area::Statement title>
            <Page>
                <PageHead
                    title=words::STATEMENT
                    sub=move || account
                    band=true
                    acts=move || {
                        view! {
                            <ButtonLink href=csv kind=Kind::Tertiary icon=Glyph::Download>
                                {words::CSV}
                            </ButtonLink>
                            <ButtonLink href=json kind=Kind::Ghost icon=Glyph::Download>
                                {words::JSON}
                            </ButtonLink>
                        }
                    }
                >
                    <Lead>{words::STATEMENT_LEAD}</Lead>
                </PageHead>
                <PageMain>
                    {picker} <p class="quiet">{state}</p> {body}
                </PageMain>
            </Page>
        </Frame>
    }
}

/// The totals, the lines, the month day by day, and how the costs come about. `is_own`: the reader's own instances, which
/// have pages of theirs.
pub(super) fn lines(statement: &Shown, page: &Path, is_own: bool) -> impl IntoView + use<> {
    let owed = totals(&statement.totals);
    let at = statement.page;
    let turn = |label: &str, to: usize| Turn {
        label: label.to_owned(),
        href: format!("{page}?month={}&page={to}", statement.month),
    };
    let previous = at.checked_sub(1).map(|to| turn(words::PREVIOUS, to));
    let next = (at + 1 < statement.pages).then(|| turn(words::NEXT, at + 1));
    let month = statement.month.to_string();
    let rows = statement.lines.iter().map(|shown| row(shown, &month, is_own)).collect_view();
    let explained: Vec<StatementLine> = statement.lines.iter().map(|shown| shown.line.clone()).collect();
    let (explanation, charts) = (explanation(&explained), charts(&statement.charts));
    let mut columns = [words::SERVICE, words::CHARGE, words::INSTANCE].map(Column::new).to_vec();
    columns.extend([words::QUANTITY, words::COST].map(Column::num));
    view! {
        {owed}
        <DataTable class="named" caption=words::LINES columns=columns>
            {rows}
        </DataTable>
        <Pager label=words::PAGES previous=previous next=next />
        {charts}
        {explanation}
    }
}

fn row(shown: &ShownLine, month: &str, is_own: bool) -> impl IntoView + use<> {
    let line = &shown.line;
    let service = words::service(&line.place);
    let quantity = words::quantity(&line.charged, line.line().map(|line| line.shown)).map(figure);
    let anchor = |instance: &LineInstance| {
        if !is_own {
            return format!("{} ", instance.name).into_any();
        }
        let href = format!("{}?month={month}", Path::InstanceUsage(line.place.offering.clone(), instance.id));
        let name = instance.name.clone();
        view! {
            <a href=href>{name}</a>
            " "
        }
        .into_any()
    };
    let named = line.instances.iter().take(NAMED).map(anchor).collect_view();
    let more = shown.instances.checked_sub(NAMED).filter(|more| *more > 0).map(words::more_instances);
    let (charge, cost) = (words::charge(&line.charged), cost(line));
    view! {
        <tr>
            <th scope="row">{service}</th>
            <Cell label=words::CHARGE>{charge}</Cell>
            <Cell label=words::INSTANCE>{named} {more}</Cell>
            <Cell label=words::QUANTITY num=true>
                {quantity}
            </Cell>
            <Cell label=words::COST num=true>
                {cost}
            </Cell>
        </tr>
    }
}
