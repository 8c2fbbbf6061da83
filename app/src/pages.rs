//! One page a file.

pub mod activity;
pub mod aws_sign_in;
pub mod connection;
pub mod connections;
pub mod delete;
pub mod edit;
pub mod grants;
pub mod health;
pub mod help;
pub mod network;
pub mod networks;
pub mod new_network;
pub mod onboarding;
pub mod problem;
pub mod run;
pub mod session;
pub mod sign_in;
pub mod start;
pub mod take_over;
pub mod teardown;
