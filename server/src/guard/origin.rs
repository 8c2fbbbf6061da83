//! The cross-origin check (design/security.md, statement 11), before any body is read.

use std::{
    fmt,
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, Method, StatusCode, Uri, header},
    middleware::Next,
    response::Response,
};

use super::sentence;
use crate::Config;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Scheme, host and port, as a browser writes them in `Origin`: in lower case, without the
/// scheme's usual port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    scheme: String,
    host: String,
    port: u16,
}

impl Origin {
    /// Reads `https://example.com` or `http://127.0.0.1:3000`; nothing with a path.
    pub fn parse(text: &str) -> Option<Self> {
        let uri: Uri = text.parse().ok()?;
        let scheme = uri.scheme_str()?.to_ascii_lowercase();
        let usual = match scheme.as_str() {
            "http" => 80,
            "https" => 443,
            _ => return None,
        };
        let authority = uri.authority()?;
        let plain = uri.path() == "/"
            && uri.query().is_none()
            && !text.ends_with('/')
            && !text.contains('@');
        let port = match authority.port() {
            None if authority.as_str().ends_with(':') => return None,
            None => usual,
            Some(_) => authority.port_u16()?,
        };
        plain.then(|| Self {
            scheme,
            host: authority.host().to_ascii_lowercase(),
            port,
        })
    }

    /// Without port, for example `[::1]`.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Whether it is TLS.
    pub fn is_https(&self) -> bool {
        self.scheme == "https"
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.scheme.as_str(), self.port) {
            ("http", 80) | ("https", 443) => write!(f, "{}://{}", self.scheme, self.host),
            (scheme, port) => write!(f, "{scheme}://{}:{port}", self.host),
        }
    }
}

/// The origins whose pages may change anything: our own.
#[derive(Debug, Clone)]
pub struct OwnOrigins {
    origins: Arc<Vec<Origin>>,
    cookie: &'static str,
}

impl OwnOrigins {
    /// What `config` says, with the port that is really listened on.
    pub fn of(config: &Config, listen: SocketAddr, cookie: &'static str) -> Self {
        let mut hosts: Vec<String> = ["localhost", "127.0.0.1", "[::1]"]
            .map(ToOwned::to_owned)
            .into();
        if !listen.ip().is_unspecified() {
            hosts.push(match listen.ip() {
                IpAddr::V4(ip) => ip.to_string(),
                IpAddr::V6(ip) => format!("[{ip}]"),
            });
        }
        hosts.extend(config.allow_hosts.iter().cloned());
        let plain = |host| Origin {
            scheme: "http".to_owned(),
            host,
            port: listen.port(),
        };
        let mut origins: Vec<Origin> = hosts.into_iter().map(plain).collect();
        origins.extend(config.public_url.clone());
        Self {
            origins: Arc::new(origins),
            cookie,
        }
    }

    /// Whether a request with these headers may change anything.
    pub fn allow(&self, method: &Method, headers: &HeaderMap) -> bool {
        if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
            return true;
        }
        match (one(headers, &SEC_FETCH_SITE), one(headers, &header::ORIGIN)) {
            (One::Twice, _) | (One::None, One::Twice) => false,
            (One::Value(site), _) => matches!(site, "same-origin" | "none"),
            (One::None, One::Value(origin)) => {
                Origin::parse(origin).is_some_and(|origin| self.origins.contains(&origin))
            }
            (One::None, One::None) => !self.has_session(headers),
        }
    }

    /// A program without a browser sends neither header; with a session it has to say one.
    fn has_session(&self, headers: &HeaderMap) -> bool {
        let cookies = headers.get_all(header::COOKIE).iter();
        cookies
            .filter_map(|value| std::str::from_utf8(value.as_bytes()).ok())
            .any(|value| {
                value
                    .split(';')
                    .any(|pair| pair.trim().split('=').next() == Some(self.cookie))
            })
    }
}

enum One<'a> {
    None,
    Value(&'a str),
    /// More than once, or not text.
    Twice,
}

fn one<'a>(headers: &'a HeaderMap, name: &HeaderName) -> One<'a> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (None, _) => One::None,
        (Some(value), None) => value.to_str().map_or(One::Twice, One::Value),
        (Some(_), Some(_)) => One::Twice,
    }
}

/// 403 to a page of anybody else.
pub async fn layer(State(own): State<OwnOrigins>, request: Request, next: Next) -> Response {
    if own.allow(request.method(), request.headers()) {
        return next.run(request).await;
    }
    sentence(
        StatusCode::FORBIDDEN,
        "This request came from another site, so nothing was done.\n",
    )
}
