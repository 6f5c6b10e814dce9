//! Random histories of an offering that is public: whoever takes turns, what customers have was approved by somebody else, to
//! the letter, and nothing that was saved is lost.

use std::collections::BTreeSet;
use std::time::Duration;

use proptest::prelude::*;
use proptest::sample::select;
use slipway_backend::demo::OFFERING;
use slipway_backend::{Acting, Attempt, Ruling};
use slipway_domain::caller::Role;
use slipway_domain::event::EventKind;
use slipway_domain::ids::PersonId;
use slipway_domain::rejection::{Kind, Rejection};
use slipway_domain::review::Answer;

use crate::drift::live;
use crate::publish::offering;
use crate::revisions::public;
use crate::support::{ADA, House, KIM, OTTO, RITA, approval, rejection};

/// What somebody tries.
#[derive(Debug, Clone, Copy)]
enum Act {
    Edit,
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

const ACTS: [Act; 13] = [
    Act::Edit,
    Act::Edit,
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
    draft: String,
    public: String,
    /// The text of every version that was public.
    versions: Vec<String>,
    /// What was handed in and by whom.
    asked: Option<(PersonId, String)>,
    approved: Option<String>,
    authors: BTreeSet<PersonId>,
    /// Since something was handed in last.
    recent: BTreeSet<PersonId>,
}

impl Book {
    fn note(&mut self, actor: PersonId, is_member: bool, what: Act, typed: &str) {
        match what {
            Act::Edit => {
                typed.clone_into(&mut self.draft);
                self.wrote(actor);
            }
            Act::Submit => {
                self.asked = Some((actor, self.draft.clone()));
                self.recent.clear();
            }
            Act::Approve => {
                let (submitter, text) = self.asked.take().expect("what is approved was handed in");
                let other = actor != submitter && !self.authors.contains(&actor) && !is_member;
                assert!(other, "{actor} approved what they had a part in");
                self.approved = Some(text);
            }
            Act::Withdraw | Act::Return => self.asked = None,
            Act::Publish => {
                let text = self.approved.take().expect("what is published was approved");
                self.go_public(text);
                self.authors.clone_from(&self.recent);
            }
            Act::Discard => {
                self.draft.clone_from(&self.public);
                (self.asked, self.approved) = (None, None);
                self.wrote(actor);
            }
            Act::Back => self.go_public(self.versions[0].clone()),
            Act::Wait => {}
        }
    }

    fn wrote(&mut self, actor: PersonId) {
        self.authors.insert(actor);
        self.recent.insert(actor);
    }

    fn go_public(&mut self, text: String) {
        self.public.clone_from(&text);
        self.versions.push(text);
    }
}

async fn edit(acting: &Acting, text: &str) -> slipway_backend::Result<()> {
    let listing = acting.offering(OFFERING).await?.offering.listing;
    let mut draft = listing.draft;
    text.clone_into(&mut draft.long_description);
    acting.save_listing(OFFERING, Attempt { revision: listing.revision, operation: "" }, &draft).await.map(drop)
}

async fn decide(acting: &Acting, answer: Answer) -> slipway_backend::Result<()> {
    let Some(open) = acting.offering(OFFERING).await?.open_submission().cloned() else {
        return Err(Rejection::NotFound(Kind::Submission).into());
    };
    let ruling = Ruling { answer, reason: "Because.", ..approval(&open.content_sha256) };
    acting.decide_review(open.id, ruling).await
}

async fn back(acting: &Acting) -> slipway_backend::Result<()> {
    let first = acting.revisions(OFFERING).await?.released.last().unwrap().snapshot;
    acting.roll_back(OFFERING, first).await
}

async fn is_done(house: &House, acting: &Acting, act: Act, text: &str) -> bool {
    let done = match act {
        Act::Edit => edit(acting, text).await,
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
    match done {
        Ok(()) => true,
        Err(error) => {
            rejection::<()>(Err(error));
            false
        }
    }
}

async fn play(history: Vec<(usize, Act)>) {
    let house = live().await;
    let roles = [Role::Reviewer, Role::Admin];
    let cast = [
        house.acting_as(ADA, &roles).await,
        house.acting_as(KIM, &roles).await,
        house.acting_as(OTTO, &roles).await,
        house.acting_as(RITA, &roles).await,
        house.acting_since_left(KIM, &roles).await,
    ];
    let id = |acting: &Acting| acting.caller().person().unwrap().id;
    let now = offering(&cast[0]).await;
    let text = now.listing.draft.long_description.clone();
    let authors: BTreeSet<PersonId> = house.backend.store().authors(now.scope()).await.unwrap().into_iter().collect();
    let mut book = Book {
        draft: text.clone(),
        public: text.clone(),
        versions: vec![text],
        asked: None,
        approved: None,
        recent: authors.clone(),
        authors,
    };
    for (step, (who, what)) in history.into_iter().enumerate() {
        house.clock.advance(Duration::from_secs(1));
        let typed = format!("Version {step} of the text. Somebody wrote it.");
        if is_done(&house, &cast[who], what, &typed).await {
            // Of the cast the first two belong to the provider; who left it does not.
            book.note(id(&cast[who]), who < 2, what, &typed);
        }
        let draft = offering(&cast[0]).await.listing.draft.long_description;
        assert_eq!(draft, book.draft, "step {step}: a save is lost");
        assert_eq!(public(&house).await.listing.draft.long_description, book.public, "step {step}: nobody agreed");
    }
    let told = house.events().await;
    let went_public = told.iter().filter(|event| {
        matches!(event.kind, EventKind::RevisionPublished | EventKind::RevisionRolledBack | EventKind::OfferingReleased)
    });
    assert_eq!(went_public.count(), book.versions.len(), "each publication is one line of the history");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    /// Edits, requests, decisions, publications and ways back in any order and by anybody: what customers have is what
    /// somebody approved who neither wrote it nor handed it in nor belongs to its provider, and no save is lost.
    #[test]
    fn nothing_is_published_unapproved_and_no_save_is_lost(
        history in prop::collection::vec((0_usize..5, select(&ACTS[..])), 10..40),
    ) {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(play(history));
    }
}
