//! Every scenario and the seeded world, seen through the providers' own APIs.

mod gateways;
mod legs;
mod look;
mod orders;
mod path;
mod quotas;
mod routes;
mod seeded;
mod sessions;
#[expect(dead_code, reason = "the tests of the AWS half use more of it")]
#[path = "../aws/support.rs"]
mod support;
mod table;
mod xml;
