//! What is remembered of a proof: one line in `target/prove/<name>`.

use std::path::PathBuf;

use crate::{
    Outcome,
    command::{answer, program},
    config::Config,
};

/// The state of the sources that a proof was seen on.
pub struct Commit {
    /// The short id, with `+` if files differ from it.
    pub id: String,
}

impl Commit {
    /// The commit checked out now.
    pub fn current(config: &Config) -> Outcome<Self> {
        let id = answer(program(config, "git", &["rev-parse", "--short=12", "HEAD"]))?;
        let changes = answer(program(config, "git", &["status", "--porcelain"]))?;
        Ok(Self {
            id: if changes.is_empty() {
                id
            } else {
                format!("{id}+")
            },
        })
    }

    /// Files that differ from the commit may differ again: nothing is remembered of them.
    fn is_exact(&self) -> bool {
        !self.id.ends_with('+')
    }
}

/// One proof's line: `<commit> <passed|failed> <what was seen>`.
pub struct Record;

impl Record {
    fn place(config: &Config, name: &str) -> PathBuf {
        config.root.join("target/prove").join(name)
    }

    /// What was seen, if the proof passed at exactly this commit.
    pub fn passed_at(config: &Config, name: &str, commit: &Commit) -> Option<String> {
        let line = files::text(&Self::place(config, name))?;
        passed(&line, commit)
    }

    pub fn write(
        config: &Config,
        name: &str,
        commit: &Commit,
        outcome: &Outcome<String>,
    ) -> Outcome {
        let (verdict, seen) = match outcome {
            Ok(seen) => ("passed", seen.clone()),
            Err(failure) => ("failed", failure.to_string()),
        };
        let seen = seen.replace(['\n', '\r'], " ");
        files::write(
            &Self::place(config, name),
            format!("{} {verdict} {seen}\n", commit.id),
        )
    }

    /// The line as it stands.
    pub fn shown(config: &Config, name: &str) -> String {
        files::text(&Self::place(config, name))
            .map_or_else(|| "not seen yet".to_owned(), |line| line.trim().to_owned())
    }
}

fn passed(line: &str, commit: &Commit) -> Option<String> {
    let rest = line
        .trim()
        .strip_prefix(&commit.id)?
        .strip_prefix(" passed ")?;
    commit.is_exact().then(|| rest.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proof_is_remembered_for_its_own_commit_only() {
        let commit = |id: &str| Commit { id: id.to_owned() };
        assert_eq!(
            passed("abc passed 62 kB\n", &commit("abc")).as_deref(),
            Some("62 kB")
        );
        assert_eq!(passed("abc passed 62 kB", &commit("def")), None);
        assert_eq!(passed("abc failed 162 kB", &commit("abc")), None);
    }

    #[test]
    fn nothing_is_remembered_of_changed_files() {
        assert_eq!(
            passed(
                "abc+ passed 62 kB",
                &Commit {
                    id: "abc+".to_owned()
                }
            ),
            None
        );
    }
}
