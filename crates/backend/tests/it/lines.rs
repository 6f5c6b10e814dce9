//! The lists of offerings: pages that show each of them once while others are added, filters, sums that are true, and
//! lines that are never older than what they tell of.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use slipway_backend::demo::OFFERING;
use slipway_backend::{Acting, Attempt, Ruling, Said};
use slipway_domain::ids::OfferingId;
use slipway_domain::offering::Scope;
use slipway_domain::offering_line::{LINES_ON_PAGE, LinesQuery, LinesView, Place};
use slipway_domain::review::Answer;
use slipway_domain::stage::{Move, Stage, Turn};
use slipway_domain::view::OfferingView;
use uuid::Uuid;

use crate::support::{ADA, BEA, House, KIM, OTTO, RITA, approval};

const SAID: Said<'static> = Said { confirmation: OFFERING, reason: "Use Northwind Cloud instead." };

/// Offerings of the demo's provider, without anything in them.
async fn add(house: &House, numbers: impl Iterator<Item = u128>) {
    let store = house.backend.store();
    let account = store.offering_named(OFFERING).await.unwrap().unwrap().account;
    let by = house.person(KIM).await.id;
    let mut tx = store.write().await.unwrap();
    for number in numbers {
        let scope = Scope { account, offering: OfferingId::new(Uuid::from_u128(number)) };
        tx.add_offering(scope, &format!("added-{number}"), false, by, house.clock.now()).await.unwrap();
    }
    tx.commit().await.unwrap();
}

fn names(views: &[OfferingView]) -> Vec<String> {
    views.iter().map(|view| view.offering.name.clone()).collect()
}

async fn page(acting: &Acting, of_the_operator: bool, query: &LinesQuery) -> (Vec<String>, LinesView) {
    if of_the_operator {
        let board = acting.board(query).await.unwrap();
        (names(&board.offerings), board.lines)
    } else {
        let list = acting.offerings(query).await.unwrap();
        (names(&list.offerings), list.lines)
    }
}

/// What the board says beside what is told by the offerings themselves.
async fn agrees(house: &House, after: &str) {
    let otto = house.acting(OTTO).await;
    let query = LinesQuery { sort: "since".to_owned(), ..LinesQuery::default() };
    let board = Box::pin(otto.board(&query)).await.unwrap();
    assert!(board.lines.before.is_none() && board.lines.after.is_none(), "all of them are on the page");
    let mut counted: BTreeMap<Place, u32> = BTreeMap::new();
    let mut waits_since = None;
    for view in &board.offerings {
        let (track, turn) = (view.offering.stage.track(), view.turn());
        *counted.entry(Place { track, turn: turn.turn }).or_default() += 1;
        if turn.turn.is_operator() {
            waits_since = waits_since.into_iter().chain([turn.since]).min();
        }
        let narrowed = LinesQuery {
            text: view.offering.listing.draft.display_name.clone(),
            stage: Place { track, turn: turn.turn }.track_name().to_owned(),
            turn: turn.turn.name().to_owned(),
            ..LinesQuery::default()
        };
        let found = names(&Box::pin(otto.board(&narrowed)).await.unwrap().offerings);
        assert!(found.contains(&view.offering.name), "after {after}: {narrowed:?}");
    }
    assert_eq!(board.lines.counts.iter().copied().collect::<BTreeMap<_, _>>(), counted, "after {after}");
    assert_eq!(board.waits_since, waits_since, "after {after}");
    let waited: Vec<_> = board.offerings.iter().map(|view| view.turn().since).collect();
    assert!(waited.is_sorted(), "after {after}: {waited:?}");
}

#[tokio::test]
async fn lines_and_sums_are_true_after_every_kind_of_change() {
    let house = House::open().await;
    add(&house, 1..=3).await;
    agrees(&house, "new offerings").await;
    Box::pin(until_it_is_published(&house)).await;
    Box::pin(until_it_is_public(&house)).await;
    Box::pin(after_the_release(&house)).await;
}

async fn until_it_is_published(house: &House) {
    house.clock.advance(Duration::from_mins(1));
    house.mend_listing().await;
    agrees(house, "another title").await;
    let kim = house.acting(KIM).await;
    let plans = kim.offering(OFFERING).await.unwrap().offering.plans;
    let plan = plans.into_iter().find(|plan| !plan.draft.is_free()).unwrap();
    let mut draft = plan.draft.clone();
    "59.00".clone_into(&mut draft.amounts[0].price);
    kim.save_plan(OFFERING, plan.id, plan.revision, &draft).await.unwrap();
    agrees(house, "another price").await;
    house.clock.advance(Duration::from_mins(1));
    kim.submit_plan(OFFERING, plan.id).await.unwrap();
    agrees(house, "prices handed in").await;
    assert_eq!(kim.offering(OFFERING).await.unwrap().turn().turn, Turn::Billing);
    house.acting(BEA).await.decide_plan(OFFERING, plan.id, plan.revision + 1, true, "").await.unwrap();
    agrees(house, "prices agreed to").await;
    house.publish_limited().await;
    agrees(house, "published").await;
}

