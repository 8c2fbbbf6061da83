//! The walls between the crates, read from `cargo tree`: what each must never depend on.

use crate::{
    Outcome,
    command::{answer, cargo},
    config::{Config, WASM},
};

/// A crate and the names, or beginnings of names with `*`, that its tree must not hold.
struct Wall {
    of: &'static [&'static str],
    never: &'static [&'static str],
}

const WALLS: [Wall; 6] = [
    Wall {
        of: &["-p", "domain"],
        never: &[
            "leptos*", "tokio*", "axum*", "reqwest", "aws*", "app", "sandbox", "pureport", "server",
        ],
    },
    Wall {
        of: &["-p", "app", "--no-default-features", "--features", "ssr"],
        never: &["reqwest", "aws*", "sandbox", "pureport", "server"],
    },
    Wall {
        of: &["-p", "frontend", "--target", WASM],
        never: &[
            "reqwest", "aws*", "axum*", "tokio", "hyper", "sqlx*", "domain", "sandbox", "pureport",
            "server",
        ],
    },
    Wall {
        of: &["-p", "pureport"],
        never: &["leptos*", "axum*", "aws*", "app", "sandbox", "server"],
    },
    Wall {
        of: &["-p", "aws"],
        never: &["leptos*", "axum*", "app", "sandbox", "pureport", "server"],
    },
    // A mistake that it shared with the adapters would cancel out.
    Wall {
        of: &["-p", "sandbox"],
        never: &[
            "domain", "app", "pureport", "aws", "aws-*", "server", "frontend", "tests",
        ],
    },
];

/// Fails with every breach found.
pub fn check(config: &Config) -> Outcome<String> {
    let mut breaches = Vec::new();
    for wall in &WALLS {
        let mut arguments = vec![
            "tree",
            "--locked",
            "--edges",
            "normal,build,no-proc-macro",
            "--prefix",
            "none",
            "--format",
            "{p}",
        ];
        arguments.extend(wall.of);
        let tree = answer(cargo(config, &arguments))?;
        breaches.extend(broken(wall, &tree)?);
    }
    if breaches.is_empty() {
        Ok(format!("{} walls stand", WALLS.len()))
    } else {
        Err(breaches.join("; ").into())
    }
}

/// What of `tree`, its own crate first, must not be there.
fn broken(wall: &Wall, tree: &str) -> Outcome<Vec<String>> {
    let names = tree.lines().filter_map(|line| line.split(' ').next());
    let names: Vec<&str> = names.collect();
    let Some((own, others)) = names.split_first() else {
        return Err(format!("cargo tree {} is empty", wall.of.join(" ")).into());
    };
    let held = wall
        .never
        .iter()
        .filter(|never| others.iter().any(|name| matches(never, name)));
    Ok(held
        .map(|never| format!("{own} depends on {never}"))
        .collect())
}

fn matches(pattern: &str, name: &str) -> bool {
    pattern
        .strip_suffix('*')
        .map_or(name == pattern, |beginning| name.starts_with(beginning))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_ending() {
        assert!(matches("aws*", "aws-sdk-ec2") && matches("aws*", "aws"));
        assert!(matches("aws", "aws") && !matches("aws", "aws-types"));
    }

    #[test]
    fn a_wall_that_is_broken_is_named_and_an_empty_tree_is_no_proof() -> Outcome {
        let wall = Wall {
            of: &["-p", "domain"],
            never: &["leptos*", "tokio"],
        };
        let tree = "domain v0.1.0\nserde v1.0.0\nleptos_macro v0.8.0\n";
        assert_eq!(broken(&wall, tree)?, ["domain depends on leptos*"]);
        assert!(broken(&wall, "domain v0.1.0\nserde v1.0.0\n")?.is_empty());
        assert!(broken(&wall, "").is_err());
        Ok(())
    }
}
