//! One file of the site: named by its content, with compressed twins.

use std::{io::Write, path::Path};

use files::Outcome;
use flate2::{Compression, write::GzEncoder};

use crate::Finish;

/// A file before it has its name.
pub struct Asset {
    pub stem: &'static str,
    pub extension: &'static str,
    pub content: Vec<u8>,
}

impl Asset {
    /// `stem.<16 hex digits of SHA-256>.extension`: another content is another address, so browsers
    /// may keep it for ever.
    pub fn name(&self) -> String {
        let print = files::fingerprint([&self.content]);
        let short: String = print.chars().take(16).collect();
        format!("{}.{short}.{}", self.stem, self.extension)
    }

    /// The asset's own name and its twins'.
    pub fn stored_names(name: &str) -> [String; 3] {
        [name.to_owned(), format!("{name}.br"), format!("{name}.gz")]
    }

    /// Writes the asset and its twins; gives its name.
    pub fn store(&self, folder: &Path, finish: Finish) -> Outcome<String> {
        let name = self.name();
        let brotli = brotli(&self.content, finish)?;
        println!(
            "    {name:<36} {:>8} with brotli {:>8}",
            kilobytes(self.content.len()),
            kilobytes(brotli.len())
        );
        for (name, content) in Self::stored_names(&name).iter().zip([
            &self.content,
            &brotli,
            &gzip(&self.content, finish)?,
        ]) {
            files::write(&folder.join(name), content)?;
        }
        Ok(name)
    }
}

fn kilobytes(bytes: usize) -> String {
    format!("{}.{} kB", bytes / 1000, bytes % 1000 / 100)
}

fn brotli(content: &[u8], finish: Finish) -> Outcome<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: if finish == Finish::Small { 11 } else { 2 },
        lgwin: 22,
        size_hint: content.len(),
        ..Default::default()
    };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &*content, &mut out, &parameters)?;
    Ok(out)
}

fn gzip(content: &[u8], finish: Finish) -> Outcome<Vec<u8>> {
    let level = if finish == Finish::Small {
        Compression::best()
    } else {
        Compression::fast()
    };
    let mut encoder = GzEncoder::new(Vec::new(), level);
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asset(content: &str) -> Asset {
        Asset {
            stem: "main",
            extension: "css",
            content: content.into(),
        }
    }

    #[test]
    fn the_name_follows_the_content() {
        assert_eq!(asset("a").name(), asset("a").name());
        assert_ne!(asset("a").name(), asset("b").name());
        assert_eq!(asset("a").name().len(), "main.0123456789abcdef.css".len());
    }

    #[test]
    fn the_twins_hold_the_same_content() -> Outcome {
        let content = "colour ".repeat(500).into_bytes();
        let mut from_brotli = Vec::new();
        brotli::BrotliDecompress(
            &mut brotli(&content, Finish::Small)?.as_slice(),
            &mut from_brotli,
        )?;
        let mut from_gzip = Vec::new();
        std::io::copy(
            &mut flate2::read::GzDecoder::new(gzip(&content, Finish::Small)?.as_slice()),
            &mut from_gzip,
        )?;
        assert_eq!((&from_brotli, &from_gzip), (&content, &content));
        Ok(())
    }
}
