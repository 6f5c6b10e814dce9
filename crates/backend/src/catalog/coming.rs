//! The prices that are announced for plans of the catalog.

use slipway_domain::catalog::PlanCard;
use slipway_domain::change_class::{news_of_prices, triggers};
use slipway_domain::offering::Offering;
use slipway_domain::view::ComingPrice;

use crate::{Acting, Result};

impl Acting {
    /// Of the `cards` of what somebody sees of an offering those whose price is announced to be another one.
    pub(super) async fn coming_prices(&self, seen: &Offering, cards: &[PlanCard]) -> Result<Vec<ComingPrice>> {
        let (store, scope, now) = (self.backend().store(), seen.scope(), self.now());
        let Some((snapshot, from)) = store.announced(scope).await? else { return Ok(Vec::new()) };
        let Some(next) = store.snapshot(scope, snapshot).await? else { return Ok(Vec::new()) };
        let triggers = triggers(seen, &next.content, now);
        let coming = news_of_prices(seen, &triggers).into_iter().filter_map(|news| {
            let card = cards.iter().find(|card| card.id == news.plan.id)?;
            let next = next.content.plans.iter().find(|plan| plan.id == news.plan.id)?;
            let plan = card.priced_as(&next.draft);
            // As which place a deployment is priced changes no price.
            (plan != *card).then_some(ComingPrice { plan, from })
        });
        Ok(coming.collect())
    }
}
