//! What has to hold in a dossier: it is complete and nothing else is in it, no member was altered, every decision names
//! content that is there, evidence says what it rests on, and the chain of the history is whole.

use std::collections::{BTreeMap, BTreeSet};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{
    AUDIT, AuditFile, DEFINITION, Decided, Definition, EVIDENCE, Evidence, EvidenceKind, FORMAT, HISTORY, HistoryFile,
    MANIFEST, MOST_BYTES, MOST_MEMBERS, Manifest, Member, NEEDED, REVIEWS, ReviewsFile, SIGNATURE, SNAPSHOTS, Sha256,
    audit, bytes_of, is_path, snapshot_path, state,
};
use crate::moment::Moment;
use crate::review::SubmissionState;

/// A decision and its line in the history are of one moment, give or take that.
const SAME_MOMENT_MILLIS: i64 = 60_000;

/// What is wrong with a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    /// It is no archive, or not one as dossiers are written.
    NotAnArchive,
    /// More members, or more bytes, than are read.
    TooMuch,
    /// A member is called by something that is no plain relative path.
    PathRefused,
    Twice,
    Missing,
    /// It is not in the list of the manifest.
    Extra,
    /// What it holds is not what the manifest says.
    Altered,
    Unreadable,
    /// Another format, or a later version of it.
    FormatUnknown,
    /// The list of the manifest is not in the order of paths, or its hash is another.
    ListBroken,
    /// A decision is about content that is not in the archive.
    ContentMissing,
    /// A decision was made before its request.
    DecidedTooEarly,
    /// The history does not tell of a decision.
    DecisionUntold,
    /// What evidence rests on is not named, or is something else than what is named.
    InputsDiffer,
    /// The chain of the history is broken.
    ChainBroken,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The path of a member.
    pub about: String,
    /// `None`: it is as it should be.
    pub problem: Option<Problem>,
}

struct Checked(Vec<Line>);

impl Checked {
    fn tell(&mut self, about: &str, problem: Option<Problem>) {
        self.0.push(Line { about: about.to_owned(), problem });
    }
}

/// A line for each thing that was looked at, in the order of the archive; the members are as they stand in it. Whether
/// the signature is the console's is not known here.
pub fn verify(members: &[Member], sha256: Sha256) -> Vec<Line> {
    let mut checked = Checked(Vec::new());
    if let Some(problem) = bounds(members) {
        checked.tell(MANIFEST, Some(problem));
        return checked.0;
    }
    check_names(members, &mut checked);
    check_list(members, sha256, &mut checked);
    if checked.0.iter().any(|line| line.problem.is_some()) {
        return checked.0;
    }
    check_snapshots(members, sha256, &mut checked);
    checked.tell(DEFINITION, read::<Definition>(members, DEFINITION).err());
    let history = read::<HistoryFile>(members, HISTORY);
    check_chain(members, history.as_ref(), sha256, &mut checked);
    check_reviews(members, history.as_ref().ok(), &mut checked);
    check_evidence(members, sha256, &mut checked);
    checked.0
}

/// The first thing that is wrong.
pub fn problem(lines: &[Line]) -> Option<(&str, Problem)> {
    lines.iter().find_map(|line| Some((line.about.as_str(), line.problem?)))
}

/// What an archive says of itself, if that can be read.
pub fn manifest(members: &[Member]) -> Option<Manifest> {
    read(members, MANIFEST).ok()
}

fn bounds(members: &[Member]) -> Option<Problem> {
    (members.len() > MOST_MEMBERS || bytes_of(members) > MOST_BYTES).then_some(Problem::TooMuch)
}

fn check_names(members: &[Member], checked: &mut Checked) {
    let mut names = BTreeSet::new();
    for Member { path, .. } in members {
        if !is_path(path) {
            checked.tell(path, Some(Problem::PathRefused));
        } else if !names.insert(path.to_lowercase()) {
            checked.tell(path, Some(Problem::Twice));
        }
    }
    for needed in NEEDED {
        if !members.iter().any(|member| member.path == needed) {
            checked.tell(needed, Some(Problem::Missing));
        }
    }
}

/// The manifest itself, and every member against it.
fn check_list(members: &[Member], sha256: Sha256, checked: &mut Checked) {
    let manifest = match read::<Manifest>(members, MANIFEST) {
        Ok(manifest) if manifest.format == FORMAT => manifest,
        Ok(_) => return checked.tell(MANIFEST, Some(Problem::FormatUnknown)),
        Err(problem) => return checked.tell(MANIFEST, Some(problem)),
    };
    let is_as_written =
        members.first().is_some_and(|first| first.path == MANIFEST && first.bytes == manifest.to_bytes());
    let is_own = is_as_written && manifest.is_own_hash(sha256);
    checked.tell(MANIFEST, (!is_own).then_some(Problem::Altered));
    let is_ordered = manifest.files.windows(2).all(|pair| pair[0].path < pair[1].path);
    if !is_ordered || manifest.state_sha256 != state(&manifest.files, sha256) {
        checked.tell(MANIFEST, Some(Problem::ListBroken));
    }
    let present: BTreeMap<&str, &Member> = members.iter().map(|member| (member.path.as_str(), member)).collect();
    for entry in &manifest.files {
        let problem = match present.get(entry.path.as_str()) {
            None => Some(Problem::Missing),
            Some(member) => {
                let is_same = member.bytes.len() as u64 == entry.bytes && sha256(&member.bytes) == entry.sha256;
                (!is_same).then_some(Problem::Altered)
            }
        };
        checked.tell(&entry.path, problem);
    }
    let listed: BTreeSet<&str> = manifest.files.iter().map(|entry| entry.path.as_str()).collect();
    for Member { path, .. } in members {
        if path != MANIFEST && path != SIGNATURE && !listed.contains(path.as_str()) {
            checked.tell(path, Some(Problem::Extra));
        }
    }
    let is_signed = members.get(1).is_some_and(|second| second.path == SIGNATURE);
    let rest = members.iter().skip(if is_signed { 2 } else { 1 });
    if !rest.map(|member| &member.path).eq(manifest.files.iter().map(|entry| &entry.path)) {
        checked.tell(MANIFEST, Some(Problem::ListBroken));
    }
}

