//! The one link that is made by an e-mail address: for whom, when, and never again (docs/decisions/0006).

use slipway_backend::Identity;
use slipway_domain::event::EventKind;

use crate::support::{ADA, House};

const INVITED: &str = "ines@provider.example";

fn known_as<'a>(subject: &'a str, verified_email: Option<&'a str>) -> Identity<'a> {
    Identity { issuer: "https://id.example", subject, verified_email }
}

#[tokio::test]
async fn somebody_invited_is_linked_once_and_is_that_subject_from_then_on() {
    let house = House::open().await;
    let who = async |identity: Identity<'_>| house.backend.person_of(identity, "").await.unwrap();
    house.backend.add_person(INVITED, "Ines", &[]).await.unwrap();
    let ines = house.person(INVITED).await.id;

    assert_eq!(who(known_as("one", None)).await, None, "no verified address");
    assert_eq!(who(known_as("one", Some("somebody@else.example"))).await, None, "nobody was invited with it");
    assert_eq!(who(known_as("one", Some(INVITED))).await, Some(ines));
    assert_eq!(house.events().await[0].kind, EventKind::IdentityLinked);

    assert_eq!(who(known_as("one", None)).await, Some(ines), "the subject is enough");
    assert_eq!(who(known_as("one", Some(ADA))).await, Some(ines), "and the address no longer counts");
    assert_eq!(who(known_as("two", Some(INVITED))).await, None, "nobody is linked a second time");
    let elsewhere = Identity { issuer: "https://other.example", ..known_as("one", Some(INVITED)) };
    assert_eq!(who(elsewhere).await, None, "nor by another issuer");
}

#[tokio::test]
async fn whoever_has_a_password_or_is_disabled_is_linked_to_nobody() {
    let house = House::open().await;
    let who = async |email| house.backend.person_of(known_as("one", Some(email)), "").await.unwrap();
    assert_eq!(who(ADA).await, None, "a password");
    house.backend.add_person(INVITED, "Ines", &[]).await.unwrap();
    house.backend.disable_person(INVITED).await.unwrap();
    assert_eq!(who(INVITED).await, None, "disabled");
    house.backend.enable_person(INVITED).await.unwrap();
    assert!(who(INVITED).await.is_some());
    house.backend.disable_person(INVITED).await.unwrap();
    assert_eq!(who(INVITED).await, None, "disabled after the link");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_that_come_at_once_one_is_linked() {
    let house = House::open().await;
    house.backend.add_person(INVITED, "Ines", &[]).await.unwrap();
    let subjects: Vec<String> = (0..20).map(|number| format!("subject-{number}")).collect();
    let calls: Vec<_> = subjects
        .into_iter()
        .map(|subject| {
            let backend = house.backend.clone();
            tokio::spawn(async move { backend.person_of(known_as(&subject, Some(INVITED)), "").await.unwrap() })
        })
        .collect();
    let mut linked = 0;
    for call in calls {
        linked += usize::from(call.await.unwrap().is_some());
    }
    assert_eq!(linked, 1);
}
