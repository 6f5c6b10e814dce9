//! Sessions: how they begin and end together with the line that says so, and as people see them: their own, those that
//! still last, and no key to any of them.

use std::time::Duration;

use slipway_backend::{Acting, InSession};
use slipway_domain::event::EventKind;
use slipway_domain::ids::{AccountId, SessionId};
use slipway_domain::rejection::{Kind, Rejection};
use slipway_domain::session::{Browser, SessionLimits, System};
use slipway_store::{NewSession, Sessions, SignedIn};
use tower_sessions_core::session::Id;
use uuid::Uuid;

use crate::instance_guards::of_another_key;
use crate::support::{ADA, House, KIM, OTTO, rejection};

const LIMITS: SessionLimits = SessionLimits {
    inactivity: Duration::from_mins(30),
    absolute: Duration::from_hours(12),
    operator_absolute: Duration::from_hours(8),
};

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

fn id(number: u128) -> SessionId {
    SessionId::new(Uuid::from_u128(number))
}

/// A session of somebody, under that number and with that cookie.
async fn new_session(house: &House, email: &str, number: u128) -> NewSession {
    let now = house.clock.now();
    let person = house.person(email).await.id;
    NewSession {
        cookie: Id(i128::try_from(number).unwrap()),
        signed_in: SignedIn { session: id(number), person, authenticated_at: now, last_seen: now, current: None },
        agent: FIREFOX.to_owned(),
        expires_at: now.plus(LIMITS.longest()),
        before: None,
    }
}

/// A session that is there already.
async fn signed_in(house: &House, email: &str, number: u128) -> Acting {
    let mut tx = house.backend.store().write().await.unwrap();
    tx.begin_session(&new_session(house, email, number).await).await.unwrap();
    tx.commit().await.unwrap();
    house.acting(email).await.in_session(Some(InSession { id: id(number), limits: LIMITS }))
}

/// From now on the id of the next line of [`of_another_key`] is taken, so that it cannot be written.
async fn take_the_next_line(house: &House) {
    let nobody = of_another_key(house).authenticate("nobody@example.com", "wrong".into(), "").await.unwrap();
    assert_eq!(nobody, None);
}

#[tokio::test]
async fn everybody_sees_their_own_sessions_and_which_one_is_this() {
    let house = House::open().await;
    let first = signed_in(&house, ADA, 1).await;
    signed_in(&house, KIM, 2).await;
    house.clock.advance(Duration::from_mins(5));
    let second = signed_in(&house, ADA, 3).await;
    let seen = second.sessions().await.unwrap().sessions;
    let facts: Vec<_> = seen.iter().map(|session| (session.id, session.is_this)).collect();
    assert_eq!(facts, [(id(3), true), (id(1), false)]);
    assert_eq!((seen[0].browser, seen[0].system), (Browser::Firefox, System::Linux));
    assert!(first.sessions().await.unwrap().sessions[1].is_this);
    let told = serde_json::to_string(&second.sessions().await.unwrap()).unwrap();
    let cookie = Id(3).to_string();
    assert!(!told.contains(&cookie), "what opens a session is not told");
}

#[tokio::test]
async fn a_session_that_the_next_request_would_end_is_not_listed() {
    let house = House::open().await;
    signed_in(&house, ADA, 1).await;
    house.clock.advance(Duration::from_mins(30));
    let ada = signed_in(&house, ADA, 2).await;
    assert_eq!(ada.sessions().await.unwrap().sessions.len(), 1);
}

#[tokio::test]
async fn one_is_ended_by_its_owner_and_by_nobody_else() {
    let house = House::open().await;
    let (ada, kim) = (signed_in(&house, ADA, 1).await, signed_in(&house, KIM, 2).await);
    let missing = Rejection::NotFound(Kind::Session);
    for number in [1, 9] {
        assert_eq!(rejection(kim.end_session(id(number)).await), missing);
    }
    ada.end_session(id(1)).await.unwrap();
    assert!(ada.sessions().await.unwrap().sessions.is_empty());
    assert_eq!(house.events().await[0].kind, EventKind::SessionEnded);
}

