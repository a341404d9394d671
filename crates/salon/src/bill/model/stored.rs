//! Bills as they are stored.

use super::{LineKind, Off, Priceable, Priced, Reduction, Rounding, Share, State, Step, Tax};
use crate::ledger::Site;
use kernel::{
    BillId, CardId, Currency, CustomerId, Day, Instant, LineId, LotId, Money, Rate, ReductionId, TenderId,
};
use uuid::Uuid;

/// A bill without its lines.
#[derive(Clone, Debug)]
pub struct Head {
    /// Its id.
    pub id: BillId,
    /// What people call it, within its branch.
    pub number: i64,
    /// Where it was written.
    pub place: Site,
    /// For whom.
    pub customer: Option<CustomerId>,
    /// How far it has come.
    pub state: State,
    /// Under what it was put aside.
    pub label: String,
    /// The currency of all its amounts.
    pub currency: Currency,
    /// To what the total is rounded down.
    pub rounding: Rounding,
    /// The business day of its payment; until then, of its opening.
    pub business_day: Day,
    /// When it was opened.
    pub opened_at: Instant,
    /// By whom.
    pub opened_by: String,
    /// When it was paid.
    pub paid_at: Option<Instant>,
    /// By whom the payment was taken.
    pub paid_by: String,
    /// When it was first printed.
    pub printed_at: Option<Instant>,
    /// Counts its changes.
    pub version: i64,
    /// How many lines it has.
    pub lines: i64,
    /// What it comes to.
    pub amounts: Amounts,
    /// What has been given back of it.
    pub refunded: Money,
}

/// What a bill comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amounts {
    /// The list price of everything.
    pub list: Money,
    /// What the reductions take off.
    pub reduction: Money,
    /// What the rounding takes off.
    pub rounding: Money,
    /// The taxes that are added to the prices.
    pub tax_added: Money,
    /// What is to be paid.
    pub total: Money,
}

impl Amounts {
    /// What an empty bill comes to.
    pub const NOTHING: Amounts = Amounts {
        list: Money::ZERO,
        reduction: Money::ZERO,
        rounding: Money::ZERO,
        tax_added: Money::ZERO,
        total: Money::ZERO,
    };
}

impl From<&Priced> for Amounts {
    fn from(priced: &Priced) -> Amounts {
        Amounts {
            list: priced.list_total(),
            reduction: priced.reduction_total(),
            rounding: priced.rounding,
            tax_added: priced.tax_added(),
            total: priced.total(),
        }
    }
}

/// A line with its price as last worked out.
#[derive(Clone, Debug)]
pub struct StoredLine {
    /// Its id.
    pub id: LineId,
    /// Its place, from 1.
    pub position: i64,
    /// What it sells.
    pub kind: LineKind,
    /// The service, the plan, or the card that is topped up.
    pub item: Uuid,
    /// The plan's version, where a card is sold.
    pub item_version: i64,
    /// The number set aside for a card that is sold.
    pub card_number: Option<String>,
    /// The lot that was sold, once it is paid.
    pub lot: Option<LotId>,
    /// The item's name.
    pub name: String,
    /// How many.
    pub quantity: i64,
    /// The list price of one.
    pub unit_price: Money,
    /// What is given on top, where value is sold.
    pub bonus: Money,
    /// The taxes on it.
    pub taxes: Vec<Tax>,
    /// The list price of all of it.
    pub list: Money,
    /// The price after all reductions.
    pub net: Money,
    /// What is to be paid for it: the net and the taxes added to it.
    pub payable: Money,
    /// Why the price is what it is.
    pub trace: Vec<Step>,
    /// How many have been refunded.
    pub refunded_quantity: i64,
    /// What was given back for them.
    pub refunded: Money,
    /// Who has a part in it.
    pub shares: Vec<Share>,
}

impl StoredLine {
    /// What pricing needs to know of it.
    pub fn priceable(&self) -> Priceable {
        Priceable {
            id: self.id,
            kind: self.kind,
            quantity: self.quantity,
            unit_price: self.unit_price,
            taxes: self.taxes.clone(),
        }
    }
}

/// A reduction with who gave it and why.
#[derive(Clone, Debug)]
pub struct StoredReduction {
    /// What it does.
    pub reduction: Reduction,
    /// Why.
    pub reason: String,
    /// Who gave it.
    pub by: String,
    /// What it took off.
    pub taken: Money,
}

impl StoredReduction {
    /// The amount that was given, where it was one.
    pub fn amount(&self) -> Option<Money> {
        match self.reduction.off {
            Off::Amount(amount) => Some(amount),
            Off::Percent(_) => None,
        }
    }

    /// The percentage that was given, where it was one.
    pub fn percent(&self) -> Option<Rate> {
        match self.reduction.off {
            Off::Amount(_) => None,
            Off::Percent(rate) => Some(rate),
        }
    }

    /// Its id.
    pub fn id(&self) -> ReductionId {
        self.reduction.id
    }
}

/// A tender of a paid bill.
#[derive(Clone, Debug)]
pub struct StoredTender {
    /// Its id.
    pub id: TenderId,
    /// `cash`, a channel's code, or `card`.
    pub kind: String,
    /// What it paid.
    pub amount: Money,
    /// What was handed over, where it was cash.
    pub received: Option<Money>,
    /// What was given back.
    pub change: Money,
    /// The payment's number elsewhere.
    pub reference: String,
    /// The card, where it was stored value.
    pub card: Option<CardId>,
    /// That card's number.
    pub card_number: Option<String>,
    /// How much of it was money paid in.
    pub principal: Option<Money>,
    /// How much of it was money given on top.
    pub bonus: Option<Money>,
}
