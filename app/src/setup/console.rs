//! Links into AWS's own console: only the forms that are known to work (reference/aws.md §3).
//! There is no link that accepts a connection or fills in a form.

use domain::values::{AwsAccountId, RegionName};

fn direct_connect(region: &RegionName, at: &str) -> String {
    format!("https://{region}.console.aws.amazon.com/directconnect/v2/home?region={region}#/{at}")
}

fn vpc(region: &RegionName, at: &str) -> String {
    format!("https://{region}.console.aws.amazon.com/vpcconsole/home?region={region}#{at}")
}

pub(crate) fn connections(region: &RegionName) -> String {
    direct_connect(region, "connections")
}

/// One connection. The ARN in the link has no `dxcon/` part.
pub(crate) fn connection(region: &RegionName, account: &AwsAccountId, id: &str) -> String {
    let arn = format!("arn:aws:directconnect:{region}:{account}:{id}");
    direct_connect(region, &format!("connections/{arn}"))
}

pub(crate) fn interface(region: &RegionName, account: &AwsAccountId, id: &str) -> String {
    let arn = format!("arn:aws:directconnect:{region}:{account}:{id}");
    direct_connect(region, &format!("virtual-interfaces/{arn}"))
}

pub(crate) fn gateway(region: &RegionName, id: &str) -> String {
    direct_connect(region, &format!("dxgateways/{id}"))
}

pub(crate) fn vpn_gateways(region: &RegionName) -> String {
    vpc(region, "VpnGateways:")
}

pub(crate) fn route_table(region: &RegionName, id: &str) -> String {
    vpc(region, &format!("RouteTableDetails:RouteTableId={id}"))
}