async fn until_it_is_public(house: &House) {
    let (ada, kim, rita) = (house.acting(ADA).await, house.acting(KIM).await, house.acting(RITA).await);
    house.clock.advance(Duration::from_mins(1));
    house.request_review().await;
    agrees(house, "handed in").await;
    let open = rita.reviews().await.unwrap().remove(0).submission;
    let back = Ruling { answer: Answer::Return, reason: "The icon cannot be read.", ..approval(&open.content_sha256) };
    rita.decide_review(open.id, back).await.unwrap();
    agrees(house, "returned").await;
    house.clock.advance(Duration::from_mins(1));
    let summary = kim.offering(OFFERING).await.unwrap().offering.summary;
    let mut draft = summary.draft.clone();
    draft.description.push_str(" In three zones.");
    kim.save_summary(OFFERING, Attempt { revision: summary.revision, operation: "" }, &draft).await.unwrap();
    house.request_review().await;
    ada.withdraw_review(OFFERING).await.unwrap();
    agrees(house, "withdrawn").await;
    house.request_review().await;
    house.approve().await;
    agrees(house, "approved").await;
    house.acting(OTTO).await.release(OFFERING).await.unwrap();
    agrees(house, "released").await;
}

async fn after_the_release(house: &House) {
    let (ada, kim, rita) = (house.acting(ADA).await, house.acting(KIM).await, house.acting(RITA).await);
    house.clock.advance(Duration::from_mins(1));
    ada.change_lifecycle(OFFERING, Move::Suspend, SAID).await.unwrap();
    agrees(house, "suspended").await;
    house.clock.advance(Duration::from_mins(1));
    ada.ask_resumption(OFFERING).await.unwrap();
    agrees(house, "asked to be resumed").await;
    rita.change_lifecycle(OFFERING, Move::Resume, SAID).await.unwrap();
    agrees(house, "resumed").await;
    ada.change_lifecycle(OFFERING, Move::Suspend, SAID).await.unwrap();
    ada.ask_resumption(OFFERING).await.unwrap();
    rita.decline_resumption(OFFERING, SAID.reason).await.unwrap();
    agrees(house, "declined").await;
    assert_eq!(kim.offering(OFFERING).await.unwrap().offering.stage, Stage::Suspended);
}

#[tokio::test]
async fn pages_show_every_offering_once_while_others_are_added() {
    let house = House::open().await;
    add(&house, 1_000..=1_119).await;
    let (kim, otto) = (house.acting(KIM).await, house.acting(OTTO).await);
    let mut next = 5_000;
    for (of_the_operator, sort) in
        [(false, ""), (true, ""), (true, "offering"), (true, "-offering"), (true, "turn"), (true, "-since")]
    {
        let acting = if of_the_operator { &otto } else { &kim };
        let all = page(acting, of_the_operator, &LinesQuery::default()).await.1.all();
        let mut query = LinesQuery { sort: sort.to_owned(), ..LinesQuery::default() };
        let mut pages: Vec<Vec<String>> = Vec::new();
        loop {
            let (shown, lines) = page(acting, of_the_operator, &query).await;
            assert_eq!(lines.before.is_some(), !pages.is_empty(), "{sort}");
            pages.push(shown);
            next += 1;
            add(&house, core::iter::once(next)).await;
            let Some(after) = lines.after else { break };
            query.after = after;
        }
        let shown: Vec<&String> = pages.iter().flatten().collect();
        let once: BTreeSet<&String> = shown.iter().copied().collect();
        assert_eq!(once.len(), shown.len(), "{sort}: nothing twice");
        let begun = (1_000..=1_119).map(|number| format!("added-{number}"));
        assert!(begun.chain([OFFERING.to_owned()]).all(|name| once.contains(&name)), "{sort}: nothing is left out");
        assert!(shown.len() >= usize::try_from(all).unwrap(), "{sort}");
    }
}

#[tokio::test]
async fn the_way_back_leads_through_the_same_pages() {
    let house = House::open().await;
    add(&house, 1_000..=1_129).await;
    house.publish_limited().await;
    let otto = house.acting(OTTO).await;
    for sort in ["", "offering", "-offering", "stage", "-turn", "since", "-since"] {
        let first = LinesQuery { sort: sort.to_owned(), ..LinesQuery::default() };
        let (one, lines) = page(&otto, true, &first).await;
        let second = LinesQuery { after: lines.after.unwrap(), ..first.clone() };
        let (two, lines) = page(&otto, true, &second).await;
        let third = LinesQuery { after: lines.after.unwrap(), ..first.clone() };
        let (three, lines) = page(&otto, true, &third).await;
        assert_eq!((one.len(), two.len()), (LINES_ON_PAGE, LINES_ON_PAGE));
        assert!(!three.is_empty() && lines.after.is_none(), "{sort}");
        let back = LinesQuery { before: lines.before.unwrap(), ..first.clone() };
        let (again, lines) = page(&otto, true, &back).await;
        assert_eq!(again, two, "{sort}");
        let back = LinesQuery { before: lines.before.unwrap(), ..first.clone() };
        let (again, lines) = page(&otto, true, &back).await;
        assert_eq!((again, lines.before), (one, None), "{sort}: the first page");
    }
}

