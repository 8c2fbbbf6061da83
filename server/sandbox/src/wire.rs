//! Connections that can be reset on command.

use std::{
    io::{self, IoSlice},
    net::{IpAddr, SocketAddr},
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
};

use axum::{
    extract::connect_info::Connected,
    serve::{IncomingStream, Listener},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
};

/// One connection's other end, and what makes it end in a reset (TCP RST) instead of an orderly close.
#[derive(Debug, Clone, Default)]
pub struct Cut {
    armed: Arc<AtomicBool>,
    peer: Option<IpAddr>,
}

impl Cut {
    /// Who is at the other end, where that is known.
    pub fn peer(&self) -> Option<IpAddr> {
        self.peer
    }

    /// From now on the connection's end, whatever brings it about, is a reset.
    pub fn arm(&self) {
        self.armed.store(true, Ordering::Relaxed);
    }
}

/// A listener whose connections have a [`Cut`].
pub struct Wires(pub TcpListener);

/// One connection.
pub struct Wire {
    stream: TcpStream,
    cut: Cut,
}

impl Drop for Wire {
    fn drop(&mut self) {
        if self.cut.armed.load(Ordering::Relaxed) {
            // Should it fail, the connection is closed in order, which is the nearest there is.
            let _ = self.stream.set_zero_linger();
        }
    }
}

impl Listener for Wires {
    type Io = Wire;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Wire, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.0).await;
        let cut = Cut::default();
        (Wire { stream, cut }, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

impl Connected<IncomingStream<'_, Wires>> for Cut {
    fn connect_info(stream: IncomingStream<'_, Wires>) -> Self {
        Self {
            peer: Some(stream.remote_addr().ip()),
            ..stream.io().cut.clone()
        }
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, pieces)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}
