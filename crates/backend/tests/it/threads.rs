//! Review threads: who opens, answers and resolves them, what of them reaches whom, and that nothing is approved or
//! released over one that blocks.

use slipway_backend::demo::OFFERING;
use slipway_backend::{Acting, Attempt, Ruling};
use slipway_domain::caller::Role;
use slipway_domain::compare::compare;
use slipway_domain::event::EventKind;
use slipway_domain::field::Field;
use slipway_domain::gate::Requirement;
use slipway_domain::ids::ThreadId;
use slipway_domain::offering::NewResourceDraft;
use slipway_domain::policy::Denial;
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_domain::review::Answer;
use slipway_domain::stage::Stage;
use slipway_domain::thread::{ReplyDraft, Standing, ThreadDraft, ThreadMove, ThreadState};
use slipway_domain::view::HistoryQuery;
use uuid::Uuid;

use crate::support::{ADA, BEA, GUS, House, KIM, OTTO, RITA, VERA, approval, rejection};

const NAME: &str = "section/listing[display_name]/";

fn about(anchor: &str, blocking: bool) -> ThreadDraft {
    ThreadDraft {
        anchor: anchor.to_owned(),
        text: "Say what it searches.".to_owned(),
        rule: String::new(),
        blocking: if blocking { "yes" } else { "" }.to_owned(),
    }
}

fn words(text: &str) -> ReplyDraft {
    ReplyDraft { text: text.to_owned(), internal: String::new() }
}

fn note(text: &str) -> ReplyDraft {
    ReplyDraft { internal: "yes".to_owned(), ..words(text) }
}

async fn rename(kim: &Acting, name: &str) {
    let view = kim.offering(OFFERING).await.unwrap();
    let mut draft = view.offering.listing.draft.clone();
    name.clone_into(&mut draft.display_name);
    let attempt = Attempt { revision: view.offering.listing.revision, operation: "" };
    kim.save_listing(OFFERING, attempt, &draft).await.unwrap();
}

async fn standing(acting: &Acting, id: ThreadId) -> Standing {
    let view = acting.offering(OFFERING).await.unwrap();
    let thread = view.threads.iter().find(|thread| thread.id == id).unwrap();
    thread.standing(&compare(None, &view.offering))
}

#[track_caller]
fn is_held(rejection: Rejection, by: &[&str]) {
    let Rejection::Refused(Refusal::Gate(missing)) = rejection else { panic!("{rejection:?}") };
    assert_eq!(missing.iter().map(|condition| condition.id).collect::<Vec<_>>(), [Requirement::ThreadsResolved]);
    assert_eq!(missing[0].names, by);
}

#[tokio::test]
async fn nothing_is_approved_or_released_over_an_open_thread_that_blocks() {
    let house = House::open().await;
    house.publish_limited().await;
    house.request_review().await;
    let (kim, rita, otto) = (house.acting(KIM).await, house.acting(RITA).await, house.acting(OTTO).await);
    let request = rita.reviews().await.unwrap().remove(0).submission;
    let id = rita.open_thread(OFFERING, &request.content_sha256, &about(NAME, true)).await.unwrap();
    let events = house.events().await.len();
    is_held(rejection(rita.decide_review(request.id, approval(&request.content_sha256)).await), &["display name"]);
    assert_eq!(house.events().await.len(), events, "a refusal leaves no trace");
    let returned = Ruling { answer: Answer::Return, reason: "See the thread.", ..approval(&request.content_sha256) };
    rita.decide_review(request.id, returned).await.unwrap();
    assert_eq!(standing(&kim, id).await, Standing::Open);

    rename(&kim, "Vector Database").await;
    assert_eq!(standing(&kim, id).await, Standing::Addressed);
    kim.publish_limited(OFFERING).await.unwrap();
    house.request_review().await;
    let request = rita.reviews().await.unwrap().remove(0).submission;
    is_held(rejection(rita.decide_review(request.id, approval(&request.content_sha256)).await), &["display name"]);
    rita.answer_thread(OFFERING, id, ThreadMove::Resolve, &words("")).await.unwrap();
    rita.decide_review(request.id, approval(&request.content_sha256)).await.unwrap();

    kim.answer_thread(OFFERING, id, ThreadMove::Reopen, &words("Wait.")).await.unwrap();
    is_held(rejection(otto.release(OFFERING).await), &["display name"]);
    rita.answer_thread(OFFERING, id, ThreadMove::Resolve, &words("It is fine.")).await.unwrap();
    otto.release(OFFERING).await.unwrap();
    assert_eq!(otto.offering(OFFERING).await.unwrap().offering.stage, Stage::Ga);

    let told: Vec<_> =
        house.events().await.into_iter().filter(|event| event.kind.name().starts_with("thread.")).collect();
    let kinds: Vec<_> = told.iter().rev().map(|event| event.kind).collect();
    let (opened, resolved) = (EventKind::ThreadOpened, EventKind::ThreadResolved);
    assert_eq!(kinds, [opened, resolved, EventKind::ThreadReopened, resolved]);
    assert!(told.iter().all(|event| event.detail.subject.as_deref() == Some("display name")));
}

