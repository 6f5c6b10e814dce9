//! The broker form after a refusal that leaves nothing saved: what was typed goes back in the address.

use slipway_backend::Error;
use slipway_domain::broker::BrokerDraft;
use slipway_domain::field::Field;
use slipway_domain::findings::{Finding, Findings};
use slipway_domain::rejection::Rejection;
use slipway_domain::rule::{RuleId, any, deployment};

use crate::error::AppError;
use crate::paths::{Path, percent};

/// The refusal of a private key, which must not be in an address.
const PRIVATE_KEY: &str = "ca_private_key";

/// A name that is taken, a password that cannot be sealed, or a private key that cannot be kept: back to the form with
/// everything that was typed, except the secrets, which never travel in an address. `refused` tells which of them it was.
/// False: nothing of that, or what was typed is too long to come back.
pub fn back<T>(form: &Path, broker: &BrokerDraft, result: &slipway_backend::Result<T>) -> bool {
    let refused = match result {
        Err(Error::Rejected(Rejection::Taken(_))) => "name",
        Err(Error::Rejected(Rejection::Invalid(findings))) => {
            let of_password = if is_found(findings, any::TOO_LONG) { "password_long" } else { "password_unseen" };
            of_authority(findings).unwrap_or(of_password)
        }
        _ => return false,
    };
    returned(form, refused, broker)
}

/// The refusal of a dry run after which what was typed could not come back, for before it is made: then nobody is called,
/// and the page that answers holds the form. `None`: it fits, or a private key is to be refused instead, which no page
/// may hold.
pub fn too_long(broker: &BrokerDraft) -> Option<AppError> {
    let authority = broker.authority();
    if !super::is_form() || broker.private_key().is_some() || super::fits(&authority) {
        return None;
    }
    let finding = Finding::new(Field::BrokerCa, any::TOO_LONG);
    let finding = finding.naming(percent(&authority).len()).naming(super::LONGEST_VALUE);
    Some(Rejection::Invalid(finding.into()).into())
}

/// A dry run, or what stood in its way: back to the form with everything that was typed. Nothing was saved.
pub fn tried(form: &Path, broker: &BrokerDraft, result: &slipway_backend::Result<()>) -> bool {
    let refused = match result {
        Ok(()) => "try",
        Err(Error::Rejected(Rejection::Invalid(findings))) => of_authority(findings).unwrap_or("try"),
        _ => return false,
    };
    returned(form, refused, broker)
}

/// What the page cannot find out by itself: it does not get the key, and reads no certificates.
fn of_authority(findings: &Findings) -> Option<&'static str> {
    let unreadable = is_found(findings, deployment::CA_UNREADABLE).then_some("ca_unreadable");
    is_found(findings, deployment::CA_PRIVATE_KEY).then_some(PRIVATE_KEY).or(unreadable)
}

fn is_found(findings: &Findings, rule: RuleId) -> bool {
    findings.iter().any(|found| found.rule == rule)
}

fn returned(form: &Path, refused: &str, broker: &BrokerDraft) -> bool {
    // As it is kept: what stands before and behind the lines would make it longer, and means nothing.
    let ca_pem = if refused == PRIVATE_KEY { String::new() } else { broker.authority() };
    if !super::is_form() || !super::fits(&ca_pem) {
        return false;
    }
    super::redirect_with(
        form,
        &[
            ("refused", refused),
            ("name", &broker.name),
            ("url", &broker.url),
            ("auth_scheme", &broker.auth_scheme),
            ("username", &broker.username),
            ("osb_version", &broker.osb_version),
            ("provision_type", &broker.provision_type),
            ("id_format", &broker.id_format),
            ("legacy_ids", &broker.legacy_ids),
            ("ca_pem", &ca_pem),
            ("extension_prefix", &broker.extension_prefix),
            ("sync_timeout", &broker.sync_timeout),
            ("max_poll", &broker.max_poll),
            ("poll_interval", &broker.poll_interval),
            ("region", &broker.region),
            ("resource_group", &broker.resource_group),
        ],
    );
    true
}
