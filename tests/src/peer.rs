//! Peers between an adapter and its provider, for what happens on the line itself: answers that
//! no provider would send, answers that get lost, and a look at the bytes of requests.

use std::{
    net::SocketAddr,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// No request begins like this.
const NOTHING: &str = "\0";

/// A listener that is gone with this value.
pub struct Peer {
    /// For example `http://127.0.0.1:40123`.
    pub url: String,
    connections: Arc<AtomicUsize>,
    heard: Arc<Mutex<Vec<u8>>>,
    task: JoinHandle<()>,
}

/// What a peer does with a connection.
#[derive(Clone)]
enum Manner {
    /// Answers and hangs up: requests that begin with the text with the first, others with the
    /// second.
    Answer(&'static str, Arc<[Vec<u8>; 2]>),
    /// Passes everything on, and hangs up instead of handing back the answer to a request that
    /// begins with the text.
    Pass {
        upstream: SocketAddr,
        lose: &'static str,
    },
}

impl Peer {
    /// Answers with `bytes`, whatever it is asked; with none it hangs up.
    pub async fn answering(bytes: impl Into<Vec<u8>>) -> Self {
        Self::answering_after(NOTHING, Vec::new(), bytes).await
    }

    /// Answers with `first` what begins with `start`, and with `bytes` everything else.
    pub async fn answering_after(
        start: &'static str,
        first: Vec<u8>,
        bytes: impl Into<Vec<u8>>,
    ) -> Self {
        Self::start(Manner::Answer(start, Arc::new([first, bytes.into()]))).await
    }

    /// Stands in front of `url` and writes down what is asked.
    pub async fn in_front_of(url: &str) -> Self {
        Self::losing(url, NOTHING).await
    }

    /// Stands in front of `url`; answers to requests that begin with `start` are lost after the
    /// provider has acted.
    pub async fn losing(url: &str, start: &'static str) -> Self {
        let upstream = address(url);
        Self::start(Manner::Pass {
            upstream,
            lose: start,
        })
        .await
    }

    async fn start(manner: Manner) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0))
            .await
            .expect("a free port");
        let address = listener.local_addr().expect("an address");
        let connections = Arc::new(AtomicUsize::new(0));
        let heard = Arc::new(Mutex::new(Vec::new()));
        let (count, ears) = (connections.clone(), heard.clone());
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                count.fetch_add(1, Ordering::Relaxed);
                tokio::spawn(serve(stream, manner.clone(), ears.clone()));
            }
        });
        Self {
            url: format!("http://{address}"),
            connections,
            heard,
            task,
        }
    }

    /// How many connections were made to it.
    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::Relaxed)
    }

    /// Everything that was sent to it so far.
    pub fn heard(&self) -> String {
        let heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&heard).into_owned()
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// The socket address in `http://127.0.0.1:40123`.
pub fn address(url: &str) -> SocketAddr {
    let authority = url.split("//").nth(1).expect("an address with a scheme");
    authority.parse().expect("an IP address and a port")
}

/// An address where nobody listens.
pub async fn nobody() -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0))
        .await
        .expect("a free port");
    format!("http://{}", listener.local_addr().expect("an address"))
}

/// An HTTP answer as bytes.
pub fn answer(status: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n{body}"
    )
    .into()
}

async fn serve(stream: TcpStream, manner: Manner, heard: Arc<Mutex<Vec<u8>>>) {
    // A peer that hangs up is what these tests are about, so failures end the connection.
    let _ = match manner {
        Manner::Answer(start, answers) => answer_one(stream, start, &answers, &heard).await,
        Manner::Pass { upstream, lose } => pass(stream, upstream, lose, &heard).await,
    };
}

async fn answer_one(
    mut stream: TcpStream,
    start: &str,
    [first, other]: &[Vec<u8>; 2],
    heard: &Mutex<Vec<u8>>,
) -> std::io::Result<()> {
    let mut buffer = vec![0; 64 * 1024];
    let length = stream.read(&mut buffer).await?;
    listen(heard, &buffer, length);
    let bytes = if buffer.starts_with(start.as_bytes()) {
        first
    } else {
        other
    };
    stream.write_all(bytes).await?;
    stream.shutdown().await
}

async fn pass(
    mut near: TcpStream,
    upstream: SocketAddr,
    lose: &str,
    heard: &Mutex<Vec<u8>>,
) -> std::io::Result<()> {
    let mut far = TcpStream::connect(upstream).await?;
    let (mut asked, mut said) = (vec![0; 64 * 1024], vec![0; 64 * 1024]);
    let mut losing = false;
    loop {
        tokio::select! {
            length = near.read(&mut asked) => {
                let length = length?;
                if length == 0 { return Ok(()) }
                listen(heard, &asked, length);
                let request = asked.get(..length).unwrap_or_default();
                losing |= request.starts_with(lose.as_bytes());
                far.write_all(request).await?;
            }
            length = far.read(&mut said) => {
                let length = length?;
                if length == 0 || losing { return Ok(()) }
                near.write_all(said.get(..length).unwrap_or_default()).await?;
            }
        }
    }
}

fn listen(heard: &Mutex<Vec<u8>>, buffer: &[u8], length: usize) {
    let mut heard = heard.lock().unwrap_or_else(PoisonError::into_inner);
    heard.extend_from_slice(buffer.get(..length).unwrap_or_default());
}
