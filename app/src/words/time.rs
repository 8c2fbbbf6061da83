use domain::{ports::Timestamp, setup::Wait};

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

/// "2 min 10 s".
pub fn duration(seconds: u64) -> String {
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3600 => format!("{} min {} s", seconds / 60, seconds % 60),
        _ => format!("{} h {} min", seconds / 3600, seconds / 60 % 60),
    }
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
    fn times_read_as_people_say_them() {
        assert_eq!(utc(Timestamp(50_530_000)), "14:02:10 UTC");
        assert_eq!(duration(130), "2 min 10 s");
        assert_eq!(usual(Wait::Association), "5–20 minutes (documented range)");
    }
}
