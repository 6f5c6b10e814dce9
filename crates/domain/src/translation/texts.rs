//! Where the texts are that customers read: one walk over a definition, by which they are listed and by which they are
//! replaced. Knows nothing of translations.

use serde_json::Value;

use super::{GONE, plain};
use crate::field::Field;
use crate::language::Language;
use crate::listing::{LONGEST_MESSAGE, ListingDraft};
use crate::offering::Offering;
use crate::plan::PlanRecord;
use crate::text::field_name;

/// What the keys of parameters begin with.
const PARAMETER: &str = "parameter:";
/// Where a parameter and an option say something in other languages (§4.11).
pub(super) const I18N: &str = "i18n";
/// What a parameter says to people, with the most characters that a form has place for.
const MEMBERS: [(&str, &str, usize, bool); 4] = [
    ("displayname", "label", 255, false),
    ("description", "help text", 2000, true),
    ("placeholder", "placeholder", 255, false),
    ("invalidmessage", "message for another value", 255, false),
];

/// A part of the definition, as its texts are grouped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    Listing,
    Highlights,
    Media,
    Tabs,
    /// By its display name, else its programmatic one.
    Plan(String),
    /// By its name.
    Parameter(String),
    /// Translations whose English text is gone.
    Gone,
}

/// Where a text stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub part: Part,
    /// Tells it from all others: `listing[description]`, `plan:<id>/plan[description]`, `parameter:size/displayname`.
    pub key: String,
    /// What it has in common with the other members of its list, whose texts may change places.
    pub kind: String,
    /// What it is called in a sentence: "short description".
    pub label: String,
    /// The most characters, as for the English text.
    pub limit: usize,
    pub is_prose: bool,
    /// What the definition itself says in the language that is asked for.
    pub written: Option<String>,
}

impl Place {
    fn of(part: &Part, prefix: &str, field: Field, limit: usize, is_prose: bool) -> Self {
        Self {
            part: part.clone(),
            key: format!("{prefix}{field}"),
            kind: format!("{prefix}{}", field.in_first_row()),
            label: field_name(field),
            limit,
            is_prose,
            written: None,
        }
    }

    /// Of a text that has no place any more.
    pub(super) fn gone(key: String) -> Self {
        let limit = 10_000;
        Self { part: Part::Gone, kind: key.clone(), label: String::new(), key, limit, is_prose: true, written: None }
    }
}

/// The kind of the place that a key is of.
pub(super) fn kind_of(key: &str) -> String {
    // An English text that comes back is translated already.
    let key = key.strip_prefix(GONE).unwrap_or(key);
    if key.starts_with(PARAMETER) {
        return key.to_owned();
    }
    let (prefix, name) = key.rsplit_once('/').map_or(("", key), |(plan, name)| (plan, name));
    match Field::parse(name) {
        Some(field) if prefix.is_empty() => field.in_first_row().to_string(),
        Some(field) => format!("{prefix}/{}", field.in_first_row()),
        None => key.to_owned(),
    }
}

/// Every text that is there, in the order of the forms.
pub(super) fn sources(offering: &Offering) -> Vec<(Place, String)> {
    let mut found = Vec::new();
    let (mut draft, mut plans) = (offering.listing.draft.clone(), offering.plans.clone());
    let mut definition = offering.settings.draft.parameters.clone();
    visit(&mut draft, &mut plans, &mut definition, Language::English, &mut |place, text| {
        found.push((place, plain(text)));
    });
    found
}

/// Hands over every text that is there, each with its place. `definition` is that of the parameters, as it is typed.
pub(super) fn visit(
    draft: &mut ListingDraft,
    plans: &mut [PlanRecord],
    definition: &mut String,
    language: Language,
    seen: &mut dyn FnMut(Place, &mut String),
) {
    listing(draft, seen);
    for plan in plans {
        visit_plan(plan, seen);
    }
    if let Some(text) = parameters(definition, language, seen) {
        *definition = text;
    }
}

fn hand_over(place: Place, text: &mut String, seen: &mut dyn FnMut(Place, &mut String)) {
    if !text.trim().is_empty() {
        seen(place, text);
    }
}

