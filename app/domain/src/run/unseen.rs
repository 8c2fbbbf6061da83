//! What a run could not see, or have done, because a provider does not answer as it should.

use std::mem::discriminant;

use serde::{Deserialize, Serialize};

use super::{Run, RunState};
use crate::{
    ports::{PortError, Timestamp},
    setup::Observation,
};

/// A run that saw nothing at all for so long needs a person, in seconds; so does a step that could
/// not be looked at.
pub(super) const LONGEST_SECONDS: u64 = 30 * 60;

/// Why the last look is not complete.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unseen {
    /// The call in the provider's words, for example `ec2:DescribeVpcs`; empty when nothing at all
    /// was seen.
    pub what: String,
    pub error: PortError,
    /// The last look before it.
    pub since: Timestamp,
}

impl Unseen {
    fn is_total(&self) -> bool {
        self.what.is_empty()
    }
}

/// What may be answered some day. An identity's missing right may not.
fn may_pass(error: &PortError) -> bool {
    error.passes() || matches!(error, PortError::Contract { .. })
}

impl Run {
    /// A look succeeded, perhaps in parts. `true`: that is news.
    pub fn saw(&mut self, seen: &Observation) -> bool {
        let mut gaps = seen.cloud.iter().flat_map(|cloud| &cloud.gaps);
        match gaps.find(|gap| may_pass(&gap.error)) {
            Some(gap) => self.write_unseen(gap.operation, &gap.error),
            None => self.unseen.take().is_some(),
        }
    }

    /// A look failed (`what` is empty then), or a call was not taken. `true`: that is news.
    pub fn could_not(&mut self, what: &str, error: &PortError, now: Timestamp) -> bool {
        let news = self.write_unseen(what, error);
        let unseen = self.unseen.as_ref();
        let blind = unseen.is_some_and(|unseen| {
            unseen.is_total() && now.seconds_since(unseen.since) >= LONGEST_SECONDS
        });
        if blind {
            self.state = RunState::NeedsYou;
        }
        news || blind
    }

    fn write_unseen(&mut self, what: &str, error: &PortError) -> bool {
        let before = self.unseen.take();
        let same = before.as_ref().is_some_and(|before| {
            before.what == what && discriminant(&before.error) == discriminant(error)
        });
        self.unseen = Some(Unseen {
            what: what.to_owned(),
            error: error.clone(),
            since: before.map_or(self.looked, |before| before.since),
        });
        !same
    }
}
