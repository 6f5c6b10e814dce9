//! Options that the provider is asked for while somebody fills in the form (§4.11 `optionsUrl`, DEC-15). Only an address
//! at one of the offering's brokers is asked, outside of any transaction, with a token that is made out to it and lives a
//! minute. A provider that does not answer leaves the parameter as it is: it awaits its options, and nothing is judged.

use std::time::Duration;

use serde_json::{Value, json};
use slipway_domain::catalog::Details;
use slipway_domain::offering::Offering;
use slipway_domain::parameter::{self, Choice, Chosen};
use slipway_osb::options::OptionsCall;
use tokio::sync::Semaphore;
use tokio::time::timeout;
use url::Url;

use crate::{Acting, Backend, Error, Result};

/// For all addresses of one form together (DEC-15).
const PATIENCE: Duration = Duration::from_secs(5);
/// The most addresses that one form asks.
const MOST_ASKED: usize = 5;
/// Of the whole console; whoever comes while all are taken asks nobody.
static AT_ONCE: Semaphore = Semaphore::const_new(16);

impl Acting {
    /// Fills in what providers tell for this choice; people who may have no instance ask nobody.
    pub(super) async fn ask_for_options(&self, name: &str, details: &mut Details, chosen: Chosen<'_>) -> Result<()> {
        if !details.parameters_at(chosen).iter().any(parameter::Parameter::awaits_options) {
            return Ok(());
        }
        let consumer = self.consumer()?;
        let (scope, _) = self.catalog_content(name).await?;
        let Some(offering) = self.backend().store().offering(scope).await? else { return Ok(()) };
        let Ok(_place) = AT_ONCE.try_acquire() else { return Ok(()) };
        let config = json!({ "account": consumer.to_string(), "plan_id": chosen.plan, "location": chosen.location });
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
                        let told = self.backend().options_at(&offering, &address, &config).await?;
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

impl Backend {
    /// `None`: it is at none of the offering's brokers, or told nothing that could be shown.
    async fn options_at(&self, offering: &Offering, address: &str, config: &Value) -> Result<Option<Vec<Choice>>> {
        let Some(record) = offering.brokers.iter().find(|record| is_same_origin(&record.draft.url, address)) else {
            return Ok(None);
        };
        let token = self.token_for_options(offering, record).await?;
        let authority = record.draft.authority();
        let ca_pem = Some(&*authority).filter(|authority| !authority.is_empty());
        let asked = OptionsCall { url: address, config, token: token.as_ref(), ca_pem };
        match self.outbound().options(&asked).await {
            Ok(answer) => Ok(parameter::told(&answer)),
            Err(error) => {
                tracing::info!(broker = %record.id, code = error.code(), "a provider told no options");
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
