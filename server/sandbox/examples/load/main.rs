//! Load on a sandbox that runs at pace `instant`:
//! `cargo run --release -p sandbox --example load -- PUREPORT AWS fill CONNECTIONS` creates and
//! deletes so many connections, `… rate SECONDS` counts what it answers in that time.

mod client;
#[path = "../../tests/signing/mod.rs"]
mod signing;

use std::{error::Error, thread, time::Duration};

use serde_json::{Value, json};

use client::{Line, Message, now};

type Outcome<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;

/// How many connections are in force while requests are counted.
const LIVE: usize = 20;
/// How many callers ask at the same time.
const CALLERS: usize = 4;

fn main() -> Outcome {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [pureport, aws, what, number] = &words[..] else {
        return Err("PUREPORT AWS fill|rate NUMBER".into());
    };
    let site = Site::at(pureport, aws)?;
    match what.as_str() {
        "fill" => site.fill(number.parse()?),
        "rate" => site.rate(Duration::from_secs(number.parse()?)),
        _ => Err("fill or rate".into()),
    }
}

/// Both ports, signed in at Pureport.
struct Site {
    pureport: String,
    aws: String,
    token: String,
    network: String,
}

impl Site {
    fn at(pureport: &str, aws: &str) -> Outcome<Self> {
        let bare = |url: &str| url.trim_start_matches("http://").to_owned();
        let mut site = Self {
            pureport: bare(pureport),
            aws: bare(aws),
            token: String::new(),
            network: String::new(),
        };
        let mut line = Line::to(&site.pureport)?;
        let login = json!({"key": "sandbox", "secret": "sandbox"});
        let answer = line.json(&site.order("POST", "/login", Some(login)))?;
        site.token = text(&answer["access_token"])?;
        let accounts = line.json(&site.order("GET", "/accounts", None))?;
        let networks = format!("{}/networks", text(&accounts[0]["href"])?);
        let networks = line.json(&site.order("GET", &networks, None))?;
        site.network = text(&networks[0]["href"])?;
        Ok(site)
    }

    fn order(&self, method: &str, path: &str, body: Option<Value>) -> Message {
        let headers = format!("authorization: Bearer {}\r\n", self.token);
        let body = body.map_or_else(String::new, |body| body.to_string());
        Message::new(method, path, &self.pureport, &headers, &body)
    }

    /// Orders a connection; gives its path and that of its hosted connection.
    fn create(&self, line: &mut Line) -> Outcome<(String, Value)> {
        let order = json!({
            "type": "AWS_DIRECT_CONNECT", "name": "load", "speed": 50, "highAvailability": false,
            "billingTerm": "HOURLY", "location": {"href": "/locations/us-sea"},
            "awsAccountId": "123456789012", "awsRegion": "us-west-2",
            "peering": {"type": "PRIVATE"}, "customerASN": 64_512,
        });
        let path = format!("{}/connections", self.network);
        let made = line.json(&self.order("POST", &path, Some(order)))?;
        let href = text(&made["href"])?;
        let made = line.json(&self.order("GET", &href, None))?;
        Ok((href, made["primaryGateway"].clone()))
    }

    /// Each is ordered, provisioned, read and deleted; every tenth gets an interface in between.
    fn fill(&self, connections: usize) -> Outcome {
        let start = now();
        let mut pureport = Line::to(&self.pureport)?;
        let mut aws = Line::to(&self.aws)?;
        let gateway = json!({"directConnectGatewayName": "load", "amazonSideAsn": 64_512});
        let gateway = aws.json(&self.direct_connect("CreateDirectConnectGateway", &gateway))?;
        let gateway = &gateway["directConnectGateway"]["directConnectGatewayId"];
        for number in 0..connections {
            let (href, leg) = self.create(&mut pureport)?;
            if number % 10 == 0 {
                self.connect(&mut aws, &leg, gateway)?;
            }
            pureport.json(&self.order("DELETE", &href, None))?;
        }
        let left =
            pureport.json(&self.order("GET", &format!("{}/connections", self.network), None))?;
        if left != json!([]) {
            return Err(format!("not everything is gone: {left:.300}").into());
        }
        // What was deleted is listed for 15 minutes more: now it is forgotten.
        let later = json!({"advance_seconds": 1_000});
        pureport.json(&self.order("POST", "/_sandbox/clock", Some(later)))?;
        println!(
            "{connections} connections in {:.1} s",
            start.elapsed().as_secs_f64()
        );
        Ok(())
    }

