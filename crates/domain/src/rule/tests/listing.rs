use super::{Case, case, chars, prove};
use crate::field::Field;
use crate::findings::Findings;
use crate::icon::UploadedIcon;
use crate::listing::{BulletDraft, ListingContext, ListingDraft};
use crate::picture::{ImageKind, Kept, PictureFile, Purpose};
use crate::rule::listing as rule;
use crate::sample;

type Given = (ListingDraft, ListingContext);

pub(super) fn found() -> Findings {
    let offering = sample::offering();
    let mut context = offering.listing_context();
    context.platform_name = "Skyport".to_owned();
    let good = (offering.listing.draft, context);
    let file = PictureFile {
        purpose: Purpose::Icon,
        length: 1000,
        kind: Some(ImageKind::Png),
        size: Some((256, 256)),
        kept: Kept::default(),
    };
    [
        prove(&good, |(draft, context)| draft.check(context), &[names(), texts(), links(), place()].concat()),
        prove(&file, PictureFile::check, &files()),
        prove(&UploadedIcon { path: String::new(), size: Some((256, 256)) }, UploadedIcon::check, &kept()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn files() -> Vec<Case<PictureFile>> {
    vec![
        case(rule::ICON_FILE_MISSING, |f| f.length = 0, |f| f.length = 1),
        case(rule::ICON_FILE_TOO_LARGE, |f| f.length = 1000 * 1024 + 1, |f| f.length = 1000 * 1024),
        case(rule::ICON_FILE_UNREADABLE, |f| f.kind = None, |f| f.kind = Some(ImageKind::Webp)),
        case(rule::ICON_FILE_UNREADABLE, |f| f.size = None, |f| f.size = Some((1, 1))),
        case(rule::ICON_FILE_TOO_WIDE, |f| f.size = Some((1, 4097)), |f| f.size = Some((4096, 4096))),
        case(rule::ICONS_TOO_MANY, |f| f.kept.pictures = 40, |f| f.kept.pictures = 39),
    ]
}

fn kept() -> Vec<Case<UploadedIcon>> {
    vec![
        case(rule::ICON_OUT_OF_SHAPE, |icon| icon.size = Some((256, 26)), |icon| icon.size = Some((32, 32))),
        case(rule::ICON_OUT_OF_SHAPE, |icon| icon.size = Some((31, 31)), |icon| icon.size = None),
    ]
}

#[test]
fn every_rule_of_the_listing_page_holds() {
    assert!(!found().is_empty());
}

fn bullets(count: usize) -> Vec<BulletDraft> {
    vec![BulletDraft { title: "Fast".to_owned(), description: "Very.".to_owned(), ..BulletDraft::default() }; count]
}

fn names() -> Vec<Case<Given>> {
    vec![
        case(rule::NAME_MISSING, |(d, _)| d.display_name = " ".into(), |(d, _)| d.display_name = "V".into()),
        case(rule::NAME_TOO_LONG, |(d, _)| d.display_name = chars(61), |(d, _)| d.display_name = "ü".repeat(60)),
        case(
            rule::NAME_CONTAINS_COMPANY,
            |(d, _)| d.display_name = "NORTHWIND Vector Search".into(),
            |(d, _)| d.display_name = "Northwinds Vector Search".into(),
        ),
        case(
            rule::NAME_CONTAINS_COMPANY,
            |(d, c)| (d.display_name, c.company) = ("Search by Data Works".into(), "Data Works GmbH".into()),
            |(d, c)| (d.display_name, c.company) = ("Data Search".into(), "Data Works GmbH".into()),
        ),
        case(
            rule::NAME_CONTAINS_PLATFORM,
            |(d, _)| d.display_name = "Vectors for Skyport".into(),
            |(d, _)| d.display_name = "Vectors for Skyports".into(),
        ),
        case(
            rule::NAME_CONTAINS_PRICE,
            |(d, _)| d.display_name = "Free Vector Search".into(),
            |(d, _)| d.display_name = "Lock-free Vector Search".into(),
        ),
        case(
            rule::NAME_CONTAINS_PRICE,
            |(d, _)| d.display_name = "Vectors from 5 €".into(),
            |(d, _)| d.display_name = "Vectors from 5".into(),
        ),
        case(
            rule::NAME_IS_TECHNICAL,
            |(d, c)| d.display_name = c.service_name.clone(),
            |(d, _)| d.display_name = "vector".into(),
        ),
        case(
            rule::PROVIDER_MISSING,
            |(d, _)| d.provider_display_name = String::new(),
            |(d, _)| d.provider_display_name = "N".into(),
        ),
        case(
            rule::PROVIDER_TOO_LONG,
            |(d, _)| d.provider_display_name = chars(129),
            |(d, _)| d.provider_display_name = chars(128),
        ),
    ]
}

fn texts() -> Vec<Case<Given>> {
    vec![
        case(rule::DESCRIPTION_MISSING, |(d, _)| d.description = "\t".into(), |(d, _)| d.description = "S".into()),
        case(rule::DESCRIPTION_TOO_LONG, |(d, _)| d.description = chars(256), |(d, _)| d.description = chars(255)),
        case(
            rule::DESCRIPTION_OF_MANY_SENTENCES,
            |(d, _)| d.description = "Finds vectors. Ranks them.".into(),
            |(d, _)| d.description = "Finds things, e.g. vectors of version 2.0, in time.".into(),
        ),
        case(
            rule::LONG_DESCRIPTION_MISSING,
            |(d, _)| d.long_description = String::new(),
            |(d, _)| d.long_description = "S".into(),
        ),
        case(
            rule::LONG_DESCRIPTION_REPEATS,
            |(d, _)| d.long_description = "Finds the nearest neighbours! It is fast.".into(),
            |(d, _)| d.long_description = "It is fast. Finds the nearest neighbours of a vector.".into(),
        ),
        case(
            rule::LONG_DESCRIPTION_OF_ONE_SENTENCE,
            |(d, _)| d.long_description = "It is fast.".into(),
            |(d, _)| d.long_description = "It is fast\n\nIt is good".into(),
        ),
        case(rule::BULLETS_MISSING, |(d, _)| d.bullets = vec![BulletDraft::default()], |(d, _)| d.bullets = bullets(1)),
        case(rule::TOO_MANY_BULLETS, |(d, _)| d.bullets = bullets(101), |(d, _)| d.bullets = bullets(100)),
        case(
            rule::BULLET_TITLE_MISSING,
            |(d, _)| d.bullets[0].title = String::new(),
            |(d, _)| d.bullets.push(BulletDraft::default()),
        ),
        case(
            rule::BULLET_TITLE_TOO_LONG,
            |(d, _)| d.bullets[0].title = chars(257),
            |(d, _)| d.bullets[0].title = chars(256),
        ),
        case(
            rule::BULLET_TEXT_MISSING,
            |(d, _)| d.bullets[0].description = " ".into(),
            |(d, _)| d.bullets.push(BulletDraft::default()),
        ),
        case(
            rule::BULLET_TEXT_TOO_LONG,
            |(d, _)| d.bullets[0].description = chars(2001),
            |(d, _)| d.bullets[0].description = chars(2000),
        ),
        case(
            rule::BULLET_TEXT_OF_MANY_SENTENCES,
            |(d, _)| d.bullets[0].description = "One. Two. Three.".into(),
            |(d, _)| d.bullets[0].description = "One. Two.".into(),
        ),
    ]
}

fn links() -> Vec<Case<Given>> {
    vec![
        case(rule::ICON_MISSING, |(d, _)| d.icon = String::new(), |(d, _)| d.icon = "/marks/vector.svg".into()),
        case(
            rule::ICON_NOT_AN_IMAGE_ADDRESS,
            |(d, _)| d.icon = "/marks/../secret.svg".into(),
            |(d, _)| d.icon = "/marks/vector-2.svg".into(),
        ),
        case(
            rule::ICON_NOT_AN_IMAGE_ADDRESS,
            |(d, _)| d.icon = "javascript:alert(1)".into(),
            |(d, _)| d.icon = "https://northwind.example/i.SVG?size=32".into(),
        ),
        case(
            rule::ICON_FORMAT_UNKNOWN,
            |(d, _)| d.icon = "https://northwind.example/icon".into(),
            |(d, _)| d.icon = "https://northwind.example/icon.png".into(),
        ),
        case(
            rule::ICON_NOT_SHOWN,
            |(d, _)| d.icon = "https://northwind.example/icon.svg".into(),
            |(d, _)| d.icon = crate::icon::path(&"a".repeat(43)),
        ),
        case(
            rule::ICON_IS_PNG,
            |(d, _)| d.icon = "https://northwind.example/icon.png".into(),
            |(d, _)| d.icon = "https://northwind.example/png.svg".into(),
        ),
        case(
            rule::DOCUMENTATION_URL_MISSING,
            |(d, _)| d.documentation_url = String::new(),
            |(d, _)| d.documentation_url = "?".into(),
        ),
        case(
            rule::DOCUMENTATION_URL_NOT_ISSUED,
            |(d, _)| d.documentation_url.push('/'),
            |(d, c)| (d.documentation_url, c.issued_documentation_url) = ("https://a.example/".into(), String::new()),
        ),
        case(
            rule::INSTRUCTIONS_URL_MISSING,
            |(d, _)| d.instructions_url = String::new(),
            |(d, _)| d.instructions_url = "?".into(),
        ),
        case(
            rule::INSTRUCTIONS_URL_NOT_ISSUED,
            |(d, _)| d.instructions_url = "https://northwind.example/start".into(),
            |(d, c)| d.instructions_url = c.issued_documentation_url.clone(),
        ),
        case(
            rule::TERMS_URL_IS_GENERAL,
            |(d, _)| d.terms_url = "https://northwind.example/terms".into(),
            |(d, _)| d.terms_url = "https://northwind.example/terms/vector-search".into(),
        ),
        case(
            rule::TERMS_URL_IS_GENERAL,
            |(d, _)| d.terms_url = "https://www.northwind.example/en/legal/terms-of-service.html#top".into(),
            |(d, _)| d.terms_url = "https://vector.northwind.example/terms".into(),
        ),
        case(
            rule::TERMS_URL_IS_GENERAL,
            |(d, _)| d.terms_url = "https://vector.northwind.example".into(),
            |(d, _)| d.terms_url = "https://northwind.example/terms?of=vector".into(),
        ),
        case(rule::TERMS_URL_MISSING, |(d, _)| d.terms_url = String::new(), |(d, _)| d.terms_url = "x".into()),
        case(
            rule::TERMS_URL_SHARED,
            |(d, _)| d.terms_url = "HTTPS://Globex.example/relay/terms/#2".into(),
            |(d, _)| d.terms_url = "https://globex.example/Relay/terms".into(),
        ),
        case(
            rule::TERMS_URL_ABOUT_BILLING,
            |(d, _)| d.terms_url = "https://northwind.example/vector/Payment_terms".into(),
            |(d, _)| d.terms_url = "https://northwind.example/vector/repayments".into(),
        ),
        case(rule::SUPPORT_URL_MISSING, |(d, _)| d.support_url = String::new(), |(d, _)| d.support_url = "x".into()),
        case(
            rule::SUPPORT_URL_NOT_HTTPS,
            |(d, _)| d.support_url = "http://northwind.example/support".into(),
            |(d, _)| d.support_url = "HTTPS://northwind.example/support".into(),
        ),
    ]
}

fn place() -> Vec<Case<Given>> {
    vec![
        case(rule::CATEGORY_MISSING, |(d, _)| d.category = String::new(), |(d, _)| d.category = "iot".into()),
        case(rule::CATEGORY_UNKNOWN, |(d, _)| d.category = "Databases".into(), |(d, _)| d.category = "iot".into()),
        case(rule::TAG_CHARACTER, |(d, _)| d.tags = "vector, Größe".into(), |(d, _)| d.tags = "a-b._0\nc,,d".into()),
        case(rule::TOO_MANY_TAGS, |(d, _)| d.tags = "a ".repeat(101), |(d, _)| d.tags = "a,".repeat(100)),
        case(rule::TAG_IS_OURS, |(d, _)| d.tags = "vector, lite".into(), |(d, _)| d.tags = "lite-2".into()),
    ]
}

#[test]
fn an_icon_that_there_is_none_of_is_told_and_draws_nothing() {
    let offering = sample::offering();
    let (context, mut draft) = (offering.listing_context(), offering.listing.draft);
    let of_icon = |draft: &ListingDraft| {
        let found = draft.check(&context);
        found.iter().filter(|finding| finding.field == Field::BulletIcon(0)).count()
    };
    assert_eq!((of_icon(&draft), draft.bullets[0].shown_icon()), (0, None), "it may be left out");
    "rocket".clone_into(&mut draft.bullets[0].icon);
    assert_eq!((of_icon(&draft), draft.bullets[0].shown_icon()), (0, Some("rocket")));
    "skull".clone_into(&mut draft.bullets[0].icon);
    assert_eq!((of_icon(&draft), draft.bullets[0].shown_icon()), (1, None));
}
