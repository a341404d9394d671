//! Bills as they are wished for over HTTP.

use super::{Rounding, Share};
use kernel::{
    BillId, BranchId, CardId, CustomerId, DebtId, LineId, Money, PlanId, ProductId, Rate, ReceiptId,
    ServiceId, StaffId, TenderId, VariantId,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A bill about to be opened.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewBill {
    /// Where.
    pub branch: BranchId,
    /// For whom; may be said later, or never.
    #[serde(default)]
    pub customer: Option<CustomerId>,
}

/// For whom a bill is.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomerWish {
    /// The customer; nobody when absent.
    pub customer: Option<CustomerId>,
}

fn one() -> i64 {
    1
}

/// A line about to be added.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum NewLine {
    /// Work on the price list.
    Service {
        /// The service.
        service: ServiceId,
        /// Which of its variants, where it has some.
        #[serde(default)]
        variant: Option<VariantId>,
        /// The line of this bill that it is added to, where it is an add-on.
        #[serde(default)]
        add_on_of: Option<LineId>,
        /// How many.
        #[serde(default = "one")]
        quantity: i64,
        /// Who does it.
        #[serde(default)]
        shares: Vec<Share>,
        /// For whom, where it is not the bill's customer.
        #[serde(default)]
        customer: Option<CustomerId>,
    },
    /// Goods off the shelf.
    Product {
        /// Which.
        product: ProductId,
        /// How many.
        #[serde(default = "one")]
        quantity: i64,
        /// Who sells it.
        #[serde(default)]
        shares: Vec<Share>,
        /// For whom, where it is not the bill's customer.
        #[serde(default)]
        customer: Option<CustomerId>,
    },
    /// A new card.
    CardSale {
        /// Its plan.
        plan: PlanId,
        /// Who sells it.
        #[serde(default)]
        shares: Vec<Share>,
        /// Whose it is to be, where that is not the bill's customer.
        #[serde(default)]
        customer: Option<CustomerId>,
    },
    /// More value on a card.
    TopUp {
        /// The card.
        card: CardId,
        /// What is paid.
        amount: Money,
        /// What is given on top. More than the card's plan gives needs the permission `bill.reduce`.
        bonus: Money,
        /// Who sells it.
        #[serde(default)]
        shares: Vec<Share>,
    },
    /// Money for what a customer owes.
    Repayment {
        /// The debt.
        debt: DebtId,
        /// How much of it.
        amount: Money,
    },
    /// A gift to somebody who works here, passed on to them.
    Tip {
        /// To whom.
        staff: StaffId,
        /// How much.
        amount: Money,
    },
    /// Something that stands on no list.
    Fee {
        /// What it is for, 1 to 60 characters.
        name: String,
        /// How much.
        amount: Money,
        /// Who has a part in it.
        #[serde(default)]
        shares: Vec<Share>,
    },
}

impl NewLine {
    /// Who has a part in it. A tip is all one person's.
    pub fn shares(&self) -> Vec<Share> {
        match self {
            NewLine::Service { shares, .. }
            | NewLine::Product { shares, .. }
            | NewLine::CardSale { shares, .. }
            | NewLine::TopUp { shares, .. }
            | NewLine::Fee { shares, .. } => shares.clone(),
            NewLine::Repayment { .. } => Vec::new(),
            NewLine::Tip { staff, .. } => {
                vec![Share { staff: *staff, role: String::new(), share: Rate::ONE, requested: true }]
            }
        }
    }

    /// For whom it is, where it says so itself.
    pub fn customer(&self) -> Option<CustomerId> {
        match self {
            NewLine::Service { customer, .. }
            | NewLine::Product { customer, .. }
            | NewLine::CardSale { customer, .. } => *customer,
            NewLine::TopUp { .. } | NewLine::Repayment { .. } | NewLine::Tip { .. } | NewLine::Fee { .. } => {
                None
            }
        }
    }
}

/// What may be changed of a line.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LineWish {
    /// How many.
    pub quantity: i64,
    /// Who does it.
    pub shares: Vec<Share>,
    /// For whom, where it is not the bill's customer.
    #[serde(default)]
    pub customer: Option<CustomerId>,
}

/// A reduction to be given by hand. One line, and the bill as a whole, have one each: another wish
/// takes the place of the one before.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReductionWish {
    /// The line; the whole bill when absent.
    pub line: Option<LineId>,
    /// An amount off. Either this, or a percentage, or another price.
    #[serde(default)]
    pub amount: Option<Money>,
    /// A percentage off, in millionths. All of it 免单 needs the permission `bill.free` too.
    #[serde(default)]
    pub percent_ppm: Option<Rate>,
    /// Another price for one of the line 改价; it may be above the list.
    #[serde(default)]
    pub unit_price: Option<Money>,
    /// Why.
    pub reason: String,
}

/// To what the total is to be rounded down.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoundingWish {
    /// To what.
    pub to: Rounding,
}

/// Under what a bill is put aside.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ParkWish {
    /// What to find it by: a hand tag, a seat. At most 100 characters; may be empty.
    pub label: String,
}

/// Why a bill is given up.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VoidWish {
    /// Why.
    pub reason: String,
}

