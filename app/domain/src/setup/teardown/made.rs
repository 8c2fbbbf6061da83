use crate::{
    ports::Attempt,
    setup::{Goal, StepOutcome},
};

/// Something that Onramp made for a connection and that can't carry its marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Made {
    /// The attachment of a virtual private gateway to a VPC.
    Attachment { vpn_gateway: String, vpc: String },
    /// The association of a virtual private gateway.
    Association { vpn_gateway: String },
    /// Propagation into a route table.
    Propagation { table: String },
}

/// What the journal of a connection says was made, and not taken away since. An answer that was
/// lost counts: nobody else is likely to have made the very same.
pub fn made(attempts: &[Attempt]) -> Vec<Made> {
    let mut all: Vec<Made> = Vec::new();
    for attempt in attempts {
        let failed = matches!(attempt.concluded, Some((_, StepOutcome::Failed { .. })));
        let object = attempt.intent.object.clone();
        let (made, on) = match (attempt.intent.operation.as_str(), &attempt.intent.goal) {
            ("ec2:AttachVpnGateway", Goal::Attach { vpc, .. }) => {
                let (vpn_gateway, vpc) = (object, vpc.clone());
                (Made::Attachment { vpn_gateway, vpc }, true)
            }
            ("directconnect:CreateDirectConnectGatewayAssociation", _) => (
                Made::Association {
                    vpn_gateway: object,
                },
                true,
            ),
            ("ec2:EnableVgwRoutePropagation", _) => (Made::Propagation { table: object }, true),
            ("ec2:DisableVgwRoutePropagation", _) => (Made::Propagation { table: object }, false),
            _ => continue,
        };
        if failed {
            continue;
        }
        all.retain(|known| *known != made);
        if on {
            all.push(made);
        }
    }
    all
}
