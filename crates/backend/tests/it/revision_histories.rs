//! Random histories of an offering that is public: whoever takes turns, what customers have was approved by somebody else, to
//! the letter, and nothing that was saved is lost, also where saves were put together or earlier texts came back.

use std::collections::BTreeSet;
use std::time::Duration;

use proptest::prelude::*;
use slipway_backend::demo::OFFERING;
use slipway_backend::{Acting, Attempt};
use slipway_domain::event::EventKind;
use slipway_domain::ids::PersonId;
use slipway_domain::listing::ListingDraft;
use slipway_domain::moment::Moment;
use slipway_domain::offering::{Offering, Section};
use slipway_domain::rejection::Rejection;
use slipway_domain::review::Answer;
use slipway_domain::revision::EXPIRES_AFTER;
use slipway_domain::view::Subject;

use crate::drift::live;
use crate::publish::offering;
use crate::revisions::public;
use crate::support::{House, rejection};
use crate::turns::{MEMBERS, cast, decide, histories, played};

const LISTING: Subject = Subject::Section(Section::Listing);

/// The long description and the short one.
type Texts = [String; 2];

fn texts_of(offering: &Offering) -> Texts {
    let ListingDraft { long_description, description, .. } = &offering.listing.draft;
    [long_description.clone(), description.clone()]
}

/// What somebody tries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    /// The long description.
    Edit,
    /// The short one, in a form that somebody has overtaken: both saves are put together.
    Late,
    /// What was saved before the last save.
    Restore,
    Submit,
    Withdraw,
    Approve,
    Return,
    Publish,
    Discard,
    /// To the version that was released first.
    Back,
    /// Three weeks pass, and the platform does what is due.
    Wait,
}

const ACTS: [Act; 16] = [
    Act::Edit,
    Act::Edit,
    Act::Late,
    Act::Late,
    Act::Restore,
    Act::Submit,
    Act::Submit,
    Act::Withdraw,
    Act::Approve,
    Act::Approve,
    Act::Return,
    Act::Publish,
    Act::Publish,
    Act::Discard,
    Act::Back,
    Act::Wait,
];

/// What the console should say, kept beside it.
struct Book {
    draft: Texts,
    /// What the last save replaced.
    before: Texts,
    public: Texts,
    /// The texts of every version that was public.
    versions: Vec<Texts>,
    /// What was handed in and by whom.
    asked: Option<(PersonId, Texts)>,
    /// What was agreed to, and when.
    approved: Option<(Moment, Texts)>,
    authors: BTreeSet<PersonId>,
    /// Since something was handed in last.
    recent: BTreeSet<PersonId>,
}

impl Book {
    fn open(texts: &Texts, authors: BTreeSet<PersonId>) -> Self {
        Self {
            draft: texts.clone(),
            before: texts.clone(),
            public: texts.clone(),
            versions: vec![texts.clone()],
            asked: None,
            approved: None,
            recent: authors.clone(),
            authors,
        }
    }

    fn note(&mut self, (actor, is_member): (PersonId, bool), what: Act, typed: Texts, now: Moment) {
        let [long, short] = typed;
        match what {
            Act::Edit => self.saved(actor, [long, self.draft[1].clone()]),
            Act::Late => {
                assert!(!self.is_disputed(), "a text that both changed was put together");
                self.saved(actor, [self.draft[0].clone(), short]);
            }
            Act::Restore => self.saved(actor, self.before.clone()),
            Act::Submit => {
                self.asked = Some((actor, self.draft.clone()));
                // One at a time: what was agreed to before has ended.
                self.approved = None;
                self.recent.clear();
            }
            Act::Approve => {
                let (submitter, texts) = self.asked.take().expect("what is approved was handed in");
                let other = actor != submitter && !self.authors.contains(&actor) && !is_member;
                assert!(other, "{actor} approved what they had a part in");
                self.approved = Some((now, texts));
            }
            Act::Withdraw | Act::Return => self.asked = None,
            Act::Publish => {
                let (agreed, texts) = self.approved.take().expect("what is published was approved");
                assert!(now < agreed.plus(EXPIRES_AFTER), "the approval of {agreed:?} has ended");
                self.go_public(texts);
                self.authors.clone_from(&self.recent);
            }
            Act::Discard => {
                if self.draft != self.public {
                    self.replace(self.public.clone());
                }
                (self.asked, self.approved) = (None, None);
                self.wrote(actor);
            }
            Act::Back => self.go_public(self.versions[0].clone()),
            Act::Wait => {}
        }
    }

    /// Whether the last save changed the short description: of the form before it, that is for somebody to decide.
    fn is_disputed(&self) -> bool {
        self.before[1] != self.draft[1]
    }

    fn saved(&mut self, actor: PersonId, texts: Texts) {
        self.replace(texts);
        self.wrote(actor);
    }

    fn replace(&mut self, texts: Texts) {
        self.before = core::mem::replace(&mut self.draft, texts);
    }

    fn wrote(&mut self, actor: PersonId) {
        self.authors.insert(actor);
        self.recent.insert(actor);
    }

    fn go_public(&mut self, texts: Texts) {
        self.public.clone_from(&texts);
        self.versions.push(texts);
    }
}