#[tokio::test]
async fn who_may_open_answer_and_lift() {
    let house = House::open().await;
    let (kim, rita, bea) = (house.acting(KIM).await, house.acting(RITA).await, house.acting(BEA).await);
    let lacks = |rejection: Rejection| assert!(matches!(rejection, Rejection::Denied(Denial::RoleMissing { .. })));
    lacks(rejection(kim.open_thread(OFFERING, "", &about(NAME, true)).await));
    let asked = kim.open_thread(OFFERING, "", &about(NAME, false)).await.unwrap();
    let held = bea.open_thread(OFFERING, "", &about(NAME, true)).await.unwrap();
    kim.answer_thread(OFFERING, held, ThreadMove::Reply, &words("Why?")).await.unwrap();
    lacks(rejection(kim.answer_thread(OFFERING, held, ThreadMove::Resolve, &words("")).await));
    lacks(rejection(kim.answer_thread(OFFERING, held, ThreadMove::Reply, &note("Mine.")).await));
    kim.answer_thread(OFFERING, asked, ThreadMove::Resolve, &words("")).await.unwrap();
    rita.answer_thread(OFFERING, held, ThreadMove::Resolve, &words("")).await.unwrap();
    for email in [VERA, OTTO] {
        let reader = house.acting(email).await;
        assert_eq!(reader.threads(OFFERING).await.unwrap().view.threads.len(), 2);
        lacks(rejection(reader.open_thread(OFFERING, "", &about(NAME, false)).await));
        lacks(rejection(reader.answer_thread(OFFERING, held, ThreadMove::Reopen, &words("")).await));
    }
    let own = house.acting_since_left(KIM, &[Role::Reviewer]).await;
    assert_eq!(
        rejection(own.open_thread(OFFERING, "", &about(NAME, true)).await),
        Rejection::Denied(Denial::OwnSubmission)
    );
    let insider = house.acting_as(VERA, &[Role::Reviewer]).await;
    assert_eq!(
        rejection(insider.open_thread(OFFERING, "", &about(NAME, true)).await),
        Rejection::Denied(Denial::OwnAccount)
    );
    let support = house.acting_since_left(VERA, &[Role::Support]).await;
    assert!(support.offering(OFFERING).await.unwrap().threads.is_empty(), "whoever may not read them is told of none");
    lacks(rejection(support.threads(OFFERING).await));
}

#[tokio::test]
async fn threads_of_others_and_nobodys_do_not_exist() {
    let house = House::open().await;
    let (ada, gus) = (house.acting(ADA).await, house.acting(GUS).await);
    let id = ada.open_thread(OFFERING, "", &about(NAME, false)).await.unwrap();
    let unknown = Rejection::NotFound(Kind::Offering);
    assert_eq!(rejection(gus.threads(OFFERING).await), unknown);
    assert_eq!(rejection(gus.open_thread(OFFERING, "", &about(NAME, false)).await), unknown);
    assert_eq!(rejection(gus.answer_thread(OFFERING, id, ThreadMove::Reply, &words("Hi")).await), unknown);
    let other = NewResourceDraft { resource_name: "northwind-data-two".to_owned(), broker_ready: "no".to_owned() };
    ada.add_resource(&other).await.unwrap();
    for id in [id, ThreadId::new(Uuid::from_u128(99))] {
        let answered = ada.answer_thread("northwind-data-two", id, ThreadMove::Reply, &words("Hi")).await;
        assert_eq!(rejection(answered), Rejection::NotFound(Kind::Thread));
    }
    assert!(ada.offering("northwind-data-two").await.unwrap().threads.is_empty());
    let read = ada.open_thread("northwind-data-two", "no-such-content", &about(NAME, false)).await;
    assert_eq!(rejection(read), Rejection::NotFound(Kind::Submission));
}

