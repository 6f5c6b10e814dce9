//! Tile and details page as customers will see them, following what is being typed.

use leptos::prelude::*;
use slipway_domain::category::Category;
use slipway_domain::listing::{BulletDraft, ListingDraft, Media};

use super::{ListingStart, Live};
use crate::islands::redraw::{redraw, showing};
use crate::parts::media::mini;
use crate::text::listing as words;
use crate::ui::{Hue, Tag, chosen};

const BULLETS: &str = "preview-bullets";
const MEDIA: &str = "preview-media";
const ICON: &str = "icon";

/// A text of the preview.
#[derive(Clone, Copy)]
enum Shown {
    Name,
    Provider,
    Description,
    Long,
    Crumb,
    Byline,
    Links,
}

impl Shown {
    const ALL: [Self; 7] =
        [Self::Name, Self::Provider, Self::Description, Self::Long, Self::Crumb, Self::Byline, Self::Links];

    /// How its elements are found.
    const fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Provider => "provider",
            Self::Description => "description",
            Self::Long => "long",
            Self::Crumb => "crumb",
            Self::Byline => "byline",
            Self::Links => "links",
        }
    }

    /// What was typed, or what stands there while nothing was.
    fn of(self, start: &ListingStart, draft: &ListingDraft) -> String {
        let provider = or(&draft.provider_display_name, &start.context.company);
        match self {
            Self::Name => or(&draft.display_name, &start.offering),
            Self::Provider => provider,
            Self::Description => or(&draft.description, words::NO_DESCRIPTION),
            Self::Long => {
                let text = or(&draft.long_description, words::NO_LONG_DESCRIPTION);
                text.split("\n\n").next().unwrap_or_default().to_owned()
            }
            Self::Crumb => words::breadcrumb_category(category(draft)),
            Self::Byline => words::by_and_category(&provider, category(draft)),
            Self::Links => links(draft),
        }
    }
}

#[component]
pub fn ListingPreview() -> impl IntoView {
    let Live { start, draft, .. } = expect_context::<Live>();
    let text = |shown: Shown| shown.of(&start, &draft);
    let free = start.has_free_plan.then(|| view! { <Tag hue=Hue::Green>{words::LITE}</Tag> });
    view! {
        <h3 class="preview__cap">{words::TILE}</h3>
        <div class="offer-tile offer-tile--preview">
            <div class="offer-tile__top">
                {icon(&draft, 40)}
                <div>
                    <p class="offer-tile__name" data-shows=Shown::Name.name()>
                        {text(Shown::Name)}
                    </p>
                    <p class="offer-tile__by" data-shows=Shown::Provider.name()>
                        {text(Shown::Provider)}
                    </p>
                </div>
            </div>
            <p class="offer-tile__text" data-shows=Shown::Description.name()>
                {text(Shown::Description)}
            </p>
            <p class="offer-tile__foot">
                <span class="offer-tile__tags">{free} <Tag>{words::THIRD_PARTY}</Tag></span>
            </p>
        </div>
        <h3 class="preview__cap">{words::DETAILS}</h3>
        {details(&start, &draft)}
    }
}

/// The icon beside its field, at the sizes that it has to be legible at.
#[component]
pub fn ListingIcon() -> impl IntoView {
    let Live { draft, .. } = expect_context::<Live>();
    view! { {icon(&draft, 64)} {icon(&draft, 32)} }
}

/// Brings everything that shows the draft up to it.
pub(super) fn follow(start: &ListingStart, draft: &ListingDraft) {
    for shown in Shown::ALL {
        for element in showing(shown.name()) {
            element.set_text_content(Some(&shown.of(start, draft)));
        }
    }
    for image in showing(ICON) {
        // An attribute of an element that exists can be set.
        let _ = image.set_attribute("src", &icon_src(&draft.icon));
    }
    redraw(BULLETS, bullets(draft));
    redraw(MEDIA, media(draft));
}

