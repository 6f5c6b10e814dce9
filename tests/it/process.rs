//! Starting, stopping, and what keeps two processes apart (security.md §4).

use std::net::SocketAddr;
use std::time::Duration;

use hyper::{Method, StatusCode};
use slipway::server::config::{Config, PublicUrl};
use slipway::server::{BuildOptions, LockError, Server, StartError, process};
use slipway_backend::Clock;
use slipway_osb::fake::Misbehaviour;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::broker_calls::registered_broker;
use crate::instances;
use crate::streams;
use crate::support::{Listener, ORIGIN, PASSWORD, Process, Scene, TestServer, VERA, site};

fn config(dir: &std::path::Path) -> Config {
    let mut config = Config::default();
    config.server.listen = "127.0.0.1:0".parse().unwrap();
    config.server.public_url = PublicUrl::parse(ORIGIN).unwrap();
    config.data.dir = dir.join("data");
    config.site.dir = dir.join("site");
    site(&config.site.dir);
    config
}

async fn start_error(config: Config, options: BuildOptions) -> StartError {
    match Server::build(config, options).await {
        Ok(_) => panic!("the server was built"),
        Err(error) => error,
    }
}

#[tokio::test]
async fn a_second_server_on_the_same_data_does_not_start() {
    let server = TestServer::start().await;
    let mut second = config(server.dir.path());
    second.data.dir = server.dir.path().join("data");
    let error = start_error(second, BuildOptions::default()).await;
    assert!(matches!(error, StartError::Lock(LockError::InUse(_))));
    assert!(error.to_string().contains("data.dir"), "{error}");
}

#[tokio::test]
async fn a_stopped_server_leaves_everything_for_the_next_one() {
    let server = TestServer::start().await;
    VERA.exist(&server.backend).await;
    let (finished, dir) = server.stopped().await;
    assert!(finished);
    assert!(!dir.path().join("data/slipway.db-wal").exists(), "the log was moved into the database");
    let again = Server::build(config(dir.path()), BuildOptions::default()).await.unwrap();
    let email = VERA.email;
    let person = again.backend().authenticate(email, PASSWORD.to_owned().into(), "").await.unwrap();
    assert!(person.is_some());
}

#[tokio::test]
async fn another_or_a_lost_secrets_key_stops_the_start() {
    let (_, dir) = TestServer::start().await.stopped().await;
    let key = dir.path().join("data/secrets.key");
    let kept = std::fs::read(&key).unwrap();
    std::fs::remove_file(&key).unwrap();
    let error = start_error(config(dir.path()), BuildOptions::default()).await;
    assert!(error.to_string().contains("backup"), "{error}");
    assert!(!key.exists(), "no new key was made");

    let mut other = config(dir.path());
    other.secrets.key = Some(slipway::server::config::Secret::new("A".repeat(43) + "="));
    let error = start_error(other, BuildOptions::default()).await;
    assert!(error.to_string().contains("was sealed with the secrets key"), "{error}");

    std::fs::write(&key, kept).unwrap();
    let error = start_error(config(dir.path()), BuildOptions::default()).await;
    assert!(error.to_string().contains("chmod 600"), "{error}");
}

#[cfg(unix)]
#[tokio::test]
async fn the_secrets_key_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let server = TestServer::start().await;
    let mode = std::fs::metadata(server.dir.path().join("data/secrets.key")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let mode = std::fs::metadata(server.dir.path().join("data")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
}

#[cfg(unix)]
#[tokio::test]
async fn a_data_directory_that_others_can_use_is_refused_with_the_way_out() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = tempfile::TempDir::new().unwrap();
    let data = dir.path().join("data");
    std::fs::create_dir(&data).unwrap();
    for mode in [0o755, 0o770, 0o701] {
        std::fs::set_permissions(&data, std::fs::Permissions::from_mode(mode)).unwrap();
        let error = start_error(config(dir.path()), BuildOptions::default()).await;
        assert!(matches!(error, StartError::Lock(LockError::Exposed(_))), "{mode:o}: {error}");
        assert!(error.to_string().contains("chmod 700"), "{error}");
    }
    assert!(std::fs::read_dir(&data).unwrap().next().is_none(), "nothing was made there");
    std::fs::set_permissions(&data, std::fs::Permissions::from_mode(0o700)).unwrap();
    Server::build(config(dir.path()), BuildOptions::default()).await.unwrap();
}

