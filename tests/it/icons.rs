//! Uploading an icon as a browser does it, and what is served afterwards.

use hyper::{Method, StatusCode};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

use crate::support::{Answer, Browser, ORIGIN, Request, Scene, Stage};

const GUS: &str = "gus@globex.example";
const KIM: &str = "kim@northwind.example";
const VERA: &str = "vera@northwind.example";
const UPLOAD: &str = "/offerings/northwind-vector/icon";

/// One white pixel.
pub(crate) const PNG: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00,
    0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x02, 0x00, 0x00, 0x00, 0x90, 0x77, 0x53, 0xde, 0x00, 0x00, 0x00, 0x0c, 0x49,
    0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0xf8, 0xff, 0xff, 0x3f, 0x00, 0x05, 0xfe, 0x02, 0xfe, 0x0d, 0xef, 0x46, 0xb8,
    0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
];

/// A file as a browser's form sends it, with a name and a type that say nothing of it.
pub(crate) fn upload_to(target: impl Into<String>, file: &[u8]) -> Request {
    let head = "--b\r\nContent-Disposition: form-data; name=\"icon\"; filename=\"../../x.svg\"\r\n\
                Content-Type: text/html\r\n\r\n";
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

    // Nobody has to sign in for a picture of the catalog.
    let picture = stage.server.browser().get(&path).await;
    assert_eq!(picture.status, StatusCode::OK);
    assert_eq!(picture.header("content-type"), Some("image/png"));
    assert_eq!(picture.header("x-content-type-options"), Some("nosniff"));
    assert!(picture.header("cache-control").unwrap().contains("immutable"));
    let unknown = stage.server.browser().get(&format!("/icons/{}.png", "A".repeat(43))).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_cannot_be_taken_leads_back_with_its_reason() {
    let stage = Scene::Demo.open().await;
    let kim = stage.browser_of(KIM);
    for file in [&b"<svg onload='a7()'/>"[..], b"", b"GIF89a<script>a7()</script>"] {
        let answer = upload(&kim, file).await;
        let back = answer.path().unwrap();
        assert!(back.starts_with("/offerings/northwind-vector/listing?") && back.contains("__err="), "{back}");
        assert!(kim.get(&back).await.body.contains("PNG, JPEG or WebP") || file.is_empty());
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
