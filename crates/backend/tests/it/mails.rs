//! Mails: who is told of what, and how often; and how they get through, or do not.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use slipway_backend::demo::OFFERING;
use slipway_backend::{Attempt, Backend, Mailer};
use slipway_domain::drift::{AGAIN, Cause, INTERVAL};
use slipway_domain::event::EventKind;
use slipway_domain::mail::{MOST_ATTEMPTS, wait_after};
use slipway_domain::rejection::{Refusal, Rejection};
use slipway_domain::review::Terms;
use slipway_domain::view::FailedMail;
use slipway_store::Store;
use tokio::sync::Notify;

use crate::drift::{catalog, drifted, live, offering, told};
use crate::kills::is_killed;
use crate::post_office::{Letter, PostOffice};
use crate::support::{ADA, House, KIM, OTTO, RITA, rejection};
use crate::usage::Metered;

const DESK: &str = "desk@operator.example";
pub(crate) const CONSOLE: &str = "https://console.example.com";

/// The console of a house on this store, which sends mails.
fn mailing(house: &House, store: Store, post: &PostOffice) -> Backend {
    house.process(store).with_mailer(mailer(post))
}

pub(crate) fn mailer(post: &PostOffice) -> Mailer {
    Mailer::new(&post.url, "Slipway <console@operator.example>", DESK, CONSOLE).unwrap()
}

pub(crate) fn posting(house: &House, post: &PostOffice) -> Backend {
    mailing(house, house.backend.store().clone(), post)
}

pub(crate) async fn send(backend: &Backend, post: &PostOffice) -> Vec<Letter> {
    backend.send_due_mails().await;
    post.letters()
}

pub(crate) fn recipients(letters: &[Letter]) -> Vec<&str> {
    letters.iter().map(|letter| letter.to.as_str()).collect()
}

pub(crate) async fn queued(house: &House) -> usize {
    house.backend.store().digests().await.unwrap()["mail"].rows
}

async fn happened(house: &House, kind: EventKind) -> usize {
    house.events().await.iter().filter(|event| event.kind == kind).count()
}

async fn failed(house: &House) -> Vec<FailedMail> {
    house.acting(OTTO).await.all_dead_letters().await.unwrap().mails
}

/// A live offering whose broker has drifted, which two mails tell of.
async fn drifting(post: &PostOffice) -> (House, Backend) {
    let house = live().await;
    let backend = posting(&house, post);
    house.broker.set_catalog(drifted(&offering(&house).await));
    backend.look_at_brokers().await;
    assert_eq!(queued(&house).await, 2);
    (house, backend)
}

#[tokio::test]
async fn a_silence_of_more_than_a_day_is_told_once_a_day_to_the_contact_and_the_operator() {
    let post = PostOffice::open().await;
    let metered = Metered::open().await;
    let house = &metered.house;
    let backend = posting(house, &post);
    backend.tell_of_silence().await;
    let letters = send(&backend, &post).await;
    assert_eq!(recipients(&letters), [ADA, DESK]);
    for letter in &letters {
        assert_eq!(letter.header("Auto-Submitted"), Some("auto-generated"));
        assert_eq!(letter.header("From"), Some("Slipway <console@operator.example>"));
        assert!(letter.header("Message-ID").is_some_and(|id| id.ends_with("@operator.example>")), "{letter:?}");
        let text = letter.text();
        let line = format!("\n- {}: QUERY since ", metered.instance.resource);
        assert!(text.contains(&line) && text.contains(&format!("{CONSOLE}/offerings/{OFFERING}/usage")), "{text}");
        assert!(!text.contains("Orrery") && !text.contains(&metered.instance.name), "{text}");
    }
    assert_eq!(happened(house, EventKind::SilenceTold).await, 1);
    house.clock.advance(Duration::from_hours(10));
    backend.tell_of_silence().await;
    assert_eq!((queued(house).await, happened(house, EventKind::SilenceTold).await), (2, 1), "nobody is told twice");
    house.clock.advance(Duration::from_hours(14));
    backend.tell_of_silence().await;
    assert_eq!(send(&backend, &post).await.len(), 4, "it lasts for another day");
}