#[tokio::test]
async fn demo_accounts_are_for_this_machine_only() {
    let dir = tempfile::TempDir::new().unwrap();
    let mut public = config(dir.path());
    public.server.listen = "0.0.0.0:0".parse().unwrap();
    let options = BuildOptions { demo: true, ..BuildOptions::default() };
    assert!(matches!(start_error(public, options).await, StartError::DemoInPublic(_)));
}

#[tokio::test]
async fn the_demo_data_is_never_served_without_saying_so() {
    let dir = tempfile::TempDir::new().unwrap();
    let demo = BuildOptions { demo: true, ..BuildOptions::default() };
    drop(Server::build(config(dir.path()), demo.clone()).await.unwrap());
    let error = start_error(config(dir.path()), BuildOptions::default()).await;
    assert!(matches!(&error, StartError::DemoData(_)), "{error}");
    assert!(error.to_string().contains("--demo") && error.to_string().contains("data.dir"), "{error}");
    drop(Server::build(config(dir.path()), demo).await.unwrap());
}

#[tokio::test]
async fn without_a_built_site_nothing_starts_and_the_fix_is_named() {
    let dir = tempfile::TempDir::new().unwrap();
    let mut bare = config(dir.path());
    bare.site.dir = dir.path().join("nowhere");
    let error = start_error(bare, BuildOptions::default()).await;
    assert!(error.to_string().contains("make build") && error.to_string().contains("site.dir"), "{error}");
}

/// One request head, complete or not, on a connection of its own.
async fn dribble(server: &TestServer, bytes: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    stream
}

#[tokio::test]
async fn a_head_that_does_not_arrive_in_time_ends_the_connection() {
    let server = TestServer::start_with(|config| config.limits.header_seconds = 1).await;
    let mut slow = dribble(&server, b"GET / HTTP/1.1\r\nHost: console.test\r\nX-Slow: ").await;
    let mut rest = Vec::new();
    let ended = tokio::time::timeout(Duration::from_secs(5), slow.read_to_end(&mut rest)).await;
    assert!(ended.is_ok(), "the server hangs up");
    assert!(!rest.starts_with(b"HTTP/1.1 200"));
}

