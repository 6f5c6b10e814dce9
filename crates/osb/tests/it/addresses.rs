//! The address policy: every notation of every special-purpose range, and a second opinion over random addresses.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::LazyLock;

use proptest::prelude::*;
use slipway_osb::address::classify;
use slipway_osb::{AddressClass as Class, AddressPolicy, CallError, DenialReason, Outbound, OutboundConfig, UrlPolicy};

use crate::support::target;

/// Host as written in a URL, and what it is.
const HOSTS: &[(&str, Class)] = &[
    ("0.0.0.0", Class::Unspecified),
    ("0", Class::Unspecified),
    ("0x0", Class::Unspecified),
    ("0.1.2.3", Class::Unspecified),
    ("0.255.255.255", Class::Unspecified),
    ("127.0.0.1", Class::Loopback),
    ("127.0.0.1.", Class::Loopback),
    ("127.1", Class::Loopback),
    ("127.0.1", Class::Loopback),
    ("127.255.255.254", Class::Loopback),
    ("2130706433", Class::Loopback),
    ("0x7f000001", Class::Loopback),
    ("0x7f.1", Class::Loopback),
    ("0x7F.0x0.0x0.0x1", Class::Loopback),
    ("017700000001", Class::Loopback),
    ("0177.0.0.1", Class::Loopback),
    ("0177.0.0.01", Class::Loopback),
    ("00000177.1", Class::Loopback),
    ("127.0x1", Class::Loopback),
    ("%31%32%37.0.0.1", Class::Loopback),
    ("①②⑦.⓪.⓪.①", Class::Loopback),
    ("127。0。0。1", Class::Loopback),
    ("１２７.0.0.1", Class::Loopback),
    ("10.0.0.0", Class::Private),
    ("10.255.255.255", Class::Private),
    ("012.0.0.1", Class::Private),
    ("0xa000001", Class::Private),
    ("167772161", Class::Private),
    ("172.16.0.1", Class::Private),
    ("172.31.255.255", Class::Private),
    ("172.15.255.255", Class::Global),
    ("172.32.0.0", Class::Global),
    ("192.168.0.1", Class::Private),
    ("192.168.255.255", Class::Private),
    ("192.168.257", Class::Private),
    ("3232235777", Class::Private),
    ("100.64.0.0", Class::Shared),
    ("100.127.255.255", Class::Shared),
    ("100.63.255.255", Class::Global),
    ("100.128.0.0", Class::Global),
    ("169.254.0.1", Class::LinkLocal),
    ("169.254.255.255", Class::LinkLocal),
    ("169.254.169.254", Class::Metadata),
    ("2852039166", Class::Metadata),
    ("0xa9fea9fe", Class::Metadata),
    ("0251.0376.0251.0376", Class::Metadata),
    ("169.254.43518", Class::Metadata),
    ("100.100.100.200", Class::Metadata),
    ("168.63.129.16", Class::Metadata),
    ("192.0.0.192", Class::Metadata),
    ("192.0.0.1", Class::Protocol),
    ("192.0.0.255", Class::Protocol),
    ("192.0.1.0", Class::Global),
    ("192.0.2.1", Class::Documentation),
    ("198.51.100.7", Class::Documentation),
    ("203.0.113.9", Class::Documentation),
    ("192.88.99.1", Class::Transition),
    ("198.17.255.255", Class::Global),
    ("198.18.0.0", Class::Benchmarking),
    ("198.19.255.255", Class::Benchmarking),
    ("198.20.0.0", Class::Global),
    ("223.255.255.255", Class::Global),
    ("224.0.0.1", Class::Multicast),
    ("239.255.255.255", Class::Multicast),
    ("240.0.0.1", Class::Reserved),
    ("255.255.255.254", Class::Reserved),
    ("255.255.255.255", Class::Broadcast),
    ("4294967295", Class::Broadcast),
    ("8.8.8.8", Class::Global),
    ("134744072", Class::Global),
    ("1.1.1.1", Class::Global),
    ("[::]", Class::Unspecified),
    ("[::1]", Class::Loopback),
    ("[0:0:0:0:0:0:0:1]", Class::Loopback),
    ("[::2]", Class::Transition),
    ("[::127.0.0.1]", Class::Transition),
    ("[::8.8.8.8]", Class::Transition),
    ("[::ffff:127.0.0.1]", Class::Loopback),
    ("[::ffff:7f00:1]", Class::Loopback),
    ("[::ffff:0:0]", Class::Unspecified),
    ("[::ffff:169.254.169.254]", Class::Metadata),
    ("[::ffff:10.0.0.1]", Class::Private),
    ("[::ffff:224.0.0.1]", Class::Multicast),
    ("[::ffff:8.8.8.8]", Class::Global),
    ("[::ffff:0:127.0.0.1]", Class::Reserved),
    ("[64:ff9b::7f00:1]", Class::Transition),
    ("[64:ff9b::8.8.8.8]", Class::Transition),
    ("[64:ff9b:1::a00:1]", Class::Transition),
    ("[100::1]", Class::Reserved),
    ("[1fff:ffff::1]", Class::Reserved),
    ("[2001::1]", Class::Transition),
    ("[2001:0:4136:e378:8000:63bf:3fff:fdd2]", Class::Transition),
    ("[2001:2::1]", Class::Benchmarking),
    ("[2001:10::1]", Class::Protocol),
    ("[2001:20::1]", Class::Protocol),
    ("[2001:1ff:ffff::1]", Class::Protocol),
    ("[2001:200::1]", Class::Global),
    ("[2001:db8::1]", Class::Documentation),
    ("[2001:db9::1]", Class::Global),
    ("[2002:7f00:1::]", Class::Transition),
    ("[2002:808:808::1]", Class::Transition),
    ("[2606:4700:4700::1111]", Class::Global),
    ("[3fff::1]", Class::Documentation),
    ("[3fff:1000::1]", Class::Global),
    ("[4000::1]", Class::Reserved),
    ("[5f00::1]", Class::Reserved),
    ("[fbff::1]", Class::Reserved),
    ("[fc00::1]", Class::Private),
    ("[fdff:ffff::1]", Class::Private),
    ("[fd00:ec2::254]", Class::Metadata),
    ("[fd00:ec2::23]", Class::Metadata),
    ("[fd20:ce::254]", Class::Metadata),
    ("[fe80::1]", Class::LinkLocal),
    ("[febf::1]", Class::LinkLocal),
    ("[fec0::1]", Class::Reserved),
    ("[ff02::1]", Class::Multicast),
];

