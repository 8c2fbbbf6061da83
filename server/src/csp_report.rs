//! `/csp-report`: what browsers refused to do on our pages. One line each.

use axum::{body::Bytes, http::StatusCode};
use serde_json::Value;

use crate::logging::harmless;

/// Logs the directive and what was blocked, without queries; answers nothing.
pub async fn csp_report(body: Bytes) -> StatusCode {
    let report: Value = serde_json::from_slice(&body).unwrap_or_default();
    let fields = report
        .get("csp-report")
        .or_else(|| report.pointer("/0/body"))
        .unwrap_or(&report);
    let field = |names: [&str; 2]| {
        let text = names
            .iter()
            .find_map(|name| fields.get(name)?.as_str())
            .unwrap_or("unknown");
        harmless(text.split(['?', '#']).next().unwrap_or_default())
    };
    tracing::warn!(
        directive = field(["effective-directive", "effectiveDirective"]),
        blocked = field(["blocked-uri", "blockedURL"]),
        page = field(["document-uri", "documentURL"]),
        "a browser reported a breach of the content security policy"
    );
    StatusCode::NO_CONTENT
}
