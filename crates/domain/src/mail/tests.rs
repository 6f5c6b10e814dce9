//! What is told, that nobody's text can break out of its line, and how long is waited.

use uuid::Uuid;

use super::*;
use crate::gap::{Duty, Standing};
use crate::ids::{InstanceId, PlanId};
use crate::sample;
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
