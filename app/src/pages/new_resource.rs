//! New Resource: asks for the permanent name of a service, or says what is missing before one can be made and whom to
//! ask.

use leptos::prelude::*;
use slipway_domain::account::Account;
use slipway_domain::offering::NewResourceDraft;
use slipway_domain::policy::may_add_resource;
use slipway_domain::rejection::Rejection;
use slipway_domain::resource_name::{NewResourceContext, ResourceName};
use slipway_domain::view::OfferingsView;

use crate::api::offering::{is_name_free, read_offerings};
use crate::error::AppError;
use crate::islands::new_resource_form::{NewResourceForm, NewResourceStart};
use crate::pages::offerings::empty;
use crate::parts::frame::{Area, Frame};
use crate::parts::load::{load, query};
use crate::paths::Path;
use crate::text::{self, new_resource as words};
use crate::ui::{Breadcrumbs, ButtonLink, Crumb, Dialog, Empty, Glyph, Page, PageHead, PageMain};

#[component]
pub fn NewResourcePage() -> impl IntoView {
    let sent = Sent::read();
    load(read(sent), |(view, start)| {
        let body = body(&view, start);
        view! {
            <Frame person=Some(view.person) area=Area::Offerings title=words::TITLE>
                {body}
            </Frame>
        }
    })
}

/// What the form came back with, from the address.
struct Sent {
    resource_name: String,
    broker_ready: String,
}

impl Sent {
    fn read() -> Self {
        Self { resource_name: query("resource_name"), broker_ready: query("broker_ready") }
    }

    fn draft(self) -> NewResourceDraft {
        let broker_ready = if self.broker_ready.is_empty() { "no".to_owned() } else { self.broker_ready };
        NewResourceDraft { resource_name: self.resource_name, broker_ready }
    }
}

async fn read(sent: Sent) -> Result<(OfferingsView, NewResourceStart), AppError> {
    let view = read_offerings().await?;
    let was_sent = !sent.resource_name.is_empty() || !sent.broker_ready.is_empty();
    let draft = sent.draft();
    let is_taken = ResourceName::parse(&draft.resource_name).is_ok() && !is_name_free(draft.resource_name.clone()).await?;
    let context = NewResourceContext {
        company: view.account.as_ref().map(|account| account.name.clone()).unwrap_or_default(),
        has_offerings: !view.offerings.is_empty(),
        is_taken,
    };
    Ok((view, NewResourceStart { draft, context, was_sent }))
}

fn body(view: &OfferingsView, start: NewResourceStart) -> AnyView {
    let Some(account) = &view.account else { return nowhere(view) };
    match may_add_resource(&view.person, account) {
        Ok(()) => dialog(account, start).into_any(),
        Err(Rejection::Refused(_)) => nowhere(view),
        Err(rejection) => denied(rejection).into_any(),
    }
}

fn dialog(account: &Account, start: NewResourceStart) -> impl IntoView + use<> {
    let lead = words::lead(&account.name);
    view! {
        <main id="main" class="dialog-page" tabindex="-1">
            <Dialog title=words::TITLE lead=lead above=crumbs>
                <NewResourceForm start=start />
            </Dialog>
        </main>
    }
}

fn crumbs() -> impl IntoView {
    view! {
        <Breadcrumbs label=text::BREADCRUMB crumbs=vec![Crumb::new(text::OFFERINGS, Path::Offerings.to_string())] />
    }
}

/// There is no account that could own it.
fn nowhere(view: &OfferingsView) -> AnyView {
    let state = empty::state(view);
    view! {
        <Page>
            <PageHead title=words::TITLE crumbs=crumbs band=true />
            <PageMain>{state}</PageMain>
        </Page>
    }
    .into_any()
}

fn denied(rejection: Rejection) -> impl IntoView {
    let problem = text::problem(&AppError::Rejected(rejection));
    view! {
        <Page>
            <PageMain>
                <Empty
                    title=problem.title
                    level=1
                    icon=Glyph::Information
                    acts=move || view! { <ButtonLink href=Path::Offerings.to_string()>{text::OFFERINGS}</ButtonLink> }
                >
                    <p>{problem.text}</p>
                </Empty>
            </PageMain>
        </Page>
    }
}
