//! Days and moments of the world's time (UTC), as numbers and as people read them.

use std::fmt::{self, Display, Formatter};
use std::time::SystemTime;

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

    /// Year, month and day of the month, by H. Hinnant's `civil_from_days`
    /// (<https://howardhinnant.github.io/date_algorithms.html>).
    pub fn date(self) -> (i64, u32, u32) {
        let days = i64::from(self.0) + 719_468;
        let (era, of_era) = (days / 146_097, days % 146_097);
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let from_march = (5 * of_year + 2) / 153;
        let day = of_year - (153 * from_march + 2) / 5 + 1;
        let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
        (year_of_era + era * 400 + i64::from(month <= 2), month as u32, day as u32)
    }
}

impl Display for Day {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.date();
        write!(f, "{year:04}-{month:02}-{day:02}")
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
