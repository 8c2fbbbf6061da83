use domain::{
    ports::HostedState,
    setup::{Refusal, Wait},
};

use super::{leg_title, states, time::usual};

/// What is not possible yet, why, and the mend or the usual wait.
pub fn refusal(refusal: &Refusal) -> String {
    let leg = |role: &domain::ports::LegRole| leg_title(*role).to_lowercase();
    match refusal {
        Refusal::CloudNotConnected => "AWS is not connected in this session. Connect AWS first.".to_owned(),
        Refusal::OrderNotActive => {
            "Pureport is still building the connection. This usually takes 1–3 minutes; the page may be closed.".to_owned()
        }
        Refusal::OrderAwaitsApproval => {
            "Pureport has not approved the order yet, and builds nothing before. Only Pureport can: ask its support if it has to be soon. The page may be closed.".to_owned()
        }
        Refusal::NotDeleted => {
            "Pureport could not delete this connection, so it stands and costs. “Tear down” takes away what holds it in AWS, then asks Pureport once more.".to_owned()
        }
        Refusal::OrderFailed => {
            "The connection has failed or is being deleted at Pureport. The connection’s page says why.".to_owned()
        }
        Refusal::OtherAccount { signed_in, ordered } => format!(
            "AWS is signed in to account {signed_in}, but this connection was ordered for account {ordered}. \
             Nothing was changed. Connect AWS with credentials of {ordered}."
        ),
        Refusal::NoSuchLeg => "This connection has no such leg.".to_owned(),
        Refusal::ConnectionNotListed { leg: role } => format!(
            "AWS does not list the {} connection in this region yet. This usually takes less than a minute after \
             Pureport is ready; if it stays away, check the account and the region.",
            leg(role)
        ),
        Refusal::ConnectionNotAccepted { leg: role } => {
            format!("The {} connection has not been accepted yet. Accept it first.", leg(role))
        }
        Refusal::ConnectionPending { leg: role, state: HostedState::Pending | HostedState::Requested } => format!(
            "AWS is still setting the {} connection up. This usually takes {}.",
            leg(role),
            usual(Wait::HostedConnection)
        ),
        Refusal::ConnectionPending { leg: role, state } => {
            format!("The {} connection is not ready: {}.", leg(role), states::hosted_state(*state, false).to_lowercase())
        }
        Refusal::ConnectionGone { leg: role } => format!(
            "The {} hosted connection was rejected or deleted in AWS. Order a new connection; this one can’t be revived.",
            leg(role)
        ),
        Refusal::NoGateway => "There is no gateway to connect to yet. Create or choose it first.".to_owned(),
        Refusal::GatewayGone { id } => {
            format!("The gateway {id} is not there (any more). Choose another one.")
        }
        Refusal::GatewayNotReady { id } => {
            format!("The gateway {id} is not available yet. This usually takes {}.", usual(Wait::Gateway))
        }
        Refusal::AsnMismatch { ordered, gateway } => format!(
            "Its ASN is {gateway}; this connection was ordered for {ordered}. BGP would never come up. \
             Use a gateway with ASN {ordered}, or change the order to {gateway}."
        ),
        Refusal::HasTransitGateway { transit, .. } => format!(
            "It has the transit gateway {transit}, and beside one AWS takes no private interface and no virtual private \
             gateway. Use another Direct Connect gateway, or create one."
        ),
        Refusal::OtherTarget { existing } => format!(
            "The legs end on two gateways: one interface ends on {existing}, the other does not. Delete one of the \
             two and create it again, on the gateway of the other."
        ),
        Refusal::TargetFixed => {
            "An interface exists already, so the target is fixed for both legs. To change it, delete the interfaces first."
                .to_owned()
        }
        Refusal::ValueMissing { leg: role } => format!(
            "Pureport has not reported every value of the {} gateway yet. Refresh in a few seconds.",
            leg(role)
        ),
        Refusal::KeyNotTyped { leg: role } => format!(
            "The BGP key of the {} connection is not known in this session: its partner has no API to tell it, and \
             Onramp keeps no key longer than a session. Type it again under “Values from the partner”.",
            leg(role)
        ),
        Refusal::NameUnusable => "Enter a name of 1 to 100 visible characters.".to_owned(),
        Refusal::AsnUnusable { asn } => format!(
            "“{asn}” is no ASN for a virtual private gateway. Enter 64512 to 65534 or 4200000000 to 4294967294, or leave \
             the field empty for Amazon’s default."
        ),
        Refusal::MtuUnusable => "Choose an MTU of 1500 or 8500.".to_owned(),
        Refusal::NoSuchVpc { id } => format!("The VPC {id} is not in this account’s regions."),
        Refusal::VpcHasGateway { gateway } => format!(
            "This VPC has the virtual private gateway {gateway} attached already, and a VPC takes one. Use the attached gateway."
        ),
        Refusal::GatewayElsewhere { vpc } => {
            format!("This gateway is attached to {vpc}. A virtual private gateway serves one VPC; create another one.")
        }
        Refusal::NotAttached { gateway } if gateway.is_empty() => {
            "No virtual private gateway is attached to a VPC yet. Create and attach one first.".to_owned()
        }
        Refusal::NotAttached { gateway } => format!(
            "The virtual private gateway {gateway} is not attached to its VPC yet. Attach it first; attaching usually takes {}.",
            usual(Wait::Attachment)
        ),
        Refusal::AssociatedElsewhere { gateway } => format!(
            "This virtual private gateway is associated with another Direct Connect gateway ({gateway}), and it takes one. \
             Whoever uses that one has to let it go first, or another VPC is to be reached."
        ),
        Refusal::CidrOverlap { vpc, cidr, with } => format!(
            "{cidr} overlaps {with} of the VPC {vpc}, which is on this Direct Connect gateway already. AWS refuses \
             overlapping VPCs on one gateway: leave one out, or use another gateway for it."
        ),
        Refusal::PrefixTooNarrow { prefix, vpc_cidr } => format!(
            "The allowed prefix {prefix} is narrower than the VPC’s {vpc_cidr}, so nothing would be advertised. \
             Enter {vpc_cidr} or wider, or leave the field empty."
        ),
        Refusal::PrefixUnusable { prefix, .. } => {
            format!("“{prefix}” is no IPv4 network. Enter CIDRs such as 10.20.0.0/16, separated by commas.")
        }
        Refusal::NotAssociated => format!(
            "The virtual private gateway is not associated with the Direct Connect gateway yet. Associate it first; \
             that usually takes {}.",
            usual(Wait::Association)
        ),
        Refusal::AssociationPending => format!(
            "AWS is still associating the gateways. This usually takes {}; the page may be closed.",
            usual(Wait::Association)
        ),
        Refusal::NoInterface => "No virtual interface exists yet. Create the interfaces first.".to_owned(),
        Refusal::NoSuchTable { id } => format!("The route table {id} is not one of this VPC’s tables."),
        Refusal::NothingChosen => "Nothing was chosen. Choose at least one.".to_owned(),
        Refusal::OtherRegion { region } => format!(
            "A virtual private gateway must be in the connection’s own region, {region}. Choose a VPC there, or use a \
             Direct Connect gateway, which reaches every region."
        ),
        Refusal::OneVpcOnly { gateway } => format!(
            "With a virtual private gateway as target there is exactly one VPC, and {gateway} is attached already. \
             Use a Direct Connect gateway for more."
        ),
        Refusal::InUse { id, by } => format!(
            "{by} still needs {id}, so it stays. Remove {by} first if that is meant, then try again."
        ),
        Refusal::NotOurs { id } => format!(
            "Onramp did not make {id} for this connection, so Onramp does not delete it. Delete it in AWS if that is meant."
        ),
        Refusal::NoSuchRun => "This run is over. Start another one from the plan.".to_owned(),
        Refusal::NotNeeded => "This task is not needed for the chosen target.".to_owned(),
        Refusal::NotReadable => {
            "AWS could not be read just now, so Onramp does not decide on guesses. Refresh, then try again.".to_owned()
        }
    }
}
