//! Somebody who listens to server-sent events, one after the other as they come.

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

use super::Browser;

pub(crate) struct Listener {
    stream: BufReader<TcpStream>,
    /// Status and headers, in small letters.
    head: String,
}

impl Listener {
    /// Asks for the events, and waits for the head of the answer.
    pub(crate) async fn open(browser: &Browser, target: &str) -> Self {
        let cookies = browser.cookie_header().unwrap();
        let head = format!(
            "GET {target} HTTP/1.1\r\nhost: console.test\r\naccept: text/event-stream\r\ncookie: {}\r\n\r\n",
            cookies.to_str().unwrap()
        );
        let mut stream = BufReader::new(TcpStream::connect(browser.address).await.unwrap());
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            assert!(stream.read_line(&mut head).await.unwrap() > 0, "the answer has a head: {head}");
        }
        Self { stream, head: head.to_lowercase() }
    }

    pub(crate) fn is_answered(&self, status: u16) -> bool {
        self.head.starts_with(&format!("http/1.1 {status} "))
    }

    pub(crate) fn has_header(&self, line: &str) -> bool {
        self.head.lines().any(|known| known == line)
    }

    /// What the next event says. `None`: there is none any more.
    pub(crate) async fn next(&mut self) -> Option<String> {
        loop {
            let mut line = String::new();
            let read = self.stream.read_line(&mut line).await.unwrap();
            // The last chunk is empty.
            if read == 0 || line == "0\r\n" {
                return None;
            }
            if let Some(data) = line.strip_prefix("data: ") {
                return Some(data.trim_end().to_owned());
            }
        }
    }
}
