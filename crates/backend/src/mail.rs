//! Mails: queued in the transaction of what they tell of, and sent by a job that goes on until they are through or nobody
//! believes in it any more. A mail is sent at least once: one whose sender is cut off in the middle is sent again, under
//! the same Message-ID. Without a mailer nothing is queued.

use std::sync::Arc;
use std::time::Duration;

use slipway_domain::caller::Role;
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::ids::{AccountId, MailId, PlanId};
use slipway_domain::mail::{MOST_ATTEMPTS, Mail, wait_after};
use slipway_domain::moment::Moment;
use slipway_domain::offering::Scope;
use slipway_domain::policy::{Object, Verb};
use slipway_domain::rejection::{Refusal, Rejection};
use slipway_store::{DueMail, MailEnd, NewMail, Tx};
use tokio::sync::{Notify, watch};

use crate::jobs::{self, Jobs};
use crate::{Acting, Backend, Result};

mod mailer;

pub use mailer::{MailFault, Mailer};

/// After which somebody else may send a mail: longer than `mailer::LONGEST`.
const LEASE: Duration = Duration::from_mins(5);
/// How long mails are kept that nobody tries to send any more.
const KEPT: Duration = Duration::from_hours(90 * 24);

/// Mails up to this moment are forgotten, unless they still wait.
pub(crate) fn oldest_kept(now: Moment) -> Moment {
    now.minus(KEPT)
}

/// What somebody is told.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Told<'a> {
    /// When; a mail for a later moment is written down now, and sent then.
    pub(crate) at: Moment,
    /// What it tells of: nobody is told twice of the same.
    pub(crate) cause: &'a str,
    pub(crate) mail: &'a Mail,
}

#[derive(Clone)]
struct Mails(Backend);

impl Jobs for Mails {
    type Taken = DueMail;

    const AT_ONCE: usize = 4;
    const LOOK: Duration = Duration::from_secs(10);
    /// One that is cut off is sent again.
    const GRACE: Duration = Duration::from_secs(10);

    fn wanted(&self) -> &Notify {
        self.0.mails_wanted()
    }

    async fn take_next(&self) -> Result<Option<DueMail>> {
        let now = self.0.clock().now();
        if !self.0.sends_mail() || !self.0.store().is_mail_due(now).await? {
            return Ok(None);
        }
        let mut tx = self.0.store().write().await?;
        let taken = tx.take_mail(now, LEASE).await?;
        tx.commit().await?;
        Ok(taken)
    }

    async fn make(self, taken: DueMail, _stopping: watch::Receiver<bool>) {
        if let Err(error) = self.0.send_mail(&taken).await {
            // Its lease runs out, and then it is sent again.
            tracing::error!(mail = %taken.id, %error, "what became of a mail could not be kept");
        }
    }
}

impl Backend {
    /// The same backend, which sends mails; for the one who makes it.
    ///
    /// # Panics
    ///
    /// If it is shared already.
    #[must_use]
    pub fn with_mailer(self, mailer: Mailer) -> Self {
        let mut parts = Arc::into_inner(self.parts).expect("a mailer is set before a backend is shared");
        parts.mailer = Some(mailer);
        Self { parts: Arc::new(parts) }
    }

    pub fn sends_mail(&self) -> bool {
        self.mailer().is_some()
    }

    /// Sends what is queued until `stop` ends.
    pub async fn send_mails(&self, stop: impl Future<Output = ()>) {
        jobs::work(&Mails(self.clone()), stop).await;
    }

    /// Sends what is due, and comes back when nothing is.
    pub async fn send_due_mails(&self) {
        jobs::make_due(&Mails(self.clone())).await;
    }

