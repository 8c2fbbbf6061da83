//! One call: its intent before, its outcome after, in the journal.

use domain::{
    ports::{Attempt, CloudKey, Intent, Lease, PortError, StoreError, Timestamp, UserId},
    setup::{Call, Goal, StepOutcome, teardown::RemovalCall},
    values::RegionName,
};

use super::{engine::Parts, removal};
use crate::failpoint::{self, Side};

/// How long after a call its thing may still be missing from what the provider lists, in seconds
/// (design/reliability.md, "eventual consistency"): EC2 says up to five minutes; Direct Connect was
/// never seen to need one, and its fault row is a list that is 90 seconds old.
fn grace_seconds(operation: &str) -> u64 {
    match operation.split_once(':') {
        Some(("ec2", _)) => 300,
        Some(("directconnect", _)) => 120,
        _ => 60,
    }
}

/// What a call is sent for.
#[derive(Clone)]
pub struct Sending<'a> {
    pub connection: &'a str,
    pub user: &'a UserId,
    /// The vault's name of the credentials.
    pub name: &'a str,
    pub goal: &'a Goal,
    /// The connection's region.
    pub home: &'a RegionName,
    /// Of a run, with the word of its step.
    pub lease: Option<(Lease, String)>,
    /// The newest attempt that the decision knew of.
    pub after: u64,
}

/// Sends `call` once. `None`: the run's lease is lost or somebody was faster, and `Err`: the intent
/// could not be recorded; nothing was sent then.
pub async fn send(
    parts: &Parts,
    key: &CloudKey,
    sending: Sending<'_>,
    call: Call,
) -> Result<Option<StepOutcome>, StoreError> {
    let at = parts.clock.now();
    let connection = sending.connection;
    let intent = Intent {
        connection: connection.to_owned(),
        user: sending.user.clone(),
        operation: call.operation().to_owned(),
        object: call.object().to_owned(),
        goal: sending.goal.clone(),
        at,
        lease: sending.lease,
        after: Some(sending.after),
    };
    let Some(attempt) = parts.runs.intend(intent).await? else {
        return Ok(None);
    };
    failpoint::pass(Side::BeforeSend);
    let outcome = outcome_of(perform(parts, sending.name, key, sending.home, &call).await);
    failpoint::pass(Side::AfterCommit);
    tracing::info!(
        connection,
        attempt,
        operation = call.operation(),
        object = call.object(),
        ?outcome,
        "sent"
    );
    // The call is made: whatever happens to the record now, the outcome has to be told. An
    // attempt without one is treated as unknown, which is safe.
    let _ = parts
        .runs
        .conclude(attempt, parts.clock.now(), outcome.clone())
        .await;
    failpoint::pass(Side::AfterAcknowledge);
    Ok(Some(outcome))
}

fn outcome_of(answer: Result<(), PortError>) -> StepOutcome {
    match answer {
        Ok(()) => StepOutcome::Acknowledged,
        Err(error) if error.is_definite() => StepOutcome::Failed { error },
        Err(_) => StepOutcome::Unknown,
    }
}

/// `home` is the connection's region: where a gateway, which is global, is asked for.
async fn perform(
    parts: &Parts,
    name: &str,
    key: &CloudKey,
    home: &RegionName,
    call: &Call,
) -> Result<(), PortError> {
    let cloud = parts.cloud.as_ref();
    match call {
        Call::ConfirmConnection { region, connection } => {
            cloud.confirm_connection(key, region, connection).await
        }
        Call::CreateGateway { name, asn, tags } => cloud
            .create_gateway(key, home, name, *asn, tags)
            .await
            .map(drop),
        Call::CreateInterface { region, new } => cloud
            .create_private_interface(key, region, new)
            .await
            .map(drop),
        Call::CreateVpnGateway {
            region,
            name,
            asn,
            tags,
        } => cloud
            .create_vpn_gateway(key, region, name, *asn, tags)
            .await
            .map(drop),
        Call::AttachVpnGateway {
            region,
            vpn_gateway,
            vpc,
        } => {
            cloud
                .attach_vpn_gateway(key, region, vpn_gateway, vpc)
                .await
        }
        Call::Associate {
            region,
            gateway,
            vpn_gateway,
            prefixes,
        } => cloud
            .associate(key, region, gateway, vpn_gateway, prefixes)
            .await
            .map(drop),
        Call::EnablePropagation {
            region,
            table,
            vpn_gateway,
        } => {
            cloud
                .enable_propagation(key, region, table, vpn_gateway)
                .await
        }
        Call::Remove(RemovalCall::DeleteConnection { id }) => {
            removal::at_partner(parts, name, id).await
        }
        Call::Remove(call) => removal::perform(cloud, key, home, call).await,
    }
}

