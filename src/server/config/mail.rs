//! `[mail]`: through which server mails go out, from whom, and to whom at the operator. Whether that can work at all is
//! the mailer's to say.

use serde::{Deserialize, Serialize};
use slipway_backend::{MailFault, Mailer};

use super::Secret;
use super::validate::Findings;

/// All of it, or nothing: then mails are off.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MailConfig {
    /// A URL, which may hold a password.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub smtp: Option<Secret>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator: Option<String>,
}

impl MailConfig {
    /// What sends mails whose links begin with `console`; `None`: mails are off.
    pub fn mailer(&self, console: &str) -> Result<Option<Mailer>, MailFault> {
        match (&self.smtp, &self.from, &self.operator) {
            (Some(smtp), Some(from), Some(operator)) => Mailer::new(smtp.expose(), from, operator, console).map(Some),
            _ => Ok(None),
        }
    }

    pub(super) fn check(&self, found: &mut Findings) {
        let given = [
            ("mail.smtp", self.smtp.is_some()),
            ("mail.from", self.from.is_some()),
            ("mail.operator", self.operator.is_some()),
        ];
        if given.iter().all(|(_, is_given)| !is_given) {
            return;
        }
        for (key, is_given) in given {
            found.unless(is_given, key, || "this key is missing".to_owned());
        }
        if let Err(fault) = self.mailer("") {
            let key = match fault {
                MailFault::Url | MailFault::Ipv6Address | MailFault::OpenPassword => "mail.smtp",
                MailFault::From(_) => "mail.from",
                MailFault::Operator(_) => "mail.operator",
            };
            found.unless(false, key, || fault.to_string());
        }
    }
}
