//! Programs that ask for a person with an access token: whom it lets in, how far it reaches, and when it stops.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use slipway_backend::demo::OFFERING;
use slipway_backend::{Acting, ApiCaller, Attempt, public_beginning};
use slipway_domain::caller::Role;
use slipway_domain::event::EventKind;
use slipway_domain::field::Field;
use slipway_domain::ids::TokenId;
use slipway_domain::offering::NewResourceDraft;
use slipway_domain::policy::Denial;
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_domain::token::{MOST_TOKENS, TokenDraft};
use uuid::Uuid;

use crate::support::{ADA, GUS, House, KIM, OTTO, RITA, VERA, approval, rejection};

pub(crate) const BEYOND: Rejection = Rejection::Denied(Denial::BeyondToken);
const SECOND: &str = "northwind-ledger";

pub(crate) fn draft(scope: &str, lifetime: &str) -> TokenDraft {
    TokenDraft { name: "Deployment".to_owned(), scope: scope.to_owned(), lifetime: lifetime.to_owned() }
}

/// A fresh token of somebody's who asks.
pub(crate) async fn made_by(acting: &Acting, scope: &str, lifetime: &str) -> String {
    acting.create_token(&draft(scope, lifetime)).await.unwrap();
    acting.take_token().await.unwrap().fresh.expect("it waits to be shown").secret.value
}

pub(crate) async fn token(house: &House, email: &str, scope: &str) -> String {
    made_by(&house.acting(email).await, scope, "90").await
}

pub(crate) async fn caller(house: &House, bearer: &str) -> ApiCaller {
    house.backend.api_caller(bearer).await.unwrap()
}

pub(crate) async fn is_turned_away(house: &House, bearer: &str) -> bool {
    match house.backend.api_caller(bearer).await {
        Ok(_) => false,
        refused => rejection(refused) == Rejection::Unauthenticated,
    }
}

/// A text that ends with its checksum, as tokens do.
fn with_checksum(value: &str) -> String {
    format!("{value}{}", URL_SAFE_NO_PAD.encode(&Sha256::digest(value)[..4]))
}

/// Saves the settings as they are.
pub(crate) async fn save_settings(acting: &Acting) -> slipway_backend::Result<()> {
    let settings = acting.offering(OFFERING).await?.offering.settings;
    let attempt = Attempt { revision: settings.revision, operation: "" };
    acting.save_settings(OFFERING, attempt, &settings.draft).await.map(drop)
}

#[tokio::test]
async fn a_token_is_shown_once_and_acts_as_its_person_in_their_account() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let value = made_by(&kim, "write", "90").await;
    assert!(kim.take_token().await.unwrap().fresh.is_none(), "once");
    let ApiCaller { acting, may_write } = caller(&house, &value).await;
    assert!(may_write);
    assert_eq!(acting.caller(), kim.caller());
    save_settings(&acting).await.unwrap();
    let line = house.events().await.remove(0);
    assert_eq!((line.kind, line.actor), (EventKind::SectionSaved, Some(house.person(KIM).await.id)));
    let listed = kim.tokens().await.unwrap().tokens.remove(0);
    assert_eq!((listed.name.as_str(), listed.prefix.as_str()), ("Deployment", public_beginning(&value)));
    assert_eq!(listed.last_used_at, Some(house.clock.now()));
}

#[tokio::test]
async fn making_and_revoking_a_token_is_one_line_each_and_none_tells_the_token() {
    let house = House::open().await;
    let before = house.events().await.len();
    let ada = house.acting(ADA).await;
    let value = made_by(&ada, "read", "30").await;
    let token = ada.tokens().await.unwrap().tokens.remove(0);
    ada.revoke_token(token.id).await.unwrap();
    let events = house.events().await;
    let told: Vec<_> = events[..events.len() - before].iter().map(|event| (event.kind, event.account)).collect();
    let account = house.person(ADA).await.current;
    assert_eq!(told, [(EventKind::PersonalTokenRevoked, account), (EventKind::PersonalTokenCreated, account)]);
    assert!(!serde_json::to_string(&events).unwrap().contains(public_beginning(&value)));
}

