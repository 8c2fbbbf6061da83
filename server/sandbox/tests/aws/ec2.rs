//! What the tests of EC2's rules share.

use crate::support::{ADMINISTRATOR, Lab, tag};
use sandbox::Pace;

/// A lab whose calls may do everything.
pub fn lab() -> Lab {
    Lab::administered()
}

/// The same where transitions take seconds.
pub fn slow_lab() -> Lab {
    let mut lab = Lab::at(Pace::Demo);
    lab.who = ADMINISTRATOR;
    lab
}

/// The code of the refusal; nothing when the call is accepted.
pub async fn code(lab: &Lab, action: &str, parameters: &[(&str, &str)]) -> String {
    let answer = lab.ec2(action, parameters).await;
    answer.err().map(|refusal| refusal.code).unwrap_or_default()
}

/// The answer of a call that is accepted.
pub async fn done(lab: &Lab, action: &str, parameters: &[(&str, &str)]) -> String {
    let answer = lab.ec2(action, parameters).await;
    answer.unwrap_or_else(|refusal| panic!("{action}: {refusal:?}"))
}

/// A new VPN gateway on no VPC.
pub async fn vpn_gateway(lab: &Lab) -> String {
    let made = done(lab, "CreateVpnGateway", &[("Type", "ipsec.1")]).await;
    tag(&made, "vpnGatewayId")
}

/// A new VPN gateway on `vpc`.
pub async fn attached(lab: &Lab, vpc: &str) -> String {
    let id = vpn_gateway(lab).await;
    done(
        lab,
        "AttachVpnGateway",
        &[("VpnGatewayId", &id), ("VpcId", vpc)],
    )
    .await;
    id
}

/// How many elements of this name an answer has.
pub fn count(xml: &str, name: &str) -> usize {
    xml.matches(&format!("<{name}>")).count()
}

/// A route table, as it is described.
pub async fn table_of(lab: &Lab, id: &str) -> String {
    done(lab, "DescribeRouteTables", &[("RouteTableId.1", id)]).await
}

/// A new table of `vpc`.
pub async fn new_table(lab: &Lab, vpc: &str) -> String {
    let made = done(
        lab,
        "CreateRouteTable",
        &[("VpcId", &lab.named("vpcs", vpc))],
    )
    .await;
    tag(&made, "routeTableId")
}
