//! A power cut at any moment (security.md §4 and §5, T-POWER): what was acknowledged is there afterwards and nothing is
//! half there. SIGKILL alone cannot show that, since the system still has what a killed process wrote and never synced.

use crate::support::{Office, cycles};
use rig::{Disk, Rig};

mod rig;

/// How often the power is cut while people work; `SLIPWAY_POWER_CYCLES` asks for more.
const CYCLES: usize = 10;

async fn assert_kept_by(disk: Disk) {
    let rig = Rig::build();
    let before = rig.look("before the first cut").await;
    let mut process = rig.serve(disk);
    let mut office = Office::open(&process, &before).await;
    let mut kept = 0;
    for cycle in 1..=cycles("SLIPWAY_POWER_CYCLES", CYCLES) {
        let shift = office.work_until_killed(process, &format!("{disk:?}, cycle {cycle}")).await;
        let syncs = rig.cut();
        let now = rig.look(&shift.when).await;
        let acknowledged = office.compare(&shift, &now);
        let when = &shift.when;
        assert!(syncs >= acknowledged, "{when}: {acknowledged} steps were acknowledged, {syncs} syncs made");
        kept += acknowledged;
        process = rig.serve(disk);
    }
    assert!(kept > 0, "nothing was acknowledged");
}

#[tokio::test(flavor = "multi_thread")]
#[cfg_attr(not(all(target_os = "linux", target_env = "gnu")), ignore = "no power to cut: it needs LD_PRELOAD of Linux")]
async fn what_was_acknowledged_survives_a_power_cut_at_any_moment() {
    assert_kept_by(Disk::Lazy).await;
}

#[tokio::test(flavor = "multi_thread")]
#[cfg_attr(not(all(target_os = "linux", target_env = "gnu")), ignore = "no power to cut: it needs LD_PRELOAD of Linux")]
async fn what_was_acknowledged_survives_when_some_of_the_rest_had_reached_the_disk() {
    assert_kept_by(Disk::Eager).await;
}

/// The control: without syncs the two above would fail, or they see nothing. Nothing in the product turns syncs off, so
/// the disk ignores them, which is the same to it: those of every file, as with `synchronous = off`, and those of the log
/// alone, which a commit does without under `synchronous = normal`.
#[tokio::test(flavor = "multi_thread")]
#[cfg_attr(not(all(target_os = "linux", target_env = "gnu")), ignore = "no power to cut: it needs LD_PRELOAD of Linux")]
async fn a_power_cut_takes_what_was_acknowledged_and_not_synced() {
    for unsynced in ["", "-wal"] {
        let rig = Rig::build();
        let before = rig.look("before the cut").await;
        let process = rig.serve(Disk::Deaf(unsynced));
        let office = Office::open(&process, &before).await;
        let shift = office.work(&process, 2).await;
        process.kill();
        assert_eq!(rig.cut(), 0, "the log was synced");
        let now = rig.look(&shift.when).await;
        assert!(shift.lost(&now) > 0, "{unsynced:?}: nothing is lost without syncs");
    }
}
