//! The portable dossier of an offering: its definition with pictures, what was handed in and published, threads,
//! reviews, evidence and history, as members of one archive that anybody can check without a console. Here is what the
//! members say and what has to hold between them. It reads no archive and has no hash function: one is handed in.

use core::fmt::Write as _;

use serde::{Deserialize, Serialize};

use crate::caller::Person;
use crate::ids::{AccountId, OfferingId};
use crate::policy::{self, Context, Denial, Object, Verb};

mod chain;
mod definition;
mod evidence;
mod reviews;
mod verify;

pub use chain::{AuditFile, AuditLine, FIRST, HistoryFile, audit, line};
pub use definition::{DefinedPlan, Definition, DeployedPlan, NamedBroker, WrittenLanguage};
pub use evidence::{Evidence, EvidenceKind, raw};
pub use reviews::{Decided, Request, ReviewsFile, TrackLine};
pub use verify::{Line, Problem, manifest, problem, verify};

/// What this version writes and reads.
pub const FORMAT: &str = "slipway-dossier/1";
/// The list of the members, which comes first.
pub const MANIFEST: &str = "dossier.json";
/// The console's signature of the manifest's hash, which comes second where there is one.
pub const SIGNATURE: &str = "dossier.jws";
pub const DEFINITION: &str = "definition/offering.json";
/// What a broker has to answer. Not there as long as the definition lacks something that it needs.
pub const CATALOG: &str = "definition/catalog.json";
pub const THREADS: &str = "threads.json";
pub const REVIEWS: &str = "reviews.json";
pub const HISTORY: &str = "history.json";
pub const AUDIT: &str = "audit.json";
/// The archive that the offering was made of, where it came from another console.
pub const ORIGIN: &str = "origin/dossier.zip";

/// The most members of an archive that is read.
pub const MOST_MEMBERS: usize = 4_000;
/// The most bytes of all members together.
pub const MOST_BYTES: u64 = 64 * 1024 * 1024;
/// The most bytes of imported archives that an account keeps, over all its offerings: they stay for good.
pub const MOST_KEPT: u64 = 128 * 1024 * 1024;

const SNAPSHOTS: &str = "snapshots/";
const EVIDENCE: &str = "evidence/";
const ICONS: &str = "media/icons/";
const PICTURES: &str = "media/pictures/";
const LONGEST_PATH: usize = 200;
const DEEPEST_PATH: usize = 3;
/// Left for the manifest, which names as many members as there may be, and for its signature.
const ROOM: u64 = 2 * 1024 * 1024;
/// Without these it is no dossier.
const NEEDED: [&str; 5] = [DEFINITION, THREADS, REVIEWS, HISTORY, AUDIT];

/// SHA-256 in lower-case hexadecimal digits.
pub type Sha256 = fn(&[u8]) -> String;

/// A file of the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// As [`is_path`] has it.
    pub path: String,
    pub bytes: Vec<u8>,
}

impl Member {
    pub fn new(path: impl Into<String>, bytes: Vec<u8>) -> Self {
        Self { path: path.into(), bytes }
    }
}

/// What an archive says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// [`FORMAT`]
    pub format: String,
    pub about: About,
    /// Every member but this one and the signature, in the order of their paths.
    pub files: Vec<Entry>,
    /// Over the list of the files alone: two dossiers of the same state have the same one, whoever made them when.
    pub state_sha256: String,
    /// Over this document with an empty text in this place: what is signed.
    pub sha256: String,
}

/// Whose dossier it is, and who made it when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// What the operator of the console calls itself.
    pub console: String,
    /// Where the console is: `https://console.example`.
    pub address: String,
    pub offering: String,
    pub service_id: OfferingId,
    /// RFC 3339
    pub made_at: String,
    /// A name; empty: whoever owns the machine.
    pub made_by: String,
    /// What only the operator's people read is in it.
    pub with_internal_notes: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    pub path: String,
    pub bytes: u64,
    pub sha256: String,
}

