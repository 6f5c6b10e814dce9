//! The broker form after a refusal that leaves nothing saved: what was typed goes back in the address.

use slipway_backend::Error;
use slipway_domain::broker::BrokerDraft;
use slipway_domain::rejection::Rejection;
use slipway_domain::rule::any;

use crate::paths::Path;

/// A name that is taken or a password that cannot be sealed: back to the form with everything that was typed, except
/// the password, which never travels in an address. `refused` tells which of the two it was.
pub fn back<T>(form: &Path, broker: &BrokerDraft, result: &slipway_backend::Result<T>) -> bool {
    let refused = match result {
        Err(Error::Rejected(Rejection::Taken(_))) => "name",
        Err(Error::Rejected(Rejection::Invalid(findings)))
            if findings.iter().any(|found| found.rule == any::TOO_LONG) =>
        {
            "password_long"
        }
        Err(Error::Rejected(Rejection::Invalid(_))) => "password_unseen",
        _ => return false,
    };
    if !super::is_form() {
        return false;
    }
    super::redirect_with(form, &typed(refused, broker));
    true
}

/// A dry run, or what stood in its way: back to the form with everything that was typed. Nothing was saved.
pub fn tried(form: &Path, broker: &BrokerDraft, result: &slipway_backend::Result<()>) -> bool {
    if !super::is_form() || !matches!(result, Ok(()) | Err(Error::Rejected(Rejection::Invalid(_)))) {
        return false;
    }
    super::redirect_with(form, &typed("try", broker));
    true
}

fn typed<'a>(refused: &'a str, broker: &'a BrokerDraft) -> [(&'static str, &'a str); 9] {
    [
        ("refused", refused),
        ("name", &broker.name),
        ("url", &broker.url),
        ("auth_scheme", &broker.auth_scheme),
        ("username", &broker.username),
        ("osb_version", &broker.osb_version),
        ("provision_type", &broker.provision_type),
        ("id_format", &broker.id_format),
        ("legacy_ids", &broker.legacy_ids),
    ]
}
