//! The lists of offerings, page by page: by what they are narrowed and sorted, and how a page goes on where another ends
//! (decision 0053). What a row shows is read off the offering itself, and where lines are kept is not known here.

use core::cmp::Ordering;

use serde::{Deserialize, Serialize};

use crate::catalog::words;
use crate::moment::Moment;
use crate::stage::{Track, Turn};

/// So many offerings stand on a page.
pub const LINES_ON_PAGE: usize = 50;

/// In the place of a stop: the offering has ended.
pub const ENDED: &str = "ended";

/// In the place of a turn: it is somebody of the operator's.
pub const OPERATOR: &str = "operator";

/// Where an offering stands: its stop on the way, which it no longer has when it ended, and whose turn it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    pub track: Option<Track>,
    pub turn: Turn,
}

/// What of a list is asked for, as an address has it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LinesQuery {
    /// Each word of it occurs in the title, the name or the provider.
    pub text: String,
    /// The name of a stop, or `ended`; empty or unknown: any.
    pub stage: String,
    /// The name of a turn, or `operator`; empty or unknown: anybody's.
    pub turn: String,
    /// The name of an order, with a `-` in front to turn it around.
    pub sort: String,
    /// The page begins behind this line (`Edge`).
    pub after: String,
    /// The page ends before this line; what stands in `after` counts first.
    pub before: String,
}

/// What stands around the lines of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinesView {
    /// How many there are in each place, whatever was asked for.
    pub counts: Vec<(Place, u32)>,
    /// How many match what was asked for, on all pages.
    pub matching: u32,
    /// For the address of the page before this one; `None`: this is the first.
    pub before: Option<String>,
    /// For the address of the page after this one; `None`: this is the last.
    pub after: Option<String>,
}

/// What lines are sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// The operator's desk first, then the longest wait.
    #[default]
    Urgency,
    Offering,
    Stage,
    Turn,
    Since,
    /// As they were made.
    Age,
}

/// By what lines of one rank are sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    Title,
    Since,
    Age,
}

/// An order and its direction.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sorting {
    pub order: Order,
    pub descending: bool,
}

/// The place of a line in an order. No two lines have the same, for names are unique.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// Lines of a lower rank come first.
    pub rank: u8,
    /// Milliseconds of a moment, or 0 where lines are sorted by their titles.
    pub number: i64,
    /// In small letters; empty where lines are sorted by their age.
    pub title: String,
    pub name: String,
}

impl Place {
    pub fn all() -> impl Iterator<Item = Self> {
        let tracks = Track::ALL.into_iter().map(Some).chain([None]);
        tracks.flat_map(|track| Turn::ALL.into_iter().map(move |turn| Self { track, turn }))
    }

    /// The stop by its name.
    pub const fn track_name(self) -> &'static str {
        match self.track {
            Some(track) => track.name(),
            None => ENDED,
        }
    }

    pub fn parse(track: &str, turn: &str) -> Option<Self> {
        Self::all().find(|place| place.track_name() == track && place.turn.name() == turn)
    }
}

impl Order {
    pub const ALL: [Self; 6] = [Self::Urgency, Self::Offering, Self::Stage, Self::Turn, Self::Since, Self::Age];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Urgency => "",
            Self::Offering => "offering",
            Self::Stage => "stage",
            Self::Turn => "turn",
            Self::Since => "since",
            Self::Age => "age",
        }
    }

    /// The order of the words in an address; a `-` in front turns it around. What is unknown is the first order.
    pub fn parse(text: &str) -> (Self, bool) {
        let (descending, name) = text.strip_prefix('-').map_or((false, text), |name| (true, name));
        let order = Self::ALL.into_iter().find(|order| order.name() == name).unwrap_or_default();
        (order, descending && order != Self::Urgency)
    }

    pub const fn key(self) -> Key {
        match self {
            Self::Urgency | Self::Since => Key::Since,
            Self::Offering | Self::Stage | Self::Turn => Key::Title,
            Self::Age => Key::Age,
        }
    }

    /// Lines in places of a lower rank come first, whatever their keys are.
    pub fn rank(self, place: Place) -> u8 {
        let rank = match self {
            Self::Urgency if place.turn.is_operator() => Some(0),
            Self::Urgency if place.turn != Turn::Nobody => Some(1),
            Self::Urgency => Some(2),
            // What has ended comes last.
            Self::Stage => place.track.and_then(|track| Track::ALL.into_iter().position(|other| other == track)),
            Self::Turn => Turn::ALL.into_iter().position(|turn| turn == place.turn),
            Self::Offering | Self::Since | Self::Age => Some(0),
        };
        rank.and_then(|rank| u8::try_from(rank).ok()).unwrap_or(u8::MAX)
    }
}

