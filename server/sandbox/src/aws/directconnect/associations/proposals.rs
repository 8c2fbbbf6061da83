//! Association proposals: the owner of a VPN gateway in another account proposes, the owner of the
//! Direct Connect gateway accepts (aws.md §2.3). A proposal lives seven days.

use ipnet::Ipv4Net;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Prefix, join, rules};
use crate::{
    aws::{
        AwsError, Caller,
        directconnect::{Page, prefixes},
        ids,
    },
    clock::Millis,
    world::World,
};

/// Seven days.
const LIFE: Millis = 7 * 86_400_000;

/// The states of a proposal; one that ran out is `deleted`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ProposalState {
    Requested,
    Accepted,
    Deleted,
}

/// A VPN gateway of one account that asks for the Direct Connect gateway of another.
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
    /// Empty: all of the VPC's CIDRs.
    pub requested_prefixes: Vec<Ipv4Net>,
    /// When it runs out.
    pub ends_at: Millis,
}

impl Proposal {
    fn state(&self, now: Millis) -> ProposalState {
        match self.proposal_state {
            ProposalState::Requested if now >= self.ends_at => ProposalState::Deleted,
            state => state,
        }
    }

    fn view(&self, now: Millis) -> Value {
        json!({
            "proposalId": self.proposal_id,
            "proposalState": self.state(now),
            "directConnectGatewayId": self.direct_connect_gateway_id,
            "directConnectGatewayOwnerAccount": self.direct_connect_gateway_owner_account,
            "associatedGateway": {
                "id": self.virtual_gateway_id,
                "type": "virtualPrivateGateway",
                "ownerAccount": self.virtual_gateway_owner_account,
                "region": self.virtual_gateway_region,
            },
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
}

/// `CreateDirectConnectGatewayAssociationProposal`, by the VPN gateway's owner in its region.
pub fn create(world: &mut World, caller: &Caller, input: Create) -> Result<Value, AwsError> {
    let requested_prefixes = rules::parse(input.add_allowed_prefixes_to_direct_connect_gateway)?;
    let owner = Caller {
        account: input.direct_connect_gateway_owner_account,
        ..caller.clone()
    };
    rules::check_create(
        world,
        &owner,
        caller,
        &input.direct_connect_gateway_id,
        &input.gateway_id,
    )?;
    let proposal = Proposal {
        proposal_id: ids::uuid(world),
        proposal_state: ProposalState::Requested,
        direct_connect_gateway_id: input.direct_connect_gateway_id,
        direct_connect_gateway_owner_account: owner.account,
        virtual_gateway_id: input.gateway_id,
        virtual_gateway_owner_account: caller.account.clone(),
        virtual_gateway_region: caller.region.clone(),
        requested_prefixes,
        ends_at: world.now + LIFE,
    };
    let view = proposal.view(world.now);
    world
        .aws
        .proposals
        .insert(proposal.proposal_id.clone(), proposal);
    Ok(json!({"directConnectGatewayAssociationProposal": view}))
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
pub struct Accept {
    direct_connect_gateway_id: String,
    proposal_id: String,
    associated_gateway_owner_account: String,
    override_allowed_prefixes_to_direct_connect_gateway: Option<Vec<Prefix>>,
}

/// `AcceptDirectConnectGatewayAssociationProposal`, by the Direct Connect gateway's owner.
pub fn accept(world: &mut World, caller: &Caller, input: Accept) -> Result<Value, AwsError> {
    let missing =
        || AwsError::client("Direct Connect Gateway Association Proposal does not exist.");
    let proposal = world.aws.proposals.get(&input.proposal_id);
    let proposal = proposal
        .filter(|one| {
            one.direct_connect_gateway_owner_account == caller.account
                && one.direct_connect_gateway_id == input.direct_connect_gateway_id
                && one.virtual_gateway_owner_account == input.associated_gateway_owner_account
        })
        .cloned()
        .ok_or_else(missing)?;
    match proposal.state(world.now) {
        ProposalState::Requested => {}
        ProposalState::Accepted => {
            return Err(AwsError::client(
                "Direct Connect Gateway Association Proposal  has been accepted!",
            ));
        }
        ProposalState::Deleted => return Err(missing()),
    }
    let allowed = match input.override_allowed_prefixes_to_direct_connect_gateway {
        Some(list) => rules::parse(Some(list))?,
        None => proposal.requested_prefixes.clone(),
    };
    let theirs = Caller {
        account: proposal.virtual_gateway_owner_account,
        region: proposal.virtual_gateway_region,
        ..caller.clone()
    };
    let (gateway, vpn_gateway) = (
        proposal.direct_connect_gateway_id,
        proposal.virtual_gateway_id,
    );
    let answer = join(world, caller, &theirs, (gateway, vpn_gateway), allowed)?;
    if let Some(proposal) = world.aws.proposals.get_mut(&input.proposal_id) {
        proposal.proposal_state = ProposalState::Accepted;
    }
    Ok(answer)
}
