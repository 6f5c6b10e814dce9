//! A request for a review, of a release or of the next version: the form that asks for it, the way to it for who decides, and
//! the question before it is taken back.

use leptos::prelude::*;
use slipway_domain::field::Field;
use slipway_domain::view::OfferingView;

use crate::parts::act::Act;
use crate::parts::findings_list::{FindingsAt, validity};
use crate::parts::operation::OperationField;
use crate::parts::written::{WRITTEN_LIMIT, Written};
use crate::paths::Path;
use crate::text::review as words;
use crate::ui::{Button, ButtonLink, Confirm, Glyph, Kind, TextArea};

/// Posts to `action`, with a note for the reviewers; `what` says what comes of it.
#[component]
pub fn RequestForm(
    action: &'static str,
    offering: String,
    typed: Written,
    label: &'static str,
    what: &'static str,
) -> impl IntoView {
    let findings = typed.findings();
    let state = validity(&findings, Field::ReviewNote);
    view! {
        <form method="post" action=action>
            <input type="hidden" name="offering" value=offering />
            <OperationField />
            <TextArea
                label=words::NOTE
                name=Field::ReviewNote.input_name()
                help=words::NOTE_HELP
                optional=words::OPTIONAL
                rows=4
                limit=WRITTEN_LIMIT
                value=typed.note
                validity=state
            >
                <FindingsAt findings field=Field::ReviewNote />
            </TextArea>
            <p class="gate__why">{what}</p>
            <Button kind=Kind::Primary wide=true icon=Glyph::Send>
                {label}
            </Button>
        </form>
    }
}

/// The way to the request that waits, for the operator's people.
pub fn to_request(view: &OfferingView) -> Option<impl IntoView + use<>> {
    view.open_submission().filter(|_| view.person.is_operator()).map(|open| {
        let href = Path::ReviewOf(open.id).to_string();
        view! {
            <ButtonLink href=href kind=Kind::Primary wide=true>
                {words::TO_REQUEST}
            </ButtonLink>
        }
    })
}

/// Posts to `action` once it was confirmed, or says `why_not`; `what` says what comes of it.
#[component]
pub fn TakeBack(
    action: &'static str,
    offering: String,
    label: &'static str,
    what: &'static str,
    kind: Kind,
    why_not: Option<String>,
) -> impl IntoView {
    Act::new("withdraw", label).unless(why_not, || {
        view! {
            <Confirm label=label>
                <form method="post" action=action>
                    <input type="hidden" name="offering" value=offering />
                    <p>{what}</p>
                    <Button kind=kind icon=Glyph::Undo>
                        {label}
                    </Button>
                </form>
            </Confirm>
        }
    })
}
