//! Which account somebody works in (§3): every page says it, a page of another one says which and how to get there, and
//! an account that may not add offerings yet says what is missing and whom to ask.

use std::collections::BTreeSet;

use hyper::StatusCode;
use scraper::{ElementRef, Html, Selector};
use slipway_app::app::App;
use slipway_domain::account::{AccountKind, Registration, RegistrationDraft};
use slipway_domain::caller::Role;
use slipway_domain::ids::AccountId;
use slipway_domain::text::field_name;
use slipway_store::NewAccount;

use crate::authz::request;
use crate::authz::rows::ROWS;
use crate::support::{Answer, Browser, Request, Scene, Stage, TestServer, VERA as NEWCOMER};

const VERA: &str = "vera@northwind.example";
const GUS: &str = "gus@globex.example";
const FINN: &str = "finn@fernway.example";

/// The words of everything that the selector finds.
fn words(answer: &Answer, selector: &str) -> Vec<String> {
    let page = Html::parse_document(&answer.body);
    let spoken = |element: ElementRef<'_>| element.text().collect::<Vec<_>>().join(" ").trim().to_owned();
    page.select(&Selector::parse(selector).unwrap()).map(spoken).collect()
}

fn current(answer: &Answer) -> Vec<String> {
    words(answer, ".masthead .account__name")
}

/// The values of the hidden inputs with which the page itself, not its masthead, leads to another account.
fn ways_to_switch(answer: &Answer) -> Vec<String> {
    let page = Html::parse_document(&answer.body);
    let inputs = Selector::parse("main form[action='/account/switch'] input[name='account']").unwrap();
    page.select(&inputs).filter_map(|input| input.value().attr("value").map(str::to_owned)).collect()
}

/// The viewer of Northwind, who belongs to Globex as well.
async fn of_two_accounts(stage: &Stage) -> Browser {
    let store = stage.server.backend.store();
    let person = store.person_with_email(VERA).await.unwrap().unwrap().id;
    let globex: AccountId = stage.facts["account"].parse().unwrap();
    let mut tx = store.write().await.unwrap();
    tx.set_membership(globex, person, Role::ProviderViewer).await.unwrap();
    tx.commit().await.unwrap();
    stage.browser_of(VERA)
}

async fn switch(browser: &Browser, stage: &Stage, account: &str) {
    let answer = browser.post("/account/switch", &[("account", &stage.facts[account]), ("to", "/offerings")]).await;
    assert_eq!(answer.location(), Some("/offerings"), "{}", answer.body);
}

#[tokio::test]
async fn every_page_says_in_which_account_one_works() {
    let pages = leptos_axum::generate_route_list(App);
    let pages: BTreeSet<&str> = pages.iter().map(leptos_axum::AxumRouteListing::path).collect();
    let (mut seen, mut shown) = (0, 0);
    let rows: Vec<_> = ROWS.iter().filter(|row| row.method == "GET" && pages.contains(row.route)).collect();
    let scenes: BTreeSet<Scene> = rows.iter().map(|row| row.scene).collect();
    for scene in scenes {
        let stage = scene.open().await;
        let vera = of_two_accounts(&stage).await;
        for (account, name) in [("account", "Globex"), ("northwind", "Northwind Data")] {
            switch(&vera, &stage, account).await;
            let nowhere = vera.get("/no/such/page").await;
            assert_eq!(current(&nowhere), [name]);
            for row in rows.iter().filter(|row| row.scene == scene) {
                let answer = vera.send(request(row, stage.facts)).await;
                if answer.status.is_redirection() {
                    continue;
                }
                assert_eq!(current(&answer), [name], "{} in {scene:?}: {}", row.route, answer.status);
                seen += 1;
                shown += usize::from(answer.status == StatusCode::OK);
            }
        }
    }
    assert!(seen > 75 && shown > 30, "{seen} pages in two accounts, {shown} of them with what they are about");
}

