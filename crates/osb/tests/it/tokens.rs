//! Tokens that end before a run does: new ones are earned in time, and the newest is sent.

use std::time::Duration;

use secrecy::SecretString;
use slipway_osb::conformance::{Report, TokenSource};
use slipway_osb::fake::Credentials;
use tokio::sync::{mpsc, oneshot};

use crate::rig::{Rig, rig, run_stopped, shown};

/// What the run asks for, to be answered by the test.
type Asked = mpsc::UnboundedReceiver<oneshot::Sender<SecretString>>;

/// A token gets too old between two polls.
async fn slow() -> (Rig, Asked) {
    let mut rig = rig().await;
    rig.settings.interval = Duration::from_mins(11);
    rig.settings.longest_poll = Duration::from_hours(24);
    let (ask, asked) = mpsc::unbounded_channel();
    rig.settings.tokens = Some(TokenSource::new(move || {
        let (tell, told) = oneshot::channel();
        let _ = ask.send(tell);
        async move { told.await.ok() }
    }));
    (rig, asked)
}

/// The broker takes the newest token alone. Once there is no answer, and the one before is sent on. Says how often a
/// token was asked for.
async fn earning(rig: &Rig, mut asked: Asked, run: impl Future<Output = Report>) -> (Report, usize) {
    let mut times = 0;
    let source = async {
        while let Some(tell) = asked.recv().await {
            times += 1;
            if times != 3 {
                let token = format!("made-up-token-{times}");
                rig.broker.set_credentials(Credentials { username: String::new(), password: token.clone() });
                let _ = tell.send(token.into());
            }
        }
    };
    let report = tokio::select! {
        report = run => report,
        () = source => panic!("the run can ask no more"),
    };
    (report, times)
}

#[tokio::test]
async fn a_run_that_takes_longer_than_a_token_lives_signs_in_with_new_ones() {
    let (rig, asked) = slow().await;
    let (report, times) = earning(&rig, asked, rig.run()).await;
    assert!(report.has_passed(), "{}", shown(&report));
    assert!(times > 5, "{times}");
    assert!(!serde_json::to_string(&report).unwrap().contains("made-up-token"));
}

#[tokio::test]
async fn what_a_stopped_run_removes_is_removed_with_new_ones_too() {
    let (rig, asked) = slow().await;
    let (report, times) = earning(&rig, asked, run_stopped(&rig, 20)).await;
    assert!(report.stopped && report.leftovers.is_empty() && rig.broker.instances().is_empty(), "{}", shown(&report));
    assert!(times > 2, "{times}");
}
