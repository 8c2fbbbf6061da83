//! Association proposals: the owner of a VPN gateway or transit gateway in another account proposes an
//! association or other prefixes for one, the owner of the Direct Connect gateway accepts (aws.md
//! §2.3).

use ipnet::Ipv4Net;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    Association, Prefix,
    changes::{allow, join},
    rules, transit,
};
use crate::{
    aws::{
        AwsError, Caller,
        directconnect::{Page, prefixes},
        ids,
    },
    clock::Millis,
    world::World,
};

const DAY: Millis = 86_400_000;
/// How long a proposal can be accepted.
const LIFE: Millis = 7 * DAY;
/// How long one that was accepted, deleted or ran out is still listed.
const LISTED: Millis = 3 * DAY;

/// The states of a proposal; one that ran out is `deleted`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ProposalState {
    Requested,
    Accepted,
    Deleted,
}

/// A VPN gateway or transit gateway of one account that asks for the Direct Connect gateway of another.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Proposal {
    pub proposal_id: String,
    pub proposal_state: ProposalState,
    pub direct_connect_gateway_id: String,
    pub direct_connect_gateway_owner_account: String,
    pub virtual_gateway_id: String,
    pub virtual_gateway_owner_account: String,
    pub virtual_gateway_region: String,
    /// What passes now, when the two gateways are associated.
    #[serde(default)]
    pub existing_prefixes: Vec<Ipv4Net>,
    /// Empty: all of the VPC's CIDRs.
    pub requested_prefixes: Vec<Ipv4Net>,
    /// When it runs out.
    pub ends_at: Millis,
    /// When it was accepted or deleted.
    #[serde(default)]
    pub closed_at: Option<Millis>,
}

impl Proposal {
    fn state(&self, now: Millis) -> ProposalState {
        match self.proposal_state {
            ProposalState::Requested if now >= self.ends_at => ProposalState::Deleted,
            state => state,
        }
    }

    fn is_listed(&self, now: Millis) -> bool {
        now < self.closed_at.unwrap_or(self.ends_at) + LISTED
    }

