//! TLS in front of an address, with a certificate authority that nobody else trusts.

use std::{net::SocketAddr, sync::Arc};

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::{
    ServerConfig,
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
};
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};
use tokio_rustls::TlsAcceptor;

use crate::peer::address;

/// A throw-away authority, gone with the test.
pub struct Authority {
    /// What `--ca-file` would name.
    pub pem: Vec<u8>,
    issuer: Issuer<'static, KeyPair>,
}

impl Default for Authority {
    fn default() -> Self {
        Self::new()
    }
}

impl Authority {
    /// A new one, which signs for 127.0.0.1.
    pub fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).expect("no names");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key");
        let certificate = params.self_signed(&key).expect("a certificate");
        Self {
            pem: certificate.pem().into_bytes(),
            issuer: Issuer::new(params, key),
        }
    }

    /// TLS with a certificate of this authority, in front of `url`.
    pub async fn in_front_of(&self, url: &str) -> TlsPeer {
        let acceptor = TlsAcceptor::from(Arc::new(self.server()));
        let upstream = address(url);
        let listener = TcpListener::bind(("127.0.0.1", 0))
            .await
            .expect("a free port");
        let url = format!("https://{}", listener.local_addr().expect("an address"));
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(acceptor.clone(), stream, upstream));
            }
        });
        TlsPeer { url, task }
    }

    fn server(&self) -> ServerConfig {
        let params = CertificateParams::new(vec!["127.0.0.1".to_owned()]).expect("a name");
        let key = KeyPair::generate().expect("a key");
        let certificate = params.signed_by(&key, &self.issuer).expect("a certificate");
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("protocol versions")
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)
            .expect("a certificate with its key")
    }
}

/// A listener that speaks TLS; gone with this value.
pub struct TlsPeer {
    /// For example `https://127.0.0.1:40123`.
    pub url: String,
    task: JoinHandle<()>,
}

impl Drop for TlsPeer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(acceptor: TlsAcceptor, stream: TcpStream, upstream: SocketAddr) {
    // A client that does not trust the authority hangs up here, as it should.
    let Ok(mut near) = acceptor.accept(stream).await else {
        return;
    };
    if let Ok(mut far) = TcpStream::connect(upstream).await {
        let _ = copy_bidirectional(&mut near, &mut far).await;
    }
}
