//! Request bodies, whole and within a limit.

use axum::body::{Body, Bytes};
use http_body_util::BodyExt;

/// How much of a body above the limit is read and thrown away, in bytes: a client that is still
/// writing would never see its refusal.
const THROWN_AWAY: usize = 64 << 20;

/// The body; nothing when it is larger than `limit` bytes, or breaks off.
pub async fn read(mut body: Body, limit: usize) -> Option<Bytes> {
    let (mut kept, mut length) = (vec![], 0_usize);
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.ok()?.into_data() else {
            continue;
        };
        length = length.saturating_add(data.len());
        if length <= limit {
            kept.extend_from_slice(&data);
        } else if length > THROWN_AWAY {
            break;
        }
    }
    (length <= limit).then(|| kept.into())
}
