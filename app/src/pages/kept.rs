//! What a form sent that was turned down, on the page that answers it. Nothing of it is stored: the page holds the
//! input until its author has signed in again, switched the account or mended it, and sends the same form once more.

use leptos::prelude::*;
use slipway_domain::field::Field;
use slipway_domain::findings::Findings;
use slipway_domain::ids::AccountId;
use slipway_domain::parameter;
use slipway_domain::policy::Denial;
use slipway_domain::rejection::Rejection;
use slipway_domain::text::field_name;

use super::sign_in::{brand, plain_page};
use crate::error::AppError;
use crate::parts::findings_list::{FindingsAt, validity};
use crate::parts::operation::OperationField;
use crate::paths::{Path, percent};
use crate::text;
use crate::text::kept as words;
use crate::ui::{Button, Dialog, Kind, Notice, PasswordField, TextArea, TextField, Tone};

/// Longer values get an input of several lines.
const ONE_LINE: usize = 80;

/// A form as it was sent, and why it was turned down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Where it was sent to, and is sent to again.
    pub action: String,
    /// The page that it came from: a path of ours.
    pub back: String,
    pub error: AppError,
    pub fields: Vec<Sent>,
}

/// One control of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    Typed(Field, String),
    /// A secret never comes back to a page.
    Secret(String),
    /// What the form says by itself: ids, revisions, the button that was pressed.
    Fixed(String, String),
}

impl Sent {
    pub fn of(name: String, value: String) -> Self {
        match Field::parse(&name) {
            Some(Field::Password | Field::NewPassword | Field::BrokerPassword) => Self::Secret(name),
            // Where people type names, forms that mean one thing in particular send its id.
            Some(_) if AccountId::parse(&value).is_ok() => Self::Fixed(name, value),
            Some(field) => Self::Typed(field, value),
            None if parameter::is_secret_input(&name) => Self::Secret(name),
            None => Self::Fixed(name, value),
        }
    }
}

impl Kept {
    /// `None`: nothing was typed, or nobody reads the answer.
    pub fn new(action: String, back: String, error: AppError, fields: Vec<Sent>) -> Option<Self> {
        let is_typed = |sent: &Sent| matches!(sent, Sent::Typed(_, value) if !value.trim().is_empty());
        let loses = error == AppError::Unavailable || fields.iter().any(is_typed);
        (error != AppError::Transport && loses).then_some(Self { action, back, error, fields })
    }
}

pub fn kept_page(kept: Kept) -> impl IntoView {
    let (title, lead) = match &kept.error {
        AppError::Rejected(Rejection::Unauthenticated) => {
            (words::SIGNED_OUT.to_owned(), words::SIGNED_OUT_LEAD.to_owned())
        }
        error => {
            let problem = text::problem(error);
            (problem.title, problem.text)
        }
    };
    let heading = title.clone();
    plain_page(title, move || {
        let step = step(&kept);
        let form = form(kept);
        view! {
            <Dialog title=heading lead wide=true above=brand>
                <Notice tone=Tone::Warn title=words::KEPT live=true>
                    <p>{words::KEPT_WHY}</p>
                </Notice>
                {step}
                {form}
            </Dialog>
        }
    })
}

/// What has to be done before the form is sent again.
fn step(kept: &Kept) -> AnyView {
    let back = kept.back.clone();
    match &kept.error {
        AppError::Rejected(Rejection::Unauthenticated) => {
            let href = format!("{}?to={}", Path::SignIn, percent(&back));
            view! {
                <p>
                    <a href=href target="_blank" rel="noopener">{words::SIGN_IN_FIRST}</a>
                    ". "
                    {words::SIGN_IN_THEN}
                </p>
            }
            .into_any()
        }
        AppError::Rejected(Rejection::Denied(Denial::OtherAccount { account, name })) => {
            let label = text::switch_to(name);
            view! {
                <form class="form" method="post" action="/account/switch" target="_blank">
                    <input type="hidden" name="account" value=account.to_string() />
                    <input type="hidden" name="to" value=back />
                    <Button>{label}</Button>
                    <p class="quiet">{words::SWITCH_THEN}</p>
                </form>
            }
            .into_any()
        }
        AppError::Overdue
        | AppError::Rejected(Rejection::Stale { .. } | Rejection::Refused(_) | Rejection::SentBefore) => view! {
            <p>
                <a href=back target="_blank" rel="noopener">{words::LOOK}</a>
                ". "
                {words::LOOK_THEN}
            </p>
        }
        .into_any(),
        _ => ().into_any(),
    }
}