#[tokio::test]
async fn what_operators_tell_each_other_reaches_no_provider() {
    let house = House::open().await;
    let (ada, rita) = (house.acting(ADA).await, house.acting(RITA).await);
    let id = rita.open_thread(OFFERING, "", &about(NAME, true)).await.unwrap();
    rita.answer_thread(OFFERING, id, ThreadMove::Reply, &note("They tried this before.")).await.unwrap();
    rita.answer_thread(OFFERING, id, ThreadMove::Reply, &words("Please mend it.")).await.unwrap();
    let said = async |acting: &Acting| {
        let remarks = acting.threads(OFFERING).await.unwrap().remarks.into_iter();
        remarks.map(|(_, remark)| remark.text).collect::<Vec<_>>()
    };
    let told = async |acting: &Acting, noun: &str| {
        let query = HistoryQuery { noun: noun.to_owned(), page: 1 };
        let events = acting.history(OFFERING, &query).await.unwrap().events.into_iter();
        events.map(|event| event.kind).filter(|kind| kind.name().starts_with("thread.")).collect::<Vec<_>>()
    };
    assert_eq!(said(&ada).await, ["Please mend it."]);
    assert_eq!(said(&rita).await, ["They tried this before.", "Please mend it."]);
    for noun in ["", "thread", "thread.noted"] {
        assert!(!told(&ada, noun).await.contains(&EventKind::ThreadNoted), "{noun}");
    }
    assert_eq!(told(&ada, "thread").await, [EventKind::ThreadReplied, EventKind::ThreadOpened]);
    assert_eq!(told(&rita, "thread.noted").await, [EventKind::ThreadNoted]);
}

#[tokio::test]
async fn a_thread_is_about_the_content_that_was_read() {
    let house = House::open().await;
    house.publish_limited().await;
    let request = house.request_review().await;
    let (kim, rita) = (house.acting(KIM).await, house.acting(RITA).await);
    let read = rita.reviews().await.unwrap().remove(0).submission.content_sha256;
    kim.withdraw_review(OFFERING).await.unwrap();
    rename(&kim, "Vector Database").await;
    let id = rita.open_thread(OFFERING, &read, &about(NAME, true)).await.unwrap();
    assert_eq!(rita.offering(OFFERING).await.unwrap().threads[0].value, "Vector Search");
    assert_eq!(standing(&rita, id).await, Standing::Addressed);
    rita.answer_thread(OFFERING, id, ThreadMove::Reply, &note("They tried this before.")).await.unwrap();
    assert_eq!(rita.review(request).await.unwrap().remarks.len(), 1);
    assert!(kim.review(request).await.unwrap().remarks.is_empty(), "a request shows its provider no internal note");
    let told = async |acting: &Acting| {
        let events = acting.review(request).await.unwrap().events;
        (events.len(), events.iter().any(|event| event.kind == EventKind::ThreadNoted))
    };
    assert_eq!((told(&rita).await, told(&kim).await), ((5, true), (5, false)), "nor that there is one");
    let now = rita.open_thread(OFFERING, "", &about(NAME, true)).await.unwrap();
    assert_eq!(standing(&rita, now).await, Standing::Open);
}

#[tokio::test]
async fn sent_twice_it_is_one_thread_and_one_answer() {
    let house = House::open().await;
    let named = async |name: &str| house.acting(KIM).await.as_operation(name.to_owned());
    let mut ids = Vec::new();
    for _ in 0..3 {
        ids.push(named("open").await.open_thread(OFFERING, "", &about(NAME, false)).await.unwrap());
        named("reply").await.answer_thread(OFFERING, ids[0], ThreadMove::Reply, &words("Once.")).await.unwrap();
    }
    assert!(ids.iter().all(|id| *id == ids[0]));
    let threads = house.acting(KIM).await.threads(OFFERING).await.unwrap();
    assert_eq!((threads.view.threads.len(), threads.remarks.len()), (1, 1));
}

#[tokio::test]
async fn what_the_rules_object_to_and_moves_that_do_not_exist_leave_nothing() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let id = kim.open_thread(OFFERING, "", &about(NAME, false)).await.unwrap();
    let events = house.events().await.len();
    let field = |rejection: Rejection| match rejection {
        Rejection::Invalid(found) => found.iter().next().unwrap().field,
        other => panic!("{other:?}"),
    };
    let empty = ThreadDraft { text: String::new(), ..about(NAME, false) };
    assert_eq!(field(rejection(kim.open_thread(OFFERING, "", &empty).await)), Field::ThreadText);
    let gone = about("section/access[redirect_uris]/https://gone.example", false);
    assert_eq!(field(rejection(kim.open_thread(OFFERING, "", &gone).await)), Field::ThreadAnchor);
    assert_eq!(
        field(rejection(kim.answer_thread(OFFERING, id, ThreadMove::Reply, &words(" ")).await)),
        Field::ReplyText
    );
    let refused = |from, attempted| Rejection::Refused(Refusal::NoSuchThreadMove { from, attempted });
    assert_eq!(
        rejection(kim.answer_thread(OFFERING, id, ThreadMove::Reopen, &words("")).await),
        refused(ThreadState::Open, ThreadMove::Reopen)
    );
    assert_eq!(house.events().await.len(), events);
}
