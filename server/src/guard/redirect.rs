//! Where a post may lead: to a page of ours, by GET.

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header},
    middleware::Next,
    response::Response,
};

/// A form post ends in 303, and never at another site: the framework falls back to the Referer.
pub async fn layer(request: Request, next: Next) -> Response {
    let is_post = request.method() == Method::POST;
    let mut response = next.run(request).await;
    if !is_post {
        return response;
    }
    if response.status() == StatusCode::FOUND {
        *response.status_mut() = StatusCode::SEE_OTHER;
    }
    let own = own_page(response.headers());
    if let Some(own) = own {
        response.headers_mut().insert(header::LOCATION, own);
    }
    response
}

/// The target as a path of this site.
fn own_page(headers: &HeaderMap) -> Option<HeaderValue> {
    let target = headers.get(header::LOCATION)?;
    let path = target
        .to_str()
        .ok()
        .and_then(path_of)
        .filter(|path| is_own(path));
    Some(
        path.and_then(|path| HeaderValue::from_str(&path).ok())
            .unwrap_or(HeaderValue::from_static("/")),
    )
}

fn path_of(target: &str) -> Option<String> {
    if target.starts_with('/') {
        return Some(target.to_owned());
    }
    let uri: Uri = target.parse().ok()?;
    uri.path_and_query().map(|path| path.as_str().to_owned())
}

/// A path, not `//host` and not what browsers take for one.
fn is_own(path: &str) -> bool {
    let second = path.chars().nth(1);
    path.starts_with('/')
        && !matches!(second, Some('/' | '\\'))
        && !path.contains(['\r', '\n', '\t'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(target: &'static str) -> String {
        let headers = HeaderMap::from_iter([(header::LOCATION, HeaderValue::from_static(target))]);
        let page = own_page(&headers).unwrap_or(HeaderValue::from_static("none"));
        page.to_str().unwrap_or_default().to_owned()
    }

    #[test]
    fn a_post_never_leads_to_another_site() {
        for (target, page) in [
            ("/networks", "/networks"),
            ("/networks?a=b", "/networks?a=b"),
            ("http://127.0.0.1:3000/sign-in?x=1", "/sign-in?x=1"),
            ("https://evil.example/networks", "/networks"),
            ("https://evil.example", "/"),
            ("https://evil.example//other.example", "/"),
            ("//evil.example/a", "/"),
            ("/\\evil.example/a", "/"),
            ("javascript:alert(1)", "/"),
            ("/\t/evil.example", "/"),
        ] {
            assert_eq!(after(target), page, "{target}");
        }
    }
}
