//! Input that could not be saved: one author's of one subject is there once.

use slipway_domain::ids::{ParkedId, PersonId};
use slipway_domain::offering::Section;
use slipway_domain::view::Subject;
use slipway_store::{Parked, Sequence};
use uuid::Uuid;

use crate::support::{AT, House, PERSON, SCOPE, person};

const OTHER: PersonId = PersonId::new(Uuid::from_u128(0x91));
const LISTING: Subject = Subject::Section(Section::Listing);

fn id(number: u128) -> ParkedId {
    ParkedId::new(Uuid::from_u128(number))
}

/// Keeps input of that number, and tells under which number it is kept.
async fn park(house: &House, number: u128, subject: Subject, by: PersonId) -> ParkedId {
    park_as(house, number, subject, by, None).await
}

async fn park_as(
    house: &House,
    number: u128,
    subject: Subject,
    by: PersonId,
    sequence: Option<Sequence<'_>>,
) -> ParkedId {
    let (base_revision, body) = (i64::try_from(number).unwrap(), format!("{number}"));
    let mut tx = house.store.write().await.unwrap();
    let base = Some(format!("before {number}"));
    let parked = Parked { id: id(number), scope: SCOPE, subject, base_revision, base, body, at: AT, by };
    let kept = tx.park(&parked, sequence).await.unwrap();
    tx.commit().await.unwrap();
    kept
}

async fn house() -> House {
    let house = House::open().await;
    let mut tx = house.store.write().await.unwrap();
    tx.add_person(&person(OTHER, "kim@northwind.example")).await.unwrap();
    tx.commit().await.unwrap();
    house
}

#[tokio::test]
async fn later_input_takes_the_place_of_the_same_authors_and_of_nobody_elses() {
    let house = house().await;
    assert_eq!(park(&house, 1, LISTING, PERSON).await, id(1));
    assert_eq!(park(&house, 2, LISTING, OTHER).await, id(2));
    assert_eq!(park(&house, 3, Subject::Section(Section::Summary), PERSON).await, id(3));
    assert_eq!(park(&house, 4, LISTING, PERSON).await, id(1));
    let kept = house.store.parked(SCOPE, id(1)).await.unwrap().unwrap();
    assert_eq!((kept.base_revision, kept.body.as_str(), kept.base.as_deref()), (4, "4", Some("before 4")));
    assert_eq!(house.store.parked(SCOPE, id(2)).await.unwrap().unwrap().body, "2");
    let lines = house.store.parked_of(SCOPE, PERSON).await.unwrap();
    assert_eq!(lines.iter().map(|line| line.id).collect::<Vec<_>>(), [id(3), id(1)]);
}

#[tokio::test]
async fn what_a_form_says_later_is_not_replaced_by_what_it_said_before() {
    let house = house().await;
    let of = |form, number| Some(Sequence { form, number });
    let body = async || house.store.parked(SCOPE, id(1)).await.unwrap().unwrap().body;
    // The number of the input, its place, and what is kept then.
    for (number, sequence, kept) in [
        (1, of("one", 2), "1"),
        (2, of("one", 1), "1"),
        (3, of("one", 2), "3"),
        (4, of("one", 10), "4"),
        (5, of("one", 9), "4"),
        (6, of("other", 1), "6"),
        (7, None, "7"),
        (8, of("one", 1), "8"),
    ] {
        assert_eq!(park_as(&house, number, LISTING, PERSON, sequence).await, id(1), "{number}");
        assert_eq!(body().await, kept, "{number}");
    }
    assert_eq!(park_as(&house, 9, LISTING, OTHER, of("one", 0)).await, id(9), "another author's is another");
}

#[tokio::test]
async fn plans_that_were_never_added_are_not_the_same() {
    let house = house().await;
    for number in [1, 2] {
        assert_eq!(park(&house, number, Subject::NewPlan, PERSON).await, id(number));
    }
    assert_eq!(house.store.parked_of(SCOPE, PERSON).await.unwrap().len(), 2);
}

#[tokio::test]
async fn of_what_an_older_version_has_piled_up_the_latest_stays() {
    let house = house().await;
    let mut bare = house.bare().await;
    sqlx::raw_sql("drop index parked_input_author").execute(&mut bare).await.unwrap();
    for (number, subject, at, by) in [
        (1, LISTING, 20, PERSON),
        (2, LISTING, 10, PERSON),
        (3, LISTING, 20, PERSON),
        (4, LISTING, 10, OTHER),
        (5, Subject::NewPlan, 10, PERSON),
        (6, Subject::NewPlan, 20, PERSON),
    ] {
        sqlx::query("insert into parked_input values ($1, $2, $3, $4, 0, '', $5, $6, null, null, null)")
            .bind(SCOPE.account.to_string())
            .bind(id(number).to_string())
            .bind(SCOPE.offering.to_string())
            .bind(subject.name())
            .bind(at)
            .bind(by.to_string())
            .execute(&mut bare)
            .await
            .unwrap();
    }
    let file = include_str!("../../../../migrations/0099_parked_once.sql");
    sqlx::raw_sql(file).execute(&mut bare).await.unwrap();
    drop(bare);
    let left = async |author| {
        let lines = house.store.parked_of(SCOPE, author).await.unwrap();
        lines.into_iter().map(|line| line.id).collect::<Vec<_>>()
    };
    assert_eq!(left(PERSON).await, [id(6), id(3), id(5)]);
    assert_eq!(left(OTHER).await, [id(4)]);
}
