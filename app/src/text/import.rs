//! Words of the page that takes values over from a broker.

use slipway_domain::field::{Field, Form};
use slipway_domain::import::{Fit, Left, Offer, Part, TakenOver, field_of};
use slipway_domain::plan::PlanDraft;
use slipway_domain::text::field_name;

use super::{broker, plural, pricing, sentence_case};

pub mod file;

pub const TITLE: &str = "Take values over";
pub const LEAD: &str =
    "What the broker says and the console lacks, or has differently. Only what you tick is taken over; ids never are.";
pub const SERVICE: &str = "Service of the catalog";
pub const NOT_CHOSEN: &str = "Choose a service";
pub const CHOOSE: &str = "Show its values";
pub const WHICH: &str = "Which service is it?";
pub const WHICH_TEXT: &str = "The catalog lists several services, and none of them has the id or the name of this offering. \
                              Choose the one whose values you want to see.";
pub const NO_CATALOG: &str = "There is no catalog yet";
pub const NO_CATALOG_TEXT: &str =
    "The broker was not asked yet, or its catalog lists no service. Register the broker: its catalog is read then.";
pub const OUTDATED: &str = "The broker was saved after its catalog was read";
pub const OUTDATED_TEXT: &str = "What was read then may be the catalog of another broker, so nothing of it is offered. Register the \
                                 broker again: its catalog is read anew.";
pub const TO_BROKER: &str = "Go to the broker";
pub const OLDER: &str = "The last call failed. These are the values of the last catalog that could be read.";

pub const CAPTION: &str = "What can be taken over";
pub const FIELD: &str = "Value";
pub const BROKER: &str = "The broker says";
pub const CONSOLE: &str = "The console has";
pub const EFFECT: &str = "Taking it over";
pub const ABSENT: &str = "nothing yet";
pub const TAKE: &str = "Take over what is ticked";
pub const LEFT: &str = "Not taken over";
pub const READ_ONLY: &str = "You can look at these values.";
pub const NOTHING: &str = "There is nothing to take over";
pub const NOTHING_TEXT: &str = "What the broker says and the console could take over is here already.";

pub const STALE: &str = "Somebody saved in between";
pub const STALE_TEXT: &str = "Nothing was taken over. The table shows what is saved now beside what the broker says, with your \
                              ticks. Look at them before you send them again.";
pub const TAKEN_TEXT: &str = "Nothing was refused for its content: the pages say what is still missing or wrong.";

pub const OFFERED: &str = "Values can be taken over";
pub const OFFERED_TEXT: &str =
    "The broker says things that the console does not have, or has differently. You choose which of them to take over.";
pub const LOOK: &str = "Take values over";

pub const HINT: &str = "Your broker can fill this in";
pub const HINT_NEW: &str =
    "You said that it runs already. Save its address and register it; then take over what its catalog says.";
pub const HINT_NEW_LINK: &str = "Add the broker";
pub const HINT_ASK: &str = "Register it: its catalog is read, and you choose what to take over.";
pub const HINT_TAKE: &str = "Its catalog was read. Choose what to take over, and start from there.";

/// Of a language, the texts that a cell shows at most.
const MOST_SHOWN: usize = 10;

/// "Take values over from Frankfurt".
pub fn title(broker: &str) -> String {
    format!("{TITLE} from {broker}")
}

/// Below the caption of the table.
pub fn caption(offers: &[Offer]) -> String {
    let replacing = offers.iter().filter(|offer| offer.has.is_some()).count();
    let values = plural(offers.len(), "value");
    match replacing {
        0 => format!("{values}. Nothing that is here is replaced."),
        _ => format!("{values}. What would replace something is not ticked by itself."),
    }
}

/// Which service of the catalog is meant, and why.
pub fn meant(name: &str, fit: Fit) -> String {
    match fit {
        Fit::Id => format!("These are the values of the service “{name}”: it has the id of this offering."),
        Fit::Name => format!("These are the values of the service “{name}”: it has the name of this offering."),
        Fit::Only => format!("These are the values of the service “{name}”, the only one of the catalog."),
        Fit::Choice => format!("These are the values of the service “{name}”, which you chose."),
    }
}

/// "Short description", "Plan “gold”".
pub fn label(part: &Part) -> String {
    match part {
        Part::Text(field, _) => field_label(*field),
        Part::Bullets(_) => field_label(Field::Bullets),
        Part::Media(_) => field_label(Field::Media),
        Part::Translation(language, _) => format!("Translation: {}", language.name()),
        Part::Plan(_, plan) => plan_label(&plan.name),
    }
}

pub fn field_label(field: Field) -> String {
    sentence_case(&field_name(field))
}

pub fn plan_label(name: &str) -> String {
    format!("Plan “{}”", broker::cut(name))
}