#[tokio::test]
async fn a_list_is_narrowed_by_stage_turn_and_words_and_says_how_many_match() {
    let house = House::open().await;
    add(&house, 1_000..=1_059).await;
    house.publish_limited().await;
    let otto = house.acting(OTTO).await;
    let asked = |text: &str, stage: &str, turn: &str| LinesQuery {
        text: text.to_owned(),
        stage: stage.to_owned(),
        turn: turn.to_owned(),
        ..LinesQuery::default()
    };
    let (shown, lines) = page(&otto, true, &asked("", "limited", "")).await;
    assert_eq!((shown, lines.matching), (vec![OFFERING.to_owned()], 1));
    let (shown, lines) = page(&otto, true, &asked("NORTHWIND added-1042", "", "")).await;
    assert_eq!((shown, lines.matching), (vec!["added-1042".to_owned()], 1), "of the provider and of the name");
    let (shown, lines) = page(&otto, true, &asked("added", "draft", "provider")).await;
    assert_eq!((shown.len(), lines.matching), (LINES_ON_PAGE, 60));
    for nothing in [asked("added 100%", "", ""), asked("", "public", ""), asked("added", "", "operator")] {
        let (shown, lines) = page(&otto, true, &nothing).await;
        assert_eq!((shown.len(), lines.matching), (0, 0), "{nothing:?}");
        assert!(lines.all() > 60, "the sums are of all there are");
    }
    let made_up = LinesQuery { after: "nonsense".to_owned(), ..LinesQuery::default() };
    assert_eq!(page(&otto, true, &made_up).await.0.len(), LINES_ON_PAGE, "a line that was made up is the beginning");
}

#[tokio::test]
async fn each_line_of_a_page_is_what_the_offering_itself_says() {
    let house = House::open().await;
    add(&house, 1..=9).await;
    house.publish_limited().await;
    house.request_review().await;
    let (kim, otto) = (house.acting(KIM).await, house.acting(OTTO).await);
    let query = LinesQuery::default();
    let list = Box::pin(kim.offerings(&query)).await.unwrap().offerings;
    let board = Box::pin(otto.board(&query)).await.unwrap().offerings;
    assert!(list.len() >= 10 && board.len() >= 10);
    for (acting, shown) in [(&kim, &list), (&otto, &board)] {
        for view in shown {
            assert_eq!(*view, acting.offering(&view.offering.name).await.unwrap());
        }
    }
}

#[tokio::test]
async fn the_list_of_an_account_has_its_own_offerings_alone() {
    let house = House::open().await;
    add(&house, 1..=2).await;
    let gus = house.acting(crate::support::GUS).await.offerings(&LinesQuery::default()).await.unwrap();
    assert!(gus.offerings.iter().all(|view| view.offering.owner.name != "Northwind Data"));
    assert_eq!(gus.lines.all() as usize, gus.offerings.len());
    let kim = house.acting(KIM).await.offerings(&LinesQuery::default()).await.unwrap();
    assert!(kim.offerings.iter().all(|view| view.offering.owner.name == "Northwind Data"));
    assert_eq!(kim.lines.all() as usize, kim.offerings.len());
}

#[tokio::test]
async fn the_desk_has_what_waits_for_it_and_nothing_else() {
    let house = House::open().await;
    add(&house, 1..=2).await;
    let otto = house.acting(OTTO).await;
    assert!(otto.desk().await.unwrap().offerings.is_empty());
    let kim = house.acting(KIM).await;
    let plan = kim.offering(OFFERING).await.unwrap().offering.plans.into_iter().find(|plan| !plan.draft.is_free());
    let plan = plan.unwrap();
    let mut draft = plan.draft.clone();
    "59.00".clone_into(&mut draft.amounts[0].price);
    kim.save_plan(OFFERING, plan.id, plan.revision, &draft).await.unwrap();
    kim.submit_plan(OFFERING, plan.id).await.unwrap();
    assert_eq!(names(&otto.desk().await.unwrap().offerings), [OFFERING]);
    house.acting(BEA).await.decide_plan(OFFERING, plan.id, plan.revision + 1, true, "").await.unwrap();
    assert!(otto.desk().await.unwrap().offerings.is_empty());
    house.publish_limited().await;
    house.request_review().await;
    house.approve().await;
    assert_eq!(names(&otto.desk().await.unwrap().offerings), [OFFERING]);
}
