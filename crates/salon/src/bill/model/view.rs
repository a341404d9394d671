//! Bills as they are wished for and shown over HTTP.

use super::{LineKind, Rounding, Share, State, Step};
use crate::customer::{Brief, Kind};
use kernel::{
    BillId, BranchId, CardId, Currency, CustomerId, Day, Instant, LineId, LotId, Money, PlanId, Problem,
    Rate, ReductionId, RefundId, ServiceId, StaffId, TenderId,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

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
        /// How many.
        #[serde(default = "one")]
        quantity: i64,
        /// Who does it.
        #[serde(default)]
        shares: Vec<Share>,
    },
    /// A new card.
    CardSale {
        /// Its plan.
        plan: PlanId,
        /// Who sells it.
        #[serde(default)]
        shares: Vec<Share>,
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
}

impl NewLine {
    /// Who has a part in it.
    pub fn shares(&self) -> &[Share] {
        match self {
            NewLine::Service { shares, .. }
            | NewLine::CardSale { shares, .. }
            | NewLine::TopUp { shares, .. } => shares,
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
}

/// A reduction to be given by hand. One line, and the bill as a whole, have one each: another wish
/// takes the place of the one before.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReductionWish {
    /// The line; the whole bill when absent.
    pub line: Option<LineId>,
    /// An amount off. Either this or a percentage.
    #[serde(default)]
    pub amount: Option<Money>,
    /// A percentage off, in millionths.
    #[serde(default)]
    pub percent_ppm: Option<Rate>,
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
    },
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

/// What would be refunded.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RefundQuoteWish {
    /// Some of some lines; all that is left when absent.
    pub lines: Option<Vec<RefundLineWish>>,
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
}

/// One visit's or purchase's lines, and how they were paid.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Bill {
    /// Its id.
    pub id: BillId,
    /// What people call it, within its branch.
    pub number: i64,
    /// Where it was written.
    pub branch: BranchId,
    /// For whom.
    pub customer: Option<BillCustomer>,
    /// How far it has come.
    pub state: State,
    /// Under what it was put aside.
    pub label: String,
    /// The currency of all its amounts.
    pub currency: Currency,
    /// When it was opened.
    pub opened_at: Instant,
    /// By whom.
    pub opened_by: String,
    /// When it was paid.
    pub paid_at: Option<Instant>,
    /// By whom the payment was taken.
    pub paid_by: String,
    /// The business day of its payment; until then, of its opening.
    pub business_day: Day,
    /// Its lines, in their order.
    pub lines: Vec<BillLine>,
    /// What was taken off by hand.
    pub reductions: Vec<BillReduction>,
    /// To what the total is rounded down.
    pub rounding: Rounding,
    /// The list price of everything.
    pub list_total: Money,
    /// What the reductions take off.
    pub reduction_total: Money,
    /// What the rounding takes off.
    pub rounding_amount: Money,
    /// The taxes that are added to the prices.
    pub tax_added: Money,
    /// What is to be paid, or was.
    pub total: Money,
    /// How it was paid.
    pub tenders: Vec<BillTender>,
    /// What was given back in cash.
    pub change: Money,
    /// What was refunded of it, oldest first.
    pub refunds: Vec<Refund>,
    /// Counts its changes.
    pub version: i64,
}

/// For whom a bill is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BillCustomer {
    /// The customer.
    pub id: CustomerId,
    /// Their name.
    pub name: String,
    /// How far they are known.
    pub kind: Kind,
    /// The member number, or the walk-in number.
    pub number: String,
    /// Their phone, without its middle.
    pub phone_masked: String,
}

impl From<Brief> for BillCustomer {
    fn from(brief: Brief) -> BillCustomer {
        let Brief { id, kind, name, number, phone_masked } = brief;
        BillCustomer { id, name, kind, number, phone_masked }
    }
}

/// One line of a bill.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BillLine {
    /// Its id.
    pub id: LineId,
    /// Its place, from 1.
    pub position: i64,
    /// What it sells.
    pub kind: LineKind,
    /// The service, the plan, or the card that is topped up.
    pub item: Uuid,
    /// The item's name when it was added.
    pub name: String,
    /// How many.
    pub quantity: i64,
    /// The list price of one.
    pub unit_price: Money,
    /// What is given on top, where value is sold.
    pub bonus: Money,
    /// The list price of all of it.
    pub list: Money,
    /// What was taken off.
    pub reductions: Vec<LineReduction>,
    /// The price after all reductions.
    pub net: Money,
    /// The taxes in it, or added to it.
    pub taxes: Vec<LineTax>,
    /// Who did it.
    pub shares: Vec<LineShare>,
    /// How many have been refunded.
    pub refunded_quantity: i64,
    /// What was given back for them.
    pub refunded: Money,
    /// Why the price is what it is.
    pub trace: Vec<TraceStep>,
}

/// What one reduction took off a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LineReduction {
    /// The reduction; none for the rounding.
    pub reduction: Option<ReductionId>,
    /// Why it was given; `rounding` for the rounding.
    pub name: String,
    /// How much it took off.
    pub amount: Money,
}

/// What one tax comes to on a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LineTax {
    /// Its name.
    pub name: String,
    /// Its rate, in millionths.
    pub rate_ppm: Rate,
    /// Whether the price holds it already.
    pub inclusive: bool,
    /// How much it is.
    pub amount: Money,
}

/// Somebody's part in a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LineShare {
    /// Who did it.
    pub staff: StaffId,
    /// That person's name.
    pub staff_name: String,
    /// As what.
    pub role: String,
    /// How much of the line is theirs, in millionths.
    pub share_ppm: Rate,
    /// Whether the customer asked for this person.
    pub requested: bool,
}

