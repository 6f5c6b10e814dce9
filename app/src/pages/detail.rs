//! A service in the catalog: what it does, its plans and prices, and where it runs. Everything on it was written by a
//! provider and is shown as text; links lead only to web addresses.

use leptos::prelude::*;
use slipway_domain::caller::Person;
use slipway_domain::catalog::Details;
use slipway_domain::listing::BulletDraft;
use slipway_domain::markdown::web_address;
use slipway_domain::moment::Moment;
use slipway_domain::policy::{self, Context, Denial, Object, Verb};
use slipway_domain::rating::Buyer;
use slipway_domain::rejection::{Refusal, Rejection};
use slipway_domain::view::{ComingPrice, DetailsView};

use crate::api::catalog::read_details;
use crate::pages::catalog::{category_address, category_label};
use crate::parts::frame::{Area, Frame};
use crate::parts::languages::{self as read_in, LANGUAGE};
use crate::parts::load::{load, param, query};
use crate::parts::media;
use crate::parts::offering_icon::offering_icon;
use crate::parts::permission::reason;
use crate::parts::prose::prose;
use crate::paths::{Path, percent};
use crate::shell::IslandScripts;
use crate::text;
use crate::text::detail as words;
use crate::text::lifecycle;
use crate::text::new_instance as instance_words;
use crate::ui::{
    Breadcrumbs, ButtonLink, Crumb, DisabledButton, Glyph, Hue, Icon, Kind, Layout, Notice, Page, PageHead, PageMain,
    Tag, Tone, chosen, lang_of,
};

mod extras;
mod glance;
pub(super) mod metered;
pub(super) mod plans;

#[component]
pub fn DetailPage() -> impl IntoView {
    let lang = query(LANGUAGE);
    load(read_details(param("name")), move |view| {
        read_in::announce(&view.details.tile.spoken);
        let title = view.details.tile.display_name.clone();
        let languages = read_in::languages(view.language, &view.languages, "");
        let head = head(&view.details, create(&view, &lang), languages);
        let main = main(&view.details, view.buyer, view.now, &view.coming);
        let glance = glance::panel(&view.details);
        let has_island = view.details.plans.iter().any(|plan| !plan.metrics.is_empty());
        view! {
            <Frame person=view.person area=Area::Catalog title>
                <Page layout=Layout::Split class="page--detail">
                    {has_island.then(|| view! { <IslandScripts /> })}
                    {head}
                    {main}
                    {glance}
                </Page>
            </Frame>
        }
    })
}

fn head(details: &Details, create: AnyView, languages: Option<AnyView>) -> impl IntoView + use<> {
    let tile = &details.tile;
    let crumbs = vec![
        Crumb::new(text::CATALOG, Path::Catalog.to_string()),
        Crumb::new(category_label(&tile.category), category_address(&tile.category)),
    ];
    let by = words::by(&tile.provider);
    let ending = tile.ending.as_ref().map(|ending| text::stage(ending.stage));
    let ending = ending.map(|tag| view! { <Tag>{tag}</Tag> });
    let limited = tile.is_limited.then(|| view! { <Tag hue=Hue::Blue>{words::LIMITED}</Tag> });
    let free = tile.has_free_plan.then(|| view! { <Tag hue=Hue::Green>{crate::text::catalog::FREE}</Tag> });
    let links = (out(words::DOCUMENTATION, &details.documentation_url), out(words::TERMS, &details.terms_url));
    view! {
        <PageHead
            title=tile.display_name.clone()
            icon=offering_icon(&tile.icon)
            band=true
            crumbs=move || view! { <Breadcrumbs label=text::BREADCRUMB crumbs /> }
            sub=move || (by, " ", ending, limited, free)
            acts=move || (links, create)
        >
            {languages}
        </PageHead>
    }
}

