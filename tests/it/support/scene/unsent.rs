//! A mail that nobody tries to send any more.

use std::time::Duration;

use slipway_backend::Backend;
use slipway_domain::ids::MailId;
use slipway_domain::mail::Mail;
use slipway_store::{MailEnd, NewMail};

use super::Facts;

pub(super) async fn fail(backend: &Backend) -> Facts {
    let at = backend.clock().now();
    let id = MailId::new(backend.ids().uuid(at));
    let mail = Mail {
        subject: "Vector Search: the broker <b>eu</b> has drifted".to_owned(),
        body: "Something happened.\n".to_owned(),
    };
    let new = NewMail { at, cause: "incident/1", mail: &mail, to: &[(id, "desk@operator.example")] };
    let mut tx = backend.store().write().await.unwrap();
    assert!(tx.queue_mails(&new).await.unwrap());
    let taken = tx.take_mail(at, Duration::from_mins(5)).await.unwrap().unwrap();
    let failed = MailEnd::Failed { error: "permanent error (550): <i>nobody</i> is called so".to_owned() };
    assert!(tx.end_mail(&taken, &failed, at).await.unwrap());
    tx.commit().await.unwrap();
    Facts::from([("mail", id.to_string())])
}
