//! Which network addresses may be called (security.md §3e): everything that the IANA special-purpose registries do not
//! call globally reachable is refused, whatever way it is written. Decides about addresses only; it never resolves a
//! name and never opens a connection.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};

use serde::Serialize;

/// What the registries say an address is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AddressClass {
    /// Globally reachable: the only class that may be called outside lab mode.
    Global,
    /// `0.0.0.0/8` and `::`
    Unspecified,
    Loopback,
    /// RFC 1918 and `fc00::/7`
    Private,
    /// Carrier-grade NAT, `100.64.0.0/10`
    Shared,
    LinkLocal,
    /// The well-known addresses on which clouds hand credentials to their machines.
    Metadata,
    /// IETF protocol assignments, `192.0.0.0/24` and `2001::/23`
    Protocol,
    Documentation,
    Benchmarking,
    /// Addresses that carry another address: NAT64, 6to4, Teredo, IPv4-compatible.
    Transition,
    Multicast,
    Broadcast,
    Reserved,
}

/// Why an address or a name was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DenialReason {
    NotPublic(AddressClass),
    /// The console's own listening socket.
    OwnListener,
    /// A name in the `localhost` zone (RFC 6761), refused before anybody resolves it.
    LocalName,
}

/// A refused call, for the log. Users of a console outside lab mode see only that the broker could not be reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{host} may not be called ({reason:?}, {address:?})")]
pub struct Denial {
    pub host: String,
    /// Missing when the name itself was refused.
    pub address: Option<IpAddr>,
    pub reason: DenialReason,
}

/// Who may be called. Lab mode adds loopback and private hosts; link-local, metadata, multicast and unspecified
/// addresses and the console's own sockets stay refused in every mode.
#[derive(Debug, Clone, Default)]
pub struct AddressPolicy {
    pub lab: bool,
    /// Sockets that the console listens on; an unspecified address stands for every interface of this machine.
    pub own: Vec<SocketAddr>,
}

impl AddressPolicy {
    /// Decides about one address as it is about to be connected to. IPv4-mapped addresses are judged as IPv4.
    pub fn permit(&self, address: SocketAddr) -> Result<(), DenialReason> {
        let ip = address.ip().to_canonical();
        if self.own.iter().any(|own| own.port() == address.port() && listens_on(own.ip().to_canonical(), ip)) {
            return Err(DenialReason::OwnListener);
        }
        match classify(ip) {
            AddressClass::Global => Ok(()),
            AddressClass::Loopback | AddressClass::Private if self.lab => Ok(()),
            class => Err(DenialReason::NotPublic(class)),
        }
    }

    /// Decides about a host name before it is resolved.
    pub fn permit_name(&self, name: &str) -> Result<(), DenialReason> {
        let zone = name.trim_end_matches('.').rsplit('.').next().unwrap_or_default();
        if !self.lab && zone.eq_ignore_ascii_case("localhost") { Err(DenialReason::LocalName) } else { Ok(()) }
    }
}

/// The class of an address; IPv4-mapped IPv6 addresses have the class of the IPv4 address inside.
pub fn classify(ip: IpAddr) -> AddressClass {
    match ip.to_canonical() {
        IpAddr::V4(ip) => V4
            .iter()
            .find(|(net, prefix, _)| same_prefix(ip.to_bits().into(), net.to_bits().into(), *prefix, 32))
            .map_or(AddressClass::Global, |row| row.2),
        IpAddr::V6(ip) => V6
            .iter()
            .find(|(net, prefix, _)| same_prefix(ip.to_bits(), net.to_bits(), *prefix, 128))
            .map_or(AddressClass::Reserved, |row| row.2),
    }
}

const fn same_prefix(left: u128, right: u128, prefix: u32, width: u32) -> bool {
    (left ^ right) >> (width - prefix) == 0
}

/// A wildcard socket answers on every interface. Binding an unconnected datagram socket succeeds exactly for the
/// addresses of this machine and sends nothing.
fn listens_on(own: IpAddr, called: IpAddr) -> bool {
    if own.is_unspecified() {
        called.is_loopback() || called.is_unspecified() || UdpSocket::bind((called, 0)).is_ok()
    } else {
        own == called
    }
}

