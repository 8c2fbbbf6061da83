//! Virtual interfaces and their routes.

use aws_sdk_directconnect::types::{AddressFamily, NewPrivateVirtualInterface};
use domain::{
    ports::{CloudKey, Interface, InterfaceRoute, NewInterface, PortError, Target},
    values::RegionName,
};

use crate::{
    client::{Client, Intent},
    convert,
    error::{ask, contract, gone},
    operations::{
        CREATE_PRIVATE_INTERFACE, DELETE_INTERFACE, DESCRIBE_INTERFACES, LIST_INTERFACE_ROUTES,
    },
    page::{self, PAGE},
};

impl Client {
    pub(crate) async fn list_interfaces(
        &self,
        key: &CloudKey,
        region: &RegionName,
    ) -> Result<Vec<Interface>, PortError> {
        let client = self.direct_connect(key, region, Intent::Read);
        let fetch = |token| {
            let call = client.describe_virtual_interfaces().max_results(PAGE);
            let asked = ask(DESCRIBE_INTERFACES, call.set_next_token(token).send());
            async {
                let said = asked.await?;
                Ok((said.virtual_interfaces.unwrap_or_default(), said.next_token))
            }
        };
        let said = page::all(DESCRIBE_INTERFACES, fetch).await?;
        page::convert(DESCRIBE_INTERFACES, said, convert::interface)
    }

    pub(crate) async fn create_interface(
        &self,
        key: &CloudKey,
        region: &RegionName,
        new: &NewInterface,
    ) -> Result<Interface, PortError> {
        let client = self.direct_connect(key, region, Intent::Change);
        let call = client
            .create_private_virtual_interface()
            .connection_id(&new.connection)
            .new_private_virtual_interface(private(new)?)
            .send();
        let said = ask(CREATE_PRIVATE_INTERFACE, call).await;
        let said = said.map_err(|failure| without_key(failure, new))?;
        convert::created_interface(said).ok_or_else(|| contract(CREATE_PRIVATE_INTERFACE))
    }

    pub(crate) async fn remove_interface(
        &self,
        key: &CloudKey,
        region: &RegionName,
        id: &str,
    ) -> Result<(), PortError> {
        let client = self.direct_connect(key, region, Intent::Change);
        let call = client.delete_virtual_interface().virtual_interface_id(id);
        gone(ask(DELETE_INTERFACE, call.send()).await)
    }

    pub(crate) async fn list_interface_routes(
        &self,
        key: &CloudKey,
        region: &RegionName,
        id: &str,
    ) -> Result<Vec<InterfaceRoute>, PortError> {
        let client = self.direct_connect(key, region, Intent::Read);
        let fetch = |token| {
            let call = client.list_virtual_interface_routes();
            let call = call.virtual_interface_id(id).max_results(PAGE);
            let asked = ask(LIST_INTERFACE_ROUTES, call.set_next_token(token).send());
            async {
                let said = asked.await?;
                Ok((said.routes.unwrap_or_default(), said.next_token))
            }
        };
        let said = page::all(LIST_INTERFACE_ROUTES, fetch).await?;
        Ok(said.iter().filter_map(convert::interface_route).collect())
    }
}

/// The customer's side is the partner's. `asnLong` alone: it holds every number (aws.md §2.2).
fn private(new: &NewInterface) -> Result<NewPrivateVirtualInterface, PortError> {
    let interface = NewPrivateVirtualInterface::builder()
        .virtual_interface_name(&new.name)
        .vlan(new.vlan.number().into())
        .asn(0)
        .asn_long(new.partner_asn.0.into())
        .mtu(i32::try_from(new.mtu).map_err(|_| contract(CREATE_PRIVATE_INTERFACE))?)
        .auth_key(new.bgp_key.expose())
        .amazon_address(new.aws_ip.to_string())
        .customer_address(new.partner_ip.to_string())
        .address_family(AddressFamily::IPv4)
        .set_tags(Some(convert::to_tags(&new.tags, CREATE_PRIVATE_INTERFACE)?));
    let interface = match &new.target {
        Target::DirectConnectGateway(id) => interface.direct_connect_gateway_id(id),
        Target::VirtualPrivateGateway(id) => interface.virtual_gateway_id(id),
    };
    interface
        .build()
        .map_err(|_| contract(CREATE_PRIVATE_INTERFACE))
}

/// AWS's words may repeat what they refuse.
fn without_key(failure: PortError, new: &NewInterface) -> PortError {
    match failure {
        PortError::Refused { code, message } => PortError::Refused {
            code,
            message: message.replace(new.bgp_key.expose(), "[BGP key]"),
        },
        other => other,
    }
}
