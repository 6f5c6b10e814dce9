//! SIGKILL at any moment (security.md §4): what was acknowledged is there afterwards, nothing is half there, and the next
//! start needs nobody's help.

use std::collections::HashSet;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use hyper::StatusCode;
use slipway_backend::Ids;
use slipway_backend::demo::{OFFERING, PASSWORD};
use slipway_domain::offering::{Offering, Section};
use slipway_store::{EventFilter, Store};
use tempfile::TempDir;
use tokio::task::JoinSet;

use crate::support::{Browser, Process, Request, Scene, command};

const KIM: &str = "kim@northwind.example";

/// How often the server is killed while people save; `SLIPWAY_KILL_CYCLES` asks for more.
const CYCLES: usize = 20;
/// How often a migration is.
const MIGRATIONS: usize = 5;

/// The longest that a process lives before it is killed.
const LONGEST_MS: u64 = 150;

/// Who saves what, one save after the other.
const EDITORS: [(Section, &str, &str); 3] = [
    (Section::Listing, "/api/listing/save", "listing[display_name]"),
    (Section::Summary, "/api/summary/save", "summary[description]"),
    (Section::Settings, "/api/settings/save", "settings[bindable]"),
];

/// What one editor knows: the log of acknowledgements, outside of the database.
#[derive(Debug, Clone)]
struct Editor {
    section: Section,
    function: &'static str,
    field: &'static str,
    /// The revision of the last save that was acknowledged, and what was in it.
    revision: i64,
    text: String,
    /// What was sent after that. It may have arrived.
    in_flight: Option<String>,
}

impl Editor {
    /// Saves until the server is gone.
    async fn save(mut self, browser: Browser) -> Self {
        loop {
            // Several pages long, so that a torn save would show.
            let text = format!("{} {}", self.revision + 1, "x".repeat(9_000));
            self.in_flight = Some(text.clone());
            let revision = self.revision.to_string();
            let fields = [("offering", OFFERING), ("revision", revision.as_str()), (self.field, text.as_str())];
            let request = Request::form(self.function, &fields).header("accept", "application/json");
            match browser.try_send(request).await {
                Ok(answer) => assert_eq!(answer.status, StatusCode::OK, "{}", answer.body),
                Err(_) => return self,
            }
            self.revision += 1;
            self.text = text;
            self.in_flight = None;
        }
    }

    /// Compares the log with the database, and goes on from there.
    fn compare(&mut self, offering: &Offering) {
        let (revision, text) = saved(offering, self.section);
        if revision == self.revision {
            assert_eq!(text, self.text, "an acknowledged save of {:?} is not as it was", self.section);
        } else {
            assert_eq!(revision, self.revision + 1, "of {:?} an acknowledged save is lost", self.section);
            assert_eq!(Some(&text), self.in_flight.as_ref(), "nobody has sent this to {:?}", self.section);
        }
        (self.revision, self.text, self.in_flight) = (revision, text, None);
    }
}

fn saved(offering: &Offering, section: Section) -> (i64, String) {
    match section {
        Section::Listing => (offering.listing.revision, offering.listing.draft.display_name.clone()),
        Section::Summary => (offering.summary.revision, offering.summary.draft.description.clone()),
        Section::Settings => (offering.settings.revision, offering.settings.draft.bindable.clone()),
        Section::Access => (offering.access.revision, String::new()),
    }
}

/// What the database holds, having been found sound.
struct Found {
    offering: Offering,
    /// Versions that are kept, beside those that the sections' revisions ask for.
    surplus_versions: i64,
    events: HashSet<(Section, i64)>,
}

async fn found(dir: &Path) -> Found {
    let store = Store::open_current(&dir.join("data/slipway.db")).await.unwrap();
    // Checks pages, references and rows.
    store.copy_to(&dir.join("sound.db")).await.unwrap();
    std::fs::remove_file(dir.join("sound.db")).unwrap();
    let id = store.offering_named(OFFERING).await.unwrap().unwrap();
    let offering = store.offering(id).await.unwrap().unwrap();
    let filter = EventFilter { kind: "section.saved".to_owned(), limit: u32::MAX, ..EventFilter::default() };
    let lines = store.events(&filter).await.unwrap();
    let events = lines.into_iter().filter_map(|line| Some((line.detail.section?, line.detail.revision?))).collect();
    let versions = i64::try_from(store.digests().await.unwrap()["section_version"].rows).unwrap();
    let sections = [Section::Listing, Section::Summary, Section::Settings, Section::Access];
    let revisions: i64 = sections.map(|section| saved(&offering, section).0).iter().sum();
    store.close().await;
    Found { offering, surplus_versions: versions - revisions, events }
}

/// Different each time, since the moments that nobody thought of are the ones that matter.
fn moment(at_most_ms: u64) -> Duration {
    Duration::from_micros(u64::from_le_bytes(Ids::System.bytes()) % (at_most_ms * 1000))
}

fn cycles() -> usize {
    std::env::var_os("SLIPWAY_KILL_CYCLES").and_then(|text| text.to_str()?.parse().ok()).unwrap_or(CYCLES)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_a_kill_at_any_moment() {
    let dir = TempDir::new().unwrap();
    Scene::Demo.lay_out(&dir.path().join("data"));
    let before = found(dir.path()).await;
    let mut editors = EDITORS.map(|(section, function, field)| {
        let (revision, text) = saved(&before.offering, section);
        Editor { section, function, field, revision, text, in_flight: None }
    });

    let mut process = Process::serve(dir.path());
    let browser = Browser::new(process.address);
    assert_eq!(browser.sign_in(KIM, PASSWORD).await.location(), Some("/"));
    let cookie = browser.cookie("__Host-session").unwrap();
    let mut acknowledged = 0;
    for cycle in 0..cycles() {
        let mut editing = JoinSet::new();
        for editor in editors.clone() {
            let browser = Browser::new(process.address);
            browser.set_cookie("__Host-session", &cookie);
            editing.spawn(editor.save(browser));
        }
        // Nobody stops by themselves: this is how long they may go on.
        let lived = moment(LONGEST_MS);
        assert!(tokio::time::timeout(lived, editing.join_next()).await.is_err(), "after {lived:?}");
        process.kill();
        // The next start meets the files as the kill left them.
        process = Process::serve(dir.path());
        let now = found(dir.path()).await;
        for editor in editing.join_all().await {
            let at = editors.iter().position(|known| known.section == editor.section).unwrap();
            let first = editors[at].revision + 1;
            acknowledged += editor.revision - editors[at].revision;
            editors[at] = editor;
            editors[at].compare(&now.offering);
            for revision in first..=editors[at].revision {
                let line = (editors[at].section, revision);
                assert!(now.events.contains(&line), "cycle {cycle}, after {lived:?}: no line for {line:?}");
            }
        }
        assert_eq!(now.surplus_versions, before.surplus_versions, "cycle {cycle}, after {lived:?}: a torn save");
    }
    assert!(acknowledged > 0, "somebody saved something");
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
