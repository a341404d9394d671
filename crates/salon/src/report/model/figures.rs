//! What bills add up to: the facts of a day, its figures, and the days they are asked for.

use super::Moved;
use kernel::{BillId, Day, Instant, Money, StaffId, Zone};
use std::collections::BTreeMap;
use std::ops::AddAssign;
use uuid::Uuid;

/// By what bills are added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The revenue of all lines.
    Total,
    /// What moved besides: takings, cards sold and used, guests. The key says which.
    Flow,
    /// The takings by the hour on the shop's clocks.
    Hour,
    /// What was paid by the way it was paid, money or not.
    Tender,
    /// The revenue by who did the work.
    Staff,
    /// The revenue by what the line names; the key is what stands on the price list.
    Item,
}

impl Part {
    /// Every part there is.
    pub const ALL: [Part; 6] = [Part::Total, Part::Flow, Part::Hour, Part::Tender, Part::Staff, Part::Item];

    /// How it is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Part::Total => "total",
            Part::Flow => "flow",
            Part::Hour => "hour",
            Part::Tender => "tender",
            Part::Staff => "staff",
            Part::Item => "item",
        }
    }

    /// Reads [`Part::code`].
    pub fn parse(code: &str) -> Option<Part> {
        Part::ALL.into_iter().find(|part| part.code() == code)
    }
}

/// Which figure it is within its part.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// An id or a code; empty for what has none.
    pub key: String,
    /// The name on the line, for items.
    pub name: String,
}

impl Key {
    /// A key without a name.
    pub fn of(key: impl Into<String>) -> Key {
        Key { key: key.into(), name: String::new() }
    }
}

/// A figure. Amounts are minor units, below zero where more went back than came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// How many bills, or guests.
    pub bills: i64,
    /// How many lines.
    pub lines: i64,
    /// How much, without taxes that are added on top.
    pub amount: Money,
    /// How much tax, within the price or on top.
    pub tax: Money,
}

impl Sums {
    /// An amount that counts nothing.
    pub fn of(amount: Money) -> Sums {
        Sums { amount, ..Sums::default() }
    }

    /// A number of bills, or of guests.
    pub fn count(bills: i64) -> Sums {
        Sums { bills, ..Sums::default() }
    }
}

impl AddAssign for Sums {
    fn add_assign(&mut self, other: Sums) {
        self.bills += other.bills;
        self.lines += other.lines;
        self.amount += other.amount;
        self.tax += other.tax;
    }
}

/// All figures of a day.
pub type Figures = BTreeMap<(Part, Key), Sums>;

/// The clock of a shop, by which hours and newcomers are told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShopClock {
    /// Where it stands.
    pub zone: Zone,
    /// When the business day begins, in minutes after midnight.
    pub cut_off_minutes: i64,
}

/// What the books say of one business day of a branch.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The bills that were paid and not undone.
    pub bills: Vec<PaidBill>,
    /// What their lines sold, and what was given back of any line that day.
    pub lines: Vec<Earned>,
    /// What was paid, and what went back.
    pub moved: Vec<Moved>,
}

/// A bill that was paid.
#[derive(Clone, Debug)]
pub struct PaidBill {
    /// When.
    pub at: Instant,
    /// By whom, where somebody is known.
    pub guest: Option<Guest>,
}

/// Who paid a bill.
#[derive(Clone, Copy, Debug)]
pub struct Guest {
    /// The row of the customer.
    pub id: Uuid,
    /// When they became known.
    pub known_since: Instant,
    /// Whether another program knew them before.
    pub brought_along: bool,
}

/// A line that was sold, or what was given back of one.
#[derive(Clone, Debug)]
pub struct Earned {
    /// The bill that counts it; none for what was given back, which counts nothing.
    pub bill: Option<BillId>,
    /// What kind of line it is.
    pub kind: String,
    /// What it sold, on the price list.
    pub item: Uuid,
    /// What it says.
    pub name: String,
    /// What was paid for it; below zero when it was given back.
    pub paid: Money,
    /// What it cost without taxes added on top.
    pub net: Money,
    /// The taxes.
    pub tax: Money,
    /// Who did it, with millionths.
    pub shares: Vec<(StaffId, i64)>,
}

/// The business days that are asked for, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// The first.
    pub from: Day,
    /// The last, not before the first.
    pub to: Day,
}

impl Days {
    /// How many days there are.
    pub fn count(self) -> i64 {
        self.from.days_until(self.to) + 1
    }

    /// As many days, just before these.
    pub fn before(self) -> Days {
        Days { from: self.from.plus_days(-self.count()), to: self.from.plus_days(-1) }
    }

    /// Each of them.
    pub fn each(self) -> impl Iterator<Item = Day> {
        (0..self.count()).map(move |days| self.from.plus_days(days))
    }
}

/// A calendar month, such as `2026-03`; sorts as months do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month(Day);

impl Month {
    /// The month of a day.
    pub fn of(day: Day) -> Month {
        Month(day.plus_days(1 - i64::from(day.day_of_month())))
    }

    /// Reads what [`Month`] shows.
    pub fn parse(text: &str) -> Option<Month> {
        Day::parse(&format!("{text}-01")).map(Month)
    }

    /// Its days.
    pub fn days(self) -> Days {
        let next = Month::of(self.0.plus_days(31));
        Days { from: self.0, to: next.0.plus_days(-1) }
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0.to_string().get(..7).unwrap_or_default())
    }
}

/// Stored figures to read: days from one to another, or whole months.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    /// From one day to another.
    Days(Day, Day),
    /// From one month to another.
    Months(Month, Month),
}

/// From where the figures of some days of a branch come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    /// What is read as it was added up before.
    pub kept: Vec<Piece>,
    /// The days that are added up now.
    pub live: Vec<Day>,
}