/// Each is called by the hash that decisions name.
fn check_snapshots(members: &[Member], sha256: Sha256, checked: &mut Checked) {
    for member in members.iter().filter(|member| member.path.starts_with(SNAPSHOTS)) {
        let is_named = member.path == snapshot_path(&sha256(&member.bytes));
        checked.tell(&member.path, (!is_named).then_some(Problem::Altered));
    }
}

fn check_chain(members: &[Member], history: Result<&HistoryFile, &Problem>, sha256: Sha256, checked: &mut Checked) {
    let history = match history {
        Ok(history) => history,
        Err(problem) => return checked.tell(HISTORY, Some(*problem)),
    };
    let told = read::<AuditFile>(members, AUDIT);
    let problem = match (told, audit(history, sha256)) {
        (Ok(told), Some(computed)) => (told != computed).then_some(Problem::ChainBroken),
        (Err(problem), _) => Some(problem),
        (_, None) => Some(Problem::Unreadable),
    };
    checked.tell(AUDIT, problem);
}

fn check_reviews(members: &[Member], history: Option<&HistoryFile>, checked: &mut Checked) {
    let reviews = match read::<ReviewsFile>(members, REVIEWS) {
        Ok(reviews) => reviews,
        Err(problem) => return checked.tell(REVIEWS, Some(problem)),
    };
    let told = history.map(told).unwrap_or_default();
    let paths: BTreeSet<&str> = members.iter().map(|member| member.path.as_str()).collect();
    for request in &reviews.requests {
        let is_there = paths.contains(snapshot_path(&request.content_sha256).as_str());
        let here = request.tracks.iter().filter(|one| one.kept_from.is_none());
        let decisions = || request.decision.iter().chain(here.clone().filter_map(|one| one.decision.as_ref()));
        let is_decided = request.state == SubmissionState::Open || request.decision.is_some();
        let problem = if !is_there {
            Some(Problem::ContentMissing)
        } else if decisions().any(|decided| decided.at < request.submitted_at) {
            Some(Problem::DecidedTooEarly)
        } else if !is_decided || !decisions().all(|decided| is_told(decided, &told)) {
            Some(Problem::DecisionUntold)
        } else {
            None
        };
        checked.tell(REVIEWS, problem);
    }
}

fn check_evidence(members: &[Member], sha256: Sha256, checked: &mut Checked) {
    for member in members.iter().filter(|member| member.path.starts_with(EVIDENCE)) {
        let problem = match parsed::<Evidence>(member) {
            Err(problem) => Some(problem),
            Ok(evidence) => {
                let rests = match (&evidence.inputs_sha256, &evidence.inputs) {
                    (Some(named), Some(inputs)) => *named == sha256(inputs.get().as_bytes()),
                    (_, None) => evidence.kind == EvidenceKind::Tick,
                    (None, Some(_)) => false,
                };
                (!rests).then_some(Problem::InputsDiffer)
            }
        };
        checked.tell(&member.path, problem);
    }
}

/// What a line of the history says of who did something when.
#[derive(Deserialize)]
struct Told {
    at: Moment,
    actor_name: String,
}

/// When somebody of a name did something, in milliseconds. The list is a stranger's and may be long: it is looked up.
type Deeds = BTreeMap<String, BTreeSet<i64>>;

fn told(history: &HistoryFile) -> Deeds {
    let mut deeds = Deeds::new();
    for event in &history.events {
        if let Ok(Told { at, actor_name }) = serde_json::from_str(event.get()) {
            deeds.entry(actor_name).or_default().insert(at.millis());
        }
    }
    deeds
}

fn is_told(decided: &Decided, told: &Deeds) -> bool {
    let at = decided.at.millis();
    let around = at.saturating_sub(SAME_MOMENT_MILLIS)..=at.saturating_add(SAME_MOMENT_MILLIS);
    told.get(&decided.by).is_some_and(|moments| moments.range(around).next().is_some())
}

fn read<T: DeserializeOwned>(members: &[Member], path: &str) -> Result<T, Problem> {
    parsed(members.iter().find(|member| member.path == path).ok_or(Problem::Missing)?)
}

fn parsed<T: DeserializeOwned>(member: &Member) -> Result<T, Problem> {
    serde_json::from_slice(&member.bytes).map_err(|_| Problem::Unreadable)
}
