//! A browser as far as the server can tell: keeps cookies, sends `Origin` with what it posts, follows nothing unasked.

use std::collections::BTreeMap;
use std::error::Error;
use std::net::SocketAddr;
use std::sync::Mutex;

use http_body_util::{BodyExt as _, Full};
use hyper::body::Bytes;
use hyper::header::{HeaderMap, HeaderName, HeaderValue};
use hyper::{Method, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use super::ORIGIN;

pub(crate) struct Browser {
    pub(super) address: SocketAddr,
    cookies: Mutex<BTreeMap<String, String>>,
}

/// A request that a test shapes by hand.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    method: Method,
    target: String,
    headers: HeaderMap,
    body: Bytes,
}

#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
    /// The body as it came, where it is no text.
    pub(crate) bytes: Bytes,
}

impl Request {
    pub(crate) fn new(method: Method, target: impl Into<String>) -> Self {
        let headers = HeaderMap::from_iter([
            (HeaderName::from_static("host"), HeaderValue::from_static("console.test")),
            (HeaderName::from_static("accept"), HeaderValue::from_static("text/html")),
        ]);
        Self { method, target: target.into(), headers, body: Bytes::new() }
    }

    pub(crate) fn form(target: impl Into<String>, fields: &[(&str, &str)]) -> Self {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        Self::new(Method::POST, target)
            .header("origin", ORIGIN)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body)
    }

    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.insert(name, HeaderValue::from_str(value).unwrap());
        self
    }

    pub(crate) fn without(mut self, name: &'static str) -> Self {
        self.headers.remove(name);
        self
    }

    pub(crate) fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }
}

impl Browser {
    pub(crate) fn new(address: SocketAddr) -> Self {
        Self { address, cookies: Mutex::default() }
    }

    /// The same server and the same cookies, from now on apart.
    pub(crate) fn twin(&self) -> Self {
        Self { address: self.address, cookies: Mutex::new(self.cookies.lock().unwrap().clone()) }
    }

    pub(crate) async fn get(&self, target: &str) -> Answer {
        self.send(Request::new(Method::GET, target)).await
    }

    pub(crate) async fn post(&self, target: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(Request::form(target, fields)).await
    }

    /// What somebody confirms who publishes or releases the offering now: what the screen's form carries.
    pub(crate) async fn sees(&self, offering: &str) -> String {
        let read = Request::form("/api/publication", &[("offering", offering)]).header("accept", "application/json");
        let answer = self.send(read).await;
        let shown: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
        shown["seen"].as_str().unwrap().to_owned()
    }

    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap().get(name).cloned()
    }

    pub(crate) fn set_cookie(&self, name: &str, value: &str) {
        self.cookies.lock().unwrap().insert(name.to_owned(), value.to_owned());
    }

    /// From `/login` to the answer of the callback, or to the page that refuses.
    pub(crate) async fn sign_in(&self, email: &str, password: &str) -> Answer {
        let form = self.sign_in_form("/").await;
        let answer = self.post("/sign-in", &[("email", email), ("password", password), ("request", &form)]).await;
        match answer.path() {
            Some(callback) => self.get(&callback).await,
            None => answer,
        }
    }

    /// Goes to the sign-in page and reads the hidden field of its form.
    pub(crate) async fn sign_in_form(&self, to: &str) -> String {
        let to: String = url::form_urlencoded::byte_serialize(to.as_bytes()).collect();
        let authorize = self.get(&format!("/login?to={to}")).await;
        let page = self.get(&authorize.path().unwrap()).await;
        let form = self.get(&page.path().unwrap()).await;
        assert_eq!(form.status, StatusCode::OK, "{}", form.body);
        form.value_of("request").unwrap()
    }

    pub(crate) async fn send(&self, request: Request) -> Answer {
        self.try_send(request).await.unwrap()
    }

    /// An error: the server went away before it had answered.
    pub(crate) async fn try_send(&self, request: Request) -> Result<Answer, Box<dyn Error + Send + Sync>> {
        let stream = TcpStream::connect(self.address).await?;
        let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
        let driver = tokio::spawn(connection);
        let mut outgoing = hyper::Request::new(Full::new(request.body));
        *outgoing.method_mut() = request.method;
        *outgoing.uri_mut() = request.target.parse().unwrap();
        *outgoing.headers_mut() = request.headers;
        if let Some(cookies) = self.cookie_header() {
            outgoing.headers_mut().insert("cookie", cookies);
        }
        let response = sender.send_request(outgoing).await?;
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await?.to_bytes();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        driver.abort();
        self.keep_cookies(&parts.headers);
        Ok(Answer { status: parts.status, headers: parts.headers, body, bytes })
    }

    pub(super) fn cookie_header(&self) -> Option<HeaderValue> {
        let cookies = self.cookies.lock().unwrap();
        let pairs: Vec<_> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        (!pairs.is_empty()).then(|| HeaderValue::try_from(pairs.join("; ")).unwrap())
    }

    fn keep_cookies(&self, headers: &HeaderMap) {
        let mut cookies = self.cookies.lock().unwrap();
        for header in headers.get_all("set-cookie") {
            let text = header.to_str().unwrap();
            let (pair, attributes) = text.split_once(';').unwrap_or((text, ""));
            let (name, value) = pair.split_once('=').unwrap();
            if attributes.contains("Max-Age=0") || value.is_empty() {
                cookies.remove(name);
            } else {
                cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    pub(crate) fn location(&self) -> Option<&str> {
        self.header("location")
    }

    /// Where it redirects to, as path and query; the origin must be ours.
    pub(crate) fn path(&self) -> Option<String> {
        let location = self.location()?;
        let path = location.strip_prefix(ORIGIN).unwrap_or(location);
        assert!(path.starts_with('/') && !path.starts_with("//"), "{location} leaves the console");
        Some(path.to_owned())
    }

    /// The value of an input of the page.
    pub(crate) fn value_of(&self, name: &str) -> Option<String> {
        let page = scraper::Html::parse_document(&self.body);
        let selector = scraper::Selector::parse(&format!("input[name='{name}']")).unwrap();
        page.select(&selector).next()?.value().attr("value").map(str::to_owned)
    }

    pub(crate) fn set_cookies(&self) -> Vec<&str> {
        self.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect()
    }
}
