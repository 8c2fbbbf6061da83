//! How many rules have a test.

use std::{fs, path::Path};

#[test]
fn the_rules_are_counted() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/aws");
    let main = fs::read_to_string(folder.join("main.rs")).expect("the list of modules");
    let mut total = 0;
    for entry in fs::read_dir(folder).expect("the tests") {
        let path = entry.expect("a file").path();
        let name = path.file_stem().and_then(|name| name.to_str());
        let Some(name) = name.filter(|name| name.starts_with("rules_")) else {
            continue;
        };
        let text = fs::read_to_string(&path).expect("a test file");
        let rules = text.lines().filter(|line| line.contains("::test")).count();
        let rules = rules + text.lines().filter(|line| *line == "#[test]").count();
        assert!(rules > 0, "{name} has no rule");
        assert!(main.contains(&format!("mod {name};")), "{name} is not run");
        println!("{rules:4} {name}");
        total += rules;
    }
    println!("{total:4} rules of AWS, one test each");
    assert!(total >= 100, "rules were lost: {total} are left");
}
