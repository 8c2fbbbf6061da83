//! Direct Connect's pages: its SDK has no paginators.

use domain::ports::PortError;

use crate::error;

/// As many as Direct Connect gives at once.
pub(crate) const PAGE: i32 = 100;
/// Far above every quota; a service that never ends its list must not hold a request for ever.
const MOST_PAGES: usize = 200;

/// Fetches page after page. `fetch` takes the token of the page and returns its items and the
/// token of the next; an empty token ends like none.
pub(crate) async fn all<T, F, P>(action: &'static str, mut fetch: F) -> Result<Vec<T>, PortError>
where
    F: FnMut(Option<String>) -> P,
    P: Future<Output = Result<(Vec<T>, Option<String>), PortError>>,
{
    let mut items = Vec::new();
    let mut token = None;
    for _ in 0..MOST_PAGES {
        let (page, next) = fetch(token).await?;
        items.extend(page);
        token = next.filter(|next| !next.is_empty());
        if token.is_none() {
            return Ok(items);
        }
    }
    Err(error::contract(action))
}

/// Every item converted, or the answer lacks what AWS documents.
pub(crate) fn convert<S, T>(
    action: &'static str,
    said: Vec<S>,
    convert: impl Fn(S) -> Option<T>,
) -> Result<Vec<T>, PortError> {
    let items: Option<Vec<T>> = said.into_iter().map(convert).collect();
    items.ok_or_else(|| error::contract(action))
}
