//! Names that resolve to what must not be called: the whole lookup fails, and a canary on loopback sees nothing.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use slipway_osb::{AddressClass, CallError, DenialReason, Limits, Lookup, Outbound, OutboundConfig};
use tokio::net::TcpListener;

use crate::support::{broker, lab, target};

const PUBLIC: IpAddr = IpAddr::V4(Ipv4Addr::new(93, 184, 215, 14));
const LOOPBACK: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// A listener on loopback that counts its connections.
struct Canary {
    addr: SocketAddr,
    connections: Arc<AtomicUsize>,
}

impl Canary {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let canary = Self { addr: listener.local_addr().unwrap(), connections: Arc::default() };
        let connections = Arc::clone(&canary.connections);
        tokio::spawn(async move {
            while listener.accept().await.is_ok() {
                connections.fetch_add(1, Ordering::SeqCst);
            }
        });
        canary
    }

    fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

fn strict(port: u16, answers: impl Fn(usize) -> Vec<IpAddr> + Send + Sync + 'static) -> Outbound {
    let tries = AtomicUsize::new(0);
    let limits = Limits { connect: Duration::from_millis(200), ..Limits::default() };
    Outbound::new(OutboundConfig { ports: vec![port], limits, ..OutboundConfig::default() }).with_lookup(
        Lookup::from_fn(move |_| {
            let answer = answers(tries.fetch_add(1, Ordering::SeqCst));
            async move { Ok(answer) }
        }),
    )
}

#[tokio::test]
async fn one_private_answer_among_public_ones_fails_the_whole_lookup_a_thousand_times() {
    let canary = Canary::start().await;
    let outbound = strict(canary.addr.port(), |n| match n % 4 {
        0 => vec![PUBLIC, LOOPBACK],
        1 => vec![LOOPBACK, PUBLIC],
        2 => vec![LOOPBACK],
        _ => vec![PUBLIC, IpAddr::V6(Ipv4Addr::LOCALHOST.to_ipv6_mapped())],
    });
    let broker = target(format!("https://rebind.example:{}", canary.addr.port()));
    for _ in 0..1_000 {
        let Err(CallError::Denied(denial)) = outbound.catalog(&broker).await else { panic!("not denied") };
        assert_eq!(denial.reason, DenialReason::NotPublic(AddressClass::Loopback));
        assert_eq!(denial.host, "rebind.example");
    }
    assert_eq!(canary.connections(), 0);
}

#[tokio::test]
async fn the_canary_would_have_been_reached_without_the_policy() {
    let canary = Canary::start().await;
    let outbound = lab().with_lookup(Lookup::from_fn(|_| async { Ok(vec![LOOPBACK]) }));
    let url = format!("http://rebind.example:{}", canary.addr.port());
    // It hangs up at once, but by then it has been reached.
    assert_eq!(outbound.catalog(&target(url)).await, Err(CallError::Incomplete));
    assert_eq!(canary.connections(), 1);
}

#[tokio::test]
async fn lab_mode_still_refuses_metadata_answers_and_the_consoles_own_socket() {
    let canary = Canary::start().await;
    for (ip, reason) in [
        (IpAddr::V4(Ipv4Addr::new(169, 254, 169, 254)), DenialReason::NotPublic(AddressClass::Metadata)),
        (IpAddr::V6(Ipv6Addr::UNSPECIFIED), DenialReason::NotPublic(AddressClass::Unspecified)),
        (LOOPBACK, DenialReason::OwnListener),
    ] {
        let config = OutboundConfig { lab: true, own: vec![canary.addr], ..OutboundConfig::default() };
        let outbound =
            Outbound::new(config).with_lookup(Lookup::from_fn(move |_| async move { Ok(vec![LOOPBACK, ip]) }));
        let url = format!("http://rebind.example:{}", canary.addr.port());
        match outbound.catalog(&target(url)).await {
            // The own socket is the first answer already.
            Err(CallError::Denied(denial)) => assert!([reason, DenialReason::OwnListener].contains(&denial.reason)),
            other => panic!("{other:?}"),
        }
    }
    let config = OutboundConfig { lab: true, own: vec![canary.addr], ..OutboundConfig::default() };
    let own = Outbound::new(config).catalog(&target(format!("http://{}", canary.addr))).await.unwrap_err();
    assert!(matches!(own, CallError::Denied(denial) if denial.reason == DenialReason::OwnListener));
    assert_eq!(canary.connections(), 0);
}

#[tokio::test]
async fn a_name_that_may_be_called_is_called_at_the_address_that_was_checked() {
    let broker = broker().await;
    let outbound = lab().with_lookup(Lookup::from_fn(|name| async move {
        assert_eq!(name, "broker.lab");
        Ok(vec![LOOPBACK])
    }));
    let url = format!("http://broker.lab:{}", broker.addr().port());
    outbound.catalog(&target(url.clone())).await.unwrap();
    assert_eq!(broker.log()[0].header("host"), url.strip_prefix("http://"));
}

#[tokio::test]
async fn unknown_names_and_hanging_resolvers_have_codes_of_their_own_inside_and_one_outside() {
    let nobody = strict(443, |_| vec![]).catalog(&target("https://nobody.example")).await.unwrap_err();
    let broken = Outbound::new(OutboundConfig::default())
        .with_lookup(Lookup::from_fn(|_| async { Err(std::io::Error::other("SERVFAIL")) }))
        .catalog(&target("https://broken.example"))
        .await
        .unwrap_err();
    let limits = Limits { connect: Duration::from_millis(100), ..Limits::default() };
    let hanging = Outbound::new(OutboundConfig { limits, ..OutboundConfig::default() })
        .with_lookup(Lookup::from_fn(|_| std::future::pending()))
        .catalog(&target("https://hanging.example"))
        .await
        .unwrap_err();
    assert_eq!([nobody.code(), broken.code(), hanging.code()], ["unknown_host", "unknown_host", "timeout"]);
    assert!([nobody, broken, hanging].iter().all(|error| error.public_code() == "unreachable"));
}
