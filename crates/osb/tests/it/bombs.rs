//! Answers that are meant to exhaust: every one ends by its bound, and the broker cannot make us read more.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use http::StatusCode;
use slipway_osb::fake::Misbehaviour;
use slipway_osb::{CallError, Limits};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::support::{broker, impatient, lab, lab_with, target};

const TEN_GIB: u64 = 10 * 1024 * 1024 * 1024;
const DEADLINE: Duration = Duration::from_millis(400);

#[tokio::test]
async fn a_body_of_ten_gib_ends_at_the_cap() {
    let broker = broker().await;
    broker.misbehave(Misbehaviour::Huge(TEN_GIB));
    let limit = 4 * 1024 * 1024;
    assert_eq!(lab().catalog(&target(broker.url())).await, Err(CallError::TooLarge { limit }));
}

/// Sends `head`, then `chunk` for ever; counts the bytes that the other side took.
async fn flood(head: &'static str, chunk: &'static [u8]) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let taken = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&taken);
    tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut request = [0; 4096];
        let _ = socket.read(&mut request).await;
        let _ = socket.write_all(head.as_bytes()).await;
        while socket.write_all(chunk).await.is_ok() {
            counter.fetch_add(chunk.len(), Ordering::SeqCst);
        }
    });
    (url, taken)
}

/// What the kernel may hold in both socket buffers on loopback: its own limits, with a megabyte for its granularity.
fn socket_buffers() -> usize {
    let most = |buffer: &str| {
        let limits = fs::read_to_string(format!("/proc/sys/net/ipv4/{buffer}")).unwrap_or_default();
        limits.split_whitespace().next_back().and_then(|most| most.parse().ok()).unwrap_or(6 * 1024 * 1024)
    };
    most("tcp_rmem") + most("tcp_wmem") + 1024 * 1024
}

#[tokio::test]
async fn no_more_is_read_than_the_cap_and_the_socket_buffers_hold() {
    static CHUNK: [u8; 16 * 1024] = [b' '; 16 * 1024];
    let limit = 4 * 1024 * 1024;
    let (url, taken) = flood("HTTP/1.1 200 OK\r\n\r\n", &CHUNK).await;
    assert_eq!(lab().catalog(&target(url)).await, Err(CallError::TooLarge { limit }));
    assert!(taken.load(Ordering::SeqCst) < limit + socket_buffers());

    let (url, taken) = flood("HTTP/1.1 500 No\r\n\r\n", &CHUNK).await;
    let Err(CallError::Status { body, .. }) = lab().catalog(&target(url)).await else { panic!("no status") };
    assert_eq!((body.raw.len(), body.truncated), (64 * 1024, true));
    assert!(taken.load(Ordering::SeqCst) < 1024 * 1024 + socket_buffers());
}

#[tokio::test]
async fn a_promised_length_beyond_the_cap_is_not_waited_for() {
    let (url, _) = flood("HTTP/1.1 200 OK\r\nContent-Length: 9999999999999\r\n\r\n", b" ").await;
    let outcome = lab().catalog(&target(url)).await;
    assert_eq!(outcome, Err(CallError::TooLarge { limit: 4 * 1024 * 1024 }));
}

#[tokio::test]
async fn headers_without_end_end() {
    let (url, taken) = flood("HTTP/1.1 200 OK\r\n", b"X-Padding: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n").await;
    assert_eq!(lab().catalog(&target(url)).await, Err(CallError::TooLarge { limit: 64 * 1024 }));
    assert!(taken.load(Ordering::SeqCst) < socket_buffers());
    let (url, taken) =
        flood("HTTP/1.1 200 OK\r\nX-Padding: ", b"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa").await;
    assert_eq!(lab().catalog(&target(url)).await, Err(CallError::TooLarge { limit: 64 * 1024 }));
    assert!(taken.load(Ordering::SeqCst) < socket_buffers());
}

