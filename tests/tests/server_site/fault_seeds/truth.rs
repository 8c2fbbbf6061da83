//! What must hold whatever goes wrong: I1, I2 and I4 to I7 of design/reliability.md.

use std::collections::{BTreeMap, BTreeSet};

use domain::ports::Attempt;
use sandbox::control::LogEntry;
use serde_json::{Map, Value};

use crate::{
    canary::forms,
    runs::SESSION,
    support::{Browser, TestSite, log_length, logged_since},
};

/// Of the sandbox's keys that the two operators sign in with.
pub const SECRETS: [&str; 3] = [
    "sandbox/operator/secret/key/000000000001",
    "sandbox/temporary/secret/key/00000000001",
    "sandbox-session-token",
];

/// What a run makes, and the operation that makes it.
const KINDS: [(&str, &str); 4] = [
    ("virtualInterfaces", "CreatePrivateVirtualInterface"),
    ("directConnectGateways", "CreateDirectConnectGateway"),
    ("vpnGateways", "CreateVpnGateway"),
    ("associations", "CreateDirectConnectGatewayAssociation"),
];

/// The calls of a look in this world: the identity, three lists of Direct Connect, one for each of
/// three gateways, four of EC2, the routes of two legs on both sides, the partner's connection and
/// a token; and each read may be tried a second time.
const CALLS_A_LOOK: usize = 2 * 20;
/// Looks that nobody waits for: the plan's, a press's, what follows a call, and a server's first.
const LOOKS_AN_EVENT: usize = 4;

pub struct Truth {
    /// Ids of everything that was there before.
    before: BTreeSet<String>,
    legs: Vec<String>,
    vpc: (String, String, Vec<String>),
    secrets: Vec<String>,
    logged: usize,
    /// The number of the last request before.
    since: u64,
    /// By hosted connection: the interface that was seen up.
    up: BTreeMap<String, String>,
}

impl Truth {
    pub async fn before(site: &TestSite, id: &str) -> Self {
        let services = &site.site.services;
        let partner = services.partners.of_session(SESSION).await.unwrap();
        let connection = partner.fabric.connection(&partner.key, id).await.unwrap();
        let keys = connection
            .legs
            .iter()
            .filter_map(|leg| leg.bgp_key.as_ref());
        let mut secrets: Vec<String> = keys.map(|key| key.expose().to_owned()).collect();
        assert_eq!(secrets.len(), 2, "each leg has a key");
        secrets.extend(SECRETS.map(str::to_owned));
        let sandbox = site.site.sandbox().unwrap();
        let world = sandbox.world();
        let ids = KINDS.iter().flat_map(|(kind, _)| of(&world, kind));
        Self {
            before: ids.map(|(id, _)| id.clone()).collect(),
            legs: connection
                .legs
                .iter()
                .filter_map(|leg| leg.aws_connection.clone())
                .collect(),
            vpc: payments(&world),
            secrets: secrets.iter().flat_map(|secret| forms(secret)).collect(),
            logged: log_length(),
            since: sandbox.requests(0).last().map_or(0, |entry| entry.number),
            up: BTreeMap::new(),
        }
    }

    pub fn requests(&self, site: &TestSite) -> Vec<LogEntry> {
        site.site.sandbox().unwrap().requests(self.since)
    }

    /// What is made here and still there, by kind.
    fn made(&self, site: &TestSite) -> Vec<(&'static str, String, Value)> {
        let world = site.site.sandbox().unwrap().world();
        let mut made = Vec::new();
        for (kind, _) in KINDS {
            for (id, thing) in of(&world, kind) {
                if !self.before.contains(id) && thing["deletedAt"].is_null() {
                    made.push((kind, id.clone(), thing.clone()));
                }
            }
        }
        made
    }

    /// I1 and I6, at any moment.
    pub fn look(&mut self, site: &TestSite) -> Result<(), String> {
        let made = self.made(site);
        let count = |kind: &str| made.iter().filter(|(of, ..)| *of == kind).count();
        for (kind, _) in &KINDS[1..] {
            if count(kind) > 1 {
                return Err(format!("I1: {} of {kind}", count(kind)));
            }
        }
        for leg in &self.legs {
            let of_leg = made
                .iter()
                .filter(|(_, _, thing)| thing["connectionId"] == leg.as_str());
            let of_leg: Vec<_> = of_leg.collect();
            if of_leg.len() > 1 {
                return Err(format!("I1: {} interfaces on {leg}", of_leg.len()));
            }
            let id = of_leg.first().map(|(_, id, _)| id);
            if let Some(was) = self.up.get(leg)
                && Some(was) != id
            {
                return Err(format!("I6: {was}, which was up, became {id:?}"));
            }
            if let Some((_, id, thing)) = of_leg.first()
                && thing["virtualInterfaceState"] == "available"
            {
                self.up.insert(leg.clone(), id.clone());
            }
        }
        Ok(())
    }