#[tokio::test]
async fn all_others_end_and_the_one_that_asks_stays() {
    let house = House::open().await;
    for number in 1..4 {
        signed_in(&house, ADA, number).await;
    }
    signed_in(&house, KIM, 7).await;
    let ada = signed_in(&house, ADA, 4).await;
    ada.end_other_sessions().await.unwrap();
    assert_eq!(ada.sessions().await.unwrap().sessions.len(), 1);
    let before = house.events().await.len();
    ada.end_other_sessions().await.unwrap();
    assert_eq!(house.events().await.len(), before, "nothing ended, so there is nothing to tell");
    let kim = house.person(KIM).await.id;
    assert_eq!(house.backend.store().sessions_of(kim).await.unwrap().len(), 1);
}

#[tokio::test]
async fn the_admin_ends_anybodys() {
    let house = House::open().await;
    signed_in(&house, KIM, 1).await;
    let otto = house.acting(OTTO).await;
    let kim = house.person(KIM).await.id;
    assert_eq!(otto.person_view(kim).await.unwrap().sessions.len(), 1);
    otto.end_sessions_of(kim).await.unwrap();
    assert!(otto.person_view(kim).await.unwrap().sessions.is_empty());
    let told = house.events().await.remove(0);
    assert_eq!((told.kind, told.actor_name.as_str()), (EventKind::SessionsEnded, "Otto Brandt"));
}

/// The account that a session works in; `None`: it is gone.
async fn chosen(house: &House, number: i128) -> Option<Option<AccountId>> {
    let sessions = Sessions::new(house.backend.store().clone());
    sessions.signed_in(&Id(number)).await.unwrap().map(|(signed_in, _)| signed_in.current)
}

#[tokio::test]
async fn a_sign_in_counts_only_with_the_session_that_it_begins() {
    let house = House::open().await;
    signed_in(&house, KIM, 1).await;
    take_the_next_line(&house).await;
    let (before, until) = (house.events().await.len(), house.clock.now().plus(Duration::from_mins(10)));
    let taken = house.backend.sign_in(&new_session(&house, ADA, 1).await, "state", until, "").await;
    assert!(taken.is_err(), "there is a session of that id");
    let unsaid = of_another_key(&house).sign_in(&new_session(&house, ADA, 2).await, "state", until, "").await;
    assert!(unsaid.is_err(), "the id of its line is taken");
    assert_eq!(house.events().await.len(), before, "nobody has signed in");
    assert_eq!(chosen(&house, 2).await, None);

    let new = NewSession { before: Some(Id(1)), ..new_session(&house, ADA, 3).await };
    assert!(house.backend.sign_in(&new, "state", until, "").await.unwrap(), "the attempt was not used up");
    assert_eq!(chosen(&house, 3).await, Some(None));
    assert_eq!(chosen(&house, 1).await, None, "what the browser had before has ended");
    assert!(!house.backend.sign_in(&new_session(&house, ADA, 4).await, "state", until, "").await.unwrap());
    assert_eq!(chosen(&house, 4).await, None, "an attempt counts once");
    let (told, ada) = (house.events().await, house.person(ADA).await.id);
    assert_eq!((told.len(), told[0].kind, told[0].actor), (before + 1, EventKind::SignedIn, Some(ada)));
}

