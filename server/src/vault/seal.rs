//! How a secret becomes a row, and back (design/security.md, statement 24).

use chacha20poly1305::{
    XNonce,
    aead::{Aead, Payload},
};
use domain::ports::Timestamp;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::key::VaultKey;
use crate::{entropy, store::sealed::Row};

/// Under which rows of `name` are kept: who reads the database does not learn session names.
pub fn hashed(name: &str) -> String {
    hex::encode(Sha256::digest(name.as_bytes()))
}

/// What a box belongs to: in another row it does not open.
fn place(row: &Row) -> String {
    format!(
        "{}\n{}\n{}\n{}",
        row.name, row.field, row.key_id, row.until.0
    )
}

impl VaultKey {
    /// `None` never happens with what we seal: it would have to be gigabytes long.
    pub(super) fn seal(
        &self,
        name: &str,
        field: &str,
        until: Timestamp,
        clear: &[u8],
    ) -> Option<Row> {
        let nonce = entropy::bytes::<24>();
        let mut row = Row {
            name: hashed(name),
            field: field.to_owned(),
            key_id: self.id.clone(),
            nonce: hex::encode(nonce),
            sealed: String::new(),
            until,
        };
        let place = place(&row);
        let payload = Payload {
            msg: clear,
            aad: place.as_bytes(),
        };
        let sealed = self.cipher.encrypt(&XNonce::from(nonce), payload);
        row.sealed = hex::encode(sealed.ok()?);
        Some(row)
    }

    /// `None`: made with another key, swapped or edited.
    pub(super) fn open(&self, row: &Row) -> Option<Zeroizing<Vec<u8>>> {
        let mut nonce = [0; 24];
        hex::decode_to_slice(&row.nonce, &mut nonce).ok()?;
        let sealed = hex::decode(&row.sealed).ok()?;
        let place = place(row);
        let payload = Payload {
            msg: &sealed,
            aad: place.as_bytes(),
        };
        let clear = self.cipher.decrypt(&XNonce::from(nonce), payload);
        clear.ok().map(Zeroizing::new)
    }
}

/// Several texts in one, in a buffer that does not grow: growing would leave copies behind.
pub fn pack(texts: &[&str]) -> Zeroizing<Vec<u8>> {
    let length = texts.iter().map(|text| 8 + text.len()).sum();
    let mut packed = Zeroizing::new(Vec::with_capacity(length));
    for text in texts {
        let length = u64::try_from(text.len()).unwrap_or(u64::MAX);
        packed.extend_from_slice(&length.to_be_bytes());
        packed.extend_from_slice(text.as_bytes());
    }
    packed
}

/// What [`pack`] packed.
pub fn unpack(mut packed: &[u8]) -> Option<Vec<&str>> {
    let mut texts = Vec::new();
    while !packed.is_empty() {
        let (length, rest) = packed.split_first_chunk::<8>()?;
        let length = usize::try_from(u64::from_be_bytes(*length)).ok()?;
        let (text, rest) = rest.split_at_checked(length)?;
        texts.push(std::str::from_utf8(text).ok()?);
        packed = rest;
    }
    Some(texts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_unpacked() {
        for texts in [vec![], vec![""], vec!["a", "", "ä\n\0"], vec!["a", "b"]] {
            assert_eq!(unpack(&pack(&texts)), Some(texts));
        }
        assert_eq!(unpack(&[0, 0, 1]), None);
        assert_eq!(unpack(&[0, 0, 0, 0, 0, 0, 0, 9, 65]), None);
    }
}
