//! Where accounts are at home and in what they pay, and what the billing desk puts right on their statements.

use std::time::Duration;

use slipway_backend::Acting;
use slipway_backend::demo::OFFERING;
use slipway_domain::account::AccountPlaceDraft;
use slipway_domain::caller::Role;
use slipway_domain::event::EventKind;
use slipway_domain::ids::AccountId;
use slipway_domain::metric::PlaceDraft;
use slipway_domain::money::shown;
use slipway_domain::month::Month;
use slipway_domain::number;
use slipway_domain::plan::PlanDraft;
use slipway_domain::policy::Denial;
use slipway_domain::rating::Buyer;
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_domain::statement::{AdjustmentDraft, Charged, Total};

use crate::statements::enter;
use crate::support::{ADA, BEA, CLARA, FINN, GUS, House, KIM, OTTO, RITA, VERA, rejection};
use crate::usage::{Metered, republish};

fn at(country: &str, currency: &str) -> AccountPlaceDraft {
    AccountPlaceDraft { country: country.to_owned(), currency: currency.to_owned() }
}

fn buyer(country: &str, currency: &str) -> Buyer {
    at(country, currency).buyer().unwrap()
}

async fn account(house: &House, email: &str) -> AccountId {
    house.person(email).await.current.unwrap()
}

fn told(totals: &[Total]) -> Vec<String> {
    totals.iter().map(|total| shown(total.currency, total.cost.unwrap())).collect()
}

/// What Clara owes for a month, in each currency.
async fn owed(house: &House, month: Month) -> Vec<String> {
    let view = house.acting(CLARA).await.statement(&month.to_string()).await.unwrap();
    told(&view.statement.totals())
}

/// Ten queries in the first hours of a month.
async fn use_in(metered: &mut Metered, month: Month) {
    enter(&metered.house, month);
    metered.sign_in_again().await;
    metered.submit(&[metered.record(1, 10)]).await;
}

#[tokio::test]
async fn an_account_pays_the_row_of_its_country_and_currency_from_the_month_after_it_was_set() {
    let mut metered = Metered::open().await;
    let may = Month::of(metered.house.clock.now());
    let (june, july) = (may.next(), may.next().next());
    let orrery = metered.instance.consumer;
    let with_euros = |draft: &mut PlanDraft| {
        for metric in &mut draft.metrics {
            metric.places.push(PlaceDraft { country: "DEU".to_owned(), currency: "EUR".to_owned() });
            metric.prices.push(vec!["0.35".to_owned()]);
        }
    };
    republish(&metered.house, metered.instance.plan, with_euros).await;
    let clara = metered.house.acting(CLARA).await;
    metered.submit(&[metered.record(2, 10)]).await;
    clara.set_account_place(orrery, &at("USA", "USD")).await.unwrap();
    clara.set_account_place(orrery, &at("deu", "eur")).await.unwrap();
    assert_eq!(owed(&metered.house, may).await, ["USD 4.00"], "the first one held before the month ends");

    use_in(&mut metered, june).await;
    assert_eq!(owed(&metered.house, june).await, ["EUR 3.50"]);
    clara.set_account_place(orrery, &at("JPN", "JPY")).await.unwrap();
    assert_eq!(owed(&metered.house, june).await, ["EUR 3.50"], "the month goes on as it began");

    use_in(&mut metered, july).await;
    assert_eq!(owed(&metered.house, july).await, ["USD 4.00"], "there is no row for Japan: the base row");
    assert_eq!(owed(&metered.house, june).await, ["EUR 3.50"]);
}

#[tokio::test]
async fn the_first_place_of_an_account_holds_at_once() {
    let house = House::open().await;
    house.publish_limited().await;
    let (orrery, clara) = (account(&house, CLARA).await, house.acting(CLARA).await);
    assert_eq!(clara.catalog_details(OFFERING).await.unwrap().buyer, Buyer::BASE);
    clara.set_account_place(orrery, &at("DEU", "EUR")).await.unwrap();
    assert_eq!(clara.catalog_details(OFFERING).await.unwrap().buyer, buyer("DEU", "EUR"));
    assert_eq!(clara.new_instance_form(OFFERING).await.unwrap().buyer, buyer("DEU", "EUR"));
    assert_eq!(house.acting(KIM).await.catalog_details(OFFERING).await.unwrap().buyer, Buyer::BASE, "it is Orrery's");
}

