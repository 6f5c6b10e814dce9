//! A sample and the console together: people sign in to its dashboard, and it reports what its instances used.

use std::process::Output;

use serde_json::{Value, json};
use url::{Position, Url};

use super::LANGUAGES;
use super::console::{CLARA, Console, set_the_clock};
use super::proxy::Spoil;
use super::rig::{Program, is_here, program, text};
use crate::usage;

const FINN: &str = "finn@fernway.example";
const SESSION: &str = "broker-session";

#[tokio::test]
async fn people_sign_in_to_the_dashboard_of_every_sample_and_see_the_instance_that_they_asked_for() {
    for language in LANGUAGES.into_iter().filter(|language| is_here(language)) {
        let console = Console::open(language).await;
        let instance = console.instance().await;
        let url = Url::parse(&instance.dashboard_url).unwrap();
        assert!(url.as_str().starts_with(&format!("{}/dashboard/crn%3A", console.front.url)), "{language}: {url}");
        let path = &url[Position::BeforePath..];
        set_the_clock(&console.stage);

        let clara = console.visitor();
        let to = clara.sent_away(path).await;
        asks_for_a_code(&to, &console);
        let back = clara.signs_in(CLARA, &to).await;
        assert_eq!((back.status.as_u16(), back.location()), (303, Some(path)), "{language}: {}", back.body);
        let page = clara.here.get(path).await;
        assert_eq!(page.status, 200, "{language}: {}", page.body);
        for told in ["Search of Clara", "standard", "enabled"] {
            assert!(page.body.contains(told), "{language}, {told}: {}", page.body);
        }
        assert_eq!(clara.here.post("/auth/sign-out", &[]).await.status, 200, "{language}");
        clara.sent_away(path).await;

        let finn = console.visitor();
        let to = finn.sent_away(path).await;
        assert_eq!(finn.signs_in(FINN, &to).await.status, 303, "{language}");
        assert_eq!(finn.here.get(path).await.status, 403, "{language}: somebody else");
    }
}

/// The way to the issuer, as its documentation wants it.
fn asks_for_a_code(to: &Url, console: &Console) {
    assert_eq!(&to[..Position::AfterPath], format!("{}/authorize", console.proxy.url));
    let asked = |name: &str| to.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned();
    let redirect_uri = format!("{}/auth/callback", console.front.url);
    for (name, value) in [
        ("response_type", "code"),
        ("client_id", "northwind-vector"),
        ("redirect_uri", redirect_uri.as_str()),
        ("scope", "openid northwind-vector"),
        ("code_challenge_method", "S256"),
    ] {
        assert_eq!(asked(name), value, "{name}");
    }
    assert!(asked("state").len() >= 20 && asked("nonce").len() >= 20, "they cannot be guessed: {to}");
}

#[tokio::test]
async fn no_sample_believes_an_answer_that_nobody_gave() {
    for language in LANGUAGES.into_iter().filter(|language| is_here(language)) {
        let console = Console::open(language).await;
        let path = "/dashboard/i";
        let visitor = console.visitor();
        let to = visitor.sent_away(path).await;
        assert_eq!(visitor.signs_in(CLARA, &to).await.status, 303, "{language}");

        let iss: String = url::form_urlencoded::byte_serialize(console.proxy.url.as_bytes()).collect();
        let stranger = console.visitor();
        let forged = stranger.here.get(&format!("/auth/callback?code=c&state=forged&iss={iss}")).await;
        assert_eq!((forged.status.as_u16(), stranger.here.cookie(SESSION)), (400, None), "{language}: a forged state");
        let to = stranger.sent_away(path).await;
        let (_, state) = to.query_pairs().find(|(name, _)| name == "state").unwrap();
        let taken = console.visitor().here.get(&format!("/auth/callback?code=c&state={state}&iss={iss}")).await;
        assert_eq!(taken.status, 400, "{language}: the state of another browser");
        for spoil in [Spoil::ForgeToken, Spoil::FirstToken] {
            let to = stranger.sent_away(path).await;
            console.proxy.spoil(spoil);
            let back = stranger.signs_in(CLARA, &to).await;
            let session = stranger.here.cookie(SESSION);
            assert_eq!((back.status.as_u16(), session), (400, None), "{language}: {spoil:?}");
        }
    }
}

#[tokio::test]
async fn every_sample_reports_what_its_instances_used_and_counts_nothing_twice() {
    for language in LANGUAGES.into_iter().filter(|language| is_here(language)) {
        let console = Console::open(language).await;
        let instance = console.instance().await;
        let key = usage::new_key(&console.stage).await;
        set_the_clock(&console.stage);

        console.proxy.spoil(Spoil::LoseUsage);
        let lost = report(&console, language, &key).await;
        assert_eq!(lost.status.code(), Some(1), "{language}: {}", text(&lost.stderr));
        set_the_clock(&console.stage);
        let sent = report(&console, language, &key).await;
        assert!(sent.status.success(), "{language}: {}", text(&sent.stderr));

        let told = console.proxy.answers("/usage");
        let statuses = |at: usize| told[at]["resources"].as_array().unwrap().iter().map(|one| one["status"].clone());
        let kept = statuses(0).count();
        assert!(kept >= 2 && statuses(0).all(|status| status == 201), "{language}: {told:?}");
        assert!(statuses(1).take(kept).all(|status| status == 409), "{language}: {told:?}");
        let again = told[1]["resources"].as_array().unwrap();
        assert!(again[..kept].iter().all(|one| one["details"]["identical"] == true), "{language}: {told:?}");
        assert!(again.len() > kept && statuses(1).skip(kept).all(|status| status == 201), "{language}: {told:?}");

        let service = console.stage.server.browser();
        let token = usage::token(&service, &key).await;
        let read = service.send(usage::reading(&token, &format!("{}?limit=100", usage::USAGE))).await;
        let ledger: Value = serde_json::from_str(&read.body).unwrap();
        let records = ledger["resources"].as_array().unwrap();
        assert_eq!(records.len(), again.len(), "{language}: {ledger}");
        let measured = |measure: &str, quantity: Value| {
            let expected = json!([{ "measure": measure, "quantity": quantity }]);
            let mut of_it = records.iter().filter(|one| one["resource_instance_id"] == instance.resource);
            of_it.any(|one| one["measured_usage"] == expected)
        };
        assert!(measured("QUERY", json!(1)), "{language}: {ledger}");
        assert!(measured("NODE", json!({ "previous": 0, "current": 1 })), "{language}: {ledger}");
    }
}

/// Runs the program that reports, once.
async fn report(console: &Console, language: &str, key: &str) -> Output {
    let mut usage = program(console.dir.path(), language, Program::Usage);
    usage.arg("--once").envs([("ISSUER", console.proxy.url.as_str()), ("SLIPWAY_API_KEY", key)]);
    tokio::task::spawn_blocking(move || usage.output().unwrap()).await.unwrap()
}
