//! Taking values over from a `catalog.json` that is pasted or uploaded, by the plain form of its page.

use hyper::{Method, StatusCode};
use scraper::{Html, Selector};
use serde_json::{Value, json};
use slipway_domain::import::file::LARGEST;
use slipway_domain::language::Language;
use slipway_domain::offering::Offering;

use crate::authz::digests;
use crate::support::{Answer, Browser, ORIGIN, Request, Scene, Stage};

const ADA: &str = "ada@northwind.example";
const GUS: &str = "gus@globex.example";
const VERA: &str = "vera@northwind.example";
const NAME: &str = "northwind-cache";
const PAGE: &str = "/offerings/northwind-cache/deployments/import";

fn service(name: &str) -> Value {
    json!({
        "id": "7c0b3c84-7c55-4d3e-9a3b-5a7d3c9c4b10", "name": name, "description": "Keeps what is asked for <often>.",
        "bindable": true, "plan_updateable": false, "tags": ["cache"], "metadata": { "displayName": "Harbour Cache" },
        "plans": [{ "id": "11d0c3f2-93c5-4f0b-8f3a-0d5a5e0b9a01", "name": "small", "description": "One node.", "free": true }],
    })
}

async fn opened() -> (Stage, Browser) {
    let stage = Scene::Demo.open().await;
    let ada = stage.browser_of(ADA);
    let fields = [("resource[resource_name]", NAME), ("resource[broker_ready]", "no")];
    assert!(ada.post("/api/offering/add", &fields).await.status.is_redirection());
    (stage, ada)
}

async fn offering(stage: &Stage) -> Offering {
    let store = stage.server.backend.store();
    let scope = store.offering_named(NAME).await.unwrap().unwrap();
    store.offering(scope).await.unwrap().unwrap()
}

/// As a browser sends the form.
fn form(controls: &[(String, Vec<u8>)]) -> Request {
    let mut body = Vec::new();
    for (name, value) in controls {
        let file = if name == "file" { "; filename=\"catalog.json\"" } else { "" };
        body.extend(format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n").into_bytes());
        body.extend([value.as_slice(), b"\r\n"].concat());
    }
    body.extend(b"--b--\r\n");
    Request::new(Method::POST, PAGE)
        .header("origin", ORIGIN)
        .header("sec-fetch-site", "same-origin")
        .header("accept", "text/html")
        .header("content-type", "multipart/form-data; boundary=b")
        .body(body)
}

fn pasted(text: &str) -> Vec<(String, Vec<u8>)> {
    vec![("catalog".to_owned(), text.as_bytes().to_vec()), ("file".to_owned(), Vec::new())]
}

/// What the form on a page would send with the button that takes over: what is hidden in it, ticked and pasted.
fn taking(page: &Answer) -> Vec<(String, Vec<u8>)> {
    let document = Html::parse_document(&page.body);
    let form = format!("form[action='{PAGE}']");
    let inputs = Selector::parse(&format!("{form} input[type=hidden], {form} input[checked]")).unwrap();
    let value = |input: scraper::ElementRef<'_>, name| input.value().attr(name).unwrap_or_default().to_owned();
    let inputs = document.select(&inputs).map(|input| (value(input, "name"), value(input, "value").into_bytes()));
    let mut controls: Vec<_> = inputs.collect();
    controls.push(("catalog".to_owned(), typed(page).into_bytes()));
    controls.push(("then".to_owned(), b"take".to_vec()));
    controls
}

/// The text that the page holds.
fn typed(page: &Answer) -> String {
    let document = Html::parse_document(&page.body);
    let selector = Selector::parse("textarea[name=catalog]").unwrap();
    document.select(&selector).next().unwrap_or_else(|| panic!("no text: {}", page.body)).text().collect()
}

#[tokio::test]
async fn a_pasted_service_fills_a_definition_that_is_empty_and_the_page_holds_the_text_until_then() {
    let (stage, ada) = opened().await;
    assert_eq!(typed(&ada.get(PAGE).await), "");
    let before = digests(&stage.server).await;
    let text = format!("{:#}", service("cache"));
    let read = ada.send(form(&pasted(&text))).await;
    assert_eq!((read.status, typed(&read)), (StatusCode::OK, text), "{}", read.body);
    assert!(digests(&stage.server).await == before, "looking changes nothing");

    let taken = ada.send(form(&taking(&read))).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.body);
    let page = ada.get(&taken.path().unwrap()).await.body;
    assert!(page.contains("Taken over") && page.contains("Plan “small”"), "{page}");
    let offering = offering(&stage).await;
    assert_eq!(offering.listing.draft.display_name, "Harbour Cache");
    assert_eq!((offering.plans.len(), offering.plans[0].draft.name.as_str()), (1, "small"));
    assert_ne!(offering.plans[0].id.to_string(), "11d0c3f2-93c5-4f0b-8f3a-0d5a5e0b9a01");
}

