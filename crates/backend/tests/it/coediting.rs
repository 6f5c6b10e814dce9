//! Several people edit one page over a bad network: messages overtake each other and come twice, and answers get lost. A
//! value whose save was acknowledged stays until a later save of the same field replaces it, also where saves of different
//! fields were put together. What arrives after a later message of the same page replaces nothing and is not kept.

use std::collections::BTreeMap;

use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use slipway_backend::demo::OFFERING;
use slipway_backend::{Acting, Attempt, Error};
use slipway_domain::event::EventKind;
use slipway_domain::listing::ListingDraft;
use slipway_domain::offering::Section;
use slipway_domain::rejection::Rejection;
use slipway_domain::view::SectionSaved;

use crate::support::{ADA, House, KIM};

const RUNS: u64 = 20;
const STEPS: usize = 80;

/// Kim has the page open twice.
const WRITERS: [&str; 3] = [ADA, KIM, KIM];

type FieldOf = fn(&mut ListingDraft) -> &mut String;

const FIELDS: [FieldOf; 4] = [
    |draft| &mut draft.provider_display_name,
    |draft| &mut draft.description,
    |draft| &mut draft.tags,
    |draft| &mut draft.support_url,
];

/// What somebody typed, by the number of the field.
type Typed = BTreeMap<usize, String>;

fn put(typed: &Typed, draft: &mut ListingDraft) {
    for (field, value) in typed {
        FIELDS[*field](draft).clone_from(value);
    }
}

/// One attempt to save: the whole page, as forms send it.
#[derive(Debug, Clone)]
struct Message {
    writer: usize,
    /// Which of the messages of its page it is.
    number: usize,
    operation: String,
    /// The earlier attempt whose form this one goes on from, if others had saved in between.
    since: String,
    revision: i64,
    draft: ListingDraft,
    /// What in it was typed since the page was loaded or saved.
    typed: Typed,
}

/// A page that is open in a browser.
struct Writer {
    acting: Acting,
    /// What the page is based on.
    since: String,
    revision: i64,
    draft: ListingDraft,
    /// What was typed and not acknowledged.
    typed: Typed,
    /// The attempt without an answer. It is sent again as it was, and nothing newer before it.
    in_doubt: Option<Message>,
}

async fn saved(acting: &Acting) -> (i64, ListingDraft) {
    let listing = acting.offering(OFFERING).await.unwrap().offering.listing;
    (listing.revision, listing.draft)
}

impl Writer {
    async fn open(house: &House, email: &str) -> Self {
        let acting = house.acting(email).await;
        let (revision, draft) = saved(&acting).await;
        Self { acting, since: String::new(), revision, draft, typed: Typed::new(), in_doubt: None }
    }

    fn has_unsaved(&self) -> bool {
        self.in_doubt.is_some() || !self.typed.is_empty()
    }

    /// A gateway refuses in the place of the server: nobody waits for an answer, and the message may be on its way.
    fn give_up(&mut self) {
        self.in_doubt = None;
    }

    fn message(&mut self, writer: usize, number: usize, operation: String) -> Message {
        let mut draft = self.draft.clone();
        put(&self.typed, &mut draft);
        let (since, revision, typed) = (self.since.clone(), self.revision, self.typed.clone());
        let fresh = Message { writer, number, operation, since, revision, draft, typed };
        self.in_doubt.get_or_insert(fresh).clone()
    }

    async fn hear(&mut self, message: &Message, answer: Result<SectionSaved, Error>) {
        if self.in_doubt.as_ref().is_none_or(|sent| sent.operation != message.operation) {
            return;
        }
        self.in_doubt = None;
        if let Ok(saved) = answer {
            self.typed.retain(|field, value| message.typed.get(field) != Some(value));
            (self.revision, self.draft) = (saved.revision, message.draft.clone());
            // The page does not show what others had saved.
            self.since = if saved.merged { message.operation.clone() } else { String::new() };
        } else {
            // Somebody saved the same in between. What they typed stays, and what was typed here comes on top of it.
            (self.revision, self.draft) = saved(&self.acting).await;
            self.since.clear();
        }
    }
}

/// How often something happened.
#[derive(Debug, Default)]
struct Counts {
    repetitions: usize,
    overtaken: usize,
    merged: usize,
    stale: usize,
    /// Kept input that stays, as a message of before has come after it.
    stays: usize,
}

struct Run {
    seed: u64,
    rng: StdRng,
    writers: Vec<Writer>,
    sent: usize,
    on_the_way: Vec<Message>,
    /// By operation.
    carried_out: BTreeMap<String, SectionSaved>,
    /// The latest message of each page that was carried out, by its number, with its answer.
    latest: BTreeMap<usize, (usize, SectionSaved)>,
    /// What has to wait for each author: which message of which page, and what it says.
    kept: BTreeMap<&'static str, (usize, usize, ListingDraft)>,
    /// What has to be saved now.
    revision: i64,
    expected: ListingDraft,
    counts: Counts,
}

impl Run {
    async fn new(house: &House, seed: u64, counts: Counts) -> Self {
        let mut writers = Vec::new();
        for email in WRITERS {
            writers.push(Writer::open(house, email).await);
        }
        let (revision, expected) = (writers[0].revision, writers[0].draft.clone());
        Self {
            seed,
            rng: StdRng::seed_from_u64(seed),
            writers,
            sent: 0,
            on_the_way: Vec::new(),
            carried_out: BTreeMap::new(),
            latest: BTreeMap::new(),
            kept: BTreeMap::new(),
            revision,
            expected,
            counts,
        }
    }

