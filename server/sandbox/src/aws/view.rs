//! The AWS half for the control interface.

use std::collections::BTreeMap;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value, json};

use crate::{
    bgp,
    control::{self, Refused},
    faults,
    world::World,
};

/// Everything that exists at AWS, by kind and id, without keys; and of each interface whether AWS
/// believes its session up, what stands between it and BGP, and whether packets pass.
pub fn world_view(world: &World) -> Value {
    let mut view = serde_json::to_value(&world.aws).unwrap_or_default();
    remove_keys(&mut view);
    let sessions: Map<String, Value> = world
        .aws
        .virtual_interfaces
        .values()
        .map(|one| {
            let disagreements = bgp::disagreements(world, one);
            let up = bgp::session(world, &one.virtual_interface_id).is_some();
            let carries = up && faults::carries(world, &one.connection_id);
            (
                one.virtual_interface_id.clone(),
                json!({"up": up, "disagreements": disagreements, "carries": carries}),
            )
        })
        .collect();
    view["sessions"] = sessions.into();
    view
}

fn remove_keys(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.remove("authKey");
            members.remove("preSharedKey");
            members.values_mut().for_each(remove_keys);
        }
        Value::Array(items) => items.iter_mut().for_each(remove_keys),
        _ => {}
    }
}

/// Changes members of the thing with this id, by the names that the view shows; whether there is
/// such a thing.
pub fn patch(world: &mut World, id: &str, set: &Map<String, Value>) -> Result<bool, Refused> {
    let aws = &mut world.aws;
    Ok(merge(&mut aws.connections, id, set)?
        || merge(&mut aws.virtual_interfaces, id, set)?
        || merge(&mut aws.direct_connect_gateways, id, set)?
        || merge(&mut aws.associations, id, set)?
        || merge(&mut aws.proposals, id, set)?
        || merge(&mut aws.failover_tests, id, set)?
        || merge(&mut aws.vpcs, id, set)?
        || merge(&mut aws.subnets, id, set)?
        || merge(&mut aws.route_tables, id, set)?
        || merge(&mut aws.vpn_gateways, id, set)?
        || merge(&mut aws.internet_gateways, id, set)?
        || merge(&mut aws.customer_gateways, id, set)?
        || merge(&mut aws.vpn_connections, id, set)?
        || merge(&mut aws.transit_gateways, id, set)?
        || merge(&mut aws.transit_gateway_route_tables, id, set)?
        || merge(&mut aws.transit_gateway_attachments, id, set)?)
}

fn merge<T: Serialize + DeserializeOwned>(
    things: &mut BTreeMap<String, T>,
    id: &str,
    set: &Map<String, Value>,
) -> Result<bool, Refused> {
    let Some(thing) = things.get_mut(id) else {
        return Ok(false);
    };
    control::change(thing, set).map(|()| true)
}