/// The way to an instance, or why there is none for this viewer. `lang` is what the address of the page asks for.
fn create(view: &DetailsView, lang: &str) -> AnyView {
    let form = read_in::with(Path::NewInstance(view.details.tile.name.clone()).to_string(), lang);
    let why_not = match &view.person {
        _ if !view.is_open => {
            Some(extras::not_creatable(&view.details).unwrap_or_else(|| instance_words::CLOSED.to_owned()))
        }
        _ if view.details.plans.is_empty() => Some(instance_words::NO_PLANS.to_owned()),
        Some(person) => match may_create(person) {
            Err(denial) => Some(reason(Rejection::Denied(denial))),
            Ok(()) => (!view.is_offered).then(|| reason(Rejection::Refused(Refusal::NotOffered))),
        },
        None => None,
    };
    let (href, label) = match view.person {
        Some(_) => (extras::create_page(&view.details).unwrap_or(form), instance_words::CREATE),
        None => (format!("{}?to={}", Path::SignIn, percent(&form)), instance_words::SIGN_IN_TO_CREATE),
    };
    match why_not {
        Some(reason) => view! {
            <DisabledButton id="create" kind=Kind::Primary reason>
                {instance_words::CREATE}
            </DisabledButton>
        }
        .into_any(),
        None => view! {
            <ButtonLink href=href kind=Kind::Primary>
                {label}
            </ButtonLink>
        }
        .into_any(),
    }
}

/// As the server asks before anything is created.
fn may_create(person: &Person) -> Result<(), Denial> {
    let denied = || Denial::role_missing(person, None, policy::roles_with(Object::Instance, Verb::Execute));
    let account = person.current.ok_or_else(denied)?;
    policy::may(person, Verb::Execute, Object::Instance, Context::of(account))
}

/// Prices are told as `buyer` pays them, and plans as they are `now`.
fn main(details: &Details, buyer: Buyer, now: Moment, coming: &[ComingPrice]) -> impl IntoView + use<> {
    let is_limited = details.tile.is_limited;
    let limited = is_limited.then(|| {
        view! { <Notice title=words::LIMITED_TITLE>{words::LIMITED_NOTE}</Notice> }
    });
    let ending = details.tile.ending.clone().map(|ending| {
        let title = lifecycle::for_customers(ending.stage, ending.until);
        let marketed = lifecycle::marketed(&ending, now).map(|told| view! { <p>{told}</p> });
        view! {
            <Notice tone=Tone::Warn title=title>
                <p>{ending.text}</p>
                {marketed}
            </Notice>
        }
    });
    let deprecation = extras::deprecation(details);
    let about = (extras::promotion(details), about(details), media::section(&details.media), extras::links(details));
    let plans = plans::table(&details.plans, buyer, now);
    let lines = (plans::lines(&details.plans, buyer), plans::coming(coming, buyer));
    let metered = metered::plans(&details.plans, buyer);
    let support = support(details);
    view! { <PageMain>{ending} {deprecation} {limited} {about} {plans} {lines} {metered} {support}</PageMain> }
}

fn about(details: &Details) -> impl IntoView + use<> {
    let told = if details.long_description.is_empty() { &details.tile.description } else { &details.long_description };
    let lang = lang_of(told);
    let about = prose(told);
    let bullets: Vec<_> = details.bullets.iter().filter_map(bullet).collect();
    let bullets = (!bullets.is_empty()).then(|| view! { <ul class="bullets">{bullets}</ul> });
    view! {
        <div class="about">
            <div class="about__lead prose" lang=lang>
                {about}
            </div>
            {bullets}
        </div>
    }
}

fn bullet(bullet: &BulletDraft) -> Option<impl IntoView + use<>> {
    let icon = bullet.shown_icon().map(chosen);
    let (title, description) = (bullet.title.trim().to_owned(), bullet.description.trim().to_owned());
    (!title.is_empty() || !description.is_empty()).then(|| {
        let (title_lang, lang) = (lang_of(&title), lang_of(&description));
        view! {
            <li>
                {icon}
                <b lang=title_lang>{title}</b>
                <span lang=lang>{description}</span>
            </li>
        }
    })
}

fn support(details: &Details) -> impl IntoView + use<> {
    let sentence = words::support(&details.tile.provider);
    let page = web_address(&details.support_url).map(|href| {
        view! {
            " "
            <a href=href.to_owned() rel="noopener">
                {words::SUPPORT_PAGE}
            </a>
        }
    });
    view! {
        <section class="support" aria-labelledby="support-h">
            <h2 id="support-h">{words::SUPPORT}</h2>
            <p>{sentence} {page}</p>
        </section>
    }
}

/// A link out of the console that looks like a quiet button; nothing if `url` is no web address.
fn out(label: &'static str, url: &str) -> Option<impl IntoView + use<>> {
    web_address(url).map(|href| {
        view! {
            <a class="cds--btn cds--btn--ghost cds--btn--md" href=href.to_owned() rel="noopener">
                {label}
                <Icon name=Glyph::Launch class="btn__icon" />
            </a>
        }
    })
}

