//! Who else has a page open is told to the members of its account and to nobody else.

use std::time::Duration;

use slipway_backend::demo::OFFERING;
use slipway_domain::offering::Section;
use slipway_domain::rejection::{Kind, Rejection};
use slipway_domain::view::Subject;

use crate::support::{ADA, GUS, House, KIM, RITA, rejection};

const PART: Subject = Subject::Section(Section::Listing);

#[tokio::test]
async fn members_are_told_of_each_other_and_nobody_else_is() {
    let house = House::open().await;
    let (ada, kim) = (house.acting(ADA).await, house.acting(KIM).await);
    assert_eq!(ada.present(OFFERING, PART).await.unwrap(), [""; 0]);
    assert_eq!(house.acting(RITA).await.present(OFFERING, PART).await.unwrap(), [""; 0], "a reviewer");
    let others = house.acting(GUS).await.present(OFFERING, PART).await;
    assert_eq!(rejection(others), Rejection::NotFound(Kind::Offering));
    assert_eq!(rejection(house.nobody().present(OFFERING, PART).await), Rejection::Unauthenticated);
    assert_eq!(kim.present(OFFERING, PART).await.unwrap(), ["Ada Vance"], "and of no reviewer");
    house.clock.advance(Duration::from_secs(46));
    assert_eq!(ada.present(OFFERING, PART).await.unwrap(), [""; 0], "Kim was silent for too long");
}
