//! What CloudWatch's history is taken to say.

use super::*;
use crate::{
    ports::{BgpState, Held, Metrics, Span, Timestamp},
    setup::{
        CloudWatch, Finding, Records, Since, Way, What, bgp_since, findings, measured_flaps,
        measured_since, timeline,
    },
};

const PERIOD: i64 = 300_000;

fn at(period: i64) -> Timestamp {
    Timestamp(period * PERIOD)
}

/// `U`p, `D`own, `P`artly, or a gap.
fn held(word: &str) -> Vec<Span> {
    let periods = (0..).map(at).zip(word.chars());
    let spans = periods.map(|(at, letter)| Span {
        at,
        bgp: match letter {
            'U' => Some(Held::Up),
            'D' => Some(Held::Down),
            'P' => Some(Held::Partly),
            _ => None,
        },
        ..Span::default()
    });
    spans.collect()
}

type Bits<'a> = &'a [(u64, u64)];

/// Bits per second in and out by period.
fn flow(bits: Bits<'_>) -> Vec<Span> {
    let periods = (0..).map(at).zip(bits);
    let spans = periods.map(|(at, (bits_in, bits_out))| Span {
        at,
        bits_in: Some(*bits_in),
        bits_out: Some(*bits_out),
        ..Span::default()
    });
    spans.collect()
}

/// `proven`, as measured.
fn measured(primary: Vec<Span>, secondary: Vec<Span>) -> Observation {
    let mut seen = proven();
    let newest = primary.last().map_or(Timestamp(0), |span| span.at);
    let of = |interface: &str, spans| Metrics {
        interface: interface.to_owned(),
        spans,
    };
    cloud(&mut seen).metrics = Some(CloudWatch {
        at: Timestamp(newest.0 + PERIOD),
        found: Ok(vec![
            of("dxvif-primary", primary),
            of("dxvif-secondary", secondary),
        ]),
    });
    seen
}

#[test]
fn since_when_and_how_often_is_read_from_the_periods() {
    let (up, down) = (BgpState::Up, BgpState::Down);
    let before = |period| Some(Since::Before(at(period)));
    let since = |period| Some(Since::At(at(period)));
    let none = Some((0, None));
    let once = |period| Some((1, Some(at(period))));
    let table = [
        ("UUUU", up, before(0), none),
        ("DDUU", up, since(2), none),
        ("DPUU", up, since(1), none),
        ("PUUU", up, since(0), none),
        ("UUDD", down, since(2), once(2)),
        ("UPDD", down, since(1), once(1)),
        ("UPUU", up, since(1), once(1)),
        ("UDDU", up, since(3), once(1)),
        ("UUUP", down, since(3), once(3)),
        ("UPUD", down, since(3), Some((2, Some(at(3))))),
        // What was in the gap is not known.
        ("DD UU", up, before(3), none),
        ("UU DD", down, before(3), none),
        // The records are of another state.
        ("UUUU", down, None, none),
        ("UUDD", up, None, once(2)),
        ("", up, None, None),
    ];
    for (word, now, expected, flaps) in table {
        let mut seen = measured(held(word), Vec::new());
        cloud(&mut seen).interfaces[0].bgp = Some(now);
        let leg = &seen.connection.legs[0];
        assert_eq!(measured_since(leg, &seen), expected, "{word}");
        assert_eq!(measured_flaps(leg, &seen), flaps, "{word}");
    }
}

#[test]
fn awss_measurements_tell_since_when_where_no_other_record_does() {
    let mut seen = measured(held("UUDD"), Vec::new());
    cloud(&mut seen).interfaces[0].bgp = Some(BgpState::Down);
    let none = Records::default();
    assert_eq!(
        bgp_since(&seen.connection.legs[0], &seen, &none),
        Some(at(2))
    );
    // It is the partner's end that is down: AWS's past says nothing about that.
    let mut seen = measured(held("DDUU"), Vec::new());
    seen.connection.legs[0].bgp = Some(BgpState::Down);
    assert_eq!(bgp_since(&seen.connection.legs[0], &seen, &none), None);
}

#[test]
fn the_timeline_holds_what_was_measured() {
    let seen = measured(held("UDDUPUU"), Vec::new());
    let told = timeline(&seen, &Records::default());
    let told: Vec<_> = told.iter().map(|one| (one.at, one.what)).collect();
    let expected = [
        (at(4), What::Flapped),
        (at(3), What::Bgp(BgpState::Up)),
        (at(1), What::Bgp(BgpState::Down)),
    ];
    assert_eq!(told, expected);
}

#[test]
fn a_session_that_is_lost_again_and_again_is_told_although_it_is_up() {
    let none = Records::default();
    let twice = measured(held("UPUPUU"), Vec::new());
    assert_eq!(findings(&twice, &none), []);
    let often = measured(held("UPUPUDU"), Vec::new());
    let (leg, times, last) = (LegRole::Primary, 3, at(5));
    let expected = [Finding::Flapping { leg, times, last }];
    assert_eq!(findings(&often, &none), expected);
}

#[test]
fn traffic_that_runs_one_way_or_stopped_is_told_and_silence_alone_is_not() {
    const LOUD: u64 = 5_000_000;
    let idle: Bits<'_> = &[(2_000, 2_000); 4];
    let way = |missing| vec![Finding::OneWay { missing }];
    let stopped = |period| vec![Finding::TrafficStopped { at: at(period) }];
    let table: [(Bits<'_>, Bits<'_>, Vec<Finding>); 8] = [
        (&[(LOUD, LOUD); 4], idle, vec![]),
        (&[(LOUD, 2_000); 4], idle, way(Way::Out)),
        (&[(2_000, LOUD); 4], idle, way(Way::In)),
        // Each direction may use another leg.
        (&[(LOUD, 2_000); 4], &[(2_000, LOUD); 4], vec![]),
        (idle, idle, vec![]),
        (
            &[(LOUD, LOUD), (LOUD, LOUD), (0, 0), (0, 0)],
            &[(0, 0); 4],
            stopped(2),
        ),
        // One quiet period is no end.
        (
            &[(LOUD, LOUD), (LOUD, LOUD), (LOUD, LOUD), (0, 0)],
            &[(0, 0); 4],
            vec![],
        ),
        (&[], &[], vec![]),
    ];
    for (one, two, expected) in table {
        let seen = measured(flow(one), flow(two));
        assert_eq!(findings(&seen, &Records::default()), expected, "{one:?}");
    }
    let mut seen = measured(flow(&[(LOUD, 0); 4]), flow(idle));
    cloud(&mut seen).interfaces[0].bgp = Some(BgpState::Down);
    let found = findings(&seen, &Records::default());
    assert_eq!(
        found,
        [Finding::PingFirst {
            leg: LegRole::Primary
        }]
    );
}