    fn type_something(&mut self) {
        let writer = self.rng.random_range(0..self.writers.len());
        let field = self.rng.random_range(0..FIELDS.len());
        let value = format!("run {}, step {}, writer {writer}", self.seed, self.sent);
        self.writers[writer].typed.insert(field, value);
        if self.rng.random_bool(0.2) {
            self.writers[writer].give_up();
        }
        self.send(writer);
    }

    fn send(&mut self, writer: usize) {
        self.sent += 1;
        let operation = format!("{}-{writer}.{}", self.seed, self.sent);
        self.on_the_way.push(self.writers[writer].message(writer, self.sent, operation));
    }

    /// Any message arrives, and perhaps not for the last time.
    async fn deliver(&mut self) {
        if self.on_the_way.is_empty() {
            return;
        }
        let at = self.rng.random_range(0..self.on_the_way.len());
        let message = self.on_the_way.swap_remove(at);
        if self.rng.random_bool(0.3) {
            self.on_the_way.push(message.clone());
        }
        let attempt = Attempt { revision: message.revision, operation: &message.operation };
        let acting = self.writers[message.writer].acting.clone().going_on_from(message.since.clone());
        let answer = acting.save_listing(OFFERING, attempt, &message.draft).await;
        self.judge(&message, &answer);
        if self.rng.random_bool(0.7) {
            self.writers[message.writer].hear(&message, answer).await;
        }
    }

    /// The answer of the message that was carried out later.
    fn overtaking(&self, message: &Message) -> Option<SectionSaved> {
        self.latest.get(&message.writer).filter(|(number, _)| *number > message.number).map(|(_, answer)| *answer)
    }

    fn judge(&mut self, message: &Message, answer: &Result<SectionSaved, Error>) {
        let (seed, operation) = (self.seed, &message.operation);
        match (answer, self.carried_out.get(operation), self.overtaking(message)) {
            (Ok(again), Some(first), _) => {
                assert_eq!(again, first, "run {seed}: {operation} was answered otherwise before");
                self.counts.repetitions += 1;
            }
            (Ok(told), None, Some(later)) => {
                assert_eq!(*told, later, "run {seed}: {operation} came too late");
                self.counts.overtaken += 1;
            }
            (Ok(saved), None, None) => {
                self.revision += 1;
                assert_eq!(saved.revision, self.revision, "run {seed}: {operation} has not seen what it replaces");
                self.counts.merged += usize::from(saved.merged);
                put(&message.typed, &mut self.expected);
                self.carried_out.insert(operation.clone(), *saved);
                self.latest.insert(message.writer, (message.number, *saved));
            }
            (Err(Error::Rejected(Rejection::Stale { current, parked: Some(_) })), None, None) => {
                assert_eq!(*current, self.revision, "run {seed}: {operation}");
                self.counts.stale += 1;
                self.keep(message);
            }
            (Err(error), _, _) => panic!("run {seed}: {operation}: {error:?}"),
        }
    }

    /// What its author could not save takes the place of what waited before, but for what its own page has said since.
    fn keep(&mut self, message: &Message) {
        let (author, page) = (WRITERS[message.writer], message.writer);
        if self.kept.get(author).is_some_and(|(of, number, _)| *of == page && *number > message.number) {
            self.counts.stays += 1;
        } else {
            self.kept.insert(author, (page, message.number, message.draft.clone()));
        }
    }

    async fn check_kept(&self) {
        for (author, (writer, number, draft)) in &self.kept {
            let acting = &self.writers[*writer].acting;
            let waiting = acting.offering(OFFERING).await.unwrap().parked;
            assert_eq!(waiting.len(), 1, "run {}: {author}", self.seed);
            let body = acting.parked(OFFERING, waiting[0].id).await.unwrap().body;
            let kept: ListingDraft = serde_json::from_str(&body).unwrap();
            assert_eq!(kept, *draft, "run {}: {author}, message {number}", self.seed);
        }
    }

    /// Nobody types any more; everybody saves what they have.
    async fn come_to_rest(&mut self) {
        loop {
            if self.on_the_way.is_empty() {
                let unsaved = |writer: &usize| self.writers[*writer].has_unsaved();
                for writer in (0..WRITERS.len()).filter(unsaved).collect::<Vec<_>>() {
                    self.send(writer);
                }
            }
            if self.on_the_way.is_empty() {
                return;
            }
            self.deliver().await;
        }
    }
}

#[tokio::test]
async fn what_was_acknowledged_is_lost_to_nothing_but_a_later_save_of_the_same_field() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let (begun, _) = saved(&kim).await;
    let mut counts = Counts::default();
    for seed in 0..RUNS {
        let mut run = Run::new(&house, seed, counts).await;
        for _ in 0..STEPS {
            if run.rng.random_bool(0.4) {
                run.type_something();
            } else {
                run.deliver().await;
            }
        }
        run.come_to_rest().await;
        run.check_kept().await;
        assert_eq!(saved(&kim).await, (run.revision, run.expected), "run {seed}");
        counts = run.counts;
    }
    let Counts { repetitions, overtaken, merged, stale, stays } = counts;
    let happened = [repetitions, overtaken, merged, stale, stays];
    assert!(happened.iter().all(|times| *times > 0), "{counts:?}");

    let (ended, _) = saved(&kim).await;
    let is_save = |kind: &EventKind| matches!(kind, EventKind::SectionSaved | EventKind::ServiceNameRegistered);
    let saves = house.events().await.into_iter().filter(|event| is_save(&event.kind)).map(|event| event.detail);
    let listed = saves.filter(|detail| detail.section == Some(Section::Listing)).filter_map(|detail| detail.revision);
    let mut listed: Vec<_> = listed.filter(|revision| *revision > begun).collect();
    listed.sort_unstable();
    assert_eq!(listed, (begun + 1..=ended).collect::<Vec<_>>(), "one line of history for every save");
}
