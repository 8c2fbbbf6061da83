//! Edits of a sound request: most of it stays, so that the edit gets past the first check.

/// What, where, how much of it, and new bytes.
pub type Edit = (u8, u16, u8, Vec<u8>);

/// Pieces that mean something to a parser.
const TOKENS: [&str; 40] = [
    "&",
    "=",
    "%",
    "%0",
    "%zz",
    "%00",
    "%c3%28",
    "+",
    ".1",
    ".0",
    ".18446744073709551616",
    "Filter.1.Name=tag:Name&Filter.1.Value.1=*",
    "Action=",
    "Version=2011-06-15",
    "DryRun=true",
    "MaxResults=",
    "NextToken=",
    "{",
    "}",
    "[",
    "]",
    "\"",
    "\\u0000",
    "\\ud800",
    "null",
    "true",
    "-1",
    "1e400",
    "9223372036854775808",
    "0.0.0.0/0",
    "255.255.255.255/33",
    "169.254.0.1/31",
    "\r\n",
    "\0",
    "\u{202e}",
    "é",
    "/",
    "../",
    "AWS4-HMAC-SHA256",
    "Credential=",
];

/// The request with the edits made one after another.
pub fn edited(original: &[u8], edits: &[Edit]) -> Vec<u8> {
    let mut text = original.to_vec();
    for (what, at, count, bytes) in edits.iter().take(8) {
        let at = usize::from(*at) % (text.len() + 1);
        let end = (at + usize::from(*count)).min(text.len());
        match what % 5 {
            0 => insert(
                &mut text,
                at,
                TOKENS[usize::from(*count) % TOKENS.len()].as_bytes(),
            ),
            1 => insert(&mut text, at, bytes),
            2 => drop(text.drain(at..end)),
            3 => {
                let piece = text[at..end].to_vec();
                insert(&mut text, at, &piece);
            }
            _ => text[at..end]
                .iter_mut()
                .zip(bytes)
                .for_each(|(old, new)| *old = *new),
        }
    }
    text
}

fn insert(text: &mut Vec<u8>, at: usize, piece: &[u8]) {
    text.splice(at..at, piece.iter().copied());
}
