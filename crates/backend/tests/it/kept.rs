//! What pages of big accounts read is kept, and is what is reckoned for a look; what needs a person is told to the billing
//! desk.

use std::time::Duration;

use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use slipway_backend::demo::OFFERING;
use slipway_domain::ids::{InstanceId, InstanceOperationId};
use slipway_domain::instance::{Instance, InstanceOperation, OperationKind, Progress};
use slipway_domain::metering::MeteringModel;
use slipway_domain::month::Month;
use slipway_domain::number;
use slipway_domain::plan::PlanDraft;
use slipway_domain::statement::{
    AdjustmentDraft, ChargeLine, Chart, ShownLine, Statement, StatementLine, StatementState, Total, Why, totals,
};
use slipway_domain::usage::Code;
use slipway_domain::view::{RevenueLine, StatementPage};
use slipway_store::NewInstanceOperation;

use crate::instances::{made, view};
use crate::statements::{enter, kept_before};
use crate::support::{ADA, BEA, CLARA, House, KIM, OTTO, RITA};
use crate::usage::{Metered, codes, republish};

/// More than are reckoned for every look.
const MANY: u32 = 230;

/// Others of the same account and plan, made when that one was.
async fn more(house: &House, like: &Instance, count: u32) -> Vec<Instance> {
    let (ids, since) = (house.backend.ids(), like.created_at);
    let one = |number: u32| {
        let id = InstanceId::new(ids.uuid(since));
        Instance { id, name: format!("Index {number:03}"), resource: id.to_string(), ..like.clone() }
    };
    let instances: Vec<Instance> = (1..=count).map(one).collect();
    let mut tx = house.backend.store().write().await.unwrap();
    for instance in &instances {
        let id = InstanceOperationId::new(ids.uuid(since));
        let asked = InstanceOperation::asked(id, instance.id, OperationKind::Provision, since);
        let operation = InstanceOperation { progress: Progress::Succeeded, plan_before: Some(like.plan), ..asked };
        let new = NewInstanceOperation { scope: like.scope, operation: &operation, parameters_sealed: b"-" };
        tx.add_instance(instance).await.unwrap();
        tx.add_instance_operation(&new).await.unwrap();
    }
    tx.commit().await.unwrap();
    instances
}

/// Queries are charged over the whole account, a thousand of them free; seats by the mean of their days.
fn shared(draft: &mut PlanDraft) {
    "account".clone_into(&mut draft.metrics[0].bucket);
    "1000".clone_into(&mut draft.metrics[0].free_units);
    MeteringModel::DailyProrationAvg.name().clone_into(&mut draft.metrics[1].metering_model);
}

/// A house in June in which an account has very many instances, some days of usage of them, and an adjustment.
async fn big() -> Metered {
    let mut metered = Metered::open().await;
    let june = Month::of(metered.house.clock.now()).next();
    republish(&metered.house, metered.instance.plan, shared).await;
    enter(&metered.house, june);
    metered.house.clock.advance(Duration::from_hours(40));
    metered.sign_in_again().await;
    let mut instances = more(&metered.house, &metered.instance, MANY).await;
    instances.push(metered.instance.clone());
    let mut random = StdRng::seed_from_u64(7);
    let mut records = Vec::new();
    for instance in &instances {
        let mut of = Vec::new();
        for part in 0..random.random_range(1..4i64) {
            let hours_ago = part * 12 + random.random_range(0..12);
            of.push(metered.record(hours_ago, random.random_range(0..50)));
        }
        if random.random_bool(0.6) {
            let level = random.random_range(1..9);
            of.extend([metered.event(0, level, 2_000), metered.event(level, level + 1, 90)]);
        }
        for record in &mut of {
            record["resource_instance_id"] = instance.resource.clone().into();
        }
        records.extend(of);
    }
    for call in records.chunks(100) {
        let answers = metered.submit(call).await;
        assert!(answers.iter().all(|answer| answer.status == 201), "{answers:?}");
    }
    let (bea, month) = (metered.house.acting(BEA).await, june.to_string());
    let draft = AdjustmentDraft {
        offering: OFFERING.to_owned(),
        amount: "-1.50".to_owned(),
        currency: "USD".to_owned(),
        reason: "Counted twice.".to_owned(),
    };
    bea.adjust_statement(metered.instance.consumer, &month, &draft).await.unwrap();
    metered
}

/// Everything that pages and files tell of a month.
#[derive(Debug, PartialEq)]
struct Looks {
    pages: Vec<StatementPage>,
    whole: Statement,
    charges: Vec<ChargeLine>,
    charts: Vec<Chart>,
    totals: Vec<Total>,
    revenue: Vec<RevenueLine>,
    /// Of one instance.
    lines: Vec<StatementLine>,
}

