//! A name is looked up once for each connection, judged, and connected to as it was judged: what
//! the name leads to a moment later plays no part.

use std::{io, net::SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::address::is_forbidden;

pub(super) struct Guarded;

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            Ok(judged(found.collect())?)
        })
    }
}

/// One bad address spoils them all.
fn judged(found: Vec<SocketAddr>) -> io::Result<Addrs> {
    if found.iter().any(|address| is_forbidden(address.ip())) {
        let text = "a link-local or metadata address";
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, text));
    }
    Ok(Box::new(found.into_iter()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_leads_to_metadata_is_not_connected_to() {
        let judge = |ips: &[&str]| {
            let found = ips
                .iter()
                .map(|ip| SocketAddr::new(ip.parse().unwrap(), 443));
            judged(found.collect()).map(Iterator::count).ok()
        };
        assert_eq!(judge(&["192.0.2.7", "10.0.0.7"]), Some(2));
        assert_eq!(judge(&["192.0.2.7", "169.254.169.254"]), None);
        assert_eq!(judge(&["::ffff:169.254.169.254"]), None);
    }
}
