//! Which hosts of web addresses are this machine: nobody on the way can read what goes there, so it needs no encryption.
//! Names are not resolved.

use core::net::Ipv4Addr;

/// Whether a host, as a URL parser writes it, is this machine: `localhost`, an address of 127.0.0.0/8, or `[::1]`.
pub fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host == "[::1]" || host.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_has_one_name_a_range_of_addresses_and_one_more() {
        for here in ["localhost", "127.0.0.1", "127.0.0.2", "127.255.255.254", "[::1]"] {
            assert!(is_this_machine(here), "{here}");
        }
        for elsewhere in ["", "localhost.example.com", "127.0.0.1.example.com", "128.0.0.1", "0.0.0.0", "[::2]"] {
            assert!(!is_this_machine(elsewhere), "{elsewhere}");
        }
    }
}
