//! What an identity may do, asked ahead: IAM's simulation, and EC2's DryRun.

use aws_sdk_iam::types::{EvaluationResult, PolicyEvaluationDecisionType};
use domain::{
    ports::{CloudKey, DryRun, PortError, Right},
    values::RegionName,
};

use crate::{
    client::{Client, Intent},
    error::{ask, contract},
    operations::{
        ATTACH_VPN_GATEWAY, CREATE_VPN_GATEWAY, ENABLE_PROPAGATION, GET_ROLE, SIMULATE_POLICY,
    },
};

/// EC2's yes to a call with DryRun, which comes as an error (aws.md §1.3).
const WOULD_DO: &str = "DryRunOperation";

impl Client {
    pub(crate) async fn simulate(
        &self,
        key: &CloudKey,
        region: &RegionName,
        actions: &[&str],
    ) -> Result<Vec<(String, Right)>, PortError> {
        let identity = self.read_identity(key, region).await?;
        let principal = self.principal(key, region, &identity.arn).await?;
        let call = self.iam(key, region).simulate_principal_policy();
        let names = actions.iter().map(|action| (*action).to_owned());
        let call = call
            .policy_source_arn(principal)
            .set_action_names(Some(names.collect()));
        let items = call.into_paginator().items().send();
        let said = ask(SIMULATE_POLICY, items.try_collect()).await?;
        Ok(said.iter().map(right).collect())
    }

    /// Policies belong to the user or the role, not to a session of the role; and the session's
    /// ARN leaves out the role's path (aws.md §5).
    async fn principal(
        &self,
        key: &CloudKey,
        region: &RegionName,
        arn: &str,
    ) -> Result<String, PortError> {
        let Some(role) = role_of(arn) else {
            return Ok(arn.to_owned());
        };
        let call = self.iam(key, region).get_role().role_name(role.name);
        match ask(GET_ROLE, call.send()).await {
            Ok(said) => said
                .role
                .map(|role| role.arn)
                .ok_or_else(|| contract(GET_ROLE)),
            // Most roles have no path.
            Err(PortError::Denied { .. }) => Ok(role.without_path()),
            Err(error) => Err(error),
        }
    }

    pub(crate) async fn try_dry(
        &self,
        key: &CloudKey,
        region: &RegionName,
        what: &DryRun,
    ) -> Result<(), PortError> {
        let client = self.ec2(key, region, Intent::Read);
        let (action, answer) = match what {
            DryRun::CreateVpnGateway => {
                let call = client.create_vpn_gateway().dry_run(true);
                let call = call.r#type(aws_sdk_ec2::types::GatewayType::Ipsec1);
                (
                    CREATE_VPN_GATEWAY,
                    ask(CREATE_VPN_GATEWAY, call.send()).await.map(drop),
                )
            }
            DryRun::AttachVpnGateway { vpn_gateway, vpc } => {
                let call = client.attach_vpn_gateway().dry_run(true);
                let call = call.vpn_gateway_id(vpn_gateway).vpc_id(vpc);
                (
                    ATTACH_VPN_GATEWAY,
                    ask(ATTACH_VPN_GATEWAY, call.send()).await.map(drop),
                )
            }
            DryRun::EnablePropagation { table, vpn_gateway } => {
                let call = client.enable_vgw_route_propagation().dry_run(true);
                let call = call.route_table_id(table).gateway_id(vpn_gateway);
                (
                    ENABLE_PROPAGATION,
                    ask(ENABLE_PROPAGATION, call.send()).await.map(drop),
                )
            }
        };
        match answer {
            Err(PortError::Refused { code, .. }) if code == WOULD_DO => Ok(()),
            Err(error) => Err(error),
            Ok(()) => Err(contract(action)),
        }
    }
}

/// The role behind a session.
#[derive(Debug, PartialEq, Eq)]
struct Role<'a> {
    partition: &'a str,
    account: &'a str,
    name: &'a str,
}

impl Role<'_> {
    fn without_path(&self) -> String {
        let Self {
            partition,
            account,
            name,
        } = self;
        format!("arn:{partition}:iam::{account}:role/{name}")
    }
}

/// `None`: the identity is no session of a role.
fn role_of(arn: &str) -> Option<Role<'_>> {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let ["arn", partition, "sts", _, account, session] = parts.as_slice() else {
        return None;
    };
    let name = session.strip_prefix("assumed-role/")?.split('/').next()?;
    Some(Role {
        partition,
        account,
        name,
    })
}

/// A word of another time allows nothing.
fn right(said: &EvaluationResult) -> (String, Right) {
    let organization = said.organizations_decision_detail();
    let forbidden = organization.is_some_and(|detail| !detail.allowed_by_organizations());
    let right = match said.eval_decision() {
        _ if forbidden => Right::Denied,
        PolicyEvaluationDecisionType::Allowed => Right::Allowed,
        PolicyEvaluationDecisionType::ExplicitDeny => Right::Denied,
        _ => Right::NotGranted,
    };
    (said.eval_action_name().to_owned(), right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_session_of_a_role_has_a_role_behind_it() {
        let arn = "arn:aws:sts::123456789012:assumed-role/Operator/sandbox";
        let role = role_of(arn).unwrap();
        assert_eq!(role.name, "Operator");
        assert_eq!(
            role.without_path(),
            "arn:aws:iam::123456789012:role/Operator"
        );
        for arn in [
            "arn:aws:iam::123456789012:user/operator",
            "arn:aws:iam::123456789012:root",
            "arn:aws:sts::123456789012:federated-user/someone",
            "",
        ] {
            assert_eq!(role_of(arn), None, "{arn}");
        }
    }
}
