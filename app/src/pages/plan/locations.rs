//! Where a plan is sold: the registry as boxes to tick, grouped by geography.

use leptos::prelude::*;
use slipway_domain::field::Field;
use slipway_domain::location::{GLOBAL, LOCATIONS, Location, LocationKind};

use super::Editing;
use crate::parts::findings_list::FindingsPlace;
use crate::text::plan as words;
use crate::ui::{Checkbox, Section};

pub(super) fn section(editing: &Editing) -> impl IntoView + use<> {
    let boxes = boxes(&editing.draft.locations);
    let groups = LOCATIONS
        .iter()
        .filter(|location| location.kind == LocationKind::Geography)
        .map(|geography| {
            let ticks = boxes.iter().filter(|tick| tick.group == Some(geography.id)).map(tick).collect_view();
            view! {
                <div class="field">
                    <h3>{geography.label}</h3>
                    {ticks}
                </div>
            }
        })
        .collect_view();
    let global = boxes.iter().filter(|tick| tick.group == Some(GLOBAL)).map(tick).collect_view();
    let unknown = boxes.iter().filter(|tick| tick.group.is_none()).map(tick).collect_view();
    let findings = editing.findings.clone();
    view! {
        <Section title=words::LOCATIONS id=Field::PlanLocations.id() lead=words::LOCATIONS_LEAD>
            {global} <div class="triple">{groups}</div> {unknown}
            <FindingsPlace findings field=Field::PlanLocations />
        </Section>
    }
}

/// One box.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Tick {
    /// The place among all boxes: the row that it posts.
    at: usize,
    id: String,
    label: String,
    is_ticked: bool,
    /// The geography around it, `global` for the whole world, `None` if the registry does not know the id.
    group: Option<&'static str>,
}

/// The registry's locations, then what the draft holds beside them: a draft keeps what was sent, and a finding says
/// what is wrong with it.
fn boxes(chosen: &[String]) -> Vec<Tick> {
    let known = Location::offered().map(|location| (location.id.to_owned(), location.label, Some(group(location))));
    let unknown = chosen
        .iter()
        .filter(|id| !id.is_empty() && !Location::find(id).is_some_and(Location::is_offered))
        .map(|id| (id.clone(), "", None));
    known
        .chain(unknown)
        .enumerate()
        .map(|(at, (id, label, group))| Tick {
            at,
            label: if label.is_empty() || id == GLOBAL { named(label, &id) } else { words::location(label, &id) },
            is_ticked: chosen.contains(&id),
            group,
            id,
        })
        .collect()
}

/// The label alone, where it says enough, or the id, where there is no label.
fn named(label: &str, id: &str) -> String {
    if label.is_empty() { id.to_owned() } else { label.to_owned() }
}

fn group(location: &Location) -> &'static str {
    let around = LOCATIONS.iter().find(|other| other.kind == LocationKind::Geography && location.is_within(other.id));
    around.map_or(GLOBAL, |geography| geography.id)
}

fn tick(tick: &Tick) -> impl IntoView + use<> {
    let Tick { at, id, label, is_ticked, .. } = tick.clone();
    let name = format!("{}[{at}]", Field::PlanLocations.input_name());
    view! {
        <Checkbox name=name value=id checked=is_ticked>
            {label}
        </Checkbox>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_offered_location_has_a_box_in_a_group_of_its_own_geography() {
        let boxes = boxes(&["eu-de".to_owned()]);
        assert_eq!(boxes.len(), Location::offered().count());
        let frankfurt = boxes.iter().find(|tick| tick.id == "eu-de").unwrap();
        assert!(frankfurt.is_ticked);
        assert_eq!(frankfurt.group, Some("eu"));
        assert_eq!(boxes.iter().filter(|tick| tick.is_ticked).count(), 1);
        assert_eq!(boxes[0].group, Some(GLOBAL));
    }

    #[test]
    fn what_the_registry_does_not_know_keeps_its_box_so_that_saving_does_not_drop_it() {
        let boxes = boxes(&["moon-1".to_owned(), String::new(), "eu".to_owned()]);
        let kept: Vec<_> = boxes.iter().filter(|tick| tick.is_ticked).map(|tick| tick.id.as_str()).collect();
        assert_eq!(kept, ["moon-1", "eu"]);
        assert!(boxes.iter().enumerate().all(|(at, tick)| tick.at == at));
    }
}