fn listing(listing: &mut ListingDraft, seen: &mut dyn FnMut(Place, &mut String)) {
    let extras = &mut listing.extras;
    let alone = [
        (Field::DisplayName, &mut listing.display_name, 60, false),
        (Field::Description, &mut listing.description, 255, false),
        (Field::LongDescription, &mut listing.long_description, 10_000, true),
        (Field::FeaturedDescription, &mut extras.featured_description, 255, false),
        (Field::NotCreatableMessage, &mut extras.not_creatable_msg, LONGEST_MESSAGE, true),
        (Field::DeprecationWarning, &mut extras.deprecation_warning, LONGEST_MESSAGE, true),
        (Field::PopupWarning, &mut extras.popup_warning_message, LONGEST_MESSAGE, true),
    ];
    for (field, text, limit, is_prose) in alone {
        hand_over(Place::of(&Part::Listing, "", field, limit, is_prose), text, seen);
    }
    for (row, bullet) in listing.bullets.iter_mut().enumerate() {
        let row = crate::field::row(row);
        hand_over(Place::of(&Part::Highlights, "", Field::BulletTitle(row), 256, false), &mut bullet.title, seen);
        let text = &mut bullet.description;
        hand_over(Place::of(&Part::Highlights, "", Field::BulletDescription(row), 2000, true), text, seen);
    }
    for (row, item) in listing.media.iter_mut().enumerate() {
        let field = Field::MediaCaption(crate::field::row(row));
        hand_over(Place::of(&Part::Media, "", field, 2000, true), &mut item.caption, seen);
    }
    for (row, tab) in extras.navigation_items.iter_mut().enumerate() {
        let field = Field::NavigationLabel(crate::field::row(row));
        hand_over(Place::of(&Part::Tabs, "", field, 64, false), &mut tab.label, seen);
    }
}

fn visit_plan(plan: &mut PlanRecord, seen: &mut dyn FnMut(Place, &mut String)) {
    let draft = &mut plan.draft;
    let name = if draft.display_name.trim().is_empty() { &draft.name } else { &draft.display_name };
    let (part, prefix) = (Part::Plan(name.trim().to_owned()), format!("plan:{}/", plan.id));
    hand_over(Place::of(&part, &prefix, Field::PlanDisplayName, 64, false), &mut draft.display_name, seen);
    hand_over(Place::of(&part, &prefix, Field::PlanDescription, 255, true), &mut draft.description, seen);
    for (row, bullet) in draft.bullets.iter_mut().enumerate() {
        let field = Field::PlanBullet(crate::field::row(row));
        hand_over(Place::of(&part, &prefix, field, 2000, false), bullet, seen);
    }
}

/// The definition of the parameters after `seen` has had all of its texts; `None` if it cannot be read.
fn parameters(text: &str, language: Language, seen: &mut dyn FnMut(Place, &mut String)) -> Option<String> {
    let mut list: Vec<Value> = serde_json::from_str(text).ok()?;
    for one in &mut list {
        let name = one.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
        if name.is_empty() {
            continue;
        }
        for (member, label, limit, is_prose) in MEMBERS {
            let written = written(one, language, member);
            let Some(Value::String(text)) = one.get_mut(member) else { continue };
            let key = format!("{PARAMETER}{name}/{member}");
            let part = Part::Parameter(name.clone());
            let (kind, label) = (key.clone(), label.to_owned());
            hand_over(Place { part, key, kind, label, limit, is_prose, written }, text, seen);
        }
        let Some(Value::Array(options)) = one.get_mut("options") else { continue };
        for option in options {
            let written = written(option, language, "displayname");
            let value = option.get("value").and_then(Value::as_str).unwrap_or_default().to_owned();
            let Some(Value::String(text)) = option.get_mut("displayname") else { continue };
            let key = format!("{PARAMETER}{name}/options/{value}");
            let part = Part::Parameter(name.clone());
            let (kind, label) = (key.clone(), format!("option {value}"));
            hand_over(Place { part, key, kind, label, limit: 255, is_prose: false, written }, text, seen);
        }
    }
    serde_json::to_string(&list).ok()
}

/// What a parameter or an option says itself in a language: `i18n.de.displayname` (§4.11).
fn written(value: &Value, language: Language, member: &str) -> Option<String> {
    let text = value.get(I18N)?.get(language.code())?.get(member)?.as_str()?;
    (!text.trim().is_empty()).then(|| text.to_owned())
}
