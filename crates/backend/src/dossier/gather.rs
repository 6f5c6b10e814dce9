//! The members of a dossier, read from the store. Secrets are sealed there or kept as hashes, and none of them is asked
//! for.

use serde::Serialize;
use slipway_domain::dossier::{
    AUDIT, CATALOG, DEFINITION, Definition, Evidence, EvidenceKind, HISTORY, HistoryFile, Member, ORIGIN, REVIEWS,
    Request, ReviewsFile, THREADS, audit, evidence_path, fits, icon_path, line, picture_path, raw, snapshot_path, text,
};
use slipway_domain::event::EventKind;
use slipway_domain::export;
use slipway_domain::offering::Scope;
use slipway_domain::picture::Encoding;
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_domain::test_run::Attested;
use slipway_domain::thread::{Remark, Thread};
use slipway_domain::view::{CheckResult, Exchange, Leftover, TestRunLine};
use slipway_store::EventFilter;

use super::Gathered;
use crate::digest::hex_of;
use crate::{Backend, Report, Result};

/// A thread with what was said in it.
#[derive(Serialize)]
struct Talk {
    thread: Thread,
    remarks: Vec<Remark>,
}

/// What came of a test run, with its calls as long as they are kept.
#[derive(Serialize)]
struct FoundByRun {
    run: TestRunLine,
    checks: Vec<CheckResult>,
    exchanges: Vec<Exchange>,
    leftovers: Vec<Leftover>,
    /// What the run left to people, by the id of the check.
    attested: Vec<(String, Attested)>,
}

impl Backend {
    /// Nobody writes while this is read: the caller holds the one writer.
    pub(super) async fn gathered(&self, scope: Scope, with_internal: bool) -> Result<Gathered> {
        let offering = self.store().offering(scope).await?.ok_or(Rejection::NotFound(Kind::Offering))?;
        let offering = self.as_known(offering);
        let mut members = vec![Member::new(DEFINITION, text(&Definition::of(&offering)))];
        if let Ok(catalog) = export::catalog_json(&offering) {
            members.push(Member::new(CATALOG, catalog.to_bytes()));
        }
        for (sha256, content) in self.store().snapshot_texts(scope).await? {
            members.push(Member::new(snapshot_path(&sha256), content.into_bytes()));
        }
        self.gather_pictures(scope, &mut members).await?;
        members.push(Member::new(THREADS, self.threads_text(scope, with_internal).await?));
        members.push(Member::new(REVIEWS, self.reviews_text(scope, with_internal).await?));
        self.gather_runs(scope, &mut members).await?;
        self.gather_ticks(scope, &mut members).await?;
        self.gather_history(scope, with_internal, &mut members).await?;
        if let Some(archive) = self.store().imported_dossier(scope).await? {
            members.push(Member::new(ORIGIN, archive));
            // Better without it than one that nobody can check any more.
            if !fits(&members) {
                members.pop();
            }
        }
        if !fits(&members) {
            return Err(Rejection::Refused(Refusal::DossierTooLarge).into());
        }
        Ok(Gathered { offering, members })
    }

    async fn gather_pictures(&self, scope: Scope, members: &mut Vec<Member>) -> Result<()> {
        for name in self.store().icons_of(scope).await? {
            if let Some(png) = self.store().icon(&name).await? {
                members.push(Member::new(icon_path(&name), png));
            }
        }
        for name in self.store().pictures_of(scope).await? {
            if let Some(picture) = self.store().picture(&name).await? {
                let path = picture_path(&name, picture.encoding == Encoding::Png);
                members.push(Member::new(path, picture.body));
            }
        }
        Ok(())
    }

    async fn threads_text(&self, scope: Scope, with_internal: bool) -> Result<Vec<u8>> {
        let said = self.store().remarks(scope, with_internal).await?;
        let threads = self.store().threads(scope).await?.into_iter().map(|thread| {
            let remarks = said.iter().filter(|(of, _)| *of == thread.id).map(|(_, remark)| remark.clone()).collect();
            Talk { thread, remarks }
        });
        Ok(text(&threads.collect::<Vec<_>>()))
    }

