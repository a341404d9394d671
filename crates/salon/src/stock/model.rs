//! Levels, moves, and what can be wrong with them.

use crate::catalogue;
use kernel::{BillId, BranchId, Instant, Money, Problem, ProductId, StockMoveId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Why goods moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = StockMoveKind)]
pub enum Kind {
    /// They came from a supplier.
    Receive,
    /// They were sold on a bill.
    Sell,
    /// They came back from a customer.
    Return,
    /// They were taken for work in the shop.
    Use,
    /// A mistake was put right; also what came in late pays so for what was sold before.
    Correct,
    /// They were counted.
    Count,
    /// They were there when the books began.
    Opening,
}

impl Kind {
    const ALL: [Kind; 7] =
        [Kind::Receive, Kind::Sell, Kind::Return, Kind::Use, Kind::Correct, Kind::Count, Kind::Opening];

    /// The word by which the kind is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Kind::Receive => "receive",
            Kind::Sell => "sell",
            Kind::Return => "return",
            Kind::Use => "use",
            Kind::Correct => "correct",
            Kind::Count => "count",
            Kind::Opening => "opening",
        }
    }

    /// The kind of a stored word.
    pub fn parse(code: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// What lies on a shelf: so many units, which have cost so much.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Level {
    /// Units; below zero when more was sold than was there.
    pub on_hand: i64,
    /// What they have cost; nothing when none are there.
    pub value: Money,
}

/// Units that move, and what they cost, both with their sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// How many come in; below zero when they go out.
    pub quantity: i64,
    /// By how much the value grows.
    pub cost: Money,
}

/// What lies on the shelf of a branch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct StockLevel {
    /// The product.
    pub product: ProductId,
    /// Its name.
    pub name: String,
    /// Its code; may be empty.
    pub code: String,
    /// What a scanner reads off it; may be empty.
    pub barcode: String,
    /// What it is counted in; may be empty.
    pub unit: String,
    /// What it stands under; may be empty.
    pub category: String,
    /// How many are there; below zero when more was sold than was there.
    pub on_hand: i64,
    /// What they have cost together, in minor units.
    pub value: Money,
    /// What one of them has cost on average; what one usually costs where none is there.
    pub unit_cost: Money,
    /// Whether more was sold than was there.
    pub below_zero: bool,
}

/// One change of what lies on a shelf.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct StockMove {
    /// Its id.
    pub id: StockMoveId,
    /// When.
    pub at: Instant,
    /// Of which product.
    pub product: ProductId,
    /// The product's name.
    pub product_name: String,
    /// Why.
    pub kind: Kind,
    /// How many came in; below zero when they went out.
    pub quantity: i64,
    /// By how much the value of what is there changed.
    pub cost: Money,
    /// How many were there afterwards.
    pub on_hand_after: i64,
    /// Why, in words.
    pub reason: String,
    /// Who did it.
    pub by: String,
    /// The bill on which it was sold.
    #[schema(required)]
    pub bill: Option<BillId>,
    /// The bill's number.
    #[schema(required)]
    pub bill_number: Option<i64>,
}

/// Something that a till sells, with how many of it are there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = SaleItem)]
pub struct Item {
    /// The service or the product.
    #[serde(flatten)]
    pub item: catalogue::Item,
    /// How many are there; null for what is not counted.
    #[schema(required)]
    pub on_hand: Option<i64>,
}

/// Goods that came from a supplier.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceiveWish {
    /// Where they came in.
    pub branch: BranchId,
    /// What came, 1 to 100 lines, each product once.
    pub lines: Vec<ReceiveLine>,
    /// Up to 200 characters: the supplier, the delivery note.
    #[serde(default)]
    pub note: String,
}

/// A line of a delivery.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceiveLine {
    /// Of which product.
    pub product: ProductId,
    /// How many, 1 to 1,000,000.
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub quantity: i64,
    /// What they have cost together, in minor units.
    pub cost: Money,
}

/// Goods taken for work.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UseWish {
    /// Where.
    pub branch: BranchId,
    /// Of which product.
    pub product: ProductId,
    /// How many, 1 to 1,000,000.
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub quantity: i64,
    /// What for; 1 to 200 characters.
    pub reason: String,
}

/// A mistake put right.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectWish {
    /// Where.
    pub branch: BranchId,
    /// Of which product.
    pub product: ProductId,
    /// How many more there are; below zero when there are fewer.
    #[schema(minimum = -1_000_000, maximum = 1_000_000)]
    pub quantity: i64,
    /// Why; 1 to 200 characters.
    pub reason: String,
}

/// What was found on the shelves.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CountWish {
    /// Where.
    pub branch: BranchId,
    /// What was counted, 1 to 100 lines, each product once.
    pub lines: Vec<CountLine>,
    /// Up to 200 characters.
    #[serde(default)]
    pub note: String,
}

/// How many of a product were found.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CountLine {
    /// Of which product.
    pub product: ProductId,
    /// How many, 0 to 1,000,000.
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub counted: i64,
}

/// What a count came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Counted {
    /// Line by line, in the order in which they were counted.
    pub lines: Vec<CountedLine>,
}

/// What was found of a product against what was expected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CountedLine {
    /// Of which product.
    pub product: ProductId,
    /// How many should have been there.
    pub expected: i64,
    /// How many were.
    pub counted: i64,
    /// How many more; below zero when some are missing.
    pub difference: i64,
    /// By how much the value of what is there changed.
    pub cost: Money,
}

/// What goods that moved have left behind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Moved {
    /// Product by product, in the order in which they were named.
    pub lines: Vec<MovedLine>,
}

/// How many of a product are there now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MovedLine {
    /// Of which product.
    pub product: ProductId,
    /// How many.
    pub on_hand: i64,
    /// What they have cost together, in minor units.
    pub value: Money,
}

/// The bill that moves goods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OnBill {
    /// The bill.
    pub bill: BillId,
    /// Its number.
    pub number: i64,
}

/// What a sale has left behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sold {
    /// How many are left; below zero when more was sold than was there.
    pub left: i64,
}

/// Why goods are not moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There are no lines, or more than a hundred.
    Lines,
    /// A product stands on two lines.
    ProductTwice,
    /// A quantity is out of range.
    Quantity,
    /// A cost is below zero.
    Cost,
    /// The product is not counted on the shelf.
    NotStocked,
    /// No reason was given, or one longer than 200 characters.
    Reason,
    /// A note is longer than 200 characters.
    Note,
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Problem {
        match refusal {
            Refusal::Lines => {
                Problem::invalid("lines", "stock.lines", "Between 1 and 100 lines are taken at once.")
            }
            Refusal::ProductTwice => {
                Problem::invalid("lines", "stock.product_twice", "Each product stands on one line.")
            }
            Refusal::Quantity => {
                let detail = "A quantity is a whole number, not beyond a million, and not nothing.";
                Problem::invalid("quantity", "stock.quantity", detail)
            }
            Refusal::Cost => Problem::invalid("cost", "stock.cost", "A cost is not below zero."),
            Refusal::NotStocked => {
                Problem::refused("stock.not_stocked", "This product is not counted on the shelf.")
            }
            Refusal::Reason => {
                Problem::invalid("reason", "stock.reason", "Say why, in at most 200 characters.")
            }
            Refusal::Note => Problem::invalid("note", "stock.note", "A note has at most 200 characters."),
        }
    }
}
