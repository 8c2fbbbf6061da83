//! Pureport's half of the sandbox, over its router.

mod access;
mod accounts;
mod api_keys;
mod audit;
mod bgp;
mod billing;
mod catalogue;
mod document;
mod gateways;
mod interfaces;
mod lifecycle;
mod nat;
mod networks;
mod options;
mod orders;
mod people;
mod public;
mod roles;
mod shapes;
mod support;
mod tasks;
mod updates;
mod usage;
mod view;
mod walk;
