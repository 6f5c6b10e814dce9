//! What the pages of instances ask the backend for: a new one as typed, lists over all offerings, and what takes the name
//! of an instance to confirm it.

use slipway_backend::demo::OFFERING;
use slipway_backend::{Attempt, NewInstance};
use slipway_domain::caller::Role;
use slipway_domain::event::EventKind;
use slipway_domain::field::Field;
use slipway_domain::instance::{InstanceState, OperationKind, Progress};
use slipway_domain::listing::ExtrasDraft;
use slipway_domain::new_instance::{BindingDraft, NewInstanceDraft};
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_domain::rule::instance as rule;
use slipway_osb::fake::Fault;

use crate::instances::{create, made, new, plan, ready, settle, terms};
use crate::support::{ADA, BEA, CLARA, FINN, House, KIM, OTTO, RITA, VERA, rejection};
use crate::usage::publish_again;

async fn typed(house: &House) -> NewInstanceDraft {
    NewInstanceDraft {
        plan: plan(house, "standard").await.to_string(),
        location: "eu-de".to_owned(),
        name: " search ".to_owned(),
        parameters: r#"{"replicas": 3}"#.to_owned(),
        terms: terms(house).await,
        ..NewInstanceDraft::default()
    }
}

#[tokio::test]
async fn what_is_typed_is_created_and_the_history_names_the_terms() {
    let house = ready().await;
    let clara = house.acting(CLARA).await;
    let id = clara.order_instance(OFFERING, &typed(&house).await).await.unwrap();
    let event = house.events().await.remove(0);
    assert_eq!((event.kind, event.detail.terms), (EventKind::InstanceRequested, Some(terms(&house).await)));
    house.backend.make_due_operations().await;
    let page = clara.instance_page(OFFERING, id).await.unwrap();
    assert_eq!(
        (page.name.as_str(), page.state, page.place.plan.as_str()),
        ("search", InstanceState::Active, "Standard")
    );
    assert_eq!(page.operations[0].by_name, "Clara Voss");
    let sent = house.broker.log().into_iter().any(|call| format!("{call:?}").contains("replicas"));
    assert!(sent, "the parameters reach the broker");
}

#[tokio::test]
async fn everything_that_is_wrong_with_a_form_is_told_at_once_and_nothing_is_created() {
    let house = ready().await;
    let clara = house.acting(CLARA).await;
    let wrong = NewInstanceDraft { name: "a/b".to_owned(), parameters: "[]".to_owned(), ..NewInstanceDraft::default() };
    let Rejection::Invalid(found) = rejection(clara.order_instance(OFFERING, &wrong).await) else { panic!() };
    let fields: Vec<Field> = found.iter().map(|finding| finding.field).collect();
    let all = [
        Field::InstancePlan,
        Field::InstanceLocation,
        Field::InstanceName,
        Field::InstanceParameters,
        Field::InstanceTerms,
    ];
    assert_eq!(fields, all);
    assert!(clara.all_instances().await.unwrap().instances.is_empty());
}

#[tokio::test]
async fn whatever_asks_for_an_instance_accepts_the_terms_as_they_are() {
    let house = ready().await;
    let clara = house.acting(CLARA).await;
    let standard = new(&house, "standard").await;
    for (accepted, fault) in [("", rule::TERMS_NOT_ACCEPTED), ("https://northwind.example/old", rule::TERMS_CHANGED)] {
        let without = NewInstance { accepted_terms: accepted.to_owned(), ..standard.clone() };
        let Rejection::Invalid(found) = rejection(clara.create_instance(OFFERING, &without).await) else { panic!() };
        assert_eq!(found.iter().map(|finding| finding.rule).collect::<Vec<_>>(), [fault]);
    }
}

#[tokio::test]
async fn a_form_that_is_sent_twice_makes_one_instance() {
    let house = ready().await;
    let clara = house.acting(CLARA).await.as_operation("one".to_owned());
    let asked = typed(&house).await;
    let first = clara.order_instance(OFFERING, &asked).await.unwrap();
    assert_eq!(clara.order_instance(OFFERING, &asked).await.unwrap(), first);
    assert_eq!(clara.all_instances().await.unwrap().instances.len(), 1);
    let other = NewInstanceDraft { name: "another".to_owned(), ..asked };
    assert_eq!(rejection(clara.order_instance(OFFERING, &other).await), Rejection::SentBefore);
}

#[tokio::test]
async fn the_form_says_why_somebody_cannot_create_an_instance() {
    let house = ready().await;
    let obstacle = async |email: &str| house.acting(email).await.new_instance_form(OFFERING).await.unwrap().obstacle;
    assert_eq!(obstacle(CLARA).await, None);
    assert!(matches!(obstacle(KIM).await, Some(Rejection::Denied(_))));
    assert_eq!(obstacle(RITA).await, Some(Rejection::NotFound(Kind::Account)));
    let stranger = house.acting(FINN).await.new_instance_form(OFFERING).await;
    assert_eq!(rejection(stranger), Rejection::NotFound(Kind::Offering));
    let typed = typed(&house).await;
    assert!(matches!(rejection(house.acting(KIM).await.order_instance(OFFERING, &typed).await), Rejection::Denied(_)));
}

