//! Only names that are ours are answered, so that a foreign name that resolves to this machine
//! (DNS rebinding) gets nothing.

use std::{net::IpAddr, sync::Arc};

use axum::{
    extract::{Request, State},
    http::{HeaderMap, StatusCode, Uri, header, uri::Authority},
    middleware::Next,
    response::Response,
};

use super::sentence;
use crate::Config;

/// The names, in lower case, without ports.
#[derive(Debug, Clone)]
pub struct AllowedHosts(Arc<Vec<String>>);

impl AllowedHosts {
    /// Loopback names, the address listened on, and what the operator named.
    pub fn of(config: &Config) -> Self {
        let mut names: Vec<String> = ["localhost", "127.0.0.1", "[::1]"]
            .map(ToOwned::to_owned)
            .into();
        if !config.listen.ip().is_unspecified() {
            names.push(match config.listen.ip() {
                IpAddr::V4(ip) => ip.to_string(),
                IpAddr::V6(ip) => format!("[{ip}]"),
            });
        }
        names.extend(config.public_url.as_ref().map(|url| url.host().to_owned()));
        names.extend(config.allow_hosts.iter().cloned());
        Self(Arc::new(names))
    }

    fn allow(&self, uri: &Uri, headers: &HeaderMap) -> bool {
        let mut named = headers.get_all(header::HOST).iter();
        let host = match (named.next(), named.next()) {
            (Some(host), None) => host
                .to_str()
                .ok()
                .and_then(|host| host.parse::<Authority>().ok()),
            (None, None) => uri.authority().cloned(),
            _ => None,
        };
        host.is_some_and(|host| {
            self.0
                .iter()
                .any(|name| name.eq_ignore_ascii_case(host.host()))
        })
    }
}

/// 421 to everybody else.
pub async fn layer(State(hosts): State<AllowedHosts>, request: Request, next: Next) -> Response {
    if hosts.allow(request.uri(), request.headers()) {
        return next.run(request).await;
    }
    sentence(
        StatusCode::MISDIRECTED_REQUEST,
        "This name is not one of Onramp's. The operator allows it with --allow-host or --public-url.\n",
    )
}
