use std::{
    collections::BTreeMap,
    fmt::Write as _,
    io,
    net::SocketAddr,
    path::PathBuf,
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{AtomicI64, AtomicU32, Ordering},
    },
};

use axum::{
    body::Body,
    http::{Request, Response, StatusCode, header, request::Builder},
};
use domain::ports::{Clock, Timestamp};
use http_body_util::BodyExt;
use server::{
    Config, Providers, Site, clock::SystemClock, store::DatabaseUrl, vault::key::KeyFile,
};
use tower::ServiceExt;

use crate::still::Still;
use tracing_subscriber::{filter::LevelFilter, layer::SubscriberExt, util::SubscriberInitExt};

pub const LISTEN: &str = "127.0.0.1:3000";

/// A folder that goes with the test.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!(
            "onramp-test-{}-{}",
            std::process::id(),
            COUNT.fetch_add(1, Ordering::Relaxed)
        );
        Self(std::env::temp_dir().join(name))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A clock that tests turn. It sleeps in real time, unless it stands still.
#[derive(Default)]
pub struct TestClock {
    advanced: AtomicI64,
    /// 0: it goes.
    stopped: AtomicI64,
    still: Option<Still>,
}

impl TestClock {
    /// Stands still but for what tests turn it: who sleeps wakes when it is turned that far.
    pub fn still() -> Self {
        let clock = Self {
            still: Some(Still::default()),
            ..Self::default()
        };
        clock.stop();
        clock
    }

    pub fn advance_seconds(&self, seconds: i64) {
        self.advance_millis(seconds * 1000);
    }

    /// What is recent stays so, however slow the machine is.
    pub fn stop(&self) {
        self.stopped.store(SystemClock.now().0, Ordering::SeqCst);
    }

    pub fn advance_millis(&self, millis: i64) {
        self.advanced.fetch_add(millis, Ordering::SeqCst);
        if let Some(still) = &self.still {
            still.wake(self.now().0);
        }
    }

    /// How many sleep.
    pub fn sleeping(&self) -> usize {
        self.still.as_ref().map_or(0, Still::count)
    }

    /// When the first sleeper wakes, and how often somebody has gone to sleep.
    pub fn sleepers(&self) -> (Option<i64>, u64) {
        self.still.as_ref().map_or((None, 0), Still::sleepers)
    }
}

#[async_trait::async_trait]
impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        let at = match self.stopped.load(Ordering::SeqCst) {
            0 => SystemClock.now().0,
            stopped => stopped,
        };
        Timestamp(at + self.advanced.load(Ordering::SeqCst))
    }

    async fn sleep(&self, millis: u64) {
        match &self.still {
            Some(still) => {
                let until = self.now().0 + i64::try_from(millis).unwrap();
                still.sleep(until).await;
            }
            None => SystemClock.sleep(millis).await,
        }
    }
}

/// A site with a sandbox of its own.
pub struct TestSite {
    pub site: Site,
    pub clock: Arc<TestClock>,
    pub folder: Folder,
}

pub fn config(folder: &Folder, pace: sandbox::Pace) -> Config {
    let any = SocketAddr::from(([127, 0, 0, 1], 0));
    Config {
        listen: LISTEN.parse().unwrap(),
        plain_http: false,
        public_url: None,
        allow_hosts: Vec::new(),
        database: DatabaseUrl::Sqlite(folder.0.join("onramp.db")),
        vault_key: KeyFile {
            path: folder.0.join("vault.key"),
            make: true,
        },
        webhook: None,
        ca_pem: None,
        providers: Providers::Sandbox {
            inside: Some(sandbox::Config {
                pureport: any,
                aws: any,
                pace,
                seed: 1,
                state_file: None,
            }),
            pureport_url: None,
            aws_url: None,
        },
    }
}

pub async fn site() -> TestSite {
    site_at(sandbox::Pace::Instant).await
}

pub async fn site_at(pace: sandbox::Pace) -> TestSite {
    site_with(pace, |_| {}).await
}

pub async fn site_with(pace: sandbox::Pace, change: impl FnOnce(&mut Config)) -> TestSite {
    let clock = Arc::new(TestClock::default());
    let (site, folder) = site_on(clock.clone(), pace, change).await;
    TestSite {
        site,
        clock,
        folder,
    }
}

/// A site whose time is `clock`'s.
pub async fn site_on(
    clock: Arc<dyn Clock>,
    pace: sandbox::Pace,
    change: impl FnOnce(&mut Config),
) -> (Site, Folder) {
    let _ = rustls::crypto::ring::default_provider().install_default();
    log();
    let folder = Folder::new();
    let mut config = config(&folder, pace);
    change(&mut config);
    let site = Site::build(&config, config.listen, clock).await.unwrap();
    (site, folder)
}

