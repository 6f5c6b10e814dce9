//! Of which plans customers learn another price.

use super::{ChangeClass, Trigger};
use crate::compare::{Line, Subject};
use crate::offering::Offering;
use crate::plan::PlanRecord;

/// A plan that customers have, and what changes about its price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceNews<'a> {
    /// As they have it now.
    pub plan: &'a PlanRecord,
    /// Never empty.
    pub lines: Vec<Line>,
}

/// The plans of `live` whose price changes by what has these `triggers`, in their order. Nobody has a plan that is new.
pub fn news_of_prices<'a>(live: &'a Offering, triggers: &[Trigger]) -> Vec<PriceNews<'a>> {
    let of_price = triggers.iter().filter(|trigger| trigger.class == ChangeClass::Price);
    let changes: Vec<&Line> = of_price.flat_map(|trigger| &trigger.changes).collect();
    let news = live.plans.iter().map(|plan| {
        let lines = changes.iter().copied().filter(|line| is_of(live, plan, line)).cloned().collect();
        PriceNews { plan, lines }
    });
    news.filter(|news| !news.lines.is_empty()).collect()
}

/// As which place a deployment is priced is told of the plan that runs there.
fn is_of(live: &Offering, plan: &PlanRecord, change: &Line) -> bool {
    match &change.subject {
        Subject::Plan { id, .. } => *id == plan.id,
        Subject::Deployment { .. } => {
            let mut deployed = live.deployments.iter().filter(|record| record.plan == plan.id);
            deployed.any(|record| record.id.to_string() == change.member)
        }
        Subject::Field(_) | Subject::Highlight(_) | Subject::Broker { .. } => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::triggers;
    use super::*;
    use crate::ids::PlanId;
    use crate::sample;

    /// The plans whose customers are told of one change of the sample, each with how many lines they are told.
    fn told(change: impl FnOnce(&mut Offering)) -> Vec<(PlanId, usize)> {
        let live = sample::offering();
        let mut next = live.clone();
        change(&mut next);
        let triggers = triggers(&live, &next, sample::at(0));
        news_of_prices(&live, &triggers).iter().map(|news| (news.plan.id, news.lines.len())).collect()
    }

    #[test]
    fn customers_learn_of_the_price_of_the_plan_that_they_have_and_of_nothing_else() {
        let (free, paid) = (sample::free_plan().id, sample::subscription().id);
        assert_eq!(told(|_| ()), []);
        assert_eq!(told(|of| of.plans[1].draft.amounts[0].price = "59.90".to_owned()), [(paid, 1)]);
        assert_eq!(told(|of| of.deployments[0].options.pricing_region = "us-south".to_owned()), [(free, 1)]);
        assert_eq!(told(|of| of.plans[1].draft.description.push('!')), []);
        assert_eq!(told(|of| of.plans[1].draft.ends_on = "2027-03-01".to_owned()), []);
        assert_eq!(told(|of| drop(of.plans.remove(1))), []);
        assert_eq!(told(|of| of.plans.push(sample::metered())), [], "nobody has it yet");
    }
}
