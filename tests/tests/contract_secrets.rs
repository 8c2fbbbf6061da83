//! With everything logged, no secret is: not by the adapters, nor by the crates below them.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex, PoisonError},
};

use domain::ports::Target;
use secrecy::ExposeSecret;
use tests::{Flow, keys};
use tracing::level_filters::LevelFilter;

/// A log that can be read back.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn text(&self) -> String {
        let bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn the_whole_way_at_trace_level_logs_no_secret() {
    let log = Log::default();
    let writer = log.clone();
    tracing_subscriber::fmt()
        .with_max_level(LevelFilter::TRACE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .init();
    let flow = Flow::ordered().await;
    flow.accept().await;
    let gateway = flow.gateway().await;
    let interfaces = flow
        .interfaces(&Target::DirectConnectGateway(gateway.id))
        .await;
    let temporary = keys::cloud_temporary();
    flow.world
        .cloud
        .vpcs(&temporary, &flow.region)
        .await
        .unwrap();

    let text = log.text();
    assert!(
        text.contains("directconnect:CreatePrivateVirtualInterface"),
        "the adapters log what they do"
    );
    for interface in &interfaces {
        let key = interface.bgp_key.as_ref().unwrap();
        assert!(!text.contains(key.expose()), "a BGP key");
    }
    for key in [&flow.cloud_key, &temporary] {
        assert!(
            !text.contains(key.secret_access_key.expose_secret()),
            "a secret access key"
        );
    }
    let token = temporary.session_token.unwrap();
    assert!(!text.contains(token.expose_secret()), "a session token");
    assert!(!text.contains("\"secret\":"), "a login");
    assert!(
        !text.contains("Bearer eyJ") && !text.contains("access_token\":\"eyJ"),
        "an access token"
    );
}
