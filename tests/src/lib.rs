//! What the suites share: an embedded sandbox with both adapters on it, the demo keys, a clock
//! that tests can turn, peers that misbehave, TLS in front of an address, and the whole flow.

pub mod clock;
pub mod flow;
pub mod keys;
pub mod orders;
pub mod peer;
pub mod tls;
pub mod world;

pub use flow::Flow;
pub use world::World;
