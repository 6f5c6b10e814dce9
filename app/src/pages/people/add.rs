//! The form to add a person. A refused one comes back with everything that was typed.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::caller::Role;
use slipway_domain::field::Field;
use slipway_domain::findings::Findings;
use slipway_domain::person::PersonDraft;
use slipway_domain::rule::person::EMAIL_TAKEN;

use super::ADD;
use crate::api::people::AddPerson;
use crate::parts::findings_list::FindingsAt;
use crate::parts::load::query;
use crate::parts::text_line::{Line, text_line};
use crate::text;
use crate::text::people as words;
use crate::ui::{Button, Checkbox, Section};

const EMAIL: Line = Line {
    field: Field::PersonEmail,
    label: words::EMAIL,
    help: words::EMAIL_HELP,
    limit: 254,
    inputmode: "email",
    is_required: true,
};

const NAME: Line = Line {
    field: Field::PersonName,
    label: words::NAME,
    help: words::NAME_HELP,
    limit: 128,
    inputmode: "text",
    is_required: true,
};

pub(super) fn form() -> impl IntoView {
    let (draft, findings) = typed();
    let email = text_line(EMAIL, &draft.email, &findings);
    let name = text_line(NAME, &draft.name, &findings);
    let roles = Role::ALL.into_iter().filter(|role| role.is_operator()).enumerate();
    let roles: Vec<_> = roles.map(|(at, role)| tick(at, role, &draft)).collect();
    view! {
        <form class="form block" id=ADD method="post" action=AddPerson::url()>
            <Section title=words::ADD id="add-person-section" lead=words::ADD_LEAD>
                <div class="pair">{email} {name}</div>
                <fieldset class="field">
                    <legend class="cds--label">{words::ROLES_TITLE}</legend>
                    {roles}
                    <FindingsAt findings field=Field::PersonRoles />
                </fieldset>
                <Button>{words::ADD_NOW}</Button>
            </Section>
        </form>
    }
}

fn tick(at: usize, role: Role, draft: &PersonDraft) -> impl IntoView + use<> {
    let name = format!("{}[{at}]", Field::PersonRoles.input_name());
    let checked = draft.operator_roles().contains(&role);
    view! {
        <Checkbox name value=role.name() checked help=words::role_meaning(role)>
            {text::role(role)}
        </Checkbox>
    }
}

/// What a refused form came back with; an empty form, if none did.
fn typed() -> (PersonDraft, Findings) {
    let refused = query("refused");
    if refused.is_empty() {
        return (PersonDraft::default(), Findings::new());
    }
    let roles = query("roles").split(',').filter(|role| !role.is_empty()).map(str::to_owned).collect();
    let draft = PersonDraft { email: query("email"), name: query("name"), roles };
    let findings = draft.check(refused == EMAIL_TAKEN.as_str());
    (draft, findings)
}
