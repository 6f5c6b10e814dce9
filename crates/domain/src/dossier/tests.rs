use proptest::prelude::*;

use super::*;
use crate::event::{Detail, Event, EventKind};
use crate::ids::{EventId, SubmissionId};
use crate::moment::Moment;
use crate::review::SubmissionState;
use crate::sample;

/// Some function that tells texts apart; which one is the caller's business.
fn hash(bytes: &[u8]) -> String {
    let fnv = |seed: u64| bytes.iter().fold(seed, |sum, byte| (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    [0xcbf2_9ce4_8422_2325, 1, 2, 3].map(|seed| format!("{:016x}", fnv(seed))).concat()
}

fn uuid(number: u128) -> uuid::Uuid {
    uuid::Uuid::from_u128(number)
}

fn event(number: u128, minutes: i64, by: &str, kind: EventKind) -> Event {
    Event {
        id: EventId::new(uuid(number)),
        at: sample::at(minutes),
        actor: None,
        actor_name: by.to_owned(),
        account: None,
        offering: None,
        kind,
        detail: Detail::none(),
    }
}

fn request(number: u128, content: &str, submitted: i64, decided: i64, state: SubmissionState) -> Request {
    Request {
        id: SubmissionId::new(uuid(number)),
        state,
        content_sha256: hash(content.as_bytes()),
        note: String::new(),
        submitted_at: sample::at(submitted),
        submitted_by: "Ada Vance".to_owned(),
        decision: Some(Decided {
            at: sample::at(decided),
            by: "Rita Holm".to_owned(),
            reason: String::new(),
            rule: None,
        }),
        tracks: Vec::new(),
        internal_note: String::new(),
    }
}

struct House {
    events: Vec<Event>,
    requests: Vec<Request>,
    inputs: &'static str,
}

impl House {
    fn new() -> Self {
        let events = vec![
            event(1, 0, "Ada Vance", EventKind::OfferingCreated),
            event(2, 10, "Ada Vance", EventKind::ReviewRequested),
            event(3, 20, "Rita Holm", EventKind::ReviewReturned),
            event(4, 30, "Ada Vance", EventKind::ReviewRequested),
            event(5, 40, "Rita Holm", EventKind::ReviewApproved),
        ];
        let requests = vec![
            request(11, "{\"a\":1}", 10, 20, SubmissionState::Returned),
            request(12, "{\"a\":2}", 30, 40, SubmissionState::Approved),
        ];
        Self { events, requests, inputs: "listing" }
    }

    /// The members without their manifest.
    fn members(&self) -> Vec<Member> {
        let history = HistoryFile { events: self.events.iter().filter_map(line).collect() };
        let run = (EvidenceKind::TestRun, sample::at(5), "Kim Wood".to_owned());
        let evidence = Evidence::resting_on(run, &self.inputs, &["BRK-CAT-01"], hash).unwrap();
        let audit = audit(&history, hash).unwrap();
        let reviews = ReviewsFile { requests: self.requests.clone() };
        vec![
            Member::new(DEFINITION, text(&Definition::of(&sample::offering()))),
            Member::new(snapshot_path(&hash(b"{\"a\":1}")), b"{\"a\":1}".to_vec()),
            Member::new(snapshot_path(&hash(b"{\"a\":2}")), b"{\"a\":2}".to_vec()),
            Member::new(evidence_path("test-run-1"), text(&evidence)),
            Member::new(THREADS, b"[]\n".to_vec()),
            Member::new(REVIEWS, text(&reviews)),
            Member::new(HISTORY, text(&history)),
            Member::new(AUDIT, text(&audit)),
            Member::new(icon_path("x"), b"\x89PNG".to_vec()),
        ]
    }
}

fn about() -> About {
    About {
        console: "Slipway".to_owned(),
        address: "https://console.example".to_owned(),
        offering: "northwind-vector".to_owned(),
        service_id: sample::offering().id,
        made_at: Moment::from_millis(0).rfc3339(),
        made_by: "Ada Vance".to_owned(),
        with_internal_notes: false,
    }
}

fn written(members: Vec<Member>) -> Vec<Member> {
    assemble(about(), members, hash).1
}

fn found(members: &[Member]) -> Option<(String, Problem)> {
    let lines = verify(members, hash);
    problem(&lines).map(|(about, problem)| (about.to_owned(), problem))
}

/// Written anew with one member changed, so that the manifest agrees with it.
fn forged(path: &str, from: &str, to: &str) -> Option<(String, Problem)> {
    let mut members = House::new().members();
    let member = members.iter_mut().find(|member| member.path == path).unwrap();
    let text = String::from_utf8(member.bytes.clone()).unwrap();
    assert!(text.contains(from), "{text}");
    member.bytes = text.replacen(from, to, 1).into_bytes();
    found(&written(members))
}

#[test]
fn what_was_written_here_is_as_it_should_be_and_every_member_was_looked_at() {
    let members = written(House::new().members());
    let lines = verify(&members, hash);
    assert_eq!(problem(&lines), None, "{lines:#?}");
    for member in &members {
        assert!(lines.iter().any(|line| line.about == member.path), "{}", member.path);
    }
    assert_eq!(written(House::new().members()), members, "the same state makes the same bytes");
}

#[test]
fn two_dossiers_of_the_same_state_say_so_whoever_made_them() {
    let by = |name: &str| assemble(About { made_by: name.to_owned(), ..about() }, House::new().members(), hash).0;
    let (one, other) = (by("Ada Vance"), by("Otto Brandt"));
    assert_eq!(one.state_sha256, other.state_sha256);
    assert_ne!(one.sha256, other.sha256);
}

proptest! {
    /// Whatever byte of whatever member is another, it is told, and of the member that it is in.
    #[test]
    fn no_byte_can_be_altered(
        (member, byte) in any::<(prop::sample::Index, prop::sample::Index)>(),
        bit in 0_u8..8,
    ) {
        let mut members = written(House::new().members());
        let at = member.index(members.len());
        let member = &mut members[at];
        let byte = byte.index(member.bytes.len());
        member.bytes[byte] ^= 1 << bit;
        let path = member.path.clone();
        let lines = verify(&members, hash);
        let told: Vec<_> = lines.iter().filter(|line| line.problem.is_some()).map(|line| line.about.as_str()).collect();
        prop_assert!(told.contains(&path.as_str()), "{} is not among {:?}", path, told);
    }

    #[test]
    fn no_member_can_be_taken_out_doubled_or_called_otherwise(member in any::<prop::sample::Index>()) {
        let whole = written(House::new().members());
        let at = member.index(whole.len());
        let (mut without, mut doubled, mut renamed) = (whole.clone(), whole.clone(), whole.clone());
        let path = without.remove(at).path;
        prop_assert_eq!(found(&without), Some((path.clone(), Problem::Missing)));
        doubled.push(whole[at].clone());
        prop_assert_eq!(found(&doubled), Some((path, Problem::Twice)));
        renamed[at].path = "other.json".to_owned();
        prop_assert!(found(&renamed).is_some());
    }

    #[test]
    fn paths_of_all_kinds_are_judged_without_a_panic(path in ".*") {
        prop_assert!(!is_path(&path) || path.split('/').all(|name| !name.starts_with('.') && !name.is_empty()));
    }
}

#[test]
fn the_members_stand_in_the_order_of_the_list() {
    let mut members = written(House::new().members());
    members.swap(1, 2);
    assert_eq!(found(&members), Some((MANIFEST.to_owned(), Problem::ListBroken)));
    members.swap(1, 2);
    members.insert(1, Member::new(SIGNATURE, b"a..b".to_vec()));
    assert_eq!(found(&members), None, "whose signature that is is not known here");
    members.swap(0, 1);
    assert!(found(&members).is_some());
}

#[test]
fn nothing_can_be_added() {
    let mut members = written(House::new().members());
    members.push(Member::new("evidence/more.json", b"{}".to_vec()));
    assert_eq!(found(&members), Some(("evidence/more.json".to_owned(), Problem::Extra)));
}

#[test]
fn no_path_leads_out_of_where_it_is_unpacked() {
    for path in ["a", "media/icons/A-_9.png", "definition/offering.json"] {
        assert!(is_path(path), "{path}");
    }
    let long = "a".repeat(201);
    for path in
        ["", "/a", "../a", "a/../b", "a//b", "a/", "a\\b", "C:a", ".a", "a/.b", "a/b/c/d", "-a", "ä", long.as_str()]
    {
        assert!(!is_path(path), "{path}");
    }
    let mut members = written(House::new().members());
    members.push(Member::new("../a", Vec::new()));
    assert_eq!(found(&members), Some(("../a".to_owned(), Problem::PathRefused)));
    let same = Member::new(THREADS.to_uppercase(), Vec::new());
    *members.last_mut().unwrap() = same;
    assert_eq!(found(&members), Some((THREADS.to_uppercase(), Problem::Twice)), "some systems do not tell them apart");
}

#[test]
fn more_than_is_read_is_not_looked_at() {
    let many: Vec<_> = (0..=MOST_MEMBERS).map(|number| Member::new(number.to_string(), Vec::new())).collect();
    assert_eq!(found(&many), Some((MANIFEST.to_owned(), Problem::TooMuch)));
}

/// The longest names that there are, as many as there may be: what the manifest says of them has its room.
#[test]
fn what_fits_is_read_with_its_manifest_and_its_signature() {
    let path = |number: usize| format!("evidence/{number:0>191}");
    let mut members: Vec<_> = (0..MOST_MEMBERS - 2).map(|number| Member::new(path(number), Vec::new())).collect();
    assert!(members.iter().all(|member| is_path(&member.path)));
    let most = usize::try_from(MOST_BYTES - ROOM).unwrap();
    members[0].bytes = vec![b'x'; most];
    assert!(fits(&members));
    // So much of it is not worth a real hash.
    let length: Sha256 = |bytes| format!("{:064x}", bytes.len());
    let (_, mut whole) = assemble(about(), members.clone(), length);
    whole.push(Member::new(SIGNATURE, vec![b'x'; 1024]));
    assert!(verify(&whole, length).iter().all(|line| line.problem != Some(Problem::TooMuch)));
    members[0].bytes.push(b'x');
    assert!(!fits(&members), "a byte more");
    members[0].bytes.clear();
    members.push(Member::new("more", Vec::new()));
    assert!(!fits(&members), "a member more");
}

#[test]
fn decisions_cannot_be_swapped_even_by_somebody_who_writes_the_list_anew() {
    let mut house = House::new();
    let first = house.requests[0].decision.take();
    house.requests[0].decision = house.requests[1].decision.take();
    house.requests[1].decision = first;
    assert_eq!(found(&written(house.members())), Some((REVIEWS.to_owned(), Problem::DecidedTooEarly)));
}

#[test]
fn a_decision_is_about_content_that_is_there_and_the_history_tells_of_it() {
    let mut house = House::new();
    house.requests[1].content_sha256 = hash(b"something else");
    assert_eq!(found(&written(house.members())), Some((REVIEWS.to_owned(), Problem::ContentMissing)));
    let mut house = House::new();
    house.events.pop();
    assert_eq!(found(&written(house.members())), Some((REVIEWS.to_owned(), Problem::DecisionUntold)));
    let mut house = House::new();
    house.requests[1].decision = None;
    assert_eq!(found(&written(house.members())), Some((REVIEWS.to_owned(), Problem::DecisionUntold)));
    let snapshot = snapshot_path(&hash(b"{\"a\":2}"));
    assert_eq!(forged(&snapshot, "2", "3"), Some((snapshot, Problem::Altered)));
}

#[test]
fn the_chain_tells_what_was_written_into_the_history_afterwards() {
    assert_eq!(forged(HISTORY, "Rita Holm", "Ruth Holm"), Some((AUDIT.to_owned(), Problem::ChainBroken)));
    let mut house = House::new();
    house.events.swap(0, 1);
    let (mut members, other) = (House::new().members(), house.members());
    let place = |members: &[Member]| members.iter().position(|member| member.path == HISTORY).unwrap();
    let (at, of) = (place(&members), place(&other));
    members[at] = other[of].clone();
    assert_eq!(found(&written(members)), Some((AUDIT.to_owned(), Problem::ChainBroken)));
}

#[test]
fn evidence_says_what_it_rests_on() {
    let path = evidence_path("test-run-1");
    assert_eq!(forged(&path, "\"listing\"", "\"another\""), Some((path.clone(), Problem::InputsDiffer)));
    let tick = "{\"kind\":\"tick\",\"at\":0,\"by\":\"Ada\",\"inputs_sha256\":null,\"inputs\":null,\"found\":1}";
    let with = |text: &str| {
        let mut members = House::new().members();
        members.push(Member::new(evidence_path("tick-1"), text.as_bytes().to_vec()));
        found(&written(members))
    };
    assert_eq!(with(tick), None);
    let told = with(&tick.replace("tick", "test_run"));
    assert_eq!(told, Some((evidence_path("tick-1"), Problem::InputsDiffer)));
}

#[test]
fn another_format_is_not_read() {
    let (mut manifest, mut members) = assemble(about(), House::new().members(), hash);
    manifest.format = "slipway-dossier/2".to_owned();
    members[0].bytes = manifest.to_bytes();
    assert_eq!(found(&members), Some((MANIFEST.to_owned(), Problem::FormatUnknown)));
}

#[test]
fn a_definition_is_the_same_under_other_ids() {
    let definition = Definition::of(&sample::offering());
    let plan = definition.plans[0].id.to_string();
    let other = uuid(77).to_string();
    let renamed = definition.renamed(&[(plan.clone(), other.clone())]).unwrap();
    assert_eq!(renamed.plans[0].id.to_string(), other);
    assert!(!serde_json::to_string(&renamed).unwrap().contains(&plan));
    assert_eq!(renamed.renamed(&[(other, plan)]), Some(definition));
}
