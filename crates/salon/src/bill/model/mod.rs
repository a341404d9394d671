//! Bills, their lines, prices, tenders, cells and refunds.

mod payment;
mod price;
mod refusal;
mod stored;
mod view;

pub use crate::catalogue::Tax;
pub use payment::{Cell, LineRefund, Means, PaidCell, PaidLine, PostedTax, Settlement, Source, Tender};
pub use price::{Off, Priceable, Priced, PricedLine, Reduction, Rounding, Step, TaxAmount, Tried};
pub use refusal::Refusal;
pub use stored::{Amounts, Head, StoredLine, StoredReduction, StoredTender};
pub use view::{
    Bill, BillLine, BillReduction, BillSummary, BillTender, CustomerWish, LineReduction, LineShare, LineTax,
    LineWish, NewBill, NewLine, ParkWish, PayWish, Receipt, ReceiptBranch, ReceiptCard, ReductionWish,
    Refund, RefundLine, RefundLineWish, RefundQuote, RefundQuoteWish, RefundTender, RefundWish, RoundingWish,
    SettlementWish, ShownCell, ShownSettlement, TenderWish, TraceStep, VoidWish,
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
}

impl State {
    /// Every state.
    pub const ALL: [State; 6] =
        [State::Open, State::Parked, State::Paid, State::PartlyRefunded, State::Refunded, State::Voided];

    /// The text by which the state is stored.
    pub const fn code(self) -> &'static str {
        match self {
            State::Open => "open",
            State::Parked => "parked",
            State::Paid => "paid",
            State::PartlyRefunded => "partly_refunded",
            State::Refunded => "refunded",
            State::Voided => "voided",
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
    /// A new card with its first lot.
    CardSale,
    /// A further lot on a card.
    TopUp,
}

impl LineKind {
    /// The text by which the kind is stored.
    pub const fn code(self) -> &'static str {
        match self {
            LineKind::Service => "service",
            LineKind::CardSale => "card_sale",
            LineKind::TopUp => "top_up",
        }
    }

    /// Reads a stored text; `None` when it names no kind.
    pub fn parse(code: &str) -> Option<LineKind> {
        [LineKind::Service, LineKind::CardSale, LineKind::TopUp].into_iter().find(|kind| kind.code() == code)
    }

    /// Whether the line sells value to be used later: then it takes money only, is never reduced,
    /// and earns nothing yet.
    pub const fn sells_value(self) -> bool {
        matches!(self, LineKind::CardSale | LineKind::TopUp)
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
