//! The proof on its page: everything passes on a fresh pair, and each of twelve breakages is named
//! with its cause.

use domain::{
    ports::{LegRole, VpnGateway},
    setup::{Goal, Notice},
    values::RegionName,
};
use serde_json::{Map, Value, json};

use crate::{
    runs::{actor, cloud_key, ordered},
    support::{Browser, TestSite, site},
};

/// A pair that is set up to the last route, and a browser that is signed in to both providers.
pub struct Proven {
    pub site: TestSite,
    pub browser: Browser,
    pub id: String,
}

impl Proven {
    pub async fn new() -> Self {
        let site = site().await;
        let id = ordered(&site).await;
        set_up(&site, &id).await;
        let mut browser = site.signed_in().await;
        browser.post("/api/connect_aws_sandbox", &[]).await;
        Self { site, browser, id }
    }

    /// Everything of a kind in account 123456789012 that the sandbox holds, by id.
    pub fn things(&self, kind: &str) -> Map<String, Value> {
        let world = self.site.site.sandbox().unwrap().world();
        world["aws"][kind].as_object().cloned().unwrap_or_default()
    }

    /// The primary's interface.
    pub fn interface(&self) -> String {
        let mut all = self.things("virtualInterfaces").into_iter();
        let primary =
            all.find(|(_, one)| one["virtualInterfaceName"].as_str() == Some("payments-primary"));
        primary.unwrap().0
    }

    pub fn patch(&self, id: &str, set: &Value) {
        let sandbox = self.site.site.sandbox().unwrap();
        sandbox.patch(id, set.as_object().unwrap()).unwrap();
        self.site.let_answers_age();
    }

    pub fn fault(&self, kind: &Value) {
        let plan = json!({"faults": [{"kind": kind}]});
        let plan = serde_json::from_value(plan).unwrap();
        self.site.site.sandbox().unwrap().put_faults(&plan).unwrap();
        self.site.let_answers_age();
    }

    pub async fn page(&mut self, rest: &str) -> String {
        let path = format!("/connections/{}/{rest}", self.id);
        let answer = self.browser.get(&path).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.body
    }

    /// The first notice's title and text on the Verify page.
    async fn verdict(&mut self) -> String {
        let page = self.page("setup/verify").await;
        let from = page.find("id=\"verdict\"").expect("a verdict");
        let text: String = page[from..].chars().take(2000).collect();
        text.split("class=\"ladder\"").next().unwrap().to_owned()
    }

    /// The interface's session is gone for a reason that the page is to name.
    async fn broken_interface(set: Value, rung: &str, cause: &str) {
        let mut proven = Self::new().await;
        let interface = proven.interface();
        proven.patch(&interface, &set);
        proven.names(rung, cause).await;
    }

    async fn names(&mut self, rung: &str, cause: &str) {
        let text = self.verdict().await;
        assert!(text.contains(rung), "{rung} is not named: {text}");
        assert!(text.contains(cause), "{cause} is not said: {text}");
    }
}

async fn set_up(site: &TestSite, id: &str) {
    let (engine, cloud) = (&site.site.services.engine, &site.site.services.cloud);
    let reach = async |goal: Goal| {
        let notice = engine.pursue(actor(id), goal).await;
        assert!(matches!(notice, Notice::Reached { .. }), "{notice:?}");
    };
    let legs = vec![LegRole::Primary, LegRole::Secondary];
    reach(Goal::Accept { legs: legs.clone() }).await;
    let name = "onramp".to_owned();
    reach(Goal::CreateGateway { name: name.clone() }).await;
    for leg in legs {
        let name = format!("payments-{}", leg.word());
        reach(Goal::CreateInterface {
            leg,
            name,
            mtu: 1500,
        })
        .await;
    }
    let region = RegionName::parse("us-west-2").unwrap();
    let key = cloud_key(
        "AKIASANDBOXOPERATOR1",
        "sandbox/operator/secret/key/000000000001",
    );
    let vpcs = cloud.vpcs(&key, &region).await.unwrap();
    let vpc = vpcs
        .iter()
        .find(|vpc| vpc.name == "payments")
        .unwrap()
        .id
        .clone();
    reach(Goal::Attach {
        region: region.clone(),
        vpc: vpc.clone(),
        gateway: None,
        name,
        asn: None,
    })
    .await;
    let gateways = cloud.vpn_gateways(&key, &region).await.unwrap();
    let at = |found: &&VpnGateway| found.attachment.as_ref().is_some_and(|(at, _)| *at == vpc);
    let vpn_gateway = gateways.iter().find(at).unwrap().id.clone();
    let prefixes = Vec::new();
    reach(Goal::Associate {
        region: region.clone(),
        vpn_gateway,
        prefixes,
    })
    .await;
    let tables = cloud.route_tables(&key, &region).await.unwrap();
    let ours = tables.into_iter().filter(|table| table.vpc == vpc);
    let tables = ours.map(|table| table.id).collect();
    reach(Goal::Propagate {
        region,
        vpc,
        tables,
    })
    .await;
}

const VALUES: &str = "Both sides’ values agree, primary";

#[tokio::test]
async fn a_fresh_pair_passes_everything() {
    let mut proven = Proven::new().await;
    let page = proven.page("setup/verify").await;
    assert!(page.contains("All checks passed<"), "{page}");
    for state in ["broken", "waiting", "warning"] {
        assert!(
            !page.contains(&format!("class=\"rung\" data-state=\"{state}\"")),
            "{page}"
        );
    }
}

#[tokio::test]
async fn another_vlan_is_named() {
    Proven::broken_interface(json!({"vlan": 4000}), VALUES, "the interface has 4000").await;
}

#[tokio::test]
async fn another_pureport_asn_is_named() {
    Proven::broken_interface(json!({"asn": 65000}), VALUES, "Pureport’s ASN is 394351").await;
}

