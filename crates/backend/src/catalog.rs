//! The catalog as one viewer sees it. The visibility rule of §9 decides here, once, for pages and for the data behind
//! them; what a viewer may not see is not found.

use slipway_domain::caller::Role;
use slipway_domain::catalog::{self, Details, Tile};
use slipway_domain::ids::OfferingId;
use slipway_domain::lifecycle;
use slipway_domain::offering::{Offering, Scope};
use slipway_domain::policy::{Object, Verb, cell};
use slipway_domain::rejection::{Kind, Rejection};
use slipway_domain::view::DetailsView;
use slipway_domain::visibility::{Viewer, visible_path};
use slipway_store::{CatalogEntry, CatalogSight};

use crate::{Acting, Result};

mod coming;
mod pages;

impl Acting {
    /// An entry as the viewer may see it, in their language.
    pub(crate) fn tile_of(&self, entry: CatalogEntry, viewer: Option<Viewer>) -> Option<Tile> {
        if !self.may_know(entry.snapshot.content.id) {
            return None;
        }
        let (is_limited, ending) = (!entry.is_public(), entry.ending.clone());
        let content = self.visible_content(entry, viewer, self.is_desk())?;
        let (content, spoken) = content.spoken_in(self.language());
        let tile = Tile::at(&content, is_limited, self.now());
        let spoken = spoken.only(&[&tile.display_name, &tile.description]);
        Some(Tile { ending, spoken, ..tile })
    }

    pub async fn catalog_details(&self, name: &str) -> Result<DetailsView> {
        self.details(name, self.is_desk()).await
    }

    /// The details of what the account may have instances of that the caller works in.
    pub(crate) async fn offered_details(&self, name: &str) -> Result<DetailsView> {
        self.details(name, false).await
    }

    async fn details(&self, name: &str, to_desk: bool) -> Result<DetailsView> {
        let (sight, entry) = self.entry(name, to_desk).await?;
        let missing = Rejection::NotFound(Kind::Offering);
        let (is_limited, published_at, ending) = (!entry.is_public(), entry.published_at, entry.ending.clone());
        let content = self.visible_content(entry, sight.viewer, to_desk).ok_or(missing)?;
        let languages = content.languages();
        let (content, spoken) = content.spoken_in(self.language());
        let mut details = Details::of(&content, is_limited, published_at);
        let now = self.now();
        let is_open = lifecycle::is_open(sight.stage, ending.as_ref(), now) && !details.has_ended(now);
        details.tile = Tile { ending, spoken, ..Tile::at(&content, is_limited, now) };
        let coming = Box::pin(self.coming_prices(&content, &details.plans)).await?;
        Ok(DetailsView {
            coming,
            person: self.caller().person().cloned(),
            details,
            language: self.language(),
            languages,
            is_open,
            is_offered: self.is_offered(&sight),
            buyer: self.buyer().await?,
            now,
        })
    }

    /// What of an offering is there for the account that the caller works in, whatever else they see for their work.
    pub(crate) async fn catalog_content(&self, name: &str) -> Result<(Scope, Offering)> {
        let (sight, entry) = self.entry(name, false).await?;
        let content = self.visible_content(entry, sight.viewer, false).ok_or(Rejection::NotFound(Kind::Offering))?;
        Ok((sight.scope, content))
    }

    /// Moves with every change that a catalog page could show.
    pub async fn catalog_version(&self) -> Result<i64> {
        Ok(self.backend().store().catalog_version().await?)
    }

    /// Whether anything is to be seen is decided before the content is read.
    async fn entry(&self, name: &str, to_desk: bool) -> Result<(CatalogSight, CatalogEntry)> {
        let (store, missing) = (self.backend().store(), Rejection::NotFound(Kind::Offering));
        let current = self.caller().person().and_then(|person| person.current);
        let sight = store.catalog_sight(name, current).await?;
        let sight = sight.filter(|sight| self.may_know(sight.scope.offering));
        let sight = sight.filter(|sight| to_desk || self.is_offered(sight)).ok_or(missing.clone())?;
        let entry = store.catalog_entry(sight.scope).await?.ok_or(missing)?;
        Ok((sight, entry))
    }

    /// What of an entry is for the account that the caller works in or, `to_desk`, all of it.
    fn visible_content(&self, entry: CatalogEntry, viewer: Option<Viewer>, to_desk: bool) -> Option<Offering> {
        let (service, now) = (entry.visibility(), self.now());
        catalog::seen(entry.snapshot.content, &service, &entry.deployments, |path| {
            to_desk || visible_path(path.iter().copied(), viewer, now)
        })
    }

    /// The API key of a service id knows of its own offering alone, whatever everybody sees.
    fn may_know(&self, offering: OfferingId) -> bool {
        self.only().is_none_or(|only| only == offering)
    }

    /// Whether the service is there for the account that the caller works in.
    fn is_offered(&self, sight: &CatalogSight) -> bool {
        visible_path([&sight.visibility], sight.viewer, self.now())
    }

    /// Whoever reviews offerings sees them before everybody else does. That lets nobody order anything (decision 0028).
    fn is_desk(&self) -> bool {
        let may = |role: &Role| cell(Object::WholeCatalog, *role, Verb::View);
        self.caller().person().is_some_and(|person| person.operator.iter().any(may))
    }

    /// The account that the caller works in.
    pub(crate) async fn viewer(&self) -> Result<Option<Viewer>> {
        let Some(current) = self.caller().person().and_then(|person| person.current) else { return Ok(None) };
        Ok(Some(self.backend().store().viewer(current).await?))
    }
}
