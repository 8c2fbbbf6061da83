//! One value type a file. Each is made by `parse`, which holds its rule.

mod account_id;
mod asn;
mod bgp_key;
mod cidr;
mod name;
mod region;
mod speed;
mod vlan;

pub use account_id::AwsAccountId;
pub use asn::{Asn, GatewayKind};
pub use bgp_key::BgpKey;
pub use cidr::{Cidr, PeerAddress};
pub use name::{Description, Name, name_or_id};
pub use region::RegionName;
pub use speed::Speed;
pub use vlan::Vlan;