#[tokio::test]
async fn a_wrong_token_is_turned_away_whatever_is_wrong_with_it() {
    let house = House::open().await;
    let value = token(&house, KIM, "write").await;
    let beginning = public_beginning(&value).to_owned();
    let with = |at: usize, other: char| format!("{}{other}{}", &value[..at], &value[at + 1..]);
    let changed = |at: usize| with(at, if value.as_bytes()[at] == b'x' { 'y' } else { 'x' });
    let wrong = [
        String::new(),
        "slp_".to_owned(),
        beginning.clone(),
        format!("{beginning}_"),
        format!("Bearer {value}"),
        format!("{value} "),
        value[..value.len() - 1].to_owned(),
        // The checksum, the secret, and the public part.
        changed(value.len() - 1),
        changed(beginning.len() + 5),
        with(4, if value.as_bytes()[4] == b'0' { '1' } else { '0' }),
        value.replace("slp_", "slw_"),
        value.to_uppercase(),
    ];
    for wrong in wrong {
        assert!(is_turned_away(&house, &wrong).await, "{wrong}");
    }
    // With the right checksum, it is the secret that decides.
    let guessed = |beginning: &str| with_checksum(&format!("{beginning}_{}", "A".repeat(43)));
    assert!(is_turned_away(&house, &guessed(&beginning)).await);
    assert!(is_turned_away(&house, &guessed("slp_000000000000")).await);
    let (secret, sum) = value.split_at(value.len() - 6);
    assert_eq!(with_checksum(secret), format!("{secret}{sum}"));
    assert!(!is_turned_away(&house, &value).await);
}

#[tokio::test]
async fn a_token_ends_at_its_end_and_a_revoked_one_with_its_next_call() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let (ending, revoked) = (made_by(&kim, "write", "30").await, made_by(&kim, "write", "90").await);
    assert!(!is_turned_away(&house, &revoked).await);
    let tokens = kim.tokens().await.unwrap().tokens;
    let id = tokens.iter().find(|token| token.prefix == public_beginning(&revoked)).unwrap().id;
    kim.revoke_token(id).await.unwrap();
    assert!(is_turned_away(&house, &revoked).await);
    house.clock.advance(Duration::from_hours(30 * 24) - Duration::from_millis(1));
    assert!(!is_turned_away(&house, &ending).await);
    house.clock.advance(Duration::from_millis(1));
    assert!(is_turned_away(&house, &ending).await);
    assert_eq!(kim.tokens().await.unwrap().tokens.len(), 1, "what ended lately is listed");
    house.clock.advance(Duration::from_hours(30 * 24));
    assert!(kim.tokens().await.unwrap().tokens.is_empty());
}

#[tokio::test]
async fn nobody_revokes_the_token_of_somebody_else() {
    let house = House::open().await;
    let value = token(&house, KIM, "read").await;
    let id = house.acting(KIM).await.tokens().await.unwrap().tokens[0].id;
    let missing = Rejection::NotFound(Kind::Token);
    for email in [ADA, OTTO, GUS] {
        let somebody = house.acting(email).await;
        assert!(somebody.tokens().await.unwrap().tokens.is_empty(), "{email}");
        for token in [id, TokenId::new(Uuid::from_u128(9))] {
            assert_eq!(rejection(somebody.revoke_token(token).await), missing, "{email}");
        }
    }
    assert_eq!(rejection(house.nobody().tokens().await), Rejection::Unauthenticated);
    assert!(!is_turned_away(&house, &value).await);
}

#[tokio::test]
async fn a_token_that_reads_changes_nothing() {
    let house = House::open().await;
    let ApiCaller { acting, may_write } = caller(&house, &token(&house, ADA, "read").await).await;
    assert!(!may_write);
    let view = acting.offering(OFFERING).await.unwrap();
    let before = house.events().await.len();
    let resource = NewResourceDraft { resource_name: SECOND.to_owned(), broker_ready: "yes".to_owned() };
    let refused = [
        rejection(save_settings(&acting).await),
        rejection(acting.add_resource(&resource).await.map(drop)),
        rejection(acting.attest(OFFERING, slipway_domain::checklist::unticked(&view.offering, &[])[0], true).await),
        rejection(acting.publish_limited(OFFERING).await),
        rejection(acting.create_api_key(OFFERING, "").await),
        rejection(acting.create_token(&draft("write", "90")).await),
    ];
    for answer in refused {
        assert_eq!(answer, BEYOND);
    }
    assert_eq!(house.events().await.len(), before);
}

