//! Instants, days and spans. Wall time always needs a zone, and the zone is always an argument.

use jiff::{Timestamp, civil, tz::TimeZone};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::ToSchema;

/// A moment, in milliseconds since 1970-01-01T00:00Z; on the wire an RFC 3339 text in UTC.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, ToSchema)]
#[schema(value_type = String, format = DateTime, example = "2026-03-01T06:05:00Z")]
pub struct Instant(i64);

impl Instant {
    /// The moment so many milliseconds after the epoch.
    pub const fn from_millis(millis: i64) -> Instant {
        Instant(millis)
    }

    /// Milliseconds since the epoch.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// The moment so many seconds later (or earlier, when negative).
    pub const fn plus_seconds(self, seconds: i64) -> Instant {
        Instant(self.0.saturating_add(seconds.saturating_mul(1000)))
    }

    /// The calendar day of this moment in a zone.
    pub fn day(self, zone: &Zone) -> Day {
        Day(self.zoned(zone).date())
    }

    /// The business day of this moment: a day begins at the branch's cut-off (minutes after
    /// midnight), so that a visit ending at 01:30 belongs to the evening before.
    pub fn business_day(self, zone: &Zone, cut_off_minutes: i64) -> Day {
        // The cut-off is wall time: on a day with a clock change it must not move by an hour.
        let zoned = self.zoned(zone);
        let minutes = i64::from(zoned.hour()) * 60 + i64::from(zoned.minute());
        let today = Day(zoned.date());
        if minutes < cut_off_minutes { today.plus_days(-1) } else { today }
    }

    /// The hour of the day, 0 to 23, in a zone.
    pub fn hour(self, zone: &Zone) -> u8 {
        u8::try_from(self.zoned(zone).hour()).unwrap_or(0)
    }

    /// Day and time to the minute in a zone, as people read them: `2026-03-01 14:05`.
    pub fn minute(self, zone: &Zone) -> String {
        let zoned = self.zoned(zone);
        format!("{} {:02}:{:02}", zoned.date(), zoned.hour(), zoned.minute())
    }

    /// Day and time in a zone as one word without separators that a file name could not have:
    /// `2026-03-01-140509`.
    pub fn stamp(self, zone: &Zone) -> String {
        let zoned = self.zoned(zone);
        format!("{}-{:02}{:02}{:02}", zoned.date(), zoned.hour(), zoned.minute(), zoned.second())
    }

    fn timestamp(self) -> Timestamp {
        Timestamp::from_millisecond(self.0).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    fn zoned(self, zone: &Zone) -> jiff::Zoned {
        self.timestamp().to_zoned(zone.0.clone())
    }
}

impl std::fmt::Display for Instant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.timestamp().fmt(f)
    }
}

impl std::fmt::Debug for Instant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.timestamp().fmt(f)
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let timestamp: Timestamp = text
            .parse()
            .map_err(|_| serde::de::Error::custom("an instant is written like 2026-03-01T06:05:00Z"))?;
        Ok(Instant(timestamp.as_millisecond()))
    }
}

/// A calendar day, such as `2026-03-01`. Stored as that text, which sorts as days do.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, ToSchema)]
#[schema(value_type = String, format = Date, example = "2026-03-01")]
pub struct Day(civil::Date);

impl Day {
    /// A day of the Gregorian calendar; `None` when there is no such day.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Day> {
        civil::Date::new(year, month, day).ok().map(Day)
    }

    /// Reads `YYYY-MM-DD`.
    pub fn parse(text: &str) -> Option<Day> {
        let date: civil::Date = text.parse().ok()?;
        (text.len() == 10).then_some(Day(date))
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, 1 to 12.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The day of the month, from 1.
    pub fn day_of_month(self) -> i8 {
        self.0.day()
    }

    /// The day so many days later (or earlier), stopping at the calendar's ends.
    pub fn plus_days(self, days: i64) -> Day {
        let span = jiff::Span::new().try_days(days).unwrap_or_default();
        Day(self.0.saturating_add(span))
    }

    /// How many days from this one to another; below zero when that one is earlier.
    pub fn days_until(self, other: Day) -> i64 {
        let days = self.0.duration_until(other.0).as_hours();
        days / 24
    }

    /// The Monday of this day's week.
    pub fn monday(self) -> Day {
        self.plus_days(-i64::from(self.0.weekday().to_monday_zero_offset()))
    }

    /// The moment at which clocks in a zone show this time on this day (the next one they show, where a
    /// clock change skips it).
    pub fn at(self, hour: i8, minute: i8, zone: &Zone) -> Instant {
        let Ok(time) = civil::Time::new(hour, minute, 0, 0) else { return self.starts(zone) };
        match self.0.to_datetime(time).to_zoned(zone.0.clone()) {
            Ok(zoned) => Instant(zoned.timestamp().as_millisecond()),
            Err(_) => self.starts(zone),
        }
    }

    /// The moment this day begins in a zone (the first one, where a clock change skips midnight).
    pub fn starts(self, zone: &Zone) -> Instant {
        match self.0.to_zoned(zone.0.clone()) {
            Ok(zoned) => Instant(zoned.timestamp().as_millisecond()),
            Err(_) => Instant(0),
        }
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::fmt::Debug for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Day::parse(&text).ok_or_else(|| serde::de::Error::custom("a day is written like 2026-03-01"))
    }
}

