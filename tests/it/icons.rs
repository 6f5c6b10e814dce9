//! Uploading icons and pictures for media as a browser does it, and what is served afterwards.

use hyper::{Method, StatusCode};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

use crate::support::{Answer, Browser, ORIGIN, Request, Scene, Stage};

const GUS: &str = "gus@globex.example";
const KIM: &str = "kim@northwind.example";
const VERA: &str = "vera@northwind.example";
const UPLOAD: &str = "/offerings/northwind-vector/icon";
const MEDIA: &str = "/offerings/northwind-vector/media";

/// One white pixel.
pub(crate) const PNG: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00,
    0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x02, 0x00, 0x00, 0x00, 0x90, 0x77, 0x53, 0xde, 0x00, 0x00, 0x00, 0x0c, 0x49,
    0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0xf8, 0xff, 0xff, 0x3f, 0x00, 0x05, 0xfe, 0x02, 0xfe, 0x0d, 0xef, 0x46, 0xb8,
    0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
];

/// A file as a browser's form sends it, with a name and a type that say nothing of it.
pub(crate) fn upload_to(target: impl Into<String>, file: &[u8]) -> Request {
    let target: String = target.into();
    let control = match target.as_str() {
        "/dossiers" => "dossier",
        target if target.ends_with("/media") => "picture",
        _ => "icon",
    };
    let head = format!(
        "--b\r\nContent-Disposition: form-data; name=\"{control}\"; filename=\"../../x.svg\"\r\n\
         Content-Type: text/html\r\n\r\n"
    );
    let body = [head.as_bytes(), file, b"\r\n--b--\r\n"].concat();
    Request::new(Method::POST, target)
        .header("origin", ORIGIN)
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "multipart/form-data; boundary=b")
        .body(body)
}

async fn upload(browser: &Browser, file: &[u8]) -> Answer {
    browser.send(upload_to(UPLOAD, file)).await
}

#[tokio::test]
async fn an_uploaded_icon_is_offered_on_the_listing_page_and_served_as_a_picture() {
    let stage = Scene::Demo.open().await;
    let kim = stage.browser_of(KIM);
    let answer = upload(&kim, PNG).await;
    assert_eq!(answer.location(), Some("/offerings/northwind-vector/listing#icon"), "{}", answer.body);
    let page = kim.get("/offerings/northwind-vector/listing").await.body;
    let (_, rest) = page.split_once("src=\"/icons/").expect("the page shows it");
    let path = format!("/icons/{}", rest.split('"').next().unwrap());
    assert!(page.contains(&format!("set:listing[icon]={path}")), "a button puts it into the field");
    assert!(page.contains("#LST-ICO-11"), "nobody can read it at 32 pixels: {page}");

    // Nobody has to sign in for a picture of the catalog.
    is_a_picture(&stage.server.browser().get(&path).await);
    let unknown = stage.server.browser().get(&format!("/icons/{}.png", "A".repeat(43))).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

/// Of a type that we say, kept for good, and nothing but itself wherever it is opened.
fn is_a_picture(answer: &Answer) {
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("content-type"), Some("image/png"));
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(answer.header("cache-control"), Some("public, max-age=31536000, immutable"));
    assert_eq!(answer.header("cross-origin-resource-policy"), Some("same-origin"));
    let policy = answer.header("content-security-policy").unwrap();
    assert!(policy.starts_with("sandbox; default-src 'none'") && !policy.contains("script-src"), "{policy}");
    assert_eq!(answer.set_cookies(), [""; 0]);
}

