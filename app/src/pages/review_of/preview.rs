//! The tile, the details page and the form for a new instance as customers will see them, drawn from the content that was
//! handed in.

use leptos::prelude::*;
use leptos_router::params::ParamsMap;
use slipway_domain::catalog::Details;
use slipway_domain::category::Category;
use slipway_domain::ids::SubmissionId;
use slipway_domain::listing::BulletDraft;
use slipway_domain::offering::Offering;
use slipway_domain::parameter::Chosen;

use crate::islands::listing_form::preview::bullet;
use crate::pages::settings::preview::{LOCATION, PLAN, create_form};
use crate::parts::media::mini as mini_media;
use crate::parts::offering_icon::offering_icon;
use crate::parts::prose::prose;
use crate::paths::Path;
use crate::text;
use crate::text::review as words;

/// The form for a new instance, as an element of the page.
const CREATE_FORM: &str = "create-form";

#[component]
pub fn Preview(
    content: Offering,
    submission: SubmissionId,
    /// The query of the page: for which plan and location the form is drawn.
    asked: ParamsMap,
) -> impl IntoView {
    let details = Details::of(&content, false, content.stage_since);
    let form = form(&content, &details, submission, &asked);
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
            {form}
        </section>
    }
}

/// Nothing is drawn where the service asks for no parameters of its own.
fn form(content: &Offering, details: &Details, submission: SubmissionId, asked: &ParamsMap) -> Option<AnyView> {
    let of = |name: &str| asked.get(name).unwrap_or_default();
    let (plan, location) = (of(PLAN), of(LOCATION));
    let parameters = details.parameters_at(Chosen { plan: &plan, location: &location });
    if details.parameters.is_empty() && details.local_parameters.is_empty() {
        return None;
    }
    let form = create_form(content, parameters, asked, format!("{}#{CREATE_FORM}", Path::ReviewOf(submission)));
    Some(
        view! {
            <h3 class="preview__cap" id=CREATE_FORM>
                {words::CREATE_FORM}
            </h3>
            {form}
        }
        .into_any(),
    )
}

fn mini(details: Details) -> impl IntoView {
    let Details { tile, long_description, bullets, media, plans, .. } = details;
    let category = Category::find(&tile.category).map_or(tile.category.as_str(), |category| category.label).to_owned();
    let bullets: Vec<BulletDraft> = bullets.into_iter().filter(|bullet| !bullet.title.trim().is_empty()).collect();
    let bullets = (!bullets.is_empty()).then(|| {
        let items = bullets.iter().map(bullet).collect_view();
        view! { <ul class="mini__bullets">{items}</ul> }
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

#[cfg(test)]
mod tests {
    use slipway_domain::stage::Stage;

    use super::*;
    use crate::pages::offerings::tests::view;

    const ID: &str = "0190c9a8-7c3e-7d51-9a43-2f1f6c6f7c11";
    const IN_FRANKFURT: &str = r#"[{"name": "zone", "displayname": "Zone", "type": "text",
        "associations": {"location": {"showFor": ["eu-de"]}}}]"#;

    fn drawn(definition: &str, asked: &ParamsMap) -> String {
        let mut content = view(Stage::GaRequested).offering;
        definition.clone_into(&mut content.settings.draft.parameters);
        let details = Details::of(&content, false, content.stage_since);
        let submission = SubmissionId::parse(ID).unwrap();
        form(&content, &details, submission, asked).map(RenderHtml::to_html).unwrap_or_default()
    }

    #[test]
    fn the_form_for_a_new_instance_is_drawn_for_a_choice_and_leads_back_here() {
        let mut asked = ParamsMap::new();
        assert_eq!(drawn("", &asked), "");
        let html = drawn(IN_FRANKFURT, &asked);
        assert!(html.contains(&format!("action=\"/reviews/{ID}#create-form\"")), "{html}");
        assert!(!html.contains("parameter[zone]"), "{html}");
        asked.insert(LOCATION, "eu-de".to_owned());
        let html = drawn(IN_FRANKFURT, &asked);
        assert!(html.contains("name=\"parameter[zone]\""), "{html}");
    }
}
