//! The sample broker as an archive: what `slipway broker sample` writes, for exactly this offering, and only for those
//! who may download its definitions.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read as _};

use hyper::StatusCode;
use serde_json::Value;
use slipway_backend::demo::OFFERING;
use tempfile::TempDir;
use zip::{DateTime, ZipArchive};

use super::{KIM, PAGE, offering};
use crate::authz::digests;
use crate::support::{Scene, command};

const LANGUAGES: [&str; 3] = ["rust", "python", "node"];
const DEFINITIONS: &str = "/offerings/northwind-vector/catalog.json";
const DEPLOYMENTS: &str = "/offerings/northwind-vector/deployments";

fn address(language: &str) -> String {
    format!("{PAGE}/sample.zip?lang={language}")
}

/// Path and text of each file, in the order of the archive.
fn unpacked(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut files = Vec::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let name = file.name().to_owned();
        assert_eq!(file.last_modified(), Some(DateTime::default()), "{name} tells when it was asked for");
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        files.push((name, text));
    }
    files
}

/// What the command makes of the definition, by paths from the directory that it runs in.
fn written(name: &str, language: &str, definition: &[u8]) -> BTreeMap<String, String> {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("definition.json"), definition).unwrap();
    let arguments = ["broker", "sample", name, "--definition", "definition.json", "--lang", language];
    assert!(command(dir.path(), &arguments).output().unwrap().status.success(), "{language}");
    let mut files = BTreeMap::new();
    let mut folders = vec![name.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(dir.path().join(&folder)).unwrap() {
            let entry = entry.unwrap();
            let path = format!("{folder}/{}", entry.file_name().to_str().unwrap());
            if entry.path().is_dir() {
                folders.push(path);
            } else {
                files.insert(path, fs::read_to_string(entry.path()).unwrap());
            }
        }
    }
    files
}

#[tokio::test]
async fn an_archive_has_the_files_that_the_command_writes_and_is_the_same_every_time() {
    let stage = Scene::Ready.open().await;
    let kim = stage.browser_of(KIM);
    let definition = kim.post(DEFINITIONS, &[]).await;
    assert_eq!(definition.status, StatusCode::OK, "{}", definition.body);
    let offering = offering(&stage).await;
    for language in LANGUAGES {
        let name = format!("{OFFERING}-broker-{language}");
        let answer = kim.get(&address(language)).await;
        assert_eq!(answer.status, StatusCode::OK, "{language}: {}", answer.body);
        assert_eq!(answer.header("content-type"), Some("application/zip"));
        let disposition = format!("attachment; filename=\"{name}.zip\"");
        assert_eq!(answer.header("content-disposition"), Some(disposition.as_str()));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        let files = unpacked(&answer.bytes);
        assert!(files.is_sorted(), "{language}");
        let files: BTreeMap<String, String> = files.into_iter().collect();
        assert!(files == written(&name, language, &definition.bytes), "{language}: {:?}", files.keys());
        assert!(files[&format!("{name}/README.md")].contains(&name), "{language} knows its name");
        let catalog: Value = serde_json::from_str(&files[&format!("{name}/catalog.json")]).unwrap();
        let service = &catalog["services"][0];
        assert_eq!(service["id"], offering.id.to_string(), "{language}");
        let plans: Vec<String> = offering.plans.iter().map(|plan| plan.id.to_string()).collect();
        let told: Vec<&str> =
            service["plans"].as_array().unwrap().iter().map(|plan| plan["id"].as_str().unwrap()).collect();
        assert_eq!(told, plans, "{language}");
        let again = stage.browser_of("vera@northwind.example").get(&address(language)).await;
        assert!(again.bytes == answer.bytes, "{language}: the same offering makes the same bytes");
    }
}

#[tokio::test]
async fn a_sample_is_in_python_where_nobody_chooses_and_in_no_language_but_the_three() {
    let stage = Scene::Ready.open().await;
    let kim = stage.browser_of(KIM);
    let python = kim.get(&address("python")).await;
    for unsaid in [address(""), format!("{PAGE}/sample.zip")] {
        let answer = kim.get(&unsaid).await;
        assert_eq!(answer.status, StatusCode::OK, "{unsaid}");
        assert!(answer.bytes == python.bytes, "{unsaid}");
    }
    for unknown in ["go", "Rust", "..%2Frust", "%00"] {
        let answer = kim.get(&address(unknown)).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{unknown}");
        for language in LANGUAGES {
            assert!(answer.body.contains(&format!("lang={language}")), "{unknown}: {}", answer.body);
        }
    }
    assert_eq!(kim.get(&format!("{}&lang=node", address("rust"))).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn strangers_get_no_sample_and_a_download_leaves_no_trace() {
    let stage = Scene::Ready.open().await;
    let before = digests(&stage.server).await;
    for (email, status) in [
        ("gus@globex.example", StatusCode::NOT_FOUND),
        ("clara@orrery.example", StatusCode::NOT_FOUND),
        ("finn@fernway.example", StatusCode::NOT_FOUND),
        ("rita@operator.example", StatusCode::SEE_OTHER),
        (KIM, StatusCode::OK),
    ] {
        let answer = stage.browser_of(email).get(&address("python")).await;
        assert_eq!(answer.status, status, "{email}");
        assert_eq!(answer.header("content-disposition").is_some(), status == StatusCode::OK, "{email}");
    }
    let guessed = stage.browser_of("gus@globex.example").get(&address("go")).await;
    assert_eq!(guessed.status, StatusCode::NOT_FOUND);
    assert!(!guessed.body.contains("lang=python"), "what is wrong with the language tells that there is an offering");
    let nobody = stage.server.browser().get(&address("python")).await;
    assert_eq!((nobody.status, nobody.location()), (StatusCode::SEE_OTHER, Some("/login")));
    let sent = stage.browser_of(KIM).post(&address("python"), &[]).await;
    assert_eq!(sent.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(digests(&stage.server).await == before);
}

#[tokio::test]
async fn the_pages_link_to_the_archives_as_soon_as_the_definitions_are_complete() {
    let stage = Scene::Ready.open().await;
    let kim = stage.browser_of(KIM);
    for page in [PAGE, DEPLOYMENTS] {
        let page = kim.get(page).await.body;
        for language in LANGUAGES {
            assert!(page.contains(&format!("href=\"{}\"", address(language))), "{language}: {page}");
        }
    }
    let stage = Scene::Demo.open().await;
    let kim = stage.browser_of(KIM);
    let answer = kim.get(&address("python")).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let back = answer.path().unwrap();
    assert!(back.starts_with(&format!("{DEPLOYMENTS}?")) && back.contains("__err="), "{back}");
    for page in [PAGE, DEPLOYMENTS] {
        assert!(!kim.get(page).await.body.contains("sample.zip"), "{page}");
    }
    assert!(kim.get(PAGE).await.body.contains("The sample broker cannot be downloaded."), "the page says why");
}
