//! A mail server on loopback that speaks as much SMTP as a mail takes, keeps what it is given, and refuses it if it is told
//! to.

use std::io;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// A mail as it arrived.
#[derive(Debug, Clone, Default)]
pub(crate) struct Letter {
    pub(crate) to: String,
    /// Head and body, without the dot at the end.
    pub(crate) lines: Vec<String>,
}

impl Letter {
    /// With lines whole that were broken on the way (quoted-printable).
    pub(crate) fn text(&self) -> String {
        self.lines.join("\n").replace("=\n", "")
    }

    /// The value of a header that is in one line.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut head = self.lines.iter().take_while(|line| !line.is_empty());
        head.find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

#[derive(Default)]
struct Desk {
    letters: Vec<Letter>,
    /// How many mails it was asked to take.
    asked: usize,
    refusal: Option<&'static str>,
}

pub(crate) struct PostOffice {
    pub(crate) url: String,
    desk: Arc<Mutex<Desk>>,
}

impl PostOffice {
    pub(crate) async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let desk = Arc::new(Mutex::new(Desk::default()));
        let at = Arc::clone(&desk);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&at)));
            }
        });
        Self { url, desk }
    }

    /// From now on every recipient is answered with this; `None`: with yes.
    pub(crate) fn refuse(&self, with: impl Into<Option<&'static str>>) {
        self.desk.lock().unwrap().refusal = with.into();
    }

    pub(crate) fn asked(&self) -> usize {
        self.desk.lock().unwrap().asked
    }

    /// By their recipients.
    pub(crate) fn letters(&self) -> Vec<Letter> {
        let mut letters = self.desk.lock().unwrap().letters.clone();
        letters.sort_by(|one, other| one.to.cmp(&other.to));
        letters
    }
}

async fn serve(stream: TcpStream, desk: Arc<Mutex<Desk>>) -> io::Result<()> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    let mut letter = Letter::default();
    write.write_all(b"220 post.example\r\n").await?;
    while let Some(line) = lines.next_line().await? {
        let answer = match line.split([' ', ':']).next() {
            Some("EHLO" | "MAIL") => "250 post.example",
            Some("RCPT") => {
                letter.to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                let mut desk = desk.lock().unwrap();
                desk.asked += 1;
                desk.refusal.unwrap_or("250 known")
            }
            Some("DATA") => {
                write.write_all(b"354 go on\r\n").await?;
                while let Some(line) = lines.next_line().await?.filter(|line| line != ".") {
                    letter.lines.push(line);
                }
                desk.lock().unwrap().letters.push(std::mem::take(&mut letter));
                "250 kept"
            }
            Some("QUIT") => "221 bye",
            _ => "502 unknown",
        };
        write.write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
    Ok(())
}
