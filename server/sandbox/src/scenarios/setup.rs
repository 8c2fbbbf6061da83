//! The steps from an order at Pureport to routes in the VPC `payments`, each by its operation.

use serde_json::{Value, json};

use super::client::{Client, REGION, items, text};
use crate::{aws::caller::ACCOUNT, control::Refused};

/// The two gateways of a connection at Pureport.
pub const PRIMARY: &str = "primaryGateway";
pub const SECONDARY: &str = "secondaryGateway";
const LEGS: [&str; 2] = [PRIMARY, SECONDARY];

/// The ASN that is ordered for Amazon's side.
pub const ASN: u32 = 64_512;

/// A connection of two legs, and what was made for it at AWS so far.
pub struct Setup<'w> {
    pub client: Client<'w>,
    /// As Pureport answers it.
    pub connection: Value,
    /// The Direct Connect gateway; empty until it is made.
    pub gateway: String,
    /// The VPN gateway of `payments`; empty until it is made.
    pub vpn_gateway: String,
}

impl<'w> Setup<'w> {
    /// Orders the connection in "Acme production", with some fields of the order changed.
    pub fn ordered(mut client: Client<'w>, change: &Value) -> Result<Self, Refused> {
        let network = network(&mut client)?;
        let mut order = order();
        for (name, value) in change.as_object().into_iter().flatten() {
            order[name] = value.clone();
        }
        let made = client.pureport("addConnection", &network, &order)?;
        let id = text(&made, "/id")?;
        Ok(Self {
            connection: client.pureport("getConnection", &id, &Value::Null)?,
            client,
            gateway: String::new(),
            vpn_gateway: String::new(),
        })
    }

    /// Everything but the interfaces: ordered, accepted, with a Direct Connect gateway of `asn` that
    /// reaches `payments`, and propagation switched on.
    pub fn without_interfaces(client: Client<'w>, asn: u32) -> Result<Self, Refused> {
        let mut setup = Self::ordered(client, &Value::Null)?;
        setup.accept()?;
        setup.make_gateway(asn)?;
        setup.reach_vpc()?;
        Ok(setup)
    }

    /// Everything, as it should be.
    pub fn complete(client: Client<'w>) -> Result<Self, Refused> {
        let mut setup = Self::without_interfaces(client, ASN)?;
        setup.make_interfaces(|_, _| {})?;
        Ok(setup)
    }

    /// Accepts both hosted connections.
    pub fn accept(&mut self) -> Result<(), Refused> {
        for leg in LEGS {
            let input = json!({"connectionId": self.connection[leg]["remoteId"]});
            self.client.dx("ConfirmConnection", input)?;
        }
        Ok(())
    }

    /// Makes the Direct Connect gateway.
    pub fn make_gateway(&mut self, asn: u32) -> Result<(), Refused> {
        self.gateway = make_gateway(&mut self.client, "payments-dxgw", asn)?;
        Ok(())
    }

    /// Brings the VPC onto the Direct Connect gateway: VPN gateway, association, propagation.
    pub fn reach_vpc(&mut self) -> Result<(), Refused> {
        self.make_vpn_gateway()?;
        self.associate(&self.gateway.clone(), &[])?;
        self.propagate()
    }

    /// Makes a VPN gateway and attaches it to `payments`.
    pub fn make_vpn_gateway(&mut self) -> Result<(), Refused> {
        let vpc = vpc(&mut self.client, "payments")?;
        self.vpn_gateway = make_vpn_gateway(&mut self.client, "payments-vgw", &vpc)?;
        Ok(())
    }

    /// Associates the VPN gateway with a Direct Connect gateway; without prefixes all of the VPC's
    /// CIDRs are allowed.
    pub fn associate(&mut self, gateway: &str, prefixes: &[&str]) -> Result<(), Refused> {
        self.associate_with(&self.vpn_gateway.clone(), gateway, prefixes)
    }

    /// Associates any other gateway.
    pub fn associate_with(
        &mut self,
        other: &str,
        gateway: &str,
        prefixes: &[&str],
    ) -> Result<(), Refused> {
        let allowed: Value = prefixes.iter().map(|cidr| json!({"cidr": cidr})).collect();
        let input = json!({
            "directConnectGatewayId": gateway,
            "gatewayId": other,
            "addAllowedPrefixesToDirectConnectGateway": allowed,
        });
        self.client
            .dx("CreateDirectConnectGatewayAssociation", input)?;
        Ok(())
    }