#[tokio::test]
async fn no_token_makes_tokens_secrets_or_changes_people() {
    let house = House::open().await;
    let (ada, otto) = (token(&house, ADA, "write").await, token(&house, OTTO, "write").await);
    let ada = caller(&house, &ada).await.acting;
    let vera = house.person(VERA).await;
    let account = vera.current.unwrap();
    let own = house.acting(ADA).await.tokens().await.unwrap().tokens[0].id;
    let refused = [
        rejection(ada.create_token(&draft("read", "30")).await),
        rejection(ada.revoke_token(own).await),
        rejection(ada.take_token().await.map(drop)),
        rejection(ada.create_api_key(OFFERING, "30").await),
        rejection(ada.replace_client_secret(OFFERING).await),
        rejection(ada.take_secrets(OFFERING).await.map(drop)),
        rejection(ada.remove_member(account, vera.id).await),
        rejection(ada.take_link().await.map(drop)),
        rejection(caller(&house, &otto).await.acting.disable_person(vera.id).await),
    ];
    for answer in refused {
        assert_eq!(answer, BEYOND);
    }
    assert!(house.person(VERA).await.membership(account).is_some());
}

#[tokio::test]
async fn a_withdrawn_role_is_gone_with_the_next_call_and_a_membership_for_good() {
    let house = House::open().await;
    let value = token(&house, KIM, "write").await;
    save_settings(&caller(&house, &value).await.acting).await.unwrap();
    let (ada, kim) = (house.acting(ADA).await, house.person(KIM).await);
    let account = kim.current.unwrap();
    ada.change_member_role(account, kim.id, Role::ProviderViewer).await.unwrap();
    let answer = rejection(save_settings(&caller(&house, &value).await.acting).await);
    assert!(matches!(answer, Rejection::Denied(Denial::RoleMissing { .. })), "{answer:?}");
    ada.remove_member(account, kim.id).await.unwrap();
    assert!(is_turned_away(&house, &value).await);
    house.backend.set_member("Northwind Data", KIM, "", "editor").await.unwrap();
    assert!(is_turned_away(&house, &value).await, "coming back revives no token");
}

#[tokio::test]
async fn the_tokens_of_somebody_who_is_locked_out_open_nothing_and_stay_dead() {
    let house = House::open().await;
    let value = token(&house, KIM, "write").await;
    house.backend.disable_person(KIM).await.unwrap();
    assert!(is_turned_away(&house, &value).await);
    house.backend.enable_person(KIM).await.unwrap();
    assert!(is_turned_away(&house, &value).await);
}

#[tokio::test]
async fn a_token_stays_in_the_account_it_was_made_for() {
    let house = House::open().await;
    let value = token(&house, KIM, "write").await;
    house.backend.set_member("Globex", KIM, "", "editor").await.unwrap();
    let acting = caller(&house, &value).await.acting;
    assert_eq!(acting.caller().person().unwrap().current, house.person(ADA).await.current);
    let gus = token(&house, GUS, "write").await;
    let stranger = caller(&house, &gus).await.acting;
    assert_eq!(rejection(stranger.offering(OFFERING).await), Rejection::NotFound(Kind::Offering));
}

#[tokio::test]
async fn somebody_of_the_operator_works_without_an_account_as_long_as_they_have_a_role() {
    let house = House::open().await;
    let value = token(&house, RITA, "write").await;
    let rita = caller(&house, &value).await.acting;
    assert_eq!(rita.caller().person().unwrap().current, None);
    rita.offering(OFFERING).await.unwrap();
    house.backend.revoke_role(RITA, Role::Reviewer).await.unwrap();
    assert!(is_turned_away(&house, &value).await);
    // Whoever belongs nowhere has nothing that a token could be for.
    let nowhere = house.acting_since_left(KIM, &[]).await;
    assert_eq!(rejection(nowhere.create_token(&draft("read", "30")).await), Rejection::NotFound(Kind::Account));
}

