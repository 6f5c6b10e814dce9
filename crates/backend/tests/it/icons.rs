//! Uploaded icons: who may, what is kept, and how many.

use slipway_backend::demo::OFFERING;
use slipway_domain::event::EventKind;
use slipway_domain::field::Field;
use slipway_domain::icon::{self, UploadedIcon};
use slipway_domain::picture::MOST_ICONS;
use slipway_domain::rejection::Rejection;

use crate::support::{GUS, House, KIM, VERA, rejection};

/// One white pixel.
const PNG: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00,
    0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x02, 0x00, 0x00, 0x00, 0x90, 0x77, 0x53, 0xde, 0x00, 0x00, 0x00, 0x0c, 0x49,
    0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0xf8, 0xff, 0xff, 0x3f, 0x00, 0x05, 0xfe, 0x02, 0xfe, 0x0d, 0xef, 0x46, 0xb8,
    0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
];

#[tokio::test]
async fn an_icon_is_kept_as_a_picture_of_our_own_with_its_event() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let path = kim.upload_icon(OFFERING, [PNG, b"<script>a7()</script>"].concat()).await.unwrap();
    assert_eq!(house.events().await[0].kind, EventKind::IconUploaded);
    let there = UploadedIcon { path: path.clone(), size: Some((1, 1)) };
    assert_eq!(kim.icons(OFFERING).await.unwrap(), [there]);
    let kept = house.backend.icon(icon::name(&path).unwrap()).await.unwrap();
    assert!(kept.starts_with(b"\x89PNG") && !kept.windows(7).any(|part| part == b"<script"));
    let draft = kim.offering(OFFERING).await.unwrap().offering.listing.draft;
    assert_ne!(draft.icon, path, "its author chooses it");
}

#[tokio::test]
async fn an_icon_that_is_not_square_is_kept_and_warned_of() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let svg = |size: &str| {
        let (head, tail) = ("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0", "'><path d='M0 0h9v9z'/></svg>");
        format!("{head} {size}{tail}").into_bytes()
    };
    let wide = kim.upload_icon(OFFERING, svg("40 4")).await.unwrap();
    let square = kim.upload_icon(OFFERING, svg("9 9")).await.unwrap();
    let icons = kim.icons(OFFERING).await.unwrap();
    let warned = |path: &str| icons.iter().find(|icon| icon.path == path).unwrap().check().warnings().count();
    assert_eq!((warned(&wide), warned(&square)), (1, 0), "{icons:?}");
}

#[tokio::test]
async fn what_is_no_picture_and_who_may_not_edit_change_nothing() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let before = house.events().await.len();
    for file in [&b""[..], b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>", b"GIF89a", &PNG[..30], b"\x89PNG\r\n\x1a\n"]
    {
        let refused = rejection(kim.upload_icon(OFFERING, file.to_vec()).await);
        assert!(matches!(refused, Rejection::Invalid(found) if found.at(Field::Icon).count() == 1));
    }
    let vera = house.acting(VERA).await;
    assert!(matches!(rejection(vera.may_upload(OFFERING).await), Rejection::Denied(_)));
    assert!(matches!(rejection(vera.upload_icon(OFFERING, PNG.to_vec()).await), Rejection::Denied(_)));
    let gus = house.acting(GUS).await;
    assert!(matches!(rejection(gus.may_upload(OFFERING).await), Rejection::NotFound(_)));
    assert!(matches!(rejection(gus.upload_icon(OFFERING, PNG.to_vec()).await), Rejection::NotFound(_)));
    assert!(kim.may_upload(OFFERING).await.is_ok());
    assert!(matches!(rejection(gus.icons(OFFERING).await), Rejection::NotFound(_)));
    assert_eq!(house.events().await.len(), before);
}

#[tokio::test]
async fn an_account_keeps_so_many_icons_and_no_more() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    for _ in 0..MOST_ICONS {
        kim.upload_icon(OFFERING, PNG.to_vec()).await.unwrap();
    }
    let refused = rejection(kim.upload_icon(OFFERING, PNG.to_vec()).await);
    assert!(matches!(refused, Rejection::Invalid(found) if found.at(Field::Icon).count() == 1));
    assert_eq!(kim.icons(OFFERING).await.unwrap().len(), MOST_ICONS);
}
