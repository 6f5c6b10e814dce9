//! Proving who one is, and what is shown when that did not work. The forms are plain and post to the issuer; nothing
//! here knows how a password is checked.

use leptos::prelude::*;
use leptos_meta::provide_meta_context;

use crate::parts::title::DocumentTitle;
use crate::paths::Path;
use crate::shell::Document;
use crate::text;
use crate::text::sign_in as words;
use crate::ui::{Banner, Button, ButtonLink, Dialog, Kind, Notice, PasswordField, SkipLink, TextField, Tone};

/// What the form shows. The password never comes back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SignInForm {
    /// The authorization request that is answered when the password is right.
    request: String,
    email: String,
    /// The service that somebody signs in to; `None`: the console.
    service: Option<String>,
    problem: Option<Problem>,
    demo: Option<Demo>,
}

/// The people of the demo, for whoever tries it out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demo {
    pub password: &'static str,
    /// E-mail address and what one sees as this person.
    pub people: Vec<(&'static str, &'static str)>,
}

/// Why somebody is not signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// No account with this address and password; which of both is not told.
    Wrong,
    TooManyAttempts,
    /// The answer does not belong to an attempt of this browser, or is not to be believed.
    Rejected,
    /// The issuer itself said no.
    Refused,
    /// The issuer cannot be reached.
    Unavailable,
    /// The issuer and this console have no way in common to sign people in.
    Unfit,
    /// Signed in elsewhere, but no person of this console.
    Unknown,
    /// The application that sent somebody here is not registered.
    Client,
}

impl SignInForm {
    pub fn new(request: String) -> Self {
        Self { request, ..Self::default() }
    }

    #[must_use]
    pub fn with_email(self, email: String) -> Self {
        Self { email, ..self }
    }

    #[must_use]
    pub fn for_service(self, service: Option<String>) -> Self {
        Self { service, ..self }
    }

    #[must_use]
    pub fn with_problem(self, problem: Problem) -> Self {
        Self { problem: Some(problem), ..self }
    }

    #[must_use]
    pub fn with_demo(self, demo: Demo) -> Self {
        Self { demo: Some(demo), ..self }
    }
}

/// E-mail address and password.
pub fn sign_in_page(form: SignInForm) -> impl IntoView {
    let knows_email = !form.email.is_empty();
    plain_page(words::TITLE, move || {
        view! {
            <Dialog title=words::TITLE above=brand>
                {form.problem.map(|problem| notice(problem, ""))}
                {form.service.map(|service| view! { <p class="dialog__lead">{words::to_service(&service)}</p> })}
                <form class="form" method="post" action="/sign-in">
                    <input type="hidden" name="request" value=form.request />
                    <TextField
                        label=words::EMAIL
                        name="email"
                        value=form.email
                        input_type="email"
                        autocomplete="username"
                        autofocus=!knows_email
                        required=true
                    />
                    <PasswordField
                        label=words::PASSWORD
                        name="password"
                        autocomplete="current-password"
                        required=true
                    />
                    <Button kind=Kind::Primary wide=true>
                        {words::SUBMIT}
                    </Button>
                </form>
                <p class="sign-in__foot">{words::NO_PASSWORD}</p>
                {form.demo.map(people)}
            </Dialog>
        }
    })
}

fn people(demo: Demo) -> impl IntoView {
    let people = demo.people.into_iter().map(|(email, about)| {
        view! {
            <li>
                {email}
                <span>{about}</span>
            </li>
        }
    });
    view! {
        <section class="sign-in__demo" aria-labelledby="demo-people">
            <h2 id="demo-people">{words::DEMO_PEOPLE}</h2>
            <p>{words::demo_password(demo.password)}</p>
            <ul class="sign-in__people">{people.collect_view()}</ul>
        </section>
    }
}

/// What went wrong on the way, and the way on. `contact` is whom to ask.
pub fn problem_page(problem: Problem, contact: String) -> impl IntoView {
    let (title, text) = told(problem, &contact);
    let needs_cookie = problem == Problem::Rejected && is_demo();
    plain_page(title, move || {
        view! {
            <Dialog title=title lead=text above=brand>
                {needs_cookie.then(|| view! { <p class="dialog__lead">{words::DEMO_IN_SAFARI}</p> })}
                <p class="sign-in__foot">
                    {(problem != Problem::Client)
                        .then(|| view! { <ButtonLink href=Path::SignIn.to_string() kind=Kind::Primary>{words::AGAIN}</ButtonLink> })}
                    <ButtonLink href=Path::Home.to_string()>{words::HOME}</ButtonLink>
                </p>
            </Dialog>
        }
    })
}

/// The page around a dialog before anybody is signed in.
pub(super) fn plain_page<V: IntoView + 'static>(
    title: impl Into<String>,
    content: impl FnOnce() -> V + Send + 'static,
) -> impl IntoView {
    provide_meta_context();
    let title = title.into();
    view! {
        <DocumentTitle text=format!("{title} – {}", words::BRAND) />
        <SkipLink label=text::SKIP />
        {is_demo().then(|| view! { <Banner label=text::DEMO_LABEL>{text::DEMO}</Banner> })}
        <div class="sign-in">
            <main id="main" class="sign-in__main" tabindex="-1">
                {content()}
            </main>
            <aside class="sign-in__side" aria-label=words::BRAND>
                <img src="/marks/slip.svg" alt="" />
                <p>{words::SLOGAN}</p>
            </aside>
        </div>
    }
}

fn is_demo() -> bool {
    use_context::<Document>().is_some_and(|document| document.is_demo)
}

pub(super) fn brand() -> impl IntoView {
    view! {
        <p class="sign-in__brand">
            <img src="/marks/slipway.svg" width="32" height="32" alt="" />
            {words::BRAND}
        </p>
    }
}

fn notice(problem: Problem, contact: &str) -> impl IntoView + use<> {
    let (title, text) = told(problem, contact);
    view! {
        <Notice tone=Tone::Bad title=title live=true>
            <p>{text}</p>
        </Notice>
    }
}

fn told(problem: Problem, contact: &str) -> (&'static str, String) {
    let (title, text) = match problem {
        Problem::Wrong => (words::WRONG_TITLE, words::WRONG),
        Problem::TooManyAttempts => (words::TOO_MANY_TITLE, words::TOO_MANY),
        Problem::Rejected => (words::REJECTED_TITLE, words::REJECTED),
        Problem::Refused => (words::REFUSED_TITLE, words::REFUSED),
        Problem::Unavailable => (words::UNAVAILABLE_TITLE, words::UNAVAILABLE),
        Problem::Unfit => (words::UNFIT_TITLE, words::UNFIT),
        Problem::Client => (words::CLIENT_TITLE, words::CLIENT),
        Problem::Unknown => return (words::UNKNOWN_TITLE, words::unknown(contact)),
    };
    (title, text.to_owned())
}
