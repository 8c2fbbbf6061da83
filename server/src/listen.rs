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

/// So much of an answer may wait in the kernel unsent, in bytes; the rest is not made yet.
#[cfg(target_os = "linux")]
const UNSENT: u32 = 16 * 1024;

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
    give_up_unread(&stream, UNREAD_MILLIS);
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

/// What fits into the kernel's buffers never is a write that waits: it takes little, and counts, too.
#[cfg(target_os = "linux")]
fn give_up_unread(stream: &TcpStream, millis: u64) {
    let socket = socket2::SockRef::from(stream);
    let limit = Some(Duration::from_millis(millis));
    let set = socket.set_tcp_notsent_lowat(UNSENT);
    if let Err(error) = set.and_then(|()| socket.set_tcp_user_timeout(limit)) {
        tracing::debug!(%error, "a connection has no limit for what lies unread");
    }
}

#[cfg(not(target_os = "linux"))]
fn give_up_unread(_: &TcpStream, _: u64) {}

/// Out of file descriptors, mostly: accepting again at once would only spin.
async fn backlog(error: &io::Error) {
    tracing::warn!(%error, "a connection could not be accepted");
    let _ = timeout(Duration::from_millis(100), std::future::pending::<()>()).await;
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpSocket,
    };

    use super::*;

    #[tokio::test]
    async fn what_lies_unread_in_the_kernel_ends_a_connection_too() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let far = TcpSocket::new_v4().unwrap();
        far.set_recv_buffer_size(2048).unwrap();
        let far = far.connect(listener.local_addr().unwrap()).await.unwrap();
        let (mut near, _) = listener.accept().await.unwrap();
        give_up_unread(&near, 200);
        near.write_all(&[0; 8 * 1024]).await.unwrap();
        let ended = timeout(Duration::from_secs(20), near.read_u8()).await;
        assert_eq!(ended.unwrap().unwrap_err().kind(), io::ErrorKind::TimedOut);
        drop(far);
    }
}
