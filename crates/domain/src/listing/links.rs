//! The web addresses of a listing: icon, documentation, terms and support.

use super::{ListingContext, ListingDraft};
use crate::field::Field;
use crate::findings::{Finding, Findings};
use crate::icon;
use crate::picture;
use crate::rule::{RuleId, listing as rule};
use crate::shape::{self, LONGEST_LINK, Link, Text};
use crate::words;

pub(super) fn check(draft: &ListingDraft, found: &mut Findings, context: &ListingContext) {
    check_icon(&draft.icon, found);
    let documentation = (rule::DOCUMENTATION_URL_MISSING, rule::DOCUMENTATION_URL_NOT_ISSUED);
    check_issued(Field::DocumentationUrl, &draft.documentation_url, documentation, found, context);
    let instructions = (rule::INSTRUCTIONS_URL_MISSING, rule::INSTRUCTIONS_URL_NOT_ISSUED);
    check_issued(Field::InstructionsUrl, &draft.instructions_url, instructions, found, context);
    check_terms(&draft.terms_url, found, context);
    https(found, Field::SupportUrl, &draft.support_url, rule::SUPPORT_URL_MISSING, rule::SUPPORT_URL_NOT_HTTPS);
}

/// An address that has to be there, and to be https.
pub(super) fn https(found: &mut Findings, field: Field, url: &str, missing: RuleId, not_https: RuleId) {
    if let Some(link) = shape::link(found, field, url, missing)
        && !link.is_https()
    {
        let after_scheme = url.split_once(':').map_or("", |(_, rest)| rest);
        found.push(Finding::new(field, not_https).suggesting(format!("https:{after_scheme}")));
    }
}

fn check_icon(address: &str, found: &mut Findings) {
    let field = Field::Icon;
    let before = found.len();
    let present = shape::text(found, field, address, Text::line(LONGEST_LINK).required(rule::ICON_MISSING));
    if present.is_none() || found.len() > before || is_mark(address) || icon::name(address).is_some() {
        return;
    }
    let Some(link) = Link::parse(address).filter(|link| !link.has_credentials()) else {
        found.push(Finding::new(field, rule::ICON_NOT_AN_IMAGE_ADDRESS));
        return;
    };
    found.push(Finding::new(field, rule::ICON_NOT_SHOWN));
    let extension = link.path().rsplit_once('.').map_or("", |(_, extension)| extension);
    if extension.eq_ignore_ascii_case("png") {
        found.push(Finding::new(field, rule::ICON_IS_PNG));
    } else if !extension.eq_ignore_ascii_case("svg") {
        found.push(Finding::new(field, rule::ICON_FORMAT_UNKNOWN));
    }
}

/// A web address, one of the icons that come with Slipway, or an uploaded one.
pub(super) fn is_picture(address: &str) -> bool {
    is_mark(address)
        || icon::name(address).is_some()
        || picture::name(address).is_some()
        || elsewhere(address).is_some()
}

/// An https address without credentials, as of a picture on another host.
pub(super) fn elsewhere(address: &str) -> Option<Link<'_>> {
    Link::parse(address).filter(|link| link.is_https() && !link.has_credentials())
}

/// `/marks/<name>.svg`: one of the icons that come with Slipway.
fn is_mark(icon: &str) -> bool {
    icon.strip_prefix("/marks/").and_then(|rest| rest.strip_suffix(".svg")).is_some_and(|name| {
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    })
}

fn check_issued(
    field: Field,
    url: &str,
    (missing, not_issued): (RuleId, RuleId),
    found: &mut Findings,
    context: &ListingContext,
) {
    let issued = context.issued_documentation_url.as_str();
    let before = found.len();
    let link = shape::link(found, field, url, missing);
    if link.is_some() && !issued.is_empty() && url != issued {
        found.push(Finding::new(field, not_issued).suggesting(issued));
    }
    if link.is_none() && found.len() == before + 1 && url.trim().is_empty() {
        suggest_last(found, issued);
    }
}

