//! The dashboard: the offerings of the current account, one row each, with what to do next. It decides nothing; the
//! next step is read off gates and findings.

use leptos::prelude::*;
use slipway_domain::account::AccountKind;
use slipway_domain::offering_line::{LinesQuery, LinesView, OPERATOR};
use slipway_domain::policy::may_add_resource;
use slipway_domain::stage::{Track, Turn};
use slipway_domain::view::{OfferingView, OfferingsView};

use crate::api::offering::read_offerings;
use crate::parts::account_nav::account_nav;
use crate::parts::frame::{Area, Frame};
use crate::parts::load::{load, query};
use crate::parts::permission::reason;
use crate::paths::{Path, percent};
use crate::text;
use crate::text::offerings as words;
use crate::ui;
use crate::ui::{ButtonLink, DisabledButton, Empty, Glyph, Kind, Page, PageHead, PageMain, Pager, Tab, Tabs};

pub(super) mod empty;
mod next;
mod row;

#[cfg(test)]
pub(crate) mod tests;

#[component]
pub fn OfferingsPage() -> impl IntoView {
    let show = Show::parse(&query("show"));
    let asked = LinesQuery { after: query("after"), before: query("before"), ..show.asked() };
    load(read_offerings(asked), move |view| {
        let person = Some(view.person.clone());
        let count = u64::from(view.lines.all());
        let navigation = account_nav(&view.person, view.account.as_ref(), Area::Offerings, Some(count));
        let primary = new_resource(&view);
        let tabs = (view.lines.all() > 0).then(|| tabs(&view.lines, show));
        let main = main(view, show);
        view! {
            <Frame person area=Area::Offerings title=text::OFFERINGS nav=move || navigation>
                <Page>
                    <PageHead title=text::OFFERINGS acts=move || primary>
                        {tabs}
                    </PageHead>
                    {main}
                </Page>
            </Frame>
        }
    })
}

/// The offerings that a tab shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Show {
    All,
    Yours,
    Operator,
    Public,
}

impl Show {
    const EVERY: [Self; 4] = [Self::All, Self::Yours, Self::Operator, Self::Public];

    const fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Yours => "yours",
            Self::Operator => "operator",
            Self::Public => "public",
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::All => words::ALL,
            Self::Yours => words::YOUR_TURN,
            Self::Operator => words::WITH_OPERATOR,
            Self::Public => words::PUBLIC,
        }
    }

    /// Anything unknown shows everything.
    fn parse(name: &str) -> Self {
        Self::EVERY.into_iter().find(|show| show.name() == name).unwrap_or(Self::All)
    }

    /// What the list is asked for.
    fn asked(self) -> LinesQuery {
        let all = LinesQuery::default();
        match self {
            Self::All => all,
            Self::Yours => LinesQuery { turn: Turn::Provider.name().to_owned(), ..all },
            Self::Operator => LinesQuery { turn: OPERATOR.to_owned(), ..all },
            Self::Public => LinesQuery { stage: Track::Public.name().to_owned(), ..all },
        }
    }

    fn address(self) -> String {
        match self {
            Self::All => Path::Offerings.to_string(),
            other => format!("{}?show={}", Path::Offerings, other.name()),
        }
    }

    /// The address of another page of the same; `end` is `after` or `before` a line.
    fn page(self, label: &str, end: &str, line: &str) -> ui::Turn {
        let address = self.address();
        let sign = if address.contains('?') { '&' } else { '?' };
        ui::Turn { label: label.to_owned(), href: format!("{address}{sign}{end}={}", percent(line)) }
    }
}

fn main(view: OfferingsView, show: Show) -> impl IntoView {
    if view.lines.all() == 0 {
        return view! { <PageMain>{empty::state(&view)}</PageMain> }.into_any();
    }
    let rows: Vec<_> = view.offerings.iter().map(|offering| row::row(offering, late(&view, offering))).collect();
    if rows.is_empty() {
        return view! {
            <PageMain>
                <Empty
                    title=words::NONE_SHOWN_TITLE
                    acts=|| view! { <ButtonLink href=Path::Offerings.to_string()>{words::SHOW_ALL}</ButtonLink> }
                >
                    <p>{words::NONE_SHOWN}</p>
                </Empty>
            </PageMain>
        }
        .into_any();
    }
    let summary = words::page_of(rows.len(), view.lines.matching);
    let previous = view.lines.before.as_deref().map(|line| show.page(words::PREVIOUS, "before", line));
    let next = view.lines.after.as_deref().map(|line| show.page(words::NEXT, "after", line));
    view! {
        <PageMain class="page__main--list">
            {rows} <Pager label=words::PAGES previous=previous next=next summary=summary />
        </PageMain>
    }
    .into_any()
}

/// How many instances of the offering were not reported for too long.
fn late(view: &OfferingsView, of: &OfferingView) -> usize {
    view.late.iter().find(|(offering, _)| *offering == of.offering.id).map_or(0, |(_, count)| *count)
}

fn tabs(lines: &LinesView, show: Show) -> impl IntoView + use<> {
    let tabs = Show::EVERY
        .into_iter()
        .map(|tab| {
            let asked = tab.asked();
            let count = lines.count(|place| asked.has(place));
            Tab::new(tab.label(), tab.address()).current(tab == show).count(u64::from(count))
        })
        .collect();
    view! { <Tabs label=words::SHOW tabs /> }
}

/// The primary button of the page; it stays in its place and says why it cannot be used.
fn new_resource(view: &OfferingsView) -> AnyView {
    let refusal = match &view.account {
        None => Some(words::NO_ACCOUNT_BUTTON.to_owned()),
        Some(account) if account.kind == AccountKind::Consumer => Some(words::CONSUMER_BUTTON.to_owned()),
        Some(account) => may_add_resource(&view.person, account).err().map(reason),
    };
    match refusal {
        Some(reason) => view! {
            <DisabledButton id="new-resource" kind=Kind::Primary icon=Glyph::Add reason>
                {words::NEW_RESOURCE}
            </DisabledButton>
        }
        .into_any(),
        None => view! {
            <ButtonLink href=Path::NewResource.to_string() kind=Kind::Primary icon=Glyph::Add>
                {words::NEW_RESOURCE}
            </ButtonLink>
        }
        .into_any(),
    }
}