async fn edit(acting: &Acting, text: &str) -> slipway_backend::Result<()> {
    let listing = acting.offering(OFFERING).await?.offering.listing;
    let mut draft = listing.draft;
    text.clone_into(&mut draft.long_description);
    acting.save_listing(OFFERING, Attempt { revision: listing.revision, operation: "" }, &draft).await.map(drop)
}

/// Whoever sends it has the form still open that the last save has overtaken.
async fn late(acting: &Acting, text: &str) -> slipway_backend::Result<()> {
    let revision = acting.offering(OFFERING).await?.offering.listing.revision - 1;
    let (_, kept) = acting.version(OFFERING, LISTING, revision).await?;
    let mut draft: ListingDraft = serde_json::from_str(&kept).unwrap();
    text.clone_into(&mut draft.description);
    acting.save_listing(OFFERING, Attempt { revision, operation: "" }, &draft).await.map(drop)
}

async fn restore(acting: &Acting) -> slipway_backend::Result<()> {
    let revision = acting.offering(OFFERING).await?.offering.listing.revision;
    acting.restore_version(OFFERING, LISTING, revision - 1, revision).await
}

async fn back(acting: &Acting) -> slipway_backend::Result<()> {
    let first = acting.revisions(OFFERING).await?.released.last().unwrap().snapshot;
    acting.roll_back(OFFERING, first).await
}

async fn tried(house: &House, acting: &Acting, act: Act, [long, short]: &Texts) -> Result<(), Rejection> {
    let done = match act {
        Act::Edit => edit(acting, long).await,
        Act::Late => late(acting, short).await,
        Act::Restore => restore(acting).await,
        Act::Submit => acting.submit_revision(OFFERING, "").await.map(drop),
        Act::Withdraw => acting.withdraw_review(OFFERING).await,
        Act::Approve => decide(acting, Answer::Approve).await,
        Act::Return => decide(acting, Answer::Return).await,
        Act::Publish => acting.publish_revision(OFFERING).await,
        Act::Discard => acting.discard_revision(OFFERING).await,
        Act::Back => back(acting).await,
        Act::Wait => {
            house.clock.advance(Duration::from_hours(21 * 24));
            house.backend.move_revisions().await;
            Ok(())
        }
    };
    done.map_err(|error| rejection::<()>(Err(error)))
}

/// Plays a history, and holds what it leads to at each step against the book. Tells which of its acts were done.
async fn play(history: Vec<(usize, Act)>) -> Vec<bool> {
    let house = live().await;
    let cast = cast(&house).await;
    let id = |acting: &Acting| acting.caller().person().unwrap().id;
    // The version before the history has the same texts.
    let [long, _] = texts_of(&offering(&cast[0]).await);
    edit(&cast[0], &long).await.unwrap();
    let now = offering(&cast[0]).await;
    let authors: BTreeSet<PersonId> = house.backend.store().authors(now.scope()).await.unwrap().into_iter().collect();
    let mut book = Book::open(&texts_of(&now), authors);
    let mut done = Vec::new();
    for (step, (who, what)) in history.into_iter().enumerate() {
        house.clock.advance(Duration::from_secs(1));
        let long = format!("Version {step} of the text. Somebody wrote it.");
        let typed = [long, format!("What step {step} says in short")];
        let outcome = tried(&house, &cast[who], what, &typed).await;
        match &outcome {
            Ok(()) => book.note((id(&cast[who]), who < MEMBERS), what, typed, house.clock.now()),
            Err(Rejection::Stale { parked, .. }) => {
                let is_due = what == Act::Late && book.is_disputed() && parked.is_some();
                assert!(is_due, "step {step}, {what:?}: nobody else has changed it");
            }
            Err(_) => {}
        }
        done.push(outcome.is_ok());
        assert_eq!(texts_of(&offering(&cast[0]).await), book.draft, "step {step}: a save is lost");
        assert_eq!(texts_of(&public(&house).await), book.public, "step {step}: nobody agreed");
    }
    let told = house.events().await;
    let went_public = told.iter().filter(|event| {
        matches!(event.kind, EventKind::RevisionPublished | EventKind::RevisionRolledBack | EventKind::OfferingReleased)
    });
    assert_eq!(went_public.count(), book.versions.len(), "each publication is one line of the history");
    done
}

#[tokio::test]
async fn what_was_put_together_is_handed_in_and_public_as_a_whole() {
    let history = [
        (0, Act::Edit),
        (1, Act::Late),
        (0, Act::Submit),
        (1, Act::Edit),
        (1, Act::Late),
        (3, Act::Approve),
        (1, Act::Publish),
        (0, Act::Restore),
        // The restored version has another short description than the form.
        (1, Act::Late),
        (0, Act::Discard),
        (0, Act::Back),
    ];
    let done = Box::pin(play(history.to_vec())).await;
    let refused: Vec<usize> = (0..done.len()).filter(|at| !done[*at]).collect();
    assert_eq!(refused, [8], "nothing but what both changed");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    /// Edits, saves that are put together, restored versions, requests, decisions, publications and ways back in any
    /// order and by anybody: what customers have is what somebody approved who neither wrote it nor handed it in nor
    /// belongs to its provider, and no save is lost.
    #[test]
    fn nothing_is_published_unapproved_and_no_save_is_lost(history in histories(&ACTS)) {
        played(play(history));
    }
}