/// One step of a price.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TraceStep {
    /// What was tried.
    pub code: String,
    /// With which figures.
    #[schema(value_type = Object)]
    pub params: serde_json::Map<String, serde_json::Value>,
    /// What it did to the price; negative when it took something off.
    pub amount: Money,
}

impl TryFrom<&Step> for TraceStep {
    type Error = Problem;

    fn try_from(step: &Step) -> Result<TraceStep, Problem> {
        let what = serde_json::to_value(&step.what).map_err(Problem::bug)?;
        let serde_json::Value::Object(mut params) = what else {
            return Err(Problem::bug("a step of a price that is no object"));
        };
        let code = params.remove("code").and_then(|code| code.as_str().map(str::to_owned));
        let code = code.ok_or_else(|| Problem::bug("a step of a price without a code"))?;
        Ok(TraceStep { code, params, amount: step.amount })
    }
}

/// What was taken off by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Reduction)]
pub struct BillReduction {
    /// Its id.
    pub id: ReductionId,
    /// The line it is on; the whole bill when absent.
    pub line: Option<LineId>,
    /// The amount that was given.
    pub amount: Option<Money>,
    /// Or the percentage, in millionths.
    pub percent_ppm: Option<Rate>,
    /// Why.
    pub reason: String,
    /// Who gave it.
    pub by: String,
    /// What it took off.
    pub taken: Money,
}

/// One way in which a bill was paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Tender)]
pub struct BillTender {
    /// Its id.
    pub id: TenderId,
    /// `cash`, `wechat`, `alipay`, `bank_card` or `card`.
    pub kind: String,
    /// What it paid.
    pub amount: Money,
    /// What was handed over, where it was cash.
    pub received: Option<Money>,
    /// What was given back, where it was cash.
    pub change: Option<Money>,
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

/// What paying in some ways would do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = Settlement)]
pub struct ShownSettlement {
    /// What is to be paid.
    pub total: Money,
    /// What would still be missing.
    pub rest: Money,
    /// What would be given back in cash.
    pub change: Money,
    /// What each way would pay.
    pub tenders: Vec<BillTender>,
    /// What each source would pay of each line.
    pub cells: Vec<ShownCell>,
}

/// What one source would pay of one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = SettlementCell)]
pub struct ShownCell {
    /// The line.
    pub line: LineId,
    /// The tender, by its place in the list, from 0.
    pub tender: usize,
    /// The lot, where it is stored value.
    pub lot: Option<LotId>,
    /// `principal`, `bonus` or `money`.
    pub part: String,
    /// How much.
    pub amount: Money,
}

/// What was given back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Refund {
    /// Its id.
    pub id: RefundId,
    /// What people call it, within its branch.
    pub number: i64,
    /// When.
    pub at: Instant,
    /// By whom.
    pub by: String,
    /// Why.
    pub reason: String,
    /// How much.
    pub total: Money,
    /// For what.
    pub lines: Vec<RefundLine>,
    /// To where.
    pub tenders: Vec<RefundTender>,
}

/// What refunding would give back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RefundQuote {
    /// How much.
    pub total: Money,
    /// For what.
    pub lines: Vec<RefundLine>,
    /// To where.
    pub tenders: Vec<RefundTender>,
}

/// What is given back for a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RefundLine {
    /// The line.
    pub line: LineId,
    /// How many of it.
    pub quantity: i64,
    /// How much for them.
    pub amount: Money,
}

/// What is given back by one way of paying.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RefundTender {
    /// The way, as for a tender.
    pub kind: String,
    /// The card's number, where it is stored value.
    pub card_number: Option<String>,
    /// How much.
    pub amount: Money,
    /// How much of it is money paid in.
    pub principal: Money,
    /// How much of it is money given on top.
    pub bonus: Money,
}

/// A bill in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BillSummary {
    /// Its id.
    pub id: BillId,
    /// What people call it, within its branch.
    pub number: i64,
    /// How far it has come.
    pub state: State,
    /// Under what it was put aside.
    pub label: String,
    /// For whom.
    pub customer_name: Option<String>,
    /// That customer's number.
    pub customer_number: Option<String>,
    /// What is to be paid, or was.
    pub total: Money,
    /// When it was opened.
    pub opened_at: Instant,
    /// When it was paid.
    pub paid_at: Option<Instant>,
    /// How many lines it has.
    pub lines: i64,
    /// The names of those who have a part in it.
    pub staff: Vec<String>,
}

/// What is printed and handed over.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Receipt {
    /// The bill.
    pub bill: Bill,
    /// The brand.
    pub organisation: String,
    /// The shop.
    pub branch: ReceiptBranch,
    /// Who took the payment; before that, who asks.
    pub cashier: String,
    /// The cards that the bill touched, as they stood after it.
    pub cards: Vec<ReceiptCard>,
    /// The points that the customer holds now.
    pub points: Option<i64>,
    /// Whether it was printed before: a later print says so.
    pub printed_before: bool,
}

/// A shop on a receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReceiptBranch {
    /// Its name.
    pub name: String,
    /// Its address.
    pub address: String,
    /// Its phone.
    pub phone: String,
}

/// A card on a receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReceiptCard {
    /// Its number, all but the end hidden.
    pub number: String,
    /// The name of its plan.
    pub plan_name: String,
    /// What the bill used of the money paid in.
    pub used_principal: Money,
    /// What the bill used of the money given on top.
    pub used_bonus: Money,
    /// What was left of the money paid in.
    pub principal_left: Money,
    /// What was left of the money given on top.
    pub bonus_left: Money,
}
