//! The start script, as it is written; while watching, with the few lines that reload the page.

use std::path::Path;

use files::Outcome;

use crate::{Finish, asset::Asset, parts::Parts};

const RELOAD: &str = include_str!("reload.js");

pub fn make(script: &Path, parts: &mut Parts) -> Outcome {
    let mut content = files::read(script)?;
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
