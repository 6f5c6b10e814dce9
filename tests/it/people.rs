//! People come, change and go: what one of them may do ends or begins with their next request, set-up links are shown
//! once, and ended sessions are dead.

use hyper::StatusCode;

use crate::support::{Answer, Browser, ORIGIN, PASSWORD, Request, Scene, Stage};

const ADA: &str = "ada@northwind.example";
const KIM: &str = "kim@northwind.example";
const GUS: &str = "gus@globex.example";
const OTTO: &str = "otto@operator.example";
const IVY: &str = "ivy@northwind.example";

/// Posts a form of the account's page and follows where it leads, unless the answer holds what was typed.
async fn submit(browser: &Browser, function: &str, fields: &[(&str, &str)]) -> Answer {
    let request = Request::form(function, fields).header("referer", &format!("{ORIGIN}/account"));
    let answer = browser.send(request).await;
    if answer.body.contains("Nothing is lost") {
        return answer;
    }
    assert!(answer.status.is_redirection(), "{function}: {} {}", answer.status, answer.body);
    let path = answer.path().unwrap();
    browser.get(path.split('#').next().unwrap()).await
}

/// Ada adds Ivy; the address of her set-up link, as the page shows it.
async fn invite(stage: &Stage, ada: &Browser) -> String {
    let fields = [
        ("account", stage.facts["northwind"].as_str()),
        ("member[email]", IVY),
        ("member[name]", "Ivy Chen"),
        ("member[role]", "provider_editor"),
    ];
    let page = submit(ada, "/api/member/add", &fields).await;
    link(&page).expect("the link is on the page")
}

fn link(page: &Answer) -> Option<String> {
    let from = page.body.find("https://console.test/set-up/")? + "https://console.test".len();
    let rest = &page.body[from..];
    Some(rest[..rest.find('<')?].trim().to_owned())
}

async fn person(stage: &Stage, email: &str) -> String {
    stage.server.backend.store().person_with_email(email).await.unwrap().unwrap().id.to_string()
}

