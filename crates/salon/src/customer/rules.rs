//! What may be said of a customer.

use super::model::{Birthday, Calendar};
use kernel::Day;
use tyme4rs::tyme::lunar::LunarMonth;

/// The earliest year of a birthday.
pub const FIRST_BIRTH_YEAR: i16 = 1900;

/// Whether a birthday can be: a day of its calendar, of a year from 1900 on and not after today.
/// Without a year it is a day that some year has (29 February, the 30th of a lunar month).
pub fn birthday_exists(birthday: &Birthday, today: Day) -> bool {
    let year_fits = birthday.year.is_none_or(|year| (FIRST_BIRTH_YEAR..=today.year()).contains(&year));
    year_fits
        && match birthday.calendar {
            Calendar::Solar => solar_day(birthday).is_some_and(|day| birthday.year.is_none() || day <= today),
            Calendar::Lunar => lunar_day_exists(birthday),
        }
}

/// The day of a solar birthday; a leap year stands in for an unknown one.
fn solar_day(birthday: &Birthday) -> Option<Day> {
    const SOME_LEAP_YEAR: i16 = 2000;
    let year = birthday.year.unwrap_or(SOME_LEAP_YEAR);
    Day::new(year, birthday.month, birthday.day).filter(|_| !birthday.leap_month)
}

fn lunar_day_exists(birthday: &Birthday) -> bool {
    let in_some_year = (1..=12).contains(&birthday.month) && (1..=30).contains(&birthday.day);
    let Some(year) = birthday.year.filter(|_| in_some_year) else { return in_some_year };
    // The calendar counts a leap month as the negative of its number.
    let number = isize::from(birthday.month);
    let month = LunarMonth::new(isize::from(year), if birthday.leap_month { -number } else { number });
    month.is_ok_and(|month| usize::try_from(birthday.day).is_ok_and(|day| day <= month.get_day_count()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn today() -> Day {
        Day::new(2026, 11, 21).unwrap()
    }

    fn solar(year: Option<i16>, month: i8, day: i8) -> Birthday {
        Birthday { calendar: Calendar::Solar, year, month, day, leap_month: false }
    }

    fn lunar(year: Option<i16>, month: i8, day: i8, leap_month: bool) -> Birthday {
        Birthday { calendar: Calendar::Lunar, year, month, day, leap_month }
    }

    #[test]
    fn a_solar_birthday_is_a_day_of_the_past() {
        assert!(birthday_exists(&solar(Some(1991), 8, 16), today()));
        assert!(birthday_exists(&solar(None, 2, 29), today()));
        assert!(birthday_exists(&solar(Some(2026), 11, 21), today()));
        for wrong in
            [solar(Some(1991), 2, 29), solar(Some(2026), 11, 22), solar(Some(1899), 1, 1), solar(None, 13, 1)]
        {
            assert!(!birthday_exists(&wrong, today()), "{wrong:?}");
        }
        assert!(!birthday_exists(&Birthday { leap_month: true, ..solar(None, 1, 1) }, today()));
    }

    #[test]
    fn a_lunar_birthday_is_a_day_of_the_lunar_calendar() {
        // 2020 had a fourth leap month of 29 days, and a fourth month of 30.
        assert!(birthday_exists(&lunar(Some(2020), 4, 30, false), today()));
        assert!(birthday_exists(&lunar(Some(2020), 4, 29, true), today()));
        assert!(!birthday_exists(&lunar(Some(2020), 4, 30, true), today()));
        assert!(!birthday_exists(&lunar(Some(2021), 4, 1, true), today()));
        assert!(birthday_exists(&lunar(None, 12, 30, false), today()));
        assert!(!birthday_exists(&lunar(None, 12, 31, false), today()));
    }

    proptest! {
        #[test]
        fn any_numbers_are_a_birthday_or_not(
            year in prop::option::of(any::<i16>()), month in any::<i8>(), day in any::<i8>(), leap in any::<bool>(),
        ) {
            let _ = birthday_exists(&lunar(year, month, day, leap), today());
            let _ = birthday_exists(&solar(year, month, day), today());
        }
    }
}