#[tokio::test]
async fn a_sign_in_to_a_service_goes_on_in_the_session_that_there_is_or_begins_one() {
    let house = House::open().await;
    signed_in(&house, ADA, 1).await;
    let (ada, kim) = (house.person(ADA).await, house.person(KIM).await.id);
    assert!(house.backend.switch_account(ada.id, id(1), ada.current.unwrap(), "").await.unwrap());
    house.clock.advance(Duration::from_mins(5));
    take_the_next_line(&house).await;
    let before = house.events().await.len();
    for had in [Some(id(1)), None] {
        let new = new_session(&house, ADA, 2).await;
        let unsaid = of_another_key(&house).sign_in_to_service(&new, had, "tool", "").await;
        assert!(unsaid.is_err(), "the id of its line is taken");
        assert_eq!((chosen(&house, 1).await, chosen(&house, 2).await), (Some(ada.current), None), "as it was");
    }
    assert_eq!(house.events().await.len(), before);

    let renewed = new_session(&house, ADA, 3).await;
    let goes_on = house.backend.sign_in_to_service(&renewed, Some(id(1)), "tool", "").await.unwrap();
    assert_eq!((goes_on, chosen(&house, 1).await), (id(1), None), "the same session, and another cookie");
    assert_eq!(chosen(&house, 3).await, Some(ada.current), "in the account that it was in");
    let listed = house.backend.store().sessions_of(ada.id).await.unwrap().remove(0);
    assert_eq!((listed.id, listed.authenticated_at), (id(1), house.clock.now()));

    house.backend.sign_out(ada.id, id(1), "").await.unwrap();
    for (had, number) in [(Some(id(1)), 4), (None, 5)] {
        let begun = house.backend.sign_in_to_service(&new_session(&house, ADA, number).await, had, "tool", "").await;
        assert_eq!(begun.unwrap(), id(number), "{had:?}: what has ended stays ended");
    }
    let of_kim = house.backend.sign_in_to_service(&new_session(&house, KIM, 6).await, Some(id(5)), "tool", "").await;
    assert_eq!(of_kim.unwrap(), id(6), "somebody else's session is not theirs to go on with");
    assert_eq!(house.backend.store().sessions_of(kim).await.unwrap().len(), 1);
    let told = house.events().await;
    assert_eq!(told.iter().take(3).map(|event| event.kind).collect::<Vec<_>>(), [EventKind::SignedIn; 3]);
    assert_eq!((told.len(), told[0].detail.code.as_deref()), (before + 5, Some("tool")));
}

#[tokio::test]
async fn a_session_is_left_together_with_the_line_that_says_so() {
    let house = House::open().await;
    signed_in(&house, ADA, 1).await;
    let (ada, kim) = (house.person(ADA).await.id, house.person(KIM).await.id);
    let session = id(1);
    take_the_next_line(&house).await;
    let before = house.events().await.len();
    assert!(of_another_key(&house).sign_out(ada, session, "").await.is_err(), "the id of its line is taken");
    house.backend.sign_out(kim, session, "").await.unwrap();
    assert_eq!(chosen(&house, 1).await, Some(None), "it goes on");
    assert_eq!(house.events().await.len(), before);

    house.backend.sign_out(ada, session, "").await.unwrap();
    assert_eq!(chosen(&house, 1).await, None);
    assert_eq!(house.events().await[0].kind, EventKind::SignedOut);
    house.backend.sign_out(ada, session, "").await.unwrap();
    assert_eq!(house.events().await.len(), before + 1, "what is gone is not left again");
}

#[tokio::test]
async fn an_account_is_chosen_together_with_the_line_that_says_so() {
    let house = House::open().await;
    signed_in(&house, ADA, 1).await;
    let (ada, kim) = (house.person(ADA).await, house.person(KIM).await.id);
    let (session, account) = (id(1), ada.current.unwrap());
    take_the_next_line(&house).await;
    let before = house.events().await.len();
    let failed = of_another_key(&house).switch_account(ada.id, session, account, "").await;
    assert!(failed.is_err(), "the id of its line is taken");
    assert!(!house.backend.switch_account(kim, session, account, "").await.unwrap(), "somebody else's session");
    assert_eq!(chosen(&house, 1).await, Some(None), "as it was");
    assert_eq!(house.events().await.len(), before);

    assert!(house.backend.switch_account(ada.id, session, account, "").await.unwrap());
    assert_eq!(chosen(&house, 1).await, Some(Some(account)));
    let told = house.events().await.remove(0);
    assert_eq!((told.kind, told.account), (EventKind::AccountSwitched, Some(account)));
    let listed = house.backend.store().sessions_of(ada.id).await.unwrap().remove(0);
    assert_eq!(listed.agent, FIREFOX, "the rest of what it remembers is left alone");
    house.backend.sign_out(ada.id, session, "").await.unwrap();
    assert!(!house.backend.switch_account(ada.id, session, account, "").await.unwrap(), "it ended meanwhile");
    assert_eq!(house.events().await.len(), before + 2);
}
