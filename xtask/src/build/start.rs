//! The start script, as it is written; while watching, with the few lines that reload the page.

use super::{Finish, asset::Asset, parts::Parts};
use crate::{Outcome, config::Config, files};

const RELOAD: &str = include_str!("reload.js");

pub fn make(config: &Config, parts: &mut Parts) -> Outcome {
    let mut content = files::read(&config.root.join("app/src/start.js"))?;
    if parts.finish == Finish::Quick {
        content.extend_from_slice(RELOAD.as_bytes());
    }
    let input = files::fingerprint([&content]);
    parts.add(["start"], &input, || {
        Ok([Asset {
            stem: "start",
            extension: "js",
            content,
        }])
    })
}
