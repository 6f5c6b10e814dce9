//! People at their desks who save while the server is taken away from under them, and what must be there afterwards
//! (security.md §4): everything that was acknowledged, and nothing by half.

use std::time::Duration;

use slipway_backend::Ids;
use slipway_backend::demo::PASSWORD;
use tokio::task::JoinSet;

use super::{Browser, Process};
use desk::{Desk, WORK};

mod desk;
mod found;

pub(crate) use found::Found;

const KIM: &str = "kim@northwind.example";
const BEA: &str = "bea@operator.example";

/// The longest that people work before the server is killed.
const LONGEST_MS: u64 = 150;

/// The desks of the workshop, and the sessions of those who sit there.
pub(crate) struct Office {
    desks: [Desk; WORK.len()],
    /// Steps of each desk, over all shifts.
    acknowledged: [i64; WORK.len()],
    surplus_versions: i64,
    kim: String,
    bea: String,
}

/// The desks as they were left when the server went: their logs of acknowledgements.
pub(crate) struct Shift {
    desks: Vec<Desk>,
    pub(crate) when: String,
}

/// Different each time, since the moments that nobody thought of are the ones that matter.
pub(crate) fn moment() -> Duration {
    Duration::from_micros(u64::from_le_bytes(Ids::System.bytes()) % (LONGEST_MS * 1000))
}

/// How often the server is taken away: as that variable of the environment says, or so many times.
pub(crate) fn cycles(variable: &str, otherwise: usize) -> usize {
    std::env::var_os(variable).and_then(|text| text.to_str()?.parse().ok()).unwrap_or(otherwise)
}

impl Office {
    /// Signs everybody in. `before` is what the database holds.
    pub(crate) async fn open(process: &Process, before: &Found) -> Self {
        Self {
            desks: WORK.map(|work| Desk::of(work, before)),
            acknowledged: WORK.map(|_| 0),
            surplus_versions: before.surplus_versions,
            kim: session_of(process, KIM).await,
            bea: session_of(process, BEA).await,
        }
    }

    /// All of them work until the server is killed, which is at any moment.
    pub(crate) async fn work_until_killed(&self, process: Process, cycle: &str) -> Shift {
        let mut working = JoinSet::new();
        for desk in self.desks.clone() {
            working.spawn(desk.work(browser(&process, &self.kim), browser(&process, &self.bea)));
        }
        // Nobody stops by themselves: this is how long they may go on.
        let lived = moment();
        let stopped = tokio::time::timeout(lived, working.join_next()).await;
        let when = format!("{cycle}, after {lived:?}");
        assert!(stopped.is_err(), "{when}: {stopped:?}");
        process.kill();
        Shift { desks: working.join_all().await, when }
    }

    /// One after the other makes a number of steps, and each step is acknowledged.
    pub(crate) async fn work(&self, process: &Process, steps: usize) -> Shift {
        let (kim, bea) = (browser(process, &self.kim), browser(process, &self.bea));
        let mut desks = self.desks.to_vec();
        for desk in &mut desks {
            for _ in 0..steps {
                assert!(desk.step(&kim, &bea).await, "the server is there");
            }
        }
        Shift { desks, when: format!("after {steps} steps of each") }
    }

    /// Compares what was acknowledged with what is there, and goes on from that. Answers how many steps of the shift
    /// were acknowledged.
    pub(crate) fn compare(&mut self, shift: &Shift, now: &Found) -> i64 {
        let when = &shift.when;
        let mut acknowledged = 0;
        for mut desk in shift.desks.iter().cloned() {
            let at = WORK.iter().position(|work| *work == desk.work).unwrap();
            let steps = desk.done - self.desks[at].done;
            self.acknowledged[at] += steps;
            acknowledged += steps;
            desk.compare(now, when);
            self.desks[at] = desk;
        }
        assert_eq!(now.surplus_versions, self.surplus_versions, "{when}: a torn save");
        acknowledged
    }

    /// So that nobody's work is compared with nothing.
    pub(crate) fn assert_all_have_worked(&self) {
        for (work, acknowledged) in WORK.iter().zip(self.acknowledged) {
            assert!(acknowledged > 0, "nothing of {work:?} was acknowledged");
        }
    }
}

impl Shift {
    /// How many steps were acknowledged and are not there.
    pub(crate) fn lost(&self, now: &Found) -> i64 {
        self.desks.iter().map(|desk| (desk.done - desk.steps_in(now)).max(0)).sum()
    }
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
