//! What the doctor asks for: `…/metrics/connectivity/current`, `…/tasks`, `…/respawn` of a gateway,
//! and the audit log.

use domain::ports::{
    Changed, Connectivity, FabricChange, FabricKey, Ping, PingState, PortError, Timestamp,
};
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    client::Client,
    convert::{bgp_state, state, time},
    error,
    wire::{AuditEntry, AuditPage, Measured, Task},
};

/// Changes of state, and nothing else.
const EVENTS: &str = "GATEWAY_BGP_STATUS_CHANGE,GATEWAY_STATE_CHANGE,CONNECTION_STATE_CHANGE";
/// As many as the log gives at once: a session that flaps each minute for half a day.
const MOST: &str = "1000";

impl Client {
    pub(crate) async fn read_connectivity(
        &self,
        key: &FabricKey,
        gateway: &str,
    ) -> Result<Option<Connectivity>, PortError> {
        let path = ["gateways", gateway, "metrics", "connectivity", "current"];
        let operation = "getCurrentConnectivity";
        let all: Vec<Measured> = self.read(key, operation, &path).await?;
        Ok(all.into_iter().filter_map(connectivity).next_back())
    }

    pub(crate) async fn start_ping(&self, key: &FabricKey, gateway: &str) -> Result<(), PortError> {
        let path = ["gateways", gateway, "tasks"];
        let body = json!({"type": "PING"});
        let made = self.change::<Value>(key, "createGatewayTask", Method::POST, &path, &body);
        made.await.map(|_| ())
    }

    pub(crate) async fn list_pings(
        &self,
        key: &FabricKey,
        gateway: &str,
    ) -> Result<Vec<Ping>, PortError> {
        let path = ["gateways", gateway, "tasks"];
        let tasks: Vec<Task> = self.read(key, "getGatewayTasks", &path).await?;
        let pings = tasks.into_iter().filter(|task| task.kind == "PING");
        let mut pings: Vec<Ping> = pings.filter_map(|task| ping(&task)).collect();
        pings.sort_by_key(|ping| std::cmp::Reverse(ping.at));
        Ok(pings)
    }

    pub(crate) async fn respawn(&self, key: &FabricKey, gateway: &str) -> Result<(), PortError> {
        let path = ["gateways", gateway, "respawn"];
        let nothing = json!({});
        let made = self.change::<Value>(key, "respawnGateway", Method::POST, &path, &nothing);
        made.await.map(|_| ())
    }

    pub(crate) async fn list_changes(
        &self,
        key: &FabricKey,
        account: &str,
        connection: &str,
        since: Timestamp,
    ) -> Result<Vec<FabricChange>, PortError> {
        let operation = "queryAuditLog";
        let since = jiff::Timestamp::from_millisecond(since.0)
            .map_err(|_| error::contract(operation))?
            .strftime("%Y-%m-%dT%H:%M:%S.000Z")
            .to_string();
        let query = [
            ("subjectId", connection),
            ("includeChildSubjects", "true"),
            ("eventTypes", EVENTS),
            ("startTime", since.as_str()),
            ("pageSize", MOST),
        ];
        let path = ["accounts", account, "auditLog"];
        let page: AuditPage = self.read_where(key, operation, &path, &query).await?;
        let mut changes: Vec<FabricChange> = page.content.iter().filter_map(change).collect();
        changes.sort_by_key(|change| std::cmp::Reverse(change.at));
        Ok(changes)
    }
}

fn connectivity(said: Measured) -> Option<Connectivity> {
    Some(Connectivity {
        at: time(&said.time?.end_inclusive?)?,
        loss: said.loss_rate?.clamp(0.0, 1.0),
        average_ms: said.average,
    })
}

fn ping(said: &Task) -> Option<Ping> {
    let state = match (said.state.as_str(), said.result.as_deref()) {
        ("CREATED" | "RUNNING" | "AGGREGATE", _) => PingState::Running,
        ("COMPLETED", Some(result)) => answered(result),
        _ => PingState::Unclear,
    };
    let at = said.completed_at.as_ref().or(said.created_at.as_ref())?;
    Some(Ping {
        at: time(at)?,
        state,
    })
}

/// The form of a result is in no document; this is what every `ping` prints.
fn answered(result: &str) -> PingState {
    let mut words = result
        .split_whitespace()
        .zip(result.split_whitespace().skip(1));
    let received = words.find(|(_, word)| word.trim_end_matches(',') == "received");
    match received.and_then(|(count, _)| count.parse::<u32>().ok()) {
        Some(0) => PingState::Lost,
        Some(_) => PingState::Answered,
        None => PingState::Unclear,
    }
}

fn change(said: &AuditEntry) -> Option<FabricChange> {
    let current = said
        .changes
        .iter()
        .find_map(|change| change.current.as_ref()?.as_str())?;
    let to = match said.event_type.as_str() {
        "GATEWAY_BGP_STATUS_CHANGE" => Changed::Bgp(bgp_state(current)?),
        "GATEWAY_STATE_CHANGE" => Changed::Gateway(state(current)),
        "CONNECTION_STATE_CHANGE" => Changed::Connection(state(current)),
        _ => return None,
    };
    let subject = said.subject.as_ref().and_then(|subject| subject.id());
    let gateway = match to {
        Changed::Connection(_) => None,
        Changed::Bgp(_) | Changed::Gateway(_) => Some(subject?.to_owned()),
    };
    Some(FabricChange {
        at: time(&said.timestamp)?,
        gateway,
        to,
    })
}

#[cfg(test)]
mod tests {
    use domain::ports::BgpState;

    use super::*;

    #[test]
    fn a_ping_is_told_by_what_came_back() {
        let told = |result| answered(result);
        assert_eq!(
            told("1.2.3.4: 3 packets transmitted, 3 received, 0% packet loss"),
            PingState::Answered
        );
        assert_eq!(
            told("1.2.3.4: 3 packets transmitted, 0 received, 100% packet loss"),
            PingState::Lost
        );
        assert_eq!(told("done"), PingState::Unclear);
        assert_eq!(told(""), PingState::Unclear);
    }

    #[test]
    fn an_entry_of_another_time_is_left_out() {
        let entry = |kind: &str, to: &str| -> AuditEntry {
            let entry = json!({
                "timestamp": "2026-11-23T02:07:00.000Z", "eventType": kind,
                "subject": {"href": "/gateways/gw-1"},
                "changes": [{"property": "bgpConfig.state", "current": to}],
            });
            serde_json::from_value(entry).unwrap()
        };
        let down = change(&entry("GATEWAY_BGP_STATUS_CHANGE", "DOWN")).unwrap();
        assert_eq!(down.to, Changed::Bgp(BgpState::Down));
        assert_eq!(down.gateway.as_deref(), Some("gw-1"));
        assert_eq!(change(&entry("GATEWAY_BGP_STATUS_CHANGE", "ASLEEP")), None);
        assert_eq!(change(&entry("GATEWAY_DREAM", "DOWN")), None);
    }
}
