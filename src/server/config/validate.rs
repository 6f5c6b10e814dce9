//! Rules that a type cannot express: ranges, and keys that only make sense together. All violations are reported at once.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use slipway_domain::this_machine::is_this_machine;
use url::Url;

use super::problem::{ConfigError, Problem, fix_for};
use super::{Config, OidcConfig, clients};

impl Config {
    pub(super) fn validated(self) -> Result<Self, ConfigError> {
        let mut found = Findings(Vec::new());
        self.check_server(&mut found);
        self.check_session(&mut found);
        self.check_secrets(&mut found);
        self.check_outbound(&mut found);
        self.check_platform(&mut found);
        self.check_limits(&mut found);
        check_oidc(&self.oidc, &mut found);
        clients::check(&self.oidc, &mut found);
        self.mail.check(&mut found);
        let filter = self.log.filter.parse::<tracing_subscriber::EnvFilter>().is_ok();
        found.unless(filter, "log.filter", || format!("`{}` is no filter", self.log.filter));
        if found.0.is_empty() { Ok(self) } else { Err(ConfigError { problems: found.0 }) }
    }

    fn check_server(&self, found: &mut Findings) {
        for host in &self.server.allowed_hosts {
            let bare = host.parse::<http::uri::Authority>().is_ok_and(|authority| !authority.as_str().contains('@'));
            found.unless(bare, "server.allowed_hosts", || format!("`{host}` is no host name with an optional port"));
        }
        for dir in [("data.dir", &self.data.dir), ("site.dir", &self.site.dir)] {
            found.unless(!dir.1.as_os_str().is_empty(), dir.0, || "the directory is empty".to_owned());
        }
        found.within("data.free_mib", self.data.free_mib, 0, 1024 * 1024);
    }

    fn check_session(&self, found: &mut Findings) {
        let session = &self.session;
        found.within("session.inactivity_minutes", session.inactivity_minutes, 1, 24 * 60);
        found.within("session.absolute_hours", session.absolute_hours, 1, 30 * 24);
        found.within("session.operator_absolute_hours", session.operator_absolute_hours, 1, 30 * 24);
        let longest = session.absolute_hours.max(session.operator_absolute_hours).saturating_mul(60);
        found.unless(session.inactivity_minutes <= longest, "session.inactivity_minutes", || {
            format!("{} minutes is longer than a session can last at all", session.inactivity_minutes)
        });
    }

    fn check_secrets(&self, found: &mut Findings) {
        let Some(key) = &self.secrets.key else { return };
        found.unless(self.secrets.key_file.is_none(), "secrets.key", || {
            "both the key and a key file are set, and it is not clear which one counts".to_owned()
        });
        let bytes = STANDARD.decode(key.expose().trim()).map(|bytes| bytes.len());
        found.unless(bytes == Ok(32), "secrets.key", || "the value is not 32 bytes in base64".to_owned());
    }

    fn check_outbound(&self, found: &mut Findings) {
        let outbound = &self.outbound;
        let ports = !outbound.allowed_ports.is_empty() && outbound.allowed_ports.iter().all(|port| *port != 0);
        found.unless(ports, "outbound.allowed_ports", || "there must be a port, and 0 is none".to_owned());
        found.within("outbound.connect_timeout_seconds", outbound.connect_timeout_seconds, 1, 60);
        found.within("outbound.total_timeout_seconds", outbound.total_timeout_seconds, 1, 600);
        found.unless(
            outbound.connect_timeout_seconds <= outbound.total_timeout_seconds,
            "outbound.connect_timeout_seconds",
            || "connecting may take longer than the whole call".to_owned(),
        );
    }

