//! Dossiers as people meet them: the download, the form that imports one, and the command line.

use std::path::{Path, PathBuf};

use hyper::{Method, StatusCode};
use slipway::server::dossiers::archive;
use slipway_backend::demo::OFFERING;
use slipway_domain::dossier::{self, Definition, MOST_KEPT, Member};
use slipway_store::NewImportedDossier;

use crate::authz::digests;
use crate::support::{Answer, Browser, ORIGIN, Request, Scene, Stage, said, slipway};

const KIM: &str = "kim@northwind.example";
const DOWNLOAD: &str = "/offerings/northwind-vector/dossier.zip";

async fn downloaded(stage: &Stage) -> Vec<u8> {
    let answer = stage.browser_of(KIM).post(DOWNLOAD, &[]).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    answer.bytes.to_vec()
}

/// As a browser's form sends it.
async fn sent(browser: &Browser, name: &str, file: &[u8]) -> Answer {
    let head = "--b\r\nContent-Disposition: form-data; name=\"dossier\"; filename=\"../../x.exe\"\r\n\
                Content-Type: text/html\r\n\r\n";
    let rest = format!("\r\n--b\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\n{name}\r\n--b--\r\n");
    let body = [head.as_bytes(), file, rest.as_bytes()].concat();
    let request = Request::new(Method::POST, "/dossiers")
        .header("origin", ORIGIN)
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "multipart/form-data; boundary=b")
        .body(body);
    browser.send(request).await
}

fn written(dir: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let file = dir.join(name);
    std::fs::write(&file, bytes).unwrap();
    file
}

#[tokio::test]
async fn a_download_is_the_same_twice_and_the_form_makes_an_offering_of_it() {
    let stage = Scene::Approved.open().await;
    let kim = stage.browser_of(KIM);
    let answer = kim.post(DOWNLOAD, &[]).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    assert_eq!(answer.header("content-type"), Some("application/zip"));
    let named = "attachment; filename=\"northwind-vector-dossier.zip\"";
    assert_eq!(answer.header("content-disposition"), Some(named));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(downloaded(&stage).await, answer.bytes.to_vec());
    assert!(kim.get("/offerings/northwind-vector/deployments").await.body.contains(DOWNLOAD), "a page leads to it");

    let form = kim.get("/offerings/new").await.body;
    assert!(form.contains("action=\"/dossiers\"") && form.contains("enctype=\"multipart/form-data\""));
    let imported = sent(&kim, "northwind-again", &answer.bytes).await;
    assert_eq!(imported.location(), Some("/offerings/northwind-again/summary"), "{}", imported.body);
    let history = kim.get("/offerings/northwind-again/history").await.body;
    assert!(history.contains("northwind-vector of https://console.test"), "the history says where it came from");
}

#[tokio::test]
async fn what_cannot_be_imported_leads_back_with_its_reason_and_changes_nothing() {
    let stage = Scene::Demo.open().await;
    let kim = stage.browser_of(KIM);
    let whole = downloaded(&stage).await;
    let before = digests(&stage.server).await;
    let (behind, nothing): (Vec<u8>, Vec<u8>) = ([whole.as_slice(), b"more"].concat(), Vec::new());
    let mut altered = whole.clone();
    let place = altered.windows(8).position(|at| at == b"Northwin").expect("the definition names its company");
    altered[place] = b'M';
    for (name, file) in [
        ("northwind-again", behind.as_slice()),
        ("northwind-again", nothing.as_slice()),
        ("northwind-again", b"{\"services\": []}".as_slice()),
        ("northwind-again", altered.as_slice()),
        ("", whole.as_slice()),
        (OFFERING, whole.as_slice()),
        ("No Name", whole.as_slice()),
    ] {
        let answer = sent(&kim, name, file).await;
        let back = answer.path().unwrap_or_else(|| panic!("{name}: {} {}", answer.status, answer.body));
        assert!(back.starts_with("/offerings/new?") && back.contains("__err="), "{name}: {back}");
        let page = kim.get(&back).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("form-problem"), "{name}: the page says why");
    }
    assert_eq!(stage.server.browser().post("/dossiers", &[]).await.location(), Some("/login"));
    assert_eq!(kim.get("/dossiers").await.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(kim.get(DOWNLOAD).await.status, StatusCode::METHOD_NOT_ALLOWED);
    let stranger = stage.browser_of("gus@globex.example").post(DOWNLOAD, &[]).await;
    assert_eq!(stranger.status, StatusCode::NOT_FOUND);
    assert!(digests(&stage.server).await == before);
}

#[tokio::test]
async fn a_file_may_be_larger_than_what_forms_are_bound_to() {
    let stage = Scene::Demo.open().await;
    let kim = stage.browser_of(KIM);
    let answer = sent(&kim, "northwind-again", &vec![0; 3 * 1024 * 1024]).await;
    assert!(answer.location().is_some_and(|back| back.starts_with("/offerings/new?")), "{}", answer.status);
}

