//! Screens and videos of a service as customers see them: pictures of this console are shown, everything elsewhere is a
//! link. In the small previews nothing leads anywhere.

use leptos::prelude::*;
use slipway_domain::listing::Media;
use slipway_domain::markdown::web_address;

use crate::text::listing_media as words;
use crate::ui::{Glyph, Icon, lang_of};

/// The section of the details page; nothing where there are none.
pub fn section(media: &[Media]) -> Option<AnyView> {
    let items: Vec<_> = media.iter().map(item).collect();
    (!items.is_empty()).then(|| {
        view! {
            <section class="media" aria-labelledby="media-h">
                <h2 id="media-h">{words::SHOWN}</h2>
                <ul class="media__list">{items}</ul>
            </section>
        }
        .into_any()
    })
}

fn item(media: &Media) -> AnyView {
    let picture = media.shown().map(|src| {
        let alt = if media.caption.is_empty() { words::kind(media.kind).to_owned() } else { media.caption.clone() };
        view! {
            <a class="media__picture" href=src.to_owned()>
                <img src=src.to_owned() lang=lang_of(&alt) alt=alt loading="lazy" />
            </a>
        }
    });
    let link = media.link().and_then(web_address).map(|href| {
        view! {
            " "
            <a href=href.to_owned() rel="noopener">
                {words::open(media.kind)}
                <Icon name=Glyph::Launch class="btn__icon" />
            </a>
        }
    });
    let (caption, lang) = (media.caption.clone(), lang_of(&media.caption));
    view! {
        <li>
            <figure>
                {picture} <figcaption><span lang=lang>{caption}</span> {link}</figcaption>
            </figure>
        </li>
    }
    .into_any()
}

/// The items of the list in a preview, which may be drawn anew in the browser.
pub fn mini(media: &[Media]) -> impl IntoView + use<> {
    let item = |media: &Media| {
        let picture = media.shown().map(|src| view! { <img src=src.to_owned() alt="" /> });
        let (kind, caption) = (words::kind(media.kind), media.caption.clone());
        view! {
            <li>
                {picture} <span>{kind}</span>
                " "
                {caption}
            </li>
        }
    };
    media.iter().map(item).collect_view()
}

#[cfg(test)]
mod tests {
    use slipway_domain::listing::MediaKind;
    use slipway_domain::picture;

    use super::*;

    fn media(kind: MediaKind, url: &str, thumbnail: &str) -> Media {
        Media { kind, url: url.to_owned(), thumbnail: thumbnail.to_owned(), caption: "A <b>tour</b>".to_owned() }
    }

    #[test]
    fn nothing_is_loaded_from_elsewhere_and_a_video_is_a_link() {
        let ours = picture::path(&"a".repeat(43));
        let far = "https://elsewhere.example/tour";
        let all = [
            media(MediaKind::Image, &ours, ""),
            media(MediaKind::Image, far, ""),
            media(MediaKind::VideoMp4, far, &ours),
            media(MediaKind::Youtube, far, far),
            media(MediaKind::VideoWebm, "javascript:alert(1)", "//elsewhere.example/x"),
        ];
        let html = section(&all).unwrap().to_html();
        assert_eq!(html.matches("<img").count(), 2, "{html}");
        assert_eq!(html.matches(&format!("src=\"{ours}\"")).count(), 2, "{html}");
        assert_eq!(html.matches(&format!("href=\"{far}\"")).count(), 3, "{html}");
        let mini = mini(&all).to_html();
        assert_eq!((mini.matches("<img").count(), mini.matches("<a ").count()), (2, 0), "{mini}");
        for html in [html, mini] {
            assert!(!html.contains("javascript:") && !html.contains("<video") && !html.contains("<iframe"), "{html}");
            assert!(html.contains("A &lt;b&gt;tour") && !html.contains("<b>"), "{html}");
        }
        assert!(section(&[]).is_none());
    }
}