impl Sorting {
    /// Within a rank lines run backwards. Turned around by stage or turn, equal ones still stand by their titles.
    pub const fn keys_descend(self) -> bool {
        self.descending && matches!(self.order, Order::Offering | Order::Since)
    }

    /// Which of two lines comes first.
    pub fn compare(self, one: &Edge, other: &Edge) -> Ordering {
        let turned = |order: Ordering, is_turned: bool| if is_turned { order.reverse() } else { order };
        turned(one.rank.cmp(&other.rank), self.descending)
            .then_with(|| turned(one.key().cmp(&other.key()), self.keys_descend()))
    }
}

impl Edge {
    fn key(&self) -> (i64, &str, &str) {
        (self.number, &self.title, &self.name)
    }

    /// For an address. Nobody reads it but `parse`.
    pub fn cursor(&self) -> String {
        format!("{}~{}~{}~{}", self.rank, self.number, self.name, self.title)
    }

    /// `None`: nothing that `cursor` made, and so no place in a list.
    pub fn parse(cursor: &str) -> Option<Self> {
        let mut parts = cursor.splitn(4, '~');
        let rank = parts.next()?.parse().ok()?;
        let number = parts.next()?.parse().ok()?;
        let (name, title) = (parts.next()?.to_owned(), parts.next()?.to_owned());
        // In the database a text ends at such a character.
        (!cursor.contains('\0')).then_some(Self { rank, number, title, name })
    }
}

impl LinesQuery {
    pub fn sorting(&self) -> Sorting {
        let (order, descending) = Order::parse(&self.sort);
        Sorting { order, descending }
    }

    /// Whether offerings that stand there are asked for.
    pub fn has(&self, place: Place) -> bool {
        let stage = match self.stage.as_str() {
            "" => true,
            ENDED => place.track.is_none(),
            name => Track::parse(name).is_none_or(|track| place.track == Some(track)),
        };
        let turn = match self.turn.as_str() {
            "" => true,
            OPERATOR => place.turn.is_operator(),
            name => Turn::parse(name).is_none_or(|turn| place.turn == turn),
        };
        stage && turn
    }

    /// The words that are looked for, in small letters.
    pub fn words(&self) -> Vec<String> {
        words(&self.text)
    }

    /// Where the page begins or, `true`, before what it ends. One that cannot be read is none.
    pub fn edge(&self) -> (Option<Edge>, bool) {
        match (Edge::parse(&self.after), Edge::parse(&self.before)) {
            (None, Some(before)) => (Some(before), true),
            (after, _) => (after, false),
        }
    }
}

impl LinesView {
    /// How many there are in such places, whatever was asked for.
    pub fn count(&self, of: impl Fn(Place) -> bool) -> u32 {
        self.counts.iter().filter(|(place, _)| of(*place)).map(|(_, count)| *count).sum()
    }

    /// All there are.
    pub fn all(&self) -> u32 {
        self.count(|_| true)
    }
}

/// So many characters of a title are told; no display name that is complete is longer.
const LONGEST_TITLE: usize = 100;

/// What an offering is called: as its listing says, otherwise by its name. A draft may say any amount: its beginning is
/// enough for a line.
pub fn title<'a>(display_name: &'a str, name: &'a str) -> &'a str {
    let display_name = display_name.trim();
    let whole = if display_name.is_empty() { name } else { display_name };
    whole.char_indices().nth(LONGEST_TITLE).map_or(whole, |(end, _)| &whole[..end])
}

/// What words are looked for in.
pub fn search_text(title: &str, name: &str, provider: &str) -> String {
    format!("{title} {name} {provider}").to_lowercase().replace('\0', " ")
}

/// The place of a line in an order, from what is kept of it.
pub fn edge(order: Order, place: Place, since: Moment, created_at: Moment, title: &str, name: &str) -> Edge {
    let (number, title) = match order.key() {
        Key::Title => (0, title.to_owned()),
        Key::Since => (since.millis(), title.to_owned()),
        Key::Age => (created_at.millis(), String::new()),
    };
    Edge { rank: order.rank(place), number, title, name: name.to_owned() }
}

#[cfg(test)]
mod tests;
