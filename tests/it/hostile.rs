//! Input that no form of ours sends. Nothing of it is answered with a fault: scripts get a typed refusal with its
//! status, forms get back to a page of ours that says what is the matter, and what was refused has changed nothing.

mod addresses;
mod plain;
mod protocol;
mod wrong;

use hyper::StatusCode;
use slipway_app::error::AppError;

use crate::authz::rows::{ROWS, Row};
use crate::authz::{digests, fields, filled};
use crate::support::{Answer, Browser, ORIGIN, Request, Scene, Stage};
use wrong::WRONG;

const KIM: &str = "kim@northwind.example";
const FORM: &str = "application/x-www-form-urlencoded";

/// Bodies that are no arguments of any function.
fn malformed() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let deep: String = (0..64).map(|_| "[a]").collect();
    let many = (0..3_000).map(|n| format!("k{n}=v")).collect::<Vec<_>>().join("&");
    let row =
        "listing[bullets][4294967295][title]=x&offering=a&revision=0&listing[bullets][18446744073709551616][title]=y";
    vec![
        ("nothing but signs", FORM, b"&&&==&=".to_vec()),
        ("a lone percent sign", FORM, b"offering=%&revision=%zz&id=%%&name=%".to_vec()),
        ("an open bracket", FORM, b"listing[=1&offering[[=2&id]=3&[]=4".to_vec()),
        ("keys nested too deep", FORM, format!("offering{deep}=1&listing{deep}=1").into_bytes()),
        ("very many keys", FORM, many.into_bytes()),
        ("the same key twice", FORM, b"offering=a&offering=b&id=c&id=d&name=e&name=f&revision=1&revision=2".to_vec()),
        ("a value that is also a list", FORM, b"offering=a&offering[0]=b&listing=x&listing[display_name]=y".to_vec()),
        ("huge row numbers", FORM, row.as_bytes().to_vec()),
        ("bytes that are no text", FORM, b"offering=\xff\xfe\x80&name=\xc0\xaf".to_vec()),
        ("escapes that are no text", FORM, b"offering=%ff%fe&name=%c0%af&id=%ed%a0%80".to_vec()),
        ("a zero byte", FORM, b"offering=a%00b&name=\x00&id=%00".to_vec()),
        ("JSON", "application/json", br#"{"offering":"a","revision":1}"#.to_vec()),
        ("a file upload without boundary", "multipart/form-data", b"--x\r\n\r\n--x--".to_vec()),
        ("text", "text/plain", b"offering".to_vec()),
        ("CBOR", "application/cbor", vec![0xbf, 0xff, 0x00]),
        ("no type that anybody knows", ";;;", b"x".to_vec()),
    ]
}

/// What a script is told: a refusal in the type that our own code reads, under the status that it names.
fn is_typed(answer: &Answer, what: &str) {
    assert!(answer.status.as_u16() < 500, "{what}: {} {}", answer.status, answer.body);
    if answer.status == StatusCode::PAYLOAD_TOO_LARGE || answer.status.is_success() {
        return;
    }
    let error = AppError::parse(&answer.body).unwrap_or_else(|| panic!("{what}: {} {}", answer.status, answer.body));
    assert_eq!(answer.status.as_u16(), error.status(), "{what}: {error:?}");
    assert_eq!(answer.header("content-type"), Some("application/json"), "{what}");
}

/// What a form is told: where to go, and that is a page of ours.
fn leads_back(answer: &Answer, what: &str) {
    assert!(answer.status.is_redirection(), "{what}: {} {}", answer.status, answer.body);
    let to = answer.path().unwrap_or_else(|| panic!("{what}: no address"));
    assert!(to.len() < 32 * 1024, "{what}: browsers go to {} bytes of address", to.len());
}

fn functions() -> impl Iterator<Item = &'static Row> {
    ROWS.iter().filter(|row| row.route.starts_with("/api/"))
}

fn posted(target: &str, kind: &str, body: Vec<u8>) -> Request {
    Request::form(target, &[]).header("content-type", kind).body(body)
}

fn as_script(request: Request) -> Request {
    request.header("accept", "application/json")
}

