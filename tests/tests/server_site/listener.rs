//! The real listener, over a socket.

use std::{net::SocketAddr, time::Duration};

use server::{Config, Running};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::support::{Folder, config};

async fn running(folder: &Folder) -> (Config, Running) {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut config = config(folder, sandbox::Pace::Instant);
    config.listen = SocketAddr::from(([127, 0, 0, 1], 0));
    let running = server::start(&config).await.unwrap();
    (config, running)
}

async fn ask(url: &str, request: &str) -> String {
    let mut stream = TcpStream::connect(url.trim_start_matches("http://"))
        .await
        .unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let read = stream.read_to_end(&mut answer);
    tokio::time::timeout(Duration::from_secs(15), read)
        .await
        .unwrap()
        .unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn it_answers_over_http_and_stops_when_it_is_told() {
    let folder = Folder::new();
    let (_, running) = running(&folder).await;
    let answer = ask(
        &running.url,
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    )
    .await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let address = running.url.clone();
    // A connection that is merely open does not keep it from stopping.
    let _idle = TcpStream::connect(address.trim_start_matches("http://"))
        .await
        .unwrap();
    tokio::time::timeout(Duration::from_secs(5), running.stop())
        .await
        .unwrap();
    assert!(
        TcpStream::connect(address.trim_start_matches("http://"))
            .await
            .is_err()
    );
}

#[tokio::test]
async fn headers_of_a_megabyte_are_refused_while_they_come() {
    let folder = Folder::new();
    let (_, running) = running(&folder).await;
    let mut stream = TcpStream::connect(running.url.trim_start_matches("http://"))
        .await
        .unwrap();
    let head = format!(
        "GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: {}",
        "y".repeat(1024 * 1024)
    );
    let _ = stream.write_all(head.as_bytes()).await;
    let mut answer = Vec::new();
    let _ = tokio::time::timeout(Duration::from_secs(5), stream.read_to_end(&mut answer))
        .await
        .unwrap();
    assert!(
        answer.is_empty() || answer.starts_with(b"HTTP/1.1 431"),
        "{}",
        String::from_utf8_lossy(&answer)
    );
    running.stop().await;
}

#[tokio::test]
async fn a_taken_port_is_told_by_its_flag() {
    let folder = Folder::new();
    let (_, running) = running(&folder).await;
    let other = Folder::new();
    let mut taken = config(&other, sandbox::Pace::Instant);
    taken.listen = running.url.trim_start_matches("http://").parse().unwrap();
    let error = server::start(&taken)
        .await
        .map(|_| ())
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("--listen") && error.contains(&taken.listen.to_string()),
        "{error}"
    );
    running.stop().await;
}
