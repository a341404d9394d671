//! Where a request came from: the peer itself, or what a trusted proxy says of it.

use crate::access::Origin;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::{HeaderMap, header, request::Parts};
use ipnet::IpNet;
use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// Proxies whose `X-Forwarded-*` headers are believed.
#[derive(Clone, Debug, Default)]
pub struct TrustedProxies(Vec<IpNet>);

impl TrustedProxies {
    /// These networks and no others.
    pub fn new(networks: Vec<IpNet>) -> TrustedProxies {
        TrustedProxies(networks)
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }
}

/// Where a request came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Client {
    /// The client's address.
    pub address: IpAddr,
    /// Whether the client spoke TLS, to us or to a trusted proxy.
    pub secure: bool,
}

impl Client {
    /// Reads the client from the connection, or from a trusted proxy's headers: the last address
    /// in `X-Forwarded-For` that is not itself a trusted proxy, since everything before it is
    /// only what that client claims.
    pub fn of(peer: IpAddr, tls: bool, headers: &HeaderMap, proxies: &TrustedProxies) -> Client {
        if !proxies.trusts(peer) {
            return Client { address: peer, secure: tls };
        }
        let texts = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
        let hops: Vec<IpAddr> =
            texts.flat_map(|text| text.split(',')).filter_map(|hop| hop.trim().parse().ok()).collect();
        let address = hops.into_iter().rev().find(|hop| !proxies.trusts(*hop)).unwrap_or(peer);
        let proto = headers.get("x-forwarded-proto").and_then(|value| value.to_str().ok());
        Client { address, secure: tls || proto == Some("https") }
    }

    /// What the security log keeps of a request: the address, and the browser's own words cut to a line.
    pub fn origin(self, headers: &HeaderMap) -> Origin {
        let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        let device = agent.unwrap_or_default().chars().take(200).collect();
        Origin { address: self.address.to_string(), device }
    }

    pub(super) fn peer(parts: &Parts) -> IpAddr {
        let info = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        info.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |info| info.0.ip())
    }
}

impl<S: Sync> FromRequestParts<S> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Client, Infallible> {
        let known = parts.extensions.get::<Client>().copied();
        Ok(known.unwrap_or(Client { address: Client::peer(parts), secure: false }))
    }
}

impl<S: Sync> FromRequestParts<S> for Origin {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Origin, Infallible> {
        let client = Client::from_request_parts(parts, state).await?;
        Ok(client.origin(&parts.headers))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(forwarded: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", forwarded.parse().unwrap());
        headers.insert("x-forwarded-proto", "https".parse().unwrap());
        headers
    }

    #[test]
    fn a_stranger_cannot_claim_another_address() {
        let peer = "203.0.113.9".parse().unwrap();
        let client = Client::of(peer, false, &headers("10.0.0.1"), &TrustedProxies::default());
        assert_eq!(client, Client { address: peer, secure: false });
    }

    #[test]
    fn behind_trusted_proxies_the_last_untrusted_hop_is_the_client() {
        let proxies = TrustedProxies::new(vec!["10.0.0.0/8".parse().unwrap()]);
        let peer = "10.0.0.2".parse().unwrap();
        let client = Client::of(peer, false, &headers("198.51.100.1, 203.0.113.9, 10.0.0.7"), &proxies);
        assert_eq!(client, Client { address: "203.0.113.9".parse().unwrap(), secure: true });
    }
}
