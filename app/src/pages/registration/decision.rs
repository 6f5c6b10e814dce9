//! Approve, return or reject: three buttons of one form, each disabled with the reason where it is not possible.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::field::Field;
use slipway_domain::policy::{self, Context, Object, Verb};
use slipway_domain::registration::{self, RegistrationMove};
use slipway_domain::rejection::{Refusal, Rejection};
use slipway_domain::view::AccountView;

use crate::api::account::DecideRegistration;
use crate::parts::findings_list::{FindingsAt, validity};
use crate::parts::permission::reason;
use crate::parts::written::{WRITTEN_LIMIT, Written};
use crate::text::registration as words;
use crate::ui::{Button, Confirm, DisabledButton, Kind, TextArea};

pub(super) fn form(view: &AccountView, typed: Written) -> AnyView {
    match obstacle(view) {
        Some(reason) => disabled(reason).into_any(),
        None => open(view, typed).into_any(),
    }
}

/// Why this person cannot decide about this account now. The three decisions are possible together or not at all.
fn obstacle(view: &AccountView) -> Option<String> {
    let account = &view.account;
    let mut context = Context::of(account.id);
    if let Some((by, _)) = account.submitted {
        context = context.submitted_by(by);
    }
    if let Err(denial) = policy::may(&view.person, Verb::Approve, Object::Registration, context) {
        return Some(reason(Rejection::Denied(denial)));
    }
    let (from, attempted) = (account.registration, RegistrationMove::Approve);
    let is_possible = registration::next(from, attempted).is_some();
    (!is_possible).then(|| reason(Rejection::Refused(Refusal::NoSuchRegistrationMove { from, attempted })))
}

fn disabled(reason: String) -> impl IntoView {
    view! {
        <div class="decide">
            <h2 class="aside-title">{words::DECISION}</h2>
            <DisabledButton id="approve" kind=Kind::Primary wide=true reason>
                {words::APPROVE}
            </DisabledButton>
        </div>
    }
}

fn open(view: &AccountView, typed: Written) -> impl IntoView + use<> {
    let account = view.account.id.to_string();
    let findings = typed.findings();
    let state = validity(&findings, Field::Reason);
    view! {
        <form class="decide" method="post" action=DecideRegistration::url()>
            <h2 class="aside-title">{words::DECISION}</h2>
            <input type="hidden" name="account" value=account />
            <Button kind=Kind::Primary wide=true name="verdict" value=RegistrationMove::Approve.name()>
                {words::APPROVE}
            </Button>
            <div class="note note--out">
                <TextArea
                    label=words::REASON
                    name=Field::Reason.input_name()
                    help=words::REASON_HELP
                    limit=WRITTEN_LIMIT
                    rows=4
                    value=typed.reason
                    validity=state
                >
                    <FindingsAt findings field=Field::Reason />
                </TextArea>
                <p class="note__who">{words::PROVIDER_READS}</p>
            </div>
            <Button wide=true name="verdict" value=RegistrationMove::Return.name()>
                {words::RETURN}
            </Button>
            <Confirm label=words::REJECT danger=true>
                <p>{words::REJECT_SURE}</p>
                <Button kind=Kind::Danger name="verdict" value=RegistrationMove::Reject.name()>
                    {words::REJECT_NOW}
                </Button>
            </Confirm>
        </form>
    }
}
