//! A bill's price, and why it is what it is.

use super::{LineKind, Tax};
use kernel::{Currency, LineId, Money, Rate, ReductionId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What pricing needs to know of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Priceable {
    /// The line.
    pub id: LineId,
    /// What it sells.
    pub kind: LineKind,
    /// How many.
    pub quantity: i64,
    /// The price of one on the list.
    pub unit_price: Money,
    /// What its customer's card charges of it.
    pub card: Option<CardRate>,
    /// The taxes on it.
    pub taxes: Vec<Tax>,
}

/// What a card charges of a line's list price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardRate {
    /// The card's number.
    pub number: String,
    /// What is charged.
    pub pays: Rate,
    /// Of how much of it; of all where nothing is said.
    pub covers: Option<Covered>,
}

/// As much of a list price as a card pays for at its rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Covered {
    /// Of the list price.
    pub list: Money,
    /// What the card pays for it.
    pub paid: Money,
}

/// How much a reduction takes off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Off {
    /// An amount, shared over its lines.
    Amount(Money),
    /// A part of each of its lines.
    Percent(Rate),
    /// What is between the list price and another price for one of its line; below nothing where the
    /// other price is higher.
    ToPrice(Money),
}

/// A reduction, on one line or on the whole bill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reduction {
    /// The reduction.
    pub id: ReductionId,
    /// The line it is on; on the whole bill when absent.
    pub line: Option<LineId>,
    /// How much.
    pub off: Off,
}

/// To what the total is rounded down 抹零.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// Not at all.
    #[default]
    None,
    /// To tenths of the currency's unit.
    Jiao,
    /// To whole units.
    Yuan,
    /// To tens of units.
    Ten,
}

impl Rounding {
    /// The text by which the rounding is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Rounding::None => "none",
            Rounding::Jiao => "jiao",
            Rounding::Yuan => "yuan",
            Rounding::Ten => "ten",
        }
    }

    /// Reads a stored text; `None` when it names no rounding.
    pub fn parse(code: &str) -> Option<Rounding> {
        [Rounding::None, Rounding::Jiao, Rounding::Yuan, Rounding::Ten]
            .into_iter()
            .find(|rounding| rounding.code() == code)
    }

    /// The minor units that a rounded total is a multiple of. One where the currency has nothing
    /// that small.
    pub fn step(self, currency: Currency) -> i64 {
        let unit = 10_i64.pow(currency.decimals());
        match self {
            Rounding::None => 1,
            Rounding::Jiao => (unit / 10).max(1),
            Rounding::Yuan => unit,
            Rounding::Ten => unit * 10,
        }
    }
}

/// One step of a price: what was tried on a line, and what it did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// What it did to the price: minor units, negative when it took something off.
    pub amount: Money,
    /// What was tried.
    pub what: Tried,
}

/// What was tried on a line's price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case", deny_unknown_fields)]
pub enum Tried {
    /// The price on the list.
    List {
        /// The price of one.
        unit_price: Money,
        /// How many.
        quantity: i64,
    },
    /// A card of the line's customer charges less than the list.
    CardRate {
        /// The card's number.
        number: String,
        /// How much less.
        percent_ppm: Rate,
    },
    /// Another price than the one on the list.
    PriceChanged {
        /// The reduction.
        reduction: ReductionId,
        /// The price of one on the list.
        from: Money,
        /// The price of one that was set.
        to: Money,
    },
    /// An amount off, shared over its lines.
    ManualAmount {
        /// The reduction.
        reduction: ReductionId,
        /// How much it takes off all its lines together.
        off: Money,
    },
    /// A percentage off.
    ManualPercent {
        /// The reduction.
        reduction: ReductionId,
        /// How much.
        percent_ppm: Rate,
    },
    /// A reduction of the whole bill left this line out, because money passed on is never reduced.
    SkippedValueSold {
        /// The reduction.
        reduction: ReductionId,
    },
    /// The line's share of the tail dropped from the total.
    Rounding {
        /// To what.
        to: Rounding,
    },
    /// A tax that the price holds.
    TaxIncluded {
        /// Its name.
        name: String,
        /// Its rate.
        rate_ppm: Rate,
        /// How much of the net it is.
        amount: Money,
    },
    /// A tax added to the net.
    TaxAdded {
        /// Its name.
        name: String,
        /// Its rate.
        rate_ppm: Rate,
    },
}

/// A line with its price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PricedLine {
    /// The line.
    pub id: LineId,
    /// What it sells.
    pub kind: LineKind,
    /// The list price of all of it.
    pub list: Money,
    /// The price after all reductions; taxes that the price holds are in it.
    pub net: Money,
    /// What each of the line's taxes comes to on the net, in their order.
    pub taxes: Vec<TaxAmount>,
    /// Why the price is what it is.
    pub trace: Vec<Step>,
}

impl PricedLine {
    /// The taxes that are added to the net.
    pub fn tax_added(&self) -> Money {
        self.taxes.iter().filter(|tax| !tax.tax.inclusive).map(|tax| tax.amount).sum()
    }

    /// What is to be paid for the line.
    pub fn payable(&self) -> Money {
        self.net + self.tax_added()
    }
}

/// A tax and what it comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaxAmount {
    /// The tax.
    pub tax: Tax,
    /// Minor units.
    pub amount: Money,
}

/// A bill's price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Priced {
    /// Its lines, in their order.
    pub lines: Vec<PricedLine>,
    /// What each reduction took off, in the order in which the reductions were given.
    pub taken: Vec<Money>,
    /// What the rounding took off.
    pub rounding: Money,
    /// What cards took off by their rates.
    pub by_card: Money,
}

impl Priced {
    /// The list price of everything.
    pub fn list_total(&self) -> Money {
        self.lines.iter().map(|line| line.list).sum()
    }

    /// What the reductions and the rates of cards took off, without the rounding.
    pub fn reduction_total(&self) -> Money {
        self.taken.iter().sum::<Money>() + self.by_card
    }

    /// The taxes added to the prices.
    pub fn tax_added(&self) -> Money {
        self.lines.iter().map(PricedLine::tax_added).sum()
    }

    /// What is to be paid.
    pub fn total(&self) -> Money {
        self.lines.iter().map(PricedLine::payable).sum()
    }
}
