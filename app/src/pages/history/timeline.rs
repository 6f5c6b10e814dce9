//! Events under the day they happened on.

use leptos::prelude::*;
use slipway_domain::event::Event;
use slipway_domain::moment::Moment;

use crate::text;
use crate::text::history as words;
use crate::ui::{Glyph, Icon, RelativeTime};

/// `events`: newest first.
#[component]
pub fn Timeline(
    events: Vec<Event>,
    now: Moment,
    /// It stands below a heading of its own.
    #[prop(optional)]
    is_part: bool,
) -> impl IntoView {
    days(events)
        .into_iter()
        .map(|(day, events)| {
            let events = events.into_iter().map(|event| item(&event, now)).collect_view();
            let day = if is_part {
                view! { <h3 class="timeline__day">{day}</h3> }.into_any()
            } else {
                view! { <h2 class="timeline__day">{day}</h2> }.into_any()
            };
            view! {
                {day}
                <ol class="timeline">{events}</ol>
            }
        })
        .collect_view()
}

/// Consecutive events of the same day, in their order.
fn days(events: Vec<Event>) -> Vec<(String, Vec<Event>)> {
    let mut days: Vec<(String, Vec<Event>)> = Vec::new();
    for event in events {
        let day = event.at.day();
        match days.last_mut() {
            Some((last, events)) if *last == day => events.push(event),
            _ => days.push((day, vec![event])),
        }
    }
    days
}

fn item(event: &Event, now: Moment) -> impl IntoView + use<> {
    let who = if event.actor_name.is_empty() { text::THE_PLATFORM.to_owned() } else { event.actor_name.clone() };
    let long = format!("{}, {}", event.at.long(), text::ago(now.since(event.at)));
    view! {
        <li class="timeline__event">
            <span class="timeline__at">
                <RelativeTime moment=event.at.rfc3339() long=long text=event.at.time_of_day() />
            </span>
            <Icon name=glyph(words::noun(event.kind)) />
            <div>
                <p>{text::event(event)}</p>
                {text::event_more(event).map(|more| view! { <p class="timeline__more">{more}</p> })}
            </div>
            <span class="timeline__who">{who}</span>
        </li>
    }
}

fn glyph(noun: &str) -> Glyph {
    match noun {
        "offering" => Glyph::Rocket,
        "review" => Glyph::UserCertification,
        "access" => Glyph::Password,
        "plan" => Glyph::CurrencyEuro,
        "broker" => Glyph::Connect,
        "deployment" => Glyph::CatalogPublish,
        "allowlist" => Glyph::UserFollow,
        "definitions" => Glyph::Download,
        "checklist" => Glyph::ListChecked,
        _ => Glyph::Edit,
    }
}

#[cfg(test)]
mod tests {
    use slipway_domain::event::{Detail, EventKind};
    use slipway_domain::ids::EventId;

    use super::*;

    fn at(millis: i64) -> Event {
        Event {
            id: EventId::parse("0190c9a8-7c3e-7d51-9a43-2f1f6c6f7c11").unwrap(),
            at: Moment::from_millis(millis),
            actor: None,
            actor_name: String::new(),
            account: None,
            offering: None,
            kind: EventKind::PlanSaved,
            detail: Detail::none(),
        }
    }

    #[test]
    fn events_stand_under_their_day_and_midnight_divides_them() {
        const DAY: i64 = 86_400_000;
        let days = days(vec![at(DAY + 5), at(DAY), at(DAY - 1)]);
        let counts: Vec<_> = days.iter().map(|(day, events)| (day.as_str(), events.len())).collect();
        assert_eq!(counts, [("Friday, 2 January 1970", 2), ("Thursday, 1 January 1970", 1)]);
    }
}
