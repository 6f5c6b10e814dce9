use super::{Line, Sign, Subject, compare, is_unchanged};
use crate::access::SubjectDraft;
use crate::deployment::DeploymentState;
use crate::field::Field;
use crate::ids::BrokerId;
use crate::listing::{BulletDraft, MediaDraft, NavigationDraft};
use crate::offering::Offering;
use crate::page::Page;
use crate::plan::{AmountDraft, CapDraft};
use crate::sample;
use crate::settings::switch;

fn changed(before: &Offering, now: &Offering) -> Vec<(Sign, Subject)> {
    let lines = compare(Some(before), now).into_iter();
    lines.filter(|line| line.sign() != Sign::Same).map(|line| (line.sign(), line.subject)).collect()
}

#[test]
fn a_version_does_not_differ_from_itself() {
    let offering = sample::offering();
    assert_eq!(changed(&offering, &offering), []);
    assert!(compare(Some(&offering), &offering).len() > 30);
    assert!(is_unchanged(&offering, &offering));
}

#[test]
fn without_an_earlier_version_everything_is_new() {
    let offering = sample::offering();
    let lines = compare(None, &offering);
    assert!(lines.iter().all(|line| line.sign() == Sign::Added));
    for page in Page::DEFINED {
        assert!(lines.iter().any(|line| line.page == page), "{page:?}");
    }
}

#[test]
fn fields_are_edited_added_and_removed() {
    let before = sample::offering();
    let mut now = before.clone();
    now.listing.draft.display_name = "Vector Database".to_owned();
    now.summary.draft.target_date.clear();
    now.settings.draft.service_key_supported = "no".to_owned();
    assert_eq!(
        changed(&before, &now),
        [
            (Sign::Removed, Subject::Field(Field::TargetDate)),
            (Sign::Edited, Subject::Field(Field::DisplayName)),
            (Sign::Edited, Subject::Field(Field::ServiceKeySupported)),
        ]
    );
    assert_eq!(changed(&now, &before)[0].0, Sign::Added);
}

#[test]
fn blank_space_around_a_value_is_no_change() {
    let before = sample::offering();
    let mut now = before.clone();
    now.listing.draft.display_name.push(' ');
    now.listing.draft.bullets.push(BulletDraft::default());
    assert_eq!(changed(&before, &now), []);
}

#[test]
fn a_highlight_keeps_its_identity_when_it_moves() {
    let before = sample::offering();
    let mut now = before.clone();
    let bullet = |title: &str, text: &str| BulletDraft {
        title: title.to_owned(),
        description: text.to_owned(),
        ..BulletDraft::default()
    };
    now.listing.draft.bullets = vec![bullet("Safe", "Encrypted at rest."), bullet("Fast", "Answers in five.")];
    assert_eq!(
        changed(&before, &now),
        [(Sign::Added, Subject::Highlight("Safe".to_owned())), (Sign::Edited, Subject::Highlight("Fast".to_owned())),]
    );
}

#[test]
fn another_icon_is_an_edit_of_its_highlight() {
    let before = sample::offering();
    let mut now = before.clone();
    "rocket".clone_into(&mut now.listing.draft.bullets[0].icon);
    assert_eq!(changed(&before, &now), [(Sign::Edited, Subject::Highlight("Fast".to_owned()))]);
}

#[test]
fn media_keep_their_identity_when_they_move() {
    let mut before = sample::offering();
    let item = |url: &str, caption: &str| MediaDraft { url: url.into(), caption: caption.into(), ..MediaDraft::new() };
    let (tour, page) = ("https://northwind.example/tour.png", "https://northwind.example/page.png");
    before.listing.draft.media = vec![item(tour, "A tour."), item(page, "A page.")];
    let mut now = before.clone();
    now.listing.draft.media = vec![item(page, "A page."), MediaDraft::new(), item(tour, "The whole tour.")];
    assert_eq!(changed(&before, &now), [(Sign::Edited, Subject::Field(Field::Media))]);
    now.listing.draft.media.remove(0);
    assert_eq!(changed(&before, &now).iter().map(|(sign, _)| *sign).collect::<Vec<_>>(), [Sign::Edited, Sign::Removed]);
}