    /// A mail to the contact of a provider's account and to the operator, in the transaction of what it tells of: `cause`
    /// names that, and nobody is told twice of the same. Whoever commits it calls `mails_wanted`. False: nobody is told.
    pub(crate) async fn queue_mail(&self, tx: &mut Tx, account: AccountId, cause: &str, mail: &Mail) -> Result<bool> {
        let Some(mailer) = self.mailer() else { return Ok(false) };
        let contact = tx.account(account).await?.map(|account| account.form.contact_email).unwrap_or_default();
        let contact = Some(contact.trim()).filter(|contact| !contact.eq_ignore_ascii_case(mailer.operator()));
        let contact = contact.filter(|contact| !contact.is_empty());
        let recipients: Vec<&str> = contact.into_iter().chain([mailer.operator()]).collect();
        self.queue_mails(tx, &recipients, Told { at: self.clock().now(), cause, mail }).await
    }

    /// The same to the operator and to its reviewers.
    pub(crate) async fn queue_for_reviewers(&self, tx: &mut Tx, cause: &str, mail: &Mail) -> Result<bool> {
        let Some(mailer) = self.mailer() else { return Ok(false) };
        let reviewers = tx.addresses_with_role(Role::Reviewer).await?;
        let others = reviewers.iter().map(|address| address.trim());
        let others = others.filter(|address| !address.eq_ignore_ascii_case(mailer.operator()));
        let recipients: Vec<&str> = others.chain([mailer.operator()]).collect();
        self.queue_mails(tx, &recipients, Told { at: self.clock().now(), cause, mail }).await
    }

    /// The same to the contact of every account with an instance of the plan, or of any plan (`None`), and to nobody else.
    pub(crate) async fn queue_for_customers(
        &self,
        tx: &mut Tx,
        (scope, plan): (Scope, Option<PlanId>),
        told: Told<'_>,
    ) -> Result<bool> {
        if !self.sends_mail() {
            return Ok(false);
        }
        let contacts = tx.contacts(scope, plan).await?;
        let recipients: Vec<&str> = contacts.iter().map(String::as_str).collect();
        self.queue_mails(tx, &recipients, told).await
    }

    /// To these addresses, if mails are sent at all.
    pub(crate) async fn queue_mails(&self, tx: &mut Tx, recipients: &[&str], told: Told<'_>) -> Result<bool> {
        if !self.sends_mail() || recipients.is_empty() {
            return Ok(false);
        }
        let Told { at, cause, mail } = told;
        let each = recipients.iter().map(|&recipient| (MailId::new(self.ids().uuid(at)), recipient));
        let to: Vec<(MailId, &str)> = each.collect();
        Ok(tx.queue_mails(&NewMail { at, cause, mail, to: &to }).await?)
    }

    async fn send_mail(&self, mail: &DueMail) -> Result<()> {
        let Some(mailer) = self.mailer() else { return Ok(()) };
        let sent = mailer.send(mail).await;
        let now = self.clock().now();
        let end = match sent {
            Ok(()) => MailEnd::Sent,
            Err(unsent) if unsent.is_final || mail.attempts >= MOST_ATTEMPTS => {
                // What the server said may name people; it is on the operator's page.
                tracing::warn!(mail = %mail.id, attempts = mail.attempts, reason = unsent.reason, "a mail has failed");
                MailEnd::Failed { error: unsent.told }
            }
            Err(unsent) => MailEnd::Again { at: now.plus(wait_after(mail.attempts)), error: unsent.told },
        };
        let mut tx = self.store().write().await?;
        tx.end_mail(mail, &end, now).await?;
        Ok(tx.commit().await?)
    }
}

impl Acting {
    /// Has a mail that could not be sent tried anew. For whoever looks after what only the operator can bring to an end.
    pub async fn retry_mail(&self, mail: MailId) -> Result<()> {
        self.require_operator(Verb::Execute, Object::Lifecycle)?;
        let mut tx = self.backend().store().write().await?;
        let Some(subject) = tx.retry_mail(mail, self.now()).await? else {
            return Err(Rejection::Refused(Refusal::AlreadyDone).into());
        };
        tx.record(&self.event(EventKind::MailRetried, Detail::about(subject))?).await?;
        tx.commit().await?;
        self.backend().mails_wanted().notify_one();
        Ok(())
    }
}