#[tokio::test]
async fn nobody_is_told_of_a_service_that_reports_or_is_late_for_less_than_a_day() {
    let post = PostOffice::open().await;
    let metered = Metered::open().await;
    metered.submit(&[metered.record(0, 1)]).await;
    let backend = posting(&metered.house, &post);
    metered.house.clock.advance(Duration::from_hours(24));
    backend.tell_of_silence().await;
    assert_eq!(queued(&metered.house).await, 0);
    metered.house.clock.advance(Duration::from_millis(1));
    backend.tell_of_silence().await;
    assert_eq!(queued(&metered.house).await, 2);
}

#[tokio::test]
async fn a_drift_is_told_once_and_its_end_is_not() {
    let post = PostOffice::open().await;
    let (house, backend) = drifting(&post).await;
    let letters = send(&backend, &post).await;
    assert_eq!(recipients(&letters), [ADA, DESK]);
    let live = offering(&house).await;
    let page = format!("{CONSOLE}/offerings/{OFFERING}/deployments/brokers/{}", live.brokers[0].id);
    assert!(letters[0].text().contains(&page), "{}", letters[0].text());
    house.clock.advance(INTERVAL);
    backend.look_at_brokers().await;
    house.broker.set_catalog(catalog(&live, |_| {}));
    house.clock.advance(INTERVAL);
    backend.look_at_brokers().await;
    assert_eq!(told(&house).await.len(), 2, "it has ended");
    assert_eq!(queued(&house).await, 2);
    house.broker.set_catalog(drifted(&live));
    house.clock.advance(INTERVAL);
    backend.look_at_brokers().await;
    assert_eq!(queued(&house).await, 4, "another one is told of again");
}

#[tokio::test]
async fn without_a_mail_server_nothing_is_queued() {
    let metered = Metered::open().await;
    metered.house.backend.tell_of_silence().await;
    assert_eq!((queued(&metered.house).await, happened(&metered.house, EventKind::SilenceTold).await), (0, 0));
    let house = live().await;
    house.broker.set_catalog(drifted(&offering(&house).await));
    house.backend.look_at_brokers().await;
    assert_eq!((told(&house).await.len(), queued(&house).await), (1, 0));
}

#[tokio::test]
async fn a_mail_is_gone_with_what_it_tells_of() {
    let post = PostOffice::open().await;
    let house = live().await;
    house.broker.set_catalog(drifted(&offering(&house).await));
    // The first commit takes the look up, the second one tells what was found: the process dies before it.
    let (asked, died) = (AtomicUsize::new(0), Arc::new(Notify::new()));
    let end = Arc::clone(&died);
    let cuts = move || {
        let is_dead = asked.fetch_add(1, Ordering::SeqCst) >= 2;
        if is_dead {
            end.notify_one();
        }
        is_dead
    };
    let doomed = mailing(&house, house.backend.store().clone().dying(cuts), &post);
    tokio::select! {
        biased;
        () = died.notified() => {}
        () = doomed.look_at_brokers() => panic!("it should have died"),
    }
    assert_eq!((told(&house).await.len(), queued(&house).await), (0, 0));
    let backend = posting(&house, &post);
    house.clock.advance(AGAIN);
    backend.look_at_brokers().await;
    let incident = (EventKind::BrokerIncidentOpened, Cause::Drift.name().to_owned());
    assert_eq!((told(&house).await, queued(&house).await), (vec![incident], 2));
}

