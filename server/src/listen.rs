//! The HTTP/1.1 server loop: time-outs for slow clients, and an end that lets requests finish.

mod impatient;

use std::{io, time::Duration};

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinSet,
    time::timeout,
};

use self::impatient::Impatient;
use crate::shutdown::{DRAIN_SECONDS, Stopping};

/// A client has this long to send its headers; between two requests too.
const HEADERS: Duration = Duration::from_secs(10);

/// A client may leave an answer unread for so long, in milliseconds.
const UNREAD_MILLIS: u64 = 30_000;

/// The most connections at once.
const CONNECTIONS: usize = 1024;

/// Room for the longest headers that are read at all; what is above our limits gets its answer.
const BUFFER: usize = 64 * 1024;

/// Serves until told to stop, then waits for the requests that are under way.
pub async fn serve(listener: TcpListener, router: Router, mut stopping: Stopping) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept(), if connections.len() < CONNECTIONS => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(connection(stream, router.clone(), stopping.clone()));
                }
                Err(error) => backlog(&error).await,
            },
            Some(_) = connections.join_next() => {}
            () = stopping.stopped() => break,
        }
    }
    drop(listener);
    let all = async { while connections.join_next().await.is_some() {} };
    if timeout(Duration::from_secs(DRAIN_SECONDS), all)
        .await
        .is_err()
    {
        tracing::warn!("requests were cut off");
    }
}

async fn connection(stream: TcpStream, router: Router, mut stopping: Stopping) {
    let _ = stream.set_nodelay(true);
    let service = TowerToHyperService::new(router);
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADERS)
        .max_buf_size(BUFFER)
        .serve_connection(TokioIo::new(Impatient::new(stream, UNREAD_MILLIS)), service);
    let mut connection = std::pin::pin!(connection);
    // A browser that goes away is not worth a line.
    let ended = tokio::select! {
        ended = connection.as_mut() => Some(ended),
        () = stopping.stopped() => None,
    };
    if ended.is_none() {
        connection.as_mut().graceful_shutdown();
        let _ = connection.await;
    }
}

/// Out of file descriptors, mostly: accepting again at once would only spin.
async fn backlog(error: &io::Error) {
    tracing::warn!(%error, "a connection could not be accepted");
    let _ = timeout(Duration::from_millis(100), std::future::pending::<()>()).await;
}
