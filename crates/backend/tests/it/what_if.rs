//! What a month would have come to by a draft: every account beside what it pays, and nothing of it anywhere else.

use std::time::Duration;

use slipway_backend::demo::OFFERING;
use slipway_domain::ids::PlanId;
use slipway_domain::month::Month;
use slipway_domain::number;
use slipway_domain::plan::PlanDraft;
use slipway_domain::rejection::{Kind, Rejection};
use slipway_domain::statement::{Course, WhatIf};
use uuid::Uuid;

use crate::instances::{made, new, plan, view};
use crate::revisions::price;
use crate::statements::enter;
use crate::support::{ADA, BEA, CLARA, FINN, House, KIM, RITA, VERA, rejection};
use crate::usage::{Metered, change_plan};

/// Orrery used three hundred queries and Fernway fifty, in the month of the house's clock.
async fn used_by_two() -> Metered {
    let mut metered = Metered::open().await;
    let house = &metered.house;
    let fernway = house.person(FINN).await.current.unwrap();
    house.acting(ADA).await.allow(OFFERING, &fernway.to_string()).await.unwrap();
    house.acting(RITA).await.approve_allowed(OFFERING, fernway).await.unwrap();
    let wanted = new(house, "standard").await;
    let id = house.acting(FINN).await.create_instance(OFFERING, &wanted).await.unwrap();
    house.backend.make_due_operations().await;
    let resource = view(house, id).await.instance.resource;
    house.clock.advance(Duration::from_hours(3));
    metered.sign_in_again().await;
    let mut other = metered.record(1, 50);
    other["resource_instance_id"] = resource.into();
    let answers = metered.submit(&[metered.record(1, 300), other]).await;
    assert!(answers.iter().all(|answer| answer.status == 201), "{answers:?}");
    metered
}

/// Fifty cents up to a hundred queries, and twenty for those above, in place of forty for all.
fn in_tiers(draft: &mut PlanDraft) {
    let metric = &mut draft.metrics[0];
    "graduated_tier".clone_into(&mut metric.rating_model);
    metric.bounds = vec!["100".to_owned(), String::new()];
    metric.prices = vec![vec!["0.50".to_owned(), "0.20".to_owned()]];
}

/// What each account pays now and would pay then, by which way it goes.
fn sums(what_if: &WhatIf, course: Course) -> Vec<[String; 2]> {
    let going = what_if.accounts.iter().filter(|account| account.course == course);
    let changes = going.flat_map(|account| &account.changes);
    changes.map(|one| [one.now, one.then].map(|amount| number::grouped(amount.unwrap(), 2))).collect()
}

#[tokio::test]
async fn a_draft_is_rated_over_the_latest_month_beside_what_was_published() {
    let metered = used_by_two().await;
    let (house, plan, may) = (&metered.house, metered.instance.plan, Month::of(metered.house.clock.now()));
    change_plan(house, plan, in_tiers).await;
    let kim = house.acting(KIM).await;
    let goes_on = kim.what_if(OFFERING, plan, "", "").await.unwrap();
    assert_eq!((goes_on.month, goes_on.is_draft), (may, true), "no month is over yet");
    enter(house, may.next());

    let before = house.events().await.len();
    let view = kim.what_if(OFFERING, plan, "", "").await.unwrap();
    assert_eq!((view.month, view.months.as_slice()), (may, [may.next(), may].as_slice()));
    assert_eq!(sums(&view.what_if, Course::Less), [["120.00", "90.00"]], "it crosses a tier");
    assert_eq!(sums(&view.what_if, Course::More), [["20.00", "25.00"]]);
    let [total] = view.what_if.totals.as_slice() else { panic!("{:?}", view.what_if.totals) };
    let number = |text: &str| number::parse(text).ok();
    assert_eq!((total.now, total.then), (number("140"), number("115")));
    assert_eq!((total.difference(), total.percent()), (number("25").map(|n| -n), number("17.9").map(|n| -n)));
    assert!(view.what_if.accounts.iter().all(|account| !account.is_unrated));

    let owed = house.acting(CLARA).await.statement(&may.to_string()).await.unwrap().statement.totals();
    assert_eq!(owed[0].cost, number("120"), "nothing of it is charged");
    assert_eq!(house.events().await.len(), before);
    let june = kim.what_if(OFFERING, plan, &may.next().to_string(), "").await.unwrap();
    assert_eq!((june.month, june.what_if), (may.next(), WhatIf::default()));
}

