//! Where requests may go. Who names an address must not be able to make this server speak to what only this
//! server can reach.

use crate::notice::model::Refusal;
use ipnet::IpNet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use url::Url;

/// The longest address, in characters.
const LONGEST: usize = 500;
/// Networks of which nobody on the internet has an address (IANA special-purpose registries, RFC 6890).
const CLOSED_V4: [(Ipv4Addr, u8); 15] = [
    (Ipv4Addr::new(0, 0, 0, 0), 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    (Ipv4Addr::new(240, 0, 0, 0), 4),
];
/// What the internet has of version 6, and what of it leads elsewhere: Teredo, documentation, 6to4.
const OPEN_V6: (Ipv6Addr, u8) = (Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);
const CLOSED_V6: [(Ipv6Addr, u8); 3] = [
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16),
];

/// Reads an address that requests can go to. Refuses: webhook's address.
pub fn endpoint(text: &str) -> Result<Url, Refusal> {
    let url = Url::parse(text.trim()).map_err(|_| Refusal::WebhookUrl)?;
    let fits = url.as_str().chars().count() <= LONGEST && ["https", "http"].contains(&url.scheme());
    let open = url.host_str().is_some_and(|host| !host.is_empty())
        && url.username().is_empty()
        && url.password().is_none();
    if fits && open { Ok(url) } else { Err(Refusal::WebhookUrl) }
}

/// Whether a request may go to an address, encrypted or not. Into the networks named when the server was
/// started it may; elsewhere only encrypted, and only on the internet.
pub fn may_reach(address: IpAddr, encrypted: bool, networks: &[IpNet]) -> bool {
    let address = address.to_canonical();
    networks.iter().any(|network| network.contains(&address)) || (encrypted && is_public(address))
}

fn is_public(address: IpAddr) -> bool {
    let lies_in = |(network, bits): (IpAddr, u8)| {
        IpNet::new(network, bits).is_ok_and(|network| network.contains(&address))
    };
    match address {
        IpAddr::V4(_) => !CLOSED_V4.iter().any(|(network, bits)| lies_in((IpAddr::V4(*network), *bits))),
        IpAddr::V6(_) => {
            let closed = CLOSED_V6.iter().any(|(network, bits)| lies_in((IpAddr::V6(*network), *bits)));
            lies_in((IpAddr::V6(OPEN_V6.0), OPEN_V6.1)) && !closed
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn nothing_goes_to_what_only_this_server_can_reach() {
        for closed in [
            "127.0.0.1",
            "127.9.9.9",
            "0.0.0.0",
            "10.1.2.3",
            "172.31.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001:db8::1",
            "2001::1",
        ] {
            assert!(!may_reach(ip(closed), true, &[]), "{closed}");
        }
        for open in ["1.1.1.1", "114.114.114.114", "172.32.0.1", "2400:3200::1", "2606:4700::1111"] {
            assert!(may_reach(ip(open), true, &[]), "{open}");
            assert!(!may_reach(ip(open), false, &[]), "{open}");
        }
    }

    #[test]
    fn a_network_that_was_named_is_reached_also_without_encryption() {
        let networks = ["192.168.1.0/24".parse().unwrap()];
        assert!(may_reach(ip("192.168.1.9"), false, &networks));
        assert!(may_reach(ip("::ffff:192.168.1.9"), true, &networks));
        assert!(!may_reach(ip("192.168.2.9"), true, &networks));
    }

    #[test]
    fn an_address_is_one_of_the_web_without_a_password() {
        for good in
            ["https://erp.example.com/tress?x=1", "http://10.0.0.9:8080/hook", " https://erp.example.com "]
        {
            assert!(endpoint(good).is_ok(), "{good}");
        }
        let long = format!("https://erp.example.com/{}", "x".repeat(500));
        for bad in [
            "",
            "erp",
            "ftp://erp.example.com",
            "https://",
            "https://a:b@erp.example.com",
            "file:///etc/passwd",
            &long,
        ] {
            assert_eq!(endpoint(bad), Err(Refusal::WebhookUrl), "{bad}");
        }
    }
}