/// An answer, read to its end.
pub struct Answer {
    pub status: StatusCode,
    pub headers: http::HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    pub fn location(&self) -> &str {
        self.header("location")
    }
}

/// Keeps cookies and says what browsers say.
pub struct Browser {
    pub router: axum::Router,
    pub cookies: BTreeMap<String, String>,
    /// Everything that was answered, heads and bodies.
    pub seen: String,
}

impl TestSite {
    /// After a change behind the server's back: pages may show what was so two seconds ago.
    pub fn let_answers_age(&self) {
        self.clock.advance_seconds(2);
    }

    pub fn browser(&self) -> Browser {
        Browser {
            router: self.site.router.clone(),
            cookies: BTreeMap::new(),
            seen: String::new(),
        }
    }

    pub async fn signed_in(&self) -> Browser {
        let mut browser = self.browser();
        let answer = browser
            .post("/api/sign_in", &[("key", "sandbox"), ("secret", "sandbox")])
            .await;
        assert_eq!(
            (answer.status, answer.location()),
            (StatusCode::SEE_OTHER, "/networks"),
            "{}",
            answer.body
        );
        browser
    }
}

impl Browser {
    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(self.request("GET", path).body(Body::empty()).unwrap())
            .await
    }

    pub async fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Answer {
        let pairs: Vec<String> = form
            .iter()
            .map(|(name, value)| format!("{}={}", escape(name), escape(value)))
            .collect();
        let body = pairs.join("&");
        let request = self
            .request("POST", path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::CONTENT_LENGTH, body.len())
            .body(Body::from(body))
            .unwrap();
        self.send(request).await
    }

    pub fn request(&self, method: &str, path: &str) -> Builder {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let builder = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, LISTEN)
            .header(header::ACCEPT, "text/html")
            .header("sec-fetch-site", "same-origin");
        if cookies.is_empty() {
            builder
        } else {
            builder.header(header::COOKIE, cookies.join("; "))
        }
    }

    pub async fn send(&mut self, request: Request<Body>) -> Answer {
        let answer = read(self.router.clone().oneshot(request).await.unwrap()).await;
        for set in answer.headers.get_all(header::SET_COOKIE) {
            let (name, rest) = set.to_str().unwrap().split_once('=').unwrap();
            match rest.split(';').next().unwrap() {
                "" => self.cookies.remove(name),
                value => self.cookies.insert(name.to_owned(), value.to_owned()),
            };
        }
        let _ = writeln!(
            self.seen,
            "{:?}
{}",
            answer.headers, answer.body
        );
        answer
    }
}

pub async fn read(response: Response<Body>) -> Answer {
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.unwrap().to_bytes();
    Answer {
        status: parts.status,
        headers: parts.headers,
        body: String::from_utf8_lossy(&bytes).into_owned(),
    }
}

pub fn escape(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    text.bytes()
        .map(|b| {
            if plain(b) {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect()
}

/// Everything that was logged by this process, at trace.
pub fn logged() -> String {
    logged_since(0)
}

/// The same, from what [`log_length`] was before.
pub fn logged_since(length: usize) -> String {
    let log = log().lock().unwrap_or_else(PoisonError::into_inner);
    String::from_utf8_lossy(&log[length..]).into_owned()
}

pub fn log_length() -> usize {
    log().lock().unwrap_or_else(PoisonError::into_inner).len()
}

type Log = Arc<Mutex<Vec<u8>>>;

fn log() -> &'static Log {
    static LOG: OnceLock<Log> = OnceLock::new();
    LOG.get_or_init(|| {
        let log = Log::default();
        let writer = Writer(log.clone());
        let layer = tracing_subscriber::fmt::layer()
            .with_ansi(false)
            .with_writer(move || writer.clone());
        let filter = server::logging::filter(LevelFilter::TRACE);
        let _ = tracing_subscriber::registry()
            .with(filter)
            .with(layer)
            .try_init();
        log
    })
}

#[derive(Clone)]
struct Writer(Log);

impl io::Write for Writer {
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

/// Waits until `done`, at most ten seconds.
pub async fn until(what: &str, mut done: impl AsyncFnMut() -> bool) {
    for _ in 0..1000 {
        if done().await {
            return;
        }
        SystemClock.sleep(10).await;
    }
    panic!("never: {what}");
}
