//! The one style sheet: `style/main.css` with all that it imports, minified.

use std::{fmt::Display, path::Path};

use files::Outcome;
use lightningcss::{
    bundler::{Bundler, FileProvider},
    error::Error,
    stylesheet::{MinifyOptions, ParserOptions, PrinterOptions},
};

use crate::{asset::Asset, parts::Parts};

pub fn make(folder: &Path, parts: &mut Parts) -> Outcome {
    let input = files::fingerprint_of(&files::below(folder)?)?;
    parts.add(["css"], &input, || {
        let content = bundle(&folder.join("main.css"))?.into_bytes();
        Ok([Asset {
            stem: "main",
            extension: "css",
            content,
        }])
    })
}

fn bundle(entry: &Path) -> Outcome<String> {
    let provider = FileProvider::new();
    let mut bundler = Bundler::new(&provider, None, ParserOptions::default());
    let mut sheet = bundler.bundle(entry).map_err(located)?;
    sheet.minify(MinifyOptions::default()).map_err(located)?;
    let printer = PrinterOptions {
        minify: true,
        ..PrinterOptions::default()
    };
    Ok(sheet.to_css(printer).map_err(located)?.code)
}

/// `style/base.css:12:7: what is wrong`, counting lines from one as editors do.
fn located<T: Display>(error: Error<T>) -> String {
    let Some(at) = error.loc else {
        return format!("style: {}", error.kind);
    };
    format!(
        "{}:{}:{}: {}",
        at.filename,
        at.line + 1,
        at.column,
        error.kind
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_become_one_sheet_and_mistakes_are_named() -> Outcome {
        let folder = std::env::temp_dir().join(format!("onramp-style-{}", std::process::id()));
        files::write(
            &folder.join("main.css"),
            "@import './base.css';\nmain { color: #ff0000 }",
        )?;
        files::write(&folder.join("base.css"), "body {\n  margin: 0px;\n}")?;
        assert_eq!(
            bundle(&folder.join("main.css"))?,
            "body{margin:0}main{color:red}"
        );
        files::write(&folder.join("base.css"), "body {{")?;
        let failure = bundle(&folder.join("main.css"))
            .err()
            .map(|e| e.to_string())
            .unwrap_or_default();
        assert!(failure.contains("base.css:1"), "{failure}");
        Ok(std::fs::remove_dir_all(folder)?)
    }
}
