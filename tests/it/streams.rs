//! Pages of what goes on hear that something moved, as long as they may be seen and until it has ended.

use std::time::{Duration, Instant};

use hyper::StatusCode;
use slipway_backend::demo::OFFERING;
use slipway_osb::fake::Misbehaviour;

use crate::broker_calls::registered_broker;
use crate::instances;
use crate::support::{Browser, Listener, Scene, Stage};

const KIM: &str = "kim@northwind.example";
const GUS: &str = "gus@globex.example";
const CLARA: &str = "clara@orrery.example";

/// Asks for a run, and gives where its page hears of it.
pub(crate) async fn asked_for(stage: &Stage, browser: &Browser) -> String {
    let deployment = stage.facts["deployment"].as_str();
    let asked = browser.post("/api/test-run/request", &[("offering", OFFERING), ("deployment", deployment)]).await;
    format!("{}/events", asked.path().unwrap())
}

async fn heard(listener: &mut Listener) -> Vec<String> {
    let mut heard = Vec::new();
    while let Some(said) = listener.next().await {
        heard.push(said);
    }
    heard
}

#[tokio::test]
async fn the_page_of_a_run_hears_of_its_moves_until_it_has_ended() {
    let stage = Scene::Limited.open().await;
    let kim = stage.browser_of(KIM);
    let broker = registered_broker(&stage, &kim).await;
    // Some fifty calls, so that the run takes longer than one gap between events.
    broker.answer_after(Duration::from_millis(20));
    let mut listener = Listener::open(&kim, &asked_for(&stage, &kim).await).await;
    assert!(listener.is_answered(200));
    for header in ["content-type: text/event-stream", "cache-control: no-store", "x-accel-buffering: no"] {
        assert!(listener.has_header(header), "{header}");
    }
    assert_eq!(listener.next().await.as_deref(), Some("moved"), "the page may be older than the stream");
    let began = Instant::now();
    let ((), heard) = tokio::join!(stage.server.backend.make_due_test_runs(), heard(&mut listener));
    let (last, before) = heard.split_last().unwrap();
    assert_eq!(last, "ended");
    assert!(before.len() >= 2 && before.iter().all(|said| said == "moved"), "{before:?}");
    let gaps = began.elapsed().as_millis() / 250;
    assert!(u128::try_from(heard.len()).unwrap() <= gaps + 1, "at most four a second: {} in {gaps} gaps", heard.len());
}

#[tokio::test]
async fn a_run_that_is_left_and_taken_up_again_is_heard_of_step_by_step() {
    let stage = Scene::Limited.open().await;
    let (kim, backend) = (stage.browser_of(KIM), &stage.server.backend);
    let broker = registered_broker(&stage, &kim).await;
    broker.misbehave(Misbehaviour::Silence);
    let mut listener = Listener::open(&kim, &asked_for(&stage, &kim).await).await;
    assert_eq!(listener.next().await.as_deref(), Some("moved"));
    tokio::select! {
        () = backend.make_due_test_runs() => panic!("the broker says nothing"),
        said = listener.next() => assert_eq!(said.as_deref(), Some("moved"), "it was taken up"),
    }
    broker.misbehave(None);
    stage.server.wait(Duration::from_mins(2));
    backend.make_due_test_runs().await;
    assert_eq!(heard(&mut listener).await.last().map(String::as_str), Some("ended"));
}

#[tokio::test]
async fn the_page_of_an_instance_hears_of_every_poll() {
    let stage = Scene::Limited.open().await;
    let (kim, clara) = (stage.browser_of(KIM), stage.browser_of(CLARA));
    let broker = registered_broker(&stage, &kim).await;
    broker.set_asynchronous(&stage.facts["plan"], 2);
    let created = instances::create(&stage, &clara, &[]).await;
    let page = created.path().unwrap().split('#').next().unwrap().to_owned();
    let mut listener = Listener::open(&clara, &format!("{page}/events")).await;
    assert_eq!(listener.next().await.as_deref(), Some("moved"));
    let mut moves = 0;
    loop {
        stage.server.backend.make_due_operations().await;
        stage.server.wait(Duration::from_mins(1));
        moves += 1;
        if listener.next().await.unwrap() == "ended" {
            break;
        }
    }
    assert!(moves >= 3, "it was ordered, and asked after twice: {moves}");
    assert_eq!(listener.next().await, None);
}

