//! Options that the provider is asked for while somebody fills in the form (§4.11 `optionsUrl`, DEC-15). Only an address
//! at one of the offering's brokers is asked, outside of any transaction, with a token that is made out to it and lives a
//! minute. A provider that does not answer leaves the parameter as it is: it awaits its options, and nothing is judged.

use std::time::Duration;

use serde_json::{Value, json};
use slipway_domain::catalog::Details;
use slipway_domain::ids::AccountId;
use slipway_domain::offering::Offering;
use slipway_domain::parameter::{self, Choice, Chosen};
use slipway_osb::options::{OptionsCall, ValidationCall};
use tokio::time::timeout;
use url::Url;

use super::places::Places;
use crate::{Acting, Backend, Error, Result};

/// For all addresses of one form together (DEC-15).
pub(super) const PATIENCE: Duration = Duration::from_secs(5);
/// The most addresses that one form asks.
pub(super) const MOST_ASKED: usize = 5;
/// Of the whole console, and of one offering; whoever comes while all are taken asks nobody.
pub(super) static PLACES: Places = Places::new(16, 4);

/// What a provider is asked.
#[derive(Clone, Copy)]
pub(super) enum Question<'a> {
    /// What there is to choose from, for this choice.
    Options(&'a Value),
    /// Whether this value is valid.
    Verdict(&'a Value),
}

impl Acting {
    /// Fills in what providers tell for this choice; people who may have no instance ask nobody.
    pub(super) async fn ask_for_options(&self, name: &str, details: &mut Details, chosen: Chosen<'_>) -> Result<()> {
        if !details.parameters_at(chosen).iter().any(parameter::Parameter::awaits_options) {
            return Ok(());
        }
        let consumer = self.consumer()?;
        let (scope, _) = self.catalog_content(name).await?;
        let Some(offering) = self.backend().store().offering(scope).await? else { return Ok(()) };
        let Some(_place) = PLACES.take(offering.id) else { return Ok(()) };
        let config = choice_told(consumer, details, chosen);
        let asking = async {
            let mut heard: Vec<(String, Option<Vec<Choice>>)> = Vec::new();
            let is_for = |plans: &Vec<String>| plans.iter().any(|plan| plan == chosen.plan);
            let awaiting = details.parameters.iter_mut().filter(|one| one.awaits_options());
            for parameter in awaiting.filter(|one| one.plans.as_ref().is_none_or(is_for)) {
                let address = parameter.options_url.clone();
                let known = heard.iter().find(|(asked, _)| *asked == address).map(|(_, told)| told.clone());
                let told = match known {
                    Some(told) => told,
                    None if heard.len() == MOST_ASKED => None,
                    None => {
                        let answer = self.backend().provider_says(&offering, &address, Question::Options(&config));
                        let told = answer.await?.as_ref().and_then(parameter::told);
                        heard.push((address, told.clone()));
                        told
                    }
                };
                if let Some(options) = told {
                    parameter.answer(options);
                }
            }
            Ok::<(), Error>(())
        };
        // On the heap: few forms ask, and every form would be as large.
        Box::pin(timeout(PATIENCE, asking)).await.unwrap_or(Ok(()))
    }
}

/// The account, and the plan and the location as far as the service has them: what else is sent in their place is nobody's
/// business.
pub(super) fn choice_told(consumer: AccountId, details: &Details, chosen: Chosen<'_>) -> Value {
    let plan = details.plans.iter().map(|plan| plan.id.to_string()).find(|id| id == chosen.plan).unwrap_or_default();
    let location = details.locations.iter().find(|known| *known == chosen.location).map_or("", String::as_str);
    json!({ "account": consumer.to_string(), "plan_id": plan, "location": location })
}

impl Backend {
    /// `None`: the address is at none of the offering's brokers, or gave no answer.
    pub(super) async fn provider_says(
        &self,
        offering: &Offering,
        address: &str,
        question: Question<'_>,
    ) -> Result<Option<Value>> {
        let Some(record) = offering.brokers.iter().find(|record| is_same_origin(&record.draft.url, address)) else {
            return Ok(None);
        };
        let token = self.token_for_options(offering, record).await?;
        let authority = record.draft.authority();
        let ca_pem = Some(&*authority).filter(|authority| !authority.is_empty());
        let (url, token) = (address, token.as_ref());
        let answered = match question {
            Question::Options(config) => self.outbound().options(&OptionsCall { url, config, token, ca_pem }).await,
            Question::Verdict(told) => self.outbound().validation(&ValidationCall { url, told, token, ca_pem }).await,
        };
        match answered {
            Ok(answer) => Ok(Some(answer)),
            Err(error) => {
                tracing::info!(broker = %record.id, code = error.code(), "a provider says nothing about a parameter");
                Ok(None)
            }
        }
    }
}

fn is_same_origin(broker: &str, address: &str) -> bool {
    match (Url::parse(broker.trim()), Url::parse(address.trim())) {
        (Ok(broker), Ok(address)) => broker.origin().is_tuple() && broker.origin() == address.origin(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_address_at_the_broker_itself_is_asked() {
        let broker = "https://broker.example/osb";
        for address in ["https://broker.example/options?a=b", "https://BROKER.example:443/x"] {
            assert!(is_same_origin(broker, address), "{address}");
        }
        for address in [
            "http://broker.example/options",
            "https://broker.example:8443/options",
            "https://broker.example.evil.example/options",
            "https://broker.example@evil.example/options",
            "https://evil.example\\@broker.example/options",
            "data:text/plain,x",
            "",
        ] {
            assert!(!is_same_origin(broker, address), "{address}");
        }
    }
}
