//! Texts beside those of listing and plans: service levels, certifications, the policy editor, actions, and the parameters
//! of a single deployment.

use super::*;
use crate::access::ActionDraft;
use crate::deployment::DeploymentState;
use crate::parameter;

/// Where a text stands, in English and in German.
type Said = (String, &'static str, &'static str);

const SIZE: &str = r#"[
    {"name":"size","displayname":"Size here","type":"dropdown","options":[{"value":"s","displayname":"Small"}]}
]"#;

/// The sample with a text of each kind.
fn spread() -> (Offering, Vec<Said>) {
    let mut offering = translated(&[]);
    let access = &mut offering.access.draft;
    "Vectors".clone_into(&mut access.display_name);
    "Who may search.".clone_into(&mut access.description);
    access.actions = vec![action("view", "Open the dashboard"), action("create", "Create an index")];
    let extras = &mut offering.settings.draft.extras;
    "Gold agreement".clone_into(&mut extras.sla.terms);
    "Within a day.".clone_into(&mut extras.sla.recovery_text);
    extras.compliance = vec!["ISO 27001".to_owned(), "Audited".to_owned()];
    SIZE.clone_into(&mut offering.deployments[0].options.parameters);
    let size = format!("deployment:{}/parameter:size", offering.deployments[0].catalog_id());
    let said = [
        ("access[display_name]", "Vectors", "Vektoren"),
        ("access[description]", "Who may search.", "Wer suchen darf."),
        ("action:northwind-vector.index.create/display_name", "Create an index", "Index anlegen"),
        ("action:northwind-vector.index.create/description", "Create an index.", "Legt einen Index an."),
        ("settings[extras][sla][terms]", "Gold agreement", "Goldvertrag"),
        ("settings[extras][sla][recovery_text]", "Within a day.", "Binnen eines Tages."),
        ("settings[extras][compliance][1]", "Audited", "Auditiert"),
    ];
    let said = said.map(|(key, english, german)| (key.to_owned(), english, german)).into_iter();
    let own =
        [(format!("{size}/displayname"), "Size here", "Hiesige"), (format!("{size}/options/s"), "Small", "Klein")];
    (offering, said.chain(own).collect())
}

fn action(verb: &str, name: &str) -> ActionDraft {
    ActionDraft {
        id: format!("northwind-vector.index.{verb}"),
        display_name: name.to_owned(),
        description: format!("{name}."),
        ..ActionDraft::default()
    }
}

fn translate(offering: &mut Offering, said: &[Said]) {
    for (key, source, text) in said {
        let translated = Translated { source: (*source).to_owned(), text: (*text).to_owned() };
        offering.translations[0].texts.insert(key.clone(), translated);
    }
}

/// What of all of it is read in German, in the order of `spread`.
fn read(offering: &Offering) -> Vec<String> {
    let Offering { access, settings, deployments, .. } = offering.clone().in_language(Language::German);
    let created = access.draft.actions.into_iter().find(|action| action.id.ends_with("create")).unwrap();
    let extras = settings.draft.extras;
    let certified = extras.compliance.into_iter().find(|name| name != "ISO 27001").unwrap();
    let size = parameter::read(&deployments[0].options.parameters).remove(0);
    let own = [size.display_name, size.options[0].label.clone()];
    [access.draft.display_name, access.draft.description, created.display_name, created.description]
        .into_iter()
        .chain([extras.sla.terms, extras.sla.recovery_text, certified])
        .chain(own)
        .collect()
}

#[test]
fn every_text_that_customers_read_is_translated_and_stays_english_until_it_is() {
    let (mut offering, said) = spread();
    for (key, english, _) in &said {
        let row = row(&offering, key);
        assert_eq!((row.source.as_str(), row.text.as_str()), (*english, ""), "{key}");
    }
    assert_eq!(read(&offering), said.iter().map(|(_, english, _)| *english).collect::<Vec<_>>());
    translate(&mut offering, &said);
    assert!(told(&offering).is_empty(), "{:?}", told(&offering));
    assert_eq!(read(&offering), said.iter().map(|(_, _, german)| *german).collect::<Vec<_>>());
    let (_, spoken) = offering.spoken_in(Language::German);
    for (key, english, german) in &said {
        assert_eq!((spoken.lang(german), spoken.lang(english)), (Some("de"), None), "{key}");
    }
}

#[test]
fn each_of_them_is_told_when_its_english_text_has_changed_and_has_the_limit_of_it() {
    let (offering, said) = spread();
    for (key, _, german) in said {
        let mut changed = offering.clone();
        translate(&mut changed, &[(key.clone(), "What it was", german)]);
        assert_eq!(told(&changed), ["TRL-SRC-01"], "{key}");
        assert!(read(&changed).iter().any(|text| text == german), "{key} is read all the same");
        let limit = row(&offering, &key).place.limit;
        let mut long = offering.clone();
        let text = Translated { source: "What it was".to_owned(), text: "x".repeat(limit + 1) };
        long.translations[0].texts.insert(key.clone(), text);
        assert!(told(&long).contains(&"ALL-LEN-01"), "{key}: {:?}", told(&long));
    }
}

