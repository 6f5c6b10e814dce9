//! The pages of the catalog (decision 0053): for whom a tile is, where a page goes on, and what is looked for. Where
//! tiles are kept is not known here, and who sees one is told by `visibility`.

use crate::ids::OfferingId;
use crate::language::Language;
use crate::moment::Moment;
use crate::offering::Offering;
use crate::visibility::Restrictions;

use super::{Query, Tile};

/// So many tiles stand on a page: whole rows of two, three or four.
pub const TILES_ON_PAGE: usize = 48;

/// For whom a tile is before anybody is invited or kept out. It only narrows what is looked at: `visibility` decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    Everybody,
    /// The operator's own accounts.
    Internal,
    /// All but the operator's own accounts.
    External,
    /// The owner and the accounts that are invited.
    Invited,
}

/// The place of a tile in the catalog. No two tiles have the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TileEdge {
    /// What providers order by; see `ExtrasDraft::order`.
    pub position: u16,
    pub published_at: Moment,
    pub offering: OfferingId,
}

impl Audience {
    pub const ALL: [Self; 4] = [Self::Everybody, Self::Internal, Self::External, Self::Invited];

    /// The audiences that accounts of this kind belong to, invited or not.
    pub fn open_to(is_internal: bool) -> impl Iterator<Item = Self> {
        let open = Restrictions::ALL.into_iter().filter(move |restrictions| restrictions.is_for(is_internal));
        open.map(Self::from)
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::Everybody => "everybody",
            Self::Internal => "internal",
            Self::External => "external",
            Self::Invited => "invited",
        }
    }
}

impl From<Restrictions> for Audience {
    fn from(restrictions: Restrictions) -> Self {
        match restrictions {
            Restrictions::Public => Self::Everybody,
            Restrictions::InternalOnly => Self::Internal,
            Restrictions::ExternalOnly => Self::External,
            Restrictions::Private => Self::Invited,
        }
    }
}

impl TileEdge {
    /// For an address. Nobody reads it but `parse`.
    pub fn cursor(&self) -> String {
        format!("{}~{}~{}", self.position, self.published_at.millis(), self.offering)
    }

    /// `None`: nothing that `cursor` made, and so no place in the catalog.
    pub fn parse(cursor: &str) -> Option<Self> {
        let mut parts = cursor.splitn(3, '~');
        Some(Self {
            position: parts.next()?.parse().ok()?,
            published_at: Moment::from_millis(parts.next()?.parse().ok()?),
            offering: parts.next()?.parse().ok()?,
        })
    }
}

impl Query {
    /// The words that are looked for, in small letters.
    pub fn words(&self) -> Vec<String> {
        words(&self.text)
    }

    /// Where the page begins or, `true`, before what it ends. One that cannot be read is none.
    pub fn edge(&self) -> (Option<TileEdge>, bool) {
        match (TileEdge::parse(&self.after), TileEdge::parse(&self.before)) {
            (None, Some(before)) => (Some(before), true),
            (after, _) => (after, false),
        }
    }
}

/// What is looked for by a text, in small letters, each once and the longest first: an index is asked for the first ones,
/// and these narrow most. In the database a text ends at such a character.
pub(crate) fn words(text: &str) -> Vec<String> {
    let text = text.to_lowercase();
    let words = text.split(|c: char| c.is_whitespace() || c == '\0').filter(|word| !word.is_empty());
    let mut words: Vec<String> = words.map(str::to_owned).collect();
    words.sort_unstable_by(|one, other| other.len().cmp(&one.len()).then_with(|| one.cmp(other)));
    words.dedup();
    words
}

/// What words of a search are looked for in, in small letters: a line for each text, and no word has a line's end in it.
fn search_text(tile: &Tile) -> String {
    tile.searched().join("\n").replace('\0', " ")
}

/// What words are looked for in, in English and in each language that something of the offering is translated into.
/// In another language it is read in English.
pub fn search_texts(content: &Offering) -> Vec<(Language, String)> {
    let languages = core::iter::once(Language::English).chain(content.languages());
    languages
        .map(|language| (language, search_text(&Tile::of(&content.clone().in_language(language), false))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    fn edge(position: u16, millis: i64, id: u128) -> TileEdge {
        let offering = OfferingId::new(uuid::Uuid::from_u128(id));
        TileEdge { position, published_at: Moment::from_millis(millis), offering }
    }

    #[test]
    fn what_is_for_one_kind_of_accounts_is_open_to_no_other() {
        let open = |is_internal| Audience::open_to(is_internal).collect::<Vec<_>>();
        assert_eq!(open(true), [Audience::Internal, Audience::Everybody]);
        assert_eq!(open(false), [Audience::External, Audience::Everybody]);
        let mut names = Audience::ALL.map(Audience::name);
        names.sort_unstable();
        assert_eq!(names, ["everybody", "external", "internal", "invited"]);
    }

    #[test]
    fn tiles_stand_by_their_number_then_their_age_and_no_two_in_the_same_place() {
        let mut edges = vec![edge(7, 1, 1), edge(3, 9, 1), edge(3, 2, 5), edge(3, 2, 4)];
        edges.sort_unstable();
        assert_eq!(edges, [edge(3, 2, 4), edge(3, 2, 5), edge(3, 9, 1), edge(7, 1, 1)]);
    }

    #[test]
    fn a_place_comes_back_from_an_address_and_nothing_else_is_one() {
        for one in [edge(0, -7, 1), edge(u16::MAX, 1_777_593_600_000, u128::MAX)] {
            assert_eq!(TileEdge::parse(&one.cursor()), Some(one));
        }
        for made_up in ["", "1", "1~2", "1~2~x", "65536~2~00000000-0000-0000-0000-000000000001", "~~"] {
            assert_eq!(TileEdge::parse(made_up), None, "{made_up:?}");
        }
    }

    #[test]
    fn a_page_goes_on_behind_a_tile_or_ends_before_one() {
        let (one, other) = (edge(1, 1, 1), edge(2, 2, 2));
        let asked = |after: &str, before: &str| {
            Query { after: after.to_owned(), before: before.to_owned(), ..Query::default() }.edge()
        };
        assert_eq!(asked("", ""), (None, false));
        assert_eq!(asked(&one.cursor(), ""), (Some(one), false));
        assert_eq!(asked("", &other.cursor()), (Some(other), true));
        assert_eq!(asked(&one.cursor(), &other.cursor()), (Some(one), false));
        assert_eq!(asked("nonsense", &other.cursor()), (Some(other), true));
    }

    #[test]
    fn every_word_that_a_tile_has_is_in_its_text_and_none_runs_over_two_of_them() {
        let mut offering = sample::offering();
        offering.listing.draft.display_name = "Ärchive".to_owned();
        offering.listing.draft.provider_display_name = "North\0wind".to_owned();
        let texts = search_texts(&offering);
        assert_eq!(texts[0].0, Language::English);
        let tile = Tile::of(&offering, false);
        for text in ["ÄRCHIVE", "north wind", "archive", offering.name.as_str(), "ärchivenorth"] {
            let query = Query { text: text.to_owned(), ..Query::default() };
            let is_found = query.words().iter().all(|word| texts[0].1.contains(word.as_str()));
            assert_eq!(is_found, tile.matches(&query), "{text}");
        }
    }
}