fn from_page(request: Request, page: &str) -> Request {
    request.header("referer", &format!("{ORIGIN}{page}"))
}

/// What a form is told whose text would be lost on the way back: the page that answers it holds the text.
fn leads_back_or_keeps(answer: &Answer, value: &str, what: &str) {
    if answer.status.is_redirection() {
        return leads_back(answer, what);
    }
    assert!(answer.status.is_client_error(), "{what}: {}", answer.status);
    assert!(answer.body.contains(value.trim()), "{what}: the text is on the page");
}

/// The row's own form with one field put in or replaced.
fn with(row: &Row, stage: &Stage, field: &str, value: &str) -> Request {
    let mut fields = fields(row.body, stage.facts);
    fields.retain(|(name, _)| name != field);
    fields.push((field.to_owned(), value.to_owned()));
    let pairs: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    Request::form(row.route, &pairs)
}

#[tokio::test]
async fn a_body_that_cannot_be_read_is_refused_by_every_function_and_changes_nothing() {
    let stage = Scene::Demo.open().await;
    let before = digests(&stage.server).await;
    for browser in [stage.browser_of(KIM), stage.server.browser()] {
        for row in functions().filter(|row| row.body.contains('=')) {
            for (name, kind, body) in malformed() {
                let what = format!("{} with {name}", row.route);
                let answer = browser.send(as_script(posted(row.route, kind, body.clone()))).await;
                is_typed(&answer, &what);
                let form = from_page(posted(row.route, kind, body), "/offerings/northwind-vector/summary?tab=a");
                leads_back(&browser.send(form).await, &what);
            }
        }
    }
    let changed = digests(&stage.server).await != before;
    assert!(!changed, "what cannot be read is not acted upon");
}

#[tokio::test]
async fn values_that_do_not_exist_are_a_refusal_with_a_status_of_its_own() {
    let stage = Scene::Workshop.open().await;
    let kim = stage.browser_of(KIM);
    let before = digests(&stage.server).await;
    for (function, field, value) in WRONG {
        let row = functions().find(|row| row.route == *function).unwrap();
        let what = format!("{function} with {field}={value}");
        let answer = kim.send(as_script(with(row, &stage, field, value))).await;
        is_typed(&answer, &what);
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{what}: {}", answer.body);
        let form = kim.send(from_page(with(row, &stage, field, value), "/offerings")).await;
        leads_back(&form, &what);
        let back = form.path().unwrap();
        assert!(back.starts_with("/offerings?") && back.contains("__err="), "{what}: {back}");
    }
    assert!(digests(&stage.server).await == before);
}

#[tokio::test]
async fn columns_that_only_the_server_sets_are_ignored_beside_a_draft() {
    let stage = Scene::Demo.open().await;
    let kim = stage.browser_of(KIM);
    let row = functions().find(|row| row.route == "/api/listing/save").unwrap();
    let more = "&account_id=x&stage=ga&stage_revision=9&approved_by=me&saved_by=me&terms_url=x&definition_changed_at=0";
    let mut body = url(row, &stage);
    body.push_str(more);
    let before = digests(&stage.server).await;
    let answer = kim.send(as_script(posted(row.route, FORM, body.into_bytes()))).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let after = digests(&stage.server).await;
    let touched: Vec<_> =
        after.iter().filter(|(table, digest)| before[*table] != **digest).map(|(table, _)| table).collect();
    let index = ["line_word_data", "line_word_docsize", "line_word_idx"];
    let touched: Vec<_> = touched.into_iter().filter(|table| !index.contains(&table.as_str())).collect();
    assert_eq!(touched, ["event", "offering", "offering_line", "section_draft", "section_version"]);
    let store = stage.server.backend.store();
    let scope = store.offering_named("northwind-vector").await.unwrap().unwrap();
    let offering = store.offering(scope).await.unwrap().unwrap();
    assert_eq!(offering.stage, slipway_domain::stage::Stage::Defining);
    assert_eq!(offering.owner.id.to_string(), stage.facts["northwind"]);
}

fn url(row: &Row, stage: &Stage) -> String {
    let mut body = url::form_urlencoded::Serializer::new(String::new());
    body.extend_pairs(fields(row.body, stage.facts)).finish()
}

