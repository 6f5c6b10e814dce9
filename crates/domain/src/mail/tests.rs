//! What is told, that nobody's text can break out of its line, and how long is waited.

use uuid::Uuid;

use super::*;
use crate::change_class::{news_of_prices, triggers};
use crate::gap::{Duty, Standing};
use crate::ids::{InstanceId, PlanId};
use crate::lifecycle::Ending;
use crate::plan::{AmountDraft, EndNews};
use crate::sample;
use crate::stage::Stage;
use crate::view::{MeasureReport, ParityLine};

const CONSOLE: &str = "https://console.example.com";

fn about(offering: &Offering) -> About<'_> {
    About { offering, console: CONSOLE }
}

fn line(resource: &str) -> LateLine {
    let report = MeasureReport {
        measure: "QUERY".to_owned(),
        duty: Duty::Hourly,
        standing: Standing::Silent,
        reported: None,
        since: sample::at(0),
    };
    let (instance, plan) = (InstanceId::new(Uuid::from_u128(1)), PlanId::new(Uuid::from_u128(2)));
    LateLine { instance, resource: resource.to_owned(), plan, report }
}

fn evidence(lines: usize, faults: u32) -> Evidence {
    Evidence { lines: Vec::<ParityLine>::new(), more: lines, faults, failure: None }
}

#[test]
fn silence_is_told_with_its_instances_and_the_page_about_it() {
    let offering = sample::offering();
    let lines = [line("crn:v1:one"), line("crn:v1:two")];
    let mail = silence(about(&offering), Silence { instances: 3, lines: &lines, more: 1 });
    assert_eq!(mail.subject, "Vector Search: 3 instances have not reported for a day");
    assert_eq!(
        mail.body,
        "3 instances of Vector Search (northwind-vector) have not been reported for more than a day:\n\n\
         - crn:v1:one: QUERY since 12 May 2026, 14:02 UTC\n\
         - crn:v1:two: QUERY since 12 May 2026, 14:02 UTC\n\
         - and 1 more on the page\n\n\
         A record is accepted until 48 hours after its end; what comes later is not charged.\n\
         What is missing: https://console.example.com/offerings/northwind-vector/usage\n\n\
         This is told once a day for as long as it lasts. The console sent this by itself. Nobody reads answers to \
         it.\n"
    );
    let one = silence(about(&offering), Silence { instances: 1, lines: &lines[..1], more: 0 });
    assert_eq!(one.subject, "Vector Search: 1 instance has not reported for a day");
    assert!(one.body.starts_with("1 instance of ") && !one.body.contains("more on the page"), "{}", one.body);
}

#[test]
fn an_incident_is_told_with_what_was_found_and_the_page_of_the_broker() {
    let (offering, broker) = (sample::offering(), sample::broker());
    let mail = incident(about(&offering), &broker, Cause::Drift, &evidence(2, 1));
    assert_eq!(mail.subject, "Vector Search: the broker northwind-broker-eu has drifted");
    let page = format!("{CONSOLE}/offerings/northwind-vector/deployments/brokers/{}", broker.id);
    for told in [
        "Vector Search (northwind-vector): the broker northwind-broker-eu has drifted.",
        "2 values of its catalog are not what the console says. Its catalog has 1 fault in itself.",
        page.as_str(),
    ] {
        assert!(mail.body.contains(told), "{told} in {}", mail.body);
    }
    let faulty = incident(about(&offering), &broker, Cause::Drift, &evidence(0, 2)).body;
    assert!(faulty.contains("\n\nIts catalog has 2 faults in itself. Nothing was changed"), "{faulty}");
    let silent = incident(about(&offering), &broker, Cause::Unreachable, &evidence(0, 0));
    assert_eq!(silent.subject, "Vector Search: the broker northwind-broker-eu does not answer");
    assert!(silent.body.contains("3 times in a row"), "{}", silent.body);
}

#[test]
fn a_late_request_is_told_with_what_was_promised_and_its_page() {
    let offering = sample::offering();
    let submission = SubmissionId::new(Uuid::from_u128(7));
    let late = LateRequest { submission, submitted_at: sample::at(0), target_days: 5, is_change: false };
    let mail = late_request(about(&offering), late);
    assert_eq!(mail.subject, "Vector Search: the answer to a request is late");
    assert_eq!(
        mail.body,
        format!(
            "Vector Search (northwind-vector): the provider asked for the release on 12 May 2026, 14:02 UTC. An answer \
             is promised within 5 days, and nobody has answered yet.\n\n\
             The request: https://console.example.com/reviews/{submission}\n\n\
             This is told once; the queue says it for as long as it lasts. The console sent this by itself. Nobody \
             reads answers to it.\n"
        )
    );
    let change = late_request(about(&offering), LateRequest { target_days: 1, is_change: true, ..late });
    assert!(change.body.contains("asked for a change of what is public on "), "{}", change.body);
    assert!(change.body.contains("promised within a day, "), "{}", change.body);
}

