//! DescribeVirtualGateways: deprecated for EC2's DescribeVpnGateways, and still answered.

use serde_json::{Value, json};

use crate::{
    aws::{AwsError, Caller, is_listed},
    world::World,
};

/// The account's VPN gateways in the endpoint's region.
#[expect(clippy::unnecessary_wraps, reason = "every operation has this form")]
pub fn describe(world: &mut World, caller: &Caller, _: Value) -> Result<Value, AwsError> {
    let gateways = world.aws.vpn_gateways.values();
    let listed = gateways.filter(|one| {
        caller.sees(&one.owner_id, &one.region) && is_listed(one.deleted_at, world.now)
    });
    let views: Value = listed
        .map(
            |one| json!({"virtualGatewayId": one.vpn_gateway_id, "virtualGatewayState": one.state}),
        )
        .collect();
    Ok(json!({"virtualGateways": views}))
}