async fn looks(house: &House, id: InstanceId, month: Month) -> Looks {
    let (clara, asked) = (house.acting(CLARA).await, month.to_string());
    let mut pages = vec![Box::pin(clara.statement_page(&asked, 0)).await.unwrap().page];
    for at in 1..u32::try_from(pages[0].pages).unwrap() {
        pages.push(Box::pin(clara.statement_page(&asked, at)).await.unwrap().page);
    }
    let usage = Box::pin(house.acting(KIM).await.offering_usage(OFFERING, &asked, "")).await.unwrap();
    Looks {
        pages,
        whole: Box::pin(clara.statement(&asked)).await.unwrap().statement,
        charges: usage.charges,
        charts: usage.charts,
        totals: usage.totals,
        revenue: Box::pin(house.acting(ADA).await.revenue(&asked)).await.unwrap().offerings,
        lines: Box::pin(clara.instance_usage(OFFERING, id, &asked, 0)).await.unwrap().lines,
    }
}

async fn rows(house: &House, table: &str) -> usize {
    house.backend.store().digests().await.unwrap()[table].rows
}

impl Looks {
    /// Every page tells the same of the whole, and together they have its lines.
    fn fit_together(&self) {
        let shown: Vec<ShownLine> = self.pages.iter().flat_map(|page| page.lines.clone()).collect();
        assert_eq!(shown, self.whole.lines.iter().map(ShownLine::of).collect::<Vec<_>>());
        for page in &self.pages {
            assert_eq!((&page.totals, page.state), (&totals(&self.whole.lines), self.whole.state));
        }
        assert_eq!(self.totals, totals(&self.whole.lines), "there is one customer");
        assert_eq!(self.charts, self.pages[0].charts);
    }
}

#[tokio::test]
async fn what_is_kept_of_a_big_account_is_what_is_reckoned_for_a_look() {
    let metered = big().await;
    let (house, id, june) = (&metered.house, metered.instance.id, Month::of(metered.house.clock.now()));
    let reckoned = looks(house, id, june).await;
    reckoned.fit_together();
    assert!(reckoned.pages.len() >= 2 && reckoned.charts.len() == 2, "{} pages", reckoned.pages.len());
    assert!(reckoned.charts[0].allowance.or(reckoned.charts[1].allowance).is_some());
    assert_eq!(rows(house, "kept_reckoning").await, 0, "whoever looks does not wait for it");
    house.backend.make_due_reckonings().await;
    assert_eq!(rows(house, "kept_reckoning").await, 2, "this month and the one before it");
    assert_eq!(rows(house, "kept_reckoning_line").await, reckoned.whole.lines.len() - 1, "all but the adjustment");
    let kept = looks(house, id, june).await;
    assert_eq!(kept, reckoned);
}

#[tokio::test]
async fn what_was_kept_is_shown_for_some_minutes_and_then_made_anew() {
    let metered = big().await;
    let (house, june) = (&metered.house, Month::of(metered.house.clock.now()));
    house.backend.make_due_reckonings().await;
    let look = async || house.acting(CLARA).await.statement_page(&june.to_string(), 0).await.unwrap().page;
    let before = look().await;
    house.clock.advance(Duration::from_mins(1));
    assert_eq!(codes(&metered.submit(&[metered.record(1, 10)]).await), [Code::Accepted]);
    house.clock.advance(Duration::from_mins(4));
    house.backend.make_due_reckonings().await;
    assert_eq!(look().await, before, "it is fresh");
    house.clock.advance(Duration::from_mins(1));
    assert_eq!(look().await, before, "whoever looks does not wait");
    house.backend.make_due_reckonings().await;
    let after = look().await;
    assert_eq!(after.state, StatementState::Draft { as_of: house.clock.now() });
    let cost = |page: &StatementPage| page.totals[0].cost.unwrap();
    assert!(cost(&after) >= cost(&before) + number::parse("4").unwrap(), "ten at 0.40, and seats go on");
    house.clock.advance(Duration::from_hours(25));
    let late = look().await;
    assert_eq!(late.state, StatementState::Draft { as_of: house.clock.now() }, "nothing is shown that is a day old");
}