#[tokio::test]
async fn a_head_of_more_than_64_kib_is_refused_though_it_ends() {
    let broker = broker().await;
    broker.misbehave(Misbehaviour::ManyHeaders(60));
    lab().catalog(&target(broker.url())).await.unwrap();
    broker.misbehave(Misbehaviour::ManyHeaders(70));
    assert_eq!(lab().catalog(&target(broker.url())).await, Err(CallError::TooLarge { limit: 64 * 1024 }));
}

#[tokio::test]
async fn a_dripping_body_ends_at_the_total_deadline() {
    let broker = broker().await;
    broker.misbehave(Misbehaviour::Drip(Duration::from_millis(20)));
    let started = Instant::now();
    let outcome = impatient(DEADLINE).catalog(&target(broker.url())).await;
    assert_eq!(outcome, Err(CallError::Timeout { after: DEADLINE }));
    assert!(started.elapsed() >= DEADLINE && started.elapsed() < DEADLINE + Duration::from_secs(1));
}

#[tokio::test]
async fn a_broker_can_shorten_the_deadline_and_not_lengthen_it() {
    let broker = broker().await;
    broker.misbehave(Misbehaviour::Silence);
    let long = Duration::from_mins(1);
    for (own, total) in [(DEADLINE, long), (long, DEADLINE)] {
        let mut target = target(broker.url());
        target.broker.answer_within = Some(own);
        let outcome = impatient(total).catalog(&target).await;
        assert_eq!(outcome, Err(CallError::Timeout { after: DEADLINE }), "{own:?} of {total:?}");
    }
}

#[tokio::test]
async fn a_head_without_end_of_line_ends_at_the_total_deadline() {
    let (url, _) = flood("HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n").await;
    let started = Instant::now();
    assert!(impatient(DEADLINE).catalog(&target(url)).await.is_err());
    assert!(started.elapsed() < DEADLINE + Duration::from_secs(1));
}

#[tokio::test]
async fn compressed_answers_are_refused_unread() {
    let broker = broker().await;
    for encoding in ["gzip", "br", "zstd", "deflate", "x-gzip", "identity, gzip"] {
        let body = vec![0x1f; 1_000];
        broker.misbehave(Misbehaviour::Encoded { encoding: encoding.into(), body });
        let refused = CallError::ContentEncoding { found: encoding.into() };
        assert_eq!(lab().catalog(&target(broker.url())).await, Err(refused));
    }
    broker.misbehave(Misbehaviour::Encoded { encoding: "Identity".into(), body: b"{}".to_vec() });
    lab().catalog(&target(broker.url())).await.unwrap();
}

#[tokio::test]
async fn nesting_beyond_64_is_refused_however_deep_it_is() {
    let broker = broker().await;
    for levels in [63, 64, 127, 2_000_000] {
        broker.misbehave(Misbehaviour::Deep(levels));
        let outcome = lab().catalog(&target(broker.url())).await;
        if levels == 63 {
            outcome.unwrap();
        } else {
            assert_eq!(outcome, Err(CallError::TooDeep { limit: 64 }), "{levels}");
        }
    }
}

#[tokio::test]
async fn a_body_of_very_many_values_is_not_parsed() {
    let broker = broker().await;
    let body = format!("[{}0]", "0,".repeat(1_500_000));
    broker.misbehave(Misbehaviour::Status { status: StatusCode::OK, content_type: "application/json".into(), body });
    let outcome = lab().catalog(&target(broker.url())).await;
    assert_eq!(outcome, Err(CallError::TooManyValues { limit: 100_000 }));
}

#[tokio::test]
async fn the_catalogs_cap_is_exact() {
    let broker = broker().await;
    let limits = Limits { catalog_bytes: 20, ..Limits::default() };
    for (length, fits) in [(20, true), (21, false)] {
        let body = format!("{{}}{}", " ".repeat(length - 2));
        broker.misbehave(Misbehaviour::Encoded { encoding: "identity".into(), body: body.into_bytes() });
        assert_eq!(lab_with(limits).catalog(&target(broker.url())).await.is_ok(), fits, "{length}");
    }
}