#[tokio::test]
async fn the_form_imports_nothing_more_for_an_account_that_keeps_as_much_as_it_may() {
    let stage = Scene::Demo.open().await;
    let whole = downloaded(&stage).await;
    let store = stage.server.backend.store();
    let scope = store.offering_named(OFFERING).await.unwrap().unwrap();
    let by = store.person_with_email(KIM).await.unwrap().unwrap().id;
    let archive = vec![b'x'; usize::try_from(MOST_KEPT).unwrap()];
    let mut tx = store.write().await.unwrap();
    let kept = NewImportedDossier { scope, sha256: "", archive: &archive, by, at: stage.server.now() };
    tx.add_imported_dossier(&kept).await.unwrap();
    tx.commit().await.unwrap();
    let kim = stage.browser_of(KIM);
    let back = sent(&kim, "northwind-again", &whole).await.path().unwrap();
    let page = kim.get(&back).await.body;
    assert!(back.starts_with("/offerings/new?") && page.contains("up to 128 MiB together"), "{back}: {page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_line_checks_a_dossier_offline_and_names_what_is_wrong() {
    let stage = Scene::Approved.open().await;
    let dir = stage.server.dir.path();
    let bytes = downloaded(&stage).await;
    let file = written(dir, "dossier.zip", &bytes);
    let file = file.to_str().unwrap();
    let good = slipway(dir, &["dossier", "verify", file]);
    assert_eq!(good.status.code(), Some(0), "{}", said(&good));
    for line in ["ok     reviews.json", "ok     audit.json", "signature was not checked", "as it should be"] {
        assert!(said(&good).contains(line), "{line}: {}", said(&good));
    }
    let keys = stage.server.browser().get("/keys").await.body;
    let keys = written(dir, "keys.json", keys.as_bytes());
    let signed = slipway(dir, &["dossier", "verify", file, "--keys", keys.to_str().unwrap()]);
    assert_eq!(signed.status.code(), Some(0), "{}", said(&signed));
    assert!(said(&signed).contains("ok     the signature"), "{}", said(&signed));
    let others = written(dir, "others.json", b"{\"keys\":[]}");
    let unproven = slipway(dir, &["dossier", "verify", file, "--keys", others.to_str().unwrap()]);
    assert_eq!(unproven.status.code(), Some(1), "{}", said(&unproven));

    // Written into an archive as ours are, so that nothing but the member is another.
    let members = archive::unpack(&bytes).unwrap().members;
    for path in [dossier::MANIFEST, dossier::DEFINITION, dossier::REVIEWS] {
        let mut altered: Vec<Member> = members.clone();
        altered.iter_mut().find(|member| member.path == path).unwrap().bytes.push(b' ');
        let file = written(dir, "altered.zip", &archive::pack(&altered).unwrap());
        let bad = slipway(dir, &["dossier", "verify", file.to_str().unwrap(), "--json"]);
        assert_eq!(bad.status.code(), Some(1), "{path}: {}", said(&bad));
        let report: serde_json::Value = serde_json::from_slice(&bad.stdout).unwrap();
        let lines = report["lines"].as_array().unwrap();
        let wrong = lines.iter().find(|line| !line["problem"].is_null()).unwrap();
        assert_eq!(wrong["about"], path, "{report}");
        assert_eq!(report["is_good"], false);
    }
    let nothing = written(dir, "nothing.zip", b"nothing");
    assert_eq!(slipway(dir, &["dossier", "verify", nothing.to_str().unwrap()]).status.code(), Some(1));
    assert_eq!(slipway(dir, &["dossier", "verify", "missing.zip"]).status.code(), Some(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_line_exports_and_imports_beside_a_running_server() {
    let stage = Scene::Demo.open().await;
    let dir = stage.server.dir.path();
    let exported = slipway(dir, &["dossier", "export", OFFERING, "-o", "made.zip"]);
    assert!(exported.status.success(), "{}", said(&exported));
    let again = slipway(dir, &["dossier", "export", OFFERING, "-o", "made.zip"]);
    assert_eq!(again.status.code(), Some(2), "nothing is overwritten");
    assert_eq!(slipway(dir, &["dossier", "export", "nowhere", "-o", "other.zip"]).status.code(), Some(2));
    assert!(slipway(dir, &["dossier", "verify", "made.zip"]).status.success());

    let import = |name: &str, member: &str| {
        let account = ["--account", "Northwind Data", "--as", member, "--name", name];
        slipway(dir, &[&["dossier", "import", "made.zip"][..], &account].concat())
    };
    assert_eq!(import("", KIM).status.code(), Some(2), "the name is taken");
    assert_eq!(import("northwind-again", "vera@northwind.example").status.code(), Some(2), "a viewer may not");
    assert_eq!(import("northwind-again", "nobody@northwind.example").status.code(), Some(2));
    let imported = import("northwind-again", KIM);
    assert!(imported.status.success(), "{}", said(&imported));
    let store = stage.server.backend.store();
    let scope = store.offering_named("northwind-again").await.unwrap().unwrap();
    let made = store.offering(scope).await.unwrap().unwrap();
    let scope = store.offering_named(OFFERING).await.unwrap().unwrap();
    let was = store.offering(scope).await.unwrap().unwrap();
    assert_eq!(Definition::of(&made).listing, Definition::of(&was).listing);
    assert_eq!(made.plans.len(), was.plans.len());
}
