//! Orders, made as the wizard makes them.

use domain::{
    order::Order,
    ports::Catalog,
    wizard::{Draft, Fields, Kind, Step},
};

/// A complete draft: a pair of 50 Mbps from Seattle to us-west-2 for account 123456789012, one
/// customer network, NAT off, Amazon side ASN 64512. `reference` is the order's idempotency key.
pub fn draft(reference: &str) -> Draft {
    let mut draft = Draft::new(reference);
    draft.put(Step::Type, fields(&[("type", Kind::WORD)]));
    draft.put(Step::Location, fields(&[("place", "us-sea/aws-us-west-2")]));
    draft.put(Step::Service, service("ha"));
    draft.put(Step::Bgp, bgp(64512));
    draft.put(
        Step::Networks,
        fields(&[("cidr.0", "10.20.0.0/16"), ("name.0", "payments")]),
    );
    draft.put(Step::Nat, Fields::default());
    draft.put(
        Step::Review,
        fields(&[
            ("name", "Acme – us-west-2"),
            ("description", "For payments"),
        ]),
    );
    draft
}

/// The answers of step `service`; `availability` is `ha` or `single`.
pub fn service(availability: &str) -> Fields {
    fields(&[
        ("peering", "private"),
        ("speed", "50"),
        ("availability", availability),
        ("account", "123456789012"),
    ])
}

/// The answers of step `bgp` for a new Direct Connect gateway with this number.
pub fn bgp(asn: u32) -> Fields {
    fields(&[("target", "new"), ("asn", &asn.to_string())])
}

/// Any form.
pub fn fields(pairs: &[(&str, &str)]) -> Fields {
    pairs.iter().copied().collect()
}

/// The order of `draft` in `network`.
pub fn order(draft: &Draft, network: &str, catalog: &Catalog) -> Order {
    Order::from_draft(draft, network, catalog).expect("the draft is complete")
}