#[tokio::test]
async fn what_has_ended_is_said_once_and_what_is_not_ones_own_is_not_there() {
    let stage = Scene::Limited.open().await;
    let kim = stage.browser_of(KIM);
    let ended = format!("/offerings/{OFFERING}/tests/{}/events", stage.facts["run"]);
    let mut listener = Listener::open(&kim, &ended).await;
    assert_eq!(heard(&mut listener).await, ["ended"]);
    let run = asked_for(&stage, &kim).await;
    assert_eq!(stage.browser_of(GUS).get(&run).await.status, StatusCode::NOT_FOUND);
    assert_eq!(stage.server.browser().get(&run).await.status, StatusCode::UNAUTHORIZED);
    let nobodys = format!("/offerings/{OFFERING}/tests/no-run/events");
    assert_eq!(kim.get(&nobodys).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_stream_ends_with_the_session_and_says_nothing_more() {
    let stage = Scene::Limited.open().await;
    let kim = stage.browser_of(KIM);
    let broker = registered_broker(&stage, &kim).await;
    broker.misbehave(Misbehaviour::Silence);
    let mut listener = Listener::open(&kim, &asked_for(&stage, &kim).await).await;
    assert_eq!(listener.next().await.as_deref(), Some("moved"));
    assert!(kim.post("/sign-out", &[]).await.status.is_redirection());
    tokio::select! {
        () = stage.server.backend.make_due_test_runs() => panic!("the broker says nothing"),
        said = listener.next() => assert_eq!(said, None),
    }
}

/// An open stream of a run that stands still, in a server that looks often.
async fn standing_still(email: &str) -> (Stage, Browser, Listener) {
    let stage = Scene::Limited.open_looking(Duration::from_millis(50)).await;
    let browser = stage.browser_of(email);
    let mut listener = Listener::open(&browser, &asked_for(&stage, &browser).await).await;
    assert_eq!(listener.next().await.as_deref(), Some("moved"));
    (stage, browser, listener)
}

/// What is said next, if that is sooner than a server looks by itself.
async fn soon(listener: &mut Listener) -> Option<String> {
    tokio::time::timeout(Duration::from_secs(10), listener.next()).await.expect("the server looks more often")
}

#[tokio::test]
async fn a_stream_on_which_nothing_moves_ends_with_the_session_as_well() {
    let (_stage, kim, mut listener) = standing_still(KIM).await;
    assert!(kim.post("/sign-out", &[]).await.status.is_redirection());
    assert_eq!(soon(&mut listener).await, None);
}

#[tokio::test]
async fn a_stream_ends_with_the_right_to_the_page_although_the_session_goes_on() {
    let (stage, kim, mut listener) = standing_still(KIM).await;
    let store = stage.server.backend.store();
    let person = store.person_with_email(KIM).await.unwrap().unwrap().id;
    let account = store.person(person).await.unwrap().unwrap().memberships[0].account;
    let mut tx = store.write().await.unwrap();
    assert!(tx.remove_membership(account, person).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(soon(&mut listener).await, None);
    assert_eq!(kim.get("/sessions").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_person_has_so_many_streams_and_one_that_is_closed_makes_room() {
    let stage = Scene::Limited.open().await;
    let kim = stage.browser_of(KIM);
    let run = asked_for(&stage, &kim).await;
    let mut open = Vec::new();
    let refused = loop {
        let listener = Listener::open(&kim, &run).await;
        if !listener.is_answered(200) {
            break listener;
        }
        open.push(listener);
    };
    assert_eq!(open.len(), 4, "two connections of a browser are left for pages");
    assert!(refused.is_answered(429) && refused.has_header("retry-after: 15"));
    open.pop();
    let room = async {
        while !Listener::open(&kim, &run).await.is_answered(200) {
            tokio::task::yield_now().await;
        }
    };
    let made = tokio::time::timeout(Duration::from_secs(10), room).await;
    made.expect("a stream that is closed makes room for another within ten seconds");
}
