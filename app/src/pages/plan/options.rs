//! What may be left as it is: what the plan says itself about bindings and instances, when its prices hold, and the flags
//! of exports.

use leptos::prelude::*;
use slipway_domain::field::Field;
use slipway_domain::findings::Findings;
use slipway_domain::view::OfferingView;

use super::Editing;
use crate::parts::text_line::{RowLine, row_line, select_line, tick_line};
use crate::text::plan as words;
use crate::ui::{Choice, Fold};

/// The fields behind the fold.
const FIELDS: [Field; 11] = [
    Field::PlanBindable,
    Field::PlanOneInstance,
    Field::PlanProrated,
    Field::PlanFrom,
    Field::PlanUntil,
    Field::PlanEndsOn,
    Field::PlanPaidOnly,
    Field::PlanInternalUsers,
    Field::PlanReservable,
    Field::PlanRegional,
    Field::PlanSubscriptionOnly,
];

/// A question with yes, no, and what holds if it is left open.
struct Question {
    field: Field,
    label: &'static str,
    open: &'static str,
    help: &'static str,
}

pub(super) fn fold(view: &OfferingView, editing: &Editing) -> impl IntoView + use<> {
    let (draft, findings) = (&editing.draft, &editing.findings);
    let is_open = FIELDS.iter().any(|field| findings.at(*field).next().is_some());
    let bindable = Question {
        field: Field::PlanBindable,
        label: words::BINDABLE,
        open: words::as_the_service(view.offering.settings.draft.is_bindable()),
        help: words::BINDABLE_HELP,
    };
    let one_instance = Question {
        field: Field::PlanOneInstance,
        label: words::ONE_INSTANCE,
        open: words::one_by_default(draft.is_free()),
        help: words::ONE_INSTANCE_HELP,
    };
    let prorated = Question {
        field: Field::PlanProrated,
        label: words::PRORATED,
        open: words::PRORATED_DEFAULT,
        help: words::PRORATED_HELP,
    };
    let bindable = answer(&bindable, &draft.bindable, findings);
    let one_instance = answer(&one_instance, &draft.one_instance_per_account, findings);
    // Nothing but a monthly fee has a first month.
    let has_fee = draft.kind == "subscription" || !draft.prorate_first_month.is_empty();
    let prorated = has_fee.then(|| answer(&prorated, &draft.prorate_first_month, findings));
    let from = day(Field::PlanFrom, words::FROM, words::FROM_HELP, &draft.effective_from, findings);
    let until = day(Field::PlanUntil, words::UNTIL, words::UNTIL_HELP, &draft.effective_until, findings);
    let ends = day(Field::PlanEndsOn, words::ENDS, words::ENDS_HELP, &draft.ends_on, findings);
    let flag = |(field, typed): (Field, &str)| tick_line(field, words::flag(field), typed == "yes", findings);
    let flags = draft.flags().into_iter().map(flag).collect_view();
    view! {
        <Fold title=words::OPTIONS summary=words::OPTIONS_SUMMARY open=is_open>
            <div class="triple">{bindable} {one_instance} {prorated} {from} {until} {ends}</div>
            <p class="section__lead">{words::FLAGS_LEAD}</p>
            <div class="pair">{flags}</div>
        </Fold>
    }
}

fn answer(question: &Question, value: &str, findings: &Findings) -> AnyView {
    let Question { field, label, open, help } = *question;
    let options = vec![Choice::new("", open), Choice::new("yes", words::YES), Choice::new("no", words::NO)];
    select_line(field, label, options, value, help, findings)
}

fn day(field: Field, label: &str, help: &str, value: &str, findings: &Findings) -> AnyView {
    let line = RowLine { label: label.to_owned(), help: help.to_owned(), ..RowLine::default() };
    row_line(field, line, value, findings)
}
