//! SIGKILL at any moment of any job that calls a broker: the executable is killed again and again while instances are
//! made, changed, bound and removed, a test run runs, and a catalog is fetched and tried. The broker goes on in the
//! test. Left alone afterwards, the console brings everything to its end, and the two agree. What a kill does at each
//! commit and each call is tried one by one in `crates/backend/tests/it/kills.rs`; here nobody knows the moment.
//! `SLIPWAY_JOBS_CYCLES` asks for more kills, `SLIPWAY_JOBS_SEED` for those of a run that failed.

use std::process::Command;
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use slipway_backend::Ids;
use slipway_backend::demo::OFFERING;
use slipway_domain::export;
use slipway_osb::fake::{Credentials, FakeBroker};
use tempfile::TempDir;
use tokio::task::JoinSet;

use crate::support::{Facts, Process, Scene, Stage, cycles};
use desk::{Desk, Made};

mod desk;
mod settled;

/// How often the console is killed. With each comes a start of it.
const CYCLES: usize = 25;
/// The longest that people work before.
const LONGEST_MICROS: u64 = 700_000;
/// How much later the next process starts: longer than every lease of an operation or a run.
const LATER: Duration = Duration::from_mins(5);
/// The same when nobody kills any more. Between two attempts are up to four hours after so many kills (§6.5).
const MUCH_LATER: Duration = Duration::from_hours(4);
/// Starts in which everything has to come to its end, and how long each may take.
const STARTS: usize = 8;
const PATIENCE: Duration = Duration::from_secs(15);
/// The longest that the broker takes for an answer.
const SLOWEST_MICROS: u64 = 40_000;

const AHEAD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/jobs_kill/ahead.c");
const ADA: &str = "ada@northwind.example";
const KIM: &str = "kim@northwind.example";

/// A console that dies, and a broker that does not.
struct Rig {
    dir: TempDir,
    broker: FakeBroker,
    facts: &'static Facts,
    /// How much later than now the latest process is.
    ahead: Duration,
}

impl Rig {
    /// A published offering at rest, whose broker is ours.
    async fn build() -> Self {
        let stage = Scene::Ready.open().await;
        let broker = own_broker(&stage).await;
        let ada = stage.browser_of(ADA);
        let seen = ada.sees(OFFERING).await;
        let published = ada.post("/api/release/limited", &[("offering", OFFERING), ("seen", &seen)]).await;
        assert!(published.status.is_redirection(), "{}", published.body);
        let facts = stage.facts;
        let (_, dir) = stage.server.stopped().await;
        let mut compiler = Command::new("cc");
        compiler.args(["-shared", "-fPIC", AHEAD, "-ldl", "-o"]).arg(dir.path().join("ahead.so"));
        assert!(compiler.status().unwrap().success(), "the C compiler builds {AHEAD}");
        Self { dir, broker, facts, ahead: Duration::ZERO }
    }

    /// Starts the console, so much later than the last time. What the broker worked on is done by then.
    fn serve(&mut self, later: Duration) -> Process {
        self.broker.finish();
        self.ahead += later;
        Process::serve_with(self.dir.path(), |command| {
            command
                .env("LD_PRELOAD", self.dir.path().join("ahead.so"))
                .env("CLOCK_AHEAD_SECONDS", self.ahead.as_secs().to_string())
                .env("SLIPWAY__OUTBOUND__LAB", "true");
        })
    }

    /// How the broker is until the next kill.
    fn change_mood(&self, random: &mut StdRng) {
        let standard = &self.facts["plan"];
        let polls = random.random_bool(0.5).then_some(1);
        self.broker.set_asynchronous(standard, polls);
        self.broker.set_asynchronous_bindings(standard, polls);
        self.broker.answer_after(Duration::from_micros(random.random_range(0..SLOWEST_MICROS)));
    }

    /// People work until the console is killed.
    async fn cycle(&mut self, random: &mut StdRng, made: &mut Made) {
        let process = self.serve(LATER);
        let desk = Desk::open(&process, self.facts, &self.broker.url()).await;
        self.change_mood(random);
        let mut working = JoinSet::new();
        working.spawn(desk.consume(StdRng::seed_from_u64(random.random())));
        working.spawn(desk.provide(StdRng::seed_from_u64(random.random())));
        let lived = Duration::from_micros(random.random_range(0..LONGEST_MICROS));
        let stopped = tokio::time::timeout(lived, working.join_next()).await;
        assert!(stopped.is_err(), "somebody stopped before the console was killed: {stopped:?}");
        process.kill();
        for more in working.join_all().await {
            made.merge(more);
        }
    }

    /// Nobody works and nobody kills: the console goes on with what it finds.
    async fn settle(&mut self) {
        self.broker.answer_after(Duration::ZERO);
        self.broker.set_asynchronous(&self.facts["plan"], None);
        for _ in 0..STARTS {
            let process = self.serve(MUCH_LATER);
            let desk = Desk::open(&process, self.facts, &self.broker.url()).await;
            let is_settled = tokio::time::timeout(PATIENCE, desk.wait_for_rest(self.ahead)).await.is_ok();
            process.terminate();
            assert!(process.ended().success());
            if is_settled {
                return;
            }
        }
        panic!("something is still under way after {STARTS} starts");
    }
}

/// Registered with the definitions as they are.
async fn own_broker(stage: &Stage) -> FakeBroker {
    let credentials = Credentials { username: "slipway".to_owned(), password: desk::PASSWORD.to_owned() };
    let store = stage.server.backend.store();
    let scope = store.offering_named(OFFERING).await.unwrap().unwrap();
    let definitions = export::definitions(&store.offering(scope).await.unwrap().unwrap());
    let broker = FakeBroker::start(serde_json::to_value(definitions).unwrap(), credentials).await.unwrap();
    let (kim, url, id) = (stage.browser_of(KIM), broker.url(), stage.facts["broker"].as_str());
    let mut fields = desk::broker_form(id, &url);
    fields.push(("revision", stage.facts["broker_revision"].as_str()));
    let saved = kim.post("/api/broker/save", &fields).await;
    assert!(saved.status.is_redirection(), "{}", saved.body);
    let registered = kim.post("/api/broker/register", &[("offering", OFFERING), ("id", id)]).await;
    assert!(registered.status.is_redirection(), "{}", registered.body);
    broker
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
#[cfg_attr(
    not(all(target_os = "linux", target_env = "gnu")),
    ignore = "no clock to put ahead: it needs LD_PRELOAD of Linux"
)]
async fn whatever_job_is_killed_comes_to_its_end_and_leaves_nothing_at_the_broker() {
    let any = usize::from_le_bytes(Ids::System.bytes());
    let seed = u64::try_from(cycles("SLIPWAY_JOBS_SEED", any)).unwrap();
    println!("SLIPWAY_JOBS_SEED={seed}");
    let mut random = StdRng::seed_from_u64(seed);
    let mut rig = Rig::build().await;
    let mut made = Made::default();
    let cycles = cycles("SLIPWAY_JOBS_CYCLES", CYCLES);
    for cycle in 0..4 * cycles {
        // A slow machine gets to everything later.
        if cycle >= cycles && made.has_every_kind() {
            break;
        }
        rig.cycle(&mut random, &mut made).await;
    }
    rig.settle().await;
    settled::assert_settled(rig.dir.path(), &rig.broker, &rig.facts["orrery"], &made).await;
}