const fn v6(a: u16, b: u16, c: u16, d: u16) -> Ipv6Addr {
    Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0)
}

/// IANA IPv4 special-purpose registry, first match decides; what is not listed is global.
const V4: &[(Ipv4Addr, u32, AddressClass)] = &[
    (Ipv4Addr::new(168, 63, 129, 16), 32, AddressClass::Metadata),
    (Ipv4Addr::new(169, 254, 169, 254), 32, AddressClass::Metadata),
    (Ipv4Addr::new(100, 100, 100, 200), 32, AddressClass::Metadata),
    (Ipv4Addr::new(192, 0, 0, 192), 32, AddressClass::Metadata),
    (Ipv4Addr::UNSPECIFIED, 8, AddressClass::Unspecified),
    (Ipv4Addr::new(10, 0, 0, 0), 8, AddressClass::Private),
    (Ipv4Addr::new(100, 64, 0, 0), 10, AddressClass::Shared),
    (Ipv4Addr::new(127, 0, 0, 0), 8, AddressClass::Loopback),
    (Ipv4Addr::new(169, 254, 0, 0), 16, AddressClass::LinkLocal),
    (Ipv4Addr::new(172, 16, 0, 0), 12, AddressClass::Private),
    (Ipv4Addr::new(192, 0, 0, 0), 24, AddressClass::Protocol),
    (Ipv4Addr::new(192, 0, 2, 0), 24, AddressClass::Documentation),
    (Ipv4Addr::new(192, 88, 99, 0), 24, AddressClass::Transition),
    (Ipv4Addr::new(192, 168, 0, 0), 16, AddressClass::Private),
    (Ipv4Addr::new(198, 18, 0, 0), 15, AddressClass::Benchmarking),
    (Ipv4Addr::new(198, 51, 100, 0), 24, AddressClass::Documentation),
    (Ipv4Addr::new(203, 0, 113, 0), 24, AddressClass::Documentation),
    (Ipv4Addr::new(224, 0, 0, 0), 4, AddressClass::Multicast),
    (Ipv4Addr::BROADCAST, 32, AddressClass::Broadcast),
    (Ipv4Addr::new(240, 0, 0, 0), 4, AddressClass::Reserved),
];

/// IANA IPv6 special-purpose registry, first match decides; only `2000::/3` holds global addresses at all.
const V6: &[(Ipv6Addr, u32, AddressClass)] = &[
    (Ipv6Addr::UNSPECIFIED, 128, AddressClass::Unspecified),
    (Ipv6Addr::LOCALHOST, 128, AddressClass::Loopback),
    (Ipv6Addr::UNSPECIFIED, 96, AddressClass::Transition),
    (v6(0x64, 0xff9b, 0, 0), 96, AddressClass::Transition),
    (v6(0x64, 0xff9b, 1, 0), 48, AddressClass::Transition),
    (v6(0x2001, 0, 0, 0), 32, AddressClass::Transition),
    (v6(0x2001, 2, 0, 0), 48, AddressClass::Benchmarking),
    (v6(0x2001, 0, 0, 0), 23, AddressClass::Protocol),
    (v6(0x2001, 0xdb8, 0, 0), 32, AddressClass::Documentation),
    (v6(0x2002, 0, 0, 0), 16, AddressClass::Transition),
    (v6(0x3fff, 0, 0, 0), 20, AddressClass::Documentation),
    (v6(0x2000, 0, 0, 0), 3, AddressClass::Global),
    (Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254), 128, AddressClass::Metadata),
    (Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x23), 128, AddressClass::Metadata),
    (Ipv6Addr::new(0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254), 128, AddressClass::Metadata),
    (v6(0xfc00, 0, 0, 0), 7, AddressClass::Private),
    (v6(0xfe80, 0, 0, 0), 10, AddressClass::LinkLocal),
    (v6(0xff00, 0, 0, 0), 8, AddressClass::Multicast),
];
