//! What the health page says.

use domain::{
    ports::{BgpState, Connectivity, LegRole, PingState, TestState, Timestamp},
    setup::{Finding, Happening, NoRestart, Side, Since, Verdict, Way, What},
};

use super::{bgp_state, cause, connection_state, leg_title, time::hour, time::span, verdict};

fn leg(role: LegRole) -> String {
    leg_title(role).to_lowercase()
}

/// "since 02:07 UTC, 41 min".
pub fn since(at: Timestamp, now: Timestamp) -> String {
    format!("since {}, {}", hour(at, now), span(now.seconds_since(at)))
}

/// "since about 02:05 UTC, 41 min": by CloudWatch, whose periods are five minutes.
pub fn measured_since(since: Since, now: Timestamp) -> String {
    let (word, at) = match since {
        Since::At(at) => ("since about", at),
        Since::Before(at) => ("since before", at),
    };
    let ago = span(now.seconds_since(at));
    format!("{word} {}, {ago}", hour(at, now))
}

/// The first line of the health page. `down` is the session that is not up, as far as is known,
/// and since when.
pub fn verdict_line(
    found: Verdict,
    down: (Option<BgpState>, Option<Timestamp>),
    now: Timestamp,
) -> String {
    match (found, down) {
        (Verdict::Only { up, down }, (Some(BgpState::Down), Some(at))) => format!(
            "Traffic runs on the {} only; {} BGP down {}",
            leg(up),
            leg(down),
            since(at, now)
        ),
        (Verdict::Only { up, down }, (Some(BgpState::Down), None)) => format!(
            "Traffic runs on the {} only; {} BGP is down",
            leg(up),
            leg(down)
        ),
        (Verdict::Only { up, down }, (None, _)) => format!(
            "BGP is up on the {}; how the {} is, is not known",
            leg(up),
            leg(down)
        ),
        (Verdict::Down, (_, Some(at))) => {
            format!("Nothing flows: BGP is down {}", since(at, now))
        }
        (Verdict::Testing { leg: role }, (_, Some(at))) => format!(
            "A failover test holds the {} BGP session down {}",
            leg(role),
            since(at, now)
        ),
        (found, _) => verdict(found),
    }
}

/// What the evidence says and what to do next.
pub fn finding(found: &Finding, now: Timestamp) -> String {
    match found {
        Finding::Broken(rung) => {
            let (cause, mend) = cause(rung);
            format!("{cause}. {mend}").trim_end().to_owned()
        }
        Finding::NoInterface { leg: role } => format!(
            "{} leg: it has no virtual interface, so nothing can run on it. Create it.",
            leg_title(*role)
        ),
        Finding::TestRunning { leg: role, ends } => {
            let ends = ends.map(|at| format!(" until {}", hour(at, now)));
            format!(
                "A failover test of AWS holds the {} session down{}. “Stop test” ends it now.",
                leg(*role),
                ends.unwrap_or_default()
            )
        }
        Finding::LinkDown { leg: role } => format!(
            "The {} link between Pureport and AWS is down. Nothing here can mend that: open a ticket with Pureport; its text is ready below.",
            leg(*role)
        ),
        Finding::PingFirst { leg: role } => format!(
            "{} BGP is not up, and the values of both sides agree as far as they can be compared. Ping from the {} gateway: whether the Amazon address answers tells link and router apart.",
            leg_title(*role),
            leg(*role)
        ),
        Finding::PingRunning { leg: role } => {
            format!(
                "The {} gateway is pinging the Amazon address; that takes some seconds.",
                leg(*role)
            )
        }
        Finding::PingLost { leg: role } => format!(
            "The {} values agree, and the Amazon address does not answer a ping: the link is at fault. Open a ticket with Pureport; its text is ready below.",
            leg(*role)
        ),
        Finding::PingAnswered { leg: role, restart } => answered(*role, restart.as_ref().err()),
        Finding::NearLimit {
            leg: role,
            accepted,
        } => format!(
            "{accepted} of 100 prefixes come in on the {}. With one too many AWS closes the session: summarise them on your router soon.",
            leg(*role)
        ),
        Finding::Flapping {
            leg: role,
            times,
            last,
        } => format!(
            "{} BGP is up, but AWS lost it {times} times in the last 24 hours, last about {}. The values agree, so look at the line and the timers: ask Pureport for errors on the {} link, and look at your router’s hold time.",
            leg_title(*role),
            hour(*last, now),
            leg(*role)
        ),
        Finding::OneWay { missing: Way::Out } => {
            "Traffic reaches AWS, and none comes back: the return route is missing, or something in the VPC drops it. Look at the route table of the subnet that is meant, its propagation, security groups and network ACLs."
                .to_owned()
        }
        Finding::OneWay { missing: Way::In } => {
            "AWS sends traffic, and none comes from your network: your side’s return route is missing. Look whether your network sends the VPCs’ prefixes to Pureport, and not another way or into a firewall."
                .to_owned()
        }
        Finding::TrafficStopped { at } => format!(
            "BGP is up, but no traffic passes since about {}, and before that it did. If nobody sends, all is well; otherwise ping from each gateway, then look at what changed at that time: route tables, firewalls, security groups.",
            hour(*at, now)
        ),
        Finding::NoRoutes {
            leg: role,
            accepted: 0,
            ..
        } => format!(
            "{} BGP is up, but no prefix of your network comes in: look at what your router sends to Pureport.",
            leg_title(*role)
        ),
        Finding::NoRoutes { leg: role, .. } => format!(
            "{} BGP is up, but AWS advertises nothing: look at the gateways’ association and its allowed prefixes.",
            leg_title(*role)
        ),
    }
}

