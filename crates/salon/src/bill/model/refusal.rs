//! Why a bill's command is not done.

use crate::card::Pays;
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
    /// The bill was taken in from another program.
    Imported,
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
    /// A card of somebody else is topped up.
    CardOfAnother,
    /// A friend's card pays, and nobody said that its holder agrees.
    ProofNeeded,
    /// One card is named in two tenders.
    CardTwice,
    /// The bill is to be priced by the rates of two cards.
    RatesTwice,
    /// A card by whose rates the bill is priced pays less than what is charged by them.
    RatesShort {
        /// What it has to pay.
        due: Money,
    },
    /// The line it was to be added to is no service of this bill.
    AddOnAlone,
    /// A line of nothing.
    AmountEmpty,
    /// A fee that does not say what it is for.
    LineName,
    /// There is no such debt.
    DebtUnknown,
    /// Nothing is left of the debt.
    DebtSettled,
    /// More is to be repaid than is owed.
    RepaymentAboveDebt {
        /// What is owed.
        left: Money,
    },
    /// What is given back was owed, and has been repaid since.
    DebtRepaid,
    /// Another price is below zero.
    PriceBelowZero,
    /// Two tenders pay one line with visits.
    VisitsLineTaken,
    /// The shop does not hold this money.
    ReceiptUnknown,
    /// Less of it is left than is wanted.
    ReceiptShort {
        /// What is left.
        left: Money,
    },
    /// No line was named.
    SplitNothing,
    /// No line would stay.
    SplitAll,
    /// A reduction of the whole bill stands on a bill that is to be split or merged.
    ReductionOnBill,
    /// A bill is to become part of itself.
    MergeSelf,
    /// A bill of another branch is to become part of this one.
    MergeOtherBranch,
    /// Part of a bill that is to be undone has been refunded.
    RefundedInPart,
    /// The business day of a bill that is to be undone is over.
    DayOver,
    /// The business day of a bill was closed.
    DayClosed,
    /// What is no money would go another way than back.
    OtherWay,
    /// Nobody said that the customer wants it on a card.
    ConsentNeeded,
    /// A top-up of nothing, or with a bonus below nothing.
    TopUpEmpty,
    /// More than one of what comes once per line.
    QuantityOfValueSold,
    /// More people have a part in a line than ten.
    SharesFull,
    /// Somebody's part in a line is called by more than 50 characters.
    RoleTooLong,
    /// A reduction is one of an amount, a percentage, or another price for one line.
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
    /// A reduction on money that is passed on.
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
    /// A card that pays for some things only is to pay for others too.
    CardReach {
        /// What it pays for.
        pays: Pays,
        /// What that comes to on this bill, beside what visits or time pay.
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
            Refusal::Imported => Problem::conflict(
                "bill.imported",
                "This bill was taken in from another program. It can be looked at, but not refunded, undone or printed.",
            ),
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
                Problem::refused("bill.card_of_another", "A card is topped up on a bill of its holder.")
            }
            Refusal::RatesTwice => {
                Problem::refused("bill.rates_twice", "A bill is priced by the rates of one card.")
            }
            Refusal::RatesShort { due } => {
                let detail = "The price holds for what the card pays itself: it has to pay more.";
                Problem::refused("bill.rates_short", detail).with("due", due.to_minor())
            }
            Refusal::CardTwice => {
                Problem::invalid("tenders", "bill.card_twice", "Name each card in one tender only.")
            }
            Refusal::ProofNeeded => {
                let detail =
                    "This is a friend's card: its holder has to agree, by its password or in person.";
                Problem::refused("bill.proof_needed", detail)
            }
            Refusal::AddOnAlone => {
                let detail = "An add-on is added to a service of this bill.";
                Problem::invalid("add_on_of", "bill.add_on_alone", detail)
            }
            Refusal::AmountEmpty => {
                Problem::invalid("amount", "bill.amount_empty", "This is of more than nothing.")
            }
            Refusal::LineName => {
                Problem::invalid("name", "bill.line_name", "Say in 1 to 60 characters what it is for.")
            }
            Refusal::DebtUnknown => Problem::not_found("bill.debt_unknown", "There is no such debt."),
            Refusal::DebtSettled => Problem::conflict("bill.debt_settled", "Nothing is owed here any more."),
            Refusal::RepaymentAboveDebt { left } => {
                Problem::conflict("bill.repayment_above_debt", "This is more than is owed.")
                    .with("left", left.to_minor())
            }
            Refusal::DebtRepaid => {
                let detail = "What was owed for this has been repaid. Give the repayment back first.";
                Problem::conflict("bill.debt_repaid", detail)
            }
            Refusal::PriceBelowZero => {
                Problem::invalid("unit_price", "bill.price_below_zero", "A price is not below zero.")
            }
            Refusal::VisitsLineTaken => {
                let detail = "Visits pay for a whole line, so one card's visits are named for it.";
                Problem::invalid("tenders", "bill.visits_line_taken", detail)
            }
            Refusal::ReceiptUnknown => {
                Problem::not_found("bill.receipt_unknown", "The shop holds no such money.")
            }
            Refusal::ReceiptShort { left } => {
                Problem::conflict("bill.receipt_short", "Less of this money is left.")
                    .with("left", left.to_minor())
            }
            Refusal::SplitNothing => {
                Problem::invalid("lines", "bill.split_nothing", "Name the lines that are to leave the bill.")
            }
            Refusal::SplitAll => {
                Problem::invalid("lines", "bill.split_all", "At least one line stays on the bill.")
            }
            Refusal::ReductionOnBill => {
                let detail = "A reduction of the whole bill cannot be divided. Take it off first.";
                Problem::refused("bill.reduction_on_bill", detail)
            }
            Refusal::MergeSelf => {
                Problem::invalid("from", "bill.merge_self", "A bill cannot become part of itself.")
            }
            Refusal::MergeOtherBranch => {
                Problem::refused("bill.merge_other_branch", "Bills of two branches stay apart.")
            }
            Refusal::RefundedInPart => {
                let detail = "Part of this bill has been refunded. Refund the rest of it instead.";
                Problem::conflict("bill.refunded_in_part", detail)
            }
            Refusal::DayOver => {
                let detail = "The business day of this bill is over. Refund it instead.";
                Problem::conflict("bill.day_over", detail)
            }
            Refusal::DayClosed => {
                let detail =
                    "The business day of this bill was closed. Refund it instead: a refund counts today.";
                Problem::conflict("bill.day_closed", detail)
            }
            Refusal::OtherWay => {
                let detail =
                    "Only money taken at the till can go another way; the rest goes back where it came from.";
                Problem::invalid("other_ways", "bill.other_way", detail)
            }
            Refusal::ConsentNeeded => {
                let detail = "Money goes onto a card only when the customer wants it so.";
                Problem::invalid("other_ways", "bill.consent_needed", detail)
            }
            Refusal::TopUpEmpty => {
                let detail = "A top-up is of more than nothing, and its bonus of no less than nothing.";
                Problem::invalid("amount", "bill.top_up_empty", detail)
            }
            Refusal::QuantityOfValueSold => {
                let detail = "Only services and goods are counted; add another line.";
                Problem::invalid("quantity", "bill.quantity_of_value_sold", detail)
            }
            Refusal::SharesFull => {
                Problem::invalid("shares", "bill.shares_full", "At most ten people have a part in a line.")
            }
            Refusal::RoleTooLong => {
                Problem::invalid("shares", "bill.role_too_long", "A role has at most 50 characters.")
            }
            Refusal::ReductionUnclear => {
                let detail = "A reduction is one of an amount, a percentage, or another price for one line.";
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
                "Card sales, top-ups, repayments and tips are paid as they stand.",
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
                "Card sales, top-ups, repayments and tips take money, not stored value, visits or credit.",
            )
            .with("rest", rest.to_minor()),
            Refusal::CardReach { pays, rest } => {
                let code = match pays {
                    Pays::Products => "bill.card_pays_products",
                    Pays::Services | Pays::Everything => "bill.card_pays_services",
                };
                Problem::refused(code, "By its terms this card does not pay for everything on the bill.")
                    .with("rest", rest.to_minor())
            }
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
