//! Colours, only where somebody sees them.

use std::io::IsTerminal;

/// Whether standard error is a terminal that wants colours.
pub fn coloured() -> bool {
    std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none()
}

fn paint(code: u8, text: &str) -> String {
    if coloured() {
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    } else {
        text.to_owned()
    }
}

/// For what failed.
pub fn red(text: &str) -> String {
    paint(31, text)
}

/// For what is done.
pub fn green(text: &str) -> String {
    paint(32, text)
}

/// For what happens now.
pub fn bold(text: &str) -> String {
    paint(1, text)
}

/// A line without the escape sequences that colour it.
pub fn plain(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line.chars();
    while let Some(c) = rest.next() {
        if c == '\u{1b}' {
            rest.by_ref().find(char::is_ascii_alphabetic);
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_taken_out_of_a_line() {
        assert_eq!(
            plain("\u{1b}[1m\u{1b}[32m   Compiling\u{1b}[0m serde"),
            "   Compiling serde"
        );
    }
}
