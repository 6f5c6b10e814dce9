//! Uploaded pictures for the media of a listing: who may, what is kept, how much, and who reads all of it.

use slipway_backend::demo::OFFERING;
use slipway_domain::event::EventKind;
use slipway_domain::field::Field;
use slipway_domain::picture::{self, Encoding, MOST_BYTES, MOST_PICTURES};
use slipway_domain::rejection::Rejection;
use slipway_domain::rule::media as rule;
use slipway_store::NewPicture;

use crate::support::{GUS, House, KIM, VERA, rejection};

/// A square of that size.
fn svg(side: usize) -> Vec<u8> {
    format!("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 99 99'><path d='M0 0h{side}v{side}z'/></svg>").into()
}

#[tokio::test]
async fn a_picture_is_kept_once_under_the_hash_of_what_was_drawn_with_its_event() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let path = kim.upload_picture(OFFERING, svg(9)).await.unwrap();
    let events = house.events().await;
    assert_eq!(events[0].kind, EventKind::PictureUploaded);
    let commented = [svg(9), b"<!-- by kim@northwind.example -->".to_vec()].concat();
    assert_eq!(kim.upload_picture(OFFERING, commented).await.unwrap(), path, "it draws the same");
    assert_eq!(house.events().await.len(), events.len(), "and changes nothing");
    assert_eq!(kim.pictures(OFFERING).await.unwrap(), std::slice::from_ref(&path));
    let kept = house.backend.picture(picture::name(&path).unwrap()).await.unwrap();
    assert_eq!(kept.encoding, Encoding::Png);
    assert!(kept.bytes.starts_with(b"\x89PNG") && !kept.bytes.windows(3).any(|part| part == b"kim"));
    assert_eq!(kim.offering(OFFERING).await.unwrap().offering.listing.draft.media, [], "its author chooses it");
}

#[tokio::test]
async fn what_is_no_picture_and_who_may_not_edit_change_nothing() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let before = house.events().await.len();
    for (file, broken) in [
        (b"".to_vec(), rule::PICTURE_FILE_MISSING),
        (b"GIF89a".to_vec(), rule::PICTURE_FILE_UNREADABLE),
        (b"\x89PNG\r\n\x1a\n".to_vec(), rule::PICTURE_FILE_UNREADABLE),
        (b"<svg><script/></svg>".to_vec(), rule::SVG_PART_REFUSED),
        (b"<svg><use href='https://evil.example/#a'/></svg>".to_vec(), rule::SVG_REFERS_OUT),
        ("<g>".repeat(9000).replacen("<g>", "<svg>", 1).into_bytes(), rule::SVG_TAKES_TOO_MUCH),
        ([svg(9), vec![b' '; 300 * 1024]].concat(), rule::SVG_TAKES_TOO_MUCH),
        (vec![0; 1_100_000], rule::PICTURE_FILE_TOO_LARGE),
    ] {
        let refused = rejection(kim.upload_picture(OFFERING, file).await);
        let Rejection::Invalid(found) = refused else { panic!("{refused:?}") };
        assert_eq!(found.at(Field::Media).map(|finding| finding.rule).collect::<Vec<_>>(), [broken]);
    }
    assert!(matches!(rejection(house.acting(VERA).await.upload_picture(OFFERING, svg(9)).await), Rejection::Denied(_)));
    let gus = house.acting(GUS).await;
    assert!(matches!(rejection(gus.upload_picture(OFFERING, svg(9)).await), Rejection::NotFound(_)));
    assert!(matches!(rejection(gus.pictures(OFFERING).await), Rejection::NotFound(_)));
    assert!(matches!(rejection(gus.icons(OFFERING).await), Rejection::NotFound(_)));
    assert_eq!(house.events().await.len(), before);
}

#[tokio::test]
async fn an_account_keeps_so_many_pictures_and_so_many_bytes_and_no_more() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let view = kim.offering(OFFERING).await.unwrap();
    let keep = async |name: &str, body: &[u8]| {
        let mut tx = house.backend.store().write().await.unwrap();
        let picture = NewPicture {
            scope: view.offering.scope(),
            name,
            encoding: Encoding::Png,
            body,
            by: view.person.id,
            at: view.now,
        };
        tx.add_picture(&picture).await.unwrap();
        tx.commit().await.unwrap();
    };
    let refused = async || {
        let Rejection::Invalid(found) = rejection(kim.upload_picture(OFFERING, svg(9)).await) else { panic!() };
        found.iter().map(|finding| finding.rule).collect::<Vec<_>>()
    };
    keep("large", &vec![0; usize::try_from(MOST_BYTES).unwrap()]).await;
    assert_eq!(refused().await, [rule::PICTURES_TOO_LARGE], "there is no room for another byte");
    for at in 1..MOST_PICTURES {
        keep(&at.to_string(), b"x").await;
    }
    assert_eq!(refused().await, [rule::PICTURES_TOO_MANY]);
    assert_eq!(kim.pictures(OFFERING).await.unwrap().len(), MOST_PICTURES);
}
