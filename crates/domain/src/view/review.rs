//! A request in the reviewer's hands, and what a decision about it rests on.

use serde::{Deserialize, Serialize};

use super::OfferingView;
use crate::checklist::Attestation;
use crate::event::Event;
use crate::ids::{PersonId, ThreadId};
use crate::offering::Offering;
use crate::review::{ReviewTrack, Submission};
use crate::revision;
use crate::thread::Remark;

/// A request for release in the reviewer's hands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewView {
    pub submission: Submission,
    /// The content as it was handed in.
    pub content: Offering,
    /// The content of the last approved or returned request before this one.
    pub before: Option<Offering>,
    /// Who wrote what is asked about: none of them decides.
    pub authors: Vec<PersonId>,
    /// What reviewers told each other; empty for everybody else.
    pub internal_note: String,
    /// The same with decisions about single tracks that did not end it.
    pub track_notes: Vec<(ReviewTrack, String)>,
    /// What was said in the threads; in the queue nothing.
    pub remarks: Vec<(ThreadId, Remark)>,
    /// What happened last, newest first; in the queue nothing.
    pub events: Vec<Event>,
    /// The ticks, each with whether it was given for what was handed in; in the queue nothing.
    pub attestations: Vec<Attestation>,
    /// The offering as it is now, with the draft that goes on beside the request.
    pub view: OfferingView,
}

impl ReviewView {
    /// What the evidence is about: the documents that were handed in, and their brokers, deployments and runs as they
    /// are now. A publication is judged by the same.
    pub fn judged(&self) -> Offering {
        revision::at_publication(&self.view.offering, &self.content)
    }

    /// Checklist, gates, deployments and runs of what was handed in, for whoever looks at the request.
    pub fn evidence(&self) -> OfferingView {
        OfferingView { offering: self.judged(), attestations: self.attestations.clone(), ..self.view.clone() }
    }
}