#[tokio::test]
async fn what_the_draft_has_no_price_for_is_marked() {
    let metered = used_by_two().await;
    let (house, plan) = (&metered.house, metered.instance.plan);
    change_plan(house, plan, |draft| draft.metrics.retain(|metric| metric.measure != "QUERY")).await;
    let what_if = house.acting(KIM).await.what_if(OFFERING, plan, "", "").await.unwrap().what_if;
    assert!(what_if.accounts.len() == 2 && what_if.accounts.iter().all(|account| account.is_unrated), "{what_if:?}");
    assert_eq!(what_if.count(Course::Less), 2);
}

#[tokio::test]
async fn a_fee_is_compared_by_its_days_too() {
    let house = House::open().await;
    house.publish_limited().await;
    let id = made(&house).await;
    let plan = view(&house, id).await.instance.plan;
    change_plan(&house, plan, |draft| "98".clone_into(&mut draft.amounts[0].price)).await;
    let view = house.acting(VERA).await.what_if(OFFERING, plan, "", "").await.unwrap();
    assert_eq!(sums(&view.what_if, Course::More), [["23.71", "47.42"]], "15 of 31 days of 49, and of 98");
}

#[tokio::test]
async fn a_request_is_rated_by_what_was_handed_in_whatever_the_draft_says_by_now() {
    let house = House::open().await;
    house.publish_limited().await;
    made(&house).await;
    let plan = price(&house, "98").await;
    let submission = house.request_review().await;
    change_plan(&house, plan, |draft| "147".clone_into(&mut draft.amounts[0].price)).await;
    let kim = house.acting(KIM).await;
    let by_draft = kim.what_if(OFFERING, plan, "", "").await.unwrap();
    let by_request = kim.what_if_of_request(OFFERING, submission, plan, "", "").await.unwrap();
    assert_eq!(sums(&by_draft.what_if, Course::More), [["23.71", "71.13"]]);
    assert_eq!(sums(&by_request.what_if, Course::More), [["23.71", "47.42"]]);

    let of = async |email: &str, name: &str| {
        let asked = house.acting(email).await.what_if_of_request(name, submission, plan, "", "").await;
        rejection(asked.map(drop))
    };
    assert!(matches!(of(RITA, OFFERING).await, Rejection::Denied(_)), "usage is none of a reviewer's");
    assert_eq!(of(CLARA, OFFERING).await, Rejection::NotFound(Kind::Submission));
    assert_eq!(of(KIM, "northwind-graph").await, Rejection::NotFound(Kind::Submission));
}

#[tokio::test]
async fn the_operator_reads_names_and_a_provider_numbers() {
    let metered = used_by_two().await;
    let (house, plan_id) = (&metered.house, metered.instance.plan);
    change_plan(house, plan_id, in_tiers).await;
    let by_provider = house.acting(KIM).await.what_if(OFFERING, plan_id, "", "").await.unwrap();
    let by_desk = house.acting(BEA).await.what_if(OFFERING, plan_id, "", "").await.unwrap();
    assert_eq!(by_provider.what_if, by_desk.what_if);
    assert_eq!(by_provider.names, []);
    let mut names: Vec<_> = by_desk.names.iter().map(|(_, name)| name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["Fernway", "Orrery Labs"]);
    let less = by_desk.what_if.accounts.iter().find(|account| account.course == Course::Less).unwrap();
    assert_eq!(by_desk.name_of(less.account), Some("Orrery Labs"));

    let of = async |email: &str, id| rejection(house.acting(email).await.what_if(OFFERING, id, "", "").await.map(drop));
    assert!(matches!(of(RITA, plan_id).await, Rejection::Denied(_)));
    assert_eq!(of(CLARA, plan_id).await, Rejection::NotFound(Kind::Offering));
    assert_eq!(of(KIM, plan(house, "lite").await).await, Rejection::NotFound(Kind::Page));
    assert_eq!(of(KIM, PlanId::new(Uuid::from_u128(99))).await, Rejection::NotFound(Kind::Plan));
}