#[tokio::test]
async fn an_invited_member_signs_in_works_and_is_locked_out_with_the_next_request() {
    let stage = Scene::Demo.open().await;
    let ada = stage.browser_of(ADA);
    let link = invite(&stage, &ada).await;
    assert!(self::link(&ada.get("/set-up-link").await).is_none(), "shown once");

    let ivy = stage.server.browser();
    let done = ivy.post(&link, &[("new_password", PASSWORD), ("again", PASSWORD)]).await;
    assert_eq!(done.location(), Some("/login"), "{}", done.body);
    assert_eq!(ivy.sign_in(IVY, PASSWORD).await.location(), Some("/"));
    let summary = "/offerings/northwind-vector/summary";
    assert_eq!(ivy.get(summary).await.status, StatusCode::OK);

    let id = person(&stage, IVY).await;
    let northwind = stage.facts["northwind"].as_str();
    let named = [("account", northwind), ("person", id.as_str())];
    submit(&ada, "/api/member/role", &[&named[..], &[("role", "provider_viewer")]].concat()).await;
    let save = [("offering", "northwind-vector"), ("revision", "1"), ("summary[contact_name]", "Ivy")];
    let refused = submit(&ivy, "/api/summary/save", &save).await;
    assert!(refused.body.contains("Your role does not allow this"), "a viewer from the next request on");

    submit(&ada, "/api/member/remove", &named).await;
    assert_eq!(ivy.get(summary).await.status, StatusCode::NOT_FOUND);
    assert_eq!(ivy.get("/account").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_refused_member_comes_back_with_everything_that_was_typed() {
    let stage = Scene::Demo.open().await;
    let ada = stage.browser_of(ADA);
    let fields = [
        ("account", stage.facts["northwind"].as_str()),
        ("member[email]", KIM),
        ("member[name]", "Kim <Wood> & \"Co\""),
        ("member[role]", "provider_editor"),
    ];
    let answer = ada.post("/api/member/add", &fields).await;
    assert!(answer.path().unwrap().ends_with("#add-member"), "{:?}", answer.path());
    let page = submit(&ada, "/api/member/add", &fields).await;
    assert!(page.body.contains("MEM-MAI-01"), "the finding is at its field");
    assert_eq!(page.value_of("member[email]").as_deref(), Some(KIM));
    assert_eq!(page.value_of("member[name]").as_deref(), Some("Kim <Wood> & \"Co\""));
}

#[tokio::test]
async fn the_last_administrator_reads_why_and_what_to_do() {
    let stage = Scene::Demo.open().await;
    let ada = stage.browser_of(ADA);
    let id = person(&stage, ADA).await;
    let named = [("account", stage.facts["northwind"].as_str()), ("person", id.as_str())];
    let refused = submit(&ada, "/api/member/remove", &named).await;
    assert!(refused.body.contains("Make somebody else an administrator first"), "{}", refused.body);
    let page = ada.get("/account").await;
    assert!(page.body.contains("This is the last administrator of the account"), "the button says so beforehand");
}

#[tokio::test]
async fn members_of_another_account_and_nobodys_are_one_answer() {
    let stage = Scene::Demo.open().await;
    let gus = stage.browser_of(GUS);
    let globex = stage.facts["account"].as_str();
    for function in ["/api/member/role", "/api/member/link", "/api/member/remove"] {
        let ask = async |person: &str| {
            let fields = [("account", globex), ("person", person), ("role", "provider_viewer")];
            let request = Request::form(function, &fields).header("accept", "application/json");
            let answer = gus.send(request).await;
            (answer.status, answer.body)
        };
        let foreign = ask(&stage.facts["person"]).await;
        assert_eq!(foreign.0, StatusCode::NOT_FOUND, "{function}");
        assert_eq!(foreign, ask("0190c9a8-7c3e-7d51-9a43-2f1f6c6f7c11").await, "{function}");
    }
}

#[tokio::test]
async fn sessions_are_listed_in_plain_words_and_ended_ones_are_dead() {
    let stage = Scene::Demo.open().await;
    let ada = stage.browser_of(ADA);
    let telephone = stage.server.browser();
    telephone.sign_in(ADA, slipway_backend::demo::PASSWORD).await;
    let page = ada.get("/sessions").await;
    assert!(page.body.contains("This one") && page.body.contains("An unknown browser"), "{}", page.body);
    for cookie in [&ada, &telephone].map(|browser| browser.cookie("__Host-session").unwrap()) {
        assert!(!page.body.contains(&cookie), "what opens a session is on no page");
    }
    let other = page.value_of("session").expect("one of them can be ended");
    submit(&ada, "/api/sessions/end", &[("session", &other)]).await;
    assert_eq!(telephone.get("/account").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(ada.get("/account").await.status, StatusCode::OK);

    telephone.sign_in(ADA, slipway_backend::demo::PASSWORD).await;
    let kept = submit(&ada, "/api/sessions/end-others", &[]).await;
    assert!(kept.body.contains("You are signed in nowhere else."));
    assert_eq!(telephone.get("/account").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn the_browser_of_a_session_is_what_its_sign_in_said_cut_and_clean() {
    let stage = Scene::Demo.open().await;
    let browser = stage.server.browser();
    let request = browser.sign_in_form("/").await;
    let fields = [("email", ADA), ("password", slipway_backend::demo::PASSWORD), ("request", request.as_str())];
    let callback = browser.post("/sign-in", &fields).await.path().unwrap();
    let agent = format!("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0 <script>{}", "x".repeat(2_000));
    let begin = Request::new(hyper::Method::GET, callback).header("user-agent", &agent);
    assert_eq!(browser.send(begin).await.location(), Some("/"));
    let page = browser.get("/sessions").await;
    assert!(page.body.contains("Firefox on Linux"), "{}", page.body);
    assert!(!page.body.contains("&lt;script&gt;"), "only what was understood is told");
}

#[tokio::test]
async fn the_admin_ends_sessions_locks_out_and_lets_in_again() {
    let stage = Scene::Demo.open().await;
    let (otto, kim) = (stage.browser_of(OTTO), stage.browser_of(KIM));
    let id = person(&stage, KIM).await;
    let named = [("person", id.as_str())];
    let page = otto.get(&format!("/people/{id}")).await;
    assert_eq!(page.status, StatusCode::OK);
    submit(&otto, "/api/person/sessions/end", &named).await;
    assert_eq!(kim.get("/account").await.status, StatusCode::UNAUTHORIZED);
    kim.sign_in(KIM, slipway_backend::demo::PASSWORD).await;
    assert_eq!(kim.get("/board").await.status, StatusCode::FORBIDDEN);
    submit(&otto, "/api/person/role/grant", &[("person", id.as_str()), ("role", "support")]).await;
    assert_eq!(kim.get("/account").await.status, StatusCode::UNAUTHORIZED, "other roles, another session");
    kim.sign_in(KIM, slipway_backend::demo::PASSWORD).await;
    assert_eq!(kim.get("/board").await.status, StatusCode::OK);
    submit(&otto, "/api/person/disable", &named).await;
    assert_eq!(kim.get("/account").await.status, StatusCode::UNAUTHORIZED);
    submit(&otto, "/api/person/enable", &named).await;
    assert_eq!(kim.sign_in(KIM, slipway_backend::demo::PASSWORD).await.location(), Some("/"));
}

#[tokio::test]
async fn a_new_account_is_opened_by_its_administrator() {
    let stage = Scene::Demo.open().await;
    let otto = stage.browser_of(OTTO);
    let fields = |name| {
        [
            ("new_account[name]", name),
            ("new_account[kind]", "consumer"),
            ("new_account[administrator_name]", "Eve Stone"),
            ("new_account[administrator_email]", "eve@acme.example"),
        ]
    };
    let refused = submit(&otto, "/api/account/add", &fields("globex")).await;
    assert!(refused.body.contains("NAC-NAM-03"), "{}", refused.body);
    assert_eq!(refused.value_of("new_account[administrator_email]").as_deref(), Some("eve@acme.example"));
    let page = submit(&otto, "/api/account/add", &fields("Acme")).await;
    let eve = stage.server.browser();
    eve.post(&link(&page).unwrap(), &[("new_password", PASSWORD), ("again", PASSWORD)]).await;
    assert_eq!(eve.sign_in("eve@acme.example", PASSWORD).await.location(), Some("/"));
    let account = eve.get("/account").await;
    assert!(account.body.contains("Acme") && account.body.contains("Add a member"), "{}", account.body);
}

#[tokio::test]
async fn a_stale_registration_comes_back_beside_what_is_saved() {
    let stage = Scene::Workshop.open().await;
    let gus = stage.browser_of(GUS);
    let now = gus.get("/account").await.value_of("revision").unwrap();
    let form = |company, parked| {
        vec![
            ("revision", now.as_str()),
            ("parked", parked),
            ("registration[company_name]", company),
            ("registration[contact_name]", "Gus Meyer"),
            ("registration[contact_email]", GUS),
        ]
    };
    let before = gus.get("/account").await.value_of("parked").unwrap();
    let first = submit(&gus, "/api/registration/save", &form("Globex One", before.as_str())).await;
    assert_eq!(first.value_of("parked"), None, "the one of the scene is decided");
    let late = submit(&gus, "/api/registration/save", &form("Globex <Two>", "")).await;
    assert_eq!(late.value_of("registration[company_name]").as_deref(), Some("Globex <Two>"));
    assert!(late.body.contains("Somebody saved in between") && late.body.contains("Globex One"), "{}", late.body);
    let again = gus.get("/account").await;
    assert_eq!(again.value_of("registration[company_name]").as_deref(), Some("Globex <Two>"), "it stays");
    let parked = again.value_of("parked").unwrap();
    let kept = submit(&gus, "/api/registration/discard", &[("parked", &parked)]).await;
    assert_eq!(kept.value_of("registration[company_name]").as_deref(), Some("Globex One"));
}
