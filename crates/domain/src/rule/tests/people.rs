//! People, accounts, members and registrations.

use super::{Case, case, chars, prove};
use crate::account::{AccountKind, AccountPlaceDraft, NewAccountDraft, RegistrationDraft};
use crate::findings::{Finding, Findings};
use crate::member::MemberDraft;
use crate::person::PersonDraft;
use crate::rule::{account, member, person, token};
use crate::token::TokenDraft;

pub(super) fn found() -> Findings {
    let [email, name] = ["kim@northwind.example", "Kim Winter"].map(str::to_owned);
    let person = (PersonDraft { email: email.clone(), name: name.clone(), roles: vec!["admin".to_owned()] }, false);
    let member = MemberDraft { email: email.clone(), name: name.clone(), role: "provider_editor".to_owned() };
    let new_account = NewAccountDraft {
        name: "Northwind Data".to_owned(),
        kind: "provider".to_owned(),
        administrator_name: name,
        administrator_email: email,
    };
    let token = TokenDraft { name: "CI".to_owned(), scope: "read".to_owned(), lifetime: "30".to_owned() };
    let place = AccountPlaceDraft { country: "DEU".to_owned(), currency: "EUR".to_owned() };
    let registration = RegistrationDraft {
        company_name: "Northwind Data".to_owned(),
        company_legal_name: String::new(),
        contact_name: "Kim Winter".to_owned(),
        contact_email: "kim@northwind.example".to_owned(),
    };
    [
        prove(&person, |(draft, is_taken)| draft.check(*is_taken), &person_cases()),
        prove(&(new_account, false), |(draft, is_taken)| draft.check(*is_taken), &account_cases()),
        prove(&(member, false), |(draft, is)| draft.check(AccountKind::Provider, *is), &member_cases()),
        prove(&token, TokenDraft::check, &token_cases()),
        prove(&place, AccountPlaceDraft::check, &place_cases()),
        prove(&registration, RegistrationDraft::check, &registration_cases()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[test]
fn every_rule_of_people_holds() {
    assert!(found().iter().any(Finding::is_missing));
}

fn person_cases() -> Vec<Case<(PersonDraft, bool)>> {
    use person as rule;
    vec![
        case(rule::EMAIL_MISSING, |(d, _)| d.email = " ".into(), |(d, _)| d.email = " kim@x ".into()),
        case(
            rule::EMAIL_TOO_LONG,
            |(d, _)| d.email = format!("{}@x", chars(253)),
            |(d, _)| d.email = format!("{}@x", chars(252)),
        ),
        case(rule::EMAIL_TAKEN, |(_, taken)| *taken = true, |(d, taken)| (d.email, *taken) = (String::new(), true)),
        case(rule::NAME_MISSING, |(d, _)| d.name = " ".into(), |(d, _)| d.name = "K".into()),
        case(rule::NAME_TOO_LONG, |(d, _)| d.name = chars(129), |(d, _)| d.name = chars(128)),
    ]
}

fn token_cases() -> Vec<Case<TokenDraft>> {
    use token as rule;
    vec![
        case(rule::NAME_MISSING, |d| d.name = " ".into(), |d| d.name = "C".into()),
        case(rule::SCOPE_MISSING, |d| d.scope = String::new(), |d| d.scope = "write".into()),
    ]
}

fn account_cases() -> Vec<Case<(NewAccountDraft, bool)>> {
    use account as rule;
    vec![
        case(rule::NAME_MISSING, |(d, _)| d.name = " ".into(), |(d, _)| d.name = "N".into()),
        case(rule::NAME_TOO_LONG, |(d, _)| d.name = chars(129), |(d, _)| d.name = chars(128)),
        case(rule::NAME_TAKEN, |(_, taken)| *taken = true, |(d, taken)| (d.name, *taken) = (chars(129), true)),
        case(rule::KIND_MISSING, |(d, _)| d.kind.clear(), |(d, _)| d.kind = "consumer".into()),
        case(person::NAME_MISSING, |(d, _)| d.administrator_name.clear(), |(d, _)| d.administrator_name = "K".into()),
        case(
            person::EMAIL_MISSING,
            |(d, _)| d.administrator_email.clear(),
            |(d, _)| d.administrator_email = "k@x".into(),
        ),
    ]
}

fn member_cases() -> Vec<Case<(MemberDraft, bool)>> {
    use member as rule;
    vec![
        case(rule::MEMBER_TWICE, |(_, is)| *is = true, |(d, is)| (d.email, *is) = ("kim".into(), true)),
        case(rule::ROLE_MISSING, |(d, _)| d.role.clear(), |(d, _)| d.role = "provider_viewer".into()),
    ]
}

fn place_cases() -> Vec<Case<AccountPlaceDraft>> {
    vec![
        case(account::PLACE_COUNTRY_MISSING, |d| d.country = " ".into(), |d| d.country = "x".into()),
        case(account::PLACE_COUNTRY_UNKNOWN, |d| d.country = "DE".into(), |d| d.country = " deu ".into()),
        case(account::PLACE_CURRENCY_MISSING, |d| d.currency.clear(), |d| d.currency = "x".into()),
        case(account::PLACE_CURRENCY_UNKNOWN, |d| d.currency = "€".into(), |d| d.currency = " eur ".into()),
    ]
}

fn registration_cases() -> Vec<Case<RegistrationDraft>> {
    vec![
        case(account::COMPANY_NAME_MISSING, |d| d.company_name.clear(), |d| d.company_name = "N".into()),
        case(account::COMPANY_NAME_TOO_LONG, |d| d.company_name = chars(129), |d| d.company_name = chars(128)),
        case(
            account::LEGAL_NAME_TOO_LONG,
            |d| d.company_legal_name = chars(257),
            |d| d.company_legal_name = chars(256),
        ),
        case(account::CONTACT_NAME_MISSING, |d| d.contact_name.clear(), |d| d.contact_name = "K".into()),
        case(account::CONTACT_NAME_TOO_LONG, |d| d.contact_name = chars(65), |d| d.contact_name = chars(64)),
        case(account::CONTACT_EMAIL_MISSING, |d| d.contact_email.clear(), |d| d.contact_email = "x".into()),
        case(
            account::CONTACT_EMAIL_TOO_LONG,
            |d| d.contact_email = format!("{}@x", chars(127)),
            |d| d.contact_email = format!("{}@x", chars(126)),
        ),
    ]
}