#[tokio::test]
async fn administrators_and_the_billing_desk_set_where_an_account_is_and_nobody_else() {
    let house = House::open().await;
    let (orrery, northwind) = (account(&house, CLARA).await, account(&house, ADA).await);
    for (email, account, place) in
        [(CLARA, orrery, at("DEU", "EUR")), (BEA, orrery, at("JPN", "JPY")), (ADA, northwind, at("AUT", "EUR"))]
    {
        let before = house.events().await.len();
        house.acting(email).await.set_account_place(account, &place).await.unwrap();
        let events = house.events().await;
        let said = (events.len() - before, events[0].kind, events[0].account, events[0].detail.subject.clone());
        let expected = format!("{}, {}", place.country, place.currency);
        assert_eq!(said, (1, EventKind::AccountPlaceSet, Some(account), Some(expected)), "{email}");
        let again = house.acting(email).await.set_account_place(account, &place).await;
        assert_eq!(rejection(again), Rejection::Refused(Refusal::AlreadyDone), "{email}");
    }
    let before = house.events().await.len();
    let place = at("FRA", "EUR");
    for (email, account) in [(OTTO, orrery), (RITA, orrery), (VERA, northwind), (KIM, northwind)] {
        let refused = house.acting(email).await.set_account_place(account, &place).await;
        assert!(matches!(rejection(refused), Rejection::Denied(_)), "{email}");
    }
    for (email, account) in [(FINN, orrery), (GUS, orrery), (CLARA, northwind)] {
        let refused = house.acting(email).await.set_account_place(account, &place).await;
        assert_eq!(rejection(refused), Rejection::NotFound(Kind::Account), "{email}");
    }
    let wrong = house.acting(CLARA).await.set_account_place(orrery, &at("Germany", "")).await;
    assert!(matches!(rejection(wrong), Rejection::Invalid(findings) if findings.len() == 2));
    assert_eq!(house.events().await.len(), before);
    assert_eq!(house.acting(CLARA).await.account().await.unwrap().places.latest(), Some(buyer("JPN", "JPY")));
    assert_eq!(house.acting(BEA).await.account_of(orrery).await.unwrap().places.latest(), Some(buyer("JPN", "JPY")));
    assert!(house.acting(RITA).await.account_of(orrery).await.unwrap().places.is_empty(), "it is not a reviewer's");
}

fn adjustment(amount: &str) -> AdjustmentDraft {
    AdjustmentDraft {
        offering: OFFERING.to_owned(),
        amount: amount.to_owned(),
        currency: "USD".to_owned(),
        reason: "Counted twice.".to_owned(),
    }
}

async fn adjust(by: &Acting, metered: &Metered, month: Month, draft: &AdjustmentDraft) -> slipway_backend::Result<()> {
    by.adjust_statement(metered.instance.consumer, &month.to_string(), draft).await
}

#[tokio::test]
async fn an_adjustment_of_a_draft_is_read_by_the_customer_with_its_reason_and_by_the_provider_without() {
    let metered = Metered::open().await;
    let (house, orrery, may) = (&metered.house, metered.instance.consumer, Month::of(metered.house.clock.now()));
    metered.submit(&[metered.record(2, 10)]).await;
    let bea = house.acting(BEA).await;
    let view = bea.statement_of_account(orrery, "", 0).await.unwrap();
    assert_eq!((view.name.as_str(), view.offerings[0].0.as_str(), view.first_draft), ("Orrery Labs", OFFERING, may));
    assert_eq!(view.currencies, [Buyer::BASE.currency]);

    let before = house.events().await.len();
    adjust(&bea, &metered, may, &adjustment("-1.50")).await.unwrap();
    let events = house.events().await;
    assert_eq!((events.len() - before, events[0].kind), (1, EventKind::StatementAdjusted));
    assert_eq!((events[0].account, events[0].offering), (Some(orrery), None));
    assert_eq!(events[0].detail.code.as_deref(), Some("USD -1.50"));

    let statement = house.acting(CLARA).await.statement("").await.unwrap().statement;
    let [_, line] = statement.lines.as_slice() else { panic!("{:?}", statement.lines) };
    assert_eq!(line.charged, Charged::Adjustment { reason: "Counted twice.".to_owned() });
    assert_eq!(told(&statement.totals()), ["USD 2.50"]);
    let page = bea.statement_of_account(orrery, "", 0).await.unwrap().page;
    assert_eq!(page.lines.into_iter().map(|shown| shown.line).collect::<Vec<_>>(), statement.lines);

    let usage = house.acting(KIM).await.offering_usage(OFFERING, "", "").await.unwrap();
    let charge = usage.charges.iter().find(|charge| charge.charged == Charged::Adjustment { reason: String::new() });
    assert_eq!(charge.unwrap().cost, Some(-number::parse("1.5").unwrap()));
    assert_eq!(told(&usage.totals), ["USD 2.50"]);
    assert!(!serde_json::to_string(&usage.charges).unwrap().contains("twice"));
    assert_eq!(told(&house.acting(ADA).await.revenue("").await.unwrap().totals), ["USD 2.50"]);

    adjust(&bea, &metered, may, &adjustment("0.50")).await.unwrap();
    assert_eq!(owed(house, may).await, ["USD 3.00"], "a wrong one is put right by another");
}