    /// I2 and I4: nothing was sent, and nothing is there, without an earlier intent.
    pub fn journal(&self, site: &TestSite, attempts: &[Attempt]) -> Result<(), String> {
        let requests = self.requests(site);
        for (action, _) in aws::OPERATIONS.iter().filter(|(_, changes)| *changes) {
            let operation = action.split(':').next_back().unwrap_or_default();
            let sent = requests
                .iter()
                .filter(|entry| entry.operation == operation && !is_dry(entry));
            let mut intended = attempts
                .iter()
                .filter(|attempt| attempt.intent.operation == *action);
            for entry in sent {
                match intended.next() {
                    // The sandbox's time is the server's.
                    Some(intent) if intent.intent.at.0 <= entry.at => {}
                    Some(_) => return Err(format!("I4: {action} came before its intent")),
                    None => return Err(format!("I4: {action} was sent without an intent")),
                }
                if operation.starts_with("Delete") || operation.starts_with("Detach") {
                    return Err(format!("I6: {action} was sent by a set-up"));
                }
            }
        }
        for (kind, id, _) in self.made(site) {
            let by = KINDS.iter().find(|(of, _)| *of == kind).unwrap().1;
            let ends = |attempt: &&Attempt| attempt.intent.operation.ends_with(by);
            if !attempts.iter().any(|attempt| ends(&attempt)) {
                return Err(format!("I2: nobody meant to make {id}"));
            }
        }
        Ok(())
    }

    /// I5: no secret in a page or in the log.
    pub fn secrets(&self, browsers: [&Browser; 2]) -> Result<(), String> {
        let log = logged_since(self.logged);
        for text in [log.as_str(), &browsers[0].seen, &browsers[1].seen] {
            if let Some(secret) = self.secrets.iter().find(|secret| text.contains(*secret)) {
                let at = text.find(secret.as_str()).unwrap();
                let from = text.floor_char_boundary(at.saturating_sub(200));
                return Err(format!("I5: a secret after {}", &text[from..at]));
            }
        }
        Ok(())
    }

    /// Everything stands that belongs together, and nothing beside it.
    pub fn whole(&self, site: &TestSite, legs: usize) -> Result<(), String> {
        let made = self.made(site);
        let count = |kind: &str| made.iter().filter(|(of, ..)| *of == kind).count();
        let interfaces = count("virtualInterfaces");
        let alone = KINDS[1..].iter().find(|(kind, _)| count(kind) != 1);
        if let Some((kind, _)) = alone {
            return Err(format!("{} of {kind} at the end", count(kind)));
        }
        let gateway = made.iter().find(|(kind, ..)| *kind == "vpnGateways");
        let attached = gateway.map(|(_, _, thing)| &thing["attachment"]["vpcId"]);
        if attached.is_none_or(|vpc| *vpc != self.vpc.1.as_str()) {
            return Err(format!("the gateway is an orphan: {attached:?}"));
        }
        if interfaces < legs || interfaces > self.legs.len() {
            return Err(format!("{interfaces} interfaces at the end"));
        }
        Ok(())
    }

    /// What the second operator's button on a task's page would post.
    pub fn form(&self, site: &TestSite, id: &str, button: &str) -> Vec<(&'static str, String)> {
        let (region, vpc, tables) = &self.vpc;
        let mut form = vec![("connection", id.to_owned())];
        match button {
            "accept_connections" => form.push(("leg", "both".to_owned())),
            "create_gateway" => form.push(("name", "second".to_owned())),
            "create_interface" => {
                form.push(("leg", "primary".to_owned()));
                form.push(("name", "second".to_owned()));
                form.push(("mtu", "1500".to_owned()));
            }
            _ => {
                form.push(("region", region.clone()));
                form.push(("vpc", vpc.clone()));
                form.push(("name", "second".to_owned()));
            }
        }
        let made = self.made(site);
        let gateway = made.iter().find(|(kind, ..)| *kind == "vpnGateways");
        if button == "associate_gateway" {
            let id = gateway.map_or("vgw-none", |(_, id, _)| id);
            form.push(("vpn_gateway", id.to_owned()));
        }
        if button == "enable_propagation" {
            form.extend(tables.iter().map(|table| ("tables[]", table.clone())));
        }
        form
    }
}

/// I7: the calls that so much time and so many events need; each event is a call that was meant,
/// or somebody's act.
pub fn within_budget(requests: &[LogEntry], seconds: u64, events: usize) -> Result<(), String> {
    let looks = requests
        .iter()
        .filter(|entry| entry.operation == "GetCallerIdentity");
    let looks = looks.count();
    let seconds = usize::try_from(seconds).unwrap_or(usize::MAX);
    let most_looks = seconds + events * LOOKS_AN_EVENT;
    let most_calls = looks * CALLS_A_LOOK + events;
    if looks > most_looks || requests.len() > most_calls {
        let calls = requests.len();
        return Err(format!(
            "I7: {calls} calls ({most_calls}), {looks} looks ({most_looks})"
        ));
    }
    Ok(())
}

/// It may be a dry run of the preflight, which changes nothing: the log does not tell.
fn is_dry(entry: &LogEntry) -> bool {
    entry.service == "ec2" && entry.status != 200
}

fn of<'w>(world: &'w Value, kind: &str) -> impl Iterator<Item = (&'w String, &'w Value)> {
    let all: Option<&Map<String, Value>> = world["aws"][kind].as_object();
    all.into_iter().flatten()
}

/// The VPC's region, id and tables.
fn payments(world: &Value) -> (String, String, Vec<String>) {
    let (id, vpc) = of(world, "vpcs")
        .find(|(_, vpc)| vpc["tags"]["Name"] == "payments")
        .expect("the seeded world has it");
    let tables = of(world, "routeTables").filter(|(_, table)| table["vpcId"] == id.as_str());
    (
        vpc["region"].as_str().unwrap().to_owned(),
        id.clone(),
        tables.map(|(id, _)| id.clone()).collect(),
    )
}
