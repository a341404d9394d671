//! Another program's receipts.

use super::{Step, TaxAmount, Tried};
use crate::ledger::Site;
use kernel::{Currency, CustomerId, Day, ImportId, Instant, Money, StaffId};
use uuid::Uuid;

/// The numbers of bills of another program begin above those that any till reaches, so that they take
/// none of these away. Nobody reads them: such a bill goes by its receipt's number.
pub const HISTORY_NUMBERS: i64 = 1_000_000_000;

/// A receipt of another program, about to become a paid bill of the past.
#[derive(Clone, Debug)]
pub struct HistoryBill {
    /// The import that it belongs to.
    pub import: ImportId,
    /// The other program's number of it.
    pub receipt: String,
    /// A number set aside for it, from [`HISTORY_NUMBERS`] on.
    pub number: i64,
    /// Where it was written.
    pub place: Site,
    /// The currency of its amounts.
    pub currency: Currency,
    /// The business day on which it counts.
    pub day: Day,
    /// A moment of that day.
    pub at: Instant,
    /// Its lines, at least one.
    pub lines: Vec<HistoryLine>,
}

/// A line of another program's receipt. Everything may be below zero.
#[derive(Clone, Debug)]
pub struct HistoryLine {
    /// The service or the product; nil where the receipt names none.
    pub item: Uuid,
    /// What it was called.
    pub name: String,
    /// How many.
    pub quantity: i64,
    /// What it cost, without the taxes.
    pub net: Money,
    /// The taxes that were added to it.
    pub taxes: Vec<TaxAmount>,
    /// Who did it.
    pub staff: Option<StaffId>,
    /// For whom.
    pub customer: Option<CustomerId>,
}

impl HistoryLine {
    /// The taxes that were added to it.
    pub fn tax(&self) -> Money {
        self.taxes.iter().map(|tax| tax.amount).sum()
    }

    /// The price of one; of all where there is no one.
    pub fn unit_price(&self) -> Money {
        match self.quantity {
            0 => self.net,
            quantity => self.net.ratio_half_up(quantity.signum(), quantity.abs()),
        }
    }

    /// Why it costs what it costs: because the other program said so.
    pub fn trace(&self) -> Vec<Step> {
        let list = Tried::List { unit_price: self.unit_price(), quantity: self.quantity };
        let taxes = self.taxes.iter().map(|tax| {
            let what = Tried::TaxAdded { name: tax.tax.name.clone(), rate_ppm: tax.tax.rate };
            Step { amount: tax.amount, what }
        });
        std::iter::once(Step { amount: self.net, what: list }).chain(taxes).collect()
    }
}

/// A receipt that is on file, with what tells whether another of its number is the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownReceipt {
    /// The other program's number of it.
    pub receipt: String,
    /// The business day on which it counts.
    pub day: Day,
    /// How many lines it has.
    pub lines: i64,
    /// What it came to with its taxes.
    pub total: Money,
}
