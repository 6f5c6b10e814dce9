//! What a provider says of a service beside what it has to: highlights, media, links, messages, and what customers may
//! expect. Each is told where the pages of the catalog show it, and only then.

use schemars::JsonSchema;
use serde::Serialize;
use slipway_domain::catalog::Details;
use slipway_domain::lifecycle::Ending;
use slipway_domain::listing::{BulletDraft, Media, MediaKind};
use slipway_domain::markdown::web_address;
use slipway_domain::settings::SlaDraft;
use slipway_domain::stage::Stage;
use slipway_domain::view::DetailsView;

use super::super::MomentDto;

/// A highlight of a service.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "CatalogHighlight")]
pub(super) struct HighlightDto {
    title: String,
    description: String,
    /// The name of an icon of this console; `null`: it has none.
    icon: Option<String>,
}

impl HighlightDto {
    /// Those that say something.
    pub(super) fn all(bullets: &[BulletDraft]) -> Vec<Self> {
        bullets.iter().filter(|bullet| !bullet.is_blank()).map(Self::from).collect()
    }
}

impl From<&BulletDraft> for HighlightDto {
    fn from(bullet: &BulletDraft) -> Self {
        Self {
            title: bullet.title.trim().to_owned(),
            description: bullet.description.trim().to_owned(),
            icon: bullet.shown_icon().map(str::to_owned),
        }
    }
}

/// A picture or video of a service.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "CatalogMedia")]
pub(super) struct MediaDto {
    kind: MediaKind,
    /// An https address, or the path of a picture of this console.
    url: String,
    /// The same; `null`: there is none.
    thumbnail: Option<String>,
    caption: String,
}

impl From<&Media> for MediaDto {
    fn from(media: &Media) -> Self {
        Self {
            kind: media.kind,
            url: media.url.clone(),
            thumbnail: typed(&media.thumbnail),
            caption: media.caption.clone(),
        }
    }
}

/// What leads on from a service. `null`: nothing does.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "CatalogLinks")]
pub(super) struct LinksDto {
    /// The provider's own page about it. Told only of what everybody sees.
    own_page_url: Option<String>,
    /// The provider's own page for a new instance, in the place of the console's. Told only of what everybody sees.
    create_page_url: Option<String>,
    api_docs_url: Option<String>,
    sdk_download_url: Option<String>,
    registration_url: Option<String>,
    /// The extra tabs.
    tabs: Vec<LinkDto>,
}

/// An extra tab of a service.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "CatalogLink")]
struct LinkDto {
    label: String,
    url: String,
}

impl From<&Details> for LinksDto {
    fn from(details: &Details) -> Self {
        let extras = &details.extras;
        let tabs = extras.listed_tabs().map(|(_, tab)| tab).filter(|tab| !tab.label.trim().is_empty());
        Self {
            own_page_url: address(&extras.catalog_details_url),
            create_page_url: address(&extras.custom_create_page_url),
            api_docs_url: address(&extras.api_docs_url),
            sdk_download_url: address(&extras.sdk_download_url),
            registration_url: address(&extras.registration_url),
            tabs: tabs
                .filter_map(|tab| Some(LinkDto { label: tab.label.trim().to_owned(), url: address(&tab.url)? }))
                .collect(),
        }
    }
}

/// What the provider wants customers to read. `null`: nothing, or it is not the time for it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "CatalogMessages")]
pub(super) struct MessagesDto {
    /// One line.
    promotion: Option<String>,
    /// Before an instance is made.
    before_creation: Option<String>,
    /// Why no instance can be made; only while none can.
    not_creatable: Option<String>,
    /// Only once the end of the service is announced.
    deprecation: Option<String>,
}

impl From<&DetailsView> for MessagesDto {
    fn from(view: &DetailsView) -> Self {
        let extras = &view.details.extras;
        let ending = view.details.tile.ending.as_ref();
        let is_deprecated = ending.is_some_and(|ending| ending.stage == Stage::Deprecated);
        Self {
            promotion: typed(&extras.featured_description),
            before_creation: typed(&extras.popup_warning_message),
            not_creatable: typed(&extras.not_creatable_msg).filter(|_| !view.is_open),
            deprecation: typed(&extras.deprecation_warning).filter(|_| is_deprecated),
        }
    }
}

/// Why a service takes no new instances, or will take none.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "CatalogEnding")]
pub(super) struct EndingDto {
    /// `suspended` or `deprecated`.
    stage: Stage,
    /// What its provider says about it.
    text: String,
    /// When it moves on by itself.
    until: MomentDto,
    /// From when on there are no new instances of what ends; `null`: since that was announced.
    marketed_until: Option<MomentDto>,
}

impl From<&Ending> for EndingDto {
    fn from(ending: &Ending) -> Self {
        Self {
            stage: ending.stage,
            text: ending.text.clone(),
            until: ending.until.into(),
            marketed_until: ending.marketed_until.map(Into::into),
        }
    }
}

/// What customers may expect. `null`: its provider does not say.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "CatalogServiceLevels")]
pub(super) struct ServiceLevelsDto {
    /// Where the agreement is to be read, or what it is called.
    terms: Option<String>,
    /// `multi` or `single`.
    tenancy: Option<String>,
    /// Percent, as decimal text.
    provisioning: Option<String>,
    /// Percent, as decimal text.
    responsiveness: Option<String>,
    /// It is recovered after a disaster.
    is_recovered: bool,
    /// How.
    recovery: Option<String>,
}

impl From<&SlaDraft> for ServiceLevelsDto {
    fn from(sla: &SlaDraft) -> Self {
        let is_recovered = sla.recovery == "yes";
        Self {
            terms: typed(&sla.terms),
            tenancy: typed(&sla.tenancy),
            provisioning: typed(&sla.provisioning),
            responsiveness: typed(&sla.responsiveness),
            is_recovered,
            recovery: typed(&sla.recovery_text).filter(|_| is_recovered),
        }
    }
}

/// `None`: it is no address of the web.
fn address(url: &str) -> Option<String> {
    web_address(url).map(str::to_owned)
}

/// `None`: nothing was typed.
fn typed(text: &str) -> Option<String> {
    Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned)
}
