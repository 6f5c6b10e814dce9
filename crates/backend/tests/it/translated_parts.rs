//! What a customer reads in another language beside listing and plans: service level, certifications, and what a single
//! deployment asks for. The policy editor has no page here, and its texts are translated with the rest.

use slipway_backend::demo::OFFERING;
use slipway_backend::{Acting, Attempt};
use slipway_domain::access::ActionDraft;
use slipway_domain::catalog::Details;
use slipway_domain::deployment::DeploymentOptions;
use slipway_domain::language::Language;
use slipway_domain::offering::Offering;
use slipway_domain::translation::{TextDraft, TranslationDraft};

use crate::publish::offering;
use crate::support::{CLARA, House, KIM};

const ZONE: &str = r#"[{"name":"zone","displayname":"Zone","description":"Where it runs.","type":"text"}]"#;

/// Puts an English text everywhere, and the German form of most of them.
async fn spread(kim: &Acting) -> TranslationDraft {
    let before = offering(kim).await;
    let mut settings = before.settings.draft.clone();
    let sla = &mut settings.extras.sla;
    "Gold agreement".clone_into(&mut sla.terms);
    "yes".clone_into(&mut sla.recovery);
    "Within a day.".clone_into(&mut sla.recovery_text);
    settings.extras.compliance = vec!["ISO 27001".to_owned(), "Audited".to_owned()];
    let attempt = Attempt { revision: before.settings.revision, operation: "" };
    kim.save_settings(OFFERING, attempt, &settings).await.unwrap();

    let mut access = before.access.draft.clone();
    "Vectors".clone_into(&mut access.display_name);
    access.actions = vec![ActionDraft::dashboard(OFFERING)];
    let attempt = Attempt { revision: before.access.revision, operation: "" };
    kim.save_access(OFFERING, attempt, &access).await.unwrap();

    let record = &before.deployments[0];
    let options = DeploymentOptions { parameters: ZONE.to_owned(), ..DeploymentOptions::default() };
    kim.save_deployment(OFFERING, record.id, record.revision, &options).await.unwrap();
    let text = |key: String, source: &str, text: &str| TextDraft {
        key,
        source: source.to_owned(),
        text: text.to_owned(),
        ..TextDraft::default()
    };
    let label = format!("deployment:{}/parameter:zone/displayname", record.catalog_id());
    let action = format!("action:{OFFERING}.dashboard.view/display_name");
    let rows = vec![
        text("settings[extras][sla][recovery_text]".to_owned(), "Within a day.", "Binnen eines Tages."),
        text("settings[extras][compliance][1]".to_owned(), "Audited", "Auditiert"),
        text("access[display_name]".to_owned(), "Vectors", "Vektoren"),
        text(action, "Open the dashboard", "Dashboard anzeigen"),
        text(label, "Zone", "Bereich"),
    ];
    TranslationDraft { groups: vec![rows] }
}

/// Recovery, agreement, certifications, and label and help of the parameter of the deployment.
fn told(details: &Details) -> Vec<&str> {
    let zone = &details.local_parameters[0].parameters[0];
    let sla = [details.sla.recovery_text.as_str(), details.sla.terms.as_str()];
    let certified = details.compliance.iter().map(String::as_str);
    sla.into_iter().chain(certified).chain([zone.display_name.as_str(), zone.description.as_str()]).collect()
}

/// The name in the policy editor, and that of its one action.
fn policy(offering: Offering) -> [String; 2] {
    let mut access = offering.in_language(Language::German).access.draft;
    [access.display_name, access.actions.remove(0).display_name]
}

#[tokio::test]
async fn whoever_reads_german_reads_every_part_in_german_as_far_as_it_is_translated() {
    let house = House::open().await;
    house.publish_limited().await;
    let (kim, clara) = (house.acting(KIM).await, house.acting(CLARA).await);
    let german = spread(&kim).await;
    kim.save_translation(OFFERING, Language::German, 0, &german).await.unwrap();
    kim.publish_limited(OFFERING).await.unwrap();

    let english = ["Within a day.", "Gold agreement", "ISO 27001", "Audited", "Zone", "Where it runs."];
    assert_eq!(told(&clara.catalog_details(OFFERING).await.unwrap().details), english);
    let read = house.acting(CLARA).await.in_language(Language::German).catalog_details(OFFERING).await.unwrap().details;
    let translated = ["Binnen eines Tages.", "Gold agreement", "ISO 27001", "Auditiert", "Bereich", "Where it runs."];
    assert_eq!(told(&read), translated);
    let announced = told(&read).into_iter().filter(|text| read.tile.spoken.lang(text) == Some("de"));
    assert_eq!(announced.collect::<Vec<_>>(), ["Binnen eines Tages.", "Auditiert", "Bereich"]);
    assert_eq!(policy(offering(&kim).await), ["Vektoren", "Dashboard anzeigen"]);
}