#[tokio::test]
async fn a_mail_that_is_put_off_is_tried_again_after_longer_and_longer() {
    let post = PostOffice::open().await;
    let (house, backend) = drifting(&post).await;
    post.refuse("451 come back later");
    assert_eq!(send(&backend, &post).await.len(), 0);
    let mut asked = 2;
    assert_eq!(post.asked(), asked);
    for attempts in 1..4 {
        house.clock.advance(wait_after(attempts).saturating_sub(Duration::from_millis(1)));
        backend.send_due_mails().await;
        assert_eq!(post.asked(), asked, "it is too early");
        house.clock.advance(Duration::from_millis(1));
        backend.send_due_mails().await;
        asked += 2;
        assert_eq!(post.asked(), asked);
    }
    post.refuse(None);
    house.clock.advance(wait_after(4));
    assert_eq!(recipients(&send(&backend, &post).await), [ADA, DESK]);
    house.clock.advance(Duration::from_hours(24));
    assert_eq!(send(&backend, &post).await.len(), 2, "what was sent is not sent again");
    assert_eq!(failed(&house).await, []);
}

#[tokio::test]
async fn a_mail_that_nobody_takes_fails_at_last_and_is_sent_when_somebody_wants_it_tried_again() {
    let post = PostOffice::open().await;
    let (house, backend) = drifting(&post).await;
    post.refuse("451 come back later");
    for attempt in 1..=MOST_ATTEMPTS {
        assert_eq!(failed(&house).await, []);
        backend.send_due_mails().await;
        house.clock.advance(wait_after(attempt));
    }
    let mails = failed(&house).await;
    assert_eq!(mails.iter().map(|mail| mail.attempts).collect::<Vec<_>>(), [MOST_ATTEMPTS; 2]);
    assert!(mails[0].error.contains("come back later"), "{mails:?}");
    let asked = post.asked();
    house.clock.advance(Duration::from_hours(48));
    backend.send_due_mails().await;
    assert_eq!(post.asked(), asked, "nobody tries any more");

    post.refuse(None);
    let id = mails[0].id;
    assert!(matches!(rejection(house.acting(KIM).await.retry_mail(id).await), Rejection::Denied(_)));
    let otto = house.acting(OTTO).await;
    otto.retry_mail(id).await.unwrap();
    assert_eq!(rejection(otto.retry_mail(id).await), Rejection::Refused(Refusal::AlreadyDone));
    assert_eq!(happened(&house, EventKind::MailRetried).await, 1);
    assert_eq!(recipients(&send(&backend, &post).await), [mails[0].recipient.as_str()]);
    assert_eq!(failed(&house).await.iter().map(|mail| mail.id).collect::<Vec<_>>(), [mails[1].id]);
}

#[tokio::test]
async fn an_answer_for_good_is_the_end_unless_it_is_about_signing_in() {
    let post = PostOffice::open().await;
    let (house, backend) = drifting(&post).await;
    post.refuse("530 sign in first");
    backend.send_due_mails().await;
    assert_eq!(failed(&house).await, []);
    post.refuse("550 nobody is called so");
    house.clock.advance(wait_after(1));
    backend.send_due_mails().await;
    let errors: Vec<_> = failed(&house).await.into_iter().map(|mail| mail.error).collect();
    assert!(errors.len() == 2 && errors.iter().all(|error| error.contains("550")), "{errors:?}");
    house.clock.advance(Duration::from_hours(24));
    backend.send_due_mails().await;
    assert_eq!(post.asked(), 4);
}

#[tokio::test]
async fn nothing_that_a_provider_types_becomes_a_header_or_a_recipient() {
    let post = PostOffice::open().await;
    let metered = Metered::open().await;
    let kim = metered.house.acting(KIM).await;
    let listing = kim.offering(OFFERING).await.unwrap().offering.listing;
    let mut draft = listing.draft;
    "Vector\r\nBcc: everybody@example.com\r\n\r\nPay here".clone_into(&mut draft.display_name);
    kim.save_listing(OFFERING, Attempt { revision: listing.revision, operation: "" }, &draft).await.unwrap();
    let backend = posting(&metered.house, &post);
    backend.tell_of_silence().await;
    let letters = send(&backend, &post).await;
    assert_eq!(recipients(&letters), [ADA, DESK]);
    for letter in letters {
        let forged = ["Bcc", "Pay here"];
        assert!(!letter.lines.iter().any(|line| forged.iter().any(|one| line.starts_with(one))), "{letter:?}");
        assert!(letter.header("Auto-Submitted").is_some(), "the head ends where it should: {letter:?}");
    }
}