/// Sight for one's work (decision 0028) is not the account's.
#[tokio::test]
async fn whoever_sees_a_service_for_their_work_creates_nothing_that_their_account_may_not() {
    let house = ready().await;
    let (typed, new) = (typed(&house).await, new(&house, "standard").await);
    let missing = Rejection::NotFound(Kind::Offering);
    for role in [Role::Reviewer, Role::Admin] {
        let finn = house.acting_as(FINN, &[role]).await;
        assert!(!finn.catalog_details(OFFERING).await.unwrap().is_offered, "{role:?}");
        let form = finn.new_instance_form(OFFERING).await.unwrap();
        assert_eq!(form.obstacle, Some(Rejection::Refused(Refusal::NotOffered)));
        assert_eq!(rejection(finn.order_instance(OFFERING, &typed).await), missing);
        assert_eq!(rejection(finn.create_instance(OFFERING, &new).await), missing);
    }
    let id = made(&house).await;
    let clara = house.acting_as(CLARA, &[Role::Reviewer]).await;
    assert!(clara.catalog_details(OFFERING).await.unwrap().is_offered);
    assert_eq!(clara.new_instance_form(OFFERING).await.unwrap().obstacle, None);
    assert!(!clara.instance_page(OFFERING, id).await.unwrap().plans.is_empty());
    house.acting(ADA).await.exclude(OFFERING, "Orrery Labs").await.unwrap();
    assert!(clara.instance_page(OFFERING, id).await.unwrap().plans.is_empty());
    let lite = Some(plan(&house, "lite").await);
    let moved = clara.update_instance(OFFERING, id, lite, serde_json::Map::new()).await;
    assert_eq!(rejection(moved), missing);
}

#[tokio::test]
async fn an_account_lists_what_it_has_and_nobody_elses() {
    let house = ready().await;
    let (clara, finn) = (house.acting(CLARA).await, house.acting(FINN).await);
    let first = made(&house).await;
    let second = create(&house).await;
    let listed = clara.all_instances().await.unwrap().instances;
    let told: Vec<_> = listed.iter().map(|line| (line.id, line.is_busy, line.place.location.as_str())).collect();
    assert_eq!(told, [(second, true, "eu-de"), (first, false, "eu-de")]);
    assert!(finn.all_instances().await.unwrap().instances.is_empty());
    assert!(matches!(rejection(house.acting(VERA).await.all_instances().await), Rejection::Denied(_)));
    let foreign = rejection(finn.instance_page(OFFERING, first).await);
    assert_eq!(foreign, Rejection::NotFound(Kind::Instance));
    settle(&house, second).await;
    clara.remove_instance_called(OFFERING, first, "Vector store 1").await.unwrap();
    settle(&house, first).await;
    let left: Vec<_> = clara.all_instances().await.unwrap().instances.into_iter().map(|line| line.id).collect();
    assert_eq!(left, [second], "removed ones are gone from the list");
}

#[tokio::test]
async fn an_instance_is_removed_by_its_name_alone() {
    let house = ready().await;
    let (clara, id) = (house.acting(CLARA).await, made(&house).await);
    for typed in ["", "vector store 1", "Vector store"] {
        let refused = rejection(clara.remove_instance_called(OFFERING, id, typed).await);
        assert_eq!(refused, Rejection::Refused(Refusal::ConfirmationMismatch), "{typed}");
    }
    let page = clara.instance_page(OFFERING, id).await.unwrap();
    assert_eq!((page.state, page.operations.len()), (InstanceState::Active, 1));
}

#[tokio::test]
async fn a_page_offers_the_plans_that_the_instance_can_change_to() {
    let house = ready().await;
    let (clara, id) = (house.acting(CLARA).await, made(&house).await);
    let page = clara.instance_page(OFFERING, id).await.unwrap();
    assert!(page.is_plan_updateable && page.is_bindable);
    assert_eq!(page.plans.iter().map(|plan| plan.name.as_str()).collect::<Vec<_>>(), ["lite"]);
    assert_eq!(page.obstacle(OperationKind::Update), None);
}

