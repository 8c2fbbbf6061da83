//! What breaks on command: the fault plan, the world's faults, the control interface; and what is
//! sent that no client should send.

mod answers;
mod bad_input;
mod journey;
mod lasting;
mod plans;
mod raw;
mod requests;
mod sockets;
#[path = "../aws/support.rs"]
#[expect(dead_code, reason = "the faults need a part of it")]
mod support;
mod twice;
mod world;
