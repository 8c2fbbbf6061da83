//! Listeners and shutdown.

use std::{any::Any, io, net::SocketAddr, path::PathBuf, time::Duration};

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::{Response, StatusCode, header},
};
use serde_json::{Map, Value, json};
use tokio::{net::TcpListener, sync::watch, task::JoinHandle};
use tower_http::catch_panic::CatchPanicLayer;

use crate::{
    aws,
    control::{self, ClockChange, LogEntry, Refused, Reset},
    faults::{self, Plan},
    pace::Pace,
    pureport, store,
    wire::{Cut, Wires},
    world::{Shared, World},
};

/// The largest request body that either port reads, in bytes.
pub const BODY_LIMIT: usize = 64 * 1024;

/// How long `stop` waits for requests in flight.
const DRAIN: Duration = Duration::from_secs(2);

/// Where the sandbox listens and how it behaves.
#[derive(Debug, Clone)]
pub struct Config {
    /// Pureport's API; port 0 picks a free one.
    pub pureport: SocketAddr,
    /// Every AWS service; port 0 picks a free one.
    pub aws: SocketAddr,
    pub pace: Pace,
    pub seed: u64,
    /// The world is kept here over restarts when given.
    pub state_file: Option<PathBuf>,
}

/// A running sandbox. Dropping it stops the listeners at once; [`Sandbox::stop`] lets requests end
/// and keeps the world.
#[derive(Debug)]
pub struct Sandbox {
    /// For example `http://127.0.0.1:4010`.
    pub pureport_url: String,
    /// For example `http://127.0.0.1:4011`.
    pub aws_url: String,
    shared: Shared,
    state_file: Option<PathBuf>,
    shutdown: watch::Sender<bool>,
    listeners: Vec<JoinHandle<()>>,
    keeper: Option<JoinHandle<()>>,
}

/// Starts both listeners. Fails when an address can't be bound; the error names which.
pub async fn start(config: Config) -> io::Result<Sandbox> {
    let pureport = bind("Pureport", config.pureport).await?;
    let aws = bind("AWS", config.aws).await?;
    let world = config
        .state_file
        .as_deref()
        .and_then(|path| store::load(path, config.pace))
        .unwrap_or_else(|| World::new(config.seed, config.pace));
    let shared = Shared::new(world);
    let (shutdown, stopping) = watch::channel(false);
    let control = control::router(shared.clone());
    let pureport_router = guarded(
        pureport::router(shared.clone()).merge(control.clone()),
        pureport_panic,
    );
    let aws_router = guarded(aws::router(shared.clone()).merge(control), aws_panic);
    Ok(Sandbox {
        pureport_url: url(&pureport)?,
        aws_url: url(&aws)?,
        listeners: vec![
            listen(pureport, pureport_router, stopping.clone()),
            listen(aws, aws_router, stopping),
        ],
        keeper: config
            .state_file
            .clone()
            .map(|path| tokio::spawn(store::keep(shared.clone(), path))),
        shared,
        state_file: config.state_file,
        shutdown,
    })
}

async fn bind(name: &str, address: SocketAddr) -> io::Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|error| {
        io::Error::new(
            error.kind(),
            format!("the sandbox's {name} port can't listen on {address}: {error}"),
        )
    })
}

fn url(listener: &TcpListener) -> io::Result<String> {
    Ok(format!("http://{}", listener.local_addr()?))
}

fn listen(
    listener: TcpListener,
    router: Router,
    mut stopping: watch::Receiver<bool>,
) -> JoinHandle<()> {
    tokio::spawn(async move {
        let stopped = async move {
            // An error means that the handle is gone, which is a reason to stop as well.
            let _ = stopping.wait_for(|stop| *stop).await;
        };
        let service = router.into_make_service_with_connect_info::<Cut>();
        if let Err(error) = axum::serve(Wires(listener), service)
            .with_graceful_shutdown(stopped)
            .await
        {
            tracing::error!(%error, "a sandbox listener ended");
        }
    })
}

type PanicAnswer = fn(Box<dyn Any + Send>) -> Response<axum::body::Body>;

fn guarded(router: Router, panic: PanicAnswer) -> Router {
    router
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(CatchPanicLayer::custom(panic))
}

fn pureport_panic(_: Box<dyn Any + Send>) -> Response<axum::body::Body> {
    internal_error(
        json!({"status": 500, "code": "INTERNAL_SERVER_ERROR", "message": "Internal server error"}),
    )
}

fn aws_panic(_: Box<dyn Any + Send>) -> Response<axum::body::Body> {
    internal_error(
        json!({"__type": "InternalFailure", "message": "The request processing has failed."}),
    )
}

fn internal_error(body: Value) -> Response<axum::body::Body> {
    let mut response = Response::new(axum::body::Body::from(body.to_string()));
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        header::HeaderValue::from_static("application/json"),
    );
    response
}

impl Sandbox {
    /// Lets requests in flight end (2 s at most), stops listening and keeps the world.
    pub async fn stop(mut self) {
        let _ = self.shutdown.send(true);
        for mut listener in self.listeners.drain(..) {
            if tokio::time::timeout(DRAIN, &mut listener).await.is_err() {
                listener.abort();
            }
        }
        if let Some(keeper) = self.keeper.take() {
            keeper.abort();
            // It may be writing just now.
            let _ = keeper.await;
        }
        if let Some(path) = &self.state_file {
            store::save(&self.shared, path);
        }
    }

    /// Everything that exists, as `GET /_sandbox/world` answers it.
    pub fn world(&self) -> Value {
        control::world(&self.shared.read())
    }

    /// Back to a seeded world, as `POST /_sandbox/reset`.
    pub fn reset(&self, reset: &Reset) -> Result<Value, Refused> {
        control::reset(&mut self.shared.lock(), reset)
    }

    /// Moves or stops the sandbox's time, as `POST /_sandbox/clock`.
    pub fn clock(&self, change: &ClockChange) -> Result<Value, Refused> {
        control::clock(&mut self.shared.lock(), change)
    }

    /// Changes one thing behind everyone's back, as `PATCH /_sandbox/world`.
    pub fn patch(&self, id: &str, set: &Map<String, Value>) -> Result<(), Refused> {
        control::patch(&mut self.shared.lock(), id, set)
    }

    /// Replaces the fault plan, as `PUT /_sandbox/faults`; answers what [`Sandbox::faults`] does.
    pub fn put_faults(&self, plan: &Plan) -> Result<Value, Refused> {
        faults::put(&mut self.shared.lock(), plan)
    }

    /// What is left of the fault plan, as `GET /_sandbox/faults`.
    pub fn faults(&self) -> Value {
        faults::left(&self.shared.lock())
    }

    /// The requests with a number above `since`, as `GET /_sandbox/requests`.
    pub fn requests(&self, since: u64) -> Vec<LogEntry> {
        self.shared.read().log.since(since)
    }

    /// The shared world itself, for tests inside the process.
    pub fn shared(&self) -> &Shared {
        &self.shared
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        for task in self.listeners.iter().chain(&self.keeper) {
            task.abort();
        }
    }
}
