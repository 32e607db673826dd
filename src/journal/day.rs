//! Days and moments of the world's time (UTC), as numbers and as people read them.

use std::fmt::{self, Display, Formatter};
use std::time::SystemTime;

use chrono::DateTime;

use super::DAY;
use crate::store::seconds;

/// A day, counted from 1970-01-01, which is 0. Shown as `2025-11-11`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub u32);

impl Day {
    /// The day of a moment.
    pub fn of(time: SystemTime) -> Day {
        Day(u32::try_from(seconds(time) / DAY).unwrap_or(u32::MAX))
    }

    /// As it stands under a bar: `11-23`.
    pub fn short(self) -> String {
        self.written("%m-%d")
    }

    fn written(self, format: &str) -> String {
        let begin = DateTime::from_timestamp(i64::from(self.0) * DAY as i64, 0).unwrap_or_default();
        begin.format(format).to_string()
    }
}

impl Display for Day {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written("%Y-%m-%d"))
    }
}

/// A moment to the minute: `2025-11-11 08:30`.
pub fn minute(time: SystemTime) -> String {
    let of_day = seconds(time) % DAY;
    format!("{} {:02}:{:02}", Day::of(time), of_day / 3600, of_day / 60 % 60)
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::*;

    #[test]
    fn days_are_read_as_dates() {
        for (day, date) in [(0, "1970-01-01"), (11_016, "2000-02-29"), (11_017, "2000-03-01"), (20_403, "2025-11-11")] {
            assert_eq!(Day(day).to_string(), date);
        }
        let time = UNIX_EPOCH + Duration::from_secs(20_403 * DAY + 8 * 3600 + 30 * 60 + 59);
        assert_eq!(minute(time), "2025-11-11 08:30");
    }
}