#[tokio::test]
async fn slow_connections_cannot_take_more_places_than_there_are_and_places_come_back() {
    let server = TestServer::start_with(|config| {
        config.limits.header_seconds = 1;
        config.limits.max_connections = 4;
    })
    .await;
    let mut slow = Vec::new();
    for _ in 0..4 {
        slow.push(dribble(&server, b"GET / HTTP/1.1\r\n").await);
    }
    let answer = tokio::time::timeout(Duration::from_secs(5), server.browser().get("/livez")).await.unwrap();
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn a_request_under_way_is_finished_and_readiness_ends_first() {
    let server = TestServer::start().await;
    // An open connection, kept alive, from before the stop.
    let mut kept = dribble(&server, b"GET /readyz HTTP/1.1\r\nHost: console.test\r\n\r\n").await;
    let mut buffer = vec![0; 4096];
    let read = kept.read(&mut buffer).await.unwrap();
    assert!(buffer[..read].starts_with(b"HTTP/1.1 204"));
    // A request whose body is still on its way when the stop comes.
    let head = b"POST /token HTTP/1.1\r\nHost: console.test\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\n";
    let mut running = dribble(&server, head).await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    server.tell_to_stop();
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(TcpStream::connect(server.address).await.is_err(), "nobody new is let in");
    running.write_all(b"a=b").await.unwrap();
    let mut answer = Vec::new();
    running.read_to_end(&mut answer).await.unwrap();
    assert!(answer.starts_with(b"HTTP/1.1 400"), "{}", String::from_utf8_lossy(&answer));
    let (finished, _dir) = server.stopped().await;
    assert!(finished);
}

/// A request that is certainly under way: the server has asked for its body.
async fn under_way(address: SocketAddr) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = b"POST /token HTTP/1.1\r\nHost: console.test\r\nContent-Type: application/x-www-form-urlencoded\r\n\
                 Expect: 100-continue\r\nContent-Length: 3\r\n\r\n";
    stream.write_all(head).await.unwrap();
    let mut asked = [0; 25];
    stream.read_exact(&mut asked).await.unwrap();
    assert_eq!(&asked, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream
}

/// It may take an hour to finish; told twice, the server does not wait for it.
#[tokio::test]
async fn told_twice_the_server_waits_for_nothing_and_says_that_it_did_not() {
    let server = TestServer::start_with(|config| config.limits.drain_seconds = 3600).await;
    let _running = under_way(server.address).await;
    server.tell_to_stop();
    let (finished, _dir) = server.stopped().await;
    assert!(!finished);
}

/// A broker may take a minute to answer, and an operation has half of one to end once the server is to stop.
#[tokio::test]
async fn told_twice_the_server_waits_for_no_operation_either_and_closes_its_data() {
    let stage = Scene::Limited.open().await;
    let created = instances::create(&stage, &stage.browser_of("clara@orrery.example"), &[]).await;
    assert_eq!(created.status, StatusCode::SEE_OTHER, "{}", created.body);
    let broker = registered_broker(&stage, &stage.browser_of("kim@northwind.example")).await;
    broker.misbehave(Misbehaviour::Silence);
    let clock = Clock::fixed(stage.server.now());
    let (_, dir) = stage.server.stopped().await;
    let mut working = config(dir.path());
    working.outbound.lab = true;
    let server = Server::build(working, BuildOptions { clock, ..BuildOptions::default() }).await.unwrap();
    let (stopper, stop) = process::stopper();
    let serving = tokio::spawn(server.serve(stop));
    while !broker.log().iter().any(|call| call.method == Method::PUT) {
        tokio::task::yield_now().await;
    }
    stopper.stop();
    stopper.stop();
    let ended = tokio::time::timeout(Duration::from_secs(10), serving).await;
    assert!(ended.is_ok(), "the server waits for the broker");
    assert!(!dir.path().join("data/slipway.db-wal").exists(), "the log was moved into the database");
}

/// It has no end of its own, and may not keep the server from one.
#[tokio::test]
async fn an_open_stream_of_events_ends_when_the_server_is_to_stop() {
    let stage = Scene::Limited.open_with(|config| config.limits.drain_seconds = 3600).await;
    let kim = stage.browser_of("kim@northwind.example");
    let mut listener = Listener::open(&kim, &streams::asked_for(&stage, &kim).await).await;
    assert_eq!(listener.next().await.as_deref(), Some("moved"));
    let stopped = tokio::time::timeout(Duration::from_secs(10), stage.server.stopped()).await;
    let (finished, _dir) = stopped.expect("the server waits for whoever listens");
    assert!(finished);
    assert_eq!(listener.next().await, None);
}

#[tokio::test]
async fn under_load_a_terminated_process_finishes_what_is_under_way_and_ends_well() {
    let dir = tempfile::TempDir::new().unwrap();
    let process = Process::serve(dir.path());
    // Let in before the others, and not yet asking.
    let mut probe = TcpStream::connect(process.address).await.unwrap();
    probe.write_all(b"GET /readyz HTTP/1.1\r\nHost: console.test\r\n").await.unwrap();
    let mut running = Vec::new();
    for _ in 0..64 {
        running.push(under_way(process.address).await);
    }
    process.terminate();
    while TcpStream::connect(process.address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    // The door is closed, and a probe that came in before was told so.
    probe.write_all(b"\r\n").await.unwrap();
    let mut told = Vec::new();
    probe.read_to_end(&mut told).await.unwrap();
    assert!(told.starts_with(b"HTTP/1.1 503"), "{}", String::from_utf8_lossy(&told));
    for mut request in running {
        request.write_all(b"a=b").await.unwrap();
        let mut answer = Vec::new();
        request.read_to_end(&mut answer).await.unwrap();
        assert!(answer.starts_with(b"HTTP/1.1 400"), "{}", String::from_utf8_lossy(&answer));
    }
    assert_eq!(process.ended().code(), Some(0));
    assert!(!dir.path().join("data/slipway.db-wal").exists(), "the log was moved into the database");
}

#[tokio::test]
async fn readiness_tells_when_the_database_takes_no_write_and_liveness_does_not() {
    let server = TestServer::start().await;
    let blocking = server.backend.store().write().await.unwrap();
    let browser = server.browser();
    assert_eq!(browser.get("/livez").await.status, StatusCode::NO_CONTENT);
    assert_eq!(browser.get("/readyz").await.status, StatusCode::SERVICE_UNAVAILABLE);
    drop(blocking);
    assert_eq!(browser.get("/readyz").await.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn a_server_whose_secrets_key_opens_nothing_is_alive_and_not_ready() {
    let server = TestServer::start().await;
    let browser = server.browser();
    assert_eq!(browser.get("/readyz").await.status, StatusCode::NO_CONTENT);
    server.backend.store().spoil_sentinels().await.unwrap();
    assert_eq!(browser.get("/readyz").await.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(browser.get("/livez").await.status, StatusCode::NO_CONTENT);
}
