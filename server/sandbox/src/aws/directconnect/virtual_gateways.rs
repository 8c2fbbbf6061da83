//! VPN gateways as Direct Connect sees them.

use serde_json::{Value, json};

use crate::{
    aws::{
        AwsError, Caller,
        ec2::{VpnGateway, VpnGatewayState},
        is_listed,
    },
    world::World,
};

/// `DescribeVirtualGateways`, deprecated for EC2's DescribeVpnGateways and still answered: the
/// account's VPN gateways in the endpoint's region.
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

/// The caller's VPN gateway in this region, if something can be put on it; AWS's own texts else
/// (aws.md §2.2, §2.3).
pub fn usable<'w>(world: &'w World, caller: &Caller, id: &str) -> Result<&'w VpnGateway, AwsError> {
    let found = world.aws.vpn_gateways.get(id);
    let gateway = found
        .filter(|one| caller.sees(&one.owner_id, &one.region))
        .filter(|one| one.state != VpnGatewayState::Deleted)
        .ok_or_else(|| AwsError::client(format!("The VirtualGateway {id} does not exist.")))?;
    if gateway.state != VpnGatewayState::Available {
        return Err(AwsError::client(format!(
            "The VirtualGateway {id} is not available."
        )));
    }
    Ok(gateway)
}
