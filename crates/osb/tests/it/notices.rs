//! What a run tells while it goes on: nothing is at the broker that was not told before, and what another run left is
//! removed by what it told.

use std::collections::BTreeSet;
use std::future::pending;

use slipway_osb::conformance::{self, Notice, Thing};
use tokio::sync::oneshot;
use uuid::Uuid;

use crate::rig::rig;
use crate::support::lab;

fn counting() -> impl FnMut() -> Uuid + Send {
    let mut next = 0;
    move || {
        next += 1;
        Uuid::from_u128(next)
    }
}

#[tokio::test]
async fn whatever_a_run_makes_was_told_before_and_is_gone_in_the_end() {
    let rig = rig().await;
    let (mut told, mut open) = (BTreeSet::new(), BTreeSet::new());
    let (mut calls, mut checks) = (0, 0);
    let (mut announced, before) = (Vec::new(), rig.broker.log().len());
    let mut notice = |notice: Notice<'_>| match notice {
        Notice::Making(thing, written) => {
            let id = thing.id().to_string();
            assert!(told.contains(&id) || !rig.broker.instances().contains(&id), "{id} is there already");
            told.insert(id.clone());
            open.insert(id);
            let _ = written.send(());
        }
        Notice::Calling(identity, written) => {
            assert_eq!(rig.broker.log().len() - before, announced.len(), "the one before was sent, this one is not");
            announced.push(identity.to_string());
            let _ = written.send(());
        }
        Notice::Gone(id) => drop(open.remove(&id.to_string())),
        Notice::Called(_) => calls += 1,
        Notice::Concluded(_) => checks += 1,
        Notice::Changed(_) => {}
    };
    let (outbound, mut ids) = (lab(), counting());
    let run = conformance::run_noticed(&outbound, &rig.settings, rig.timer.clone(), &mut ids, &mut notice, pending());
    let report = run.await;
    assert!(report.has_passed());
    assert_eq!((calls, checks), (report.exchanges.len(), report.checks.len()));
    let log = rig.broker.log();
    let seen: Vec<_> = log[before..].iter().filter_map(|seen| seen.header("x-broker-api-request-identity")).collect();
    assert_eq!(announced, seen);
    assert!(told.len() > 10, "instances and bindings: {told:?}");
    assert!(open.is_empty(), "{open:?}");
}

#[tokio::test]
async fn no_call_is_made_before_the_one_who_keeps_the_run_has_written_it_down() {
    // What a call may make, and the call itself.
    for is_about_calls in [false, true] {
        let rig = rig().await;
        let mut kept: Vec<oneshot::Sender<()>> = Vec::new();
        let (asked, mut was_asked) = oneshot::channel();
        let mut asked = Some(asked);
        let mut notice = |notice: Notice<'_>| {
            let written = match notice {
                Notice::Making(_, written) if !is_about_calls => written,
                Notice::Calling(_, written) if is_about_calls => written,
                _ => return,
            };
            kept.push(written);
            asked.take().map(|asked| asked.send(()));
        };
        let (outbound, mut ids) = (lab(), counting());
        let (settings, timer) = (&rig.settings, rig.timer.clone());
        let run = conformance::run_noticed(&outbound, settings, timer, &mut ids, &mut notice, pending());
        let held = async {
            (&mut was_asked).await.unwrap();
            let before = rig.broker.log().len();
            for _ in 0..100 {
                tokio::task::yield_now().await;
            }
            assert_eq!(rig.broker.log().len(), before);
        };
        tokio::select! {
            _ = run => panic!("it went on"),
            () = held => {}
        }
        assert!(rig.broker.instances().is_empty());
    }
}

#[tokio::test]
async fn what_a_run_left_is_removed_from_what_it_told() {
    let rig = rig().await;
    let mut things: Vec<Thing> = Vec::new();
    let mut notice = |notice: Notice<'_>| match notice {
        Notice::Making(thing, _) => things.push(thing),
        Notice::Gone(id) => things.retain(|thing| thing.id() != id),
        _ => {}
    };
    let (outbound, mut ids) = (lab(), counting());
    let run = conformance::run_noticed(&outbound, &rig.settings, rig.timer.clone(), &mut ids, &mut notice, pending());
    let bound = async {
        while !rig.broker.log().iter().any(|seen| seen.path.contains("service_bindings")) {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        _ = run => panic!("it bound nothing"),
        () = bound => {}
    }
    assert!(things.iter().any(|thing| thing.kind() == "binding"), "{things:?}");
    assert!(!rig.broker.instances().is_empty());
    let mut gone = Vec::new();
    let mut notice = |notice: Notice<'_>| {
        if let Notice::Gone(id) = notice {
            gone.push(id.to_string());
        }
    };
    let timer = rig.timer.clone();
    let left = conformance::remove(&outbound, &rig.settings, timer, &mut ids, &mut notice, things.clone()).await;
    assert_eq!(left, []);
    assert!(rig.broker.instances().is_empty());
    let place =
        |kind: &str| gone.iter().position(|id| things.iter().any(|t| t.kind() == kind && t.id().to_string() == *id));
    assert!(place("binding") < place("instance"), "{gone:?}");
}