/// Decorative: the field says which one it is.
fn icon(draft: &ListingDraft, size: u16) -> impl IntoView + use<> {
    let src = icon_src(&draft.icon);
    view! { <img src=src width=size height=size alt="" data-shows=ICON /> }
}

fn details(start: &ListingStart, draft: &ListingDraft) -> impl IntoView + use<> {
    let text = |shown: Shown| shown.of(start, draft);
    let plans = if start.plans.is_empty() { words::NO_PLANS.to_owned() } else { start.plans.clone() };
    view! {
        <article class="mini" aria-label=words::DETAILS_PREVIEW>
            <p class="mini__crumb" data-shows=Shown::Crumb.name()>
                {text(Shown::Crumb)}
            </p>
            <div class="mini__head">
                {icon(draft, 32)}
                <div>
                    <p class="mini__name" data-shows=Shown::Name.name()>
                        {text(Shown::Name)}
                    </p>
                    <p class="mini__by" data-shows=Shown::Byline.name()>
                        {text(Shown::Byline)}
                    </p>
                </div>
            </div>
            <p data-shows=Shown::Long.name()>{text(Shown::Long)}</p>
            <ul class="mini__bullets" id=BULLETS>
                {bullets(draft)}
            </ul>
            <ul class="mini__media" id=MEDIA>
                {media(draft)}
            </ul>
            <p class="mini__plans">
                <span>{words::PLANS}</span>
                " "
                {plans}
            </p>
            <p class="mini__links">
                <span>{words::PREVIEW_LINKS}</span>
                " "
                <span class="mini__list" data-shows=Shown::Links.name()>
                    {text(Shown::Links)}
                </span>
            </p>
        </article>
    }
}

fn bullets(draft: &ListingDraft) -> impl IntoView + use<> {
    draft.listed_bullets().map(|(_, listed)| bullet(listed)).collect_view()
}

/// An item of the list in a preview.
pub fn bullet(listed: &BulletDraft) -> impl IntoView + use<> {
    let icon = listed.shown_icon().map(chosen);
    let BulletDraft { title, description, .. } = listed.clone();
    view! {
        <li>
            <b>{icon} {title}</b>
            " "
            {description}
        </li>
    }
}

fn media(draft: &ListingDraft) -> impl IntoView + use<> {
    mini(&draft.shown_media().collect::<Vec<Media>>())
}

fn or(typed: &str, instead: &str) -> String {
    match typed.trim() {
        "" => instead.to_owned(),
        text => text.to_owned(),
    }
}

fn category(draft: &ListingDraft) -> &'static str {
    Category::find(&draft.category).map_or(words::NO_CATEGORY_YET, |category| category.label)
}

/// The links that the details page will have.
fn links(draft: &ListingDraft) -> String {
    let links = [
        (words::DOCUMENTATION, &draft.documentation_url),
        (words::TERMS, &draft.terms_url),
        (words::SUPPORT, &draft.support_url),
    ];
    let there: Vec<_> = links.into_iter().filter(|(_, url)| !url.trim().is_empty()).map(|(name, _)| name).collect();
    there.join(", ")
}

/// The address to draw an icon from: pages load images from this host only.
fn icon_src(icon: &str) -> String {
    let is_ours = ["/marks/", "/icons/"].iter().any(|place| icon.starts_with(place)) && !icon.contains("..");
    if is_ours { icon.to_owned() } else { "/marks/slipway.svg".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_icon_from_elsewhere_is_not_loaded() {
        assert_eq!(icon_src("/marks/vector.svg"), "/marks/vector.svg");
        for other in ["", "https://northwind.example/v.svg", "/marks/../account.svg", "//evil.example/marks/x.svg"] {
            assert_eq!(icon_src(other), "/marks/slipway.svg");
        }
    }

    #[test]
    fn only_links_that_exist_are_listed() {
        let draft = ListingDraft { terms_url: "https://n.example/t".to_owned(), ..ListingDraft::default() };
        assert_eq!(links(&draft), "Terms");
        assert_eq!(links(&ListingDraft::default()), "");
    }
}
