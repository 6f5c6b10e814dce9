//! The catalog page by page (decision 0053): statements tell what may be for the viewer, the visibility rule decides
//! about each of it, and what it keeps away is made good by reading on.

use std::collections::BTreeMap;

use slipway_domain::catalog::{Query, TILES_ON_PAGE, Tile, TileEdge};
use slipway_domain::ids::OfferingId;
use slipway_domain::language::Language;
use slipway_domain::offering::Scope;
use slipway_domain::view::CatalogView;
use slipway_domain::visibility::Viewer;
use slipway_store::{ListedTile, TilesOf};

use crate::{Acting, Result};

/// What there is for the viewer, whatever they asked for.
#[derive(Default)]
struct Whole {
    categories: Vec<(String, usize)>,
    languages: Vec<Language>,
    /// Of what the account is invited to or kept out of: whether it is there for it.
    odd: BTreeMap<OfferingId, bool>,
}

/// The tiles of a page in the direction that they are read in, and one more if there is one.
struct Found {
    tiles: Vec<(TileEdge, Tile)>,
    /// How many there are on all pages, if that is known.
    all: Option<usize>,
}

impl Whole {
    fn count(&self, category: &str) -> usize {
        let wanted = self.categories.iter().filter(|(name, _)| category.is_empty() || name == category);
        wanted.map(|(_, count)| count).sum()
    }

    fn add(&mut self, category: &str, languages: Vec<Language>) {
        match self.categories.iter_mut().find(|(name, _)| name == category) {
            Some((_, count)) => *count += 1,
            None => self.categories.push((category.to_owned(), 1)),
        }
        self.languages.extend(languages);
    }

    fn remove(&mut self, category: &str) {
        if let Some((_, count)) = self.categories.iter_mut().find(|(name, _)| name == category) {
            *count = count.saturating_sub(1);
        }
    }

    fn tidied(mut self) -> Self {
        self.categories.retain(|(_, count)| *count > 0);
        self.categories.sort();
        self.languages.sort_unstable();
        self.languages.dedup();
        self
    }

    fn has(&self, tile: &ListedTile) -> bool {
        self.odd.get(&tile.scope.offering).copied().unwrap_or(true)
    }
}

impl Acting {
    /// Without what is hidden (§4.7a): that is opened by its address.
    pub async fn catalog(&self, query: &Query) -> Result<CatalogView> {
        Box::pin(self.catalog_page(query, TILES_ON_PAGE)).await
    }

    /// The same with so many tiles on a page.
    pub async fn catalog_page(&self, query: &Query, most: usize) -> Result<CatalogView> {
        let viewer = self.viewer().await?;
        let whole = self.whole_catalog(viewer).await?;
        let Found { mut tiles, all } = self.found_tiles(query, most, &whole, viewer).await?;
        let has_more = tiles.len() > most;
        tiles.truncate(most);
        let (from, is_end) = query.edge();
        if is_end {
            tiles.reverse();
        }
        // Where a page was come to from another, that one is there.
        let (is_before, is_after) = if is_end { (has_more, true) } else { (from.is_some(), has_more) };
        let all = all.or_else(|| (!is_before && !is_after).then_some(tiles.len()));
        Ok(CatalogView {
            person: self.caller().person().cloned(),
            before: tiles.first().filter(|_| is_before).map(|(edge, _)| edge.cursor()),
            after: tiles.last().filter(|_| is_after).map(|(edge, _)| edge.cursor()),
            matching: all.unwrap_or(tiles.len()),
            has_uncounted: all.is_none() && !tiles.is_empty(),
            tiles: tiles.into_iter().map(|(_, tile)| tile).collect(),
            all: whole.count(""),
            categories: whole.categories,
            language: self.language(),
            languages: whole.languages,
        })
    }