#[tokio::test]
async fn an_adjustment_that_is_sent_twice_is_made_once() {
    let metered = Metered::open().await;
    let (house, may) = (&metered.house, Month::of(metered.house.clock.now()));
    metered.submit(&[metered.record(2, 10)]).await;
    let bea = house.acting(BEA).await;
    let named = |operation: &str| bea.clone().as_operation(operation.to_owned());
    for _ in 0..3 {
        adjust(&named("one"), &metered, may, &adjustment("-1.50")).await.unwrap();
    }
    assert_eq!(owed(house, may).await, ["USD 2.50"]);
    let other = rejection(adjust(&named("one"), &metered, may, &adjustment("-2.50")).await);
    assert_eq!(other, Rejection::SentBefore);
    adjust(&named("two"), &metered, may, &adjustment("-1.50")).await.unwrap();
    assert_eq!(owed(house, may).await, ["USD 1.00"], "the same again on purpose");
}

#[tokio::test]
async fn nobody_adjusts_but_the_billing_desk_and_never_for_an_account_of_their_own() {
    let metered = Metered::open().await;
    let (house, may) = (&metered.house, Month::of(metered.house.clock.now()));
    let before = house.events().await.len();
    let good = adjustment("-1");
    for email in [CLARA, KIM, ADA, FINN, RITA, OTTO] {
        let acting = house.acting(email).await;
        assert!(matches!(rejection(adjust(&acting, &metered, may, &good).await), Rejection::Denied(_)), "{email}");
        let looks = acting.statement_of_account(metered.instance.consumer, "", 0).await;
        assert_eq!(looks.is_ok(), email == OTTO, "{email}");
    }
    for email in [CLARA, ADA] {
        let both = house.acting_as(email, &[Role::Billing]).await;
        let refused = rejection(adjust(&both, &metered, may, &good).await);
        assert_eq!(refused, Rejection::Denied(Denial::OwnAccount), "{email} is of the customer, or of the provider");
    }
    let bea = house.acting(BEA).await;
    for wrong in [
        adjustment("0"),
        adjustment("0.001"),
        AdjustmentDraft { offering: "another".to_owned(), ..good.clone() },
        AdjustmentDraft { currency: "EUR".to_owned(), ..good.clone() },
        AdjustmentDraft { reason: " ".to_owned(), ..good.clone() },
    ] {
        let refused = rejection(adjust(&bea, &metered, may, &wrong).await);
        assert!(matches!(refused, Rejection::Invalid(_)), "{wrong:?}: {refused:?}");
    }
    for month in [may.previous(), may.next()] {
        let refused = rejection(adjust(&bea, &metered, month, &good).await);
        assert_eq!(refused, Rejection::NotFound(Kind::Page), "{month}");
    }
    assert_eq!(house.events().await.len(), before);
}

#[tokio::test]
async fn an_adjustment_is_closed_with_its_month_and_what_comes_later_is_told_where_it_can_go() {
    let metered = Metered::open().await;
    let (house, orrery) = (&metered.house, metered.instance.consumer);
    let may = Month::of(house.clock.now());
    metered.submit(&[metered.record(2, 10)]).await;
    let bea = house.acting(BEA).await;
    adjust(&bea, &metered, may, &adjustment("-1.50")).await.unwrap();
    let millis = may.end().millis() + 50 * 3_600_000 - house.clock.now().millis();
    house.clock.advance(Duration::from_millis(u64::try_from(millis).unwrap()));
    house.backend.freeze_due_statements().await.unwrap();

    let stands = house.acting(CLARA).await.statement(&may.to_string()).await.unwrap().statement;
    assert!(stands.state.is_frozen() && stands.lines.len() == 2, "{stands:?}");
    assert_eq!(told(&stands.totals()), ["USD 2.50"]);
    let usage = house.acting(KIM).await.offering_usage(OFFERING, &may.to_string(), "").await.unwrap();
    assert_eq!((usage.is_draft, told(&usage.totals)), (false, vec!["USD 2.50".to_owned()]));

    let late = rejection(adjust(&bea, &metered, may, &adjustment("1")).await);
    assert_eq!(late, Rejection::Refused(Refusal::StatementFrozen { month: may, next: may.next() }));
    let view = bea.statement_of_account(orrery, &may.to_string(), 0).await.unwrap();
    assert_eq!((view.page.month, view.first_draft), (may, may.next()));
    adjust(&bea, &metered, may.next(), &adjustment("1")).await.unwrap();
    assert_eq!(owed(house, may.next()).await, ["USD 1.00"]);
    assert_eq!(owed(house, may).await, ["USD 2.50"]);
}
