//! The statement of the current account: one bill over all services for a month, which explains itself line by line.

use leptos::prelude::*;
use slipway_domain::statement::{LineInstance, Statement, StatementLine};
use slipway_domain::view::StatementView;

use crate::api::usage::read_statement;
use crate::parts::charges::{cost, explanation, months, totals};
use crate::parts::figure::figure;
use crate::parts::frame::{Area, Frame};
use crate::parts::load::{load, query};
use crate::paths::Path;
use crate::text::usage as words;
use crate::ui::{ButtonLink, Cell, Column, DataTable, Empty, Glyph, Kind, Lead, Page, PageHead, PageMain, Pager, Turn};

/// Lines on one page.
const LINES: usize = 100;
/// Instances that a line names.
const NAMED: usize = 3;

#[component]
pub fn StatementPage() -> impl IntoView {
    let lines = query("page").parse().unwrap_or_default();
    load(read_statement(query("month")), move |view| page(view, lines))
}

fn page(view: StatementView, at: usize) -> impl IntoView {
    let StatementView { person, account, months: all, statement } = view;
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
        lines(&statement, at).into_any()
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

fn lines(statement: &Statement, at: usize) -> impl IntoView + use<> {
    let owed = totals(&statement.totals());
    let pages = statement.lines.chunks(LINES).len();
    let at = at.min(pages.saturating_sub(1));
    let shown: &[StatementLine] = statement.lines.chunks(LINES).nth(at).unwrap_or_default();
    let turn = |label: &str, page: usize| Turn {
        label: label.to_owned(),
        href: format!("{}?month={}&page={page}", Path::Statement, statement.month),
    };
    let previous = at.checked_sub(1).map(|page| turn(words::PREVIOUS, page));
    let next = (at + 1 < pages).then(|| turn(words::NEXT, at + 1));
    let month = statement.month.to_string();
    let rows = shown.iter().map(|line| row(line, &month)).collect_view();
    let explanation = explanation(shown);
    let mut columns = [words::SERVICE, words::CHARGE, words::INSTANCE].map(Column::new).to_vec();
    columns.extend([words::QUANTITY, words::COST].map(Column::num));
    view! {
        {owed}
        <DataTable class="named" caption=words::LINES columns=columns>
            {rows}
        </DataTable>
        <Pager label=words::PAGES previous=previous next=next />
        {explanation}
    }
}

fn row(line: &StatementLine, month: &str) -> impl IntoView + use<> {
    let service = format!("{} · {}", line.place.title, line.place.plan_name);
    let quantity = words::quantity(&line.charged, line.line().map(|line| line.shown)).map(figure);
    let anchor = |instance: &LineInstance| {
        let href = format!("{}?month={month}", Path::InstanceUsage(line.place.offering.clone(), instance.id));
        let name = instance.name.clone();
        view! {
            <a href=href>{name}</a>
            " "
        }
    };
    let named = line.instances.iter().take(NAMED).map(anchor).collect_view();
    let more = line.instances.len().checked_sub(NAMED).filter(|more| *more > 0).map(words::more_instances);
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
