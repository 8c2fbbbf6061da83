//! Every layer, from format to browser, as CI runs it.

pub mod browser;
pub mod clients;
mod deny;
mod native;
pub mod walls;

use crate::{
    Outcome,
    build::{self, Finish},
    clock,
    config::Config,
    terminal, tools, wasm_target,
};

pub const HELP: &str = "\
cargo xtask test [GROUP …]

Runs all groups in order and stops at the first that fails, with its output. With names, runs only
the groups whose name begins so: `cargo xtask test clippy`, `cargo xtask test browser`.

  --list   the groups

Needs, besides Rust and a C compiler: Chromium, Python 3, Node.js and openssl (Debian's chromium,
python3-venv, nodejs, npm, openssl).";

/// One line of the run.
struct Group {
    name: &'static str,
    says: &'static str,
    /// Gives what was seen, in a few words.
    act: fn(&Config) -> Outcome<String>,
}

/// Cheap ones first; one set of compiled crates serves all native ones.
const GROUPS: [Group; 14] = [
    Group {
        name: "format",
        says: "rustfmt changes nothing",
        act: native::format,
    },
    Group {
        name: "walls",
        says: "no crate depends on what it must not see",
        act: walls::check,
    },
    Group {
        name: "deny",
        says: "advisories, licences, bans, sources",
        act: deny::check,
    },
    Group {
        name: "clippy-xtask",
        says: "lints of the build program",
        act: native::clippy_xtask,
    },
    Group {
        name: "clippy-native",
        says: "lints of everything that runs natively",
        act: native::clippy,
    },
    Group {
        name: "target",
        says: "the compiler can build for the browser",
        act: target,
    },
    Group {
        name: "clippy-browser",
        says: "lints of the islands",
        act: native::clippy_browser,
    },
    Group {
        name: "site",
        says: "what the browser loads",
        act: site,
    },
    Group {
        name: "test-xtask",
        says: "the build program's own tests",
        act: native::test_xtask,
    },
    Group {
        name: "build",
        says: "the server and all native tests",
        act: native::build,
    },
    Group {
        name: "test-native",
        says: "rules, adapters, sandbox, server, contracts",
        act: test_native,
    },
    Group {
        name: "clients",
        says: "the providers' own clients, against the sandbox",
        act: clients::run,
    },
    Group {
        name: "browser",
        says: "journeys in Chromium",
        act: browser_tests,
    },
    Group {
        name: "published",
        says: "what the sandbox answered in all that, by Pureport's own document",
        act: clients::published,
    },
];

pub fn verb(config: &Config, arguments: &[String]) -> Outcome {
    if arguments.iter().any(|a| a == "--list") {
        for group in &GROUPS {
            println!("{:<16} {}", group.name, group.says);
        }
        return Ok(());
    }
    let chosen = chosen(arguments)?;
    let start = clock::now();
    for (index, group) in chosen.iter().enumerate() {
        run(config, group, index + 1, chosen.len())?;
    }
    println!(
        "{} {} groups in {}",
        terminal::green("all passed:"),
        chosen.len(),
        clock::said(start.elapsed())
    );
    Ok(())
}

fn chosen(arguments: &[String]) -> Outcome<Vec<&'static Group>> {
    let named = |group: &Group, name: &String| group.name.starts_with(name.as_str());
    if let Some(unknown) = arguments
        .iter()
        .find(|name| !GROUPS.iter().any(|group| named(group, name)))
    {
        return Err(format!(
            "no group begins with `{unknown}`; `cargo xtask test --list` names them"
        )
        .into());
    }
    let wanted =
        |group: &&Group| arguments.is_empty() || arguments.iter().any(|name| named(group, name));
    Ok(GROUPS.iter().filter(wanted).collect())
}

fn run(config: &Config, group: &Group, number: usize, of: usize) -> Outcome {
    println!(
        "{} {}",
        terminal::bold(&format!("[{number}/{of}] {}", group.name)),
        group.says
    );
    let start = clock::now();
    let seen = (group.act)(config).map_err(|failure| {
        format!(
            "{} failed after {}: {failure}\n       again: cargo xtask test {}",
            group.name,
            clock::said(start.elapsed()),
            group.name
        )
    })?;
    println!(
        "      {} {} {seen}",
        terminal::green("passed"),
        clock::said(start.elapsed())
    );
    Ok(())
}

fn target(config: &Config) -> Outcome<String> {
    wasm_target::ensure(config)?;
    Ok(String::new())
}

fn site(config: &Config) -> Outcome<String> {
    let changed = build::site(config, Finish::Small)?;
    Ok(if changed { "built" } else { "unchanged" }.to_owned())
}

fn test_native(config: &Config) -> Outcome<String> {
    let python = tools::python(config, &tools::OUTSIDE)?;
    native::test(config, &python, &clients::answers(config, "native")?)
}

fn browser_tests(config: &Config) -> Outcome<String> {
    let run = browser::Run::prepare(config)?;
    run.play(&[], &[])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_is_chosen_by_the_beginning_of_its_name() -> Outcome {
        assert_eq!(chosen(&["clippy".to_owned()])?.len(), 3);
        assert_eq!(chosen(&[])?.len(), GROUPS.len());
        assert!(chosen(&["cilppy".to_owned()]).is_err());
        Ok(())
    }
}
