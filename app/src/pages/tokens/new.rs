//! The form for a new token. A refused one comes back with everything that was typed.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::access::KeyLifetime;
use slipway_domain::caller::Person;
use slipway_domain::field::Field;
use slipway_domain::findings::Findings;
use slipway_domain::token::{TokenDraft, TokenScope, lifetimes};

use super::NEW;
use crate::api::tokens::CreateToken;
use crate::parts::load::query;
use crate::parts::operation::OperationField;
use crate::parts::text_line::{Line, select_line, text_line};
use crate::text::access::lifetime;
use crate::text::tokens as words;
use crate::ui::{Button, Choice, Glyph, Section};

const NAME: Line = Line {
    field: Field::TokenName,
    label: words::NAME,
    help: words::NAME_HELP,
    limit: 64,
    inputmode: "text",
    is_required: true,
};

pub(super) fn form(person: &Person) -> impl IntoView + use<> {
    let lead = match person.current_membership() {
        Some(membership) => words::new_lead(&membership.account_name),
        None => words::NEW_LEAD_OPERATOR.to_owned(),
    };
    let (draft, findings) = typed();
    let name = text_line(NAME, &draft.name, &findings);
    let scopes = TokenScope::ALL.map(|scope| Choice::new(scope.name(), words::scope(scope))).to_vec();
    let lifetimes = lifetimes().map(|choice| Choice::new(choice.name(), lifetime(choice))).collect();
    let (scope, help) = (Field::TokenScope, words::SCOPE_HELP);
    let scope = select_line(scope, words::SCOPE_LABEL, scopes, &draft.scope, help, &findings);
    let end = select_line(Field::TokenLifetime, words::LIFETIME, lifetimes, &draft.lifetime, "", &findings);
    view! {
        <form class="form block" id=NEW method="post" action=CreateToken::url()>
            <OperationField />
            <Section title=words::NEW id="new-token-section" lead=lead>
                {name}
                <div class="pair">{scope} {end}</div>
                <Button icon=Glyph::Add>{words::CREATE}</Button>
            </Section>
        </form>
    }
}

/// What a refused form came back with; if none did, a token that reads, for as long as most need one.
fn typed() -> (TokenDraft, Findings) {
    if query("refused").is_empty() {
        let (scope, lifetime) = (TokenScope::Read.name().to_owned(), KeyLifetime::Days90.name().to_owned());
        return (TokenDraft { name: String::new(), scope, lifetime }, Findings::new());
    }
    let draft = TokenDraft { name: query("name"), scope: query("scope"), lifetime: query("lifetime") };
    let findings = draft.check();
    (draft, findings)
}
