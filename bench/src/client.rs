//! The other end of the line: a connection that is kept, and a visitor with cookies who can sign in. It knows no more
//! of the server than a browser does.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use anyhow::{Context as _, Result, ensure};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{COOKIE, HOST, HeaderMap, LOCATION, SET_COOKIE};
use hyper::{Method, Request, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use url::form_urlencoded::Serializer;

/// A connection on which one request follows the other.
pub(crate) struct Connection {
    sender: SendRequest<Full<Bytes>>,
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Connection {
    pub(crate) async fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(Self { sender })
    }

    pub(crate) async fn send(&mut self, request: Request<Full<Bytes>>) -> Result<Answer> {
        self.sender.ready().await?;
        let (parts, body) = self.sender.send_request(request).await?.into_parts();
        Ok(Answer { status: parts.status, headers: parts.headers, body: body.collect().await?.to_bytes() })
    }
}

/// Somebody with a browser, which shows one origin.
pub(crate) struct Visitor {
    address: SocketAddr,
    connection: Connection,
    /// What the server calls itself.
    origin: String,
    cookies: BTreeMap<String, String>,
}

impl Visitor {
    pub(crate) async fn new(address: SocketAddr, origin: &str) -> Result<Self> {
        let connection = Connection::open(address).await?;
        Ok(Self { address, connection, origin: origin.to_owned(), cookies: BTreeMap::new() })
    }

    /// The same visitor on a connection of their own.
    pub(crate) async fn elsewhere(&self) -> Result<Self> {
        let cookies = self.cookies.clone();
        Ok(Self { cookies, ..Self::new(self.address, &self.origin).await? })
    }

    /// A visitor who is signed in.
    pub(crate) async fn signed_in(address: SocketAddr, origin: &str, email: &str, password: &str) -> Result<Self> {
        let mut visitor = Self::new(address, origin).await?;
        let mut page = visitor.get("/login?to=/").await?;
        while let Some(target) = visitor.target(&page) {
            page = visitor.get(&target).await?;
        }
        let form = String::from_utf8_lossy(&page.body).into_owned();
        let (_, from) = form.split_once("name=\"request\"").context("the sign-in page has its form")?;
        let (_, from) = from.split_once("value=\"").context("the form has its request")?;
        let (request, _) = from.split_once('"').context("the value has an end")?;
        let fields = [("email", email), ("password", password), ("request", request)];
        let callback = visitor.post("/sign-in", "text/html", &fields).await?;
        let callback = visitor.target(&callback).context("the password was right")?;
        visitor.get(&callback).await?;
        ensure!(visitor.cookies.contains_key("__Host-session"), "nobody was signed in");
        Ok(visitor)
    }

    /// What this visitor sends for a page.
    pub(crate) fn page(&self, target: &str) -> Result<Request<Full<Bytes>>> {
        Ok(self.request(Method::GET, target)?.header("accept", "text/html").body(Full::default())?)
    }

    pub(crate) async fn get(&mut self, target: &str) -> Result<Answer> {
        let request = self.page(target)?;
        self.send(request).await
    }

    pub(crate) async fn post(&mut self, target: &str, accept: &str, fields: &[(&str, &str)]) -> Result<Answer> {
        let body = Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = self
            .request(Method::POST, target)?
            .header("accept", accept)
            .header("origin", &self.origin)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Full::from(body))?;
        self.send(request).await
    }

    fn request(&self, method: Method, target: &str) -> Result<hyper::http::request::Builder> {
        let host = self.origin.split_once("://").context("an origin has a scheme")?.1;
        let request = Request::builder().method(method).uri(target).header(HOST, host);
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        Ok(if cookies.is_empty() { request } else { request.header(COOKIE, cookies.join("; ")) })
    }

    async fn send(&mut self, request: Request<Full<Bytes>>) -> Result<Answer> {
        let answer = self.connection.send(request).await?;
        for cookie in answer.headers.get_all(SET_COOKIE) {
            let pair = cookie.to_str()?.split(';').next().unwrap_or_default();
            if let Some((name, value)) = pair.split_once('=') {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        self.cookies.retain(|_, value| !value.is_empty());
        Ok(answer)
    }

    fn target(&self, answer: &Answer) -> Option<String> {
        let location = answer.headers.get(LOCATION)?.to_str().ok()?;
        Some(location.strip_prefix(&self.origin).unwrap_or(location).to_owned())
    }
}
