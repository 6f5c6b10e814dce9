//! Invitations that end, accounts that are kept out, and which accounts are a provider's own.

use std::time::Duration;

use slipway_backend::demo::OFFERING;
use slipway_backend::{Acting, Attempt};
use slipway_domain::account::AccountKind;
use slipway_domain::caller::{Caller, Membership, Role};
use slipway_domain::catalog::Query;
use slipway_domain::event::EventKind;
use slipway_domain::ids::AccountId;
use slipway_domain::rejection::{Kind, Refusal, Rejection};

use crate::support::{ADA, CLARA, FINN, GUS, House, KIM, OTTO, RITA, VERA, approval, rejection};

async fn sees(acting: &Acting) -> bool {
    let listed = acting.catalog(&Query::default()).await.unwrap().tiles.iter().any(|tile| tile.name == OFFERING);
    assert_eq!(acting.catalog_details(OFFERING).await.is_ok(), listed, "what is listed has a details page");
    listed
}

async fn account(house: &House, email: &str) -> AccountId {
    house.person(email).await.current.unwrap()
}

async fn release(house: &House) {
    let submission = house.request_review().await;
    let rita = house.acting(RITA).await;
    let content = rita.review(submission).await.unwrap().submission.content_sha256;
    rita.decide_review(submission, approval(&content)).await.unwrap();
    house.acting(OTTO).await.release(OFFERING).await.unwrap();
}

#[tokio::test]
async fn an_invitation_ends_with_its_last_day() {
    let house = House::open().await;
    house.publish_limited().await;
    let (ada, clara) = (house.acting(ADA).await, house.acting(CLARA).await);
    let orrery = account(&house, CLARA).await;
    // The clock of the house stands on 17 May 2026.
    ada.allow_until(OFFERING, orrery, "2026-05-17").await.unwrap();
    assert!(sees(&clara).await, "the last day counts");
    house.clock.advance(Duration::from_hours(24));
    assert!(!sees(&clara).await);
    let allowed = ada.offering(OFFERING).await.unwrap().allowlist.remove(0);
    assert_eq!(allowed.last_day().unwrap().iso_day(), "2026-05-17", "it stays on the list, as ended");
    ada.allow_until(OFFERING, orrery, "").await.unwrap();
    assert!(sees(&clara).await);
    assert_eq!(house.events().await[0].kind, EventKind::AllowlistChanged);
    assert!(matches!(rejection(ada.allow_until(OFFERING, orrery, "soon").await), Rejection::Invalid(_)));
    let uninvited = ada.allow_until(OFFERING, account(&house, FINN).await, "").await;
    assert_eq!(rejection(uninvited), Rejection::NotFound(Kind::Account));
    assert!(matches!(
        rejection(house.acting(VERA).await.allow_until(OFFERING, orrery, "").await),
        Rejection::Denied(_)
    ));
}

#[tokio::test]
async fn an_invitation_to_a_closed_list_is_prolonged_while_it_lasts_and_not_once_it_is_over() {
    let closed = House::open().await;
    let settings = closed.acting(KIM).await.offering(OFFERING).await.unwrap().offering.settings;
    let mut draft = settings.draft;
    "yes".clone_into(&mut draft.extras.not_extendable);
    let attempt = Attempt { revision: settings.revision, operation: "" };
    closed.acting(KIM).await.save_settings(OFFERING, attempt, &draft).await.unwrap();
    for (house, is_closed) in [(closed, true), (House::open().await, false)] {
        house.publish_limited().await;
        release(&house).await;
        let (ada, orrery) = (house.acting(ADA).await, account(&house, CLARA).await);
        ada.allow_until(OFFERING, orrery, "2026-05-18").await.unwrap();
        house.clock.advance(Duration::from_hours(24));
        ada.allow_until(OFFERING, orrery, "2026-05-19").await.unwrap();
        house.clock.advance(Duration::from_hours(48));
        let events = house.events().await.len();
        for until in ["", "2026-06-30"] {
            let answer = ada.allow_until(OFFERING, orrery, until).await;
            if is_closed {
                assert_eq!(rejection(answer), Rejection::Refused(Refusal::AllowlistClosed), "{until}");
            } else {
                answer.unwrap();
            }
        }
        assert_eq!(house.events().await.len() - events, if is_closed { 0 } else { 2 });
    }
}

