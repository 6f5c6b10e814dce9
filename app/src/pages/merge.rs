//! Input that could not be saved, because somebody saved in between or because it stood still: what was typed
//! beside what is saved now, field by field, and the choice between them.

use leptos::prelude::*;
use slipway_domain::ids::ParkedId;
use slipway_domain::page::Page;
use slipway_domain::rejection::Kind as Missing;
use slipway_domain::view::{ParkedView, Subject};

use crate::api::merge::read_parked;
use crate::parts::last_saved::LastSaved;
use crate::parts::load::{load, missing, param};
use crate::parts::offering_frame::{OfferingCrumbs, OfferingFrame};
use crate::parts::parked::{name_of, page_of};
use crate::paths::Path;
use crate::text;
use crate::text::merge as words;
use crate::ui::{Layout, Notice, Page as PageBody, PageHead, PageMain, Tone};

mod choice;
pub(crate) mod sides;
mod table;
mod texts;

pub(crate) use choice::obstacle_to;
use sides::{Row, sides};

#[component]
pub fn MergePage() -> impl IntoView {
    let name = param("name");
    let id = ParkedId::parse(&param("parked"));
    let read = async move {
        match id {
            Ok(id) => read_parked(name, id).await,
            Err(_) => Err(missing(Missing::Page)),
        }
    };
    load(read, page)
}

fn page(mut parked: ParkedView) -> impl IntoView {
    // The notice of other pages is about what stands here.
    parked.view.parked.retain(|line| line.id != parked.id);
    let (name, person) = (parked.view.offering.name.clone(), parked.view.person.clone());
    let current = page_of(parked.subject);
    let sides = match parked.subject {
        Subject::Translation(language) => texts::texts(&parked, language),
        _ => sides(&parked),
    };
    let choice = choice::panel(&parked, sides.is_some());
    let frozen = frozen(&parked);
    let main = match sides {
        Some(rows) => both(&parked, rows).into_any(),
        None => alone(&parked).into_any(),
    };
    view! {
        <OfferingFrame view=parked.view page=current>
            <PageBody layout=Layout::Slim>
                <PageHead
                    title=words::TITLE
                    band=true
                    crumbs=move || view! { <OfferingCrumbs name person /> }
                />
                <PageMain>{frozen} {main}</PageMain>
                {choice}
            </PageBody>
        </OfferingFrame>
    }
}

/// While it stands still nothing is saved; what can be done about it.
fn frozen(parked: &ParkedView) -> impl IntoView + use<> {
    let offering = &parked.view.offering;
    let review = Path::Offering(offering.name.clone(), Page::Review).to_string();
    let stands = match parked.subject {
        Subject::Broker(broker) => offering.broker_stands_still(broker),
        _ => !offering.stage.takes_drafts(),
    };
    stands.then(|| {
        view! {
            <Notice tone=Tone::Warn title=words::frozen(text::stage(offering.stage))>
                <p>{words::FROZEN_WHY}</p>
                <p>
                    <a href=review>{text::page(Page::Review)}</a>
                </p>
            </Notice>
        }
    })
}

fn both(parked: &ParkedView, rows: Vec<Row>) -> impl IntoView + use<> {
    let differing = rows.iter().filter(|row| row.differs()).count();
    let name = name_of(&parked.view.offering, parked.subject);
    let (disputed, rest): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(|row| row.conflict.is_some());
    let what = match disputed.len() {
        0 => words::notice(&name, differing),
        count => words::conflicts(&name, count),
    };
    let title = match differing {
        0 => words::SAME_TITLE,
        // The definition stood still, and stands still or was opened again, at the revision that the author saw.
        _ if is_current(parked) => words::KEPT,
        _ => words::NOTICE,
    };
    let password = matches!(parked.subject, Subject::Broker(_)).then(|| view! { <p>{words::PASSWORD_NOTE}</p> });
    let (saved, person, now) = (sides::saved(parked), parked.view.person.clone(), parked.view.now);
    let copies = table::copies(if disputed.is_empty() { &rest } else { &disputed });
    let table = match (disputed.is_empty(), obstacle_to(&parked.view, parked.subject, &parked.body)) {
        (true, _) => table::table(rest).into_any(),
        (false, None) => table::choices(parked, disputed).into_any(),
        (false, Some(_)) => table::table(disputed).into_any(),
    };
    view! {
        <Notice tone=Tone::Warn title>
            <p>{what}</p>
            <p>
                <LastSaved saved person now />
                "."
            </p>
            {password}
        </Notice>
        {table}
        {copies}
    }
}

/// Nobody saved in between.
fn is_current(parked: &ParkedView) -> bool {
    parked.revision() == Some(parked.base_revision)
}

/// What was typed for something that is gone, or that cannot be read any more.
fn alone(parked: &ParkedView) -> impl IntoView + use<> {
    let typed = sides::typed(parked);
    let why = if typed.is_some() { words::GONE } else { words::UNREADABLE };
    let copies = table::copies(&typed.unwrap_or_default());
    view! {
        <Notice tone=Tone::Warn title=words::GONE_TITLE>
            {why}
        </Notice>
        {copies}
    }
}
