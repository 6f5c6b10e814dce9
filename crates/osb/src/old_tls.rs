//! Whether a server still speaks TLS 1.0 or 1.1 (BRK-CAT-01). The client cannot, so that the question is a greeting by
//! hand: what the server answers first says it all, and nothing else is ever sent.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;

use crate::outbound::Outbound;

/// Record type, record version, length, message type, length, version of the server.
const ANSWER: usize = 11;
const HANDSHAKE: u8 = 22;
const SERVER_HELLO: u8 = 2;
const TLS_1_0: [u8; 2] = [3, 1];
const TLS_1_1: [u8; 2] = [3, 2];

impl Outbound {
    /// `None` if nobody answered. A server that hangs up or sends an alert does not speak it.
    pub(crate) async fn accepts_old_tls(&self, url: &str) -> Option<bool> {
        let target = self.urls().parse(url).ok()?;
        let mut socket = self.connect(&target).await.ok()?;
        let mut answer = [0; ANSWER];
        let asked = async {
            socket.write_all(&greeting()).await?;
            socket.read_exact(&mut answer).await
        };
        match timeout(self.limits().connect, asked).await.ok()? {
            Ok(_) => Some(chose_old(&answer)),
            Err(_) => Some(false),
        }
    }
}

fn chose_old(answer: &[u8; ANSWER]) -> bool {
    answer[0] == HANDSHAKE && answer[5] == SERVER_HELLO && [TLS_1_0, TLS_1_1].contains(&[answer[9], answer[10]])
}

/// A `ClientHello` for at most TLS 1.1 with the ciphers and curves that servers of its time have. Without a server name:
/// an old server needs none, and a modern one refuses the version before it looks for one.
fn greeting() -> Vec<u8> {
    let ciphers = [0xc0, 0x09, 0xc0, 0x13, 0xc0, 0x0a, 0xc0, 0x14, 0x00, 0x2f, 0x00, 0x35, 0x00, 0x0a];
    // Curves P-256, P-384 and P-521; uncompressed points.
    let extensions = [0, 10, 0, 8, 0, 6, 0, 23, 0, 24, 0, 25, 0, 11, 0, 2, 1, 0];
    let mut hello = TLS_1_1.to_vec();
    hello.extend([0x5a; 32]); // The random part: nothing follows that it could protect.
    hello.push(0);
    hello.extend([0, 14]);
    hello.extend(ciphers);
    hello.extend([1, 0]);
    hello.extend([0, 18]);
    hello.extend(extensions);
    let length = u8::try_from(hello.len()).expect("the greeting has less than 256 bytes");
    let mut record = vec![HANDSHAKE, 3, 1, 0, length + 4, 1, 0, 0, length];
    record.extend(hello);
    record
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_server_hello_with_an_old_version_is_old() {
        let answer = |kind, message, version| [kind, 3, 1, 0, 50, message, 0, 0, 46, 3, version];
        assert!(chose_old(&answer(22, 2, 1)) && chose_old(&answer(22, 2, 2)));
        assert!(!chose_old(&answer(22, 2, 3)), "TLS 1.2");
        assert!(!chose_old(&answer(21, 2, 2)), "an alert");
        assert!(!chose_old(b"HTTP/1.1 40"));
    }

    #[test]
    fn the_lengths_of_the_greeting_fit() {
        let greeting = greeting();
        assert_eq!(greeting.len() - 5, usize::from(greeting[4]));
        assert_eq!(greeting.len() - 9, usize::from(greeting[8]));
    }
}