#[tokio::test]
async fn the_way_back_never_leaves_the_console_whatever_the_referer_says() {
    let stage = Scene::Demo.open().await;
    let kim = stage.browser_of(KIM);
    for referer in [
        "https://evil.example/page",
        "https://console.test.evil.example/",
        "https://console.test@evil.example/",
        "//evil.example/",
        "https://console.test//evil.example/",
        "https://console.test/\\evil.example/",
        "javascript:alert(1)",
        "https://console.test/offerings?next=https://evil.example/",
        "nonsense",
        "",
    ] {
        for (function, body) in [("/api/plan/submit", "offering=northwind-vector&id=x"), ("/api/whoami", "")] {
            let request = posted(function, FORM, body.as_bytes().to_vec()).header("referer", referer);
            let answer = kim.send(request).await;
            leads_back(&answer, &format!("{function} from {referer}"));
            assert!(!answer.location().unwrap().starts_with("/\\"), "{referer}");
        }
    }
}

#[tokio::test]
async fn a_stale_form_leads_to_both_versions_and_a_stale_call_is_a_conflict() {
    let stage = Scene::Demo.open().await;
    let kim = stage.browser_of(KIM);
    let facts = stage.facts;
    // Nobody knows what these were made of, so that everything that differs is for their author to decide.
    let plan =
        filled("/api/plan/save|offering={name}&id={plan}&revision=99&plan[name]=standard&plan[description]=", facts);
    let broker =
        filled("/api/broker/save|offering={name}&id={broker}&revision=-1&broker[name]=late&broker[username]=", facts);
    for (function, body) in [
        ("/api/summary/save", "offering=northwind-vector&revision=99&summary[description]="),
        ("/api/listing/save", "offering=northwind-vector&revision=99&listing[long_description]="),
        ("/api/access/save", "offering=northwind-vector&revision=99&access[redirect_uris][0]="),
        (
            "/api/translation/save",
            "offering=northwind-vector&language=de&revision=99&translation[groups][0][0][key]=listing[display_name]&\
             translation[groups][0][0][text]=",
        ),
        plan.split_once('|').unwrap(),
        broker.split_once('|').unwrap(),
    ] {
        let body = format!("{body}Typed too late, and not lost");
        let answer = kim.send(as_script(posted(function, FORM, body.clone().into_bytes()))).await;
        is_typed(&answer, function);
        assert_eq!(answer.status, StatusCode::CONFLICT, "{function}: {}", answer.body);
        let answer = kim.send(from_page(posted(function, FORM, body.into_bytes()), "/offerings")).await;
        leads_back(&answer, function);
        let to = answer.path().unwrap();
        assert!(to.starts_with("/offerings/northwind-vector/merge/"), "{function}: {to}");
        let page = kim.get(&to).await;
        assert_eq!(page.status, StatusCode::OK, "{function}");
        assert!(page.body.contains("Typed too late, and not lost"), "{function}: the input is on the page");
    }
}