/// A stretch of time from `start` up to, and not including, `end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    start: Instant,
    end: Instant,
}

impl Span {
    /// A stretch that is not empty; `None` when the end does not come after the start.
    pub fn new(start: Instant, end: Instant) -> Option<Span> {
        (start < end).then_some(Span { start, end })
    }

    /// The first moment inside.
    pub const fn start(self) -> Instant {
        self.start
    }

    /// The first moment after it.
    pub const fn end(self) -> Instant {
        self.end
    }

    /// Whether a moment lies inside.
    pub fn contains(self, moment: Instant) -> bool {
        self.start <= moment && moment < self.end
    }
}

/// A time zone of the IANA database, such as `Asia/Shanghai`.
#[derive(Clone, Debug, PartialEq, Eq, ToSchema)]
#[schema(value_type = String, example = "Asia/Shanghai")]
pub struct Zone(TimeZone);

impl Zone {
    /// Finds a zone by its name; `None` when the database has no such zone.
    pub fn parse(name: &str) -> Option<Zone> {
        TimeZone::get(name).ok().map(Zone)
    }

    /// The zone's name.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }
}

impl Serialize for Zone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Zone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Zone::parse(&name).ok_or_else(|| serde::de::Error::custom("a time zone is named like Asia/Shanghai"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        serde_json::from_str(&format!("\"{text}\"")).unwrap()
    }

    #[test]
    fn half_past_one_at_night_belongs_to_the_evening_before() {
        let zone = Zone::parse("Asia/Shanghai").unwrap();
        assert_eq!(at("2026-03-01T17:30:00Z").business_day(&zone, 180), Day::new(2026, 3, 1).unwrap());
        assert_eq!(at("2026-03-01T19:00:00Z").business_day(&zone, 180), Day::new(2026, 3, 2).unwrap());
    }

    #[test]
    fn the_cut_off_keeps_its_wall_time_when_the_clocks_change() {
        let zone = Zone::parse("Europe/Berlin").unwrap();
        // On 29 March 2026 the clock jumps from 02:00 to 03:00, which is 01:00 UTC.
        assert_eq!(at("2026-03-29T00:59:00Z").business_day(&zone, 180), Day::new(2026, 3, 28).unwrap());
        assert_eq!(at("2026-03-29T01:00:00Z").business_day(&zone, 180), Day::new(2026, 3, 29).unwrap());
    }

    #[test]
    fn a_span_holds_its_start_and_not_its_end() {
        let span = Span::new(Instant::from_millis(10), Instant::from_millis(20)).unwrap();
        assert!(span.contains(Instant::from_millis(10)) && !span.contains(Instant::from_millis(20)));
        assert!(Span::new(Instant::from_millis(10), Instant::from_millis(10)).is_none());
    }

    #[test]
    fn a_moment_is_written_as_clocks_show_it_and_found_again() {
        let zone = Zone::parse("Asia/Shanghai").unwrap();
        let moment = at("2026-03-01T06:05:09Z");
        assert_eq!(moment.stamp(&zone), "2026-03-01-140509");
        assert_eq!(moment.day(&zone).at(14, 5, &zone), at("2026-03-01T06:05:00Z"));
        let berlin = Zone::parse("Europe/Berlin").unwrap();
        // 02:30 is skipped on that day; clocks show 03:30 an hour later.
        assert_eq!(Day::new(2026, 3, 29).unwrap().at(2, 30, &berlin), at("2026-03-29T01:30:00Z"));
    }

    #[test]
    fn a_week_begins_on_monday() {
        let monday = Day::new(2026, 3, 2).unwrap();
        assert_eq!(monday.monday(), monday);
        assert_eq!(Day::new(2026, 3, 8).unwrap().monday(), monday);
        assert_eq!(Day::new(2026, 3, 1).unwrap().monday(), Day::new(2026, 2, 23).unwrap());
    }

    #[test]
    fn the_thirtieth_of_february_is_no_day() {
        assert_eq!(Day::parse("2026-02-30"), None);
        assert_eq!(Day::parse("20260228"), None);
    }
}
