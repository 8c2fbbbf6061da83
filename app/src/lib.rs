//! Onramp's pages and what moves in them: rendered on the server (`ssr`), brought to life in the
//! browser (`hydrate`).

#[cfg(feature = "ssr")]
pub mod components;
pub mod islands;