#[tokio::test]
async fn an_uploaded_file_of_several_services_asks_which_one_and_is_pasted_into_the_page() {
    let (stage, ada) = opened().await;
    let file = json!({ "services": [service("cache"), service("queue")] }).to_string();
    let mut controls = pasted("what was typed before");
    controls[1].1 = file.clone().into_bytes();
    let asked = ada.send(form(&controls)).await;
    assert_eq!((asked.status, typed(&asked)), (StatusCode::OK, file));
    assert!(asked.body.contains("<select") && !asked.body.contains("value=\"take\""), "{}", asked.body);
    let mut controls = taking(&asked);
    controls.retain(|(name, _)| name != "then");
    controls.push(("import[choice]".to_owned(), b"2".to_vec()));
    let chosen = ada.send(form(&controls)).await;
    assert!(chosen.body.contains("“queue”, which you chose"), "{}", chosen.body);
    let mut controls = taking(&chosen);
    controls.push(("import[choice]".to_owned(), b"2".to_vec()));
    assert_eq!(ada.send(form(&controls)).await.status, StatusCode::SEE_OTHER);
    assert_eq!(offering(&stage).await.listing.draft.display_name, "Harbour Cache");
}

#[tokio::test]
async fn nothing_that_was_pasted_is_lost_whatever_is_wrong() {
    let (stage, ada) = opened().await;
    let broken = "{\n  \"services\": [<oops>]\n}";
    let answer = ada.send(form(&pasted(broken))).await;
    assert_eq!((answer.status, typed(&answer)), (StatusCode::UNPROCESSABLE_ENTITY, broken.to_owned()));
    assert!(answer.body.contains("line 2, column 16"), "{}", answer.body);
    let mut long = pasted(broken);
    long[1].1 = vec![b' '; LARGEST + 1];
    let answer = ada.send(form(&long)).await;
    assert_eq!((answer.status, typed(&answer)), (StatusCode::PAYLOAD_TOO_LARGE, broken.to_owned()));
    assert!(answer.body.contains("4 MiB"), "{}", answer.body);

    // Somebody saves in between.
    let read = ada.send(form(&pasted(&service("cache").to_string()))).await;
    let listing = [("offering", NAME), ("revision", "0"), ("listing[description]", "First.")];
    assert!(ada.post("/api/listing/save", &listing).await.status.is_redirection());
    let before = digests(&stage.server).await;
    let late = ada.send(form(&taking(&read))).await;
    assert_eq!((late.status, typed(&late)), (StatusCode::CONFLICT, service("cache").to_string()));
    assert!(late.body.contains("Somebody saved in between") && late.body.contains("First."), "{}", late.body);
    assert!(digests(&stage.server).await == before, "nothing was taken over");
    // Signed out, the text is on a page that sends it again.
    let out = stage.server.browser().send(form(&taking(&read))).await;
    assert_eq!(out.status, StatusCode::UNAUTHORIZED);
    assert!(out.body.contains("Harbour Cache") && out.body.contains("name=\"catalog\""), "{}", out.body);
}

#[tokio::test]
async fn of_somebody_who_is_not_signed_in_no_more_is_read_than_a_page_holds() {
    let (stage, _) = opened().await;
    let out = stage.server.browser().send(form(&pasted(&"x".repeat(1024 * 1024)))).await;
    assert_eq!(out.location(), Some("/login"), "{} {}", out.status, out.body);
}

#[tokio::test]
async fn whoever_may_only_look_is_refused_with_their_text_and_strangers_find_nothing() {
    let (stage, ada) = opened().await;
    let read = ada.send(form(&pasted(&service("cache").to_string()))).await;
    let before = digests(&stage.server).await;
    let vera = stage.browser_of(VERA);
    let look = vera.send(form(&pasted(&service("cache").to_string()))).await;
    assert!(look.body.contains("Harbour Cache") && !look.body.contains("value=\"take\""), "{}", look.body);
    let refused = vera.send(form(&taking(&read))).await;
    assert_eq!((refused.status, typed(&refused)), (StatusCode::FORBIDDEN, service("cache").to_string()));
    assert_eq!(stage.browser_of(GUS).send(form(&taking(&read))).await.status, StatusCode::NOT_FOUND);
    assert!(digests(&stage.server).await == before);
}

#[tokio::test]
async fn media_and_translations_are_offered_like_other_members_and_what_stays_out_is_named() {
    let (stage, ada) = opened().await;
    let mut said = service("cache");
    let tour = "https://northwind.example/tour.mp4";
    let picture = format!("/pictures/{}", "z".repeat(43));
    said["metadata"]["media"] = json!([
        { "type": "video_mp_4", "url": tour, "caption": "A tour." },
        { "type": "image", "url": picture, "caption": "Elsewhere." },
    ]);
    said["metadata"]["i18n"] = json!({ "de": { "displayName": "Hafenspeicher" }, "tlh": { "displayName": "x" } });
    let read = ada.send(form(&pasted(&said.to_string()))).await;
    assert_eq!(read.status, StatusCode::OK, "{}", read.body);
    for told in ["Translation: Deutsch", "Hafenspeicher", "Not taken over", "“tlh”", picture.as_str()] {
        assert!(read.body.contains(told), "{told}: {}", read.body);
    }
    assert_eq!(ada.send(form(&taking(&read))).await.status, StatusCode::SEE_OTHER);
    let offering = offering(&stage).await;
    assert_eq!(offering.listing.draft.media.iter().map(|item| item.url.as_str()).collect::<Vec<_>>(), [tour]);
    let german = &offering.translation(Language::German).unwrap().texts["listing[display_name]"];
    assert_eq!((german.text.as_str(), german.source.as_str()), ("Hafenspeicher", "Harbour Cache"));
}
