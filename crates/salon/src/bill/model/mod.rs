//! Bills, their lines, prices, tenders, cells and refunds.

mod history;
mod payment;
mod price;
mod refusal;
mod refunded;
mod shown;
mod stored;
mod wish;

pub use crate::catalogue::Tax;
pub use history::{HISTORY_NUMBERS, HistoryBill, HistoryLine, KnownReceipt};
pub use payment::{Cell, LineRefund, Means, PaidCell, PaidLine, PostedTax, Settlement, Source, Tender};
pub use price::{
    CardRate, Covered, Off, Priceable, Priced, PricedLine, Reduction, Rounding, Step, TaxAmount, Tried,
};
pub use refunded::{Debt, Refund, RefundLine, RefundQuote, RefundTender, SentTo, Unapplied};
pub use refusal::Refusal;
pub use shown::{
    Bill, BillCustomer, BillLine, BillReduction, BillSummary, BillTender, LineReduction, LineShare, LineTax,
    RateOffer, Receipt, ReceiptBranch, ReceiptCard, Reversal, Reversed, ShownCell, ShownSettlement, Split,
    TraceStep,
};
pub use stored::{Amounts, Head, MoneyOf, StoredLine, StoredReduction, StoredTender};
pub use wish::{
    CustomerWish, LineWish, MergeWish, NewBill, NewLine, OtherWay, ParkWish, PayBackWish, PayWish, Proof,
    ReductionWish, RefundLineWish, RefundQuoteWish, RefundWish, ReversalWish, RoundingWish, SettlementWish,
    SplitWish, TenderWish, VoidWish, WriteOffWish,
};

use kernel::{Rate, StaffId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How far a bill has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Being written; the only state in which lines change.
    Open,
    /// Put aside under a label, so that the till is free.
    Parked,
    /// Paid in full.
    Paid,
    /// Paid, and part of it given back.
    PartlyRefunded,
    /// Paid, and all of it given back.
    Refunded,
    /// Given up before payment.
    Voided,
    /// Undone on the day it was paid.
    Reversed,
}

impl State {
    /// Every state.
    pub const ALL: [State; 7] = [
        State::Open,
        State::Parked,
        State::Paid,
        State::PartlyRefunded,
        State::Refunded,
        State::Voided,
        State::Reversed,
    ];

    /// The text by which the state is stored.
    pub const fn code(self) -> &'static str {
        match self {
            State::Open => "open",
            State::Parked => "parked",
            State::Paid => "paid",
            State::PartlyRefunded => "partly_refunded",
            State::Refunded => "refunded",
            State::Voided => "voided",
            State::Reversed => "reversed",
        }
    }

    /// Reads a stored text; `None` when it names no state.
    pub fn parse(code: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// What a line sells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// Work on the price list.
    Service,
    /// Goods off the shelf.
    Product,
    /// A new card with its first lot.
    CardSale,
    /// A further lot on a card.
    TopUp,
    /// Money for what a customer owes.
    Repayment,
    /// A gift to somebody who works here.
    Tip,
    /// Something that stands on no list.
    Fee,
    /// What another program sold: written once, by an import, and never changed. It alone may be below
    /// zero.
    Imported,
}

impl LineKind {
    /// Every kind.
    pub const ALL: [LineKind; 8] = [
        LineKind::Service,
        LineKind::Product,
        LineKind::CardSale,
        LineKind::TopUp,
        LineKind::Repayment,
        LineKind::Tip,
        LineKind::Fee,
        LineKind::Imported,
    ];

    /// The text by which the kind is stored.
    pub const fn code(self) -> &'static str {
        match self {
            LineKind::Service => "service",
            LineKind::Product => "product",
            LineKind::CardSale => "card_sale",
            LineKind::TopUp => "top_up",
            LineKind::Repayment => "repayment",
            LineKind::Tip => "tip",
            LineKind::Fee => "fee",
            LineKind::Imported => "imported",
        }
    }

    /// Reads a stored text; `None` when it names no kind.
    pub fn parse(code: &str) -> Option<LineKind> {
        LineKind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Whether the line is sold for what it is, now: then its price may be reduced, is taxed, and is
    /// earned. The other lines pass money on (to a card, a debt, a person), so they take money only
    /// and are paid as they stand.
    pub const fn earns(self) -> bool {
        matches!(self, LineKind::Service | LineKind::Product | LineKind::Fee)
    }

    /// Whether there may be more than one of it on a line.
    pub const fn is_counted(self) -> bool {
        matches!(self, LineKind::Service | LineKind::Product)
    }
}

/// Somebody's part in a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// Who did it.
    pub staff: StaffId,
    /// As what: stylist, assistant, seller.
    pub role: String,
    /// How much of the line is theirs.
    #[serde(rename = "share_ppm")]
    pub share: Rate,
    /// Whether the customer asked for this person 指定, rather than taking who was next 轮牌.
    pub requested: bool,
}
