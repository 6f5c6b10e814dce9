//! What time it is in the sandbox, and what can be done with the month as a whole.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::view::{OpenSandbox, SandboxView};

use super::of_plan;
use crate::api::sandbox::{EmptySandbox, KeepSandbox, LetSandboxFail, MoveSandbox};
use crate::parts::act::Act;
use crate::text::sandbox as words;
use crate::ui::{Button, ConfirmForm, DisabledButton, Glyph, Kind};

pub(super) fn section(sandbox: &SandboxView, open: &OpenSandbox, may_use: bool) -> impl IntoView + use<> {
    let (now, holds) = (words::clock(&open.setting, open.day), words::holds(open.entries, open.waiting));
    let acts = may_use.then(|| {
        let (on, keep, empty) = (on(sandbox, open), keep(sandbox, open), empty(sandbox));
        let fail = fail(sandbox, open);
        view! { <div class="sandbox__acts">{on} {keep} {fail} {empty}</div> }
    });
    let failed = open.failure.record.is_some().then(|| view! { <p class="quiet">{words::FAILED}</p> });
    view! {
        <section class="block" aria-labelledby="clock-h">
            <h2 id="clock-h">{words::CLOCK}</h2>
            <p class="total">{now}</p>
            <p class="quiet">{holds}</p>
            {failed}
            {acts}
        </section>
    }
}

fn on(sandbox: &SandboxView, open: &OpenSandbox) -> AnyView {
    let last = open.setting.month.days();
    if open.day >= last {
        return view! {
            <DisabledButton id="next-day" kind=Kind::Primary reason=words::MONTH_IS_OVER>
                {words::NEXT_DAY}
            </DisabledButton>
        }
        .into_any();
    }
    let (next, end) = (to(sandbox, open.day + 1), to(sandbox, last));
    view! {
        <form method="post" action=MoveSandbox::url()>
            {next} <Button kind=Kind::Primary icon=Glyph::ArrowRight>{words::NEXT_DAY}</Button>
        </form>
        <form method="post" action=MoveSandbox::url()>
            {end} <Button>{words::TO_THE_END}</Button>
        </form>
    }
    .into_any()
}

fn to(sandbox: &SandboxView, last: u8) -> impl IntoView + use<> {
    let of_plan = of_plan(sandbox);
    view! {
        {of_plan}
        <input type="hidden" name="last" value=last.to_string() />
    }
}

fn keep(sandbox: &SandboxView, open: &OpenSandbox) -> AnyView {
    let why_not = (open.entries == open.waiting).then(|| words::NOTHING_TO_KEEP.to_owned());
    Act::new("keep-run", words::KEEP).unless(why_not, || {
        view! {
            <form method="post" action=KeepSandbox::url()>
                {of_plan(sandbox)} <Button>{words::KEEP}</Button>
            </form>
        }
    })
}

fn fail(sandbox: &SandboxView, open: &OpenSandbox) -> AnyView {
    let why_not = open.failure.is_next.then(|| words::FAILS.to_owned());
    Act::new("fail-once", words::FAIL).unless(why_not, || {
        view! {
            <form method="post" action=LetSandboxFail::url()>
                {of_plan(sandbox)} <Button>{words::FAIL}</Button>
            </form>
        }
    })
}

fn empty(sandbox: &SandboxView) -> impl IntoView + use<> {
    let of_plan = of_plan(sandbox);
    view! {
        <ConfirmForm label=words::EMPTY sure=words::EMPTY_SURE now=words::EMPTY_NOW action=EmptySandbox::url()>
            {of_plan}
        </ConfirmForm>
    }
}