    async fn reviews_text(&self, scope: Scope, with_internal: bool) -> Result<Vec<u8>> {
        let mut requests = Vec::new();
        for submission in self.store().submissions(scope).await? {
            let mut note = String::new();
            if with_internal {
                note = self.store().internal_note(scope, submission.id).await?;
                for (track, about) in self.store().track_notes(scope, submission.id).await? {
                    let line = format!("{}: {about}", track.name());
                    note = if note.is_empty() { line } else { format!("{note}\n{line}") };
                }
            }
            requests.push(Request::of(&submission, note));
        }
        Ok(text(&ReviewsFile { requests }))
    }

    /// Test runs that came to an end, and kept runs of metering sandboxes.
    async fn gather_runs(&self, scope: Scope, members: &mut Vec<Member>) -> Result<()> {
        let store = self.store();
        for ended in store.test_runs(scope).await?.into_iter().filter(|run| !run.progress.is_open()) {
            let id = ended.id;
            let Some((run, checks)) = store.test_run(scope, id).await? else { continue };
            let path = evidence_path(&format!("test-run-{:05}", run.number));
            let of = (EvidenceKind::TestRun, run.ended_at.unwrap_or(run.queued_at), run.by_name.clone());
            let inputs = run.inputs.clone();
            let found = FoundByRun {
                exchanges: store.test_exchanges(scope, id).await?,
                leftovers: store.test_leftovers(scope, id).await?,
                attested: store.test_attestations(scope, id).await?,
                run,
                checks,
            };
            members.push(evidence(path, Evidence::resting_on(of, &inputs, &found, hex_of))?);
        }
        for (number, (run, whole)) in store.sandbox_texts(scope).await?.into_iter().enumerate() {
            let path = evidence_path(&format!("sandbox-run-{:05}", number + 1));
            let of = (EvidenceKind::SandboxRun, run.at, run.by_name.clone());
            let inputs = (run.plan, run.fingerprint.clone());
            members.push(evidence(path, Evidence::resting_on(of, &inputs, &(run, whole), hex_of))?);
        }
        Ok(())
    }

    async fn gather_ticks(&self, scope: Scope, members: &mut Vec<Member>) -> Result<()> {
        for tick in self.store().attestations(scope).await? {
            let found = raw(&tick.row);
            let told = found.map(|found| Evidence {
                kind: EvidenceKind::Tick,
                at: tick.at,
                by: tick.by_name.clone(),
                inputs_sha256: Some(tick.inputs_sha256).filter(|sha256| !sha256.is_empty()),
                inputs: None,
                found,
            });
            members.push(evidence(evidence_path(&format!("tick-{}", tick.row)), told)?);
        }
        Ok(())
    }

    async fn gather_history(&self, scope: Scope, with_internal: bool, members: &mut Vec<Member>) -> Result<()> {
        let filter = EventFilter {
            account: Some(scope.account),
            offering: Some(scope.offering),
            with_internal,
            limit: u32::MAX,
            ..EventFilter::default()
        };
        let events = self.store().events(&filter).await?;
        let told = events.iter().rev().filter(|event| event.kind != EventKind::DossierExported);
        let history = HistoryFile { events: told.map(line).collect::<Option<_>>().ok_or_else(unwritten)? };
        let chain = audit(&history, hex_of).ok_or_else(unwritten)?;
        members.push(Member::new(HISTORY, text(&history)));
        members.push(Member::new(AUDIT, text(&chain)));
        Ok(())
    }
}

fn evidence(path: String, evidence: Option<Evidence>) -> Result<Member> {
    Ok(Member::new(path, text(&evidence.ok_or_else(unwritten)?)))
}

fn unwritten() -> Report {
    Report::new("a dossier", "a part of it could not be written as JSON")
}
