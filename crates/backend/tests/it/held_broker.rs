//! A broker that answers a call only when it is told what to say, so that a test can act while the call is under way.

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

pub(crate) struct HeldBroker {
    pub(crate) url: String,
    called: UnboundedReceiver<String>,
    answers: UnboundedSender<Value>,
}

impl HeldBroker {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (call, called) = unbounded_channel();
        let (answers, mut answer) = unbounded_channel::<Value>();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") && stream.read_buf(&mut head).await.is_ok_and(|read| read > 0) {}
                let _ = call.send(String::from_utf8_lossy(&head).into_owned());
                let Some(body) = answer.recv().await else { return };
                let body = body.to_string();
                let kind = "content-type: application/json\r\nconnection: close";
                let answer = format!("HTTP/1.1 200 OK\r\n{kind}\r\ncontent-length: {}\r\n\r\n{body}", body.len());
                let _ = stream.write_all(answer.as_bytes()).await;
            }
        });
        Self { url, called, answers }
    }

    /// Waits until a call has arrived, and gives its head. It hangs until it is answered.
    pub(crate) async fn called(&mut self) -> String {
        self.called.recv().await.unwrap()
    }

    /// Answers the call under way, or else the next one.
    pub(crate) fn answer(&self, catalog: Value) {
        self.answers.send(catalog).unwrap();
    }
}