#[tokio::test]
async fn credentials_are_shown_while_they_are_there() {
    let house = ready().await;
    let (clara, id) = (house.acting(CLARA).await, made(&house).await);
    let Rejection::Invalid(found) =
        rejection(clara.order_binding(OFFERING, id, &BindingDraft { name: " ".to_owned() }).await)
    else {
        panic!()
    };
    assert_eq!(found.iter().next().unwrap().field, Field::BindingName);
    clara.order_binding(OFFERING, id, &BindingDraft { name: "key".to_owned() }).await.unwrap();
    let making = clara.instance_page(OFFERING, id).await.unwrap().bindings.remove(0);
    let missing = Rejection::NotFound(Kind::Binding);
    assert_eq!(rejection(clara.binding(OFFERING, id, making.id).await), missing);
    settle(&house, id).await;
    assert_eq!(clara.binding(OFFERING, id, making.id).await.unwrap().name, "key");
    assert_eq!(
        rejection(house.acting(FINN).await.binding(OFFERING, id, making.id).await),
        Rejection::NotFound(Kind::Instance)
    );
}

#[tokio::test]
async fn the_operator_sees_what_waits_for_a_person_and_gives_it_up_by_name() {
    let house = ready().await;
    let (clara, otto, id) = (house.acting(CLARA).await, house.acting(OTTO).await, made(&house).await);
    assert!(otto.all_dead_letters().await.unwrap().letters.is_empty());
    house.broker.set_asynchronous(&plan(&house, "standard").await.to_string(), 1);
    house.broker.set_faults([Fault::NeverEnds]);
    clara.remove_instance(OFFERING, id).await.unwrap();
    assert_eq!(settle(&house, id).await.progress, Progress::DeadLettered);
    for email in [CLARA, KIM, RITA, BEA] {
        let refused = rejection(house.acting(email).await.all_dead_letters().await);
        assert!(matches!(refused, Rejection::Denied(_)), "{email}");
    }
    let letter = otto.all_dead_letters().await.unwrap().letters.remove(0);
    assert_eq!((letter.kind, letter.broker.as_str()), (OperationKind::Deprovision, "vector-broker"));
    assert_eq!((letter.consumer.as_str(), letter.asked_by.as_str()), ("Orrery Labs", "Clara Voss"));
    let refused = rejection(otto.give_up_operation_of(OFFERING, letter.id, "yes").await);
    assert_eq!(refused, Rejection::Refused(Refusal::ConfirmationMismatch));
    otto.give_up_operation_of(OFFERING, letter.id, "Vector store 1").await.unwrap();
    assert!(otto.all_dead_letters().await.unwrap().letters.is_empty());
    let again = rejection(otto.give_up_operation_of(OFFERING, letter.id, "Vector store 1").await);
    assert_eq!(again, Rejection::Refused(Refusal::AlreadyDone));
}

#[tokio::test]
async fn a_provider_reads_how_many_instances_go_through_a_broker_and_nobody_else_does() {
    let house = ready().await;
    let kim = house.acting(KIM).await;
    assert!(kim.broker_instances(OFFERING).await.unwrap().0.is_empty());
    made(&house).await;
    create(&house).await;
    let broker = kim.offering(OFFERING).await.unwrap().offering.brokers[0].id;
    assert_eq!(kim.broker_instances(OFFERING).await.unwrap().0, [(broker, 2)]);
    let refused = rejection(house.acting(CLARA).await.broker_instances(OFFERING).await);
    assert_eq!(refused, Rejection::NotFound(Kind::Offering));
}

/// Publishes the demo offering once more, with this said of its listing beside what it needs.
async fn republished(house: &House, change: impl FnOnce(&mut ExtrasDraft)) {
    let kim = house.acting(KIM).await;
    let listing = kim.offering(OFFERING).await.unwrap().offering.listing;
    let mut draft = listing.draft;
    change(&mut draft.extras);
    kim.save_listing(OFFERING, Attempt { revision: listing.revision, operation: "" }, &draft).await.unwrap();
    publish_again(house).await;
}

#[tokio::test]
async fn a_dashboard_is_shown_while_an_instance_is_being_made_only_if_the_provider_says_so() {
    let house = ready().await;
    house.broker.set_asynchronous(&plan(&house, "standard").await.to_string(), 2);
    let (clara, id) = (house.acting(CLARA).await, create(&house).await);
    house.backend.make_due_operations().await;
    let page = clara.instance_page(OFFERING, id).await.unwrap();
    assert_eq!((page.state, page.dashboard_url.as_str()), (InstanceState::Provisioning, ""));
    republished(&house, |extras| {
        "yes".clone_into(&mut extras.accessible_during_provision);
        "drilldown".clone_into(&mut extras.embeddable_dashboard);
    })
    .await;
    let page = clara.instance_page(OFFERING, id).await.unwrap();
    assert_eq!(page.state, InstanceState::Provisioning);
    assert!(!page.dashboard_url.is_empty() && page.is_dashboard_in_place);
    assert_eq!(settle(&house, id).await.progress, Progress::Succeeded);
    republished(&house, |extras| *extras = ExtrasDraft::default()).await;
    let page = clara.instance_page(OFFERING, id).await.unwrap();
    assert!(!page.dashboard_url.is_empty() && !page.is_dashboard_in_place, "it is there once the instance is");
}
