//! Which certificates are believed, and the one HTTP client of all calls.

use aws_smithy_http_client::{
    Builder,
    tls::{self, TlsContext, TrustStore},
};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use rustls::{
    RootCertStore,
    pki_types::{CertificateDer, pem::PemObject},
};

/// Why the client could not be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SetupError {
    /// Not `http://…` or `https://…`.
    #[error("the address of the AWS services is not an http or https address")]
    EndpointUrl,
    /// The PEM text holds a certificate that can't be used, or none.
    #[error("the certificate authority's file holds no usable certificate")]
    Certificate,
    /// The system's TLS could not be set up.
    #[error("TLS could not be set up")]
    Tls,
}

/// A pooled client that takes no proxy from the environment.
pub(crate) fn http_client(
    endpoint_url: Option<&str>,
    ca_pem: Option<&[u8]>,
) -> Result<SharedHttpClient, SetupError> {
    if endpoint_url.is_some_and(is_plain) {
        // Without TLS no certificate is read: a sandbox runs where the system has none.
        return Ok(Builder::new().build_http());
    }
    if endpoint_url.is_some_and(|url| !url.starts_with("https://")) {
        return Err(SetupError::EndpointUrl);
    }
    let mut store = TrustStore::default();
    if let Some(pem) = ca_pem {
        check(pem)?;
        store = store.with_pem_certificate(pem);
    }
    let context = TlsContext::builder().with_trust_store(store).build();
    Ok(Builder::new()
        .tls_provider(tls::Provider::Rustls(
            tls::rustls_provider::CryptoMode::Ring,
        ))
        .tls_context(context.map_err(|_| SetupError::Tls)?)
        .build_https())
}

fn is_plain(url: &str) -> bool {
    url.starts_with("http://")
}

/// The SDK's client would panic on the first call.
fn check(pem: &[u8]) -> Result<(), SetupError> {
    let mut store = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(pem) {
        let certificate = certificate.map_err(|_| SetupError::Certificate)?;
        store
            .add(certificate)
            .map_err(|_| SetupError::Certificate)?;
    }
    if store.is_empty() {
        Err(SetupError::Certificate)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_a_usable_certificate_is_refused_at_the_start() {
        let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        for pem in ["", "no certificate", broken] {
            let made = http_client(None, Some(pem.as_bytes()));
            assert_eq!(made.err(), Some(SetupError::Certificate), "{pem}");
        }
    }

    #[test]
    fn an_endpoint_without_a_scheme_is_refused() {
        assert_eq!(
            http_client(Some("localhost:1"), None).err(),
            Some(SetupError::EndpointUrl)
        );
    }
}