#[cfg(test)]
mod tests {
    use slipway_domain::catalog::Tile;
    use slipway_domain::ids::OfferingId;
    use slipway_domain::language::Language;
    use slipway_domain::lifecycle::Ending;
    use slipway_domain::listing::{ExtrasDraft, Media, MediaKind, NavigationDraft};
    use slipway_domain::settings::SlaDraft;
    use slipway_domain::stage::Stage;
    use slipway_domain::translation::Spoken;

    use super::*;

    const HOSTILE: &str = "<script>alert(1)</script>";

    fn hostile() -> Details {
        Details {
            id: OfferingId::parse("0190c9a8-7c3e-7d51-9a43-2f1f6c6f7c11").unwrap(),
            tile: Tile {
                name: "northwind-vector".to_owned(),
                display_name: HOSTILE.to_owned(),
                description: HOSTILE.to_owned(),
                provider: HOSTILE.to_owned(),
                icon: "javascript:alert(1)".to_owned(),
                category: HOSTILE.to_owned(),
                tags: Vec::new(),
                has_free_plan: true,
                has_metered_plan: false,
                starting_price: None,
                is_limited: true,
                ending: Some(Ending {
                    stage: Stage::Deprecated,
                    text: HOSTILE.to_owned(),
                    until: Moment::from_millis(1_786_370_520_000),
                    marketed_until: None,
                }),
                order: 0,
                spoken: Spoken::default(),
            },
            long_description: format!("{HOSTILE}\n\n{HOSTILE}"),
            bullets: vec![BulletDraft {
                title: HOSTILE.to_owned(),
                description: HOSTILE.to_owned(),
                ..BulletDraft::default()
            }],
            media: vec![Media {
                kind: MediaKind::VideoMp4,
                url: "javascript:alert(1)".to_owned(),
                thumbnail: "javascript:alert(1)".to_owned(),
                caption: HOSTILE.to_owned(),
            }],
            documentation_url: "javascript:alert(1)".to_owned(),
            terms_url: "https://northwind.example/\"><script>alert(1)</script>".to_owned(),
            support_url: "data:text/html,<script>alert(1)</script>".to_owned(),
            extras: ExtrasDraft {
                featured_description: HOSTILE.to_owned(),
                api_docs_url: "javascript:alert(1)".to_owned(),
                catalog_details_url: "javascript:alert(1)".to_owned(),
                deprecation_warning: HOSTILE.to_owned(),
                navigation_items: vec![NavigationDraft {
                    id: HOSTILE.to_owned(),
                    label: HOSTILE.to_owned(),
                    url: "data:text/html,<script>alert(1)</script>".to_owned(),
                }],
                ..ExtrasDraft::default()
            },
            sla: SlaDraft { terms: HOSTILE.to_owned(), recovery_text: HOSTILE.to_owned(), ..SlaDraft::default() },
            compliance: vec![HOSTILE.to_owned()],
            is_slow_to_create: false,
            is_slow_to_delete: false,
            plans: Vec::new(),
            locations: vec![HOSTILE.to_owned()],
            parameters: Vec::new(),
            local_parameters: Vec::new(),
            published_at: Moment::from_millis(1_778_594_520_000),
        }
    }

    #[test]
    fn nothing_that_a_provider_wrote_becomes_markup_or_a_script() {
        let details = hostile();
        let html = [
            head(&details, ().into_any(), None).to_html(),
            main(&details, Buyer::BASE, details.published_at, &[]).to_html(),
            glance::panel(&details).to_html(),
        ]
        .concat();
        assert!(html.contains("&lt;script&gt;"), "{html}");
        for evil in ["<script", "href=\"javascript", "src=\"javascript", "href=\"data:"] {
            assert!(!html.contains(evil), "{evil} in {html}");
        }
    }

    #[test]
    fn only_what_is_translated_is_announced_in_another_language() {
        let mut details = hostile();
        details.bullets = vec![BulletDraft {
            title: "Schnell".to_owned(),
            description: "It is fast.".to_owned(),
            ..BulletDraft::default()
        }];
        let spoken = Spoken::new(Language::German, ["Schnell".to_owned()]);
        let html = Owner::new().with(|| {
            read_in::announce(&spoken);
            [
                head(&details, ().into_any(), None).to_html(),
                main(&details, Buyer::BASE, details.published_at, &[]).to_html(),
            ]
            .concat()
        });
        assert!(html.replace("<!>", "").contains("<b lang=\"de\">Schnell</b>"), "{html}");
        assert_eq!(html.matches(" lang=\"").count(), 1, "everything else fell back to English: {html}");
    }
}
