//! What a provider may say of a service beside what it has to (§4.7a, §4.7b): a promotion, messages, links, and what
//! customers may expect. All of it is text; links lead only to web addresses.

use leptos::prelude::*;
use slipway_domain::catalog::Details;
use slipway_domain::markdown::web_address;
use slipway_domain::stage::Stage;

use crate::text::detail as words;
use crate::ui::{Notice, Tone, lang_of};

/// The line above the description.
pub(super) fn promotion(details: &Details) -> Option<impl IntoView + use<>> {
    let line = typed(&details.extras.featured_description)?;
    let lang = lang_of(&line);
    Some(view! {
        <p>
            <strong lang=lang>{line}</strong>
        </p>
    })
}

/// What the provider wants customers to read once the end of the service is announced.
pub(super) fn deprecation(details: &Details) -> Option<impl IntoView + use<>> {
    details.tile.ending.as_ref().filter(|ending| ending.stage == Stage::Deprecated)?;
    let warning = typed(&details.extras.deprecation_warning)?;
    let lang = lang_of(&warning);
    Some(view! {
        <Notice tone=Tone::Warn title=words::DEPRECATION_TITLE>
            <p lang=lang>{warning}</p>
        </Notice>
    })
}

/// Why no instance can be made, in the provider's words.
pub(super) fn not_creatable(details: &Details) -> Option<String> {
    typed(&details.extras.not_creatable_msg)
}

/// The provider's own page for a new instance, which takes the place of ours.
pub(super) fn create_page(details: &Details) -> Option<String> {
    web_address(&details.extras.custom_create_page_url).map(str::to_owned)
}

/// Everything that leads on, the extra tabs included.
pub(super) fn links(details: &Details) -> Option<impl IntoView + use<>> {
    let extras = &details.extras;
    let named = [
        (words::OWN_DETAILS, &extras.catalog_details_url),
        (words::API_DOCS, &extras.api_docs_url),
        (words::SDK, &extras.sdk_download_url),
        (words::REGISTRATION, &extras.registration_url),
    ];
    let named = named.map(|(label, url)| (label.to_owned(), url.clone())).into_iter();
    let tabs = extras.listed_tabs().map(|(_, tab)| (tab.label.trim().to_owned(), tab.url.clone()));
    let items: Vec<_> = named.chain(tabs).filter_map(|(label, url)| link(label, &url)).collect();
    (!items.is_empty()).then(|| {
        view! {
            <section class="support" aria-labelledby="links-h">
                <h2 id="links-h">{words::LINKS}</h2>
                <ul class="uris">{items}</ul>
            </section>
        }
    })
}

fn link(label: String, url: &str) -> Option<impl IntoView + use<>> {
    let href = web_address(url).filter(|_| !label.is_empty())?.to_owned();
    let lang = lang_of(&label);
    Some(view! {
        <li>
            <a href=href rel="noopener" lang=lang>
                {label}
            </a>
        </li>
    })
}

/// What customers may expect, as facts of a list of facts.
pub(super) fn level(details: &Details) -> impl IntoView + use<> {
    let sla = &details.sla;
    let percent = |text: &str| typed(text).map(|number| format!("{number} %").into_any());
    let recovery = if sla.recovery == "yes" {
        Some(typed(&sla.recovery_text).map_or_else(|| words::RECOVERED.into_any(), in_its_language))
    } else {
        None
    };
    let slow = |is_slow: bool| is_slow.then(|| words::SLOW.into_any());
    let compliance = named(&details.compliance);
    let terms = typed(&sla.terms).map(|terms| match web_address(&terms) {
        Some(href) => {
            let href = href.to_owned();
            view! {
                <a href=href rel="noopener">
                    {words::READ_SLA}
                </a>
            }
            .into_any()
        }
        None => in_its_language(terms),
    });
    let facts = [
        (words::TENANCY, words::tenancy(&sla.tenancy).map(IntoAny::into_any)),
        (words::PROVISIONING, percent(&sla.provisioning)),
        (words::RESPONSIVENESS, percent(&sla.responsiveness)),
        (words::RECOVERY, recovery),
        (words::COMPLIANCE, compliance),
        (words::CREATION, slow(details.is_slow_to_create)),
        (words::DELETION, slow(details.is_slow_to_delete)),
    ];
    let facts = facts.into_iter().filter_map(|(label, fact)| fact.map(|fact| one(label, fact)));
    let terms = terms.map(|terms| one(words::SLA, terms));
    (terms, facts.collect_view())
}

/// Names with commas between them; `None`: there is none.
fn named(names: &[String]) -> Option<AnyView> {
    let rows = names.iter().enumerate();
    let rows = rows.map(|(at, name)| ((at > 0).then_some(", "), in_its_language(name.clone())));
    (!names.is_empty()).then(|| rows.collect_view().into_any())
}

/// A text of the provider as it stands in a sentence, announced in the language that it is read in.
fn in_its_language(text: String) -> AnyView {
    match lang_of(&text) {
        Some(lang) => view! { <span lang=lang>{text}</span> }.into_any(),
        None => text.into_any(),
    }
}

fn one(label: &'static str, fact: AnyView) -> impl IntoView {
    view! {
        <dt>{label}</dt>
        <dd>{fact}</dd>
    }
}

/// `None`: nothing was typed.
fn typed(text: &str) -> Option<String> {
    Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use slipway_domain::language::Language;
    use slipway_domain::translation::Spoken;

    use super::*;
    use crate::parts::languages::announce;

    #[test]
    fn of_several_certifications_each_is_announced_in_the_language_that_it_is_read_in() {
        let names = ["ISO 27001".to_owned(), "Grundschutz geprüft".to_owned()];
        let html = Owner::new().with(|| {
            announce(&Spoken::new(Language::German, [names[1].clone()]));
            named(&names).unwrap().to_html()
        });
        let html = html.replace("<!>", "");
        assert!(html.contains("ISO 27001, <span lang=\"de\">Grundschutz geprüft</span>"), "{html}");
        assert!(named(&[]).is_none());
    }
}
