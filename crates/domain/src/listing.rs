//! The tab Listing page of the catalog listing (§4.7a): what customers read on the tile and the details page.

use serde::{Deserialize, Serialize};

use crate::category::Category;
use crate::field::{self, Field};
use crate::findings::{Finding, Findings};
use crate::rule::listing as rule;
use crate::shape::{self, Text};
use crate::words;

mod extras;
mod links;
mod media;
mod typed;

pub use extras::{DASHBOARD_WAYS, ExtrasDraft, LONGEST_MESSAGE, MOST_TABS, NavigationDraft};
pub use links::{is_site_root, terms_key};
pub use media::{Media, MediaDraft, MediaKind};

/// The most highlights, the most tags, and the most media (§4).
pub const MOST_ITEMS: usize = 100;

/// The fields as typed. Nothing here is checked; `check` says what is wrong with it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ListingDraft {
    pub display_name: String,
    pub provider_display_name: String,
    pub description: String,
    pub long_description: String,
    pub icon: String,
    pub documentation_url: String,
    pub instructions_url: String,
    pub terms_url: String,
    pub support_url: String,
    /// An id of `category::CATEGORIES`.
    pub category: String,
    /// Separated by commas or spaces.
    pub tags: String,
    pub bullets: Vec<BulletDraft>,
    /// Left out while it is empty, as the extras are.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<MediaDraft>,
    /// Left out while it is empty, so that what was frozen before it was kept stays as it is, to the byte.
    #[serde(skip_serializing_if = "ExtrasDraft::is_empty")]
    pub extras: ExtrasDraft,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct BulletDraft {
    pub title: String,
    pub description: String,
    /// One of `BULLET_ICONS`, or empty. Left out while it is empty, as the extras are.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub icon: String,
}

/// What may stand beside a highlight: names of our own set of icons. §4.7a names the field and no values; an icon that is
/// drawn in the text's own colour needs no upload, and nobody is told who looks at it.
pub const BULLET_ICONS: &[&str] = &[
    "calendar",
    "chart--bar",
    "checkmark--outline",
    "connect",
    "cube",
    "currency--euro",
    "dashboard",
    "document",
    "enterprise",
    "filter",
    "help-desk",
    "location",
    "locked",
    "meter",
    "renew",
    "rocket",
    "search",
    "settings",
    "time",
    "user--multiple",
];

/// What the rules need to know beside the draft. Owned, so that a page can hand it to the browser.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingContext {
    /// The owner's name.
    pub company: String,
    /// What the operator calls its platform; empty if names may contain it.
    pub platform_name: String,
    /// The programmatic service name.
    pub service_name: String,
    /// The documentation URL issued on approval (§4.4); empty before.
    pub issued_documentation_url: String,
    /// Terms URLs of all other offerings. Must not reach a browser: they belong to other accounts.
    pub other_terms_urls: Vec<String>,
}

impl ListingContext {
    /// The part that may be handed to the browser with `draft`: of other offerings' terms only the address that the
    /// draft has itself. A new one is compared by the server on save.
    #[must_use]
    pub fn for_browser(self, draft: &ListingDraft) -> Self {
        let other_terms_urls =
            if links::is_shared(&draft.terms_url, &self) { vec![draft.terms_url.clone()] } else { Vec::new() };
        Self { other_terms_urls, ..self }
    }
}

impl ListingDraft {
    pub fn check(&self, context: &ListingContext) -> Findings {
        let mut found = Findings::new();
        self.check_display_name(&mut found, context);
        let provider = Text::line(128).too_long(rule::PROVIDER_TOO_LONG).required(rule::PROVIDER_MISSING);
        shape::text(&mut found, Field::ProviderDisplayName, &self.provider_display_name, provider);
        self.check_descriptions(&mut found);
        links::check(self, &mut found, context);
        self.check_category(&mut found);
        self.check_tags(&mut found);
        self.check_bullets(&mut found);
        media::check(&self.listed_media().collect::<Vec<_>>(), &mut found);
        self.extras.check(&mut found);
        found
    }

    /// The tags one by one.
    pub fn tags(&self) -> impl Iterator<Item = &str> {
        self.tags.split(|c: char| c == ',' || c.is_whitespace()).filter(|tag| !tag.is_empty())
    }

    /// The highlights that are not empty rows, with their index.
    pub fn listed_bullets(&self) -> impl Iterator<Item = (usize, &BulletDraft)> {
        self.bullets.iter().enumerate().filter(|(_, bullet)| !bullet.is_blank())
    }

    /// The media that are not empty rows, with their index.
    pub fn listed_media(&self) -> impl Iterator<Item = (usize, &MediaDraft)> {
        self.media.iter().enumerate().filter(|(_, item)| !item.is_blank())
    }

    /// What the details page shows of the media, in its order.
    pub fn shown_media(&self) -> impl Iterator<Item = Media> {
        self.media.iter().take(MOST_ITEMS).filter_map(MediaDraft::parse)
    }

