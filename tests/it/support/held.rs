//! A form whose body is held back. The server reads the session first and the body last, and says when it wants it
//! (`100 Continue`): so a test knows that a request is under way, and decides when it goes on.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::{Browser, ORIGIN};

pub(crate) struct Held {
    stream: TcpStream,
    body: String,
}

impl Held {
    /// Sends all but the body, and waits until the server asks for that.
    pub(crate) async fn begin(browser: &Browser, target: &str, fields: &[(&str, &str)]) -> Self {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let cookies = browser.cookie_header().unwrap();
        let head = format!(
            "POST {target} HTTP/1.1\r\nhost: console.test\r\norigin: {ORIGIN}\r\nsec-fetch-site: same-origin\r\n\
             cookie: {}\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\
             expect: 100-continue\r\nconnection: close\r\n\r\n",
            cookies.to_str().unwrap(),
            body.len()
        );
        let mut stream = TcpStream::connect(browser.address).await.unwrap();
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut said = Vec::new();
        while !said.ends_with(b"\r\n\r\n") {
            said.push(stream.read_u8().await.unwrap());
        }
        let said = String::from_utf8(said).unwrap();
        assert!(said.starts_with("HTTP/1.1 100 "), "{said}");
        Self { stream, body }
    }

    /// Sends the body, and reads the whole answer.
    pub(crate) async fn finish(mut self) -> String {
        self.stream.write_all(self.body.as_bytes()).await.unwrap();
        let mut answer = String::new();
        self.stream.read_to_string(&mut answer).await.unwrap();
        answer
    }
}
