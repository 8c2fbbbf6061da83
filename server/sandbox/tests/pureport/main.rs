//! Pureport's half of the sandbox, over its router.

mod access;
mod bgp;
mod catalogue;
mod document;
mod gateways;
mod interfaces;
mod lifecycle;
mod nat;
mod networks;
mod orders;
mod shapes;
mod support;
mod tasks;
mod updates;
mod view;
