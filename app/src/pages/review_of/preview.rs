//! The tile and the details page as customers will see them, drawn from the content that was handed in.

use leptos::prelude::*;
use slipway_domain::catalog::Details;
use slipway_domain::category::Category;
use slipway_domain::listing::BulletDraft;
use slipway_domain::offering::Offering;

use crate::parts::media::mini as mini_media;
use crate::parts::offering_icon::offering_icon;
use crate::parts::prose::prose;
use crate::text;
use crate::text::review as words;

#[component]
pub fn Preview(content: Offering) -> impl IntoView {
    let details = Details::of(&content, false, content.stage_since);
    let tile = details.tile.clone();
    let icon = offering_icon(&tile.icon);
    view! {
        <section class="block preview" aria-labelledby="preview-h">
            <h2 id="preview-h">{words::PREVIEW}</h2>
            <h3 class="preview__cap">{words::TILE}</h3>
            <div class="offer-tile offer-tile--preview">
                <div class="offer-tile__top">
                    <img src=icon width="40" height="40" alt="" />
                    <div>
                        <p class="offer-tile__name">{tile.display_name}</p>
                        <p class="offer-tile__by">{tile.provider}</p>
                    </div>
                </div>
                <p class="offer-tile__text">{tile.description}</p>
            </div>
            <h3 class="preview__cap">{words::DETAILS_PAGE}</h3>
            {mini(details)}
        </section>
    }
}

fn mini(details: Details) -> impl IntoView {
    let Details { tile, long_description, bullets, media, plans, .. } = details;
    let category = Category::find(&tile.category).map_or(tile.category.as_str(), |category| category.label).to_owned();
    let bullets: Vec<BulletDraft> = bullets.into_iter().filter(|bullet| !bullet.title.trim().is_empty()).collect();
    let bullets = (!bullets.is_empty()).then(|| {
        let items = bullets.into_iter().map(|BulletDraft { title, description }| {
            view! {
                <li>
                    <b>{title}</b>
                    " "
                    {description}
                </li>
            }
        });
        view! { <ul class="mini__bullets">{items.collect_view()}</ul> }
    });
    let media = (!media.is_empty()).then(|| view! { <ul class="mini__media">{mini_media(&media)}</ul> });
    let plans = plans.into_iter().map(|plan| plan.display_name).collect::<Vec<_>>().join(", ");
    let plans = (!plans.is_empty()).then(|| {
        view! {
            <p class="mini__plans">
                <span>{words::PLANS}</span>
                {plans}
            </p>
        }
    });
    let icon = offering_icon(&tile.icon);
    view! {
        <article class="mini" aria-label=words::DETAILS_PAGE>
            <p class="mini__crumb">{format!("{} / {category}", text::CATALOG)}</p>
            <div class="mini__head">
                <img src=icon width="32" height="32" alt="" />
                <div>
                    <p class="mini__name">{tile.display_name}</p>
                    <p class="mini__by">{format!("{} · {category}", tile.provider)}</p>
                </div>
            </div>
            <div class="prose">{prose(&long_description)}</div>
            {bullets}
            {media}
            {plans}
        </article>
    }
}
