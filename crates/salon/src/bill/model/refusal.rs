//! Why a bill's command is not done.

use kernel::{LineId, Money, Problem};

/// Why a bill's command is not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A quantity outside 1 to 9999.
    QuantityOutOfRange,
    /// A line's or the bill's price is beyond what one document may hold.
    PriceOutOfRange,
    /// The shares of a line come to more than the whole.
    SharesAboveWhole,
    /// A reduction of nothing.
    ReductionEmpty,
    /// A reduction above what its lines cost.
    ReductionAboveLines {
        /// What they cost.
        rest: Money,
    },
    /// A reduction on a card sale or top-up.
    ReductionOnValueSold,
    /// A tender of nothing.
    TenderEmpty,
    /// A tender above what is left to pay.
    TenderAboveRest {
        /// What is left for it.
        rest: Money,
    },
    /// Stored value cannot buy stored value.
    CardForCardSale {
        /// What it may pay for at most: the rest of the bill.
        rest: Money,
    },
    /// The tenders do not pay the bill.
    TendersShort {
        /// What is missing.
        rest: Money,
    },
    /// The bill has no such line.
    LineUnknown {
        /// The line.
        line: LineId,
    },
    /// Nothing is left to refund.
    RefundEmpty,
    /// More of a line is to be refunded than is left of it.
    RefundAboveRest {
        /// The line.
        line: LineId,
        /// How many are left of it.
        left: i64,
    },
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Problem {
        match refusal {
            Refusal::QuantityOutOfRange => Problem::invalid(
                "quantity",
                "bill.quantity_out_of_range",
                "A quantity lies between 1 and 9999.",
            ),
            Refusal::PriceOutOfRange => {
                Problem::refused("bill.price_out_of_range", "This is more than one bill may come to.")
            }
            Refusal::SharesAboveWhole => Problem::invalid(
                "shares",
                "bill.shares_above_whole",
                "The shares of a line add up to 1000000 millionths at most.",
            ),
            Refusal::ReductionEmpty => {
                Problem::invalid("amount", "bill.reduction_empty", "A reduction takes something off.")
            }
            Refusal::ReductionAboveLines { rest } => {
                Problem::refused("bill.reduction_above_lines", "This takes off more than the lines cost.")
                    .with("rest", rest.to_minor())
            }
            Refusal::ReductionOnValueSold => Problem::refused(
                "bill.reduction_on_value_sold",
                "A card sale or top-up is not reduced; its bonus is set instead.",
            ),
            Refusal::TenderEmpty => {
                Problem::invalid("tenders", "bill.tender_empty", "A tender pays something.")
            }
            Refusal::TenderAboveRest { rest } => {
                Problem::refused("bill.tender_above_rest", "This tender is above what is left to pay.")
                    .with("rest", rest.to_minor())
            }
            Refusal::CardForCardSale { rest } => Problem::refused(
                "card.not_for_card_sale",
                "Card sales and top-ups take money, not stored value or points.",
            )
            .with("rest", rest.to_minor()),
            Refusal::TendersShort { rest } => {
                Problem::refused("bill.tenders_short", "The tenders do not pay the whole bill.")
                    .with("rest", rest.to_minor())
            }
            Refusal::LineUnknown { line } => {
                Problem::not_found("bill.line_unknown", "The bill has no such line.")
                    .with("line", line.to_string())
            }
            Refusal::RefundEmpty => {
                Problem::conflict("bill.refund_empty", "There is nothing left to refund here.")
            }
            Refusal::RefundAboveRest { line, left } => Problem::conflict(
                "bill.refund_above_rest",
                "More is to be refunded than is left of the line.",
            )
            .with("line", line.to_string())
            .with("left", left),
        }
    }
}
