//! The history of an offering: who did what, when.

use slipway_domain::view::{HistoryQuery, HistoryView};
use slipway_store::EventFilter;

use crate::{Acting, Result};

const PAGE: u32 = 50;

impl Acting {
    /// Newest first, a page at a time; one line more is read to know whether there is a next page.
    pub async fn history(&self, name: &str, query: &HistoryQuery) -> Result<HistoryView> {
        let view = self.offering(name).await?;
        let page = query.page.max(1);
        let filter = EventFilter {
            account: Some(view.offering.owner.id),
            offering: Some(view.offering.id),
            kind: query.noun.clone(),
            with_internal: view.person.is_operator(),
            limit: PAGE + 1,
            offset: (page - 1).saturating_mul(PAGE),
            ..EventFilter::default()
        };
        let mut events = self.backend().store().events(&filter).await?;
        let has_more = events.len() > PAGE as usize;
        events.truncate(PAGE as usize);
        Ok(HistoryView { events, page, has_more, view })
    }
}
