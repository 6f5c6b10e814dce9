//! The one place that speaks SMTP: to the one server that the operator configured. Nobody else says where mails go out.

use core::fmt;
use std::time::{Duration, UNIX_EPOCH};

use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, SinglePart};
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::response::{Category, Code, Severity};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use slipway_domain::mail::one_line;
use slipway_domain::moment::Moment;
use slipway_domain::this_machine::is_this_machine;
use slipway_store::DueMail;
use url::{Host, Url};

/// What one command may take.
const COMMAND: Duration = Duration::from_secs(30);
/// What a whole mail may take.
const LONGEST: Duration = Duration::from_mins(2);

/// Sends mails through the operator's server. Cheap to clone.
#[derive(Clone)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    operator: Address,
    console: String,
}

/// Why no mail can be sent like that. The URL is not quoted: it may hold a password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailFault {
    #[error("the URL is none of smtps://user:password@host, smtp://user:password@host?tls=required and smtp://host")]
    Url,
    /// What opens the connection looks such an address up as a name, brackets and all.
    #[error("an IPv6 address cannot be called: name the host instead, for this machine localhost")]
    Ipv6Address,
    #[error("the password would travel in the open: use smtps://, or smtp:// with ?tls=required")]
    OpenPassword,
    #[error("`{0}` is no address that mails can come from")]
    From(String),
    #[error("`{0}` is no address that mails can go to")]
    Operator(String),
}

/// A mail that did not get through.
#[derive(Debug)]
pub(super) struct Unsent {
    /// Trying again would not help.
    pub(super) is_final: bool,
    /// For the log.
    pub(super) reason: String,
    /// For the operator's page.
    pub(super) told: String,
}

impl Mailer {
    /// `console` is the origin under which people reach the console.
    pub fn new(smtp: &str, from: &str, operator: &str, console: &str) -> Result<Self, MailFault> {
        let from: Mailbox = from.trim().parse().map_err(|_| MailFault::From(from.to_owned()))?;
        let operator: Address = operator.trim().parse().map_err(|_| MailFault::Operator(operator.to_owned()))?;
        let url = Url::parse(smtp.trim()).map_err(|_| MailFault::Url)?;
        let is_known = matches!(url.scheme(), "smtp" | "smtps") && url.host_str().is_some_and(|host| !host.is_empty());
        if !is_known {
            return Err(MailFault::Url);
        }
        if matches!(url.host(), Some(Host::Ipv6(_))) {
            return Err(MailFault::Ipv6Address);
        }
        if url.password().is_some() && !is_sealed(&url) {
            return Err(MailFault::OpenPassword);
        }
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.as_str()).map_err(|_| MailFault::Url)?;
        let transport = builder.timeout(Some(COMMAND)).build();
        Ok(Self { transport, from, operator, console: console.to_owned() })
    }

    /// The address of the operator's contact.
    pub(crate) fn operator(&self) -> &str {
        self.operator.as_ref()
    }

    /// The origin that links in mails begin with.
    pub(crate) fn console(&self) -> &str {
        &self.console
    }

    pub(super) async fn send(&self, mail: &DueMail) -> Result<(), Unsent> {
        let message = self.message(mail)?;
        match tokio::time::timeout(LONGEST, self.transport.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(Unsent::by(&error)),
            Err(_) => Err(Unsent::ours(false, "the mail server took too long")),
        }
    }

    fn message(&self, mail: &DueMail) -> Result<Message, Unsent> {
        let recipient: Address =
            mail.recipient.parse().map_err(|_| Unsent::ours(true, "the recipient is no mail address"))?;
        // Programs tell by it that nobody wrote this, and do not answer (RFC 3834).
        let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
        Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, recipient))
            .subject(one_line(&mail.mail.subject))
            .date(UNIX_EPOCH + since_epoch(mail.at))
            // The same for every attempt: whoever gets a mail twice can tell.
            .message_id(Some(format!("<{}@{}>", mail.id, self.from.email.domain())))
            .raw_header(HeaderValue::new(automatic, "auto-generated".to_owned()))
            .singlepart(SinglePart::plain(mail.mail.body.clone()))
            .map_err(|_| Unsent::ours(true, "the mail could not be composed"))
    }
}

/// Without the server, whose password is nobody's business.
impl fmt::Debug for Mailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mailer").field("console", &self.console).finish_non_exhaustive()
    }
}

impl Unsent {
    fn by(error: &SmtpError) -> Self {
        let status = error.status();
        Self {
            is_final: status.is_some_and(is_final),
            reason: status.map_or_else(|| "no answer".to_owned(), |code| code.to_string()),
            told: one_line(&error.to_string()),
        }
    }

    fn ours(is_final: bool, reason: &str) -> Self {
        Self { is_final, reason: reason.to_owned(), told: reason.to_owned() }
    }
}

/// Whether what is sent is encrypted, or does not leave this machine.
fn is_sealed(url: &Url) -> bool {
    let is_required = url.query_pairs().any(|(name, value)| name == "tls" && value == "required");
    url.scheme() == "smtps" || is_required || url.host_str().is_some_and(is_this_machine)
}

/// An answer 5yz is about the mail and stays (RFC 5321 §4.2.1), but for 53z, which is about signing in (RFC 4954 §6): the
/// operator mends that, and then the mail gets through.
fn is_final(code: Code) -> bool {
    code.severity == Severity::PermanentNegativeCompletion && code.category != Category::Unspecified3
}

fn since_epoch(at: Moment) -> Duration {
    at.since(Moment::from_millis(0))
}

#[cfg(test)]
mod tests;
