//! The provider's judgement of what somebody typed (§4.11 `validationUrl`, DEC-15): asked for when an instance is ordered,
//! before anything is written and outside of any transaction, in the way of `options.rs`. No answer stops nothing, as the
//! broker judges again.

use serde_json::{Map, Value};
use slipway_domain::catalog::Details;
use slipway_domain::field::Field;
use slipway_domain::findings::Findings;
use slipway_domain::new_instance::NewInstanceDraft;
use slipway_domain::parameter::{self, Verdict};
use tokio::time::timeout;

use super::options::{MOST_ASKED, PATIENCE, PLACES, Question, choice_told};
use crate::{Acting, Error, Result};

impl Acting {
    /// Adds what the provider objects to. `parameters` are the values to be sent; each address is told its own.
    pub(super) async fn ask_for_verdicts(
        &self,
        name: &str,
        offered: &Details,
        draft: &NewInstanceDraft,
        parameters: &Map<String, Value>,
        found: &mut Findings,
    ) -> Result<()> {
        let chosen = draft.chosen();
        let asked = parameter::to_judge(offered.parameters_at(chosen), chosen, &draft.values, parameters);
        let is_of_choice = |field: Field| matches!(field, Field::InstancePlan | Field::InstanceLocation);
        // Without a plan and a place nobody knows which fields there are.
        if asked.is_empty() || found.iter().any(|finding| is_of_choice(finding.field)) {
            return Ok(());
        }
        let consumer = self.consumer()?;
        let (scope, _) = self.catalog_content(name).await?;
        let Some(offering) = self.backend().store().offering(scope).await? else { return Ok(()) };
        let mut verdicts: Vec<Option<Verdict>> = Vec::new();
        if let Some(_place) = PLACES.take(offering.id) {
            let asking = async {
                for one in asked.iter().take(MOST_ASKED) {
                    let mut told = choice_told(consumer, offered, chosen);
                    told["parameter"] = one.parameter.name.as_str().into();
                    told["value"] = one.value.clone();
                    let (address, question) = (&one.parameter.validation_url, Question::Verdict(&told));
                    let answer = self.backend().provider_says(&offering, address, question).await?;
                    verdicts.push(answer.as_ref().and_then(parameter::verdict));
                }
                Ok::<(), Error>(())
            };
            Box::pin(timeout(PATIENCE, asking)).await.unwrap_or(Ok(()))?;
        }
        // Whoever was not asked, or in time, has given no answer.
        let verdicts = verdicts.into_iter().chain(core::iter::repeat(None));
        found.extend(asked.iter().zip(verdicts).filter_map(|(one, verdict)| one.finding(verdict)));
        Ok(())
    }
}