/// One text field of every form, and the page that shows it.
const TEXTS: &[(&str, &str, &str)] = &[
    ("/api/summary/save", "summary[description]", "/offerings/{name}/summary"),
    ("/api/summary/save", "summary[contact_name]", "/offerings/{name}/summary"),
    ("/api/listing/save", "listing[display_name]", "/offerings/{name}/listing"),
    ("/api/listing/save", "listing[long_description]", "/offerings/{name}/listing"),
    ("/api/listing/save", "listing[tags]", "/offerings/{name}/listing"),
    ("/api/listing/save", "listing[terms_url]", "/offerings/{name}/listing"),
    ("/api/listing/save", "listing[category]", "/offerings/{name}/listing"),
    ("/api/settings/save", "settings[bindable]", "/offerings/{name}/settings"),
    ("/api/access/save", "access[redirect_uris][0]", "/offerings/{name}/access"),
    ("/api/plan/save", "plan[description]", "/offerings/{name}/pricing/{plan}"),
    ("/api/plan/save", "plan[amounts][0][price]", "/offerings/{name}/pricing/{plan}"),
    ("/api/plan/save", "plan[kind]", "/offerings/{name}/pricing/{plan}"),
    ("/api/plan/save", "metrics[0][resource_name]", "/offerings/{name}/pricing/{plan}"),
    ("/api/plan/save", "metrics[0][measure]", "/offerings/{name}/pricing/{plan}"),
    ("/api/plan/save", "metrics[0][metering_scale]", "/offerings/{name}/pricing/{plan}"),
    ("/api/plan/save", "metrics[0][bounds][0]", "/offerings/{name}/pricing/{plan}"),
    ("/api/plan/save", "metrics[0][prices][0][0]", "/offerings/{name}/pricing/{plan}"),
    ("/api/broker/save", "broker[url]", "/offerings/{name}/deployments/brokers/{broker}"),
    ("/api/broker/save", "broker[osb_version]", "/offerings/{name}/deployments/brokers/{broker}"),
    ("/api/broker/try", "broker[url]", "/offerings/{name}/deployments/brokers/{broker}"),
    ("/api/offering/add", "resource[resource_name]", "/offerings/new"),
    ("/api/deployment/add", "deployment[plan]", "/offerings/{name}/deployments"),
    ("/api/review/request", "note", "/offerings/{name}/review"),
    ("/api/plan/decide", "reason", "/offerings/{name}/pricing"),
    ("/api/history", "query[noun]", "/offerings/{name}/history"),
    ("/api/catalog", "query[text]", "/catalog"),
];

/// As a form, and back to the page that it leads to, which has to stand.
async fn sent_and_shown(browser: &Browser, stage: &Stage, case: &(&str, &str, &str), value: &str, what: &str) {
    let (function, field, page) = case;
    let row = functions().find(|row| row.route == *function).unwrap();
    let page = filled(page, stage.facts);
    let answer = browser.send(from_page(with(row, stage, field, value), &page)).await;
    leads_back_or_keeps(&answer, value, what);
    for target in answer.path().into_iter().chain([page]) {
        let shown = browser.get(&target).await;
        assert!(shown.status.as_u16() < 500, "{what}: {target} is {}", shown.status);
    }
}

#[tokio::test]
async fn a_megabyte_in_a_field_is_saved_or_refused_and_the_pages_still_stand() {
    let long = "x ".repeat(128 * 1024);
    let solid = "ü".repeat(150 * 1024);
    let dots = ".".repeat(1020 * 1024);
    for case in TEXTS {
        let stage = Scene::Demo.open().await;
        let kim = stage.browser_of(KIM);
        for (value, words) in [(&long, "many words"), (&solid, "one word"), (&dots, "dots")] {
            sent_and_shown(&kim, &stage, case, value, &format!("{} {} of {words}", case.0, case.1)).await;
        }
    }
}

#[tokio::test]
async fn beyond_the_limit_every_function_answers_that_it_is_too_much() {
    let stage = Scene::Demo.open().await;
    let kim = stage.browser_of(KIM);
    let before = digests(&stage.server).await;
    let body = format!("offering=northwind-vector&revision=0&x={}", "x".repeat(1024 * 1024)).into_bytes();
    for row in functions() {
        for request in [posted(row.route, FORM, body.clone()), as_script(posted(row.route, FORM, body.clone()))] {
            let answer = kim.send(request).await;
            assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{}: {}", row.route, answer.body);
        }
    }
    assert!(digests(&stage.server).await == before);
}

#[tokio::test]
async fn control_characters_are_kept_as_typed_and_break_no_page() {
    let hidden: String =
        (0_u8..32).map(char::from).chain("\u{7f}\u{85}\u{200b}\u{202e}\u{2028}\u{feff}\u{fffe}".chars()).collect();
    let stage = Scene::Demo.open().await;
    let kim = stage.browser_of(KIM);
    for case in TEXTS {
        let value = format!("before{hidden}after");
        // A second form for the same thing is stale: the page with both versions stands as well.
        sent_and_shown(&kim, &stage, case, &value, &format!("{} {}", case.0, case.1)).await;
    }
    let store = stage.server.backend.store();
    let scope = store.offering_named("northwind-vector").await.unwrap().unwrap();
    let summary = store.offering(scope).await.unwrap().unwrap().summary.draft;
    assert_eq!(summary.description, format!("before{hidden}after"));
}
