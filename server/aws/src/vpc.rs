//! VPCs and subnets, and the transit gateways beside them.

use domain::{
    ports::{CloudKey, PortError, Subnet, TransitGateway, Vpc},
    values::RegionName,
};

use crate::{
    client::{Client, Intent},
    convert,
    error::ask,
    operations::{DESCRIBE_SUBNETS, DESCRIBE_TRANSIT_GATEWAYS, DESCRIBE_VPCS},
    page,
};

/// As many as EC2 gives at once.
const PAGE: i32 = 1000;

impl Client {
    pub(crate) async fn list_vpcs(
        &self,
        key: &CloudKey,
        region: &RegionName,
    ) -> Result<Vec<Vpc>, PortError> {
        let call = self.ec2(key, region, Intent::Read).describe_vpcs();
        let items = call.into_paginator().page_size(PAGE).items().send();
        let said = ask(DESCRIBE_VPCS, items.try_collect()).await?;
        page::convert(DESCRIBE_VPCS, said, convert::vpc)
    }

    pub(crate) async fn list_subnets(
        &self,
        key: &CloudKey,
        region: &RegionName,
    ) -> Result<Vec<Subnet>, PortError> {
        let call = self.ec2(key, region, Intent::Read).describe_subnets();
        let items = call.into_paginator().page_size(PAGE).items().send();
        let said = ask(DESCRIBE_SUBNETS, items.try_collect()).await?;
        page::convert(DESCRIBE_SUBNETS, said, convert::subnet)
    }

    pub(crate) async fn list_transit_gateways(
        &self,
        key: &CloudKey,
        region: &RegionName,
    ) -> Result<Vec<TransitGateway>, PortError> {
        let call = self
            .ec2(key, region, Intent::Read)
            .describe_transit_gateways();
        let items = call.into_paginator().page_size(PAGE).items().send();
        let mut said = ask(DESCRIBE_TRANSIT_GATEWAYS, items.try_collect()).await?;
        said.retain(|found| {
            let state = found.state().map_or("", |state| state.as_str());
            !matches!(state, "deleting" | "deleted")
        });
        page::convert(DESCRIBE_TRANSIT_GATEWAYS, said, convert::transit_gateway)
    }
}
