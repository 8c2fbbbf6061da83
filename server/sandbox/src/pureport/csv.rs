//! Rows as CSV (RFC 4180).

use serde_json::Value;

/// A table with a header line. A column that holds links is written as its id and its title.
pub(super) fn csv(columns: &[&str], rows: &[Value]) -> String {
    let is_link = |column: &str| ["account", "network", "connection"].contains(&column);
    let header = columns.iter().flat_map(|column| {
        if is_link(column) {
            vec![format!("{column}Id"), format!("{column}Name")]
        } else {
            vec![(*column).to_owned()]
        }
    });
    let mut lines = vec![line(header)];
    for row in rows {
        let cells = columns.iter().flat_map(|column| {
            let cell = row.get(column).unwrap_or(&Value::Null);
            if is_link(column) {
                vec![text(cell.get("id")), text(cell.get("title"))]
            } else {
                vec![text(Some(cell))]
            }
        });
        lines.push(line(cells));
    }
    lines.concat()
}

fn text(cell: Option<&Value>) -> String {
    match cell {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Null) | None => String::new(),
        Some(other) => other.to_string(),
    }
}

fn line(cells: impl Iterator<Item = String>) -> String {
    let cells: Vec<String> = cells.map(|cell| quoted(&cell)).collect();
    cells.join(",") + "\r\n"
}

fn quoted(cell: &str) -> String {
    if cell.contains(['"', ',', '\r', '\n']) {
        return format!("\"{}\"", cell.replace('"', "\"\""));
    }
    cell.to_owned()
}
