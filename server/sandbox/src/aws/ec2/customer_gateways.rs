//! Customer gateways: the far end of a VPN connection.

use std::net::Ipv4Addr;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    Deed, VpnConnection, answer,
    describe::{Kind, Resource, existing, find, kept_in},
    invalid, new_tags, vpn_gateways,
};
use crate::{
    aws::{
        AwsError, Caller,
        form::Form,
        ids,
        tags::{self, Tags},
    },
    clock::Millis,
    world::World,
};

/// Customer gateways per region and account (Site-to-Site VPN quotas).
const PER_REGION: usize = 50;

/// What a customer gateway has when nothing is said.
const DEFAULT_ASN: i64 = 65_000;

/// A customer gateway.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CustomerGateway {
    pub customer_gateway_id: String,
    pub owner_id: String,
    pub region: String,
    pub bgp_asn: u32,
    pub ip_address: Ipv4Addr,
    pub device_name: Option<String>,
    pub tags: Tags,
    pub deleted_at: Option<Millis>,
}

impl CustomerGateway {
    /// Two requests that agree in this mean the same gateway.
    fn identity(&self) -> (u32, Ipv4Addr, Option<&str>) {
        (self.bgp_asn, self.ip_address, self.device_name.as_deref())
    }
}

impl Resource for CustomerGateway {
    const KIND: Kind = Kind {
        prefix: "cgw-",
        ids: "CustomerGatewayId",
        malformed: "InvalidCustomerGatewayId.Malformed",
        not_found: "InvalidCustomerGatewayID.NotFound",
        noun: "customerGateway ID",
        list: "customerGatewaySet",
        resource_type: "customer-gateway",
        filters: &[
            ("customer-gateway-id", "customerGatewayId"),
            ("bgp-asn", "bgpAsn"),
            ("ip-address", "ipAddress"),
            ("state", "state"),
            ("type", "type"),
        ],
    };
    kept_in!(customer_gateways, customer_gateway_id);

    fn deleted_at(&self) -> Option<Millis> {
        self.deleted_at
    }

    fn view(&self, _: &World) -> Value {
        let state = match self.deleted_at {
            None => "available",
            Some(_) => "deleted",
        };
        json!({
            "customerGatewayId": self.customer_gateway_id,
            "state": state,
            "type": "ipsec.1",
            "ipAddress": self.ip_address,
            // A string on the wire.
            "bgpAsn": self.bgp_asn.to_string(),
            "deviceName": self.device_name,
            "tagSet": tags::view(&self.tags),
        })
    }
}

/// The same request again gives the gateway that is there (EC2 API reference).
pub fn create(world: &World, caller: &Caller, form: &Form) -> Result<Deed, AwsError> {
    vpn_gateways::check_type(form)?;
    let mut gateway = CustomerGateway {
        customer_gateway_id: String::new(),
        owner_id: caller.account.clone(),
        region: caller.region.clone(),
        bgp_asn: asn(form)?,
        ip_address: address(form)?,
        device_name: form.get("DeviceName").map(str::to_owned),
        tags: new_tags::<CustomerGateway>(form)?,
        deleted_at: None,
    };
    let mut others = existing::<CustomerGateway>(world, caller);
    if let Some(same) = others.find(|one| one.identity() == gateway.identity()) {
        return Ok(answer(json!({"customerGateway": same.view(world)})));
    }
    if existing::<CustomerGateway>(world, caller).count() >= PER_REGION {
        let message = "The maximum number of customer gateways has been reached.";
        return Err(AwsError::new("CustomerGatewayLimitExceeded", message));
    }
    Ok(Box::new(move |world| {
        gateway.customer_gateway_id = ids::long(world, CustomerGateway::KIND.prefix);
        let view = gateway.view(world);
        let id = gateway.customer_gateway_id.clone();
        world.aws.customer_gateways.insert(id, gateway);
        json!({"customerGateway": view})
    }))
}

fn asn(form: &Form) -> Result<u32, AwsError> {
    let (short, long) = (form.number("BgpAsn")?, form.number("BgpAsnExtended")?);
    if short.is_some() && long.is_some() {
        return Err(super::exclusive("bgpAsn", "bgpAsnExtended"));
    }
    let asked = short.or(long).unwrap_or(DEFAULT_ASN);
    let range = match long {
        Some(_) => 2_147_483_648..=4_294_967_295,
        None => 1..=2_147_483_647,
    };
    let fits = Some(asked).filter(|asn| range.contains(asn));
    fits.and_then(|asn| u32::try_from(asn).ok())
        .ok_or_else(|| invalid(format!("Value ({asked}) for parameter bgpAsn is invalid.")))
}

fn address(form: &Form) -> Result<Ipv4Addr, AwsError> {
    let text = match form.get("PublicIp") {
        Some(text) => text,
        None => form.required("IpAddress")?,
    };
    let parsed = text.parse();
    parsed.map_err(|_| {
        invalid(format!(
            "Value ({text}) for parameter ipAddress is invalid. Invalid IPv4 address."
        ))
    })
}

/// One with a VPN connection stays.
pub fn delete(world: &World, caller: &Caller, form: &Form) -> Result<Deed, AwsError> {
    let id = form.required("CustomerGatewayId")?.to_owned();
    find::<CustomerGateway>(world, caller, &id)?;
    if existing(world, caller).any(|one: &VpnConnection| one.customer_gateway_id == id) {
        let message = format!("The customer gateway '{id}' is in use.");
        return Err(AwsError::new("IncorrectState", message));
    }
    Ok(Box::new(move |world| {
        let now = world.now;
        if let Some(gateway) = world.aws.customer_gateways.get_mut(&id) {
            gateway.deleted_at = Some(now);
        }
        json!({"return": true})
    }))
}