#[test]
fn a_plan_is_the_same_plan_under_a_new_name_and_its_prices_are_joined_by_country() {
    let before = sample::offering();
    let mut now = before.clone();
    let plan = &mut now.plans[1];
    plan.draft.name = "standard".to_owned();
    plan.draft.amounts[0].price = "39.90".to_owned();
    plan.draft.amounts.insert(0, AmountDraft { country: "DEU".into(), currency: "EUR".into(), price: "35".into() });
    let of = |field| Subject::Plan { id: before.plans[1].id, name: "standard".to_owned(), field };
    assert_eq!(
        changed(&before, &now),
        [
            (Sign::Edited, of(Field::PlanName)),
            (Sign::Added, of(Field::PlanAmounts)),
            (Sign::Edited, of(Field::PlanAmounts)),
        ]
    );
}

#[test]
fn what_a_plan_says_beside_its_price_is_told_and_caps_are_joined_by_their_measure() {
    let mut before = sample::offering();
    let cap = |measure: &str, cap: &str| CapDraft { measure: measure.into(), cap: cap.into(), ..CapDraft::new() };
    before.plans[0].draft.lite_caps = vec![cap("QUERY", "5")];
    let mut now = before.clone();
    let plan = &mut now.plans[0].draft;
    plan.bindable = "no".to_owned();
    plan.regional = "yes".to_owned();
    plan.effective_until = "2026-12-31".to_owned();
    plan.lite_caps = vec![cap("SEAT", "1"), cap("QUERY", "6")];
    let of = |field| Subject::Plan { id: before.plans[0].id, name: "lite".to_owned(), field };
    let added = [Field::PlanBindable, Field::PlanUntil, Field::PlanRegional].map(|field| (Sign::Added, of(field)));
    let caps = [(Sign::Added, of(Field::PlanCaps)), (Sign::Edited, of(Field::PlanCaps))];
    assert_eq!(changed(&before, &now), [added.as_slice(), caps.as_slice()].concat());
}

#[test]
fn a_plan_that_is_gone_is_told_value_by_value() {
    let before = sample::offering();
    let mut now = before.clone();
    now.plans.remove(0);
    let lines = changed(&before, &now);
    assert!(lines.iter().all(|(sign, subject)| {
        *sign == Sign::Removed && matches!(subject, Subject::Plan { name, .. } if name == "lite")
            || matches!(subject, Subject::Deployment { .. })
    }));
    assert!(lines.len() > 4);
}

#[test]
fn a_withdrawn_deployment_and_a_changed_address_are_told() {
    let before = sample::offering();
    let mut now = before.clone();
    now.deployments[0].state = DeploymentState::Withdrawn;
    now.brokers[0].draft.url = "https://elsewhere.example".to_owned();
    let lines = compare(Some(&before), &now);
    let changed: Vec<&Line> = lines.iter().filter(|line| line.sign() != Sign::Same).collect();
    assert_eq!(changed.len(), 2);
    assert_eq!(changed[0].now, "https://elsewhere.example");
    assert_eq!(changed[1].subject, Subject::Deployment { plan: "lite".to_owned(), location: "eu-de".to_owned() });
    assert_eq!((changed[1].before.as_str(), changed[1].sign()), ("northwind-broker-eu", Sign::Removed));
}

#[test]
fn what_a_deployment_says_otherwise_is_told_beside_its_broker() {
    let before = sample::offering();
    let mut now = before.clone();
    now.deployments[0].options.pricing_region = "us-south".to_owned();
    let lines = compare(Some(&before), &now);
    let changed: Vec<&Line> = lines.iter().filter(|line| line.sign() != Sign::Same).collect();
    assert_eq!(changed.len(), 1);
    assert_eq!(changed[0].before, "northwind-broker-eu");
    assert_eq!(changed[0].now, "northwind-broker-eu\npriced as us-south");
    now.deployments[0].options.deployment_regions = vec!["eu-de".to_owned(), "jp-tok".to_owned()];
    let lines = compare(Some(&before), &now);
    let told = lines.iter().find(|line| line.sign() != Sign::Same).map(|line| line.now.as_str());
    assert_eq!(told, Some("northwind-broker-eu\npriced as us-south\nruns in eu-de, jp-tok"));
}

