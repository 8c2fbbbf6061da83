use super::{Item, Removal, Thing};

/// A step of a teardown, and which of the steps before it come first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    pub removal: Removal,
    pub needs: Vec<Removal>,
}

/// The steps that take away what goes, in order of work.
pub fn plan(items: &[Item]) -> Vec<Planned> {
    let mut removals: Vec<Removal> = Vec::new();
    let going = items.iter().filter(|item| item.fate.goes());
    for removal in going.filter_map(|item| removal(&item.thing)) {
        if !joined(&removal, &mut removals) {
            removals.push(removal);
        }
    }
    needing(&removals)
}

/// The same, from the removals of a plan.
pub fn needing(removals: &[Removal]) -> Vec<Planned> {
    let mut steps: Vec<Planned> = Vec::new();
    for removal in removals {
        let needs = needs(removal, &steps);
        let removal = removal.clone();
        steps.push(Planned { removal, needs });
    }
    steps
}

/// What AWS deletes by itself with the connection needs no step.
fn removal(thing: &Thing) -> Option<Removal> {
    Some(match thing.clone() {
        Thing::Propagation {
            region,
            table,
            vpn_gateway,
        } => Removal::StopPropagation {
            region,
            vpn_gateway,
            tables: vec![table],
        },
        Thing::Association {
            id, vpn_gateway, ..
        } => Removal::Disassociate {
            association: id,
            vpn_gateway,
        },
        Thing::Interface { leg, id } => Removal::DeleteInterface { leg, id },
        Thing::Attachment {
            region,
            vpn_gateway,
            vpc,
        } => Removal::DetachVpnGateway {
            region,
            vpn_gateway,
            vpc,
        },
        Thing::VpnGateway { region, id } => Removal::DeleteVpnGateway { region, id },
        Thing::Gateway { id } => Removal::DeleteGateway { id },
        Thing::Hosted { .. } => return None,
        Thing::Connection { .. } => Removal::DeleteConnection,
    })
}

/// The tables of one virtual private gateway are one step.
fn joined(removal: &Removal, before: &mut [Removal]) -> bool {
    let Removal::StopPropagation {
        vpn_gateway: of,
        tables: more,
        ..
    } = removal
    else {
        return false;
    };
    for earlier in before {
        if let Removal::StopPropagation {
            vpn_gateway,
            tables,
            ..
        } = earlier
            && vpn_gateway == of
        {
            tables.extend(more.iter().cloned());
            return true;
        }
    }
    false
}

/// Routes first, then what carries them; the association, which takes AWS longest, goes on beside
/// the interfaces (reference/aws.md §2.7).
fn needs(removal: &Removal, before: &[Planned]) -> Vec<Removal> {
    let comes_first = |earlier: &Removal| match removal {
        Removal::StopPropagation { .. } => false,
        Removal::Disassociate { vpn_gateway, .. } => is_propagation_of(earlier, vpn_gateway),
        Removal::DeleteInterface { .. } => {
            matches!(
                earlier,
                Removal::StopPropagation { .. } | Removal::DeleteInterface { .. }
            )
        }
        Removal::DetachVpnGateway { vpn_gateway, .. } => {
            is_propagation_of(earlier, vpn_gateway)
                || is_association_of(earlier, vpn_gateway)
                || matches!(earlier, Removal::DeleteInterface { .. })
        }
        Removal::DeleteVpnGateway { id, .. } => {
            is_association_of(earlier, id)
                || matches!(earlier, Removal::DeleteInterface { .. })
                || matches!(earlier, Removal::DetachVpnGateway { vpn_gateway, .. } if vpn_gateway == id)
        }
        Removal::DeleteGateway { .. } => matches!(
            earlier,
            Removal::Disassociate { .. } | Removal::DeleteInterface { .. }
        ),
        Removal::DeleteConnection => matches!(earlier, Removal::DeleteInterface { .. }),
    };
    let earlier = before.iter().map(|step| &step.removal);
    earlier.filter(|one| comes_first(one)).cloned().collect()
}

fn is_propagation_of(removal: &Removal, of: &str) -> bool {
    matches!(removal, Removal::StopPropagation { vpn_gateway, .. } if vpn_gateway == of)
}

fn is_association_of(removal: &Removal, of: &str) -> bool {
    matches!(removal, Removal::Disassociate { vpn_gateway, .. } if vpn_gateway == of)
}
