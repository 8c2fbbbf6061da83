//! Structured log lines on standard error. Our own crates speak at the level of `RUST_LOG` (one
//! word, `info` by default); what others write below a warning is dropped, because at trace some
//! of them print requests with their credentials.

use std::io;

use tracing::{Level, Subscriber, level_filters::LevelFilter};
use tracing_subscriber::{
    filter::Targets, fmt, layer::SubscriberExt, registry::LookupSpan, util::SubscriberInitExt,
};

use crate::cli::LogFormat;

/// Our own crates, as targets.
const OURS: [&str; 7] = [
    "onramp", "server", "app", "domain", "pureport", "aws", "sandbox",
];

/// What passes at `level`.
pub fn filter(level: LevelFilter) -> Targets {
    let ours = OURS.map(|name| (format!("{name}::"), level));
    // A crate's root module has the bare name; a prefix match would also take in `aws_sigv4`.
    let roots = OURS.map(|name| (name.to_owned(), level));
    let others =
        ["aws_", "app_", "server_", "domain_"].map(|name| (name.to_owned(), LevelFilter::WARN));
    Targets::new()
        .with_default(LevelFilter::WARN)
        // An old cookie after a restart is no suspicious activity.
        .with_target("tower_sessions", Level::ERROR)
        .with_target("tower_sessions_core", Level::ERROR)
        .with_targets(roots)
        .with_targets(ours)
        .with_targets(others)
}

fn level() -> LevelFilter {
    // An empty word would parse as `error`.
    let word = std::env::var("RUST_LOG")
        .ok()
        .filter(|word| !word.is_empty());
    word.and_then(|word| word.parse().ok())
        .unwrap_or(LevelFilter::INFO)
}

/// Installs the process's subscriber.
pub fn init(format: LogFormat) -> io::Result<()> {
    let registry = tracing_subscriber::registry().with(filter(level()));
    match format {
        LogFormat::Text => registry.with(text(io::stderr)).try_init(),
        LogFormat::Json => registry
            .with(
                fmt::layer()
                    .json()
                    .flatten_event(true)
                    .with_writer(io::stderr),
            )
            .try_init(),
    }
    .map_err(io::Error::other)
}

/// The text form, also for tests that read what was logged.
pub fn text<S, W>(writer: W) -> impl tracing_subscriber::Layer<S>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    W: for<'w> fmt::MakeWriter<'w> + Send + Sync + 'static,
{
    use io::IsTerminal;
    fmt::layer()
        .with_ansi(io::stderr().is_terminal())
        .with_writer(writer)
}

/// Text from outside as one harmless line: no control characters, no direction marks, at most
/// 200 characters.
pub fn harmless(text: &str) -> String {
    let shown = text
        .chars()
        .take(200)
        .map(|c| if is_harmless(c) { c } else { '\u{fffd}' });
    shown.collect()
}

fn is_harmless(c: char) -> bool {
    !c.is_control()
        && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_and_escapes_cannot_forge_a_line() {
        assert_eq!(
            harmless("a\r\nINFO forged \u{1b}[31mred"),
            "a\u{fffd}\u{fffd}INFO forged \u{fffd}[31mred"
        );
        assert_eq!(harmless(&"x".repeat(500)).len(), 200);
    }

    #[test]
    fn what_other_crates_say_at_trace_is_dropped() {
        let filter = filter(LevelFilter::TRACE);
        for target in [
            "aws_sigv4::http_request",
            "hyper::proto",
            "reqwest",
            "tower_sessions_core::session",
            "sqlx::query",
        ] {
            assert!(!filter.would_enable(target, &Level::TRACE), "{target}");
            assert!(!filter.would_enable(target, &Level::INFO), "{target}");
        }
        for target in ["server::guard", "aws::client", "pureport", "sandbox::serve"] {
            assert!(filter.would_enable(target, &Level::TRACE), "{target}");
        }
    }
}
