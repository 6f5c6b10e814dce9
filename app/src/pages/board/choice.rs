//! What of the board is shown, and in which order: pure functions over rows, read from and written to the address.

use slipway_domain::stage::{Track, Turn};

use super::line::Line;
use crate::paths::percent;

/// The column that the board is sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum By {
    /// Our desk first, then the longest wait.
    #[default]
    Urgency,
    Offering,
    Stage,
    Turn,
    Since,
}

/// A filter and an order. `ended` in the place of a stage asks for what is no longer on the way.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Choice {
    pub(super) text: String,
    pub(super) stage: String,
    pub(super) turn: String,
    pub(super) by: By,
    pub(super) descending: bool,
}

/// In the place of a stage: the offering has ended.
pub(super) const ENDED: &str = "ended";

impl By {
    const ALL: [Self; 5] = [Self::Urgency, Self::Offering, Self::Stage, Self::Turn, Self::Since];

    const fn name(self) -> &'static str {
        match self {
            Self::Urgency => "",
            Self::Offering => "offering",
            Self::Stage => "stage",
            Self::Turn => "turn",
            Self::Since => "since",
        }
    }

    /// The order of the words in an address; a `-` in front turns it around.
    pub(super) fn parse(text: &str) -> (Self, bool) {
        let (descending, name) = text.strip_prefix('-').map_or((false, text), |name| (true, name));
        let by = Self::ALL.into_iter().find(|by| by.name() == name).unwrap_or_default();
        (by, descending && by != Self::Urgency)
    }
}

impl Choice {
    /// The rows that match, in the order that is asked for.
    pub(super) fn apply(&self, lines: Vec<Line>) -> Vec<Line> {
        let mut lines: Vec<Line> = lines.into_iter().filter(|line| self.shows(line)).collect();
        lines.sort_by(|a, b| {
            let order = match self.by {
                By::Urgency => b.turn.is_operator().cmp(&a.turn.is_operator()),
                By::Offering => core::cmp::Ordering::Equal,
                By::Stage => place(a.track).cmp(&place(b.track)),
                By::Turn => a.turn.cmp(&b.turn),
                By::Since => a.since.cmp(&b.since),
            };
            let within = match self.by {
                By::Urgency => is_over(a).cmp(&is_over(b)).then(a.since.cmp(&b.since)),
                _ => core::cmp::Ordering::Equal,
            };
            let title = || a.title.to_lowercase().cmp(&b.title.to_lowercase()).then_with(|| a.name.cmp(&b.name));
            match (self.by, self.descending) {
                (By::Offering, true) => title().reverse(),
                (_, true) => order.reverse().then_with(title),
                (_, false) => order.then(within).then_with(title),
            }
        });
        lines
    }

    /// The address of the board sorted by this column; once more by the same column turns the order around.
    pub(super) fn sorted(&self, by: By) -> String {
        let descending = self.by == by && !self.descending;
        Self { by, descending, ..self.clone() }.query()
    }

    /// `?stage=review&sort=-since`; only `?` when everything is as it is by itself.
    fn query(&self) -> String {
        let sign = if self.descending { "-" } else { "" };
        let sort = format!("{sign}{}", self.by.name());
        let values = [("text", &self.text), ("stage", &self.stage), ("turn", &self.turn), ("sort", &sort)];
        let given: Vec<String> = values
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", percent(value)))
            .collect();
        format!("?{}", given.join("&"))
    }

    /// The value of `sort` for the filter form.
    pub(super) fn sort_value(&self) -> String {
        format!("{}{}", if self.descending { "-" } else { "" }, self.by.name())
    }

    pub(super) fn is_narrowed(&self) -> bool {
        !(self.text.trim().is_empty() && self.stage.is_empty() && self.turn.is_empty())
    }

    fn shows(&self, line: &Line) -> bool {
        let text = self.text.to_lowercase();
        let haystack = format!("{} {} {}", line.title, line.name, line.provider).to_lowercase();
        let stage = match self.stage.as_str() {
            "" => true,
            ENDED => line.track.is_none(),
            name => Track::parse(name).is_none_or(|track| line.track == Some(track)),
        };
        let turn = self.turn.is_empty() || Turn::parse(&self.turn).is_none_or(|turn| line.turn == turn);
        stage && turn && text.split_whitespace().all(|word| haystack.contains(word))
    }
}

/// Along the pipeline; what has ended comes last.
fn place(track: Option<Track>) -> (bool, Option<Track>) {
    (track.is_none(), track)
}

fn is_over(line: &Line) -> bool {
    line.turn == Turn::Nobody
}

#[cfg(test)]
mod tests;
