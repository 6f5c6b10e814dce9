//! The catalog as one viewer sees it. The visibility rule of §9 decides here, once, for pages and for the data behind
//! them; what a viewer may not see is not found.

use slipway_domain::caller::Role;
use slipway_domain::catalog::{self, Details, Query, Tile};
use slipway_domain::offering::Offering;
use slipway_domain::rejection::{Kind, Rejection};
use slipway_domain::view::{CatalogView, DetailsView};
use slipway_domain::visibility::{Restrictions, Visibility, visible_path};
use slipway_store::CatalogEntry;

use crate::instance::is_open;
use crate::{Acting, Result};

impl Acting {
    pub async fn catalog(&self, query: &Query) -> Result<CatalogView> {
        let entries = self.backend().store().catalog().await?;
        let tiles: Vec<Tile> = entries
            .into_iter()
            .filter_map(|entry| {
                let is_limited = !entry.is_public;
                Some(Tile::of(&self.seen(entry)?, is_limited))
            })
            .collect();
        let all = tiles.len();
        let found = tiles.iter().filter(|tile| tile.matches(query)).cloned().collect();
        Ok(CatalogView { person: self.caller().person().cloned(), tiles: found, all, categories: categories(&tiles) })
    }

    pub async fn catalog_details(&self, name: &str) -> Result<DetailsView> {
        let missing = Rejection::NotFound(Kind::Offering);
        let store = self.backend().store();
        let Some(scope) = store.offering_named(name).await? else { return Err(missing.into()) };
        let Some(entry) = store.catalog_entry(scope).await? else { return Err(missing.into()) };
        let (is_limited, published_at) = (!entry.is_public, entry.published_at);
        let content = self.seen(entry).ok_or(missing.clone())?;
        let head = store.offering_head_named(name).await?.ok_or(missing)?;
        Ok(DetailsView {
            person: self.caller().person().cloned(),
            details: Details::of(&content, is_limited, published_at),
            is_open: is_open(head.stage),
        })
    }

    /// Moves with every change that a catalog page could show.
    pub async fn catalog_version(&self) -> Result<i64> {
        Ok(self.backend().store().catalog_version().await?)
    }

    /// What of an entry the caller sees, if anything.
    pub(crate) fn seen(&self, entry: CatalogEntry) -> Option<Offering> {
        let service = Visibility {
            restrictions: if entry.is_public { Restrictions::Public } else { Restrictions::Private },
            owner: entry.owner,
            include: entry.allowlist,
            exclude: entry.excluded.into_iter().map(|excluded| excluded.account).collect(),
        };
        let person = self.caller().person();
        // Whoever reviews offerings sees them before everybody else does.
        let is_desk = person
            .is_some_and(|person| person.has_operator_role(Role::Reviewer) || person.has_operator_role(Role::Admin));
        let (viewer, now) = (person.and_then(|person| person.current), self.now());
        catalog::seen(entry.snapshot.content, &service, &entry.deployments, |path| {
            is_desk || visible_path(path.iter().copied(), viewer, now)
        })
    }
}

fn categories(tiles: &[Tile]) -> Vec<(String, usize)> {
    let mut counts: Vec<(String, usize)> = Vec::new();
    for tile in tiles {
        match counts.iter_mut().find(|(category, _)| *category == tile.category) {
            Some((_, count)) => *count += 1,
            None => counts.push((tile.category.clone(), 1)),
        }
    }
    counts.sort();
    counts
}