    fn check_display_name(&self, found: &mut Findings, context: &ListingContext) {
        let expected = Text::line(60).too_long(rule::NAME_TOO_LONG).required(rule::NAME_MISSING);
        let Some(name) = shape::text(found, Field::DisplayName, &self.display_name, expected) else { return };
        let named = |rule, range: core::ops::Range<usize>| {
            Finding::new(Field::DisplayName, rule).naming(&name[range.clone()]).suggesting(words::without(name, range))
        };
        if let Some(range) = words::company_in(name, &context.company) {
            found.push(named(rule::NAME_CONTAINS_COMPANY, range));
        }
        if let Some(range) = words::name_in(name, &context.platform_name) {
            found.push(named(rule::NAME_CONTAINS_PLATFORM, range));
        }
        if let Some(word) = words::price_in(name) {
            found.push(Finding::new(Field::DisplayName, rule::NAME_CONTAINS_PRICE).naming(word));
        }
        if name == context.service_name {
            found.push(Finding::new(Field::DisplayName, rule::NAME_IS_TECHNICAL));
        }
    }

    fn check_descriptions(&self, found: &mut Findings) {
        let short = Text::line(255).too_long(rule::DESCRIPTION_TOO_LONG).required(rule::DESCRIPTION_MISSING);
        let short = shape::text(found, Field::Description, &self.description, short);
        let sentences = words::sentences(short.unwrap_or_default());
        if let [first, _, ..] = sentences[..] {
            found.push(
                Finding::new(Field::Description, rule::DESCRIPTION_OF_MANY_SENTENCES)
                    .naming(sentences.len())
                    .suggesting(first),
            );
        }
        let long = Text::prose(10_000).required(rule::LONG_DESCRIPTION_MISSING);
        let Some(long) = shape::text(found, Field::LongDescription, &self.long_description, long) else { return };
        let long = words::sentences(long);
        let repeats = |long: &&str| sentences.first().is_some_and(|short| words::repeats(short, long));
        if long.first().is_some_and(repeats) {
            found.push(Finding::new(Field::LongDescription, rule::LONG_DESCRIPTION_REPEATS));
        }
        if long.len() < 2 {
            found.push(Finding::new(Field::LongDescription, rule::LONG_DESCRIPTION_OF_ONE_SENTENCE));
        }
    }

    fn check_category(&self, found: &mut Findings) {
        if self.category.is_empty() {
            found.push(Finding::new(Field::Category, rule::CATEGORY_MISSING));
        } else if Category::find(&self.category).is_none() {
            found.push(Finding::new(Field::Category, rule::CATEGORY_UNKNOWN).naming(&self.category));
        }
    }

    fn check_tags(&self, found: &mut Findings) {
        if shape::text(found, Field::Tags, &self.tags, Text::prose(5000)).is_none() {
            return;
        }
        let number = self.tags().count();
        if number > MOST_ITEMS {
            found.push(Finding::new(Field::Tags, rule::TOO_MANY_TAGS).naming(number));
        }
        let joined = |tags: Vec<String>| tags.join(", ");
        if let Some(bad) = self.tags().find(|tag| !tag.bytes().all(is_tag_byte)) {
            let mended = self.tags().map(mended_tag).filter(|tag| !tag.is_empty()).collect();
            found.push(Finding::new(Field::Tags, rule::TAG_CHARACTER).naming(bad).suggesting(joined(mended)));
        }
        if let Some(ours) = self.tags().find(|tag| OUR_TAGS.contains(tag)) {
            let others = self.tags().filter(|tag| !OUR_TAGS.contains(tag)).map(str::to_owned).collect();
            found.push(Finding::new(Field::Tags, rule::TAG_IS_OURS).naming(ours).suggesting(joined(others)));
        }
    }

    fn check_bullets(&self, found: &mut Findings) {
        let number = self.listed_bullets().count();
        if number == 0 {
            found.push(Finding::new(Field::Bullets, rule::BULLETS_MISSING));
        }
        if number > MOST_ITEMS {
            found.push(Finding::new(Field::Bullets, rule::TOO_MANY_BULLETS).naming(number));
        }
        let title = Text::line(256).too_long(rule::BULLET_TITLE_TOO_LONG).required(rule::BULLET_TITLE_MISSING);
        let text = Text::prose(2000).too_long(rule::BULLET_TEXT_TOO_LONG).required(rule::BULLET_TEXT_MISSING);
        for (index, bullet) in self.listed_bullets().take(MOST_ITEMS) {
            let row = field::row(index);
            shape::text(found, Field::BulletTitle(row), &bullet.title, title);
            let field = Field::BulletDescription(row);
            let sentences =
                shape::text(found, field, &bullet.description, text).map_or(0, |t| words::sentences(t).len());
            if sentences > 2 {
                found.push(Finding::new(field, rule::BULLET_TEXT_OF_MANY_SENTENCES).naming(sentences));
            }
            shape::optional(found, Field::BulletIcon(row), &bullet.icon, BULLET_ICONS);
        }
    }
}

impl BulletDraft {
    /// An icon says nothing by itself.
    pub fn is_blank(&self) -> bool {
        self.title.trim().is_empty() && self.description.trim().is_empty()
    }

    /// The icon that is drawn; a name that there is none of draws nothing.
    pub fn shown_icon(&self) -> Option<&'static str> {
        BULLET_ICONS.iter().copied().find(|name| *name == self.icon)
    }
}

/// The catalog sets these itself, `LITE_TAG` where a plan is free.
pub(crate) const OUR_TAGS: &[&str] = &[LITE_TAG, "third_party", "rc_compatible"];
pub(crate) const LITE_TAG: &str = "lite";

const fn is_tag_byte(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'.' | b'_')
}

fn mended_tag(tag: &str) -> String {
    if tag.bytes().all(is_tag_byte) { tag.to_owned() } else { words::slug(tag) }
}