#[tokio::test]
async fn a_server_that_does_not_answer_costs_a_try_and_no_mail() {
    let post = PostOffice::open().await;
    let (house, backend) = drifting(&post).await;
    let nowhere = Mailer::new("smtp://127.0.0.1:9", "console@operator.example", DESK, CONSOLE).unwrap();
    house.process(house.backend.store().clone()).with_mailer(nowhere).send_due_mails().await;
    assert_eq!(failed(&house).await, []);
    house.clock.advance(wait_after(1));
    assert_eq!(send(&backend, &post).await.len(), 2);
}

/// A request that waits for as long as an answer takes at most.
async fn waiting() -> House {
    let house = House::open().await;
    house.publish_limited().await;
    house.request_review().await;
    house.clock.advance(Terms::default().target());
    house
}

#[tokio::test]
async fn a_request_that_waits_longer_than_promised_is_told_once_to_the_operator_and_the_reviewers() {
    let post = PostOffice::open().await;
    let house = waiting().await;
    let (one, other) = (posting(&house, &post), posting(&house, &post));
    one.tell_of_late_requests().await;
    assert_eq!(queued(&house).await, 0, "the last moment is in time");
    house.clock.advance(Duration::from_millis(1));
    house.backend.tell_of_late_requests().await;
    assert_eq!((queued(&house).await, happened(&house, EventKind::LateRequestTold).await), (0, 0), "no mail server");

    tokio::join!(one.tell_of_late_requests(), other.tell_of_late_requests());
    let letters = send(&one, &post).await;
    let mut told = recipients(&letters);
    told.sort_unstable();
    assert_eq!(told, [DESK, RITA]);
    let open = house.acting(RITA).await.reviews().await.unwrap().remove(0).submission.id;
    assert!(letters[0].text().contains(&format!("{CONSOLE}/reviews/{open}")), "{}", letters[0].text());
    house.clock.advance(Duration::from_hours(100 * 24));
    one.forget_expired().await.unwrap();
    one.tell_of_late_requests().await;
    let after = (queued(&house).await, happened(&house, EventKind::LateRequestTold).await);
    assert_eq!(after, (0, 1), "nor when its mails are forgotten");
}

#[tokio::test]
async fn a_late_request_whose_job_is_killed_at_any_moment_is_told_once() {
    let post = PostOffice::open().await;
    for moment in 0.. {
        let mut house = waiting().await;
        house.clock.advance(Duration::from_millis(1));
        let mailer = mailer(&post);
        let was_killed = is_killed(&mut house, moment, async move |_, doomed| {
            doomed.with_mailer(mailer).tell_of_late_requests().await;
        })
        .await;
        posting(&house, &post).tell_of_late_requests().await;
        assert_eq!((queued(&house).await, happened(&house, EventKind::LateRequestTold).await), (2, 1), "{moment}");
        if !was_killed {
            return;
        }
    }
}

#[tokio::test]
async fn nobody_is_told_of_a_request_that_was_answered_in_time() {
    let post = PostOffice::open().await;
    let house = waiting().await;
    house.approve().await;
    house.clock.advance(Duration::from_millis(1));
    posting(&house, &post).tell_of_late_requests().await;
    assert_eq!(queued(&house).await, 0);
}

#[tokio::test]
async fn mails_that_are_over_are_forgotten_after_three_months() {
    let post = PostOffice::open().await;
    let (house, backend) = drifting(&post).await;
    send(&backend, &post).await;
    house.clock.advance(Duration::from_hours(90 * 24));
    backend.forget_expired().await.unwrap();
    assert_eq!(queued(&house).await, 2);
    house.clock.advance(Duration::from_millis(1));
    backend.forget_expired().await.unwrap();
    assert_eq!(queued(&house).await, 0);
}
