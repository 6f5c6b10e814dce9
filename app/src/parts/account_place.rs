//! Where an account is at home and in what it pays, with the form to change it: for its own people and for the operator.
//! A refused form comes back with everything that was typed.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::account::AccountPlaceDraft;
use slipway_domain::field::{Field, Form};
use slipway_domain::findings::Findings;
use slipway_domain::month::Month;
use slipway_domain::policy::{self, Context, Denial, Object, Verb};
use slipway_domain::rating::Buyer;
use slipway_domain::rejection::Rejection;
use slipway_domain::rule::RuleId;
use slipway_domain::view::AccountView;

use crate::api::account::SetAccountPlace;
use crate::parts::act::Act;
use crate::parts::load::query;
use crate::parts::permission::reason;
use crate::parts::text_line::{Line, text_line};
use crate::text::account as words;
use crate::text::estimate;
use crate::ui::Button;

/// The form: a refused one leads back to it.
pub const PLACE: &str = "account-place";

const COUNTRY: Line = Line {
    field: Field::PlaceCountry,
    label: words::COUNTRY,
    help: words::COUNTRY_HELP,
    limit: 3,
    inputmode: "text",
    is_required: true,
};

const CURRENCY: Line = Line {
    field: Field::PlaceCurrency,
    label: words::CURRENCY,
    help: words::CURRENCY_HELP,
    limit: 3,
    inputmode: "text",
    is_required: true,
};

/// Nothing for those who may not see it.
pub fn account_place(view: &AccountView) -> Option<AnyView> {
    may(view, Verb::View).ok()?;
    let facts = facts(view);
    let why_not = may(view, Verb::Edit).err().map(|denial| reason(Rejection::Denied(denial)));
    let change = Act::new(PLACE, words::SET_PLACE).unless(why_not, || form(view));
    let place = view! {
        <section class="block" aria-labelledby="place-h">
            <h2 class="form__title" id="place-h">
                {words::PLACE}
            </h2>
            <p class="section__lead">{words::PLACE_LEAD}</p>
            {facts}
            {change}
        </section>
    };
    Some(place.into_any())
}

/// Whether a refused form that the address hands back is this one: other forms of the page come back the same way.
pub fn is_refused(rule: &str) -> bool {
    RuleId::parse(rule).is_some_and(|rule| rule.rule().form == Form::Place)
}

fn may(view: &AccountView, verb: Verb) -> Result<(), Denial> {
    policy::may(&view.person, verb, Object::Billing, Context::of(view.account.id))
}

fn facts(view: &AccountView) -> impl IntoView + use<> {
    let month = Month::of(view.now);
    let (now, then) = (view.places.in_month(month), view.places.in_month(month.next()));
    let unset = view.places.is_empty().then(|| view! { <p class="quiet">{words::PLACE_UNSET}</p> });
    let then = (then != now).then(|| {
        view! {
            <dt>{words::from_month(month.next())}</dt>
            <dd>{estimate::buyer(then)}</dd>
        }
    });
    view! {
        <dl class="facts">
            <dt>{words::THIS_MONTH}</dt>
            <dd>{estimate::buyer(now)}</dd>
            {then}
        </dl>
        {unset}
    }
}

fn form(view: &AccountView) -> impl IntoView + use<> {
    let (draft, findings) = typed(view);
    let country = text_line(COUNTRY, &draft.country, &findings);
    let currency = text_line(CURRENCY, &draft.currency, &findings);
    let account = view.account.id.to_string();
    view! {
        <form class="form" id=PLACE method="post" action=SetAccountPlace::url()>
            <input type="hidden" name="account" value=account />
            <div class="pair">{country} {currency}</div>
            <Button>{words::SET_PLACE}</Button>
        </form>
    }
}

/// What a refused form came back with or, if none did, what was set last.
fn typed(view: &AccountView) -> (AccountPlaceDraft, Findings) {
    if is_refused(&query("refused")) {
        let draft = AccountPlaceDraft { country: query("country"), currency: query("currency") };
        let findings = draft.check();
        return (draft, findings);
    }
    let draft = view.places.latest().map_or_else(AccountPlaceDraft::default, |Buyer { country, currency }| {
        AccountPlaceDraft { country: country.to_string(), currency: currency.to_string() }
    });
    (draft, Findings::new())
}