/// A way of paying, as it is entered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum TenderWish {
    /// Cash.
    Cash {
        /// What was handed over.
        received: Money,
    },
    /// WeChat Pay, recorded by hand.
    Wechat {
        /// How much.
        amount: Money,
        /// The payment's number there.
        reference: String,
    },
    /// Alipay, recorded by hand.
    Alipay {
        /// How much.
        amount: Money,
        /// The payment's number there.
        reference: String,
    },
    /// A card terminal, recorded by hand.
    BankCard {
        /// How much.
        amount: Money,
        /// The payment's number there.
        reference: String,
    },
    /// Stored value.
    Card {
        /// The card.
        card: CardId,
        /// How much.
        amount: Money,
        /// Whether the bill is priced by what the card charges: then it pays at least what is charged by it.
        #[serde(default)]
        rates: bool,
        /// That its holder agrees, where it is a friend's card.
        #[serde(default)]
        proof: Option<Proof>,
    },
    /// Time of a card, which pays all of a line.
    Time {
        /// The card.
        card: CardId,
        /// The line, of a service that the card is for.
        line: LineId,
        /// That its holder agrees, where it is a friend's card.
        #[serde(default)]
        proof: Option<Proof>,
    },
    /// Visits of a card: one for each of a line, so that they pay all of it.
    Visits {
        /// The card.
        card: CardId,
        /// The line, of the service that the visits are for.
        line: LineId,
        /// That its holder agrees, where it is a friend's card.
        #[serde(default)]
        proof: Option<Proof>,
    },
    /// The bill's customer owes it 挂账.
    OnAccount {
        /// How much.
        amount: Money,
    },
    /// Money of a reversed bill that the shop still holds.
    Unapplied {
        /// Which.
        receipt: ReceiptId,
        /// How much of it.
        amount: Money,
    },
}

impl TenderWish {
    /// The card that pays, where one does, and how its holder agreed.
    pub fn card(&self) -> Option<(CardId, Option<&Proof>)> {
        match self {
            TenderWish::Card { card, proof, .. }
            | TenderWish::Visits { card, proof, .. }
            | TenderWish::Time { card, proof, .. } => Some((*card, proof.as_ref())),
            _ => None,
        }
    }

    /// The line that it pays whole, where it does.
    pub fn whole_line(&self) -> Option<LineId> {
        match self {
            TenderWish::Visits { line, .. } | TenderWish::Time { line, .. } => Some(*line),
            _ => None,
        }
    }
}

/// How the holder of a card agreed that it pays for somebody else.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Proof {
    /// By the card's password.
    Password {
        /// The six digits. Looked at before the payment begins, and neither stored nor logged.
        password: String,
    },
    /// By the code of a gift card that nobody has claimed.
    Code {
        /// Sixteen letters and digits. Looked at before the payment begins, and neither stored nor logged.
        code: String,
    },
    /// In person; somebody who may says so.
    Attested {
        /// How they were known, at most 100 characters.
        note: String,
    },
}

impl std::fmt::Debug for Proof {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Proof::Password { .. } => f.write_str("Password"),
            Proof::Code { .. } => f.write_str("Code"),
            Proof::Attested { note } => write!(f, "Attested({note})"),
        }
    }
}

/// How a bill would be paid.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SettlementWish {
    /// The ways, in the order in which they were entered.
    pub tenders: Vec<TenderWish>,
}

/// How a bill is paid.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PayWish {
    /// The ways, in the order in which they were entered.
    pub tenders: Vec<TenderWish>,
    /// The total that was shown; paying is refused when it is another one by now.
    pub expected_total: Money,
    /// Why a card is to hold more than the rules for value paid ahead want it to; needed where they warn
    /// of it, and kept.
    #[serde(default)]
    pub prepaid_reason: Option<String>,
}

/// Some of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RefundLineWish {
    /// The line.
    pub line: LineId,
    /// How many of it.
    pub quantity: i64,
}

/// Where money goes that does not go back where it came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "to", rename_all = "snake_case", deny_unknown_fields)]
pub enum OtherWay {
    /// Out of the drawer.
    Cash {
        /// The money of this tender.
        tender: TenderId,
    },
    /// Onto a card, as money paid in.
    Card {
        /// The money of this tender.
        tender: TenderId,
        /// The card.
        card: CardId,
        /// That the customer wants it so.
        #[serde(default)]
        consent: bool,
    },
}

impl OtherWay {
    /// The tender whose money it is.
    pub const fn tender(self) -> TenderId {
        match self {
            OtherWay::Cash { tender } | OtherWay::Card { tender, .. } => tender,
        }
    }
}

/// What would be refunded.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RefundQuoteWish {
    /// Some of some lines; all that is left when absent.
    pub lines: Option<Vec<RefundLineWish>>,
    /// Money that would go another way than back.
    #[serde(default)]
    pub other_ways: Vec<OtherWay>,
}

/// What is refunded.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RefundWish {
    /// Some of some lines; all that is left when absent.
    pub lines: Option<Vec<RefundLineWish>>,
    /// Why.
    pub reason: String,
    /// The total that was shown; the refund is refused when it is another one by now.
    pub expected_total: Money,
    /// Whether the goods go back on the shelf.
    #[serde(default)]
    pub restock: bool,
    /// Money that goes another way than back; needs the permission `bill.refund_other_way`.
    #[serde(default)]
    pub other_ways: Vec<OtherWay>,
}

/// Which lines go to a bill of their own.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SplitWish {
    /// The lines; what was added to them goes along.
    pub lines: Vec<LineId>,
}

/// Which bill becomes part of another.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BillMergeWish)]
pub struct MergeWish {
    /// The bill whose lines move.
    pub from: BillId,
}

/// Why a paid bill is undone.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReversalWish {
    /// Why.
    pub reason: String,
    /// Whether a new bill with the same lines is opened in its place.
    pub reopen: bool,
}

/// Why what a customer owes is given up.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WriteOffWish {
    /// Why.
    pub reason: String,
}

/// How much of what the shop still holds is paid back.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PayBackWish {
    /// How much.
    pub amount: Money,
    /// Why.
    pub reason: String,
}