#[tokio::test]
async fn an_uploaded_picture_is_offered_for_the_media_and_served_by_the_hash_of_what_is_kept() {
    let stage = Scene::Demo.open().await;
    let kim = stage.browser_of(KIM);
    let mut paths = Vec::new();
    for file in [PNG.to_vec(), [PNG, b"<script>a7()</script>"].concat()] {
        let answer = kim.send(upload_to(MEDIA, &file)).await;
        assert_eq!(answer.location(), Some("/offerings/northwind-vector/listing#pictures"), "{}", answer.body);
        let page = kim.get("/offerings/northwind-vector/listing").await.body;
        let (_, rest) = page.split_once("media:use:/pictures/").expect("a button makes a row of it");
        assert_eq!(page.matches("media:use:/pictures/").count(), 1);
        paths.push(format!("/pictures/{}", rest.split('"').next().unwrap()));
    }
    assert_eq!(paths[0], paths[1], "what hung on behind is gone, and what is left is the same picture");
    is_a_picture(&stage.server.browser().get(&paths[0]).await);
    for unknown in ["A".repeat(43), "x".to_owned(), format!("{}.png", "A".repeat(43))] {
        let answer = stage.server.browser().get(&format!("/pictures/{unknown}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{unknown}");
    }
}

#[tokio::test]
async fn an_svg_is_served_as_the_picture_that_it_draws() {
    let stage = Scene::Demo.open().await;
    let kim = stage.browser_of(KIM);
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9' onload='a7()'><path d='M0 0h9v9z'/></svg>";
    for (upload, place) in [(UPLOAD, "src=\"/icons/"), (MEDIA, "src=\"/pictures/")] {
        assert!(kim.send(upload_to(upload, svg)).await.location().unwrap().contains('#'), "{upload}");
        let page = kim.get("/offerings/northwind-vector/listing").await.body;
        let (_, rest) = page.split_once(place).expect("the page shows it");
        let path = format!("{}{}", place.trim_start_matches("src=\""), rest.split('"').next().unwrap());
        let picture = stage.server.browser().get(&path).await;
        is_a_picture(&picture);
        assert!(!picture.body.contains("onload") && !picture.body.contains("<svg"), "{path}");
    }
}

#[tokio::test]
async fn what_cannot_be_taken_leads_back_with_its_reason() {
    let stage = Scene::Demo.open().await;
    let kim = stage.browser_of(KIM);
    let told: [(&[u8], &str); 5] = [
        (b"<svg onload='a7()'/>", "PNG, JPEG, WebP or SVG"),
        (b"", "No file was chosen"),
        (b"GIF89a<script>a7()</script>", "PNG, JPEG, WebP or SVG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>a7()</script></svg>", "contains \u{201c}script\u{201d}"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><use href='//evil.example/x#a'/></svg>", "outside of itself"),
    ];
    for (file, reason) in told {
        for target in [UPLOAD, MEDIA] {
            let back = kim.send(upload_to(target, file)).await.path().unwrap();
            assert!(back.starts_with("/offerings/northwind-vector/listing?") && back.contains("__err="), "{back}");
            let page = kim.get(&back).await.body;
            assert!(page.contains(reason), "{target}: {reason}");
            assert!(!page.contains("a7()"), "nothing of the file is told");
        }
    }
    let stranger = upload(&stage.server.browser(), PNG).await;
    assert_eq!(stranger.path().as_deref(), Some("/login"));
    let foreign = upload(&stage.browser_of(GUS), PNG).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    let viewer = stage.browser_of(VERA);
    let back = upload(&viewer, PNG).await.path().unwrap();
    assert!(back.starts_with("/offerings/northwind-vector/listing?") && back.contains("__err="), "{back}");
    assert!(viewer.get(&back).await.body.contains("role=\"alert\""), "the page says why not");
}

/// All of an upload but the file, which the server asks for when it wants it: the first line of what it says.
async fn announced(stage: &Stage, email: &str) -> String {
    let session = stage.browser_of(email).cookie("__Host-session").unwrap();
    let head = format!(
        "POST {UPLOAD} HTTP/1.1\r\nhost: console.test\r\norigin: {ORIGIN}\r\nsec-fetch-site: same-origin\r\n\
         accept: text/html\r\ncookie: __Host-session={session}\r\ncontent-type: multipart/form-data; boundary=b\r\n\
         content-length: 200\r\nexpect: 100-continue\r\nconnection: close\r\n\r\n"
    );
    let mut stream = BufReader::new(TcpStream::connect(stage.server.address).await.unwrap());
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut line = String::new();
    stream.read_line(&mut line).await.unwrap();
    line
}

#[tokio::test]
async fn nothing_of_a_file_is_read_for_somebody_who_may_not_upload_it() {
    let stage = Scene::Demo.open().await;
    for (email, first) in [(KIM, "HTTP/1.1 100 "), (VERA, "HTTP/1.1 303 "), (GUS, "HTTP/1.1 404 ")] {
        let said = announced(&stage, email).await;
        assert!(said.starts_with(first), "{email}: {said}");
    }
}