    fn view(&self, now: Millis) -> Value {
        json!({
            "proposalId": self.proposal_id,
            "proposalState": self.state(now),
            "directConnectGatewayId": self.direct_connect_gateway_id,
            "directConnectGatewayOwnerAccount": self.direct_connect_gateway_owner_account,
            "associatedGateway": {
                "id": self.virtual_gateway_id,
                "type": transit::type_of(&self.virtual_gateway_id),
                "ownerAccount": self.virtual_gateway_owner_account,
                "region": self.virtual_gateway_region,
            },
            "existingAllowedPrefixesToDirectConnectGateway": prefixes(&self.existing_prefixes),
            "requestedAllowedPrefixesToDirectConnectGateway": prefixes(&self.requested_prefixes),
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Create {
    direct_connect_gateway_id: String,
    direct_connect_gateway_owner_account: String,
    gateway_id: String,
    add_allowed_prefixes_to_direct_connect_gateway: Option<Vec<Prefix>>,
    remove_allowed_prefixes_to_direct_connect_gateway: Option<Vec<Prefix>>,
}

/// `CreateDirectConnectGatewayAssociationProposal`, by the owner of the gateway that asks, in its region.
pub fn create(world: &mut World, caller: &Caller, input: Create) -> Result<Value, AwsError> {
    let add = rules::parse(input.add_allowed_prefixes_to_direct_connect_gateway)?;
    let remove = rules::parse(input.remove_allowed_prefixes_to_direct_connect_gateway)?;
    let (gateway_id, other_id) = (input.direct_connect_gateway_id, input.gateway_id);
    let owner = Caller {
        account: input.direct_connect_gateway_owner_account,
        ..caller.clone()
    };
    let ours = |one: &&Association| {
        one.direct_connect_gateway_owner_account == owner.account
            && caller.sees(
                &one.virtual_gateway_owner_account,
                &one.virtual_gateway_region,
            )
    };
    let existing_prefixes = match existing(world, &gateway_id, &other_id).filter(ours) {
        Some(association) => association.allowed_prefixes.clone(),
        None if transit::is_transit(&other_id) => {
            transit::check_create(world, &owner, caller, (&gateway_id, &other_id), &add)?;
            vec![]
        }
        None => {
            rules::check_create(world, &owner, caller, &gateway_id, &other_id)?;
            vec![]
        }
    };
    let proposal = Proposal {
        proposal_id: ids::uuid(world),
        proposal_state: ProposalState::Requested,
        direct_connect_gateway_id: gateway_id,
        direct_connect_gateway_owner_account: owner.account,
        virtual_gateway_id: other_id,
        virtual_gateway_owner_account: caller.account.clone(),
        virtual_gateway_region: caller.region.clone(),
        requested_prefixes: rules::changed(&existing_prefixes, add, &remove),
        existing_prefixes,
        ends_at: world.now + LIFE,
        closed_at: None,
    };
    Ok(answer(keep(world, proposal)))
}

/// The association of the two gateways, if there is one.
fn existing<'w>(
    world: &'w World,
    gateway_id: &str,
    vpn_gateway_id: &str,
) -> Option<&'w Association> {
    let mut associations = world.aws.associations.values();
    associations.find(|one| one.exists() && one.joins(gateway_id, vpn_gateway_id))
}

/// Keeps a new proposal, forgets those that are not listed any more, and gives its view.
fn keep(world: &mut World, proposal: Proposal) -> Value {
    let now = world.now;
    let view = proposal.view(now);
    let proposals = &mut world.aws.proposals;
    proposals.retain(|_, one| one.is_listed(now));
    proposals.insert(proposal.proposal_id.clone(), proposal);
    view
}

fn answer(view: Value) -> Value {
    json!({"directConnectGatewayAssociationProposal": view})
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Describe {
    direct_connect_gateway_id: Option<String>,
    proposal_id: Option<String>,
    associated_gateway_id: Option<String>,
    #[serde(flatten)]
    page: Page,
}

/// `DescribeDirectConnectGatewayAssociationProposals`, by either side.
pub fn describe(world: &mut World, caller: &Caller, input: Describe) -> Result<Value, AwsError> {
    let is = |asked: &Option<String>, is: &str| asked.as_deref().is_none_or(|asked| asked == is);
    let all = world.aws.proposals.values();
    let found = all
        .filter(|one| one.is_listed(world.now))
        .filter(|one| {
            one.direct_connect_gateway_owner_account == caller.account
                || one.virtual_gateway_owner_account == caller.account
        })
        .filter(|one| is(&input.proposal_id, &one.proposal_id))
        .filter(|one| is(&input.associated_gateway_id, &one.virtual_gateway_id))
        .filter(|one| {
            is(
                &input.direct_connect_gateway_id,
                &one.direct_connect_gateway_id,
            )
        })
        .map(|one| one.view(world.now))
        .collect();
    input
        .page
        .cut("directConnectGatewayAssociationProposals", found)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Delete {
    proposal_id: String,
}

/// `DeleteDirectConnectGatewayAssociationProposal`, by who made it, while it is open.
pub fn delete(world: &mut World, caller: &Caller, input: Delete) -> Result<Value, AwsError> {
    let id = &input.proposal_id;
    open(world, id, |one| {
        one.virtual_gateway_owner_account == caller.account
    })?;
    Ok(answer(close(world, id, ProposalState::Deleted)))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Accept {
    direct_connect_gateway_id: String,
    proposal_id: String,
    associated_gateway_owner_account: String,
    override_allowed_prefixes_to_direct_connect_gateway: Option<Vec<Prefix>>,
}

/// `AcceptDirectConnectGatewayAssociationProposal`, by the Direct Connect gateway's owner.
pub fn accept(world: &mut World, caller: &Caller, input: Accept) -> Result<Value, AwsError> {
    let id = &input.proposal_id;
    let proposal = open(world, id, |one| {
        one.direct_connect_gateway_owner_account == caller.account
            && one.direct_connect_gateway_id == input.direct_connect_gateway_id
            && one.virtual_gateway_owner_account == input.associated_gateway_owner_account
    })?;
    let allowed = match input.override_allowed_prefixes_to_direct_connect_gateway {
        Some(list) => rules::parse(Some(list))?,
        None => proposal.requested_prefixes.clone(),
    };
    let association = carry_out(world, caller, proposal, allowed)?;
    close(world, id, ProposalState::Accepted);
    Ok(association)
}

fn carry_out(
    world: &mut World,
    caller: &Caller,
    proposal: Proposal,
    allowed: Vec<Ipv4Net>,
) -> Result<Value, AwsError> {
    let ids = (
        proposal.direct_connect_gateway_id,
        proposal.virtual_gateway_id,
    );
    if let Some(association) = existing(world, &ids.0, &ids.1) {
        let id = association.association_id.clone();
        return allow(world, &id, allowed);
    }
    let theirs = Caller {
        account: proposal.virtual_gateway_owner_account,
        region: proposal.virtual_gateway_region,
        ..caller.clone()
    };
    join(world, caller, &theirs, ids, allowed)
}

/// The proposal with this id, if `is_theirs` and it was neither accepted nor deleted.
fn open(
    world: &World,
    id: &str,
    is_theirs: impl Fn(&Proposal) -> bool,
) -> Result<Proposal, AwsError> {
    let found = world.aws.proposals.get(id).filter(|one| is_theirs(one));
    match found.map(|one| (one, one.state(world.now))) {
        Some((proposal, ProposalState::Requested)) => Ok(proposal.clone()),
        Some((_, ProposalState::Accepted)) => Err(AwsError::client(
            "Direct Connect Gateway Association Proposal  has been accepted!",
        )),
        _ => Err(AwsError::client(
            "Direct Connect Gateway Association Proposal does not exist.",
        )),
    }
}

fn close(world: &mut World, id: &str, state: ProposalState) -> Value {
    let now = world.now;
    let Some(proposal) = world.aws.proposals.get_mut(id) else {
        return Value::Null;
    };
    proposal.proposal_state = state;
    proposal.closed_at = Some(now);
    proposal.view(now)
}
