//! What a form without scripts came back with when its name was taken, its password could not be sealed, a private key
//! could not be kept, or it was only tried. Secrets never travel in an address.

use slipway_domain::broker::{BrokerDraft, LONGEST_PASSWORD};
use slipway_domain::field::Field;
use slipway_domain::findings::{Finding, Findings};
use slipway_domain::rule::{any, deployment};

use crate::parts::load::query;
use crate::text::broker as words;

/// The draft as typed, with what was wrong about it; `None` if the address carries none.
pub(super) fn from_query() -> Option<(BrokerDraft, Findings)> {
    let refused = query("refused");
    let draft = BrokerDraft {
        name: query("name"),
        url: query("url"),
        auth_scheme: query("auth_scheme"),
        username: query("username"),
        osb_version: query("osb_version"),
        provision_type: query("provision_type"),
        id_format: query("id_format"),
        legacy_ids: query("legacy_ids"),
        ca_pem: query("ca_pem"),
        extension_prefix: query("extension_prefix"),
        sync_timeout: query("sync_timeout"),
        max_poll: query("max_poll"),
        poll_interval: query("poll_interval"),
        region: query("region"),
        resource_group: query("resource_group"),
    };
    if refused == "try" {
        return Some((draft, Findings::new()));
    }
    refusal(&refused, &draft).map(|finding| (draft, finding.into()))
}

/// A new broker starts with the version that the platform has always spoken (§4.13).
pub(super) fn start() -> BrokerDraft {
    BrokerDraft { osb_version: "2.12".to_owned(), ..BrokerDraft::default() }
}

fn refusal(refused: &str, draft: &BrokerDraft) -> Option<Finding> {
    match refused {
        "name" => Some(Finding::new(Field::BrokerName, deployment::BROKER_NAME_TWICE).naming(&draft.name)),
        "password_unseen" => Some(Finding::new(Field::BrokerPassword, any::CONTROL_CHARACTER).naming(words::UNSEEN)),
        "password_long" => {
            let finding = Finding::new(Field::BrokerPassword, any::TOO_LONG);
            Some(finding.naming(words::over(LONGEST_PASSWORD)).naming(LONGEST_PASSWORD))
        }
        "ca_private_key" => Some(Finding::new(Field::BrokerCa, deployment::CA_PRIVATE_KEY)),
        "ca_unreadable" => Some(Finding::new(Field::BrokerCa, deployment::CA_UNREADABLE)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_refusals_bring_a_draft_back() {
        let draft = BrokerDraft { name: "Frankfurt".to_owned(), ..BrokerDraft::default() };
        let finding = refusal("name", &draft).unwrap();
        assert_eq!((finding.field, finding.facts), (Field::BrokerName, vec!["Frankfurt".to_owned()]));
        assert_eq!(refusal("password_long", &draft).unwrap().field, Field::BrokerPassword);
        assert_eq!(refusal("ca_private_key", &draft).unwrap().rule, deployment::CA_PRIVATE_KEY);
        assert_eq!(refusal("", &draft), None);
    }
}
