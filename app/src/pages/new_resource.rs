//! New Resource: asks for the permanent name of a service, or says what is missing before one can be made and whom to
//! ask.

use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use slipway_domain::account::{Account, AccountKind};
use slipway_domain::field::Field;
use slipway_domain::offering::NewResourceDraft;
use slipway_domain::offering_line::LinesQuery;
use slipway_domain::policy::may_add_resource;
use slipway_domain::rejection::Rejection;
use slipway_domain::resource_name::{LONGEST_NAME, NewResourceContext, ResourceName};
use slipway_domain::view::OfferingsView;

use crate::api::offering::{AddResource, is_name_free, read_offerings};
use crate::error::AppError;
use crate::islands::field_findings::FieldFindings;
use crate::islands::new_resource_form::{FORM, NameAnswer, NewResourceForm, NewResourceStart};
use crate::pages::offerings::empty;
use crate::parts::account_nav::account_nav;
use crate::parts::findings_list::validity;
use crate::parts::frame::{Area, Frame};
use crate::parts::load::{load, query};
use crate::parts::problem::FormProblem;
use crate::paths::Path;
use crate::shell::IslandScripts;
use crate::text::{self, new_resource as words};
use crate::ui::{
    Breadcrumbs, Button, ButtonLink, Crumb, Dialog, DialogActs, Empty, Glyph, Kind, Page, PageHead, PageMain, Radio,
    RadioGroup, TextField,
};

mod dossier;

#[component]
pub fn NewResourcePage() -> impl IntoView {
    let sent = Sent::read();
    load(read(sent), |(view, start)| {
        let count = u64::from(view.lines.all());
        let navigation = account_nav(&view.person, view.account.as_ref(), Area::Offerings, Some(count));
        let body = body(&view, start);
        view! {
            <Frame person=Some(view.person) area=Area::Offerings title=words::TITLE nav=move || navigation>
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
    let view = read_offerings(LinesQuery::default()).await?;
    let was_sent = !sent.resource_name.is_empty() || !sent.broker_ready.is_empty();
    let draft = sent.draft();
    let is_taken =
        ResourceName::parse(&draft.resource_name).is_ok() && !is_name_free(draft.resource_name.clone()).await?;
    let context = NewResourceContext {
        company: view.account.as_ref().map(|account| account.name.clone()).unwrap_or_default(),
        has_offerings: view.lines.all() > 0,
        is_taken,
    };
    Ok((view, NewResourceStart { draft, context, was_sent }))
}

fn body(view: &OfferingsView, start: NewResourceStart) -> AnyView {
    let Some(account) = &view.account else { return nowhere(view) };
    if account.kind == AccountKind::Consumer {
        return nowhere(view);
    }
    match may_add_resource(&view.person, account) {
        Ok(()) => dialog(account, start).into_any(),
        Err(Rejection::Refused(_)) => nowhere(view),
        Err(rejection) => denied(rejection).into_any(),
    }
}

fn dialog(account: &Account, start: NewResourceStart) -> impl IntoView + use<> {
    let lead = words::lead(&account.name);
    let begun = start.clone();
    provide_context(start);
    view! {
        <main id="main" class="dialog-page" tabindex="-1">
            <FormProblem />
            <Dialog title=words::TITLE lead=lead above=crumbs>
                <IslandScripts />
                // What is in here asks the island, so it must be made in here.
                <NewResourceForm>{form(begun)}</NewResourceForm>
            </Dialog>
            {dossier::section()}
        </main>
    }
}

fn form(start: NewResourceStart) -> impl IntoView {
    let (name, ready) = (Field::ResourceName, Field::BrokerReady);
    let shown = start.shown(&start.draft, start.context.is_taken);
    let states = (validity(&shown, name), validity(&shown, ready));
    let answers =
        vec![Radio::new("no", words::NO).note(words::NO_NOTE), Radio::new("yes", words::YES).note(words::YES_NOTE)];
    view! {
        <form method="post" action=AddResource::url() autocomplete="off" id=FORM>
            <TextField
                label=words::RESOURCE_NAME
                name=name.input_name()
                value=start.draft.resource_name
                help=words::RESOURCE_NAME_HELP
                placeholder=words::PLACEHOLDER
                limit=u32::try_from(LONGEST_NAME).unwrap_or(u32::MAX)
                validity=states.0
            >
                <FieldFindings name=name.input_name() />
                <p class="cds--form__helper-text" role="status">
                    <NameAnswer />
                </p>
            </TextField>
            <RadioGroup
                legend=words::BROKER_READY
                name=ready.input_name()
                choices=answers
                selected=start.draft.broker_ready
                help=words::BROKER_READY_HELP
                validity=states.1
            >
                <FieldFindings name=ready.input_name() />
            </RadioGroup>
            <DialogActs>
                <ButtonLink href=Path::Offerings.to_string() kind=Kind::Ghost>
                    {words::CANCEL}
                </ButtonLink>
                <Button kind=Kind::Primary>{words::CREATE}</Button>
            </DialogActs>
        </form>
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
