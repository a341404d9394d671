//! Bills as they are shown over HTTP.

use super::{LineKind, Refund, Rounding, State, Step};
use crate::card::PlanVisits;
use crate::customer::{Brief, Kind};
use crate::prepaid::Notice;
use kernel::{
    BillId, BranchId, CardId, Currency, CustomerId, Day, DebtId, Instant, LineId, LotId, Money, Problem,
    Rate, ReductionId, StaffId, TenderId, VariantId,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

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
    /// How it was undone, where it was.
    pub reversal: Option<Reversal>,
    /// The undone bill in whose place it was opened.
    pub replaces: Option<BillId>,
    /// The bill that its lines moved to.
    pub merged_into: Option<BillId>,
    /// The other program's number of it, where it was taken in from there: such a bill is only looked
    /// at, and its own `number` is nothing that people know.
    pub receipt: Option<String>,
    /// Counts its changes.
    pub version: i64,
}

/// How a paid bill was undone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Reversal {
    /// When.
    pub at: Instant,
    /// By whom.
    pub by: String,
    /// Why.
    pub reason: String,
    /// The bill that was opened in its place.
    pub new_bill: Option<BillId>,
}

/// What became of a bill that was split.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Split {
    /// The bill, without the lines that moved.
    pub bill: Bill,
    /// The bill with them.
    pub new_bill: Bill,
}

/// What became of a bill that was undone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Reversed {
    /// The bill.
    pub bill: Bill,
    /// The bill in its place, where one was wanted.
    pub new_bill: Option<Bill>,
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
    /// What it sells: the service, the product, the plan, the card that is topped up, the debt that is
    /// repaid, the person who is tipped; nothing (zeros) for a fee, and for history that names nothing.
    pub item: Uuid,
    /// Which variant of the service.
    pub variant: Option<VariantId>,
    /// The line that it was added to.
    pub add_on_of: Option<LineId>,
    /// For whom, where it is not the bill's customer.
    pub customer: Option<BillCustomer>,
    /// The debt that it repays.
    pub debt: Option<DebtId>,
    /// The visits that the card holds which it sells.
    pub visits: Option<PlanVisits>,
    /// How many of the goods were left on the shelf after it was paid.
    pub stock_left: Option<i64>,
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
    /// The reduction; none for the rounding and for a card's rate.
    pub reduction: Option<ReductionId>,
    /// Why it was given; `rounding` for the rounding, the card's number for its rate.
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
    /// Or the other price for one of the line.
    pub unit_price: Option<Money>,
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
    /// `cash`, `wechat`, `alipay`, `bank_card`, `card`, `visits`, `time`, `on_account`, `unapplied`, or `imported`
    /// where another program took the money.
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
    /// How much of it was money paid in; for visits, what was paid for them.
    pub principal: Option<Money>,
    /// How much of it was money given on top.
    pub bonus: Option<Money>,
    /// How many visits it took, or how often it used a card's time.
    pub visits: Option<i64>,
    /// The line that those paid.
    pub line: Option<LineId>,
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
    /// What the rules for value paid ahead say of it.
    pub notices: Vec<Notice>,
    /// What the bill would cost by the rates of the customers' stored-value cards.
    pub offers: Vec<RateOffer>,
}

/// What a bill would cost by the rates of a stored-value card, which hold for what it pays itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RateOffer {
    /// The card.
    pub card: CardId,
    /// Its number.
    pub number: String,
    /// What would be to pay in all.
    pub total: Money,
    /// How much less that is.
    pub off: Money,
    /// What of it the card has to pay.
    pub due: Money,
    /// What is missing on it to have its rates for all that they are for.
    pub short: Money,
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
    /// `visits`, `time`, `principal`, `bonus` or `money`.
    pub part: String,
    /// How much.
    pub amount: Money,
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
    /// The other program's number of it, where it was taken in from there.
    pub receipt: Option<String>,
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
    /// By what the payment is found in the books, 24 letters and digits; nothing before it is paid.
    #[schema(required)]
    pub proof: Option<String>,
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
    /// How many visits were left, where it holds visits.
    pub visits_left: Option<i64>,
    /// Its last day, where it holds time that has begun or is a trial.
    pub ends_on: Option<Day>,
}
