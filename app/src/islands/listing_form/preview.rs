//! Tile and details page as customers will see them, following what is being typed.

use leptos::prelude::*;
use slipway_domain::category::Category;
use slipway_domain::listing::ListingDraft;

use super::{ListingStart, Live};
use crate::paths::Path;
use crate::text::listing as words;
use crate::ui::{Hue, Tag};

pub(super) fn preview(live: Live, start: ListingStart) -> impl IntoView {
    let fallback = Fallback { name: start.offering.clone(), provider: start.context.company.clone() };
    let (name, provider) = (fallback.name(live), fallback.provider(live));
    let icon = live.typed(|draft| &draft.icon);
    let description = or(live, |draft| &draft.description, words::NO_DESCRIPTION);
    let catalog = Path::CatalogEntry(start.offering.clone()).to_string();
    let foot = if start.published.is_some() {
        view! {
            <p class="preview__foot">
                <a href=catalog>{words::OPEN_IN_CATALOG}</a>
                {words::OPEN_IN_CATALOG_NOTE}
            </p>
        }
        .into_any()
    } else {
        view! { <p class="preview__foot">{words::NOT_IN_CATALOG}</p> }.into_any()
    };
    view! {
        <h3 class="preview__cap">{words::TILE}</h3>
        <div class="offer-tile offer-tile--preview">
            <div class="offer-tile__top">
                <img src=move || icon_src(&icon.get()) width="40" height="40" alt="" />
                <div>
                    <p class="offer-tile__name">{move || name.get()}</p>
                    <p class="offer-tile__by">{move || provider.get()}</p>
                </div>
            </div>
            <p class="offer-tile__text">{move || description.get()}</p>
            <p class="offer-tile__foot">
                <span class="offer-tile__tags">
                    {start.has_free_plan.then(|| view! { <Tag hue=Hue::Green>{words::LITE}</Tag> })}
                    <Tag>{words::THIRD_PARTY}</Tag>
                </span>
            </p>
        </div>
        <h3 class="preview__cap">{words::DETAILS}</h3>
        <Details live plans=start.plans name provider />
        {foot}
    }
}

#[component]
fn Details(live: Live, plans: Vec<String>, name: Signal<String>, provider: Signal<String>) -> impl IntoView {
    let icon = live.typed(|draft| &draft.icon);
    let category = live.typed(|draft| &draft.category);
    let category = move || Category::find(&category.get()).map_or(words::NO_CATEGORY_YET, |category| category.label);
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
    let plans = if plans.is_empty() { words::NO_PLANS.to_owned() } else { plans.join(", ") };
    view! {
        <article class="mini" aria-label=words::DETAILS_PREVIEW>
            <p class="mini__crumb">{move || words::breadcrumb_category(category())}</p>
            <div class="mini__head">
                <img src=move || icon_src(&icon.get()) width="32" height="32" alt="" />
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

/// What stands on the tile while a field is empty.
struct Fallback {
    name: String,
    provider: String,
}

impl Fallback {
    fn name(&self, live: Live) -> Signal<String> {
        or(live, |draft| &draft.display_name, &self.name)
    }

    fn provider(&self, live: Live) -> Signal<String> {
        or(live, |draft| &draft.provider_display_name, &self.provider)
    }
}

fn or(live: Live, read: fn(&ListingDraft) -> &String, instead: &str) -> Signal<String> {
    let instead = instead.to_owned();
    let text = Memo::new(move |_| {
        live.draft.with(|draft| match read(draft).trim() {
            "" => instead.clone(),
            text => text.to_owned(),
        })
    });
    text.into()
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
pub(super) fn icon_src(icon: &str) -> String {
    let is_ours = icon.starts_with("/marks/") && icon.ends_with(".svg") && !icon.contains("..");
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