#[test]
fn what_changes_its_place_in_a_list_keeps_its_translation() {
    let (mut offering, said) = spread();
    translate(&mut offering, &said);
    let before = read(&offering);
    offering.settings.draft.extras.compliance.reverse();
    offering.access.draft.actions.reverse();
    assert!(told(&offering).is_empty(), "{:?}", told(&offering));
    assert_eq!(read(&offering), before);

    let created = &mut offering.access.draft.actions[0];
    "Make an index".clone_into(&mut created.display_name);
    let row = row(&offering, "action:northwind-vector.index.create/display_name");
    assert_eq!((row.text.as_str(), row.was.as_deref()), ("Index anlegen", Some("Create an index")), "an id is enough");
}

#[test]
fn a_deployment_has_translations_of_its_own_until_it_is_gone() {
    let (mut offering, said) = spread();
    translate(&mut offering, &said);
    let mut other = offering.deployments[0].clone();
    "eu-nl".clone_into(&mut other.location);
    let key = format!("deployment:{}/parameter:size/displayname", other.catalog_id());
    offering.deployments.push(other);
    assert_eq!(row(&offering, &key).text, "", "the same English text asks for another thing elsewhere");
    let parts = offering.translation_rows(Language::German);
    let of_deployments = parts.iter().filter(|(part, _)| matches!(part, Part::Deployment(..)));
    assert_eq!(of_deployments.count(), 2, "each by itself");

    offering.deployments[0].state = DeploymentState::Withdrawn;
    assert_eq!(told(&offering), ["TRL-SRC-02", "TRL-SRC-02"], "label and option");
    offering.deployments[0].state = DeploymentState::Unpublished;
    offering.deployments[0].options.parameters.clear();
    assert_eq!(told(&offering), ["TRL-SRC-02", "TRL-SRC-02"], "it asks for what the service asks for");
}

#[test]
fn what_a_deployment_says_itself_in_a_language_is_read_there() {
    let (mut offering, _) = spread();
    offering.translations.clear();
    let zone = r#"[{"name":"zone","displayname":"Zone","type":"text","i18n":{"de":{"displayname":"Bereich"}}}]"#;
    zone.clone_into(&mut offering.deployments[0].options.parameters);
    let (read, spoken) = offering.spoken_in(Language::German);
    let label = parameter::read(&read.deployments[0].options.parameters).remove(0).display_name;
    assert_eq!((label.as_str(), spoken.lang("Bereich")), ("Bereich", Some("de")));
}

#[test]
fn any_number_of_texts_has_places_that_are_told_apart() {
    let (mut offering, _) = spread();
    let numbered = (0..1_000).map(|at| action(&format!("verb-{at}"), &format!("Do {at}")));
    offering.access.draft.actions = numbered.collect();
    let twice = serde_json::json!({ "name": "twice", "displayname": "Twice", "type": "text" });
    offering.settings.draft.parameters = serde_json::json!([twice, twice]).to_string();
    let last = "action:northwind-vector.index.verb-999/display_name";
    translate(&mut offering, &[(last.to_owned(), "Do 999", "Tu es")]);
    let parts = offering.translation_rows(Language::German);
    assert!(parts.iter().all(|(_, rows)| rows.len() <= MOST_ROWS));
    let keys: Vec<&str> = parts.iter().flat_map(|(_, rows)| rows).map(|row| row.place.key.as_str()).collect();
    assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len());
    assert_eq!(keys.iter().filter(|key| key.starts_with("action:")).count(), 2_000);
    assert_eq!(keys.iter().filter(|key| key.starts_with("parameter:twice/")).count(), 1);
    assert_eq!(row(&offering, last).text, "Tu es");

    let gone: Vec<_> = (0..300).map(|at| (format!("action:gone-{at}/display_name"), "Do", "Tu es")).collect();
    translate(&mut offering, &gone);
    let parts = offering.translation_rows(Language::German);
    let left = parts.iter().filter(|(part, _)| *part == Part::Gone).map(|(_, rows)| rows.len());
    assert_eq!(left.collect::<Vec<_>>(), [MOST_ROWS, 300 - MOST_ROWS], "none of them is lost");

    let many = (0..1_000).map(|at| serde_json::json!({ "name": format!("p{at}"), "displayname": "P", "type": "text" }));
    offering.settings.draft.parameters = serde_json::Value::Array(many.collect()).to_string();
    let parts = offering.translation_rows(Language::German);
    assert_eq!(parts.len(), MOST_ROWS + 1, "those that a form has rows for, and what has none any more");
    assert_eq!(parts.last().map(|(part, _)| part), Some(&Part::Gone));
}
