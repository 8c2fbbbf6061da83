//! The one place of the server that takes randomness: the system's generator, seeded per thread.

/// For keys and what must not repeat.
pub fn bytes<const N: usize>() -> [u8; N] {
    std::array::from_fn(|_| rand::random())
}

/// A number below `most`; 0 when that is 0.
pub fn below(most: u64) -> u64 {
    rand::random::<u64>().checked_rem(most).unwrap_or(0)
}

/// 128 random bits as 32 hex digits: for ids that nobody may guess.
pub fn token() -> String {
    hex::encode(rand::random::<[u8; 16]>())
}

/// 32 random bits as 8 hex digits: for ids that only have to differ, such as a request's.
pub fn short_id() -> String {
    hex::encode(rand::random::<[u8; 4]>())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    #[test]
    fn tokens_do_not_repeat() {
        let tokens: HashSet<String> = (0..1000).map(|_| super::token()).collect();
        assert_eq!(tokens.len(), 1000);
        assert!(tokens.iter().all(|token| token.len() == 32));
    }
}
