//! The three sorts of virtual interfaces (aws.md §2.2).

use serde::{Deserialize, Serialize};

use crate::aws::AwsError;

/// Where an interface leads.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum InterfaceType {
    /// To VPCs, over VPN gateways.
    #[default]
    Private,
    /// To what AWS serves everybody.
    Public,
    /// To transit gateways.
    Transit,
}

impl InterfaceType {
    /// So many prefixes are taken; one more closes the session (aws.md §2.5).
    pub fn prefix_limit(self) -> usize {
        match self {
            Self::Private | Self::Transit => 100,
            Self::Public => 1_000,
        }
    }

    /// 1500 or 8500 bytes; 9001 as well on a private interface, 1500 alone on a public one.
    pub fn check_mtu(self, mtu: u32) -> Result<(), AwsError> {
        match (self, mtu) {
            (_, 1500) | (Self::Private | Self::Transit, 8500) | (Self::Private, 9001) => Ok(()),
            (Self::Public, _) => Err(AwsError::client(format!(
                "MTU {mtu} is not valid. The valid value is 1500."
            ))),
            _ => Err(AwsError::client(format!(
                "MTU {mtu} is not valid. Valid values are 1500 and 8500."
            ))),
        }
    }
}
