//! Tenders, the cells they pay, and what refunds give back of them.

use super::LineKind;
use crate::card::{Draw, Pays, TimeDraw, VisitsDraw};
use crate::ledger::{Channel, Site};
use kernel::{CardId, CustomerId, LineId, LotId, Money, Rate, ReceiptId};
use std::collections::BTreeMap;

/// A way of paying, with what it pays with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Means {
    /// Cash; what is above the rest is given back as change.
    Cash {
        /// What was handed over.
        received: Money,
    },
    /// Money through a channel, recorded by hand.
    Channel {
        /// Which.
        channel: Channel,
        /// How much.
        amount: Money,
        /// The channel's own number of the payment.
        reference: String,
    },
    /// Stored value.
    Card {
        /// The card.
        card: CardId,
        /// What is drawn from each of its lots.
        draws: Vec<Draw>,
        /// What it may pay.
        pays: Pays,
        /// What it pays first: of the lines that are charged by its rates, how much.
        charged: Vec<(LineId, Money)>,
    },
    /// Visits, which pay a whole line.
    Visits {
        /// The card.
        card: CardId,
        /// The line.
        line: LineId,
        /// What is taken of each of its lots.
        draws: Vec<VisitsDraw>,
    },
    /// Time, which pays a whole line and is earned as it passes, not by what it pays.
    Time {
        /// The card.
        card: CardId,
        /// The line.
        line: LineId,
        /// What it uses of the card.
        draw: TimeDraw,
    },
    /// A debt: the customer owes it from now on.
    OnAccount {
        /// Who.
        customer: CustomerId,
        /// How much.
        amount: Money,
    },
    /// Money of a reversed bill that the shop still holds.
    Unapplied {
        /// Which.
        receipt: ReceiptId,
        /// How much of it.
        amount: Money,
        /// How it came, and its number there.
        reference: String,
    },
    /// Points of one lot, worth an amount of price.
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "no screen spends points yet; how they would pay is decided and tested")
    )]
    Points {
        /// The lot.
        lot: LotId,
        /// Whose books carry it.
        home: Site,
        /// How many.
        points: i64,
        /// What they pay.
        worth: Money,
    },
}

/// A tender as it is recorded: a way of paying and what it paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tender {
    /// The way.
    pub means: Means,
    /// What it paid of the bill.
    pub amount: Money,
    /// What was given back, out of cash only.
    pub change: Money,
}

/// Where the amount of a cell came from, and goes back to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// Money of the tender.
    Money,
    /// Principal of a lot.
    Principal(LotId),
    /// Bonus of a lot.
    Bonus(LotId),
    /// Points of a lot.
    Points(LotId),
    /// Visits of a lot.
    Visits(LotId),
    /// Time of a lot.
    Time(LotId),
}

impl Source {
    /// Whether what it paid is earned as it stands: money and principal. Bonus, points and time earn
    /// nothing, and visits what was paid for them.
    pub const fn earns(self) -> bool {
        matches!(self, Source::Money | Source::Principal(_))
    }

    /// The text by which the part is stored, without its lot.
    pub const fn code(self) -> &'static str {
        match self {
            Source::Money => "money",
            Source::Principal(_) => "principal",
            Source::Bonus(_) => "bonus",
            Source::Points(_) => "points",
            Source::Visits(_) => "visits",
            Source::Time(_) => "time",
        }
    }

    /// The lot, where there is one.
    pub const fn lot(self) -> Option<LotId> {
        match self {
            Source::Money => None,
            Source::Principal(lot)
            | Source::Bonus(lot)
            | Source::Points(lot)
            | Source::Visits(lot)
            | Source::Time(lot) => Some(lot),
        }
    }

    /// Reads a stored part and lot; `None` when they name no source.
    pub fn parse(code: &str, lot: Option<LotId>) -> Option<Source> {
        match (code, lot) {
            ("money", None) => Some(Source::Money),
            ("principal", Some(lot)) => Some(Source::Principal(lot)),
            ("bonus", Some(lot)) => Some(Source::Bonus(lot)),
            ("points", Some(lot)) => Some(Source::Points(lot)),
            ("visits", Some(lot)) => Some(Source::Visits(lot)),
            ("time", Some(lot)) => Some(Source::Time(lot)),
            _ => None,
        }
    }
}