    fn check_platform(&self, found: &mut Findings) {
        let platform = &self.platform;
        for (key, value) in [("platform.name", &platform.name), ("platform.cname", &platform.cname)] {
            let plain = !value.is_empty()
                && value.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
            found.unless(plain, key, || {
                format!("`{value}` has more than lower-case letters, digits and hyphens, or is empty")
            });
        }
        for (key, value) in [
            ("platform.operator_name", &platform.operator_name),
            ("platform.operator_contact", &platform.operator_contact),
        ] {
            let sound = !value.trim().is_empty() && !value.chars().any(char::is_control);
            found.unless(sound, key, || "the text is empty or has control characters".to_owned());
        }
        let base = Url::parse(&platform.documentation_base).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
        found.unless(base, "platform.documentation_base", || {
            format!("`{}` is no http or https URL", platform.documentation_base)
        });
    }

    fn check_limits(&self, found: &mut Findings) {
        let limits = &self.limits;
        for (key, value, most) in [
            ("limits.failed_sign_ins_per_minute_and_address", limits.failed_sign_ins_per_minute_and_address, 1_000),
            ("limits.failed_sign_ins_per_minute_and_account", limits.failed_sign_ins_per_minute_and_account, 1_000),
            ("limits.max_connections", limits.max_connections, 100_000),
            ("limits.header_seconds", limits.header_seconds, 120),
            ("limits.request_seconds", limits.request_seconds, 600),
            ("limits.body_kib", limits.body_kib, 64 * 1024),
            ("limits.drain_seconds", limits.drain_seconds, 600),
            ("review.target_days", self.review.target_days, 365),
        ] {
            found.within(key, value, 1, most);
        }
        let review = &self.review;
        for (key, day, other) in [
            ("review.intake_weekday", review.intake_weekday, review.answer_weekday),
            ("review.answer_weekday", review.answer_weekday, review.intake_weekday),
        ] {
            found.unless(day.is_some() || other.is_none(), key, || "this key is missing".to_owned());
        }
        // A key is published for a day before it signs.
        found.within("issuer.signing_key_days", self.issuer.signing_key_days, 2, 3_650);
    }
}

/// `http` is for an issuer on this machine, as in tests; everywhere else the exchange must be encrypted.
fn check_oidc(oidc: &OidcConfig, found: &mut Findings) {
    if oidc.issuer.is_none() && oidc.client_id.is_none() && oidc.client_secret.is_none() {
        return;
    }
    let missing = || "this key is missing".to_owned();
    found.unless(oidc.issuer.is_some(), "oidc.issuer", missing);
    found.unless(oidc.client_id.is_some(), "oidc.client_id", missing);
    if let Some(issuer) = &oidc.issuer {
        let sound = Url::parse(issuer).is_ok_and(|url| {
            let local = url.host_str().is_some_and(is_this_machine);
            let scheme = url.scheme() == "https" || (url.scheme() == "http" && local);
            scheme && url.query().is_none() && url.fragment().is_none() && url.username().is_empty()
        });
        found.unless(sound, "oidc.issuer", || format!("`{issuer}` is no https URL without query and fragment"));
    }
    let named = oidc.client_id.as_ref().is_none_or(|id| !id.is_empty());
    found.unless(named, "oidc.client_id", || "the client id is empty".to_owned());
    let secret = oidc.client_secret.as_ref().is_none_or(|secret| !secret.expose().is_empty());
    found.unless(secret, "oidc.client_secret", || "the secret is empty; leave the key out instead".to_owned());
}

pub(super) struct Findings(Vec<Problem>);

impl Findings {
    pub(super) fn unless(&mut self, holds: bool, key: &str, what: impl FnOnce() -> String) {
        if !holds {
            let source = "the file or the environment".to_owned();
            self.0.push(Problem { key: key.to_owned(), source, what: what(), fix: fix_for(key) });
        }
    }

    pub(super) fn tell(&mut self, key: &str, what: &str, fix: &str) {
        let source = "the file or the environment".to_owned();
        self.0.push(Problem { key: key.to_owned(), source, what: what.to_owned(), fix: fix.to_owned() });
    }

    fn within(&mut self, key: &str, value: u32, least: u32, most: u32) {
        self.unless((least..=most).contains(&value), key, || format!("{value} is not from {least} to {most}"));
    }
}
