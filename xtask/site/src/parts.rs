//! The parts of the site, each made anew only when what it is made from has changed.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use files::Outcome;
use serde_json::{Value, json};

use crate::{Finish, asset::Asset};

const MANIFEST: &str = "manifest.json";

/// A site under construction.
pub struct Parts {
    pub finish: Finish,
    folder: PathBuf,
    /// What the finish and this program make of the same inputs.
    maker: String,
    before: Value,
    made: BTreeMap<String, Value>,
    manifest: BTreeMap<&'static str, String>,
}

impl Parts {
    /// Opens the site with the record of its last making.
    pub fn open(folder: &Path, finish: Finish) -> Outcome<Self> {
        let program = std::env::current_exe()?.metadata()?;
        let age = program
            .modified()?
            .duration_since(std::time::UNIX_EPOCH)?
            .as_nanos();
        let maker = format!("{age} {} {}", program.len(), finish == Finish::Small);
        let record = files::text(&folder.join("record.json")).unwrap_or_default();
        Ok(Self {
            finish,
            folder: folder.to_owned(),
            maker,
            before: serde_json::from_str(&record).unwrap_or_default(),
            made: BTreeMap::new(),
            manifest: BTreeMap::new(),
        })
    }

    /// Adds a part: `input` is the fingerprint of all that it is made from, `keys` are its names in
    /// the manifest, in the order of the assets that `make` gives.
    pub fn add<const N: usize>(
        &mut self,
        keys: [&'static str; N],
        input: &str,
        make: impl FnOnce() -> Outcome<[Asset; N]>,
    ) -> Outcome {
        let part = keys.join("+");
        let input = files::fingerprint([input, self.maker.as_str()]);
        let names = if let Some(names) = self.kept(&part, &input) {
            names
        } else {
            let pkg = self.folder.join("pkg");
            let assets = make()?;
            let stored = assets.iter().map(|asset| asset.store(&pkg, self.finish));
            stored.collect::<Outcome<_>>()?
        };
        self.made
            .insert(part, json!({ "input": input, "files": &names }));
        self.manifest.extend(keys.into_iter().zip(names));
        Ok(())
    }

    /// The part's files, if they were made from the same input and are all still there.
    fn kept(&self, part: &str, input: &str) -> Option<Vec<String>> {
        let record = self.before.get(part)?;
        if record.get("input")?.as_str()? != input {
            return None;
        }
        let names: Vec<String> = record
            .get("files")?
            .as_array()?
            .iter()
            .filter_map(|name| name.as_str().map(str::to_owned))
            .collect();
        let there = |name: &String| {
            Asset::stored_names(name)
                .iter()
                .all(|n| self.folder.join("pkg").join(n).is_file())
        };
        names.iter().all(there).then_some(names)
    }

    /// Writes the manifest and takes away files of earlier makings.
    pub fn close(self) -> Outcome {
        let manifest = serde_json::to_string_pretty(&self.manifest)?;
        let place = self.folder.join("pkg").join(MANIFEST);
        files::write(&place, manifest)?;
        files::write(
            &self.folder.join("record.json"),
            serde_json::to_string_pretty(&self.made)?,
        )?;
        // While watching, an open page may still ask for the file before this one.
        if self.finish == Finish::Small {
            self.sweep()?;
        }
        Ok(())
    }

    fn sweep(&self) -> Outcome {
        let assets = self
            .manifest
            .values()
            .flat_map(|name| Asset::stored_names(name));
        let wanted: Vec<String> = assets.chain([MANIFEST.to_owned()]).collect();
        for file in files::below(&self.folder.join("pkg"))? {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            if !wanted.iter().any(|w| *w == name) {
                fs::remove_file(&file)?;
            }
        }
        Ok(())
    }
}