/// What one source paid of one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The line.
    pub line: LineId,
    /// The tender, by its place in the list.
    pub tender: usize,
    /// Where the amount came from.
    pub source: Source,
    /// What it paid: minor units of price.
    pub amount: Money,
    /// How many points, visits or uses that took; none where the source is another.
    pub count: i64,
    /// How much of it is earned: all of money and principal, nothing of bonus, points and time, and
    /// of visits what was paid for them.
    pub earned: Money,
}

impl Cell {
    /// The cell with its lot changed for another, where that one is named.
    pub fn on_lots(self, lots: &BTreeMap<LotId, LotId>) -> Cell {
        let now = |lot: LotId| lots.get(&lot).copied().unwrap_or(lot);
        let source = match self.source {
            Source::Principal(lot) => Source::Principal(now(lot)),
            Source::Bonus(lot) => Source::Bonus(now(lot)),
            Source::Visits(lot) => Source::Visits(now(lot)),
            Source::Money | Source::Points(_) | Source::Time(_) => self.source,
        };
        Cell { source, ..self }
    }
}

/// What paying in some ways does to a bill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settlement {
    /// The tenders, in the order in which they were entered.
    pub tenders: Vec<Tender>,
    /// What each source paid of each line; none of nothing.
    pub cells: Vec<Cell>,
    /// What is still to be paid.
    pub rest: Money,
}

impl Settlement {
    /// What is given back in cash.
    pub fn change(&self) -> Money {
        self.tenders.iter().map(|tender| tender.change).sum()
    }

    /// What the cells of a line earn.
    pub fn earning(&self, line: LineId) -> Money {
        self.cells.iter().filter(|cell| cell.line == line).map(|cell| cell.earned).sum()
    }
}

/// A tax as it was posted on a line, and what has been given back of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PostedTax {
    /// Its rate.
    pub rate: Rate,
    /// What was posted: the tax on what money and principal paid, not on bonus or points.
    pub amount: Money,
    /// What refunds have given back of it.
    pub returned: Money,
}

/// A cell of a paid line, and what has been given back of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaidCell {
    /// What was paid.
    pub paid: Cell,
    /// What refunds have given back of its amount.
    pub returned: Money,
    /// What refunds have given back of its points or visits.
    pub returned_count: i64,
    /// What refunds have given back of what it earned.
    pub returned_earned: Money,
}

impl PaidCell {
    /// What is left of its amount.
    pub fn left(&self) -> Money {
        self.paid.amount - self.returned
    }
}

/// A line as it was paid, and what has been given back of it: all that a refund looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaidLine {
    /// The line.
    pub id: LineId,
    /// What it sold.
    pub kind: LineKind,
    /// How many.
    pub quantity: i64,
    /// What was paid for all of it: the net and the taxes added to it.
    pub paid: Money,
    /// How many have been given back.
    pub refunded_quantity: i64,
    /// What has been given back for them.
    pub refunded: Money,
    /// Its taxes.
    pub taxes: Vec<PostedTax>,
    /// Its cells, in the order in which they paid.
    pub cells: Vec<PaidCell>,
}

impl PaidLine {
    /// Whether visits or time paid for it; they always pay for all of a line.
    pub fn is_paid_by_visits(&self) -> bool {
        let counted = |source| matches!(source, Source::Visits(_) | Source::Time(_));
        self.cells.iter().any(|cell| counted(cell.paid.source))
    }

    /// How many are left to give back.
    pub fn quantity_left(&self) -> i64 {
        self.quantity - self.refunded_quantity
    }
}

/// What a refund gives back of one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineRefund {
    /// The line.
    pub line: LineId,
    /// How many.
    pub quantity: i64,
    /// What for them.
    pub amount: Money,
    /// What goes back to each source: one for each cell of the line, in their order.
    pub cells: Vec<Cell>,
    /// What is given back of each tax, in their order.
    pub taxes: Vec<(Rate, Money)>,
}