#[tokio::test]
async fn another_amazon_side_asn_is_named() {
    let set = json!({"amazonSideAsn": 65010});
    Proven::broken_interface(set, VALUES, "the Amazon side ASN 64512").await;
}

#[tokio::test]
async fn another_pureport_address_is_named() {
    let set = json!({"customerAddress": "169.254.250.1/30"});
    Proven::broken_interface(set, VALUES, "169.254.250.1/30 as your router peer IP").await;
}

#[tokio::test]
async fn another_amazon_address_is_named() {
    let set = json!({"amazonAddress": "169.254.250.2/30"});
    Proven::broken_interface(set, VALUES, "169.254.250.2/30 as Amazon router peer IP").await;
}

#[tokio::test]
async fn another_key_is_named_and_not_shown() {
    let mut proven = Proven::new().await;
    let interface = proven.interface();
    proven.patch(&interface, &json!({"authKey": "canary-bgp-key"}));
    proven.names(VALUES, "The BGP keys differ").await;
    assert!(!proven.browser.seen.contains("canary-bgp-key"));
}

#[tokio::test]
async fn a_blank_in_the_key_is_named() {
    let mut proven = Proven::new().await;
    let interface = proven.interface();
    let fabric = proven.site.site.services.fabric.clone().unwrap();
    let key = domain::ports::FabricKey {
        key: "sandbox".to_owned(),
        secret: "sandbox".into(),
    };
    let connection = fabric.connection(&key, &proven.id).await.unwrap();
    let right = connection.legs[0]
        .bgp_key
        .as_ref()
        .unwrap()
        .expose()
        .to_owned();
    proven.patch(&interface, &json!({"authKey": format!("{right} ")}));
    proven.names(VALUES, "differ by a blank at an end").await;
    assert!(!proven.browser.seen.contains(&right));
}

#[tokio::test]
async fn over_a_hundred_prefixes_are_named() {
    let mut proven = Proven::new().await;
    proven.fault(&json!({"prefixes": {"leg": "primary", "n": 101}}));
    let rung = "Routes accepted and advertised, primary";
    proven
        .names(rung, "announces 101 prefixes, and AWS takes 100")
        .await;
}

#[tokio::test]
async fn narrow_allowed_prefixes_are_named() {
    let mut proven = Proven::new().await;
    let associations = proven.things("associations");
    let ours = associations
        .iter()
        .find(|(_, one)| one["allowedPrefixes"] == json!(["10.20.0.0/16"]));
    let id = ours.unwrap_or_else(|| panic!("{associations:?}")).0.clone();
    proven.patch(&id, &json!({"allowedPrefixes": ["10.20.1.0/24"]}));
    proven
        .names("Gateways associated, payments", "leave out 10.20.0.0/16")
        .await;
}

#[tokio::test]
async fn a_detached_gateway_is_named() {
    let mut proven = Proven::new().await;
    let gateways = proven.things("vpnGateways");
    let ours = gateways
        .iter()
        .find(|(_, one)| one["tags"].to_string().contains("onramp"));
    let id = ours.unwrap_or_else(|| panic!("{gateways:?}")).0.clone();
    proven.patch(&id, &json!({"attachment": null}));
    let cause = format!("{id} is not attached to its VPC any more");
    proven
        .names("Virtual private gateway attached", &cause)
        .await;
}

/// The table in which the app's subnets are.
fn table(proven: &Proven) -> (String, Value) {
    let tables = proven.things("routeTables");
    let app = tables
        .into_iter()
        .find(|(_, one)| one["tags"].to_string().contains("payments-app"));
    app.expect("payments has a table app")
}

#[tokio::test]
async fn propagation_that_is_off_is_named_with_its_table() {
    let mut proven = Proven::new().await;
    let (id, _) = table(&proven);
    proven.patch(&id, &json!({"propagating": []}));
    proven
        .names("Propagation on, payments-app", "Propagation is off")
        .await;
}

#[tokio::test]
async fn a_static_route_that_wins_is_named_with_its_table() {
    let mut proven = Proven::new().await;
    let (id, table) = table(&proven);
    let taken = table["propagated"][0]["destination"].clone();
    let mut routes = table["routes"].as_array().unwrap().clone();
    let mut new = routes[0].clone();
    new["destination"] = taken.clone();
    new["gatewayId"] = json!("igw-00000000000000000");
    new["origin"] = json!("CreateRoute");
    routes.push(new);
    proven.patch(&id, &json!({"routes": routes}));
    let cause = format!("A static route for {} to igw-", taken.as_str().unwrap());
    proven
        .names("Routes in the table, payments-app", &cause)
        .await;
}

#[tokio::test]
async fn a_prefix_is_traced_to_every_table_and_to_where_it_stops() {
    let mut proven = Proven::new().await;
    let (id, table) = table(&proven);
    let prefix = table["propagated"][0]["destination"]
        .as_str()
        .unwrap()
        .to_owned();
    let asked = format!("setup/verify?prefix={}", crate::support::escape(&prefix));
    let page = proven.page(&asked).await;
    assert!(
        page.contains(&format!("<option value=\"{prefix}\">")),
        "{page}"
    );
    assert!(
        page.contains("is carried from your network to every route table"),
        "{page}"
    );
    proven.patch(&id, &json!({"propagating": []}));
    let page = proven.page(&asked).await;
    assert!(
        page.contains("stops: Route table, payments-app. Propagation is off"),
        "{page}"
    );
    let page = proven.page("setup/verify?prefix=nonsense").await;
    assert!(page.contains("Nothing was traced: “nonsense”"), "{page}");
    assert!(
        page.contains("value=\"nonsense\""),
        "what was typed is kept: {page}"
    );
}
