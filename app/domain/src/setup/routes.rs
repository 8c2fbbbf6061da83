use super::{Call, Next, Observation, Refusal, interfaces, vpcs};
use crate::{
    ports::{AssociationState, Route, RouteTable, Subnet},
    values::RegionName,
};

/// A route table of a VPC that this set-up reaches.
#[derive(Debug, Clone)]
pub struct TableView<'a> {
    pub region: &'a RegionName,
    pub vpc: &'a str,
    pub table: &'a RouteTable,
    /// The VPC's virtual private gateway.
    pub gateway: &'a str,
    pub subnets: Vec<&'a Subnet>,
}

impl TableView<'_> {
    /// The table takes the gateway's routes.
    pub fn propagates(&self) -> bool {
        self.table
            .propagating
            .iter()
            .any(|gateway| gateway == self.gateway)
    }

    /// Routes that came from the gateway.
    pub fn propagated(&self) -> impl Iterator<Item = &Route> {
        self.table
            .routes
            .iter()
            .filter(|route| route.propagated && route.via == self.gateway)
    }

    /// Preselected: the main table and those with subnets.
    pub fn is_used(&self) -> bool {
        self.table.main || !self.table.subnets.is_empty()
    }
}

/// The tables of every VPC whose gateway is part of this set-up.
pub fn tables(seen: &Observation) -> Vec<TableView<'_>> {
    let Some(cloud) = &seen.cloud else {
        return Vec::new();
    };
    let target = interfaces::vpn_gateway(seen).map(|gateway| gateway.id.as_str());
    let mut views = Vec::new();
    for view in vpcs(seen) {
        let Some(gateway) = view.gateway else {
            continue;
        };
        let part = if seen.ends_on_vpn_gateway() {
            target == Some(gateway.id.as_str())
        } else {
            view.association
                .is_some_and(|association| association.state != AssociationState::Disassociated)
        };
        let Some(region) = cloud.region(view.region).filter(|_| part) else {
            continue;
        };
        for table in region
            .tables
            .iter()
            .filter(|table| table.vpc == view.vpc.id)
        {
            let subnets = region
                .subnets
                .iter()
                .filter(|subnet| table.subnets.contains(&subnet.id))
                .collect();
            views.push(TableView {
                region: view.region,
                vpc: &view.vpc.id,
                table,
                gateway: &gateway.id,
                subnets,
            });
        }
    }
    views
}

/// Switches propagation on, table by table.
pub fn next(region: &RegionName, vpc: &str, ids: &[String], seen: &Observation) -> Next {
    match decide(region, vpc, ids, seen) {
        Ok(next) => next,
        Err(refusal) => Next::Refuse(refusal),
    }
}

fn decide(
    region: &RegionName,
    vpc: &str,
    ids: &[String],
    seen: &Observation,
) -> Result<Next, Refusal> {
    if ids.is_empty() {
        return Err(Refusal::NothingChosen);
    }
    can_start(vpc, seen)?;
    let tables = tables(seen);
    let view = |id: &String| {
        let mut of_vpc = tables.iter().filter(|view| view.vpc == vpc);
        of_vpc
            .find(|view| view.table.id == *id)
            .ok_or_else(|| Refusal::NoSuchTable { id: id.clone() })
    };
    // All of them are looked up before the first is changed.
    let views: Vec<&TableView<'_>> = ids.iter().map(view).collect::<Result<_, _>>()?;
    let missing = views.into_iter().find(|view| !view.propagates());
    Ok(missing.map_or(Next::Done, |view| {
        Next::Do(Call::EnablePropagation {
            region: region.clone(),
            table: view.table.id.clone(),
            vpn_gateway: view.gateway.to_owned(),
        })
    }))
}

/// After the gateway is associated; with a virtual private gateway as target: after it is
/// attached and an interface exists.
pub fn can_start(vpc: &str, seen: &Observation) -> Result<(), Refusal> {
    let no_vpc = || Refusal::NoSuchVpc { id: vpc.to_owned() };
    let view = vpcs(seen)
        .into_iter()
        .find(|view| view.vpc.id == vpc)
        .ok_or_else(no_vpc)?;
    if !view.is_attached() {
        let gateway = view
            .gateway
            .map(|gateway| gateway.id.clone())
            .unwrap_or_default();
        return Err(Refusal::NotAttached { gateway });
    }
    if seen.ends_on_vpn_gateway() {
        let exists = seen
            .cloud
            .as_ref()
            .is_some_and(|cloud| !cloud.interfaces.is_empty());
        return if exists {
            Ok(())
        } else {
            Err(Refusal::NoInterface)
        };
    }
    match view.association {
        Some(found)
            if matches!(
                found.state,
                AssociationState::Associated | AssociationState::Updating
            ) =>
        {
            Ok(())
        }
        Some(found) if found.state == AssociationState::Associating => {
            Err(Refusal::AssociationPending)
        }
        _ => Err(Refusal::NotAssociated),
    }
}
