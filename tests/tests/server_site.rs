//! The whole server, without a browser: its router with the embedded sandbox behind it.

#[path = "server_site/still.rs"]
mod still;
#[path = "server_site/support.rs"]
mod support;

#[path = "server_site/boundaries.rs"]
mod boundaries;
#[path = "server_site/canary.rs"]
mod canary;
#[path = "server_site/command_line.rs"]
mod command_line;
#[path = "server_site/cross_origin.rs"]
mod cross_origin;
#[path = "server_site/doctor.rs"]
mod doctor;
#[path = "server_site/drift.rs"]
mod drift;
#[path = "server_site/events.rs"]
mod events;
#[path = "server_site/fault_seeds.rs"]
mod fault_seeds;
#[path = "server_site/faults.rs"]
mod faults;
#[path = "server_site/headers.rs"]
mod headers;
#[path = "server_site/ids.rs"]
mod ids;
#[path = "server_site/limits.rs"]
mod limits;
#[path = "server_site/listener.rs"]
mod listener;
#[path = "server_site/measured.rs"]
mod measured;
#[path = "server_site/outcomes.rs"]
mod outcomes;
#[path = "server_site/postgres.rs"]
mod postgres;
#[path = "server_site/preflight.rs"]
mod preflight;
#[path = "server_site/proof.rs"]
mod proof;
#[path = "server_site/runs.rs"]
mod runs;
#[path = "server_site/sessions.rs"]
mod sessions;
#[path = "server_site/sign_in.rs"]
mod sign_in;
#[path = "server_site/store_faults.rs"]
mod store_faults;
#[path = "server_site/store_suite.rs"]
mod store_suite;
#[path = "server_site/stores.rs"]
mod stores;
#[path = "server_site/takeover.rs"]
mod takeover;
#[path = "server_site/teardown.rs"]
mod teardown;
#[path = "server_site/upstream.rs"]
mod upstream;
#[path = "server_site/vault.rs"]
mod vault;
#[path = "server_site/virtual_clock.rs"]
mod virtual_clock;
#[path = "server_site/webhook.rs"]
mod webhook;
#[path = "server_site/whole_run.rs"]
mod whole_run;
#[path = "server_site/wizard.rs"]
mod wizard;
