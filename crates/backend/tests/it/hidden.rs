//! A hidden offering is in no list of the catalog, and everything else about it goes on.

use slipway_backend::Acting;
use slipway_backend::demo::OFFERING;
use slipway_domain::catalog::Query;
use slipway_domain::event::EventKind;
use slipway_domain::policy::Denial;
use slipway_domain::rejection::{Kind, Refusal, Rejection};

use crate::instances::made;
use crate::support::{ADA, CLARA, GUS, House, KIM, OTTO, RITA, rejection};

async fn lists(acting: &Acting) -> bool {
    let catalog = acting.catalog(&Query::default()).await.unwrap();
    assert_eq!(catalog.all, catalog.tiles.len());
    catalog.tiles.iter().any(|tile| tile.name == OFFERING)
}

#[tokio::test]
async fn nobody_finds_a_hidden_offering_in_a_list_and_whoever_may_see_it_opens_it_by_its_address() {
    let house = House::open().await;
    house.publish_limited().await;
    let (ada, clara, otto) = (house.acting(ADA).await, house.acting(CLARA).await, house.acting(OTTO).await);
    assert!(lists(&clara).await && !otto.lifecycle(OFFERING).await.unwrap().is_hidden);
    let version = clara.catalog_version().await.unwrap();
    otto.set_hidden(OFFERING, true).await.unwrap();
    assert!(clara.catalog_version().await.unwrap() > version, "kept pages are drawn anew");
    assert_eq!(house.events().await[0].kind, EventKind::OfferingHidden);
    for acting in [&ada, &clara, &otto] {
        assert!(!lists(acting).await);
        assert!(acting.catalog_details(OFFERING).await.is_ok());
    }
    assert!(ada.lifecycle(OFFERING).await.unwrap().is_hidden);
    let missing = Rejection::NotFound(Kind::Offering);
    assert_eq!(rejection(house.nobody().catalog_details(OFFERING).await), missing, "it is visible to nobody else");
    made(&house).await;

    assert_eq!(rejection(otto.set_hidden(OFFERING, true).await), Rejection::Refused(Refusal::AlreadyDone));
    otto.set_hidden(OFFERING, false).await.unwrap();
    assert!(lists(&clara).await);
    assert_eq!(house.events().await[0].kind, EventKind::OfferingListed);
    assert_eq!(rejection(otto.set_hidden(OFFERING, false).await), Rejection::Refused(Refusal::AlreadyDone));
}

#[tokio::test]
async fn only_the_administrator_of_the_platform_hides_an_offering() {
    let house = House::open().await;
    let before = house.events().await.len();
    for email in [ADA, KIM, RITA] {
        let refused = rejection(house.acting(email).await.set_hidden(OFFERING, true).await);
        assert!(matches!(refused, Rejection::Denied(Denial::RoleMissing { .. })), "{email}: {refused:?}");
    }
    for stranger in [house.acting(GUS).await, house.acting(CLARA).await] {
        assert_eq!(rejection(stranger.set_hidden(OFFERING, true).await), Rejection::NotFound(Kind::Offering));
    }
    assert_eq!(house.events().await.len(), before);
    house.acting(OTTO).await.set_hidden(OFFERING, true).await.unwrap();
}