fn form(kept: Kept) -> impl IntoView {
    let findings = match &kept.error {
        AppError::Rejected(Rejection::Invalid(findings)) => findings.clone(),
        _ => Findings::new(),
    };
    // An old revision is turned down however often it is sent.
    let is_stale = matches!(kept.error, AppError::Rejected(Rejection::Stale { .. }));
    // Under the name that was taken it would be turned down for ever; under any other error it may have been carried out.
    let renamed = kept.error == AppError::Rejected(Rejection::SentBefore);
    let is_name = |sent: &Sent| matches!(sent, Sent::Fixed(name, _) if name == "operation");
    let fields = kept.fields.into_iter().filter(|sent| !(renamed && is_name(sent)));
    let controls = fields.map(|sent| control(sent, &findings)).collect_view();
    view! {
        <form class="form" method="post" action=kept.action>
            {renamed.then(|| view! { <OperationField /> })}
            {controls}
            {(!is_stale).then(|| view! { <Button kind=Kind::Primary>{words::SEND_AGAIN}</Button> })}
        </form>
    }
}

fn control(sent: Sent, findings: &Findings) -> AnyView {
    let (field, value) = match sent {
        Sent::Fixed(name, value) => return view! { <input type="hidden" name=name value=value /> }.into_any(),
        Sent::Secret(name) => {
            let label = parameter::parse_input(&name).unwrap_or(words::PASSWORD).to_owned();
            return view! {
                <PasswordField
                    label
                    name
                    help=words::PASSWORD_HELP
                    autocomplete="off"
                />
            }
            .into_any();
        }
        Sent::Typed(field, value) => (field, value),
    };
    let (label, name) = (text::sentence_case(&field_name(field)), field.input_name());
    let (state, findings) = (validity(findings, field), findings.clone());
    if value.contains('\n') || value.chars().nth(ONE_LINE).is_some() {
        let rows = u16::try_from(value.lines().count()).unwrap_or(u16::MAX).clamp(4, 16);
        view! {
            <TextArea label name value rows validity=state>
                <FindingsAt findings field />
            </TextArea>
        }
        .into_any()
    } else {
        view! {
            <TextField label name value validity=state>
                <FindingsAt findings field />
            </TextField>
        }
        .into_any()
    }
}

#[cfg(test)]
mod tests {
    use slipway_domain::rejection::Kind as Missing;

    use super::*;

    fn sent(pairs: &[(&str, &str)]) -> Vec<Sent> {
        pairs.iter().map(|(name, value)| Sent::of((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn kept(error: AppError, pairs: &[(&str, &str)]) -> Option<Kept> {
        Kept::new("/api/broker/save".to_owned(), "/offerings".to_owned(), error, sent(pairs))
    }

    #[test]
    fn what_was_typed_is_told_from_what_the_form_says_by_itself_and_secrets_stay_away() {
        let fields = sent(&[
            ("offering", "acme"),
            ("broker[name]", "Frankfurt"),
            ("password", "hunter2"),
            ("reason", "No"),
            ("secret[pin]", "7391"),
        ]);
        assert_eq!(
            fields,
            [
                Sent::Fixed("offering".to_owned(), "acme".to_owned()),
                Sent::Typed(Field::BrokerName, "Frankfurt".to_owned()),
                Sent::Secret("password".to_owned()),
                Sent::Typed(Field::Reason, "No".to_owned()),
                Sent::Secret("secret[pin]".to_owned()),
            ]
        );
    }

    #[test]
    fn a_form_without_typed_text_and_one_that_a_program_sent_go_back_instead() {
        let out = || AppError::Rejected(Rejection::Unauthenticated);
        assert!(kept(out(), &[("reason", "Because")]).is_some());
        assert_eq!(kept(out(), &[("offering", "acme"), ("reason", " "), ("password", "x")]), None);
        assert_eq!(kept(AppError::Transport, &[("reason", "Because")]), None);
        let gone = || AppError::Rejected(Rejection::NotFound(Missing::Offering));
        assert!(kept(gone(), &[("reason", "Because")]).is_some(), "what it was about may be gone since");
        assert_eq!(kept(gone(), &[("offering", "acme")]), None);
    }
}
