//! The sandbox's core and its AWS half, driven over HTTP with true signatures.

mod connections;
mod control;
mod gateways;
mod private_flow;
mod proposals;
mod signatures;
mod support;
