//! A `catalog.json` that somebody pastes or uploads (§6.7), beside what the console has: one form that holds the text until
//! everything was taken over. It is posted to its own address, and the page answers.

use leptos::prelude::*;
use slipway_domain::import::file::{FileImport, FileProblem};
use slipway_domain::import::{Fit, ImportDraft};
use slipway_domain::page::Page;
use slipway_domain::policy::{Object, Verb};
use slipway_domain::view::OfferingView;

use super::{Back, outcome, table};
use crate::api::offering::read_offering;
use crate::error::AppError;
use crate::pages::broker::violations;
use crate::parts::load::{load, param};
use crate::parts::offering_frame::{OfferingCrumbs, OfferingFrame};
use crate::parts::operation::OperationField;
use crate::parts::permission::obstacle;
use crate::paths::Path;
use crate::text;
use crate::text::import as common;
use crate::text::import::file as words;
use crate::ui::{
    Button, Choice, FileField, Kind, Lead, Notice, Page as PageBody, PageHead, PageMain, Select, TextArea, Tone,
    Validity,
};

/// The control of the text.
pub const CATALOG: &str = "catalog";
/// The control of the file.
pub const FILE: &str = "file";
/// The name of both buttons, and what the one says that takes over.
pub const THEN: &str = "then";
pub const TAKE: &str = "take";

/// A form as it was sent, and what came of it. The route that takes it provides it.
#[derive(Debug, Clone)]
pub struct SentCatalog {
    pub text: String,
    pub import: ImportDraft,
    /// Nothing was taken over, because other things are offered by now.
    pub is_stale: bool,
    /// What the text offers, or why it is not read; `None`: nobody looked into it.
    pub file: Option<Result<FileImport, FileProblem>>,
    /// Why nothing was taken over.
    pub error: Option<AppError>,
}

#[component]
pub fn FileImportPage() -> impl IntoView {
    let (sent, back) = (use_context::<SentCatalog>(), Back::read());
    load(read_offering(param("name")), move |view: OfferingView| page(view, sent.as_ref(), &back))
}

fn page(view: OfferingView, sent: Option<&SentCatalog>, back: &Back) -> impl IntoView + use<> {
    let (name, person) = (view.offering.name.clone(), view.person.clone());
    let came = match sent {
        Some(sent) => came(sent),
        None => outcome(back, &view),
    };
    let form = form(&view, sent);
    view! {
        <OfferingFrame view=view page=Page::Deployments title=words::TITLE>
            <PageBody>
                <PageHead title=words::TITLE band=true crumbs=move || view! { <OfferingCrumbs name person /> }>
                    <Lead>{words::LEAD}</Lead>
                </PageHead>
                <PageMain>{came} {form}</PageMain>
            </PageBody>
        </OfferingFrame>
    }
}

/// What came of the form.
fn came(sent: &SentCatalog) -> Option<AnyView> {
    let (tone, title, text) = match (&sent.error, &sent.file) {
        (Some(error), _) => {
            let problem = text::problem(error);
            (Tone::Bad, problem.title, problem.text)
        }
        (None, Some(Err(problem))) => (Tone::Bad, words::UNREAD.to_owned(), words::problem(*problem)),
        (None, _) if sent.is_stale => (Tone::Warn, common::STALE.to_owned(), words::STALE_TEXT.to_owned()),
        (None, _) => return None,
    };
    let notice = view! {
        <Notice tone=tone title=title live=true>
            <p>{text}</p>
        </Notice>
    };
    Some(notice.into_any())
}

fn form(view: &OfferingView, sent: Option<&SentCatalog>) -> impl IntoView + use<> {
    let action = Path::FileImport(view.offering.name.clone()).to_string();
    let file = sent.and_then(|sent| sent.file.as_ref());
    let problem = file.and_then(|file| file.as_ref().err()).map(|problem| words::problem(*problem));
    let validity = if problem.is_some() { Validity::Invalid } else { Validity::Fine };
    let read = file.and_then(|file| file.as_ref().ok()).zip(sent).map(|(file, sent)| read(view, file, sent));
    let value = sent.map(|sent| sent.text.clone()).unwrap_or_default();
    let help = problem.unwrap_or_else(|| words::TEXT_HELP.to_owned());
    view! {
        <form class="block" method="post" action=action enctype="multipart/form-data">
            <OperationField />
            <TextArea label=words::TEXT name=CATALOG value=value help=help rows=14 validity=validity />
            <FileField
                label=words::FILE
                id="catalog-file"
                name=FILE
                accept="application/json,.json"
                help=words::FILE_HELP
            />
            <Button kind=Kind::Tertiary name=THEN value="show">
                {words::SHOW}
            </Button>
            {read}
        </form>
    }
}

/// What the text says, and the button that takes over what is ticked.
fn read(view: &OfferingView, file: &FileImport, sent: &SentCatalog) -> impl IntoView + use<> {
    let which = which(file, sent);
    let faults = violations::block(&file.violations);
    let (offers, left) = (file.fit.map(|_| offers(view, file, sent)), table::left(&file.left));
    view! {
        <input type="hidden" name="import[seen]" value=file.seen.clone() />
        {which}
        {faults}
        {offers}
        {left}
    }
}

/// Which service it is about, and the question which one where nobody can tell.
fn which(file: &FileImport, sent: &SentCatalog) -> AnyView {
    if file.services.is_empty() {
        return view! {
            <Notice tone=Tone::Warn title=words::NO_SERVICE live=true>
                <p>{words::NO_SERVICE_TEXT}</p>
            </Notice>
        }
        .into_any();
    }
    let meant = file.fit.map(|fit| common::meant(&file.meant, fit));
    let asks = matches!(file.fit, None | Some(Fit::Choice)).then(|| {
        let services = file.services.iter().enumerate().map(|(at, name)| Choice::new((at + 1).to_string(), name));
        let options: Vec<Choice> = core::iter::once(Choice::new("", common::NOT_CHOSEN)).chain(services).collect();
        let selected = file.fit.map(|_| sent.import.choice.to_string()).unwrap_or_default();
        view! {
            <Select
                label=common::SERVICE
                name="import[choice]"
                options=options
                selected=selected
                help=words::CHOOSE_THEN
            />
        }
    });
    view! {
        {meant.map(|meant| view! { <p>{meant}</p> })}
        {asks}
    }
    .into_any()
}

fn offers(view: &OfferingView, file: &FileImport, sent: &SentCatalog) -> AnyView {
    if file.offers.is_empty() {
        return view! {
            <Notice tone=Tone::Good title=common::NOTHING live=true>
                <p>{words::NOTHING_TEXT}</p>
            </Notice>
        }
        .into_any();
    }
    if let Some(reason) = obstacle(view, Verb::Edit, Object::Listing) {
        return view! {
            <Notice title=common::READ_ONLY>
                <p>{reason}</p>
            </Notice>
            {table::lines(&file.offers, view, None, words::SIDE)}
        }
        .into_any();
    }
    let ticks = Back { is_stale: sent.is_stale, ticked: sent.import.take.clone(), taken: Vec::new() };
    let lines = table::lines(&file.offers, view, Some(&ticks), words::SIDE);
    view! {
        {lines}
        <p class="quiet">{words::PRICES}</p>
        <div class="after-table">
            <Button kind=Kind::Primary name=THEN value=TAKE>
                {common::TAKE}
            </Button>
        </div>
    }
    .into_any()
}
