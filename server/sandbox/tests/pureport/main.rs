//! Pureport's half of the sandbox, over its router.

mod access;
mod bgp;
mod catalogue;
mod interfaces;
mod lifecycle;
mod nat;
mod networks;
mod orders;
mod shapes;
mod support;
mod updates;
mod view;