impl Manifest {
    /// The manifest of these members.
    pub fn of(about: About, members: &[Member], sha256: Sha256) -> Self {
        let entry = |member: &Member| Entry {
            path: member.path.clone(),
            bytes: member.bytes.len() as u64,
            sha256: sha256(&member.bytes),
        };
        let files: Vec<Entry> = members.iter().map(entry).collect();
        let state_sha256 = state(&files, sha256);
        let manifest = Self { format: FORMAT.to_owned(), about, files, state_sha256, sha256: String::new() };
        let sha256 = sha256(&manifest.to_bytes());
        Self { sha256, ..manifest }
    }

    /// As it stands in the archive: the same manifest makes the same bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        text(self)
    }

    fn is_own_hash(&self, sha256: Sha256) -> bool {
        self.sha256 == sha256(&Self { sha256: String::new(), ..self.clone() }.to_bytes())
    }
}

/// Whether somebody may make the dossier of an offering of `owner`: it shows all of its parts at once, so they may view
/// each of them.
pub fn may_make(person: &Person, owner: AccountId) -> Result<(), Denial> {
    let parts = [Object::Offering, Object::Review, Object::Thread, Object::TestRun, Object::Checklist];
    parts.into_iter().try_for_each(|part| policy::may(person, Verb::View, part, Context::of(owner)))
}

/// The members in their order, with the manifest before them.
pub fn assemble(about: About, mut members: Vec<Member>, sha256: Sha256) -> (Manifest, Vec<Member>) {
    members.sort_by(|one, other| one.path.cmp(&other.path));
    let manifest = Manifest::of(about, &members, sha256);
    members.insert(0, Member::new(MANIFEST, manifest.to_bytes()));
    (manifest, members)
}

/// Whether an archive of these members, with its manifest and its signature, is one that is read.
pub fn fits(members: &[Member]) -> bool {
    members.len() + 2 <= MOST_MEMBERS && bytes_of(members).saturating_add(ROOM) <= MOST_BYTES
}

fn bytes_of(members: &[Member]) -> u64 {
    members.iter().fold(0, |sum: u64, member| sum.saturating_add(member.bytes.len() as u64))
}

/// A document as it stands in an archive; nothing of ours fails to be written as JSON.
pub fn text<T: Serialize>(document: &T) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(document).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// The member with what was frozen under that hash.
pub fn snapshot_path(sha256: &str) -> String {
    format!("{SNAPSHOTS}{sha256}.json")
}

pub fn evidence_path(name: &str) -> String {
    format!("{EVIDENCE}{name}.json")
}

/// An uploaded icon, by its name.
pub fn icon_path(name: &str) -> String {
    format!("{ICONS}{name}.png")
}

/// An uploaded picture, by its name, which is its hash.
pub fn picture_path(name: &str, is_png: bool) -> String {
    format!("{PICTURES}{name}.{}", if is_png { "png" } else { "jpg" })
}

/// The name of the icon that a member holds.
pub fn icon_of(path: &str) -> Option<&str> {
    path.strip_prefix(ICONS)?.strip_suffix(".png")
}

/// The name of the picture that a member holds.
pub fn picture_of(path: &str) -> Option<&str> {
    let name = path.strip_prefix(PICTURES)?;
    name.strip_suffix(".png").or_else(|| name.strip_suffix(".jpg"))
}

/// A relative path of few plain names: it leads nowhere out of where it is unpacked, and every system reads it alike.
pub fn is_path(path: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let is_name = |name: &str| !name.is_empty() && !name.starts_with('.') && name.chars().all(is_plain);
    let is_short = path.len() <= LONGEST_PATH && path.split('/').count() <= DEEPEST_PATH;
    // Names that are hashes may begin with any of their letters; nothing at the top is one.
    is_short && !path.starts_with(['-', '_']) && path.split('/').all(is_name)
}

fn state(files: &[Entry], sha256: Sha256) -> String {
    let mut list = String::new();
    for Entry { path, bytes, sha256 } in files {
        let _ = writeln!(list, "{sha256} {bytes} {path}");
    }
    sha256(list.as_bytes())
}

#[cfg(test)]
mod tests;
