//! SIGKILL at any moment (security.md §4): what was acknowledged is there afterwards, nothing is half there, and the next
//! start needs nobody's help.

use std::process::Stdio;
use std::time::Duration;

use slipway_backend::Ids;
use slipway_backend::demo::PASSWORD;
use slipway_store::Store;
use tempfile::TempDir;
use tokio::task::JoinSet;

use crate::support::{Browser, Process, Scene, command};
use desk::{Desk, WORK};
use found::Found;

mod desk;
mod found;

const KIM: &str = "kim@northwind.example";
const BEA: &str = "bea@operator.example";

/// How often the server is killed while people work; `SLIPWAY_KILL_CYCLES` asks for more. A cycle is one start of the
/// server, at most `LONGEST_MS` of work, and one look into the database.
const CYCLES: usize = 100;
/// Every so many cycles the look goes over each page and row; what is damaged does not mend itself meanwhile.
const SOUND_EVERY: usize = 10;
/// How often a migration is killed.
const MIGRATIONS: usize = 5;

/// The longest that a process lives before it is killed.
const LONGEST_MS: u64 = 150;

/// Different each time, since the moments that nobody thought of are the ones that matter.
fn moment(at_most_ms: u64) -> Duration {
    Duration::from_micros(u64::from_le_bytes(Ids::System.bytes()) % (at_most_ms * 1000))
}

fn cycles() -> usize {
    std::env::var_os("SLIPWAY_KILL_CYCLES").and_then(|text| text.to_str()?.parse().ok()).unwrap_or(CYCLES)
}

async fn session_of(process: &Process, email: &str) -> String {
    let browser = Browser::new(process.address);
    assert_eq!(browser.sign_in(email, PASSWORD).await.location(), Some("/"));
    browser.cookie("__Host-session").unwrap()
}

fn browser(process: &Process, session: &str) -> Browser {
    let browser = Browser::new(process.address);
    browser.set_cookie("__Host-session", session);
    browser
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_a_kill_at_any_moment() {
    let dir = TempDir::new().unwrap();
    Scene::Workshop.lay_out(&dir.path().join("data"));
    let before = Found::look(dir.path(), true).await;
    let mut desks = WORK.map(|work| Desk::of(work, &before));
    let mut acknowledged = WORK.map(|_| 0);

    let mut process = Process::serve(dir.path());
    let (kim, bea) = (session_of(&process, KIM).await, session_of(&process, BEA).await);
    let cycles = cycles();
    for cycle in 1..=cycles {
        let mut working = JoinSet::new();
        for desk in desks.clone() {
            working.spawn(desk.work(browser(&process, &kim), browser(&process, &bea)));
        }
        // Nobody stops by themselves: this is how long they may go on.
        let lived = moment(LONGEST_MS);
        let stopped = tokio::time::timeout(lived, working.join_next()).await;
        let when = format!("cycle {cycle}, after {lived:?}");
        assert!(stopped.is_err(), "{when}: {stopped:?}");
        process.kill();
        // The next start meets the files as the kill left them.
        process = Process::serve(dir.path());
        let now = Found::look(dir.path(), cycle % SOUND_EVERY == 0 || cycle == cycles).await;
        for mut desk in working.join_all().await {
            let at = WORK.iter().position(|work| *work == desk.work).unwrap();
            acknowledged[at] += desk.done - desks[at].done;
            desk.compare(&now, &when);
            desks[at] = desk;
        }
        assert_eq!(now.surplus_versions, before.surplus_versions, "{when}: a torn save");
    }
    for (work, acknowledged) in WORK.iter().zip(acknowledged) {
        assert!(acknowledged > 0, "nothing of {work:?} was acknowledged");
    }
}

#[tokio::test]
async fn a_migration_that_is_killed_is_finished_by_the_next_start() {
    let oldest = Store::schemas()[0];
    for _ in 0..MIGRATIONS {
        let dir = TempDir::new().unwrap();
        let data = dir.path().join("data");
        slipway_store::owner_only::create_dir(&data).unwrap();
        Store::open_at(&data.join("slipway.db"), oldest).await.unwrap().close().await;
        let mut migrating = command(dir.path(), &["migrate"]).stdout(Stdio::null()).spawn().unwrap();
        // No signal tells how far it is, and any moment will do.
        std::thread::sleep(moment(LONGEST_MS));
        migrating.kill().unwrap();
        migrating.wait().unwrap();
        assert!(command(dir.path(), &["migrate"]).status().unwrap().success());
        let store = Store::open_current(&data.join("slipway.db")).await.unwrap();
        store.copy_to(&dir.path().join("sound.db")).await.unwrap();
        let mut names = std::fs::read_dir(&data).unwrap().map(|entry| entry.unwrap().file_name());
        assert!(names.any(|name| name.to_string_lossy().starts_with("slipway-schema-")), "no copy was kept");
    }
}