fn url(host: &str) -> String {
    format!("https://{host}/broker")
}

#[test]
fn every_notation_of_every_range_is_classified() {
    assert!(HOSTS.len() >= 80);
    for (host, class) in HOSTS {
        let target = UrlPolicy::default().parse(&url(host)).unwrap_or_else(|problem| panic!("{host}: {problem:?}"));
        let ip = target.literal().unwrap_or_else(|| panic!("{host} is no address"));
        assert_eq!(classify(ip), *class, "{host} is {ip}");
    }
}

#[test]
fn outside_lab_mode_only_global_addresses_are_permitted_and_lab_mode_adds_two_classes() {
    for (host, class) in HOSTS {
        let ip = UrlPolicy::default().parse(&url(host)).unwrap().literal().unwrap();
        let permitted = |lab| AddressPolicy { lab, own: vec![] }.permit(SocketAddr::new(ip, 443)).is_ok();
        assert_eq!(permitted(false), *class == Class::Global, "{host}");
        assert_eq!(permitted(true), matches!(class, Class::Global | Class::Loopback | Class::Private), "{host}");
    }
}

#[tokio::test]
async fn a_refused_address_in_a_url_is_refused_by_the_client_before_anything_is_sent() {
    let outbound = Outbound::new(OutboundConfig::default());
    for (host, class) in HOSTS.iter().filter(|(_, class)| *class != Class::Global) {
        match outbound.catalog(&target(url(host))).await {
            Err(CallError::Denied(denial)) => assert_eq!(denial.reason, DenialReason::NotPublic(*class), "{host}"),
            other => panic!("{host}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn local_names_are_refused_before_anybody_resolves_them() {
    let outbound = Outbound::new(OutboundConfig::default());
    for host in ["localhost", "LOCALHOST", "localhost.", "a.localhost", "a.b.LocalHost.", "ⓛocalhost", "loc%61lhost"]
    {
        match outbound.catalog(&target(url(host))).await {
            Err(CallError::Denied(denial)) => {
                assert_eq!((denial.reason, denial.address), (DenialReason::LocalName, None), "{host}");
            }
            other => panic!("{host}: {other:?}"),
        }
    }
}

#[test]
fn names_that_only_look_local_are_left_to_the_resolver() {
    let policy = AddressPolicy::default();
    for name in ["localhost.example", "mylocalhost", "localhosts"] {
        assert_eq!(policy.permit_name(name), Ok(()), "{name}");
    }
    assert_eq!(AddressPolicy { lab: true, own: vec![] }.permit_name("localhost"), Ok(()));
}

#[test]
fn the_consoles_own_socket_is_refused_in_every_mode_and_its_neighbours_are_not() {
    let permit = |own: &str, called: &str| {
        AddressPolicy { lab: true, own: vec![own.parse().unwrap()] }.permit(called.parse().unwrap())
    };
    for (own, called) in [
        ("127.0.0.1:3000", "127.0.0.1:3000"),
        ("127.0.0.1:3000", "[::ffff:127.0.0.1]:3000"),
        ("[::ffff:127.0.0.1]:3000", "127.0.0.1:3000"),
        ("[::1]:3000", "[::1]:3000"),
        ("0.0.0.0:3000", "127.0.0.1:3000"),
        ("0.0.0.0:3000", "127.8.8.8:3000"),
        ("[::]:3000", "127.0.0.1:3000"),
        ("[::]:3000", "[::1]:3000"),
    ] {
        assert_eq!(permit(own, called), Err(DenialReason::OwnListener), "{own} {called}");
    }
    for (own, called) in [
        ("127.0.0.1:3000", "127.0.0.1:3001"),
        ("127.0.0.1:3000", "127.0.0.2:3000"),
        ("0.0.0.0:3000", "127.0.0.1:3001"),
        ("0.0.0.0:3000", "9.9.9.9:3000"),
    ] {
        assert_eq!(permit(own, called), Ok(()), "{own} {called}");
    }
}

/// Written down a second time, from the registries' text, and compared bit by bit instead of by shifting.
const DENIED: &[&str] = &[
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "255.255.255.255/32",
    "168.63.129.16/32",
    "::/128",
    "::1/128",
    "::/96",
    "64:ff9b::/96",
    "64:ff9b:1::/48",
    "100::/64",
    "100:0:0:1::/64",
    "2001::/23",
    "2001::/32",
    "2001:2::/48",
    "2001:db8::/32",
    "2002::/16",
    "3fff::/20",
    "5f00::/16",
    "fc00::/7",
    "fe80::/10",
    "fec0::/10",
    "ff00::/8",
    "::ffff:0.0.0.0/104",
    "::ffff:10.0.0.0/104",
    "::ffff:100.64.0.0/106",
    "::ffff:127.0.0.0/104",
    "::ffff:169.254.0.0/112",
    "::ffff:172.16.0.0/108",
    "::ffff:192.168.0.0/112",
    "::ffff:224.0.0.0/99",
];

fn bits(ip: IpAddr) -> Vec<u8> {
    let octets = match ip {
        IpAddr::V4(ip) => ip.octets().to_vec(),
        IpAddr::V6(ip) => ip.octets().to_vec(),
    };
    octets.iter().flat_map(|octet| (0..8).rev().map(move |place| octet >> place & 1)).collect()
}

static DENIED_BITS: LazyLock<Vec<(&str, usize, Vec<u8>)>> = LazyLock::new(|| {
    let parsed = |cidr: &&'static str| {
        let (net, prefix) = cidr.split_once('/').unwrap();
        let net = bits(net.parse().unwrap());
        (*cidr, net.len(), net[..prefix.parse().unwrap()].to_vec())
    };
    DENIED.iter().map(parsed).collect()
});

/// The denied range that holds the address.
fn denied(ip: IpAddr) -> Option<&'static str> {
    let ip = bits(ip);
    let found = DENIED_BITS.iter().find(|(_, width, net)| *width == ip.len() && ip.starts_with(net));
    found.map(|(cidr, ..)| *cidr)
}

/// Random addresses, and addresses at both edges of every range, where mistakes are.
fn addresses() -> impl Strategy<Value = IpAddr> {
    let edges = prop::sample::select(DENIED).prop_flat_map(|cidr| {
        let (net, prefix) = cidr.split_once('/').unwrap();
        let (net, prefix): (IpAddr, u32) = (net.parse().unwrap(), prefix.parse().unwrap());
        (any::<u128>(), -2_i128..=2).prop_map(move |(noise, step)| match net {
            IpAddr::V4(net) => {
                let size = 1_i128 << (32 - prefix);
                let inside = i128::from(net.to_bits()) + (noise % 3).min(1).cast_signed() * size + step;
                IpAddr::V4(Ipv4Addr::from_bits(u32::try_from(inside.rem_euclid(1 << 32)).unwrap()))
            }
            IpAddr::V6(net) => {
                let size = 1_u128.checked_shl(128 - prefix).unwrap_or(0);
                let edge = net.to_bits().wrapping_add((noise % 2) * size).wrapping_add_signed(step);
                IpAddr::V6(Ipv6Addr::from_bits(edge))
            }
        })
    });
    prop_oneof![
        any::<u32>().prop_map(|bits| IpAddr::V4(Ipv4Addr::from_bits(bits))),
        any::<u128>().prop_map(|bits| IpAddr::V6(Ipv6Addr::from_bits(bits))),
        any::<u128>().prop_map(|bits| IpAddr::V6(Ipv6Addr::from_bits(bits >> 3 | 1 << 125))),
        any::<u32>().prop_map(|bits| IpAddr::V6(Ipv4Addr::from_bits(bits).to_ipv6_mapped())),
        edges,
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_permitted_lies_in_no_denied_range(ip in addresses()) {
        if AddressPolicy::default().permit(SocketAddr::new(ip, 443)).is_ok() {
            prop_assert_eq!(denied(ip), None, "{}", ip);
            prop_assert!(ip.to_canonical().is_ipv4() || bits(ip).starts_with(&[0, 0, 1]), "{}", ip);
        }
    }

    #[test]
    fn a_plain_address_outside_every_denied_range_is_permitted(bits in any::<u32>()) {
        let ip = IpAddr::V4(Ipv4Addr::from_bits(bits));
        if denied(ip).is_none() {
            prop_assert_eq!(AddressPolicy::default().permit(SocketAddr::new(ip, 443)), Ok(()));
        }
    }
}
