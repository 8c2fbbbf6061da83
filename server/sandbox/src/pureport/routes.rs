//! The operations of the API, at the root of its origin, with the specification's paths and names.
//!
//! [`table`] is the one place where an operation is added: one line in a list here, and its words in
//! `openapi/…json` under the operation's name (`openapi.rs` says how). A test compares the two.

mod table;

use axum::{
    Router,
    extract::{Request, State},
    routing::{MethodFilter, MethodRouter},
};

pub(super) use self::table::table;
use super::{
    call::Handler,
    error::code,
    exchange::{answer, nothing_here},
};
use crate::world::Shared;

/// The methods of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    Get,
    Post,
    Put,
    Delete,
}

impl Method {
    /// For example `GET`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }

    /// Whether a body says anything. A client sends a literal `null` with the others.
    pub fn has_body(self) -> bool {
        matches!(self, Self::Post | Self::Put)
    }

    fn filter(self) -> MethodFilter {
        match self {
            Self::Get => MethodFilter::GET,
            Self::Post => MethodFilter::POST,
            Self::Put => MethodFilter::PUT,
            Self::Delete => MethodFilter::DELETE,
        }
    }
}

/// One operation.
#[derive(Clone, Copy)]
pub(super) struct Route {
    pub method: Method,
    /// With the specification's names, for example `/networks/{networkId}`.
    pub path: &'static str,
    /// The specification's `operationId`.
    pub operation: &'static str,
    pub handler: Handler,
}

/// Pureport's API. Unknown paths and methods are answered in JSON too.
pub fn router(shared: Shared) -> Router {
    let routes = table().fold(Router::new(), |router, route| {
        router.route(route.path, on(route))
    });
    routes
        .fallback(async |State(shared): State<Shared>| {
            nothing_here(&shared, code::NOT_FOUND, "There is nothing at this path")
        })
        .method_not_allowed_fallback(async |State(shared): State<Shared>| {
            nothing_here(
                &shared,
                code::METHOD_NOT_ALLOWED,
                "This path does not take this method",
            )
        })
        .with_state(shared)
}

fn on(route: &'static Route) -> MethodRouter<Shared> {
    let run = move |State(shared): State<Shared>, request: Request| answer(shared, route, request);
    MethodRouter::new().on(route.method.filter(), run)
}
