//! Plans: accepted, refused, looked at.

use std::net::SocketAddr;

use sandbox::{Config, Pace, Sandbox, control::Reset, faults, start};
use serde_json::{Value, json};

use crate::{
    journey::{advance, freeze, plan},
    sockets::call,
    support::Lab,
};

pub async fn started() -> Sandbox {
    let any = SocketAddr::from(([127, 0, 0, 1], 0));
    let config = Config {
        pureport: any,
        aws: any,
        pace: Pace::Instant,
        seed: 3,
        state_file: None,
    };
    start(config).await.expect("a sandbox")
}

#[tokio::test]
async fn a_plan_is_put_and_read_on_both_ports() {
    let sandbox = started().await;
    let put =
        json!({"faults": [{"service": "ec2", "operation": "DescribeVpcs", "kind": "drop_before"}]});
    let url = &sandbox.aws_url;
    let (status, answer) = call(url, "PUT", "/_sandbox/faults", &put.to_string(), "").await;
    let left = json!({"faults": [{
        "service": "ec2", "operation": "DescribeVpcs", "match": {}, "skip": 0, "times": 1,
        "for_seconds": null, "kind": {"drop_before": {}},
    }]});
    assert_eq!((status, &answer), (200, &left));
    let (status, answer) = call(&sandbox.pureport_url, "GET", "/_sandbox/faults", "", "").await;
    assert_eq!((status, &answer), (200, &left));
    assert_eq!(sandbox.faults(), left);
    let none = serde_json::from_value(json!({"faults": []})).expect("a plan");
    assert_eq!(sandbox.put_faults(&none), Ok(json!({"faults": []})));
    sandbox
        .put_faults(&serde_json::from_value(put).expect("a plan"))
        .expect("accepted");
    sandbox.reset(&Reset::default()).expect("reset");
    assert_eq!(
        sandbox.faults(),
        json!({"faults": []}),
        "a reset clears the plan"
    );
    sandbox.stop().await;
}

#[tokio::test]
async fn what_is_left_can_be_put_again() {
    let lab = Lab::new();
    freeze(&lab);
    let connection = lab.named("connections", "northwind-order-1");
    let kinds = [
        json!("drop_before"),
        json!({"drop_after_commit": {}}),
        json!("reset"),
        json!("expire_token"),
        json!("duplicate"),
        json!("hostile_text"),
        json!("throttle"),
        json!({"throttle": {"retry_after": 3}}),
        json!({"delay": {"ms": 5}}),
        json!({"status": {"code": 500, "error": "E", "message": "m"}}),
        json!({"stale_read": {"seconds": 5}}),
        json!({"wrong_body": {"variant": "missing_field", "field": "state"}}),
        json!({"wrong_body": {"variant": "html"}}),
        json!({"link_down": {"connection_id": connection}}),
        json!({"bgp_down": {"leg": "secondary"}}),
        json!({"flap": {"seconds": 3}}),
        json!("flap"),
        json!({"prefixes": {"n": 7}}),
        json!("maintenance"),
        json!({"drop_one_side": {"side": "aws"}}),
        json!("blackhole"),
        json!({"provision_error": {"code": "X"}}),
        json!({"stuck": {"operation": "ConfirmConnection"}}),
    ];
    let entries: Value = kinds
        .iter()
        .map(|kind| json!({"kind": kind, "for_seconds": 90}))
        .collect();
    let left = plan(&lab, entries);
    assert_eq!(
        left["faults"].as_array().expect("a list").len(),
        kinds.len()
    );
    assert_eq!(plan(&lab, left["faults"].clone()), left);
    advance(&lab, 60);
    let later = faults::left(&lab.shared.lock());
    assert_eq!(later["faults"][0]["for_seconds"], 30);
    let world = &left["faults"][13]["kind"];
    assert_eq!(*world, json!({"link_down": {"connection_id": connection}}));
}

