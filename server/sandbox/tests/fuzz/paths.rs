//! Paths, queries and methods.

use axum::{
    body::Body,
    http::{Request, Uri},
};
use bolero::check;

use crate::{
    edit::{Edit, edited},
    inputs,
    lab::Lab,
};

const METHODS: [&str; 7] = ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "BREW"];

#[test]
fn an_edited_path_is_answered_by_either_port() {
    let lab = Lab::new();
    let paths = [
        format!("/networks/{}/connections", lab.network),
        format!("/connections/{}", lab.connection),
        "/accounts?ids=a,b&parentId=c&name=d&limit=1".to_owned(),
        "/supportedConnections/us-sea-awsdx-private-50-ha".to_owned(),
        "/".to_owned(),
    ];
    check!()
        .with_iterations(inputs())
        .with_type::<(u8, u8, Vec<Edit>)>()
        .for_each(|(which, method, edits)| {
            let path = paths[usize::from(*which) % paths.len()].as_bytes();
            let text = edited(path, edits);
            // What is no address at all does not get past the HTTP layer.
            let Some(uri) = std::str::from_utf8(&text)
                .ok()
                .and_then(|text| text.parse::<Uri>().ok())
            else {
                return;
            };
            if uri.path().starts_with("/_sandbox/") || !uri.path().starts_with('/') {
                return;
            }
            let method = METHODS[usize::from(*method) % METHODS.len()];
            let path = uri.path_and_query().map_or("/", |path| path.as_str());
            lab.pureport(method, path, "").is_of_pureport();
            let request = Request::builder()
                .method(method)
                .uri(path)
                .body(Body::empty());
            lab.aws(request.expect("a request")).is_of_aws();
        });
}
