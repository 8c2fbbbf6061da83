//! Route tables and the propagation into them.

use domain::{
    ports::{CloudKey, PortError, RouteTable},
    values::RegionName,
};

use crate::{
    client::{Client, Intent},
    convert,
    error::{ask, gone},
    operations::{DESCRIBE_ROUTE_TABLES, DISABLE_PROPAGATION, ENABLE_PROPAGATION},
    page,
};

/// As many as EC2 gives at once.
const PAGE: i32 = 100;

impl Client {
    pub(crate) async fn list_route_tables(
        &self,
        key: &CloudKey,
        region: &RegionName,
    ) -> Result<Vec<RouteTable>, PortError> {
        let call = self.ec2(key, region, Intent::Read).describe_route_tables();
        let items = call.into_paginator().page_size(PAGE).items().send();
        let said = ask(DESCRIBE_ROUTE_TABLES, items.try_collect()).await?;
        page::convert(DESCRIBE_ROUTE_TABLES, said, convert::route_table)
    }

    pub(crate) async fn propagate(
        &self,
        key: &CloudKey,
        region: &RegionName,
        table: &str,
        vpn_gateway: &str,
    ) -> Result<(), PortError> {
        let client = self.ec2(key, region, Intent::Change);
        let call = client.enable_vgw_route_propagation();
        let call = call.route_table_id(table).gateway_id(vpn_gateway);
        ask(ENABLE_PROPAGATION, call.send()).await.map(|_| ())
    }

    pub(crate) async fn stop_propagation(
        &self,
        key: &CloudKey,
        region: &RegionName,
        table: &str,
        vpn_gateway: &str,
    ) -> Result<(), PortError> {
        let client = self.ec2(key, region, Intent::Change);
        let call = client.disable_vgw_route_propagation();
        let call = call.route_table_id(table).gateway_id(vpn_gateway);
        gone(ask(DISABLE_PROPAGATION, call.send()).await)
    }
}