#[tokio::test]
async fn a_bad_plan_is_refused_and_changes_nothing() {
    let sandbox = started().await;
    let put = async |body: &str| call(&sandbox.aws_url, "PUT", "/_sandbox/faults", body, "").await;
    let good = json!({"faults": [{"kind": "drop_before", "skip": 5}]}).to_string();
    let (_, standing) = put(&good).await;
    let world = |sandbox: &Sandbox| sandbox.world()["pureport"].clone();
    let before = world(&sandbox);
    let entries = [
        (json!({"kind": "explode"}), "unknown variant `explode`"),
        (json!({"kind": {"delay": {}}}), "missing field `ms`"),
        (json!({"kind": {"delay": {"ms": 700_000}}}), "ms is at most"),
        (
            json!({"kind": {"delay": {"ms": 5, "colour": 1}}}),
            "unknown field `colour`",
        ),
        (
            json!({"kind": {"reset": {}, "delay": {"ms": 5}}}),
            "a kind is",
        ),
        (json!({"kind": 7}), "a kind is"),
        (json!({}), "missing field `kind`"),
        (
            json!({"kind": "reset", "colour": 1}),
            "unknown field `colour`",
        ),
        (
            json!({"kind": "reset", "service": "s3"}),
            "service is one of",
        ),
        (json!({"kind": "reset", "operation": ""}), "operation has"),
        (json!({"kind": "reset", "times": 0}), "times is"),
        (json!({"kind": "reset", "skip": -1}), "invalid value"),
        (json!({"kind": "reset", "for_seconds": 0}), "for_seconds is"),
        (json!({"kind": "reset", "match": []}), "invalid type"),
        (
            json!({"kind": {"reset": {"leg": "primary"}}}),
            "are for world faults",
        ),
        (
            json!({"kind": {"status": {"code": 200, "error": "E", "message": ""}}}),
            "code is 400",
        ),
        (
            json!({"kind": {"stale_read": {"seconds": 0}}}),
            "seconds is 1",
        ),
        (
            json!({"kind": {"wrong_body": {"variant": "purple"}}}),
            "unknown variant `purple`",
        ),
        (
            json!({"kind": {"throttle": {"retry_after": 9_999}}}),
            "retry_after is",
        ),
        (
            json!({"kind": "link_down", "service": "ec2"}),
            "a world fault takes no",
        ),
        (
            json!({"kind": {"link_down": {"connection_id": "conn-nobody"}}}),
            "no connection has the id",
        ),
        (
            json!({"kind": {"link_down": {"leg": "third"}}}),
            "unknown variant `third`",
        ),
        (json!({"kind": {"flap": {"seconds": 0}}}), "seconds is 1"),
        (json!({"kind": {"prefixes": {"n": 5_000}}}), "n is at most"),
        (
            json!({"kind": {"drop_one_side": {"side": "customer"}}}),
            "unknown variant `customer`",
        ),
        (
            json!({"kind": {"provision_error": {"code": "bad code"}}}),
            "code is made of",
        ),
        (
            json!({"kind": {"stuck": {"operation": "Dance"}}}),
            "operation is one that",
        ),
        (json!({"kind": "key_drift"}), "nothing of that sort"),
        (
            json!({"kind": {"foreign_change": {"resource": "interface"}}}),
            "nothing of that sort",
        ),
    ];
    for (entry, why) in entries {
        // The good one before it must not be done either.
        let plan = json!({"faults": [{"kind": {"link_down": {}}}, entry]}).to_string();
        let (status, answer) = put(&plan).await;
        let error = answer["error"].as_str().unwrap_or_default();
        assert!(
            status == 400 && error.contains(why),
            "{plan}: {status} {answer}"
        );
    }
    let many = json!({"faults": vec![json!({"kind": "reset"}); 101]}).to_string();
    for body in [
        "{",
        "[]",
        r#"{"faults":{}}"#,
        r#"{"fault":[]}"#,
        "",
        many.as_str(),
    ] {
        assert_eq!(put(body).await.0, 400, "{body}");
    }
    assert_eq!((sandbox.faults(), world(&sandbox)), (standing, before));
    sandbox.stop().await;
}

#[tokio::test]
async fn a_patch_is_a_merge_patch_that_says_why_it_is_refused() {
    let lab = Lab::new();
    let world = lab.world();
    let (id, vpc) = world["vpcs"]
        .as_object()
        .and_then(|all| all.iter().next())
        .expect("one");
    let tags = |lab: &Lab| lab.world()["vpcs"][id]["tags"].clone();
    let mut wanted = vpc["tags"].clone();
    wanted["owner"] = json!("acme");
    lab.patch(id, &json!({"tags": {"owner": "acme"}}));
    assert_eq!(tags(&lab), wanted);
    lab.patch(id, &json!({"tags": {"owner": null}}));
    assert_eq!(tags(&lab), vpc["tags"]);
    let pureport = sandbox::control::world(&lab.shared.lock())["pureport"].clone();
    let network = pureport["networks"][0]["id"].as_str().expect("an id");
    let refused = |id: &str, set: Value| {
        let set = set.as_object().expect("members");
        let refused = sandbox::control::patch(&mut lab.shared.lock(), id, set);
        refused.expect_err("refused").to_string()
    };
    for (id, set, why) in [
        (network, json!({"colour": "red"}), "there is no \"colour\""),
        (network, json!({"colour": null}), "there is no \"colour\""),
        (
            network,
            json!({"state": "PURPLE"}),
            "unknown variant `PURPLE`",
        ),
        (network, json!({"name": null}), "missing field `name`"),
        (id, json!({"cidrs": {"a": 1}}), "invalid type"),
        ("nobody", json!({}), "nothing has the id \"nobody\""),
    ] {
        let text = refused(id, set.clone());
        assert!(text.contains(why) && text.contains(id), "{set}: {text}");
    }
    assert_eq!(lab.world(), world);
}
