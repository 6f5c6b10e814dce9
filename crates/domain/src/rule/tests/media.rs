use super::{Case, case, chars, prove};
use crate::findings::Findings;
use crate::listing::{ListingContext, ListingDraft, MediaDraft};
use crate::picture::{self, ImageKind, Kept, LARGEST_KEPT, LARGEST_SVG, MOST_BYTES, PictureFile, Purpose, SvgFault};
use crate::rule::media as rule;
use crate::sample;

pub(super) fn found() -> Findings {
    let mut listing = sample::offering().listing.draft;
    listing.media = vec![MediaDraft { caption: "A collection.".to_owned(), ..MediaDraft::of(ours()) }];
    let good = (listing, sample::offering().listing_context());
    let file = PictureFile {
        purpose: Purpose::Media,
        length: 1000,
        kind: Some(ImageKind::Png),
        size: Some((1600, 900)),
        kept: Kept::default(),
    };
    let check = |fault: &Option<SvgFault>| fault.iter().map(|fault| fault.finding(Purpose::Icon)).collect::<Findings>();
    [
        prove(&good, |(draft, context)| draft.check(context), &items()),
        prove(&file, PictureFile::check, &files()),
        prove(&None, check, &svgs()),
        prove(&0, |length| Purpose::Media.kept_fault(*length).into_iter().collect(), &kept()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[test]
fn every_rule_of_the_media_holds() {
    assert!(!found().is_empty());
}

fn ours() -> String {
    picture::path(&"a".repeat(43))
}

type Given = (ListingDraft, ListingContext);

fn items() -> Vec<Case<Given>> {
    vec![
        case(
            rule::TOO_MANY_MEDIA,
            |(d, _)| d.media = vec![d.media[0].clone(); 101],
            |(d, _)| d.media = vec![d.media[0].clone(); 100],
        ),
        case(rule::MEDIA_KIND_MISSING, |(d, _)| d.media[0].kind.clear(), |(d, _)| d.media[0] = MediaDraft::default()),
        case(
            rule::MEDIA_KIND_UNKNOWN,
            |(d, _)| d.media[0].kind = "video".into(),
            |(d, _)| d.media[0].kind = "video_webm".into(),
        ),
        case(rule::MEDIA_URL_MISSING, |(d, _)| d.media[0].url = " ".into(), |(d, _)| d.media.clear()),
        case(
            rule::MEDIA_URL_UNUSABLE,
            |(d, _)| d.media[0].url = "http://northwind.example/a.png".into(),
            |(d, _)| d.media[0].url = "https://northwind.example/a.png".into(),
        ),
        case(
            rule::MEDIA_URL_UNUSABLE,
            |(d, _)| d.media[0].url = "/pictures/../login".into(),
            |(d, _)| d.media[0].url = format!(" {} ", ours()),
        ),
        case(
            rule::MEDIA_URL_UNUSABLE,
            |(d, _)| d.media[0].url = "https://kim:secret@northwind.example/a.png".into(),
            |(d, _)| d.media[0].url = "https://northwind.example/@a.png".into(),
        ),
        case(
            rule::MEDIA_IS_A_PICTURE,
            |(d, _)| d.media[0].kind = "video_mp_4".into(),
            |(d, _)| d.media[0].thumbnail = ours(),
        ),
        case(
            rule::MEDIA_NOT_YOUTUBE,
            |(d, _)| d.media[0] = youtube("https://youtube.com.evil.example/watch?v=1"),
            |(d, _)| d.media[0] = youtube("https://WWW.YouTube.com/watch?v=1"),
        ),
        case(
            rule::MEDIA_NOT_SHOWN,
            |(d, _)| d.media[0].url = "https://northwind.example/a.png".into(),
            |(d, _)| d.media[0] = youtube("https://youtu.be/1"),
        ),
        case(
            rule::MEDIA_THUMBNAIL_UNUSABLE,
            |(d, _)| d.media[0].thumbnail = "data:image/png;base64,AAAA".into(),
            |(d, _)| d.media[0].thumbnail = " ".into(),
        ),
        case(
            rule::MEDIA_THUMBNAIL_NOT_SHOWN,
            |(d, _)| d.media[0].thumbnail = "https://northwind.example/a.png".into(),
            |(d, _)| d.media[0].thumbnail = ours(),
        ),
        case(
            rule::MEDIA_CAPTION_MISSING,
            |(d, _)| d.media[0].caption.clear(),
            |(d, _)| d.media[0].caption = "A".into(),
        ),
        case(
            rule::MEDIA_CAPTION_TOO_LONG,
            |(d, _)| d.media[0].caption = chars(2001),
            |(d, _)| d.media[0].caption = chars(2000),
        ),
    ]
}

fn youtube(url: &str) -> MediaDraft {
    MediaDraft { kind: "youtube".to_owned(), caption: "A tour.".to_owned(), ..MediaDraft::of(url.to_owned()) }
}

fn files() -> Vec<Case<PictureFile>> {
    vec![
        case(rule::PICTURE_FILE_MISSING, |f| f.length = 0, |f| f.length = 1),
        case(rule::PICTURE_FILE_TOO_LARGE, |f| f.length = 1000 * 1024 + 1, |f| f.length = 1000 * 1024),
        case(rule::PICTURE_FILE_UNREADABLE, |f| f.kind = None, |f| f.kind = Some(ImageKind::Svg)),
        case(rule::PICTURE_FILE_UNREADABLE, |f| f.size = None, |f| f.size = Some((1, 1))),
        case(rule::PICTURE_FILE_TOO_WIDE, |f| f.size = Some((1, 4097)), |f| f.size = Some((4096, 4096))),
        case(rule::PICTURES_TOO_MANY, |f| f.kept.pictures = 60, |f| f.kept.pictures = 59),
        case(rule::PICTURES_TOO_LARGE, |f| f.kept.bytes = MOST_BYTES + 1, |f| f.kept.bytes = MOST_BYTES),
        case(
            rule::SVG_TAKES_TOO_MUCH,
            |f| (f.kind, f.length) = (Some(ImageKind::Svg), LARGEST_SVG + 1),
            |f| (f.kind, f.length) = (Some(ImageKind::Svg), LARGEST_SVG),
        ),
    ]
}

fn kept() -> Vec<Case<usize>> {
    vec![case(rule::PICTURE_KEPT_TOO_LARGE, |length| *length = LARGEST_KEPT + 1, |length| *length = LARGEST_KEPT)]
}

fn svgs() -> Vec<Case<Option<SvgFault>>> {
    vec![
        case(
            rule::SVG_PART_REFUSED,
            |fault| *fault = Some(SvgFault::Holds("script".to_owned())),
            |fault| *fault = Some(SvgFault::Unreadable),
        ),
        case(rule::SVG_REFERS_OUT, |fault| *fault = Some(SvgFault::RefersOut), |fault| *fault = None),
        case(rule::SVG_TAKES_TOO_MUCH, |fault| *fault = Some(SvgFault::TakesTooMuch), |fault| *fault = None),
    ]
}
