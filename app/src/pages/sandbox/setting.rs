//! What a sandbox is set to: its month, the day on which its instance is made, and whose prices it pays.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::estimate::buyers;
use slipway_domain::field::Field;
use slipway_domain::findings::Findings;
use slipway_domain::metric::Metric;
use slipway_domain::month::Month;
use slipway_domain::plan::PlanRecord;
use slipway_domain::sandbox::form::{SettingDraft, code};
use slipway_domain::view::SandboxView;

use super::{OPEN, of_plan, typed};
use crate::api::sandbox::OpenSandbox;
use crate::parts::text_line::{RowLine, row_line};
use crate::text::estimate;
use crate::text::sandbox as words;
use crate::ui::{Button, Choice, Fold, Kind, Section, Select};

/// Where none is open.
pub(super) fn form(sandbox: &SandboxView, plan: &PlanRecord) -> AnyView {
    let fields = fields(sandbox, plan, typed::setting());
    view! {
        <form class="form block" id=OPEN method="post" action=OpenSandbox::url()>
            <Section title=words::OPEN>
                {fields} <Button kind=Kind::Primary>{words::OPEN_NOW}</Button>
            </Section>
        </form>
    }
    .into_any()
}

/// Where one is open and another takes its place.
pub(super) fn fold(sandbox: &SandboxView, plan: &PlanRecord) -> AnyView {
    let typed = typed::setting();
    let is_back = typed.is_some();
    let fields = fields(sandbox, plan, typed);
    view! {
        <Fold title=words::OPEN_ANEW summary=words::OPEN_ANEW_SUMMARY id=OPEN open=is_back>
            <form class="form" method="post" action=OpenSandbox::url()>
                {fields} <Button>{words::OPEN_NOW}</Button>
            </form>
        </Fold>
    }
    .into_any()
}

fn fields(sandbox: &SandboxView, plan: &PlanRecord, typed: Option<(SettingDraft, Findings)>) -> impl IntoView + use<> {
    let (draft, findings) = typed.unwrap_or_else(|| (begun(sandbox), Findings::new()));
    let line = |field: Field, label: &str, help: &str, value: &str| {
        let line = RowLine { label: label.to_owned(), help: help.to_owned(), ..RowLine::default() };
        row_line(field, line, value, &findings)
    };
    let month = line(Field::SandboxMonth, words::MONTH, words::MONTH_HELP, &draft.month);
    let day = line(Field::SandboxDay, words::DAY_MADE, words::DAY_MADE_HELP, &draft.day);
    let metrics: Vec<Metric> = plan.draft.charged_metrics().map(|(_, metric)| metric).collect();
    let options: Vec<Choice> =
        buyers(&metrics).into_iter().map(|buyer| Choice::new(code(buyer), estimate::buyer(buyer))).collect();
    let buyer = (!options.is_empty()).then(|| {
        let (name, id) = (Field::SandboxBuyer.input_name(), Field::SandboxBuyer.id());
        view! { <Select label=words::BUYER name=name id=id options=options selected=draft.buyer /> }
    });
    let of_plan = of_plan(sandbox);
    view! {
        <div class="triple">{month} {day} {buyer}</div>
        {of_plan}
    }
}

/// The month in which we are or, if one is open, what that one is set to.
fn begun(sandbox: &SandboxView) -> SettingDraft {
    let Some(open) = &sandbox.open else {
        let month = Month::of(sandbox.view.now).to_string();
        return SettingDraft { month, day: "1".to_owned(), buyer: String::new() };
    };
    let setting = &open.setting;
    SettingDraft {
        month: setting.month.to_string(),
        day: setting.month.elapsed(setting.provisioned).to_string(),
        buyer: code(setting.buyer),
    }
}
