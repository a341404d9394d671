//! Bills as they are stored.

use super::{
    CardRate, LineKind, Off, Priceable, Priced, Reduction, Reversal, Rounding, Share, State, Step, Tax,
};
use crate::card::{PlanVisits, Rated};
use crate::ledger::Site;
use kernel::{
    BillId, CardId, CategoryId, Currency, CustomerId, Day, Instant, LineId, LotId, Money, Rate, ReceiptId,
    ReductionId, TenderId, VariantId,
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
    /// The undone bill in whose place it was opened.
    pub replaces: Option<BillId>,
    /// The bill that its lines moved to.
    pub merged_into: Option<BillId>,
    /// How it was undone, where it was.
    pub reversal: Option<Reversal>,
    /// The other program's number of it, where it was taken in from there.
    pub receipt: Option<String>,
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
    /// What it sells; see [`super::BillLine::item`].
    pub item: Uuid,
    /// Which variant of the service.
    pub variant: Option<VariantId>,
    /// What its service stood under on the price list.
    pub category: Option<CategoryId>,
    /// The line that it was added to.
    pub add_on_of: Option<LineId>,
    /// For whom, where it is not the bill's customer.
    pub customer: Option<CustomerId>,
    /// Whether its goods are counted on the shelf.
    pub stocked: bool,
    /// How many of them were left after it was paid.
    pub stock_left: Option<i64>,
    /// The visits that the card holds which it sells.
    pub visits: Option<PlanVisits>,
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
    /// What it sells, as far as the rate of a card looks at it.
    pub fn rated(&self) -> Option<Rated> {
        match self.kind {
            LineKind::Service => Some(Rated::Service(self.category)),
            LineKind::Product => Some(Rated::Product),
            _ => None,
        }
    }

    /// What pricing needs to know of it, with what its customer's card charges.
    pub fn priceable(&self, card: Option<CardRate>) -> Priceable {
        Priceable {
            id: self.id,
            kind: self.kind,
            quantity: self.quantity,
            unit_price: self.unit_price,
            card,
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
            Off::Percent(_) | Off::ToPrice(_) => None,
        }
    }

    /// The other price that was given, where it was one.
    pub fn unit_price(&self) -> Option<Money> {
        match self.reduction.off {
            Off::ToPrice(price) => Some(price),
            Off::Amount(_) | Off::Percent(_) => None,
        }
    }

    /// The percentage that was given, where it was one.
    pub fn percent(&self) -> Option<Rate> {
        match self.reduction.off {
            Off::Amount(_) | Off::ToPrice(_) => None,
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
    /// As in [`super::BillTender::kind`].
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
    /// How many visits it took.
    pub visits: Option<i64>,
    /// The line that those paid.
    pub line: Option<LineId>,
    /// The money of a reversed bill that it took.
    pub receipt: Option<ReceiptId>,
    /// How the holder of a friend's card agreed.
    pub proof: String,
}

impl StoredTender {
    /// A tender of a kind that paid so much, of which nothing else is known yet.
    pub fn new(id: TenderId, kind: &str, amount: Money) -> StoredTender {
        StoredTender {
            id,
            kind: kind.to_owned(),
            amount,
            received: None,
            change: Money::ZERO,
            reference: String::new(),
            card: None,
            card_number: None,
            principal: None,
            bonus: None,
            visits: None,
            line: None,
            receipt: None,
            proof: String::new(),
        }
    }
}

/// What a bill was paid in one kind of money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoneyOf {
    /// The bill.
    pub of: Uuid,
    /// The kind of its tenders.
    pub kind: String,
    /// How much.
    pub amount: i64,
}
