//! A set-up link on its way to somebody's hands, as the command line prints it.

use secrecy::ExposeSecret as _;
use slipway::server::config::Config;
use slipway_backend::SetupLink;

pub(super) fn hand_over(link: &SetupLink, config: &Config) -> String {
    if config.oidc.remote().is_some() {
        return "They sign in at your issuer with this address; no link is needed.\n".to_owned();
    }
    let url = config.server.public_url.of(link.path().expose_secret());
    format!(
        "They choose a password here, once, until {}:\n\n  {url}\n\nHand it over on a way that only they can read.\n",
        link.expires_at.long()
    )
}
