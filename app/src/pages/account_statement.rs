//! The statement of any account as the operator's billing desk looks after it, with the form to adjust a draft. A refused
//! form comes back with everything that was typed.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::field::Field;
use slipway_domain::findings::Findings;
use slipway_domain::ids::AccountId;
use slipway_domain::policy::{self, Context, Object, Verb};
use slipway_domain::rejection::{Kind as Missing, Refusal, Rejection};
use slipway_domain::statement::AdjustmentDraft;
use slipway_domain::view::AccountStatementView;

use crate::api::usage::{AdjustStatement, read_account_statement};
use crate::pages::statement::lines;
use crate::parts::charges::months;
use crate::parts::findings_list::{FindingsAt, validity};
use crate::parts::frame::{Area, Frame};
use crate::parts::load::{load, missing, param, query};
use crate::parts::operation::OperationField;
use crate::parts::permission::reason;
use crate::parts::text_line::{Line, text_line};
use crate::paths::Path;
use crate::text;
use crate::text::account_statement as words;
use crate::text::registration::TITLE;
use crate::text::usage;
use crate::ui::{
    Breadcrumbs, Button, Choice, Crumb, DisabledButton, Empty, Glyph, Lead, Page, PageHead, PageMain, Section, Select,
};

/// The form to adjust the statement: a refused one leads back to it.
pub const ADJUST: &str = "adjust";

const AMOUNT: Line = Line {
    field: Field::AdjustmentAmount,
    label: words::AMOUNT,
    help: words::AMOUNT_HELP,
    limit: 30,
    inputmode: "text",
    is_required: true,
};

const REASON: Line = Line {
    field: Field::AdjustmentReason,
    label: words::REASON,
    help: words::REASON_HELP,
    limit: 500,
    inputmode: "text",
    is_required: true,
};

#[component]
pub fn AccountStatementPage() -> impl IntoView {
    let (account, month) = (AccountId::parse(&param("account")), query("month"));
    let at = query("page").parse().unwrap_or_default();
    let read = async move {
        match account {
            Ok(account) => read_account_statement(account, month, at).await,
            Err(_) => Err(missing(Missing::Account)),
        }
    };
    load(read, |view| page(&view))
}

fn page(view: &AccountStatementView) -> impl IntoView + use<> {
    let address = Path::StatementOf(view.account);
    let picker = months(&view.months, view.page.month, address.to_string());
    let state = usage::state(view.page.state);
    let body = if view.page.lines.is_empty() {
        view! {
            <Empty title=usage::NOTHING icon=Glyph::ChartBar>
                <p>{usage::NOTHING_WHY}</p>
            </Empty>
        }
        .into_any()
    } else {
        lines(&view.page, &address, false).into_any()
    };
    let crumbs = vec![
        Crumb::new(TITLE, Path::Registrations.to_string()),
        Crumb::new(view.name.clone(), Path::RegistrationOf(view.account).to_string()),
    ];
    let (title, name) = (format!("{} · {}", usage::STATEMENT, view.name), view.name.clone());
    let adjust = adjust(view);
    view! {
        <Frame person=Some(view.person.clone()) area=Area::Registrations title>
            <Page>
                <PageHead
                    title=usage::STATEMENT
                    sub=move || name
                    band=true
                    crumbs=move || view! { <Breadcrumbs label=text::BREADCRUMB crumbs /> }
                >
                    <Lead>{words::LEAD}</Lead>
                </PageHead>
                <PageMain>{picker} <p class="quiet">{state}</p> {body} {adjust}</PageMain>
            </Page>
        </Frame>
    }
}

/// Why nothing can be adjusted here by this person, as the server would answer.
fn obstacle(view: &AccountStatementView) -> Option<String> {
    if let Err(denial) = policy::may(&view.person, Verb::Approve, Object::Billing, Context::of(view.account)) {
        return Some(reason(Rejection::Denied(denial)));
    }
    if view.page.state.is_frozen() {
        let (month, next) = (view.page.month, view.first_draft);
        return Some(reason(Rejection::Refused(Refusal::StatementFrozen { month, next })));
    }
    view.offerings.is_empty().then(|| words::NOTHING_USED.to_owned())
}

fn adjust(view: &AccountStatementView) -> AnyView {
    match obstacle(view) {
        Some(reason) => view! {
            <div class="block">
                <DisabledButton id=ADJUST reason>
                    {words::ADJUST_NOW}
                </DisabledButton>
            </div>
        }
        .into_any(),
        None => form(view).into_any(),
    }
}

fn form(view: &AccountStatementView) -> impl IntoView + use<> {
    let (draft, findings) = typed(view);
    let amount = text_line(AMOUNT, &draft.amount, &findings);
    let reason = text_line(REASON, &draft.reason, &findings);
    let service = service(view, draft.offering, &findings);
    let currency = currency(view, draft.currency, findings);
    let (account, month) = (view.account.to_string(), view.page.month.to_string());
    view! {
        <form class="form block" id=ADJUST method="post" action=AdjustStatement::url()>
            <input type="hidden" name="account" value=account />
            <input type="hidden" name="month" value=month />
            <OperationField />
            <Section title=words::ADJUST id="adjust-section" lead=words::ADJUST_LEAD>
                {service}
                <div class="pair">{amount} {currency}</div>
                {reason}
                <Button>{words::ADJUST_NOW}</Button>
            </Section>
        </form>
    }
}

fn service(view: &AccountStatementView, selected: String, findings: &Findings) -> impl IntoView + use<> {
    let services = view.offerings.iter().map(|(name, title)| Choice::new(name.clone(), title.clone()));
    let options = core::iter::once(Choice::new("", words::NO_SERVICE)).chain(services).collect();
    let (validity, findings) = (validity(findings, Field::AdjustmentOffering), findings.clone());
    view! {
        <Select
            label=words::SERVICE
            name=Field::AdjustmentOffering.input_name()
            options
            selected
            required=true
            validity
        >
            <FindingsAt findings field=Field::AdjustmentOffering />
        </Select>
    }
}

fn currency(view: &AccountStatementView, selected: String, findings: Findings) -> impl IntoView + use<> {
    let options = view.currencies.iter().map(|currency| Choice::new(currency.code(), currency.code())).collect();
    let validity = validity(&findings, Field::AdjustmentCurrency);
    view! {
        <Select
            label=words::CURRENCY
            name=Field::AdjustmentCurrency.input_name()
            options
            selected
            required=true
            validity
        >
            <FindingsAt findings field=Field::AdjustmentCurrency />
        </Select>
    }
}

/// What a refused form came back with; an empty form, if none did.
fn typed(view: &AccountStatementView) -> (AdjustmentDraft, Findings) {
    if query("refused").is_empty() {
        return (AdjustmentDraft::default(), Findings::new());
    }
    let draft = AdjustmentDraft {
        offering: query("offering"),
        amount: query("amount"),
        currency: query("currency"),
        reason: query("reason"),
    };
    let offerings: Vec<&str> = view.offerings.iter().map(|(name, _)| name.as_str()).collect();
    let findings = draft.check(&offerings, &view.currencies);
    (draft, findings)
}

#[cfg(test)]
mod tests {
    use slipway_domain::statement::LONGEST_REASON;

    use super::*;

    #[test]
    fn the_counter_of_the_reason_shows_what_the_rule_says() {
        assert_eq!(usize::try_from(REASON.limit), Ok(LONGEST_REASON));
    }
}
