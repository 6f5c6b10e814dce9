//! Where the page stands, with links to the fields that it is about.

use leptos::prelude::*;
use slipway_domain::field::Field;
use slipway_domain::findings::{Finding, Findings};
use slipway_domain::listing::ListingDraft;
use slipway_domain::page::PageStatus;

use super::{ListingStart, Live};
use crate::islands::redraw::redraw;
use crate::parts::offering_frame::mark;
use crate::text::{self, listing as words};
use crate::ui::Verdict;

const PLACE: &str = "listing-verdict";

#[component]
pub fn ListingVerdict() -> impl IntoView {
    let Live { start, draft, findings } = expect_context::<Live>();
    view! { <div class="live" id=PLACE>{drawn(Standing::of(&start, &draft, &findings))}</div> }
}

pub(super) fn follow(start: &ListingStart, draft: &ListingDraft, findings: &Findings) {
    redraw(PLACE, drawn(Standing::of(start, draft, findings)));
}

fn drawn(standing: Standing) -> impl IntoView {
    let Standing { status, errors, warnings } = standing;
    let lead = match status {
        PageStatus::NotStarted => words::MINIMUM,
        _ if errors.is_empty() => words::COMPLETE,
        _ => words::TO_COMPLETE,
    };
    let errors = linked(&errors);
    let warnings = (!warnings.is_empty()).then(|| {
        view! {
            " "
            {words::TO_IMPROVE}
            {linked(&warnings)}
        }
    });
    view! {
        <Verdict mark=mark(status) word=text::page_status(status)>
            {lead}
            {errors}
            {warnings}
        </Verdict>
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Standing {
    status: PageStatus,
    /// Fields with errors, each once.
    errors: Vec<Field>,
    /// Fields with warnings and no errors.
    warnings: Vec<Field>,
}

impl Standing {
    fn of(start: &ListingStart, draft: &ListingDraft, findings: &Findings) -> Self {
        let differs = start.published.as_ref().is_some_and(|published| published != draft);
        Self::judged(findings, start.revision > 0, differs)
    }

    fn judged(findings: &Findings, is_saved: bool, differs: bool) -> Self {
        let errors = once(findings.errors(), &[]);
        let warnings = once(findings.warnings(), &errors);
        let status = match (is_saved, errors.is_empty()) {
            (false, _) => PageStatus::NotStarted,
            (true, false) => PageStatus::Incomplete,
            (true, true) => PageStatus::Complete.beside_published(differs),
        };
        Self { status, errors, warnings }
    }
}

fn once<'a>(findings: impl Iterator<Item = &'a Finding>, except: &[Field]) -> Vec<Field> {
    let mut fields = Vec::new();
    for Finding { field, .. } in findings {
        if !fields.contains(field) && !except.contains(field) {
            fields.push(*field);
        }
    }
    fields
}

/// "Display name, Terms URL."
fn linked(fields: &[Field]) -> impl IntoView + use<> {
    let last = fields.len().saturating_sub(1);
    fields
        .iter()
        .enumerate()
        .map(|(at, field)| {
            let href = format!("#{}", field.id());
            view! {
                <a href=href>{words::link_name(*field)}</a>
                {if at == last { "." } else { ", " }}
            }
        })
        .collect_view()
}

#[cfg(test)]
mod tests {
    use slipway_domain::rule::listing as rule;

    use super::*;

    #[test]
    fn a_field_is_named_once_and_its_error_outweighs_its_warning() {
        let findings: Findings = [
            Finding::new(Field::DisplayName, rule::NAME_CONTAINS_COMPANY),
            Finding::new(Field::DisplayName, rule::NAME_CONTAINS_PRICE),
            Finding::new(Field::DisplayName, rule::NAME_IS_TECHNICAL),
            Finding::new(Field::LongDescription, rule::LONG_DESCRIPTION_REPEATS),
        ]
        .into_iter()
        .collect();
        let standing = Standing::judged(&findings, true, false);
        assert_eq!(standing.status, PageStatus::Incomplete);
        assert_eq!(standing.errors, [Field::DisplayName]);
        assert_eq!(standing.warnings, [Field::LongDescription]);
    }

    #[test]
    fn a_page_that_was_never_saved_is_not_started_however_good_its_draft() {
        assert_eq!(Standing::judged(&Findings::new(), false, true).status, PageStatus::NotStarted);
        assert_eq!(Standing::judged(&Findings::new(), true, true).status, PageStatus::UnpublishedChanges);
        assert_eq!(Standing::judged(&Findings::new(), true, false).status, PageStatus::Complete);
    }
}
