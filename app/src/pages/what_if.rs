//! What a month of a plan would have come to by its draft: all accounts together, and each beside what it pays.

use leptos::prelude::*;
use slipway_domain::ids::{PlanId, SubmissionId};
use slipway_domain::page::Page;
use slipway_domain::rejection::Kind;
use slipway_domain::statement::{AccountChange, Change, WhatIf};
use slipway_domain::view::WhatIfView;

use crate::api::usage::read_what_if;
use crate::parts::charges::months_beside;
use crate::parts::load::{load, missing, param, query};
use crate::parts::offering_frame::{OfferingCrumbs, OfferingFrame};
use crate::parts::problem::ProblemPage;
use crate::parts::what_if::REQUEST;
use crate::paths::Path;
use crate::text::what_if as words;
use crate::text::{pricing, usage};
use crate::ui;
use crate::ui::{
    ButtonLink, Cell, Column, DataTable, Empty, Glyph, Lead, Notice, PageHead, PageMain, Pager, Tone, Turn,
};

#[component]
pub fn WhatIfPage() -> impl IntoView {
    let Ok(plan) = PlanId::parse(&param("plan")) else {
        let error = missing(Kind::Plan);
        return view! { <ProblemPage error /> }.into_any();
    };
    let request = Some(query(REQUEST)).filter(|request| !request.is_empty());
    let Ok(request) = request.as_deref().map(SubmissionId::parse).transpose() else {
        let error = missing(Kind::Submission);
        return view! { <ProblemPage error /> }.into_any();
    };
    let after = query("after");
    let is_first = after.is_empty();
    let asked = read_what_if(param("name"), plan, query("month"), after, request);
    load(asked, move |asked| page(&asked, request, is_first)).into_any()
}

/// `request`: the plan is taken as it was handed in with it.
fn page(asked: &WhatIfView, request: Option<SubmissionId>, is_first: bool) -> impl IntoView + use<> {
    let WhatIfView { view, plan, months: all, month, is_draft, what_if, .. } = asked;
    let (name, person) = (view.offering.name.clone(), view.person.clone());
    let record = view.offering.plans.iter().find(|record| record.id == *plan);
    let title = words::title(&record.map_or_else(|| plan.to_string(), |record| pricing::name(&record.draft)));
    let (back, label) = match request {
        Some(request) => (Path::ReviewOf(request).to_string(), words::REQUEST),
        None => (Path::Plan(name.clone(), *plan).to_string(), words::PLAN),
    };
    let handed_in = request.map(|_| view! { <p>{words::HANDED_IN}</p> });
    let address = Path::WhatIf(name.clone(), *plan).to_string();
    let picker = months_beside(all, *month, address.clone(), request.map(|request| (REQUEST, request.to_string())));
    let of_request = request.map(|request| format!("&{REQUEST}={request}")).unwrap_or_default();
    let incomplete = (!view.offering.plan_findings(*plan).is_complete()).then(|| {
        view! {
            <Notice tone=Tone::Warn title=words::INCOMPLETE>
                <p>{words::INCOMPLETE_WHY}</p>
            </Notice>
        }
    });
    let still = is_draft.then(|| view! { <p class="quiet">{words::STILL_COMES}</p> });
    let body = if what_if.counts.is_empty() {
        view! {
            <Empty title=usage::NOTHING icon=Glyph::ChartBar>
                <p>{words::NOTHING}</p>
            </Empty>
        }
        .into_any()
    } else {
        compared(asked, &format!("{address}?month={month}{of_request}"), is_first).into_any()
    };
    view! {
        <OfferingFrame view=view.clone() page=Page::Pricing title=words::TITLE>
            <ui::Page>
                <PageHead
                    title=title
                    crumbs=move || view! { <OfferingCrumbs name person /> }
                    acts=move || view! { <ButtonLink href=back>{label}</ButtonLink> }
                >
                    <Lead>{words::LEAD}</Lead>
                </PageHead>
                <PageMain>{handed_in} {incomplete} {picker} {still} {body}</PageMain>
            </ui::Page>
        </OfferingFrame>
    }
}

/// `address` is that of the first page of accounts.
fn compared(asked: &WhatIfView, address: &str, is_first: bool) -> impl IntoView + use<> {
    let WhatIf { accounts, counts, totals, next } = &asked.what_if;
    let counted = words::counted(counts);
    let rows = totals.iter().map(total).collect_view();
    let bills = accounts.iter().map(|account| bill(asked, account)).collect_view();
    let turn = |label: &str, href: String| Turn { label: label.to_owned(), href };
    let previous = (!is_first).then(|| turn(words::FIRST_PAGE, address.to_owned()));
    let next = next.as_ref().map(|after| turn(words::NEXT_PAGE, format!("{address}&after={after}")));
    let sums = [words::NOW, words::THEN, words::DIFFERENCE, words::PERCENT].map(Column::num);
    let of_totals = core::iter::once(Column::new(words::CURRENCY)).chain(sums.clone()).collect();
    let of_accounts = core::iter::once(Column::new(words::ACCOUNT)).chain(sums);
    let of_accounts = of_accounts.chain([Column::new(words::COURSE)]).collect();
    view! {
        <p>{counted}</p>
        <section class="block">
            <DataTable class="named" caption=words::TOTALS columns=of_totals>
                {rows}
            </DataTable>
        </section>
        <section class="block">
            <DataTable class="named" caption=words::ACCOUNTS sub=words::ACCOUNTS_SUB columns=of_accounts>
                {bills}
            </DataTable>
            <Pager label=words::PAGES previous=previous next=next />
        </section>
    }
}

fn total(change: &Change) -> impl IntoView + use<> {
    let (currency, sums) = (change.currency.code(), sums(change));
    view! {
        <tr>
            <th scope="row">{currency}</th>
            {sums}
        </tr>
    }
}

/// A row for each currency of an account; one without any where nothing has a price on either side.
fn bill(asked: &WhatIfView, account: &AccountChange) -> impl IntoView + use<> {
    let named = asked.name_of(account.account);
    let name = named.map_or_else(|| words::account(account.account), ToOwned::to_owned);
    let unrated = account.is_unrated.then_some(words::UNRATED);
    let course = words::course(account.course);
    let row = |change: Option<&Change>| {
        let (name, sums) = (name.clone(), change.map(sums));
        let unrated = unrated.map(|unrated| view! { <span class="table__sub">{unrated}</span> });
        let none = sums.is_none().then(|| view! { <td colspan="4"></td> });
        view! {
            <tr>
                <th scope="row">{name} {unrated}</th>
                {sums}
                {none}
                <Cell label=words::COURSE>{course}</Cell>
            </tr>
        }
    };
    if account.changes.is_empty() {
        return vec![row(None)];
    }
    account.changes.iter().map(|change| row(Some(change))).collect()
}

fn sums(change: &Change) -> impl IntoView + use<> {
    let (now, then) = (usage::amount(change.currency, change.now), usage::amount(change.currency, change.then));
    let (difference, percent) = (words::difference(change), words::percent(change));
    view! {
        <Cell label=words::NOW num=true>
            {now}
        </Cell>
        <Cell label=words::THEN num=true>
            {then}
        </Cell>
        <Cell label=words::DIFFERENCE num=true>
            {difference}
        </Cell>
        <Cell label=words::PERCENT num=true>
            {percent}
        </Cell>
    }
}
