//! Pages of lists.

use std::ops::RangeInclusive;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::{Value, json};

/// One page of `items` under `name`, with `nextToken` when more follows. `size` must lie in
/// `sizes`; without it everything is one page of the largest size.
pub fn cut(
    name: &str,
    items: Vec<Value>,
    size: Option<i64>,
    token: Option<&str>,
    sizes: RangeInclusive<i64>,
) -> Result<Value, String> {
    let size = size.unwrap_or(*sizes.end());
    if !sizes.contains(&size) {
        return Err(format!(
            "maxResults must be between {} and {}",
            sizes.start(),
            sizes.end()
        ));
    }
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    let from = match token.filter(|token| !token.is_empty()) {
        None => 0,
        Some(token) => read(name, token).ok_or("The token is invalid.")?,
    };
    let until = from.saturating_add(size);
    let mut answer = json!({});
    if items.len() > until {
        answer["nextToken"] = json!(BASE64_URL_SAFE_NO_PAD.encode(format!("{name}:{until}")));
    }
    answer[name] = items.into_iter().skip(from).take(size).collect();
    Ok(answer)
}

fn read(name: &str, token: &str) -> Option<usize> {
    let text = String::from_utf8(BASE64_URL_SAFE_NO_PAD.decode(token).ok()?).ok()?;
    let (of, from) = text.split_once(':')?;
    (of == name).then(|| from.parse().ok())?
}
