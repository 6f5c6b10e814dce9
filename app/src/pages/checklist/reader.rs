//! Who reads a checklist, and of which content.

use slipway_domain::checklist::{Attestation, ROWS, RowNumber, seen};
use slipway_domain::moment::Moment;
use slipway_domain::policy::{Object, Verb};
use slipway_domain::stage::Stage;
use slipway_domain::view::OfferingView;

use crate::parts::permission::denial;
use crate::paths::Path;
use crate::text::checklist as words;

/// Who reads which checklist.
#[derive(Debug, Clone)]
pub(in crate::pages) struct Reader {
    /// The programmatic name.
    pub(super) offering: String,
    /// Where the account's own rows are done, for this reader.
    pub(super) account: Path,
    /// What the provider says.
    pub(super) may_tick: bool,
    /// What the operator says.
    pub(super) may_review: bool,
    pub(super) stage: Stage,
    /// When what is read was handed in; `None`: it is the draft.
    pub(super) handed_in: Option<Moment>,
    /// Of each row, what is seen of what it rests on (`checklist::seen`).
    pub(super) seen: Vec<(RowNumber, String)>,
    pub(super) now: Moment,
}

impl Reader {
    /// Whoever looks at `view`.
    pub(in crate::pages) fn of(view: &OfferingView) -> Self {
        let may = |verb| denial(view, verb, Object::Checklist).is_none();
        let account =
            if view.person.is_operator() { Path::RegistrationOf(view.offering.owner.id) } else { Path::Account };
        Self {
            offering: view.offering.name.clone(),
            account,
            may_tick: may(Verb::Edit),
            may_review: may(Verb::Approve),
            stage: view.offering.stage,
            handed_in: None,
            seen: ROWS.iter().map(|row| (row.number, seen(row.number, &view.offering))).collect(),
            now: view.now,
        }
    }

    /// The same of what was handed in at that moment.
    pub(in crate::pages) fn of_request(self, at: Moment) -> Self {
        Self { handed_in: Some(at), ..self }
    }

    /// What a tick of the row is given for; `None`: it rests on nothing.
    pub(super) fn seen_of(&self, row: RowNumber) -> Option<&str> {
        let found = self.seen.iter().find(|(number, seen)| *number == row && !seen.is_empty());
        found.map(|(_, seen)| seen.as_str())
    }

    /// Whether a tick was given after what is read was handed in, for the draft that went on beside it.
    pub(super) fn is_of_next_draft(&self, tick: &Attestation) -> bool {
        self.handed_in.is_some_and(|at| tick.at > at)
    }

    /// Why a tick counts no longer, behind who gave it and when.
    pub(super) fn why_stale(&self, tick: &Attestation) -> String {
        if self.is_of_next_draft(tick) { words::FOR_NEXT_DRAFT.to_owned() } else { words::stale(tick.row) }
    }
}