#[test]
fn the_end_of_a_plan_is_told_with_its_day_what_stays_and_what_to_do() {
    let offering = sample::offering();
    let mut plan = sample::subscription();
    "Standard".clone_into(&mut plan.draft.display_name);
    "2027-03-01".clone_into(&mut plan.draft.ends_on);
    let mail = plan_end(about(&offering), EndNews { plan: &plan, known: None });
    assert_eq!(mail.subject, "Vector Search: the plan Standard ends on 1 March 2027");
    assert_eq!(
        mail.body,
        "Vector Search (northwind-vector): the plan Standard ends on 1 March 2027.\n\n\
         From 00:00 UTC of that day on nobody makes a new instance of it, or changes an instance to it. The instances \
         that your account has of it keep the plan: they are used, changed and charged as before. Nothing has to be done \
         for them. Whoever needs new instances later, or wants to leave the plan, chooses another one; an instance is \
         changed on its page.\n\
         Your instances: https://console.example.com/instances\n\
         The service and its plans: https://console.example.com/catalog/northwind-vector\n\n\
         This is told once. The console sent this by itself. Nobody reads answers to it.\n"
    );
    let known = Moment::of_input("2027-02-01T00:00");
    let moved = plan_end(about(&offering), EndNews { plan: &plan, known });
    assert_eq!(moved.subject, "Vector Search: the plan Standard ends on 1 March 2027, and not on 1 February 2027");
    plan.draft.ends_on.clear();
    let stays = plan_end(about(&offering), EndNews { plan: &plan, known });
    assert_eq!(stays.subject, "Vector Search: the plan Standard no longer ends on 1 February 2027");
    assert!(stays.body.contains("\n\nIt stays, for new instances too. The instances"), "{}", stays.body);
    assert!(!stays.body.contains("that day"), "{}", stays.body);
    plan.draft.display_name.clear();
    "standard\n\nPay here".clone_into(&mut plan.draft.name);
    let typed = plan_end(about(&offering), EndNews { plan: &plan, known });
    assert!(typed.subject.starts_with("Vector Search: the plan standard Pay here no longer"), "{}", typed.subject);
}

/// What customers of the last plan of an offering are told of this change of it.
fn priced(live: &Offering, change: impl FnOnce(&mut Offering)) -> Mail {
    let mut next = live.clone();
    change(&mut next);
    let triggers = triggers(live, &next, sample::at(0));
    let news = news_of_prices(live, &triggers);
    price_change(about(live), news.last().unwrap(), Moment::of_input("2026-07-01T00:00").unwrap())
}

#[test]
fn another_price_is_told_with_its_day_and_as_it_was_and_becomes() {
    let mut offering = sample::offering();
    let mail = priced(&offering, |of| of.plans[1].draft.amounts[0].price = "59.90".to_owned());
    assert_eq!(mail.subject, "Vector Search: the price of the plan Gold changes on 1 July 2026");
    assert_eq!(
        mail.body,
        "Vector Search (northwind-vector): the price of the plan Gold changes on 1 July 2026.\n\n\
         From 00:00 UTC of that day on the instances that your account has of it are charged by the new price, and until \
         then by the one of now.\n\n\
         - USA, USD 49.90 becomes USA, USD 59.90\n\n\
         Nothing has to be done to keep the plan. Whoever wants to leave it before that day changes an instance to another \
         plan, or removes it, on its page.\n\
         Your instances: https://console.example.com/instances\n\
         The service and its plans: https://console.example.com/catalog/northwind-vector\n\n\
         If the change is taken back, you are told. The console sent this by itself. Nobody reads answers to \
         it.\n"
    );
    offering.plans.push(sample::metered());
    let metered = priced(&offering, |of| {
        let metric = &mut of.plans[2].draft.metrics[0];
        metric.prices[1][0] = "0.39".to_owned();
        metric.rating_scale = "100".to_owned();
    });
    let told = "\n- QUERIES_PER_MONTH: DEU, EUR 0.37, 0.30, 0.23 becomes DEU, EUR 0.39, 0.30, 0.23\n\
                - how it is counted, or what goes with the price\n\n";
    assert!(metered.body.contains(told), "{}", metered.body);
    let gone = priced(&offering, |of| of.plans[2].draft.metrics[0].places.truncate(1));
    assert!(gone.body.contains("\n- QUERIES_PER_MONTH: DEU, EUR 0.37, 0.30, 0.23 is gone\n"), "{}", gone.body);
}

#[test]
fn of_many_prices_some_are_listed_and_the_others_counted() {
    let offering = sample::offering();
    let mail = priced(&offering, |of| {
        let amounts = &mut of.plans[1].draft.amounts;
        let like = amounts[0].clone();
        amounts.extend((0..24).map(|at| AmountDraft { country: format!("A{at:02}"), ..like.clone() }));
    });
    assert_eq!(mail.body.matches(" is new\n").count(), 20);
    assert!(mail.body.contains("\n- and 4 more\n\n"), "{}", mail.body);
}

