//! The form that asks for runs of some deployments, and what these leave out (§4.16).

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::deployment::DeploymentRecord;
use slipway_domain::test_run::{Consumer, Content, Part, Target};
use slipway_domain::view::OfferingView;

use crate::api::test_run::RequestTestRuns;
use crate::pages::test_run::summary;
use crate::text::test_run::choice as words;
use crate::ui::{Button, Checkbox, Choice, Fold, Glyph, Kind, Radio, RadioGroup, Section, Select};

/// As it begins it asks for everything that is published, or for everything before anything is, and leaves out nothing.
pub(super) fn form(view: &OfferingView) -> impl IntoView + use<> {
    let offering = view.offering.name.clone();
    let existing = || view.offering.deployments.iter().filter(|record| record.exists());
    let is_published = existing().any(|record| record.state.is_published());
    let places = existing()
        .enumerate()
        .map(|(at, record)| place(view, at, record, !is_published || record.state.is_published()))
        .collect_view();
    let parts = Part::ALL.into_iter().enumerate().map(|(at, part)| left_out(at, part)).collect_view();
    let accounts = Consumer::ALL.map(|consumer| Choice::new(consumer.name(), words::consumer(consumer))).to_vec();
    let content = content(view);
    view! {
        <Fold title=words::CHOOSE summary=words::CHOOSE_SUMMARY id="choose-tests">
            <form class="form" method="post" action=RequestTestRuns::url()>
                <input type="hidden" name="offering" value=offering />
                <Section title=words::DEPLOYMENTS lead=words::DEPLOYMENTS_SUB>
                    {places}
                </Section>
                <Section title=words::LEAVE_OUT lead=words::LEAVE_OUT_SUB>
                    {parts}
                </Section>
                {content}
                <Select label=words::ACCOUNT name="test[account]" options=accounts help=words::ACCOUNT_HELP />
                <Button kind=Kind::Tertiary icon=Glyph::Renew>
                    {words::TEST_CHOSEN}
                </Button>
            </form>
        </Fold>
    }
}

/// Only where the two are not the same to a run.
fn content(view: &OfferingView) -> Option<impl IntoView + use<>> {
    let published = || view.offering.deployments.iter().filter(|record| record.state.is_published());
    let is_apart = |record| view.offering.tested_apart(view.published.as_ref(), &Target::of(record)).is_some();
    if !published().any(is_apart) {
        return None;
    }
    let chosen = published().map(|record| Content::chosen(None, view.offering.stage, record.state));
    let selected = chosen.max_by_key(|content| *content == Content::Public).unwrap_or_default().name();
    let choices = Content::ALL.map(|content| Radio::new(content.name(), words::content(content))).to_vec();
    Some(view! {
        <RadioGroup
            legend=words::CONTENT
            help=words::CONTENT_HELP
            name="test[content]"
            choices=choices
            selected=selected
        />
    })
}

fn place(view: &OfferingView, at: usize, record: &DeploymentRecord, checked: bool) -> impl IntoView + use<> {
    let (id, label) = (record.id.to_string(), summary::place(view, &Target::of(record)));
    view! {
        <Checkbox name=format!("test[deployments][{at}]") value=id checked=checked>
            {label}
        </Checkbox>
    }
}

fn left_out(at: usize, part: Part) -> impl IntoView {
    view! {
        <Checkbox name=format!("test[left_out][{at}]") value=part.name() help=words::part_help(part)>
            {words::part(part)}
        </Checkbox>
    }
}