#[tokio::test]
async fn twenty_tokens_live_at_a_time_and_one_that_ended_makes_room() {
    let house = House::open().await;
    let ada = house.acting(ADA).await;
    for number in 1..=MOST_TOKENS {
        made_by(&ada, "read", if number == 1 { "30" } else { "90" }).await;
    }
    let full = Rejection::Refused(Refusal::TokensFull);
    assert_eq!(rejection(ada.create_token(&draft("read", "30")).await), full);
    token(&house, KIM, "read").await;
    house.clock.advance(Duration::from_hours(30 * 24));
    made_by(&ada, "read", "90").await;
    assert_eq!(rejection(ada.create_token(&draft("read", "30")).await), full);
    let last = ada.tokens().await.unwrap().tokens[0].id;
    ada.revoke_token(last).await.unwrap();
    made_by(&ada, "read", "90").await;
}

#[tokio::test]
async fn a_token_without_an_end_a_name_or_a_scope_is_not_made() {
    let house = House::open().await;
    let ada = house.acting(ADA).await;
    for (field, wrong) in [
        (Field::TokenLifetime, draft("read", "")),
        (Field::TokenLifetime, draft("read", "3650")),
        (Field::TokenScope, draft("admin", "30")),
        (Field::TokenName, TokenDraft { name: " ".to_owned(), ..draft("read", "30") }),
    ] {
        let Rejection::Invalid(findings) = rejection(ada.create_token(&wrong).await) else { panic!("{wrong:?}") };
        assert_eq!(findings.iter().map(|found| found.field).collect::<Vec<_>>(), [field]);
    }
    assert!(ada.tokens().await.unwrap().tokens.is_empty());
}

#[tokio::test]
async fn sending_the_form_twice_makes_one_token() {
    let house = House::open().await;
    let ada = house.acting(ADA).await.as_operation("the-same".to_owned());
    for _ in 0..2 {
        ada.create_token(&draft("read", "30")).await.unwrap();
    }
    assert_eq!(ada.tokens().await.unwrap().tokens.len(), 1);
}

#[tokio::test]
async fn a_use_is_written_once_a_minute() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let value = made_by(&kim, "read", "30").await;
    let used = async || kim.tokens().await.unwrap().tokens[0].last_used_at;
    let first = house.clock.now();
    caller(&house, &value).await;
    assert_eq!(used().await, Some(first));
    let changes = async || house.backend.store().changes().await.unwrap();
    let before = changes().await;
    house.clock.advance(Duration::from_secs(59));
    caller(&house, &value).await;
    assert_eq!((used().await, changes().await), (Some(first), before), "nothing was written");
    house.clock.advance(Duration::from_secs(1));
    caller(&house, &value).await;
    assert_eq!(used().await, Some(house.clock.now()));
}

#[tokio::test]
async fn four_eyes_see_through_a_token() {
    let house = House::open().await;
    house.publish_limited().await;
    house.backend.grant_role(OTTO, Role::Reviewer).await.unwrap();
    let otto = caller(&house, &token(&house, OTTO, "write").await).await.acting;
    save_settings(&otto).await.unwrap();
    let submission = house.request_review().await;
    let content = otto.review(submission).await.unwrap().submission.content_sha256;
    let own = Rejection::Denied(Denial::OwnSubmission);
    for somebody in [otto, house.acting(OTTO).await] {
        assert_eq!(rejection(somebody.decide_review(submission, approval(&content)).await), own);
    }
    // A member with a role at the operator does not decide about their own account with a token for it.
    house.backend.grant_role(VERA, Role::Reviewer).await.unwrap();
    let vera = caller(&house, &token(&house, VERA, "write").await).await.acting;
    let answer = rejection(vera.decide_review(submission, approval(&content)).await);
    assert_eq!(answer, Rejection::Denied(Denial::OwnAccount));
    let reading = caller(&house, &token(&house, RITA, "read").await).await.acting;
    assert_eq!(rejection(reading.decide_review(submission, approval(&content)).await), BEYOND);
    let writing = caller(&house, &token(&house, RITA, "write").await).await.acting;
    writing.decide_review(submission, approval(&content)).await.unwrap();
}
