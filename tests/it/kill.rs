//! SIGKILL at any moment (security.md §4): what was acknowledged is there afterwards, nothing is half there, and the next
//! start needs nobody's help.

use std::process::Stdio;

use slipway_store::Store;
use tempfile::TempDir;

use crate::support::{Found, Office, Process, Scene, command, cycles, moment};

/// How often the server is killed while people work; `SLIPWAY_KILL_CYCLES` asks for more. A cycle is one start of the
/// server, a moment of work, and one look into the database.
const CYCLES: usize = 100;
/// Every so many cycles the look goes over each page and row; what is damaged does not mend itself meanwhile.
const SOUND_EVERY: usize = 10;
/// How often a migration is killed.
const MIGRATIONS: usize = 5;

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_a_kill_at_any_moment() {
    let dir = TempDir::new().unwrap();
    Scene::Workshop.lay_out(&dir.path().join("data"));
    let before = Found::look(dir.path(), true).await;
    let mut process = Process::serve(dir.path());
    let mut office = Office::open(&process, &before).await;
    let cycles = cycles("SLIPWAY_KILL_CYCLES", CYCLES);
    for cycle in 1..=cycles {
        let shift = office.work_until_killed(process, &format!("cycle {cycle}")).await;
        // The next start meets the files as the kill left them.
        process = Process::serve(dir.path());
        let now = Found::look(dir.path(), cycle % SOUND_EVERY == 0 || cycle == cycles).await;
        office.compare(&shift, &now);
    }
    office.assert_all_have_worked();
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
        std::thread::sleep(moment());
        migrating.kill().unwrap();
        migrating.wait().unwrap();
        assert!(command(dir.path(), &["migrate"]).status().unwrap().success());
        let store = Store::open_current(&data.join("slipway.db")).await.unwrap();
        store.copy_to(&dir.path().join("sound.db")).await.unwrap();
        let mut names = std::fs::read_dir(&data).unwrap().map(|entry| entry.unwrap().file_name());
        assert!(names.any(|name| name.to_string_lossy().starts_with("slipway-schema-")), "no copy was kept");
    }
}