#[test]
fn what_a_broker_wants_differently_is_told_and_what_is_usual_is_not() {
    let before = sample::offering();
    let mut now = before.clone();
    now.brokers[0].draft.extension_prefix = "/vendor".to_owned();
    let broker = &before.brokers[0];
    let of = |field| Subject::Broker { id: broker.id, name: broker.draft.name.clone(), field };
    assert_eq!(changed(&before, &now), [(Sign::Edited, of(Field::ExtensionPrefix))]);
    let subjects: Vec<Subject> = compare(None, &now).into_iter().map(|line| line.subject).collect();
    assert!(subjects.contains(&of(Field::ExtensionPrefix)) && !subjects.contains(&of(Field::MaxPoll)));
    now = before.clone();
    (now.brokers[0].draft.region, now.brokers[0].draft.resource_group) = ("eu-de".to_owned(), "data".to_owned());
    let places = [(Sign::Added, of(Field::BrokerRegion)), (Sign::Edited, of(Field::BrokerGroup))];
    assert_eq!(changed(&before, &now), places);
}

#[test]
fn what_no_line_tells_is_a_change_all_the_same() {
    let before = sample::offering();
    let edits: [fn(&mut Offering); 9] = [
        |now| now.summary.draft.contact_name.push(' '),
        |now| now.listing.draft.display_name.push(' '),
        |now| now.settings.draft.bindable.push(' '),
        |now| now.access.draft.redirect_uris.push(String::new()),
        |now| now.plans.reverse(),
        |now| now.plans[0].draft.name.push(' '),
        |now| now.brokers[0].draft.url.push(' '),
        |now| now.deployments[0].broker = BrokerId::new(uuid::Uuid::from_u128(99)),
        |now| now.deployments[0].options.parameters.push(' '),
    ];
    for (number, edit) in edits.into_iter().enumerate() {
        let mut now = before.clone();
        edit(&mut now);
        assert!(!is_unchanged(&before, &now), "{number}");
    }
    let mut registered_anew = before.clone();
    registered_anew.brokers[0].revision += 1;
    registered_anew.stage_revision += 1;
    assert!(is_unchanged(&before, &registered_anew), "what the platform keeps beside it is no content");
}

#[test]
fn metrics_are_told_apart_by_the_key_of_their_total() {
    let mut before = sample::offering();
    before.plans[1] = sample::metered();
    let mut now = before.clone();
    let plan = &mut now.plans[1].draft;
    plan.metrics.swap(0, 1);
    plan.metrics[0].metering_scale = "1000".to_owned();
    plan.metrics[1].prices[1][2] = "0.20".to_owned();
    plan.metrics[1].bounds[0] = "500".to_owned();
    let of = |field| Subject::Plan { id: before.plans[1].id, name: "flex".to_owned(), field };
    assert_eq!(
        changed(&before, &now),
        [
            (Sign::Edited, of(Field::MetricScale(0))),
            (Sign::Edited, of(Field::MetricTiers(1))),
            (Sign::Edited, of(Field::MetricPlaces(1))),
        ]
    );
}

#[test]
fn what_may_be_said_beside_is_told_by_its_field_and_plans_by_their_names() {
    let before = sample::offering();
    let mut now = before.clone();
    now.listing.draft.extras.popup_warning_message = "Back up first.".to_owned();
    now.listing.draft.extras.navigation_items =
        vec![NavigationDraft { id: "releases".to_owned(), label: "Releases".to_owned(), url: String::new() }];
    let [lite, gold] = [0, 1].map(|at| now.plans[at].id.to_string());
    now.settings.draft.extras.barred_switches = vec![switch(&gold, &lite)];
    now.settings.draft.extras.compliance = vec!["ISO 27001".to_owned(), "SOC 2".to_owned()];
    now.access.draft.subjects =
        vec![SubjectDraft { service_name: "globex-relay".to_owned(), ..SubjectDraft::default() }];
    let fields =
        [Field::PopupWarning, Field::NavigationItems, Field::BarredSwitches, Field::Compliance, Field::Subjects];
    assert_eq!(changed(&before, &now), fields.map(|field| (Sign::Added, Subject::Field(field))));
    let lines = compare(Some(&before), &now);
    let barred = lines.iter().find(|line| line.subject == Subject::Field(Field::BarredSwitches)).unwrap();
    assert_eq!(barred.now, "gold → lite");
}
