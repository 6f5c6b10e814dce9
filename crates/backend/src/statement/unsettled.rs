//! What the operator's billing desk has to look at: lines of which nothing is charged, or not what the quantity says. They
//! are read from what is kept; no statement is reckoned for the list.

use slipway_domain::month::Month;
use slipway_domain::policy::Object;
use slipway_domain::view::{UnsettledLine, UnsettledView};
use slipway_store::UnsettledMonth;

use crate::{Acting, Result};

/// Accounts and offerings on one page.
const MOST: u32 = 100;

impl Acting {
    /// Of this month and the one before it; nothing for whoever may not see what accounts owe.
    pub(crate) async fn unsettled(&self) -> Result<UnsettledView> {
        if self.require_desk(Object::Billing).is_err() {
            return Ok(UnsettledView::default());
        }
        let current = Month::of(self.now());
        let (found, all) = self.backend().store().unsettled([current, current.previous()], MOST).await?;
        let lines: Vec<UnsettledLine> = found.into_iter().flat_map(lines).collect();
        let more = all.saturating_sub(lines.len());
        Ok(UnsettledView { lines, more })
    }
}

fn lines(of: UnsettledMonth) -> impl Iterator<Item = UnsettledLine> {
    let UnsettledMonth { account, name, month, what } = of;
    what.into_iter().map(move |what| UnsettledLine { account, name: name.clone(), month, what })
}
