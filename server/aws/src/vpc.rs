//! VPCs and subnets.

use domain::{
    ports::{CloudKey, PortError, Subnet, Vpc},
    values::RegionName,
};

use crate::{
    client::{Client, Intent},
    convert,
    error::ask,
    operations::{DESCRIBE_SUBNETS, DESCRIBE_VPCS},
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
}
