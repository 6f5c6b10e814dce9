//! The form to add a member. A refused one comes back with everything that was typed.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::field::Field;
use slipway_domain::findings::Findings;
use slipway_domain::member::{self, MemberDraft};
use slipway_domain::policy::Verb;
use slipway_domain::rule::member::MEMBER_TWICE;
use slipway_domain::view::AccountView;

use super::row::choice;
use super::{ADD, denial};
use crate::api::member::AddMember;
use crate::parts::account_place;
use crate::parts::act::Act;
use crate::parts::findings_list::{FindingsAt, validity};
use crate::parts::load::query;
use crate::parts::text_line::{Line, text_line};
use crate::text::member as words;
use crate::ui::{Button, Choice, Section, Select};

const EMAIL: Line = Line {
    field: Field::MemberEmail,
    label: words::EMAIL,
    help: words::EMAIL_HELP,
    limit: 254,
    inputmode: "email",
    is_required: true,
};

const NAME: Line = Line {
    field: Field::MemberName,
    label: words::PERSON,
    help: words::PERSON_HELP,
    limit: 128,
    inputmode: "text",
    is_required: true,
};

pub(super) fn form(view: &AccountView) -> AnyView {
    Act::new(ADD, words::ADD_NOW).unless(denial(view, Verb::Create), || open(view))
}

fn open(view: &AccountView) -> impl IntoView + use<> {
    let kind = view.account.kind;
    let (draft, findings) = typed(view);
    let role = Choice::new("", words::NO_ROLE);
    let options = core::iter::once(role).chain(member::roles_in(kind).iter().copied().map(choice)).collect();
    let email = text_line(EMAIL, &draft.email, &findings);
    let name = text_line(NAME, &draft.name, &findings);
    let role_is = validity(&findings, Field::MemberRole);
    let account = view.account.id.to_string();
    view! {
        <form class="form block" id=ADD method="post" action=AddMember::url()>
            <input type="hidden" name="account" value=account />
            <Section title=words::ADD id="add-member-section" lead=words::ADD_LEAD>
                <div class="pair">{email} {name}</div>
                <Select
                    label=words::ROLE
                    name=Field::MemberRole.input_name()
                    options
                    selected=draft.role
                    required=true
                    validity=role_is
                >
                    <FindingsAt findings field=Field::MemberRole />
                </Select>
                <Button>{words::ADD_NOW}</Button>
            </Section>
        </form>
    }
}

/// What a refused form came back with; an empty form, if none did.
fn typed(view: &AccountView) -> (MemberDraft, Findings) {
    let refused = query("refused");
    if refused.is_empty() || account_place::is_refused(&refused) {
        return (MemberDraft::default(), Findings::new());
    }
    let draft = MemberDraft { email: query("email"), name: query("name"), role: query("role") };
    let findings = draft.check(view.account.kind, refused == MEMBER_TWICE.as_str());
    (draft, findings)
}