/// Whether `call` was sent already and its thing may merely not be listed yet. Then it must not
/// be sent again: neither answer of Direct Connect nor of EC2 protects against a second one.
pub fn may_have_happened(attempts: &[Attempt], goal: &Goal, call: &Call, now: Timestamp) -> bool {
    let same = |intent: &Intent| {
        intent.operation == call.operation()
            && about(&intent.goal, &intent.object) == about(goal, call.object())
    };
    let Some(last) = attempts.iter().rev().find(|attempt| same(&attempt.intent)) else {
        return false;
    };
    let (since, happened) = match &last.concluded {
        Some((at, outcome)) => (*at, !matches!(outcome, StepOutcome::Failed { .. })),
        None => (last.intent.at, true),
    };
    happened && now.seconds_since(since) < grace_seconds(call.operation())
}

/// The number of the newest attempt, 0 without any.
pub fn newest(attempts: &[Attempt]) -> u64 {
    let numbers = attempts.iter().map(|attempt| attempt.number);
    numbers.max().unwrap_or_default()
}

/// What a goal's call is for: names do not tell. Two VPCs may be given gateways of the same name,
/// and a second tab may ask for the same thing under another name.
fn about<'a>(goal: &'a Goal, object: &'a str) -> &'a str {
    match goal {
        Goal::CreateGateway { .. } => "the connection's own",
        Goal::CreateInterface { leg, .. } => leg.word(),
        Goal::Attach { vpc, .. } => vpc,
        _ => object,
    }
}

#[cfg(test)]
mod tests {
    use domain::values::Asn;

    use super::*;

    fn sent(goal: Goal, call: &Call) -> Attempt {
        Attempt {
            number: 1,
            intent: Intent {
                connection: "conn-1".to_owned(),
                user: UserId("pureport:sandbox".to_owned()),
                operation: call.operation().to_owned(),
                object: call.object().to_owned(),
                goal,
                at: Timestamp(0),
                lease: None,
                after: None,
            },
            concluded: Some((Timestamp(0), StepOutcome::Acknowledged)),
        }
    }

    fn gateway(name: &str) -> (Goal, Call) {
        let goal = Goal::CreateGateway {
            name: name.to_owned(),
        };
        let call = Call::CreateGateway {
            name: name.to_owned(),
            asn: Asn::AMAZON_DEFAULT,
            tags: Vec::new(),
        };
        (goal, call)
    }

    fn vpn_gateway(vpc: &str, name: &str) -> (Goal, Call) {
        let region = RegionName::parse("us-west-2").unwrap();
        let goal = Goal::Attach {
            region: region.clone(),
            vpc: vpc.to_owned(),
            gateway: None,
            name: name.to_owned(),
            asn: None,
        };
        let call = Call::CreateVpnGateway {
            region,
            name: name.to_owned(),
            asn: None,
            tags: Vec::new(),
        };
        (goal, call)
    }

    #[test]
    fn another_name_does_not_make_a_second_one_of_what_is_not_listed_yet() {
        let (goal, call) = gateway("a");
        let before = [sent(goal, &call)];
        let (goal, call) = gateway("b");
        assert!(may_have_happened(&before, &goal, &call, Timestamp(119_000)));
        assert!(!may_have_happened(
            &before,
            &goal,
            &call,
            Timestamp(120_000)
        ));
        let (goal, call) = vpn_gateway("vpc-1", "a");
        let before = [sent(goal, &call)];
        let (goal, call) = vpn_gateway("vpc-1", "b");
        assert!(may_have_happened(&before, &goal, &call, Timestamp(299_000)));
    }

    #[test]
    fn the_same_name_for_another_vpc_is_another_thing() {
        let (goal, call) = vpn_gateway("vpc-1", "a");
        let before = [sent(goal, &call)];
        let (goal, call) = vpn_gateway("vpc-2", "a");
        assert!(!may_have_happened(&before, &goal, &call, Timestamp(1)));
    }
}