    /// Switches propagation on in every route table of `payments`.
    pub fn propagate(&mut self) -> Result<(), Refused> {
        for table in self.tables()? {
            let id = text(&table, "/routeTableId")?;
            let parameters = [
                ("GatewayId", self.vpn_gateway.as_str()),
                ("RouteTableId", id.as_str()),
            ];
            self.client.ec2("EnableVgwRoutePropagation", &parameters)?;
        }
        Ok(())
    }

    /// The route tables of `payments`.
    pub fn tables(&mut self) -> Result<Vec<Value>, Refused> {
        let vpc = vpc(&mut self.client, "payments")?;
        let filter = [
            ("Filter.1.Name", "vpc-id"),
            ("Filter.1.Value.1", vpc.as_str()),
        ];
        let answer = self.client.ec2("DescribeRouteTables", &filter)?;
        Ok(items(&answer, "routeTableSet").cloned().collect())
    }

    /// Makes both interfaces with Pureport's values, changed by `twist` (leg, new interface).
    pub fn make_interfaces(&mut self, twist: impl Fn(&str, &mut Value)) -> Result<(), Refused> {
        for leg in LEGS {
            self.make_interface(leg, &twist)?;
        }
        Ok(())
    }

    /// Makes the interface of one leg; returns its id.
    pub fn make_interface(
        &mut self,
        leg: &str,
        twist: impl Fn(&str, &mut Value),
    ) -> Result<String, Refused> {
        let gateway = &self.connection[leg];
        let ends = &gateway["bgpConfig"];
        let word = leg.trim_end_matches("Gateway");
        let mut new = json!({
            "virtualInterfaceName": format!("payments-{word}"),
            "vlan": gateway["vlan"],
            "asnLong": ends["pureportASN"],
            "authKey": ends["password"],
            "amazonAddress": ends["customerIP"],
            "customerAddress": ends["pureportIP"],
            "addressFamily": "ipv4",
            "directConnectGatewayId": self.gateway,
        });
        twist(leg, &mut new);
        let input = json!({"connectionId": gateway["remoteId"], "newPrivateVirtualInterface": new});
        let made = self.client.dx("CreatePrivateVirtualInterface", input)?;
        text(&made, "/virtualInterfaceId")
    }
}

fn order() -> Value {
    json!({
        "type": "AWS_DIRECT_CONNECT",
        "name": "AWS us-west-2 - 50Mbps - HA",
        "speed": 50,
        "highAvailability": true,
        "billingTerm": "HOURLY",
        "location": {"href": "/locations/us-sea"},
        "awsAccountId": ACCOUNT,
        "awsRegion": REGION,
        "peering": {"type": "PRIVATE"},
        "customerASN": ASN,
        "customerNetworks": [{"name": "payments", "address": "10.20.0.0/16"}],
    })
}

/// The id of "Acme production".
pub fn network(client: &mut Client<'_>) -> Result<String, Refused> {
    let account = account(client)?;
    let networks = client.pureport("findNetworks", &account, &Value::Null)?;
    text(&networks, "/0/id")
}

/// The id of "Acme Networks".
pub fn account(client: &mut Client<'_>) -> Result<String, Refused> {
    let accounts = client.pureport("findAllAccounts", "", &Value::Null)?;
    text(&accounts, "/0/id")
}

/// Makes a Direct Connect gateway; returns its id.
pub fn make_gateway(client: &mut Client<'_>, name: &str, asn: u32) -> Result<String, Refused> {
    let input = json!({"directConnectGatewayName": name, "amazonSideAsn": asn});
    let made = client.dx("CreateDirectConnectGateway", input)?;
    text(&made, "/directConnectGateway/directConnectGatewayId")
}

/// Makes a VPN gateway on a VPC; returns its id.
pub fn make_vpn_gateway(client: &mut Client<'_>, name: &str, vpc: &str) -> Result<String, Refused> {
    let id = spare_vpn_gateway(client, name)?;
    client.ec2("AttachVpnGateway", &[("VpnGatewayId", &id), ("VpcId", vpc)])?;
    Ok(id)
}

/// Makes a VPN gateway on no VPC; returns its id.
pub fn spare_vpn_gateway(client: &mut Client<'_>, name: &str) -> Result<String, Refused> {
    let parameters = [
        ("Type", "ipsec.1"),
        ("TagSpecification.1.ResourceType", "vpn-gateway"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", name),
    ];
    let made = client.ec2("CreateVpnGateway", &parameters)?;
    text(&made, "/vpnGateway/vpnGatewayId")
}

/// The id of the VPC with this name.
pub fn vpc(client: &mut Client<'_>, name: &str) -> Result<String, Refused> {
    let filter = [("Filter.1.Name", "tag:Name"), ("Filter.1.Value.1", name)];
    text(&client.ec2("DescribeVpcs", &filter)?, "/vpcSet/0/vpcId")
}
