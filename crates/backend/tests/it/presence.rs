//! Who else has a page open is told to the members of its account and to nobody else.

use std::time::Duration;

use slipway_backend::demo::OFFERING;
use slipway_domain::ids::DeploymentId;
use slipway_domain::language::Language;
use slipway_domain::offering::Section;
use slipway_domain::presence::EditedPart;
use slipway_domain::rejection::{Kind, Rejection};
use slipway_domain::view::Subject;
use uuid::Uuid;

use crate::support::{ADA, GUS, House, KIM, RITA, rejection};

const PART: EditedPart = EditedPart::Subject(Subject::Section(Section::Listing));

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

#[tokio::test]
async fn every_part_with_a_form_is_a_page_of_its_own_and_told_like_the_others() {
    let house = House::open().await;
    let (ada, kim) = (house.acting(ADA).await, house.acting(KIM).await);
    let (rita, gus, nobody) = (house.acting(RITA).await, house.acting(GUS).await, house.nobody());
    let broker = kim.offering(OFFERING).await.unwrap().offering.brokers[0].id;
    let deployments = [7, 8].map(|number| EditedPart::Deployment(DeploymentId::new(Uuid::from_u128(number))));
    let sections = Section::ALL.map(Subject::Section);
    let languages = [Language::German, Language::French].map(Subject::Translation);
    let subjects = sections.into_iter().chain(languages).chain([Subject::NewPlan, Subject::Broker(broker)]);
    let parts = subjects.map(EditedPart::Subject).chain([EditedPart::NewBroker]).chain(deployments);
    for part in parts {
        let name = part.name();
        assert_eq!(ada.present(OFFERING, part).await.unwrap(), [""; 0], "{name}: nobody else has it open yet");
        assert_eq!(rita.present(OFFERING, part).await.unwrap(), [""; 0], "{name}: a reviewer is told nothing");
        let others = gus.present(OFFERING, part).await;
        assert_eq!(rejection(others), Rejection::NotFound(Kind::Offering), "{name}");
        assert_eq!(rejection(nobody.present(OFFERING, part).await), Rejection::Unauthenticated, "{name}");
        assert_eq!(kim.present(OFFERING, part).await.unwrap(), ["Ada Vance"], "{name}: and of no reviewer");
    }
}