#[tokio::test]
async fn exclusion_wins_over_an_invitation_and_over_the_release() {
    let house = House::open().await;
    house.publish_limited().await;
    let (ada, clara, finn) = (house.acting(ADA).await, house.acting(CLARA).await, house.acting(FINN).await);
    let version = || async { house.backend.store().catalog_version().await.unwrap() };
    let before = version().await;
    ada.exclude(OFFERING, "Orrery Labs").await.unwrap();
    assert!(version().await > before, "kept pages are drawn anew");
    assert!(!sees(&clara).await, "though she is invited");
    release(&house).await;
    assert!(!sees(&clara).await, "though everybody sees it");
    assert!(sees(&finn).await);
    ada.exclude(OFFERING, &account(&house, FINN).await.to_string()).await.unwrap();
    assert!(!sees(&finn).await);
    assert!(sees(&house.nobody()).await, "an account that nobody has said");
    assert_eq!(rejection(ada.exclude(OFFERING, "fernway").await), Rejection::Refused(Refusal::AlreadyDone));
    let names: Vec<String> =
        ada.offering(OFFERING).await.unwrap().excluded.into_iter().map(|excluded| excluded.account_name).collect();
    assert_eq!(names, ["Fernway", "Orrery Labs"]);
    ada.readmit(OFFERING, account(&house, FINN).await).await.unwrap();
    assert!(sees(&finn).await);
    let again = ada.readmit(OFFERING, account(&house, FINN).await).await;
    assert_eq!(rejection(again), Rejection::NotFound(Kind::Account));
    let kinds: Vec<EventKind> = house.events().await.iter().take(2).map(|event| event.kind).collect();
    assert_eq!(kinds, [EventKind::AccountReadmitted, EventKind::AccountExcluded]);
}

#[tokio::test]
async fn the_owner_is_never_kept_out_and_nobody_learns_which_accounts_there_are() {
    let house = House::open().await;
    house.publish_limited().await;
    let ada = house.acting(ADA).await;
    for typed in ["Northwind Data", "", "Orrery", "Nobody Inc."] {
        assert!(matches!(rejection(ada.exclude(OFFERING, typed).await), Rejection::Invalid(_)), "{typed}");
    }
    assert!(sees(&ada).await);
    for email in [VERA, RITA] {
        let denied = rejection(house.acting(email).await.exclude(OFFERING, "Fernway").await);
        assert!(matches!(denied, Rejection::Denied(_)));
    }
    assert_eq!(
        rejection(house.acting(GUS).await.exclude(OFFERING, "Fernway").await),
        Rejection::NotFound(Kind::Offering)
    );
}

/// The person with one more membership.
async fn also(house: &House, email: &str, account: AccountId, kind: AccountKind, role: Role) -> Acting {
    let mut person = house.person(email).await;
    person.memberships.push(Membership { account, account_name: String::new(), kind, role });
    house.backend.acting_for(Caller::Person(person))
}

#[tokio::test]
async fn belonging_to_an_account_does_not_make_it_the_providers_own() {
    let house = House::open().await;
    house.publish_limited().await;
    let (fernway, globex) = (account(&house, FINN).await, account(&house, GUS).await);
    let (consumer, provider) = (AccountKind::Consumer, AccountKind::Provider);
    for (email, account, kind, role) in [
        (ADA, fernway, consumer, Role::ConsumerAdministrator),
        (ADA, globex, provider, Role::ProviderEditor),
        (KIM, globex, provider, Role::ProviderAdministrator),
    ] {
        let acting = also(&house, email, account, kind, role).await;
        let name = if account == globex { "Globex" } else { "Fernway" };
        acting.allow(OFFERING, &account.to_string()).await.unwrap();
        let allowlist = acting.offering(OFFERING).await.unwrap().allowlist;
        let invited = allowlist.iter().find(|allowed| allowed.account_name == name).unwrap();
        assert!(!invited.own && !invited.approved, "{email} as {role:?}");
        assert!(!sees(&house.acting(if account == globex { GUS } else { FINN }).await).await);
        acting.disallow(OFFERING, account).await.unwrap();
    }
    let owner = also(&house, ADA, globex, provider, Role::ProviderAdministrator).await;
    owner.allow(OFFERING, &globex.to_string()).await.unwrap();
    assert!(sees(&house.acting(GUS).await).await, "both accounts have the same owner");
}