#[test]
fn a_price_that_does_not_come_is_told_with_the_day_that_was_announced() {
    let (offering, plan) = (sample::offering(), sample::subscription());
    let mail = price_stays(about(&offering), &plan, Moment::of_input("2026-07-01T00:00").unwrap());
    assert_eq!(mail.subject, "Vector Search: the price of the plan Gold does not change on 1 July 2026");
    assert!(mail.body.contains("\n\nWhat was announced for that day does not come, "), "{}", mail.body);
}

#[test]
fn the_end_of_a_service_is_told_with_its_day_and_what_was_written_for_customers() {
    let offering = sample::offering();
    let until = Moment::of_input("2027-03-01T09:30");
    let ending = |until: Option<Moment>, text: &str| Ending {
        stage: Stage::Deprecated,
        text: text.to_owned(),
        until: until.unwrap(),
        marketed_until: None,
    };
    let announced = ending(until, "Use Northwind Cloud.\n\nYour instances: https://evil.example\u{2028}- Pay here\r\n");
    let mail = service_end(about(&offering), ServiceEnd { ending: Some(&announced), known: None });
    assert_eq!(mail.subject, "Vector Search: the service ends on 1 March 2027");
    assert_eq!(
        mail.body,
        "Vector Search (northwind-vector): the service ends on 1 March 2027.\n\n\
         > Use Northwind Cloud.\n\
         > Your instances: https://evil.example - Pay here\n\n\
         Nobody makes new instances of it any more. Those that your account has are used, changed and charged as before \
         until you remove them, also after 1 March 2027: time to move what you need.\n\
         Your instances: https://console.example.com/instances\n\
         The service and its plans: https://console.example.com/catalog/northwind-vector\n\n\
         This is told once. The console sent this by itself. Nobody reads answers to it.\n"
    );
    let later = Ending {
        marketed_until: Moment::of_input("2027-01-01T00:00"),
        ..ending(Moment::of_input("2027-05-30T09:30"), "")
    };
    let later = service_end(about(&offering), ServiceEnd { ending: Some(&later), known: until });
    assert_eq!(later.subject, "Vector Search: the service ends on 30 May 2027, and not on 1 March 2027");
    let open = ".\n\nFrom 1 January 2027 on nobody makes new instances of it. Those ";
    assert!(later.body.contains(open), "{}", later.body);
    let stays = service_end(about(&offering), ServiceEnd { ending: None, known: until });
    assert_eq!(stays.subject, "Vector Search: the service no longer ends on 1 March 2027");
    assert!(stays.body.contains("\n\nIt stays, and the instances"), "{}", stays.body);
}

#[test]
fn what_somebody_typed_stays_in_its_line() {
    let (mut offering, mut broker) = (sample::offering(), sample::broker());
    offering.listing.draft.display_name = "Vector\r\nBcc: everybody@example.com\u{2028}\u{202e}Search".to_owned();
    broker.draft.name = "eu\n\nPay here: https://evil.example".to_owned();
    let lines = [line("crn\r\n- crn:v1:other")];
    let told = [
        silence(about(&offering), Silence { instances: 1, lines: &lines, more: 0 }),
        incident(about(&offering), &broker, Cause::Drift, &evidence(1, 0)),
        late_request(
            about(&offering),
            LateRequest {
                submission: SubmissionId::new(Uuid::from_u128(7)),
                submitted_at: sample::at(0),
                target_days: 5,
                is_change: true,
            },
        ),
    ];
    for mail in told {
        assert!(mail.subject.starts_with("Vector Bcc: everybody@example.com Search: "), "{}", mail.subject);
        assert!(!mail.subject.chars().any(char::is_control), "{}", mail.subject);
        let forged = ["Bcc:", "Pay here", "- crn:v1:other"];
        assert!(!mail.body.lines().any(|line| forged.iter().any(|one| line.starts_with(one))), "{}", mail.body);
    }
    assert_eq!(one_line(&"a".repeat(1_000)).len(), LONGEST_NAME);
}

#[test]
fn an_offering_and_a_broker_without_a_name_are_told_all_the_same() {
    let (mut offering, mut broker) = (sample::offering(), sample::broker());
    offering.listing.draft.display_name = " ".to_owned();
    broker.draft.name.clear();
    let mail = incident(about(&offering), &broker, Cause::Unreachable, &evidence(0, 0));
    assert_eq!(mail.subject, "northwind-vector: its broker does not answer");
    assert!(mail.body.starts_with("northwind-vector: its broker does not answer.\n"), "{}", mail.body);
}

#[test]
fn the_waits_double_up_to_six_hours_and_are_about_two_days_together() {
    let minutes = |attempts| wait_after(attempts).as_secs() / 60;
    assert_eq!([1, 2, 3, 9, 10, MOST_ATTEMPTS, u32::MAX].map(minutes), [1, 2, 4, 256, 360, 360, 360]);
    let all: u64 = (1..MOST_ATTEMPTS).map(minutes).sum();
    assert!((40 * 60..56 * 60).contains(&all), "{all}");
}
