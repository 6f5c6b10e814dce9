//! The table of what can be taken over, with a tick before each line for whoever may take it.

use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use slipway_domain::import::{ImportView, Left, Offer, Part};
use slipway_domain::policy::{Object, Verb};
use slipway_domain::view::OfferingView;

use super::Back;
use crate::api::import::TakeOver;
use crate::parts::operation::OperationField;
use crate::parts::permission::{denial, obstacle};
use crate::text::import as words;
use crate::ui::{Button, Cell, Checkbox, Column, DataTable, Kind, Notice, Tone};

/// Nothing as long as no service is chosen.
pub(super) fn of(import: &ImportView, back: &Back, choice: u32) -> Option<AnyView> {
    import.fit?;
    if import.offers.is_empty() {
        let notice = view! {
            <Notice tone=Tone::Good title=words::NOTHING>
                <p>{words::NOTHING_TEXT}</p>
            </Notice>
        };
        return Some(notice.into_any());
    }
    Some(match obstacle(&import.view, Verb::Edit, Object::Listing) {
        Some(reason) => view! {
            <Notice title=words::READ_ONLY>
                <p>{reason}</p>
            </Notice>
            {lines(&import.offers, &import.view, None, words::BROKER)}
        }
        .into_any(),
        None => form(import, back, choice).into_any(),
    })
}

fn form(import: &ImportView, back: &Back, choice: u32) -> impl IntoView + use<> {
    let (offering, broker) = (import.view.offering.name.clone(), import.broker.to_string());
    let lines = lines(&import.offers, &import.view, Some(back), words::BROKER);
    let seen = import.seen.clone();
    view! {
        <form class="block" method="post" action=TakeOver::url()>
            <OperationField />
            <input type="hidden" name="offering" value=offering />
            <input type="hidden" name="id" value=broker />
            <input type="hidden" name="import[choice]" value=choice.to_string() />
            <input type="hidden" name="import[seen]" value=seen />
            {lines}
            <div class="after-table">
                <Button kind=Kind::Primary>{words::TAKE}</Button>
            </div>
        </form>
    }
}

/// What cannot be taken over, each with the reason.
pub(super) fn left(left: &[Left]) -> Option<AnyView> {
    if left.is_empty() {
        return None;
    }
    let lines = left.iter().map(|one| view! { <li>{words::left(one)}</li> }).collect_view();
    let notice = view! {
        <Notice title=words::LEFT>
            <ul>{lines}</ul>
        </Notice>
    };
    Some(notice.into_any())
}

/// `ticks`: what the form came back with; `None`: there is no form. `side` names who says the values.
pub(super) fn lines(
    offers: &[Offer],
    view: &OfferingView,
    ticks: Option<&Back>,
    side: &'static str,
) -> impl IntoView + use<> {
    let columns = [words::FIELD, side, words::CONSOLE, words::EFFECT].map(Column::new).to_vec();
    let sub = words::caption(offers);
    let rows = offers.iter().enumerate().map(|(at, offer)| line(view, at, offer, ticks, side)).collect_view();
    view! {
        <DataTable class="import" caption=words::CAPTION sub=sub columns=columns>
            {rows}
        </DataTable>
    }
}

fn line(
    view: &OfferingView,
    at: usize,
    offer: &Offer,
    ticks: Option<&Back>,
    side: &'static str,
) -> impl IntoView + use<> {
    let (label, said) = (words::label(&offer.said), words::shown(&offer.said));
    let (has, effect) = (had(offer.has.as_ref()), words::effect(offer));
    let (verb, object) = offer.said.needs();
    let head = match (ticks, denial(view, verb, object)) {
        (None, _) => label.into_any(),
        (Some(_), Some(reason)) => view! {
            {label}
            <span class="table__sub">{reason}</span>
        }
        .into_any(),
        (Some(back), None) => {
            let (key, is_ticked) = (offer.said.key(), is_ticked(offer, back));
            view! {
                <Checkbox name=format!("import[take][{at}]") value=key checked=is_ticked>
                    {label}
                </Checkbox>
            }
            .into_any()
        }
    };
    view! {
        <tr>
            <th scope="row">{head}</th>
            <Cell label=side>{said}</Cell>
            <Cell label=words::CONSOLE>{has}</Cell>
            <Cell label=words::EFFECT>{effect}</Cell>
        </tr>
    }
}

/// As it was sent, where somebody else was faster. By itself nothing is ticked that would replace something.
fn is_ticked(offer: &Offer, back: &Back) -> bool {
    if back.is_stale { back.ticked.contains(&offer.said.key()) } else { offer.has.is_none() }
}

fn had(part: Option<&Part>) -> AnyView {
    match part {
        Some(part) => words::shown(part).into_any(),
        None => view! { <span class="quiet">{words::ABSENT}</span> }.into_any(),
    }
}

#[cfg(test)]
mod tests {
    use slipway_domain::field::Field;

    use super::*;

    fn part(text: &str) -> Part {
        Part::Text(Field::Description, text.to_owned())
    }

    #[test]
    fn nothing_is_ticked_by_itself_that_would_replace_something_and_ticks_that_were_sent_are_kept() {
        let fills = Offer { said: part("new"), has: None };
        let replaces = Offer { said: part("new"), has: Some(part("old")) };
        let fresh = Back { is_stale: false, ticked: vec![replaces.said.key()], taken: Vec::new() };
        assert!(is_ticked(&fills, &fresh) && !is_ticked(&replaces, &fresh));
        let sent = Back { is_stale: true, ticked: vec![replaces.said.key()], taken: Vec::new() };
        assert!(is_ticked(&replaces, &sent));
        let unticked = Back { is_stale: true, ticked: Vec::new(), taken: Vec::new() };
        assert!(!is_ticked(&fills, &unticked) && !is_ticked(&replaces, &unticked));
    }
}
