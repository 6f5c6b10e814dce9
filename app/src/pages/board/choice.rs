//! What of the board is asked for, read from and written to the address.

use slipway_domain::offering_line::{LinesQuery, Order, Sorting};

use crate::paths::percent;

/// A filter, an order and a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Choice {
    pub(super) asked: LinesQuery,
}

impl Choice {
    pub(super) fn sorting(&self) -> Sorting {
        self.asked.sorting()
    }

    /// The address of the board sorted by this column; once more by the same column turns the order around.
    pub(super) fn sorted(&self, by: Order) -> String {
        let now = self.sorting();
        let descending = now.order == by && !now.descending;
        address(&LinesQuery { sort: sort_value(Sorting { order: by, descending }), ..self.first_page() })
    }

    /// The address of the page that begins behind a line.
    pub(super) fn after(&self, line: String) -> String {
        address(&LinesQuery { after: line, ..self.first_page() })
    }

    /// The address of the page that ends before a line.
    pub(super) fn before(&self, line: String) -> String {
        address(&LinesQuery { before: line, ..self.first_page() })
    }

    /// The value of `sort` for the filter form.
    pub(super) fn sort_value(&self) -> String {
        sort_value(self.sorting())
    }

    pub(super) fn is_narrowed(&self) -> bool {
        let LinesQuery { text, stage, turn, .. } = &self.asked;
        !(text.trim().is_empty() && stage.is_empty() && turn.is_empty())
    }

    fn first_page(&self) -> LinesQuery {
        LinesQuery { sort: self.sort_value(), after: String::new(), before: String::new(), ..self.asked.clone() }
    }
}

fn sort_value(sorting: Sorting) -> String {
    format!("{}{}", if sorting.descending { "-" } else { "" }, sorting.order.name())
}

/// `?stage=review&sort=-since`; only `?` when everything is as it is by itself.
fn address(asked: &LinesQuery) -> String {
    let LinesQuery { text, stage, turn, sort, after, before } = asked;
    let values =
        [("text", text), ("stage", stage), ("turn", turn), ("sort", sort), ("after", after), ("before", before)];
    let given: Vec<String> = values
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={}", percent(value)))
        .collect();
    format!("?{}", given.join("&"))
}

#[cfg(test)]
mod tests;
