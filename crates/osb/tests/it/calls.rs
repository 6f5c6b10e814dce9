//! Ordinary and failing calls against the fake broker: what is sent, and what every failure is called.

use std::time::{Duration, Instant};

use http::StatusCode;
use serde_json::{Value, json};
use slipway_osb::fake::Misbehaviour;
use slipway_osb::{CallError, CredentialProblem, Hint, OsbVersion, Outbound, OutboundConfig, UrlProblem};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::support::{PASSWORD, REQUEST, as_somebody, broker, catalog, impatient, lab, target};

#[tokio::test]
async fn a_catalog_arrives_byte_for_byte() {
    let broker = broker().await;
    let asked = target(broker.url());
    // On a task of its own: the call can be awaited from any thread.
    let fetched = tokio::spawn(async move { lab().catalog(&asked).await }).await.unwrap().unwrap();
    assert_eq!(fetched.raw, catalog().to_string());
    assert_eq!(fetched.value, catalog());
    assert_eq!(fetched.status, 200);
    assert!(fetched.echoed_identity);
    assert!(fetched.took > Duration::ZERO);
}

#[tokio::test]
async fn the_request_carries_exactly_what_the_contract_asks_for() {
    let broker = broker().await;
    let mut asked = target(format!("{}/", broker.url()));
    asked.broker.version = OsbVersion::V2_16;
    lab().catalog(&asked).await.unwrap();
    let [seen] = &broker.log()[..] else { panic!("one call, one request") };
    let mut headers: Vec<_> = seen.headers.keys().map(http::HeaderName::as_str).collect();
    headers.sort_unstable();
    assert_eq!((seen.method.as_str(), seen.path.as_str(), seen.authorised), ("GET", "/v2/catalog", true));
    assert_eq!(
        headers,
        ["accept", "accept-encoding", "host", "user-agent", "x-broker-api-request-identity", "x-broker-api-version"]
    );
    assert_eq!(seen.header("accept"), Some("application/json"));
    assert_eq!(seen.header("accept-encoding"), Some("identity"));
    assert_eq!(seen.header("x-broker-api-version"), Some("2.16"));
    assert_eq!(seen.header("x-broker-api-request-identity"), Some(REQUEST.to_string().as_str()));
}

#[tokio::test]
async fn wrong_credentials_are_a_401_with_a_hint_and_the_brokers_words() {
    let broker = broker().await;
    let wrong = as_somebody(broker.url(), "broker", "wrong");
    let Err(CallError::Status { status, hint, body }) = lab().catalog(&wrong).await else { panic!("no status") };
    assert_eq!((status, hint), (401, Some(Hint::Credentials)));
    assert_eq!(body.description.as_deref(), Some("Wrong or missing credentials."));
    assert_eq!(body.content_type.as_deref(), Some("application/json"));
}

