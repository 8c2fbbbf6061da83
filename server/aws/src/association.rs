//! A Direct Connect gateway's associations.

use aws_sdk_directconnect::types::RouteFilterPrefix;
use domain::{
    ports::{Association, CloudKey, PortError},
    values::{Cidr, RegionName},
};

use crate::{
    client::{Client, Intent},
    convert,
    error::{ask, contract, gone},
    operations::{CREATE_ASSOCIATION, DELETE_ASSOCIATION, DESCRIBE_ASSOCIATIONS},
    page::{self, PAGE},
};

impl Client {
    /// Those with a core network are left out: they lead to nothing that this product sets up.
    pub(crate) async fn list_associations(
        &self,
        key: &CloudKey,
        region: &RegionName,
        gateway: &str,
    ) -> Result<Vec<Association>, PortError> {
        let client = self.direct_connect(key, region, Intent::Read);
        let fetch = |token| {
            let call = client.describe_direct_connect_gateway_associations();
            let call = call.direct_connect_gateway_id(gateway).max_results(PAGE);
            let asked = ask(DESCRIBE_ASSOCIATIONS, call.set_next_token(token).send());
            async {
                let said = asked.await?;
                let found = said.direct_connect_gateway_associations.unwrap_or_default();
                Ok((found, said.next_token))
            }
        };
        let mut said = page::all(DESCRIBE_ASSOCIATIONS, fetch).await?;
        said.retain(|found| found.associated_core_network.is_none());
        page::convert(DESCRIBE_ASSOCIATIONS, said, convert::association)
    }

    pub(crate) async fn make_association(
        &self,
        key: &CloudKey,
        region: &RegionName,
        gateway: &str,
        vpn_gateway: &str,
        prefixes: &[Cidr],
    ) -> Result<Association, PortError> {
        let client = self.direct_connect(key, region, Intent::Change);
        let prefix = |cidr: &Cidr| RouteFilterPrefix::builder().cidr(cidr.to_string()).build();
        let prefixes: Vec<_> = prefixes.iter().map(prefix).collect();
        let call = client
            .create_direct_connect_gateway_association()
            .direct_connect_gateway_id(gateway)
            .gateway_id(vpn_gateway)
            // Left out when empty: then AWS takes every CIDR of the VPC (aws.md §2.3).
            .set_add_allowed_prefixes_to_direct_connect_gateway(
                Some(prefixes).filter(|prefixes| !prefixes.is_empty()),
            )
            .send();
        let said = ask(CREATE_ASSOCIATION, call).await?;
        let association = said.direct_connect_gateway_association;
        let association = association.and_then(convert::association);
        association.ok_or_else(|| contract(CREATE_ASSOCIATION))
    }

    pub(crate) async fn remove_association(
        &self,
        key: &CloudKey,
        region: &RegionName,
        id: &str,
    ) -> Result<(), PortError> {
        let client = self.direct_connect(key, region, Intent::Change);
        let call = client.delete_direct_connect_gateway_association();
        gone(ask(DELETE_ASSOCIATION, call.association_id(id).send()).await)
    }
}
