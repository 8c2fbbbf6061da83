//! What a customer's router must be told. Contains the BGP key.

use quick_xml::escape::escape;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{VirtualInterface, interfaces};
use crate::{
    aws::{AwsError, Caller},
    world::World,
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Describe {
    virtual_interface_id: String,
    router_type_identifier: Option<String>,
}

const ROUTER: &str = "CiscoSystemsInc-2900SeriesRouters-IOS124";

pub fn describe(world: &mut World, caller: &Caller, input: Describe) -> Result<Value, AwsError> {
    let interface = interfaces::find(world, caller, &input.virtual_interface_id)?;
    let router = input.router_type_identifier.as_deref().unwrap_or(ROUTER);
    if router != ROUTER {
        return Err(AwsError::client(format!(
            "The sandbox knows the router type {ROUTER} only."
        )));
    }
    Ok(json!({
        "customerRouterConfig": xml(interface),
        "router": {
            "vendor": "Cisco Systems, Inc.",
            "platform": "2900 Series Routers",
            "software": "IOS 12.4+",
            "xsltTemplateName": "customer-router-cisco-generic.xslt",
            "xsltTemplateNameForMacSec": "",
            "routerTypeIdentifier": ROUTER,
        },
        "virtualInterfaceId": interface.virtual_interface_id,
        "virtualInterfaceName": interface.virtual_interface_name,
    }))
}

/// In the form of `customerRouterConfig` (aws.md §1.1).
pub fn xml(interface: &VirtualInterface) -> String {
    let kind = json!(interface.virtual_interface_type);
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <logical_connection id=\"{}\">\n  <vlan>{}</vlan>\n  \
         <customer_address>{}</customer_address>\n  <amazon_address>{}</amazon_address>\n  \
         <bgp_asn>{}</bgp_asn>\n  <bgp_auth_key>{}</bgp_auth_key>\n  \
         <amazon_bgp_asn>{}</amazon_bgp_asn>\n  <connection_type>{}</connection_type>\n\
         </logical_connection>\n",
        interface.virtual_interface_id,
        interface.vlan,
        interface.customer_address,
        interface.amazon_address,
        interface.asn,
        escape(interface.auth_key.expose()),
        interface.amazon_side_asn,
        kind.as_str().unwrap_or_default(),
    )
}