#[tokio::test]
async fn a_page_of_the_other_account_says_which_one_and_leads_there() {
    let stage = Scene::Demo.open().await;
    let vera = of_two_accounts(&stage).await;
    let northwind = stage.facts["northwind"].as_str();
    let mut turned_away = 0;
    for row in ROWS.iter().filter(|row| row.scene == Scene::Demo && row.method == "GET") {
        if !row.route.starts_with("/offerings/{name}/") {
            continue;
        }
        switch(&vera, &stage, "account").await;
        let answer = vera.send(request(row, stage.facts)).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}", row.route);
        assert_eq!(words(&answer, "main h1"), ["This belongs to the account Northwind Data"], "{}", row.route);
        assert_eq!(ways_to_switch(&answer), [northwind], "{}", row.route);
        assert_eq!(current(&answer), ["Globex"], "{}", row.route);
        turned_away += 1;
    }
    assert!(turned_away > 12, "{turned_away}");
    // The button sends the form from that page, and so leads back to it.
    let page = format!("/offerings/{}/listing", stage.facts["name"]);
    let pressed = Request::form("/account/switch", &[("account", northwind)])
        .header("referer", &format!("https://console.test{page}"));
    assert_eq!(vera.send(pressed).await.location(), Some(page.as_str()));
    let opened = vera.get(&page).await;
    assert_eq!((opened.status, current(&opened)), (StatusCode::OK, vec!["Northwind Data".to_owned()]));
}

/// To the byte, `tenants.rs` compares them.
#[tokio::test]
async fn a_stranger_reads_the_same_as_for_a_name_that_nobody_has() {
    let stage = Scene::Demo.open().await;
    for email in [GUS, FINN] {
        let stranger = stage.browser_of(email);
        let theirs = stranger.get("/offerings/northwind-vector/listing").await;
        let nobodys = stranger.get("/offerings/northwind-absent/listing").await;
        assert_eq!((theirs.status, nobodys.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND), "{email}");
        assert_eq!(words(&theirs, "main"), words(&nobodys, "main"), "{email}");
        assert_eq!(ways_to_switch(&theirs), [""; 0], "{email}");
        assert!(!theirs.body.contains("Northwind Data"), "{email}");
    }
}

#[tokio::test]
async fn new_resource_of_an_account_that_waits_says_for_what_and_whom_to_ask() {
    let stage = Scene::Demo.open().await;
    let answer = stage.browser_of(GUS).get("/offerings/new").await;
    let said = words(&answer, "main").join(" ");
    let contact = &stage.server.backend.platform().operator_contact;
    assert!(said.contains("Globex cannot add offerings yet"), "{said}");
    assert!(said.contains("The registration is with the operator"), "{said}");
    assert!(said.contains(&format!("Whom to ask: {contact}.")), "{said}");
    assert!(answer.value_of("resource[resource_name]").is_none(), "there is nothing to fill in");
}

#[tokio::test]
async fn new_resource_of_an_account_without_a_registration_names_all_that_is_missing() {
    let server = TestServer::start().await;
    let browser = server.signed_in(&NEWCOMER).await;
    let person = server.backend.store().person_with_email(NEWCOMER.email).await.unwrap().unwrap().id;
    let (at, form) = (server.now(), RegistrationDraft::default());
    let missing = form.check().missing();
    let id = AccountId::new(server.backend.ids().uuid(at));
    let new = NewAccount {
        id,
        kind: AccountKind::Provider,
        name: "Acme".to_owned(),
        registration: Registration::Draft,
        form,
        at,
    };
    let mut tx = server.backend.store().write().await.unwrap();
    tx.add_account(&new).await.unwrap();
    tx.set_membership(id, person, Role::ProviderAdministrator).await.unwrap();
    tx.commit().await.unwrap();

    let answer = browser.get("/offerings/new").await;
    let said = words(&answer, "main").join(" ");
    assert!(said.contains("Acme cannot add offerings yet") && said.contains("is not handed in"), "{said}");
    let contact = &server.backend.platform().operator_contact;
    assert!(said.contains(&format!("Whom to ask: {contact}.")), "{said}");
    assert!(missing.len() > 2, "{missing:?}");
    for field in missing {
        assert!(said.contains(&field_name(field)), "{field:?}: {said}");
    }
    let links = Html::parse_document(&answer.body);
    assert!(links.select(&Selector::parse("main a[href='/account']").unwrap()).next().is_some(), "the way there");
}