fn answered(role: LegRole, barred: Option<&NoRestart>) -> String {
    let cause = format!(
        "The {} values agree and the Amazon address answers a ping, so it is the session itself: look at the router, that TCP port 179 passes, and that the peer is one hop away.",
        leg(role)
    );
    match barred {
        None => format!(
            "{cause} If that is right, restart the {} gateway.",
            leg(role)
        ),
        Some(why) => format!("{cause} {}", no_restart(*why)),
    }
}

/// Why a gateway is not restarted, and the mend.
pub fn no_restart(why: NoRestart) -> String {
    match why {
        NoRestart::NoSuchLeg => "This connection has no such leg.".to_owned(),
        NoRestart::NotActive(role) => format!(
            "The {} gateway can’t be restarted now: Pureport does not show it as active. Wait until it is, or ask Pureport if it has failed.",
            leg(role)
        ),
        NoRestart::SiblingDown(role) => format!(
            "A restart is refused while BGP on the {} is not up: nothing would carry the traffic meanwhile. Mend the {} first.",
            leg(role),
            leg(role)
        ),
        NoRestart::SiblingUnknown(role) => format!(
            "A restart is refused while it is not known whether the {} carries the traffic meanwhile. Connect AWS, or refresh.",
            leg(role)
        ),
    }
}

/// Who tells it.
pub fn side(side: Side) -> &'static str {
    match side {
        Side::Partner => "Pureport",
        Side::Aws => "AWS",
    }
}

/// One line of the timeline.
pub fn happening(one: &Happening) -> String {
    let of = |what: &str| match one.leg {
        Some(role) => format!("{} {what}", leg_title(role)),
        None => {
            let mut letters = what.chars();
            let first = letters.next().map(|letter| letter.to_ascii_uppercase());
            first.into_iter().chain(letters).collect()
        }
    };
    match one.what {
        What::Bgp(state) => format!("{}: {}", of("BGP"), bgp_state(Some(state)).to_lowercase()),
        What::Gateway(state) => {
            format!(
                "{}: {}",
                of("gateway"),
                connection_state(state).to_lowercase()
            )
        }
        What::Connection(state) => {
            format!(
                "{}: {}",
                of("connection"),
                connection_state(state).to_lowercase()
            )
        }
        What::Ping(state) => format!("{}: {}", of("ping"), ping_state(state)),
        What::Flapped => format!("{} lost for a while", of("BGP")),
        What::TestStarted => format!("{} started", of("failover test")),
        What::TestEnded(state) => format!("{} {}", of("failover test"), test_state(state)),
    }
}

pub fn ping_state(state: PingState) -> &'static str {
    match state {
        PingState::Running => "under way",
        PingState::Answered => "answered",
        PingState::Lost => "not answered",
        PingState::Unclear => "ended without a clear result",
    }
}

fn test_state(state: TestState) -> &'static str {
    match state {
        TestState::Running => "is running",
        TestState::Completed => "ended",
        TestState::Cancelled => "was stopped",
        TestState::Failed => "failed",
        TestState::Unknown => "is in a state that is not known",
    }
}

/// "0 % lost, 3.1 ms".
pub fn connectivity(measured: Connectivity) -> String {
    let lost = format!("{:.0} % lost", measured.loss * 100.0);
    match measured.average_ms {
        Some(average) => format!("{lost}, {average:.1} ms"),
        None => lost,
    }
}

/// What stands where nothing was measured or read.
pub const NOT_KNOWN: &str = "not known";

/// The provider whose half of the page is missing.
pub const PARTNER_SILENT: &str = "Pureport does not answer";

/// What a page shows without Pureport.
pub fn partner_silent(why: &str) -> String {
    format!(
        "{why} What stands below is AWS’s side alone, found by the tags of this connection; the rest is not known, which does not mean that it is down."
    )
}

/// Before a gateway is restarted.
pub fn restart_lead(role: LegRole, alone: bool) -> String {
    if alone {
        return "The only session of this connection is down until the gateway is back, and all its traffic stops meanwhile. How long that takes is nowhere documented.".to_owned();
    }
    format!(
        "BGP on the {} is down until its gateway is back; the other leg carries the traffic meanwhile. How long that takes is nowhere documented.",
        leg(role)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_says_since_when_and_for_how_long() {
        let at = |minutes: i64| Timestamp(1_795_300_000_000 + minutes * 60_000);
        let only = Verdict::Only {
            up: LegRole::Secondary,
            down: LegRole::Primary,
        };
        let line = |down| verdict_line(only, down, at(41));
        assert_eq!(
            line((Some(BgpState::Down), Some(at(0)))),
            "Traffic runs on the secondary only; primary BGP down since 22:26 UTC, 41 min"
        );
        assert_eq!(
            line((Some(BgpState::Down), None)),
            "Traffic runs on the secondary only; primary BGP is down"
        );
        assert!(!line((None, None)).contains("down"), "a gap is not down");
        assert_eq!(
            verdict_line(Verdict::Down, (None, Some(at(0))), at(26 * 60)),
            "Nothing flows: BGP is down since 2026-11-21 22:26 UTC, 1 d 2 h"
        );
    }
}