#[tokio::test]
async fn every_status_has_its_hint_and_needs_no_json() {
    let broker = broker().await;
    for (status, hint) in [
        (201, None),
        (204, None),
        (400, Some(Hint::Version)),
        (401, Some(Hint::Credentials)),
        (403, Some(Hint::Credentials)),
        (404, Some(Hint::BasePathOrVersion)),
        (405, Some(Hint::BasePath)),
        (410, None),
        (412, Some(Hint::Version)),
        (418, None),
        (429, Some(Hint::Overloaded)),
        (500, Some(Hint::BrokerFault)),
        (503, Some(Hint::BrokerFault)),
    ] {
        let answer = if status == 204 { "" } else { "<h1>no</h1>" };
        broker.misbehave(Misbehaviour::Status {
            status: StatusCode::from_u16(status).unwrap(),
            content_type: "text/html".into(),
            body: answer.into(),
        });
        match lab().catalog(&target(broker.url())).await {
            Err(CallError::Status { status: got, hint: hinted, body }) => {
                assert_eq!((got, hinted), (status, hint));
                assert_eq!((body.raw.as_str(), body.description, body.truncated), (answer, None, false));
            }
            other => panic!("{status}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn a_404_below_a_base_path_that_names_the_api_says_so() {
    let broker = broker().await;
    let error = lab().catalog(&target(format!("{}/v2", broker.url()))).await.unwrap_err();
    assert!(matches!(error, CallError::Status { status: 404, hint: Some(Hint::BasePathNamesTheApi), .. }), "{error:?}");
}

#[tokio::test]
async fn an_error_that_echoes_the_credentials_is_masked() {
    let broker = broker().await;
    broker.misbehave(Misbehaviour::Status {
        status: StatusCode::UNAUTHORIZED,
        content_type: "application/json".into(),
        body: json!({ "description": format!("no user broker with {PASSWORD}") }).to_string(),
    });
    let error = lab().catalog(&target(broker.url())).await.unwrap_err();
    let shown = format!("{error:?} {error}");
    assert!(shown.contains("***") && !shown.contains(PASSWORD), "{shown}");
    broker.misbehave(Misbehaviour::Redirect(format!("http://x.example/?p={}", PASSWORD.replace(' ', "+"))));
    let error = lab().catalog(&target(broker.url())).await.unwrap_err();
    assert_eq!(error, CallError::Redirect { status: 302, location: Some("http://x.example/?p=***".into()) });
    assert!(!format!("{:?}", target("x")).contains(PASSWORD));
}

#[tokio::test]
async fn a_redirect_is_an_error_and_nobody_is_called_with_the_credentials() {
    let (broker, canary) = (broker().await, broker().await);
    broker.misbehave(Misbehaviour::Redirect(format!("{}/v2/catalog", canary.url())));
    let error = lab().catalog(&target(broker.url())).await.unwrap_err();
    assert!(matches!(error, CallError::Redirect { status: 302, .. }), "{error:?}");
    assert_eq!((broker.log().len(), canary.log().len()), (1, 0));
}

#[tokio::test]
async fn what_is_no_json_is_kept_as_text() {
    let broker = broker().await;
    for body in ["", "<html>", "{\"services\":[}", "{} trailing", "\u{feff}nope"] {
        broker.misbehave(Misbehaviour::Status {
            status: StatusCode::OK,
            content_type: "application/json".into(),
            body: body.into(),
        });
        match lab().catalog(&target(broker.url())).await {
            Err(CallError::NotJson { line: _, column: _, body: kept }) => assert_eq!(kept.raw, body),
            other => panic!("{body:?}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn a_wrong_content_type_and_a_byte_order_mark_do_not_matter() {
    let broker = broker().await;
    let body = format!("\u{feff}{}", catalog());
    broker.misbehave(Misbehaviour::Status {
        status: StatusCode::OK,
        content_type: "text/plain".into(),
        body: body.clone(),
    });
    let fetched = lab().catalog(&target(broker.url())).await.unwrap();
    assert_eq!((fetched.raw, fetched.value), (body, catalog()));
}

#[tokio::test]
async fn any_json_value_is_fetched_and_judged_later() {
    let broker = broker().await;
    for value in [Value::Null, json!(7), json!([]), json!({ "services": "none" })] {
        broker.misbehave(Misbehaviour::WrongTypes(value.clone()));
        assert_eq!(lab().catalog(&target(broker.url())).await.unwrap().value, value);
    }
}

#[tokio::test]
async fn bad_urls_and_credentials_never_reach_the_network() {
    let broker = broker().await;
    let url = |text: &str| target(text.replace("HOST", &broker.addr().to_string()));
    for (text, problem) in [
        ("", UrlProblem::Empty),
        ("http://u:p@HOST", UrlProblem::UserInfo),
        ("http://HOST?x", UrlProblem::Query),
        ("http://HOST#x", UrlProblem::Fragment),
        ("ftp://HOST", UrlProblem::SchemeNotAllowed),
    ] {
        assert_eq!(lab().catalog(&url(text)).await, Err(CallError::BadUrl(problem)), "{text}");
    }
    let strict = Outbound::new(OutboundConfig::default()).catalog(&url("http://HOST")).await;
    assert_eq!(strict, Err(CallError::BadUrl(UrlProblem::SchemeNotAllowed)));
    let injected = as_somebody(broker.url(), "broker", "a\r\nX-Evil: 1");
    let problem = CallError::BadCredentials(CredentialProblem::ControlCharacter);
    assert_eq!(lab().catalog(&injected).await, Err(problem));
    assert_eq!(broker.log(), []);
}

#[tokio::test]
async fn every_failure_tells_its_finer_cause_as_a_code() {
    let broker = broker().await;
    let strict = Outbound::new(OutboundConfig::default());
    let secret = as_somebody(broker.url(), "a:b", PASSWORD);
    for (outcome, cause, body) in [
        (strict.catalog(&target("https://b.example:1")).await, Some("port_not_allowed"), false),
        (strict.catalog(&target("https://169.254.169.254")).await, Some("metadata"), false),
        (strict.catalog(&target("https://localhost")).await, Some("local_name"), false),
        (lab().catalog(&secret).await, Some("colon_in_username"), false),
        (lab().catalog(&target(format!("{}/v2", broker.url()))).await, Some("base_path_names_the_api"), true),
        (lab().catalog(&target(broker.url().replace("http:", "https:"))).await, Some("not_tls"), false),
    ] {
        let error = outcome.unwrap_err();
        assert_eq!((error.cause().as_deref(), error.body().is_some()), (cause, body), "{error:?}");
    }
}

#[tokio::test]
async fn a_closed_port_refuses() {
    let broker = broker().await;
    let url = broker.url();
    broker.stop().await;
    assert_eq!(lab().catalog(&target(url)).await, Err(CallError::Refused));
}

#[tokio::test]
async fn silence_and_delay_end_at_the_deadline() {
    let deadline = Duration::from_millis(200);
    let broker = broker().await;
    for misbehaviour in [Misbehaviour::Silence, Misbehaviour::Delay(Duration::from_hours(1))] {
        broker.misbehave(misbehaviour);
        let started = Instant::now();
        let outcome = impatient(deadline).catalog(&target(broker.url())).await;
        assert_eq!(outcome, Err(CallError::Timeout { after: deadline }));
        assert!(started.elapsed() < deadline + Duration::from_secs(1));
    }
    broker.misbehave(Misbehaviour::Delay(Duration::from_millis(20)));
    lab().catalog(&target(broker.url())).await.unwrap();
}

#[tokio::test]
async fn users_outside_lab_mode_cannot_tell_refused_from_denied_from_silent() {
    let broker = broker().await;
    let strict = Outbound::new(OutboundConfig::default());
    let denied = strict.catalog(&target("https://10.0.0.1")).await.unwrap_err();
    broker.misbehave(Misbehaviour::Silence);
    let silent = impatient(Duration::from_millis(50)).catalog(&target(broker.url())).await.unwrap_err();
    let url = broker.url();
    broker.stop().await;
    let refused = lab().catalog(&target(url)).await.unwrap_err();
    let errors = [denied, silent, refused];
    assert_eq!(errors.each_ref().map(|error| strict.shown_code(error)), ["unreachable"; 3]);
    assert_eq!(errors.each_ref().map(|error| lab().shown_code(error)), ["denied", "timeout", "refused"]);
}

/// A server that answers these bytes to whatever comes, and closes.
async fn raw_server(answer: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut request = [0; 4096];
        let _ = socket.read(&mut request).await;
        let _ = socket.write_all(answer).await;
        let _ = socket.shutdown().await;
    });
    url
}

#[tokio::test]
async fn broken_protocols_have_names() {
    for (answer, expected) in [
        (&b"220 smtp.example ESMTP\r\n"[..], CallError::NotHttp),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"services\"", CallError::Incomplete),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"a", CallError::Incomplete),
        (b"HTTP/1.1 200 OK\r\nX: y", CallError::Incomplete),
        (b"", CallError::Incomplete),
    ] {
        let url = raw_server(answer).await;
        assert_eq!(lab().catalog(&target(url)).await, Err(expected), "{:?}", String::from_utf8_lossy(answer));
    }
}

#[tokio::test]
async fn an_error_whose_body_breaks_off_is_still_that_error() {
    let url = raw_server(b"HTTP/1.1 503 Busy\r\nContent-Length: 100\r\n\r\ncome back").await;
    let Err(CallError::Status { status, body, .. }) = lab().catalog(&target(url)).await else { panic!("no status") };
    assert_eq!((status, body.raw.as_str(), body.truncated), (503, "come back", true));
}
