//! Requests and answers as bytes, with their limits.

use std::time::Duration;

use domain::ports::PortError;
use reqwest::{Certificate, Method, Response, Url, header, redirect, retry};
use secrecy::{ExposeSecret, SecretString};

use crate::error;

const CONNECT: Duration = Duration::from_secs(5);
const WHOLE: Duration = Duration::from_secs(20);
/// The largest answer that is read, in bytes.
const LARGEST: usize = 2 * 1024 * 1024;

/// Why the client could not be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SetupError {
    /// Not `http://…` or `https://…`, or with a user name in it.
    #[error("the address of Pureport's API is not an http or https address")]
    BaseUrl,
    /// The PEM text holds no certificate that can be used.
    #[error("the certificate authority's file holds no usable certificate")]
    Certificate,
    /// The system's TLS could not be set up.
    #[error("TLS could not be set up")]
    Tls,
}

/// What is asked.
pub(crate) struct Request<'a> {
    /// The specification's `operationId`.
    pub operation: &'static str,
    method: Method,
    /// Segments, encoded when sent.
    path: &'a [&'a str],
    query: &'a [(&'a str, &'a str)],
    body: Option<Vec<u8>>,
}

impl<'a> Request<'a> {
    pub fn new(operation: &'static str, method: Method, path: &'a [&'a str]) -> Self {
        Self {
            operation,
            method,
            path,
            query: &[],
            body: None,
        }
    }

    pub fn with_query(mut self, query: &'a [(&'a str, &'a str)]) -> Self {
        self.query = query;
        self
    }

    pub fn with_body(mut self, body: Vec<u8>) -> Self {
        self.body = Some(body);
        self
    }
}

/// The pooled connection to one origin.
pub(crate) struct Http {
    client: reqwest::Client,
    base: Url,
}

impl Http {
    pub fn new(base_url: &str, ca_pem: Option<&[u8]>) -> Result<Self, SetupError> {
        let base = Url::parse(base_url).map_err(|_| SetupError::BaseUrl)?;
        let plain = match base.scheme() {
            "http" => true,
            "https" => false,
            _ => return Err(SetupError::BaseUrl),
        };
        if base.cannot_be_a_base() || !base.username().is_empty() || base.password().is_some() {
            return Err(SetupError::BaseUrl);
        }
        install_tls_provider();
        let builder = reqwest::Client::builder()
            .connect_timeout(CONNECT)
            .timeout(WHOLE)
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .no_proxy()
            .https_only(!plain)
            .user_agent(concat!("onramp/", env!("CARGO_PKG_VERSION")));
        let extra = certificates(ca_pem)?;
        // Over plain HTTP no certificate is needed, not even the system's, which may have none.
        let builder = if plain {
            builder.tls_certs_only(extra)
        } else {
            builder.tls_certs_merge(extra)
        };
        let client = builder.build().map_err(|_| SetupError::Tls)?;
        Ok(Self { client, base })
    }

    /// Sends once. A status of 2xx gives the body, everything else an error.
    pub async fn send(
        &self,
        request: &Request<'_>,
        token: Option<&SecretString>,
    ) -> Result<Vec<u8>, PortError> {
        let operation = request.operation;
        let mut builder = self
            .client
            .request(request.method.clone(), self.url(request)?)
            .header(header::ACCEPT, "application/json");
        if let Some(token) = token {
            builder = builder.bearer_auth(token.expose_secret());
        }
        if let Some(body) = &request.body {
            builder = builder
                .header(header::CONTENT_TYPE, "application/json")
                .body(body.clone());
        }
        let answer = builder
            .send()
            .await
            .map_err(|error| error::transport(&error, operation))?;
        let status = answer.status();
        let retry_after = retry_after(&answer);
        let body = read(answer, operation).await;
        if status.is_success() {
            return body;
        }
        Err(error::refused(
            status,
            retry_after,
            &body.unwrap_or_default(),
            operation,
        ))
    }

    /// An id may come from a browser's address bar: it must stay one segment of this path.
    fn url(&self, request: &Request<'_>) -> Result<Url, PortError> {
        let path = request.path;
        if path.iter().any(|part| matches!(*part, "" | "." | "..")) {
            return Err(PortError::NotFound);
        }
        let mut url = self.base.clone();
        match url.path_segments_mut() {
            Ok(mut segments) => {
                segments.pop_if_empty().extend(path);
            }
            Err(()) => return Err(PortError::NotFound),
        }
        if !request.query.is_empty() {
            url.query_pairs_mut().extend_pairs(request.query);
        }
        Ok(url)
    }
}

/// rustls must know its cryptography before the first client is made; a server that has chosen one
/// keeps it.
fn install_tls_provider() {
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        // Losing a race means that another one is installed, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
    }
}

fn certificates(ca_pem: Option<&[u8]>) -> Result<Vec<Certificate>, SetupError> {
    let Some(pem) = ca_pem else {
        return Ok(Vec::new());
    };
    match Certificate::from_pem_bundle(pem) {
        Ok(found) if !found.is_empty() => Ok(found),
        _ => Err(SetupError::Certificate),
    }
}

/// Whole seconds; the form with a date is not used by Pureport.
fn retry_after(answer: &Response) -> Option<u32> {
    let value = answer.headers().get(header::RETRY_AFTER)?;
    value.to_str().ok()?.trim().parse().ok()
}

async fn read(mut answer: Response, operation: &'static str) -> Result<Vec<u8>, PortError> {
    let mut body = Vec::new();
    loop {
        match answer.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() <= LARGEST => {
                body.extend_from_slice(&chunk);
            }
            Ok(Some(_)) => return Err(error::contract(operation)),
            Ok(None) => return Ok(body),
            Err(_) => return Err(PortError::Unknown),
        }
    }
}
