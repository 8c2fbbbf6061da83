//! What the rules need from outside: the partner ([`Fabric`]), AWS ([`Cloud`]), time ([`Clock`])
//! and the server's own stores. All are object-safe, because server functions can't be generic,
//! and credentials are an argument of each call, so that one pooled client serves every user.

mod clock;
mod cloud;
mod error;
mod evidence;
mod fabric;
mod store;

pub use clock::{Clock, Timestamp};
pub use cloud::*;
pub use error::PortError;
pub use evidence::*;
pub use fabric::*;
pub use store::*;