/// Offers the issued address for an empty field as well.
fn suggest_last(found: &mut Findings, issued: &str) {
    if let Some(last) = found.last_mut() {
        last.suggestion = Some(issued.to_owned()).filter(|issued| !issued.is_empty());
    }
}

/// The terms must be those of this offering alone: no general page, no other offering's, nothing about billing.
fn check_terms(url: &str, found: &mut Findings, context: &ListingContext) {
    let field = Field::TermsUrl;
    let Some(link) = shape::link(found, field, url, rule::TERMS_URL_MISSING) else { return };
    if is_general(&link, context) {
        found.push(Finding::new(field, rule::TERMS_URL_IS_GENERAL));
    }
    if is_shared(url, context) {
        found.push(Finding::new(field, rule::TERMS_URL_SHARED));
    }
    if let Some(word) = parts(link.path()).find(|part| is_in(BILLING_WORDS, part)) {
        found.push(Finding::new(field, rule::TERMS_URL_ABOUT_BILLING).naming(word));
    }
}

/// Another offering has the same terms page.
pub(super) fn is_shared(url: &str, context: &ListingContext) -> bool {
    context.other_terms_urls.iter().any(|other| terms_key(other) == terms_key(url))
}

/// An address that names a site and no page of it.
pub fn is_site_root(url: &str) -> bool {
    Link::parse(url).is_some_and(|link| is_root(&link))
}

fn is_root(link: &Link<'_>) -> bool {
    parts(link.path()).next().is_none() && !link.has_query()
}

/// The root of a site, or a path that only says "terms", unless the host is that of the offering.
fn is_general(link: &Link<'_>, context: &ListingContext) -> bool {
    if parts(link.path()).next().is_none() {
        return is_root(link);
    }
    let company = words::company_words(&context.company).first().map(|word| words::slug(word)).unwrap_or_default();
    let mut own = context.service_name.split('-').filter(|word| word.len() > 2 && *word != company).peekable();
    let of_the_offering = own.peek().is_none() || own.any(|word| link.host().to_ascii_lowercase().contains(word));
    let says_nothing = parts(link.path()).all(|part| part.len() == 2 || is_in(GENERAL_WORDS, part));
    says_nothing && !link.has_query() && !of_the_offering
}

fn parts(path: &str) -> impl Iterator<Item = &str> {
    path.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty())
}

fn is_in(list: &[&str], word: &str) -> bool {
    list.contains(&word.to_ascii_lowercase().as_str())
}

/// Addresses that lead to the same page: the case of scheme and host, a last slash and the fragment do not matter.
pub fn terms_key(url: &str) -> String {
    let url = url.trim().split('#').next().unwrap_or_default().trim_end_matches('/');
    let path_at = url.find("://").and_then(|at| url[at + 3..].find('/').map(|path| at + 3 + path));
    let (site, path) = url.split_at(path_at.unwrap_or(url.len()));
    format!("{}{path}", site.to_ascii_lowercase())
}

const GENERAL_WORDS: &[&str] = &[
    "agb",
    "agreement",
    "and",
    "conditions",
    "eula",
    "general",
    "htm",
    "html",
    "index",
    "legal",
    "nutzungsbedingungen",
    "of",
    "pdf",
    "policies",
    "policy",
    "privacy",
    "service",
    "terms",
    "tos",
    "use",
];

const BILLING_WORDS: &[&str] = &[
    "abrechnung",
    "bezahlung",
    "billing",
    "fee",
    "fees",
    "invoice",
    "invoices",
    "invoicing",
    "payment",
    "payments",
    "preise",
    "price",
    "prices",
    "pricing",
    "refund",
    "refunds",
    "steuern",
    "tax",
    "taxes",
    "vat",
    "zahlung",
    "zahlungen",
];
