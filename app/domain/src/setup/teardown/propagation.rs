use super::{RemovalCall, users};
use crate::{
    setup::{Call, CloudView, Next, Refusal},
    values::RegionName,
};

/// Switches propagation off, table by table. A table that is gone takes no routes.
pub(super) fn next(
    region: &RegionName,
    vpn_gateway: &str,
    tables: &[String],
    cloud: &CloudView,
) -> Result<Next, Refusal> {
    let at = users::read(cloud, region, "ec2:DescribeRouteTables")?;
    let on = at.tables.iter().find(|table| {
        let takes = |id: &String| id == vpn_gateway;
        tables.contains(&table.id) && table.propagating.iter().any(takes)
    });
    let Some(table) = on else {
        return Ok(Next::Done);
    };
    users::unused(vpn_gateway, users::of_vpn_gateway(cloud, at, vpn_gateway))?;
    Ok(Next::Do(Call::Remove(RemovalCall::DisablePropagation {
        region: region.clone(),
        table: table.id.clone(),
        vpn_gateway: vpn_gateway.to_owned(),
    })))
}
