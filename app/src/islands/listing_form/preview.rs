//! Tile and details page as customers will see them, following what is being typed.

use leptos::prelude::*;
use slipway_domain::category::Category;
use slipway_domain::listing::ListingDraft;

use super::Live;
use crate::text::listing as words;
use crate::ui::{Hue, Tag};

#[island]
pub fn ListingPreview() -> impl IntoView {
    let live = expect_context::<Live>();
    let start = live.start.get_value();
    let name = or(live, |draft| &draft.display_name, &start.offering);
    let provider = or(live, |draft| &draft.provider_display_name, &start.context.company);
    let description = or(live, |draft| &draft.description, words::NO_DESCRIPTION);
    let free = start.has_free_plan.then(|| view! { <Tag hue=Hue::Green>{words::LITE}</Tag> });
    view! {
        <h3 class="preview__cap">{words::TILE}</h3>
        <div class="offer-tile offer-tile--preview">
            <div class="offer-tile__top">
                {icon(live, 40)}
                <div>
                    <p class="offer-tile__name">{move || name.get()}</p>
                    <p class="offer-tile__by">{move || provider.get()}</p>
                </div>
            </div>
            <p class="offer-tile__text">{move || description.get()}</p>
            <p class="offer-tile__foot">
                <span class="offer-tile__tags">{free} <Tag>{words::THIRD_PARTY}</Tag></span>
            </p>
        </div>
        <h3 class="preview__cap">{words::DETAILS}</h3>
        {details(live, start.plans, name, provider)}
    }
}

/// The icon beside its field, at the sizes that it has to be legible at.
#[island]
pub fn ListingIcon() -> impl IntoView {
    let live = expect_context::<Live>();
    view! { {icon(live, 64)} {icon(live, 32)} }
}

/// Decorative: the field says which one it is.
fn icon(live: Live, size: u16) -> impl IntoView {
    let src = move || live.draft.with(|draft| icon_src(&draft.icon));
    view! { <img src=src width=size height=size alt="" /> }
}

fn details(live: Live, plans: String, name: Memo<String>, provider: Memo<String>) -> impl IntoView {
    let category = move || {
        let chosen = live.draft.with(|draft| Category::find(&draft.category));
        chosen.map_or(words::NO_CATEGORY_YET, |category| category.label)
    };
    let long = or(live, |draft| &draft.long_description, words::NO_LONG_DESCRIPTION);
    let long = move || long.with(|text| text.split("\n\n").next().unwrap_or_default().to_owned());
    let bullets = Memo::new(move |_| {
        live.draft.with(|draft| draft.listed_bullets().map(|(_, bullet)| bullet.clone()).collect::<Vec<_>>())
    });
    let bullets = move || {
        bullets
            .get()
            .into_iter()
            .map(|bullet| {
                view! {
                    <li>
                        <b>{bullet.title}</b>
                        " "
                        {bullet.description}
                    </li>
                }
            })
            .collect_view()
    };
    let links = Memo::new(move |_| live.draft.with(links));
    let plans = if plans.is_empty() { words::NO_PLANS.to_owned() } else { plans };
    view! {
        <article class="mini" aria-label=words::DETAILS_PREVIEW>
            <p class="mini__crumb">{move || words::breadcrumb_category(category())}</p>
            <div class="mini__head">
                {icon(live, 32)}
                <div>
                    <p class="mini__name">{move || name.get()}</p>
                    <p class="mini__by">{move || words::by_and_category(&provider.get(), category())}</p>
                </div>
            </div>
            <p>{long}</p>
            <ul class="mini__bullets">{bullets}</ul>
            <p class="mini__plans">
                <span>{words::PLANS}</span>
                " "
                {plans}
            </p>
            <p class="mini__links">
                <span>{words::PREVIEW_LINKS}</span>
                " "
                {move || links.get()}
            </p>
        </article>
    }
}

/// What was typed, or what stands there while nothing was.
fn or(live: Live, read: fn(&ListingDraft) -> &String, instead: &str) -> Memo<String> {
    let instead = instead.to_owned();
    Memo::new(move |_| {
        live.draft.with(|draft| match read(draft).trim() {
            "" => instead.clone(),
            text => text.to_owned(),
        })
    })
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