#[tokio::test]
async fn a_small_account_is_reckoned_for_every_look() {
    let metered = Metered::open().await;
    let (house, id, may) = (&metered.house, metered.instance.id, Month::of(metered.house.clock.now()));
    metered.submit(&[metered.record(2, 5), metered.event(0, 4, 30)]).await;
    let before = looks(house, id, may).await;
    before.fit_together();
    let owed = before.totals[0].cost.unwrap();
    house.backend.make_due_reckonings().await;
    assert_eq!((rows(house, "kept_reckoning").await, looks(house, id, may).await), (0, before));
    metered.submit(&[metered.record(1, 5)]).await;
    let after = looks(house, id, may).await.totals[0].cost.unwrap();
    assert_eq!(after, owed + number::parse("2").unwrap(), "five at 0.40, at once");
}

#[tokio::test]
async fn fees_of_very_many_instances_are_kept_alike() {
    let house = House::open().await;
    house.publish_limited().await;
    let id = made(&house).await;
    more(&house, &view(&house, id).await.instance, MANY).await;
    let may = Month::of(house.clock.now());
    let reckoned = looks(&house, id, may).await;
    reckoned.fit_together();
    assert_eq!((reckoned.whole.lines.len(), reckoned.pages.len(), reckoned.lines.len()), (231, 3, 1));
    house.backend.make_due_reckonings().await;
    assert_eq!(looks(&house, id, may).await, reckoned);
    assert_eq!(rows(&house, "kept_reckoning_line").await, 231);
}

#[tokio::test]
async fn a_month_that_stands_is_told_as_it_was_closed_whoever_closed_it() {
    let metered = big().await;
    let (house, id, june) = (&metered.house, metered.instance.id, Month::of(metered.house.clock.now()));
    house.backend.make_due_reckonings().await;
    let to = june.end().millis() + 50 * 3_600_000 - house.clock.now().millis();
    house.clock.advance(Duration::from_millis(u64::try_from(to).unwrap()));
    house.backend.freeze_due_statements().await.unwrap();
    assert_eq!(rows(house, "kept_reckoning_line").await, 0, "the lines are those of the statement");
    let stands = looks(house, id, june).await;
    stands.fit_together();
    assert!(stands.whole.state.is_frozen());
    house.backend.make_due_reckonings().await;
    assert_eq!(looks(house, id, june).await, stands, "nothing changes it any more");

    // An older version closed statements without a summary.
    let other = big().await;
    let (house, id) = (&other.house, other.instance.id);
    house.clock.advance(Duration::from_millis(u64::try_from(to).unwrap()));
    let lines = house.acting(CLARA).await.statement(&june.to_string()).await.unwrap().statement.lines;
    let lines: Vec<_> = lines.iter().map(|line| (other.instance.scope, line)).collect();
    let mut tx = house.backend.store().write().await.unwrap();
    tx.freeze_statement(other.instance.consumer, june.previous(), house.clock.now(), &[]).await.unwrap();
    tx.freeze_statement(other.instance.consumer, june, house.clock.now(), &lines).await.unwrap();
    tx.commit().await.unwrap();
    let read = looks(house, id, june).await;
    read.fit_together();
    house.backend.make_due_reckonings().await;
    assert!(rows(house, "kept_reckoning").await >= 1);
    assert_eq!(looks(house, id, june).await, read);
}

#[tokio::test]
async fn what_needs_a_person_is_told_to_the_billing_desk_within_the_hour() {
    let fresh = kept_before(Some("GONE")).await;
    let house = &fresh.house;
    house.backend.count_kept_usage().await.unwrap();
    let unsettled = async |email| house.acting(email).await.registrations().await.unwrap().unsettled;
    assert_eq!(unsettled(BEA).await.count(), 0);
    house.backend.make_due_reckonings().await;
    let list = unsettled(BEA).await;
    let [line] = list.lines.as_slice() else { panic!("{list:?}") };
    assert_eq!((line.account, line.name.as_str()), (fresh.instance.consumer, "Orrery Labs"));
    assert_eq!((line.what.why, line.what.lines, line.month), (Why::Unread, 1, Month::of(house.clock.now())));
    assert_eq!(line.what.place.offering, OFFERING);
    assert_eq!((list.more, unsettled(OTTO).await), (0, list.clone()));
    assert_eq!(unsettled(RITA).await.count(), 0, "what accounts owe is not a reviewer's");
}

#[tokio::test]
async fn many_instances_that_are_late_are_told_as_they_were_kept() {
    let metered = big().await;
    let house = &metered.house;
    house.clock.advance(Duration::from_hours(3));
    let gaps = async || house.acting(KIM).await.offering_usage(OFFERING, "", "").await.unwrap().gaps;
    let now = gaps().await;
    assert_eq!((now.as_of, now.late.len()), (None, 50));
    house.backend.make_due_reckonings().await;
    let kept = gaps().await;
    assert_eq!(kept.as_of, Some(house.clock.now()));
    assert_eq!((&kept.late, kept.more), (&now.late, now.more));
}
