use domain::{ports::Timestamp, setup::Wait};

/// "2026-11-21", empty for a time that no calendar has.
fn day(at: Timestamp) -> String {
    let known = jiff::Timestamp::from_millisecond(at.0);
    known.map_or_else(|_| String::new(), |at| at.strftime("%Y-%m-%d").to_string())
}

/// "2026-11-21T14:02:10.123Z", for programs; empty for a time that no calendar has.
pub fn rfc3339(at: Timestamp) -> String {
    let known = jiff::Timestamp::from_millisecond(at.0);
    known.map_or_else(|_| String::new(), |at| at.to_string())
}

/// "2026-11-21 14:02:10 UTC".
pub fn stamp(at: Timestamp) -> String {
    format!("{} {}", day(at), utc(at)).trim_start().to_owned()
}

/// As [`utc`], with the date when that is not today.
pub fn when(at: Timestamp, now: Timestamp) -> String {
    if day(at) == day(now) {
        utc(at)
    } else {
        stamp(at)
    }
}

/// "14:02:10 UTC".
pub fn utc(at: Timestamp) -> String {
    let seconds = at.0.div_euclid(1000).rem_euclid(86_400);
    format!(
        "{:02}:{:02}:{:02} UTC",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    )
}

/// "14:02 UTC", with the date when that is not today.
pub fn hour(at: Timestamp, now: Timestamp) -> String {
    let minutes = at.0.div_euclid(60_000).rem_euclid(1440);
    let time = format!("{:02}:{:02} UTC", minutes / 60, minutes % 60);
    if day(at) == day(now) {
        time
    } else {
        format!("{} {time}", day(at))
    }
}

/// "41 min": as [`duration`], without the seconds once there are minutes.
pub fn span(seconds: u64) -> String {
    match seconds {
        60..3600 => format!("{} min", seconds / 60),
        _ => duration(seconds),
    }
}

/// "2 min 10 s".
pub fn duration(seconds: u64) -> String {
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3600 => format!("{} min {} s", seconds / 60, seconds % 60),
        3600..86_400 => format!("{} h {} min", seconds / 3600, seconds / 60 % 60),
        _ => format!("{} d {} h", seconds / 86_400, seconds / 3600 % 24),
    }
}

/// "30 minutes".
pub fn minutes(seconds: u64) -> String {
    format!("{} minutes", seconds / 60)
}

/// "2 min 10 s ago".
pub fn ago(at: Timestamp, now: Timestamp) -> String {
    format!("{} ago", duration(now.seconds_since(at)))
}

/// The documented range of a wait, said to be that.
pub fn usual(wait: Wait) -> String {
    let (from, to) = wait.usual_seconds();
    let span = match (from, to) {
        (from, to) if to <= 60 => format!("{from}–{to} seconds"),
        (from, to) if from < 60 => format!("{from} seconds to {} minutes", to / 60),
        (from, to) => format!("{}–{} minutes", from / 60, to / 60),
    };
    format!("{span} (documented range)")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_day_is_named() {
        let at = |ms: i64| Timestamp(1_795_300_000_000 + ms);
        assert_eq!(stamp(at(0)), "2026-11-21 22:26:40 UTC");
        assert_eq!(when(at(0), at(60_000)), "22:26:40 UTC");
        assert_eq!(when(at(0), at(5 * 3_600_000)), "2026-11-21 22:26:40 UTC");
        assert_eq!(when(at(0), at(50 * 3_600_000)), "2026-11-21 22:26:40 UTC");
    }

    #[test]
    fn times_read_as_people_say_them() {
        assert_eq!(utc(Timestamp(50_530_000)), "14:02:10 UTC");
        assert_eq!(duration(130), "2 min 10 s");
        assert_eq!(duration(180_000), "2 d 2 h");
        assert_eq!(usual(Wait::Association), "5–20 minutes (documented range)");
    }
}
