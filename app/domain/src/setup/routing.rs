//! Which route of a VPC's table wins: the VPC's own always, then the longest prefix, and for one
//! prefix a static route before a propagated one (aws.md §2.4).

use crate::{
    ports::{Route, RouteTable},
    values::Cidr,
};

/// What AWS calls the target of a VPC's own route.
const LOCAL: &str = "local";

/// The route that takes packets for `prefix` away from a propagated route for it, all or a part
/// of them. Everything lies within a default route, so there only an equal one counts.
pub(super) fn rival(prefix: Cidr, table: &RouteTable) -> Option<&Route> {
    let inside = |other: Cidr| prefix.prefix_len() > 0 && prefix.contains(other);
    table.routes.iter().find(|route| match route.via.as_str() {
        _ if route.propagated => false,
        LOCAL => route.prefix.contains(prefix),
        _ => route.prefix == prefix || inside(route.prefix),
    })
}

/// The table has a default route that nobody propagated into it.
pub(super) fn has_own_default(table: &RouteTable) -> bool {
    let mut routes = table.routes.iter();
    routes.any(|route| !route.propagated && route.prefix.prefix_len() == 0)
}

/// The route that packets for all of `prefix` take. A static route whose target is gone still
/// wins, and drops them.
pub(super) fn winner(prefix: Cidr, table: &RouteTable) -> Option<&Route> {
    let rank = |route: &&Route| {
        (
            route.via == LOCAL,
            route.prefix.prefix_len(),
            !route.propagated,
        )
    };
    let routes = table.routes.iter();
    routes
        .filter(|route| route.active || !route.propagated)
        .filter(|route| route.prefix.contains(prefix))
        .max_by_key(rank)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setup::sample::{cidr, table};

    fn route(prefix: &str, via: &str) -> Route {
        Route {
            prefix: cidr(prefix),
            via: via.to_owned(),
            active: true,
            propagated: via.starts_with("vgw"),
        }
    }

    #[test]
    fn local_wins_then_the_longest_then_static() {
        type Case<'a> = (
            &'a [(&'a str, &'a str)],
            &'a str,
            Option<&'a str>,
            Option<&'a str>,
        );
        let cases: [Case<'_>; 8] = [
            (
                &[("10.1.0.0/16", "vgw-1")],
                "10.1.0.0/16",
                None,
                Some("vgw-1"),
            ),
            (
                &[("10.1.0.0/16", "vgw-1"), ("10.1.0.0/16", "tgw-1")],
                "10.1.0.0/16",
                Some("tgw-1"),
                Some("tgw-1"),
            ),
            (
                &[("10.1.0.0/16", "vgw-1"), ("10.1.2.0/24", "pcx-1")],
                "10.1.0.0/16",
                Some("pcx-1"),
                Some("vgw-1"),
            ),
            (
                &[("10.1.0.0/16", "vgw-1"), ("10.0.0.0/8", "tgw-1")],
                "10.1.0.0/16",
                None,
                Some("vgw-1"),
            ),
            (
                &[("10.1.0.0/16", "vgw-1"), ("10.0.0.0/8", "local")],
                "10.1.0.0/16",
                Some("local"),
                Some("local"),
            ),
            (
                &[("10.0.0.0/8", "vgw-1"), ("10.1.0.0/16", "local")],
                "10.0.0.0/8",
                None,
                Some("vgw-1"),
            ),
            (
                &[("0.0.0.0/0", "vgw-1"), ("10.9.0.0/16", "tgw-1")],
                "0.0.0.0/0",
                None,
                Some("vgw-1"),
            ),
            (&[("10.9.0.0/16", "vgw-1")], "10.1.0.0/16", None, None),
        ];
        for (routes, prefix, loses_to, taken) in cases {
            let mut table = table("rtb-0", "vpc-0", true, &[]);
            table.routes = routes.iter().map(|(net, via)| route(net, via)).collect();
            let via = |route: Option<&Route>| route.map(|route| route.via.clone());
            let found = (
                via(rival(cidr(prefix), &table)),
                via(winner(cidr(prefix), &table)),
            );
            let expected = (loses_to.map(str::to_owned), taken.map(str::to_owned));
            assert_eq!(found, expected, "{routes:?}");
        }
    }

    #[test]
    fn a_static_route_without_its_target_drops_what_it_wins() {
        let mut table = table("rtb-0", "vpc-0", true, &[]);
        let mut dead = route("10.1.0.0/16", "eni-1");
        dead.active = false;
        table.routes = vec![route("10.1.0.0/16", "vgw-1"), dead];
        assert_eq!(
            winner(cidr("10.1.0.0/16"), &table).map(|route| route.active),
            Some(false)
        );
    }
}
