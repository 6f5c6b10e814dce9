//! One test run (§4.16): how far it is, every check with its grounds, what was said to the broker, and what is different
//! from the run before.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::ids::TestRunId;
use slipway_domain::page::Page;
use slipway_domain::policy::{Object, Verb};
use slipway_domain::rejection::Kind as Missing;
use slipway_domain::test_run::Target;
use slipway_domain::view::TestRunView;

use crate::api::test_run::{RepeatChecks, read_test_run};
use crate::parts::load::{load, missing, param};
use crate::parts::offering_frame::OfferingFrame;
use crate::parts::permission::denial;
use crate::parts::problem::ProblemPage;
use crate::paths::Path;
use crate::text;
use crate::text::test_run as words;
use crate::ui;
use crate::ui::{Breadcrumbs, Button, ButtonLink, Crumb, Glyph, Kind, Layout, PageHead, PageMain, Size};

mod aside;
mod checks;
pub(super) mod summary;
mod transcript;

#[component]
pub fn TestRunPage() -> impl IntoView {
    let Ok(id) = TestRunId::parse(&param("run")) else {
        let error = missing(Missing::TestRun);
        return view! { <ProblemPage error /> }.into_any();
    };
    load(read_test_run(param("name"), id), page).into_any()
}

fn page(run: TestRunView) -> impl IntoView {
    let name = run.view.offering.name.clone();
    let title = words::title(run.run.number);
    let crumbs = vec![
        Crumb::new(text::OFFERINGS, Path::Offerings.to_string()),
        Crumb::new(name.clone(), Path::Offering(name.clone(), Page::Summary).to_string()),
        Crumb::new(text::page(Page::Tests), Path::Offering(name, Page::Tests).to_string()),
    ];
    let acts = acts(&run);
    let head = summary::head(&run);
    let groups = checks::groups(&run);
    let aside = aside::panel(&run);
    view! {
        <OfferingFrame view=run.view page=Page::Tests>
            <ui::Page layout=Layout::Split>
                <PageHead
                    title=title
                    band=true
                    crumbs=move || view! { <Breadcrumbs label=text::BREADCRUMB crumbs=crumbs /> }
                    acts=move || acts
                >
                    {head}
                </PageHead>
                <PageMain>{groups}</PageMain>
                {aside}
            </ui::Page>
        </OfferingFrame>
    }
}

/// While it goes on: look again. Then: run again, if the deployment is still there.
fn acts(run: &TestRunView) -> impl IntoView + use<> {
    let view = &run.view;
    if run.run.progress.is_open() {
        let href = Path::TestRun(view.offering.name.clone(), run.run.id).to_string();
        return view! {
            <ButtonLink href=href kind=Kind::Tertiary icon=Glyph::Renew>
                {words::REFRESH}
            </ButtonLink>
        }
        .into_any();
    }
    if denial(view, Verb::Execute, Object::TestRun).is_some() {
        return ().into_any();
    }
    let deployment = view.offering.deployments.iter().find(|record| Target::of(record) == run.run.target);
    let again = deployment.map(|record| super::test_runs::request(view, record, words::AGAIN));
    let tally = run.run.tally;
    let mend = (may_repeat(run) && tally.failed + tally.warned > 0).then(|| repeat(run, "", words::mend(tally)));
    view! {
        {mend}
        {again}
    }
    .into_any()
}

/// Whether checks of this run may be made again by themselves: the rule that the server answers by.
fn may_repeat(run: &TestRunView) -> bool {
    let view = &run.view;
    denial(view, Verb::Execute, Object::TestRun).is_none()
        && view.offering.deployments.iter().any(|record| Target::of(record) == run.run.target)
        && view
            .offering
            .with_content(run.run.inputs.options.content, view.published.as_ref())
            .repeatable(run.run.id)
            .is_ok()
}

/// One check, or, without an id, whatever failed.
fn repeat(run: &TestRunView, check: &str, label: String) -> impl IntoView + use<> {
    let (offering, id, check) = (run.view.offering.name.clone(), run.run.id.to_string(), check.to_owned());
    let spoken = format!(" {check}");
    view! {
        <form method="post" action=RepeatChecks::url()>
            <input type="hidden" name="offering" value=offering />
            <input type="hidden" name="run" value=id />
            <input type="hidden" name="check" value=check />
            <Button kind=Kind::Tertiary size=Size::Small icon=Glyph::Renew>
                {label}
                <span class="visually-hidden">{spoken}</span>
            </Button>
        </form>
    }
}