    async fn whole_catalog(&self, viewer: Option<Viewer>) -> Result<Whole> {
        let store = self.backend().store();
        let mut whole = Whole::default();
        if let Some(only) = self.only() {
            if let Some(tile) = store.tile_of(only).await?
                && self.tile_at(tile.scope, &Query::default(), viewer).await?.is_some()
            {
                whole.add(&tile.category, store.languages_of_tile(tile.scope).await?);
            }
            return Ok(whole.tidied());
        }
        let is_desk = self.is_desk();
        for (category, count) in store.tile_counts(viewer, is_desk).await? {
            whole.categories.push((category, usize::try_from(count).unwrap_or(usize::MAX)));
        }
        whole.languages = store.tile_languages(viewer, is_desk).await?;
        let Some(viewer) = viewer.filter(|_| !is_desk) else { return Ok(whole.tidied()) };
        for tile in store.odd_tiles(viewer).await? {
            let sight = store.catalog_sight(&tile.name, Some(viewer.account)).await?;
            let is_there = sight.is_some_and(|sight| self.is_offered(&sight));
            whole.odd.insert(tile.scope.offering, is_there);
            match (tile.is_counted, is_there) {
                (false, true) => whole.add(&tile.category, store.languages_of_tile(tile.scope).await?),
                (true, false) => whole.remove(&tile.category),
                _ => {}
            }
        }
        Ok(whole.tidied())
    }

    async fn found_tiles(&self, query: &Query, most: usize, whole: &Whole, viewer: Option<Viewer>) -> Result<Found> {
        let store = self.backend().store();
        let words = query.words();
        let of = TilesOf {
            viewer,
            is_desk: self.is_desk(),
            language: self.language(),
            category: &query.category,
            words: &words,
        };
        if let Some(only) = self.only() {
            let tile = store.tile_of(only).await?;
            let mut found = self.found_among(tile.into_iter().collect(), query, most, viewer).await?;
            // What was looked at was narrowed by nothing yet.
            found.all = None;
            return Ok(found);
        }
        if !words.is_empty()
            && let Some(mut tiles) = store.tiles_with_words(&of).await?
        {
            tiles.retain(|tile| whole.has(tile));
            return self.found_among(tiles, query, most, viewer).await;
        }
        let (mut behind, is_end) = query.edge();
        let mut tiles = Vec::new();
        while tiles.len() <= most {
            // As many as for a whole page, however few are missing: what is kept away may be many on end.
            let wanted = most + 1;
            let read = store.tiles(&of, behind, is_end, wanted).await?;
            for tile in read.iter().filter(|tile| whole.has(tile)) {
                if tiles.len() > most {
                    break;
                }
                tiles.extend(self.tile_at(tile.scope, query, viewer).await?.map(|shown| (tile.edge, shown)));
            }
            if read.len() < wanted {
                break;
            }
            behind = read.last().map(|tile| tile.edge);
        }
        let all = words.is_empty().then(|| whole.count(&query.category));
        Ok(Found { tiles, all })
    }

    /// The page that is asked for, of all that there is in the order of the catalog.
    async fn found_among(
        &self,
        mut known: Vec<ListedTile>,
        query: &Query,
        most: usize,
        viewer: Option<Viewer>,
    ) -> Result<Found> {
        let all = Some(known.len());
        let (from, is_end) = query.edge();
        if is_end {
            known.reverse();
        }
        if let Some(from) = from {
            known.retain(|tile| if is_end { tile.edge < from } else { tile.edge > from });
        }
        let mut tiles = Vec::new();
        for tile in known {
            if tiles.len() > most {
                break;
            }
            tiles.extend(self.tile_at(tile.scope, query, viewer).await?.map(|shown| (tile.edge, shown)));
        }
        Ok(Found { tiles, all })
    }

    /// The tile of an entry that is listed, if the viewer may see it and asked for it.
    async fn tile_at(&self, scope: Scope, query: &Query, viewer: Option<Viewer>) -> Result<Option<Tile>> {
        let entry = self.backend().store().catalog_entry(scope).await?.filter(|entry| !entry.is_hidden);
        Ok(entry.and_then(|entry| self.tile_of(entry, viewer)).filter(|tile| tile.matches(query)))
    }
}
