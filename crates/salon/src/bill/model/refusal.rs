//! Why a bill's command is not done.

use kernel::{LineId, Money, Problem};

/// Why a bill's command is not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such bill.
    BillUnknown,
    /// The bill has been paid.
    AlreadyPaid,
    /// The bill is put aside.
    Parked,
    /// The bill is not put aside.
    NotParked,
    /// The bill was given up.
    Voided,
    /// The bill has not been paid.
    NotPaid,
    /// The bill has no lines.
    Empty,
    /// The bill has a hundred lines.
    LinesFull,
    /// The total is another one than was shown.
    TotalChanged {
        /// What it is now.
        total: Money,
    },
    /// A card is sold or topped up, and nobody is named whose it is.
    CustomerMissing,
    /// The card is not the card of the bill's customer.
    CardOfAnother,
    /// One card is named in two tenders.
    CardTwice,
    /// The service is no longer on the price list.
    ServiceInactive,
    /// A top-up of nothing, or with a bonus below nothing.
    TopUpEmpty,
    /// A card sale or top-up comes once per line.
    QuantityOfValueSold,
    /// More people have a part in a line than ten.
    SharesFull,
    /// Somebody's part in a line is called by more than 50 characters.
    RoleTooLong,
    /// A reduction is either an amount or a percentage.
    ReductionUnclear,
    /// The bill has no such reduction.
    ReductionUnknown,
    /// More tenders than twenty.
    TendersFull,
    /// A reason is empty, or longer than 300 characters.
    Reason,
    /// A text is too long.
    TextTooLong {
        /// Its field.
        field: &'static str,
    },
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
            Refusal::BillUnknown => Problem::not_found("bill.unknown", "There is no such bill."),
            Refusal::AlreadyPaid => {
                Problem::conflict("bill.already_paid", "This bill has been paid and cannot be changed.")
            }
            Refusal::Parked => Problem::conflict("bill.parked", "This bill is put aside. Take it up first."),
            Refusal::NotParked => Problem::conflict("bill.not_parked", "This bill is not put aside."),
            Refusal::Voided => Problem::conflict("bill.voided", "This bill was given up."),
            Refusal::NotPaid => Problem::conflict("bill.not_paid", "This bill has not been paid."),
            Refusal::Empty => Problem::refused("bill.empty", "There is nothing on this bill."),
            Refusal::LinesFull => Problem::refused("bill.lines_full", "A bill has at most 100 lines."),
            Refusal::TotalChanged { total } => {
                let detail = "The total is no longer the one that was shown. Look at it again.";
                Problem::conflict("bill.total_changed", detail).with("total", total.to_minor())
            }
            Refusal::CustomerMissing => {
                let detail = "Say whose card it is: a card sale or top-up needs a customer.";
                Problem::refused("bill.customer_missing", detail)
            }
            Refusal::CardOfAnother => {
                Problem::refused("bill.card_of_another", "This card is not the card of the bill's customer.")
            }
            Refusal::CardTwice => {
                Problem::invalid("tenders", "bill.card_twice", "Name each card in one tender only.")
            }
            Refusal::ServiceInactive => {
                Problem::refused("bill.service_inactive", "This service is no longer on the price list.")
            }
            Refusal::TopUpEmpty => {
                let detail = "A top-up is of more than nothing, and its bonus of no less than nothing.";
                Problem::invalid("amount", "bill.top_up_empty", detail)
            }
            Refusal::QuantityOfValueSold => {
                let detail = "A card sale or top-up comes once per line; add another line.";
                Problem::invalid("quantity", "bill.quantity_of_value_sold", detail)
            }
            Refusal::SharesFull => {
                Problem::invalid("shares", "bill.shares_full", "At most ten people have a part in a line.")
            }
            Refusal::RoleTooLong => {
                Problem::invalid("shares", "bill.role_too_long", "A role has at most 50 characters.")
            }
            Refusal::ReductionUnclear => {
                let detail = "A reduction is either an amount or a percentage.";
                Problem::invalid("amount", "bill.reduction_unclear", detail)
            }
            Refusal::ReductionUnknown => {
                Problem::not_found("bill.reduction_unknown", "The bill has no such reduction.")
            }
            Refusal::TendersFull => {
                Problem::invalid("tenders", "bill.tenders_full", "A bill is paid in at most 20 ways.")
            }
            Refusal::Reason => {
                Problem::invalid("reason", "bill.reason", "Give a reason of 1 to 300 characters.")
            }
            Refusal::TextTooLong { field } => {
                Problem::invalid(field, "bill.text_too_long", "This text is too long.")
            }
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