/// A value of either side, cut where it is too long for a table.
pub fn shown(part: &Part) -> String {
    match part {
        Part::Text(field, answer) if field.form() == Form::Settings && *field != Field::Parameters => answered(answer),
        Part::Text(_, text) => broker::cut(text),
        Part::Bullets(bullets) => {
            let lines = bullets.iter().map(|bullet| format!("{}: {}", bullet.title, bullet.description));
            broker::cut(&lines.collect::<Vec<_>>().join("; "))
        }
        Part::Media(media) => {
            let lines = media.iter().map(|item| format!("{} ({})", item.caption, item.url));
            broker::cut(&lines.collect::<Vec<_>>().join("; "))
        }
        Part::Translation(_, heard) => {
            let lines = heard.iter().take(MOST_SHOWN).map(|one| one.text.as_str());
            broker::cut(&lines.collect::<Vec<_>>().join("; "))
        }
        Part::Plan(_, plan) => broker::cut(&told(plan)),
    }
}

/// "Gold. Twenty collections. Subscription."
fn told(plan: &PlanDraft) -> String {
    let parts = [plan.display_name.as_str(), &plan.description, pricing::kind(plan)];
    let ended = |part: &str| format!("{}.", part.trim_end_matches('.'));
    parts.into_iter().filter(|part| !part.is_empty()).map(ended).collect::<Vec<_>>().join(" ")
}

fn answered(answer: &str) -> String {
    match answer {
        "yes" => "Yes".to_owned(),
        "no" => "No".to_owned(),
        other => broker::cut(other),
    }
}

/// What becomes of the console's value.
pub const fn effect(offer: &Offer) -> &'static str {
    match (&offer.said, &offer.has) {
        (Part::Plan(..), _) => "Adds a plan with an id of its own",
        (_, None) => "Fills what is empty",
        (_, Some(_)) => "Replaces what is here",
    }
}

/// What is not taken over, and why.
pub fn left(left: &Left) -> String {
    match left {
        Left::Picture(address) => {
            format!(
                "The picture {address}: it was uploaded elsewhere and is not fetched. Upload it on the page Listing."
            )
        }
        Left::Language(code) => format!("Texts in “{code}”: the catalog does not have that language."),
        Left::Member(language, member) => {
            format!("{}, {member}: there is no English text that it belongs to.", language.name())
        }
        Left::Text(language, source) => {
            format!(
                "{}: the English text “{source}” is not here, so that its translation has no place.",
                language.name()
            )
        }
    }
}

/// "Taken over: Short description, Tag list and Plan “gold”".
pub fn taken(labels: &[String]) -> String {
    format!("Taken over: {}", pricing::and(labels))
}

/// "Short description, Tag list, Plan “gold” and 3 more plans", as the history says it.
pub fn recorded(taken: &TakenOver) -> String {
    let fields = taken.fields.iter().filter_map(|key| field_of(key)).map(field_label);
    let plans = taken.plans.iter().map(|name| plan_label(name));
    let more = (taken.more > 0).then(|| plural(taken.more, "more plan"));
    pricing::and(&fields.chain(plans).chain(more).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use slipway_domain::listing::BulletDraft;

    use super::*;

    #[test]
    fn a_part_is_called_and_told_in_words() {
        let tags = Part::Text(Field::Tags, "a, b".to_owned());
        assert_eq!((label(&tags).as_str(), shown(&tags).as_str()), ("Tag list", "a, b"));
        let bindable = Part::Text(Field::Bindable, "yes".to_owned());
        assert_eq!((label(&bindable).as_str(), shown(&bindable).as_str()), ("Question about bindings", "Yes"));
        let bullet = |title: &str| BulletDraft {
            title: title.to_owned(),
            description: "It is.".to_owned(),
            ..BulletDraft::default()
        };
        let bullets = Part::Bullets(vec![bullet("Near"), bullet("Fast")]);
        assert_eq!(shown(&bullets), "Near: It is.; Fast: It is.");
        let plan = PlanDraft {
            name: "gold".to_owned(),
            display_name: "Gold".to_owned(),
            description: "Twenty.".to_owned(),
            kind: "subscription".to_owned(),
            ..PlanDraft::default()
        };
        let plan = Part::Plan(1, Box::new(plan));
        assert_eq!((label(&plan).as_str(), shown(&plan).as_str()), ("Plan “gold”", "Gold. Twenty. Subscription."));
    }

    #[test]
    fn what_a_broker_says_makes_no_cell_grow_without_end() {
        let long = "W".repeat(100_000);
        let bullet = BulletDraft { title: long.clone(), description: long.clone(), ..BulletDraft::default() };
        let plan = PlanDraft { name: long.clone(), description: long.clone(), ..PlanDraft::default() };
        let parts = [
            Part::Text(Field::Description, long.clone()),
            Part::Text(Field::Bindable, long),
            Part::Bullets(vec![bullet]),
            Part::Plan(1, Box::new(plan)),
        ];
        for part in parts {
            assert!(shown(&part).chars().count() < 500 && label(&part).chars().count() < 500);
        }
    }

    #[test]
    fn what_would_be_replaced_is_told() {
        let said = Part::Text(Field::Description, "New.".to_owned());
        let fills = Offer { said: said.clone(), has: None };
        let replaces = Offer { has: Some(said.clone()), said };
        assert_eq!((effect(&fills), effect(&replaces)), ("Fills what is empty", "Replaces what is here"));
        assert_eq!(caption(core::slice::from_ref(&fills)), "1 value. Nothing that is here is replaced.");
        assert_eq!(caption(&[fills, replaces]), "2 values. What would replace something is not ticked by itself.");
    }
}
