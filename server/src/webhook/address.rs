//! What `--webhook` may be.

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

use reqwest::Url;

/// A webhook's address. Its path and query are a secret, since many carry a token: only scheme,
/// host and port are shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Address(Url);

/// Why an address can't be the webhook's. Says nothing of the address itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    #[error("it is not an address like https://hooks.example.com/…, without user and password")]
    NotAnAddress,
    #[error(
        "it is not encrypted; use https (only in sandbox mode, and only to this machine, may it be http)"
    )]
    ClearText,
    #[error(
        "it leads to a link-local, multicast or metadata address, where no receiver of yours can be"
    )]
    Forbidden,
}

impl Address {
    /// `sandbox`: plain HTTP may lead to this machine.
    pub fn parse(text: &str, sandbox: bool) -> Result<Self, Unusable> {
        let url = Url::parse(text.trim()).map_err(|_| Unusable::NotAnAddress)?;
        let is_web = matches!(url.scheme(), "http" | "https");
        if !is_web || !url.username().is_empty() || url.password().is_some() {
            return Err(Unusable::NotAnAddress);
        }
        let host = url.host_str().unwrap_or_default();
        // The parser has written every odd form of an IP address out by now.
        let ip: Option<IpAddr> = host.trim_matches(['[', ']']).parse().ok();
        if ip.is_some_and(is_forbidden) {
            return Err(Unusable::Forbidden);
        }
        let is_here = ip.map_or(host == "localhost", |ip| ip.is_loopback());
        if url.scheme() == "http" && !(sandbox && is_here) {
            return Err(Unusable::ClearText);
        }
        Ok(Self(url))
    }

    /// The whole of it.
    pub(super) fn url(&self) -> Url {
        self.0.clone()
    }

    /// Whether it is TLS.
    pub fn is_https(&self) -> bool {
        self.0.scheme() == "https"
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/…", self.0.origin().ascii_serialization())
    }
}

/// Where a cloud's metadata, or nobody, lives. Private addresses and this machine's own are the
/// operator's, whose flag this is.
pub(super) fn is_forbidden(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_forbidden_v4(ip),
        IpAddr::V6(ip) => {
            let [head @ .., high, low] = ip.segments();
            let tail = (u32::from(high) << 16) | u32::from(low);
            let inner = match head {
                // IPv4 in IPv6: mapped, compatible, translated (RFC 6052).
                [0, 0, 0, 0, 0, 0xffff | 0] | [0x64, 0xff9b, 0, 0, 0, 0] => {
                    Some(Ipv4Addr::from(tail))
                }
                _ => None,
            };
            let metadata = [
                Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254),
                Ipv6Addr::new(0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254),
            ];
            let own = ip.is_loopback();
            !own && inner.is_some_and(is_forbidden_v4)
                || ip.is_unicast_link_local()
                || ip.is_multicast()
                || metadata.contains(&ip)
        }
    }
}

fn is_forbidden_v4(ip: Ipv4Addr) -> bool {
    let [first, ..] = ip.octets();
    first == 0
        || ip.is_link_local()
        || ip.is_multicast()
        || ip.is_broadcast()
        || ip == Ipv4Addr::new(100, 100, 100, 200)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_a_receivers_address_is_taken() {
        let table = [
            (
                "https://hooks.example.com/services/T0/B0/secret?x=1",
                Ok(()),
            ),
            ("https://10.1.2.3:8443/hook", Ok(())),
            ("https://127.0.0.1/hook", Ok(())),
            ("http://127.0.0.1:9/hook", Ok(())),
            ("http://[::1]:9/hook", Ok(())),
            ("http://localhost:9/hook", Ok(())),
            ("http://0x7f.1/hook", Ok(())),
            ("http://hooks.example.com/hook", Err(Unusable::ClearText)),
            ("http://10.1.2.3/hook", Err(Unusable::ClearText)),
            ("http://localhost.example.com/", Err(Unusable::ClearText)),
            ("https://169.254.169.254/latest", Err(Unusable::Forbidden)),
            ("http://169.254.169.254/latest", Err(Unusable::Forbidden)),
            ("https://2852039166/latest", Err(Unusable::Forbidden)),
            ("https://0xa9.254.0xa9fe/", Err(Unusable::Forbidden)),
            (
                "https://[::ffff:169.254.169.254]/",
                Err(Unusable::Forbidden),
            ),
            ("https://[64:ff9b::a9fe:a9fe]/", Err(Unusable::Forbidden)),
            ("https://[fe80::1]/", Err(Unusable::Forbidden)),
            ("https://[fd00:ec2::254]/", Err(Unusable::Forbidden)),
            ("https://0.0.0.0/", Err(Unusable::Forbidden)),
            ("https://[::]/", Err(Unusable::Forbidden)),
            ("https://100.100.100.200/", Err(Unusable::Forbidden)),
            (
                "https://me:secret@example.com/",
                Err(Unusable::NotAnAddress),
            ),
            ("ftp://example.com/", Err(Unusable::NotAnAddress)),
            ("file:///etc/passwd", Err(Unusable::NotAnAddress)),
            ("hooks.example.com", Err(Unusable::NotAnAddress)),
            ("", Err(Unusable::NotAnAddress)),
        ];
        for (text, expected) in table {
            assert_eq!(Address::parse(text, true).map(drop), expected, "{text}");
        }
    }

    #[test]
    fn with_real_providers_nothing_is_sent_in_clear() {
        let refused = Address::parse("http://127.0.0.1:9/hook", false);
        assert_eq!(refused, Err(Unusable::ClearText));
        assert!(Address::parse("https://127.0.0.1:9/hook", false).is_ok());
    }

    #[test]
    fn path_and_query_are_not_shown() {
        let address = Address::parse("https://example.com:8443/T0/secret?token=secret", true);
        assert_eq!(
            format!("{:?}", address.unwrap()),
            "https://example.com:8443/…"
        );
    }
}