    /// From the acceptance to a session that is up, and back.
    fn connect(&self, aws: &mut Line, leg: &Value, gateway: &Value) -> Outcome {
        let (connection, config) = (&leg["remoteId"], &leg["bgpConfig"]);
        let confirm = json!({"connectionId": connection});
        aws.json(&self.direct_connect("ConfirmConnection", &confirm))?;
        let interface = json!({"connectionId": connection, "newPrivateVirtualInterface": {
            "virtualInterfaceName": "load", "vlan": leg["vlan"], "asnLong": config["pureportASN"],
            "authKey": config["password"], "amazonAddress": config["customerIP"],
            "customerAddress": config["pureportIP"], "directConnectGatewayId": gateway,
        }});
        let made = aws.json(&self.direct_connect("CreatePrivateVirtualInterface", &interface))?;
        let asked = json!({"virtualInterfaceId": made["virtualInterfaceId"]});
        let seen = aws.json(&self.direct_connect("DescribeVirtualInterfaces", &asked))?;
        if seen["virtualInterfaces"][0]["bgpPeers"][0]["bgpStatus"] != "up" {
            return Err(format!("the session is not up: {seen:.500}").into());
        }
        aws.json(&self.direct_connect("DeleteVirtualInterface", &asked))?;
        Ok(())
    }

    fn direct_connect(&self, operation: &str, input: &Value) -> Message {
        let target = format!("OvertureService.{operation}");
        let headers = [("x-amz-target", target.as_str())];
        Message::signed(&self.aws, "directconnect", &headers, &input.to_string())
    }

    fn ec2(&self, action: &str) -> Message {
        let body = format!("Action={action}&Version=2016-11-15");
        Message::signed(&self.aws, "ec2", &[], &body)
    }

    /// What a working day asks for: mostly reads of both halves, some writes.
    fn rate(&self, time: Duration) -> Outcome {
        let mut line = Line::to(&self.pureport)?;
        let live = (0..LIVE)
            .map(|_| self.create(&mut line))
            .collect::<Outcome<Vec<_>>>()?;
        let counts: Vec<Outcome<u64>> = thread::scope(|scope| {
            let callers: Vec<_> = (0..CALLERS)
                .map(|number| {
                    let live = &live[number];
                    scope.spawn(move || self.call(live, time))
                })
                .collect();
            callers
                .into_iter()
                .map(|caller| {
                    caller
                        .join()
                        .unwrap_or_else(|_| Err("a caller broke".into()))
                })
                .collect()
        });
        let answered: u64 = counts.into_iter().sum::<Outcome<u64>>()?;
        for (href, _) in live {
            line.json(&self.order("DELETE", &href, None))?;
        }
        println!("{} requests a second", answered / time.as_secs().max(1));
        Ok(())
    }

    fn call(&self, (href, leg): &(String, Value), time: Duration) -> Outcome<u64> {
        let gateway = text(&leg["href"])?;
        let hosted = json!({"connectionId": leg["remoteId"]});
        let arn = format!(
            "arn:aws:directconnect:us-west-2:123456789012:dxcon/{}",
            text(&leg["remoteId"])?
        );
        let tags = json!({"resourceArn": arn, "tags": [{"key": "load", "value": "yes"}]});
        let network = json!({"name": "Acme production", "description": "under load"});
        let at_pureport = [
            self.order("GET", href, None),
            self.order("GET", &gateway, None),
            self.order("GET", &format!("{gateway}/bgpRoutes"), None),
            self.order("GET", &self.network, None),
            self.order("PUT", &self.network, Some(network)),
        ];
        let at_aws = [
            self.direct_connect("DescribeConnections", &hosted),
            self.direct_connect("DescribeVirtualInterfaces", &json!({})),
            self.direct_connect("TagResource", &tags),
            self.ec2("DescribeVpnGateways"),
            self.ec2("DescribeRouteTables"),
        ];
        let (mut pureport, mut aws) = (Line::to(&self.pureport)?, Line::to(&self.aws)?);
        let (start, mut answered) = (now(), 0);
        while start.elapsed() < time {
            for message in &at_pureport {
                pureport.json(message)?;
            }
            for message in &at_aws {
                aws.accepted(message)?;
            }
            answered += 10;
        }
        Ok(answered)
    }
}

fn text(value: &Value) -> Outcome<String> {
    value
        .as_str()
        .map(str::to_owned)
        .ok_or_else(|| "a text is missing".into())
}
