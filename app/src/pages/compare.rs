//! Two versions of an offering beside each other, page by page: two lists to choose from, and every value that was added,
//! removed or edited, with the way to where it is edited.

use leptos::prelude::*;
use slipway_domain::compare::{Line, Sign, Subject};
use slipway_domain::offering::Offering;
use slipway_domain::page::Page;
use slipway_domain::view::ComparedView;

use crate::api::compare::read_compared;
use crate::pages::review_of::compare::{class, glyph, heads, legend, page_of};
use crate::parts::load::{load, param, query};
use crate::parts::marked;
use crate::parts::offering_frame::{OfferingCrumbs, OfferingFrame};
use crate::parts::value_place::way;
use crate::paths::{Path, percent};
use crate::text::compare as words;
use crate::text::review;
use crate::ui;
use crate::ui::{Button, Choice, Empty, Glyph, Icon, Lead, PageHead, PageMain, Select};

#[component]
pub fn ComparePage() -> impl IntoView {
    let with_unchanged = query("unchanged") == "yes";
    load(read_compared(param("name"), query("from"), query("to")), move |compared: ComparedView| {
        page(&compared, with_unchanged)
    })
}

fn page(compared: &ComparedView, with_unchanged: bool) -> impl IntoView + use<> {
    let (name, person) = (compared.view.offering.name.clone(), compared.view.person.clone());
    let main = main(compared, with_unchanged);
    view! {
        <OfferingFrame view=compared.view.clone() page=Page::History title=words::TITLE>
            <ui::Page>
                <PageHead title=words::TITLE crumbs=move || view! { <OfferingCrumbs name person /> }>
                    <Lead>{words::LEAD}</Lead>
                </PageHead>
                <PageMain>{main}</PageMain>
            </ui::Page>
        </OfferingFrame>
    }
}

fn main(compared: &ComparedView, with_unchanged: bool) -> AnyView {
    if compared.versions.len() < 2 {
        return nothing(words::ALONE, words::ALONE_WHY).into_any();
    }
    let path = Path::Compare(compared.view.offering.name.clone()).to_string();
    let bar = choose(compared, &path, with_unchanged);
    let unchanged = compared.lines.iter().filter(|line| line.sign() == Sign::Same).count();
    let asked = format!("{path}?from={}&to={}", percent(&compared.from), percent(&compared.to));
    let legend = legend(&compared.lines, [format!("{asked}&unchanged=yes"), asked], unchanged, with_unchanged);
    let shown = compared.lines.iter().filter(|line| with_unchanged || line.sign() != Sign::Same);
    let shown: Vec<Line> = shown.cloned().collect();
    let lines = if shown.is_empty() {
        nothing(words::SAME, words::SAME_WHY).into_any()
    } else {
        table(&compared.view.offering, &shown).into_any()
    };
    view! {
        {bar}
        {legend}
        {lines}
    }
    .into_any()
}

/// The two lists. What stays the same goes on being shown with another choice.
fn choose(compared: &ComparedView, path: &str, with_unchanged: bool) -> impl IntoView + use<> {
    let options: Vec<Choice> =
        compared.versions.iter().map(|version| Choice::new(version.key.clone(), words::version(version))).collect();
    let (action, from, to) = (path.to_owned(), compared.from.clone(), compared.to.clone());
    let unchanged = with_unchanged.then(|| view! { <input type="hidden" name="unchanged" value="yes" /> });
    view! {
        <form class="compare-bar" method="get" action=action>
            {unchanged}
            <div class="compare-bar__sel">
                <Select label=words::FROM name="from" options=options.clone() selected=from />
                <Select label=words::TO name="to" options selected=to />
                <Button>{words::SHOW}</Button>
            </div>
        </form>
    }
}

fn table(offering: &Offering, shown: &[Line]) -> impl IntoView + use<> {
    let pages = shown.chunk_by(|one, next| one.page == next.page);
    let bodies: Vec<_> = pages
        .map(|lines| {
            let rows: Vec<_> = lines.iter().map(|line| row(line, offering)).collect();
            view! {
                <tbody>
                    {page_of(lines)}
                    {rows}
                </tbody>
            }
        })
        .collect();
    view! {
        <div class="stack">
            <table class="cds--data-table table compare">
                <caption class="visually-hidden">{words::TITLE}</caption>
                {heads([words::FROM, words::TO].map(ToOwned::to_owned))}
                {bodies}
            </table>
        </div>
    }
}

fn row(line: &Line, offering: &Offering) -> impl IntoView + use<> {
    let sign = line.sign();
    let value = |text: &str| review::value(&line.subject, text);
    let (then, now) = marked::sides(&value(&line.before), &value(&line.now));
    let icon = (sign != Sign::Same).then(|| view! { <Icon name=glyph(sign) label=review::sign(sign) /> });
    let label = way(line, offering);
    let member = (!line.member.is_empty() && matches!(line.subject, Subject::Field(_) | Subject::Plan { .. }))
        .then(|| view! { <span class="table__sub">{line.member.clone()}</span> });
    view! {
        <tr class=class(sign)>
            <td class="diff__sign">{icon}</td>
            <th scope="row">
                {label}
                {member}
            </th>
            <td data-label=words::FROM>{then}</td>
            <td data-label=words::TO>{now}</td>
        </tr>
    }
}

fn nothing(title: &'static str, why: &'static str) -> impl IntoView {
    view! {
        <Empty title=title icon=Glyph::Compare>
            <p>{why}</p>
        </Empty>
    }
}
