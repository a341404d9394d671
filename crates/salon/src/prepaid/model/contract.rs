//! Contracts of card sales and top-ups, as they were agreed.

use crate::card::{CardKind, DrawOrder, PlanRates, PlanTime, PlanVisits};
use kernel::{BillId, BranchId, CardId, CustomerId, Day, Instant, LotId, Money, Rate, RowId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What the contracts of a company say beside the card. Each text may be empty; what is empty is missing
/// from the contracts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PrepaidTerms)]
pub struct Terms {
    /// The account that takes the money paid ahead 收款账户.
    #[serde(default)]
    pub account: String,
    /// Until when the premises are let 租赁期限.
    #[serde(default)]
    pub lease: String,
    /// Where, for what and how long cards can be used 使用范围.
    #[serde(default)]
    pub scope: String,
    /// What bonus and gifts are good for, and what becomes of them in a refund 赠送.
    #[serde(default)]
    pub bonus: String,
    /// How a refund is worked out, by which way and at what fee it is paid 退款.
    #[serde(default)]
    pub refund: String,
    /// What is done about a lost card, and how one is handed over 挂失转让.
    #[serde(default)]
    pub loss: String,
    /// How a holder learns what is on the card 查询.
    #[serde(default)]
    pub enquiry: String,
    /// What happens when one side does not keep the contract, and where a dispute goes 违约与争议.
    #[serde(default)]
    pub liability: String,
}

/// What a contract has to say, in the order in which it does: the twelve contents that article 13 of
/// 北京市单用途预付卡管理条例 asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PrepaidClause)]
pub enum Clause {
    /// Who issues the card, and how to reach them.
    Issuer,
    /// The account that takes the money.
    Account,
    /// What is sold, and by which prices it is used.
    Service,
    /// What is paid for it and how.
    Payment,
    /// Where, for what and how long it can be used.
    Scope,
    /// Until when the premises are let.
    Lease,
    /// What bonus is good for, and what becomes of it in a refund.
    Bonus,
    /// Until when it can be given back for no reason.
    Cooling,
    /// How a refund is worked out and paid.
    Refund,
    /// What is done about a lost card, and how one is handed over.
    Loss,
    /// How a holder learns what is on the card.
    Enquiry,
    /// What happens when one side does not keep it, and where a dispute goes.
    Liability,
}

/// Money that a contract was paid with, by its kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PrepaidPayment)]
pub struct Payment {
    /// As of a bill's tender.
    pub kind: String,
    /// How much of the bill it paid.
    pub amount: Money,
}

/// What was agreed. Nothing in it says who the customer is: that is the customer's own row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PrepaidContent)]
pub struct Content {
    /// The registered name of the company that issues the card.
    pub issuer: String,
    /// Its number with the tax office.
    pub tax_number: String,
    /// The shop.
    pub branch: String,
    /// Its address.
    pub address: String,
    /// Its phone.
    pub phone: String,
    /// The card's number.
    pub card_number: String,
    /// What the card holds.
    pub card_kind: CardKind,
    /// The name of its plan.
    pub plan: String,
    /// What the plan tells the customer.
    pub plan_terms: String,
    /// Which part is used first.
    pub draw_order: DrawOrder,
    /// The visits that were bought, service by service.
    pub visits: Vec<PlanVisits>,
    /// The time that was bought.
    pub time: Option<PlanTime>,
    /// What the card charges of the list price.
    pub rates: Option<PlanRates>,
    /// The last day on which the card can be used, where it has one from the beginning.
    pub valid_until: Option<Day>,
    /// For how many days it can be used from its first use on, where that begins them.
    pub valid_days: Option<i64>,
    /// What was paid.
    pub paid: Money,
    /// What was given on top.
    pub bonus: Money,
    /// The last day on which that can be used; for ever where there is none.
    pub bonus_until: Option<Day>,
    /// What share of a bill it pays at most; as much as there is where absent.
    pub bonus_max_ppm: Option<Rate>,
    /// How the bill was paid.
    pub payments: Vec<Payment>,
    /// The number of the bill.
    pub bill_number: i64,
    /// The last day on which it can be given back for no reason.
    pub cooling_until: Day,
    /// What the company's contracts say.
    pub terms: Terms,
}

/// Value that a bill has sold, for which a contract is kept.
#[derive(Clone, Debug)]
pub struct Agreement {
    /// The bill.
    pub bill: BillId,
    /// Its number.
    pub bill_number: i64,
    /// Where.
    pub branch: BranchId,
    /// The card.
    pub card: CardId,
    /// The lot that was sold.
    pub lot: LotId,
    /// Whose it is.
    pub customer: CustomerId,
    /// What was paid.
    pub paid: Money,
    /// What was given on top.
    pub bonus: Money,
    /// How the bill was paid.
    pub payments: Vec<Payment>,
}

/// A contract as it is stored.
#[derive(Clone, Debug)]
pub struct StoredContract {
    /// Its id.
    pub id: RowId,
    /// The card.
    pub card: CardId,
    /// The bill.
    pub bill: BillId,
    /// Where.
    pub branch: BranchId,
    /// Whose it is.
    pub customer: CustomerId,
    /// When.
    pub at: Instant,
    /// What was agreed.
    pub content: Content,
    /// How the customer said yes.
    pub acknowledgement: Option<Acknowledgement>,
}

/// How the customer said yes to a contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PrepaidAcknowledgement)]
pub struct Acknowledgement {
    /// How.
    pub how: How,
    /// When.
    pub at: Instant,
    /// Who saw it.
    pub witness: String,
}

/// The way in which a customer says yes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PrepaidHow)]
pub enum How {
    /// By a signature on paper, which the shop keeps.
    Signature,
    /// By the card's password.
    Password,
}

impl How {
    /// The text by which the way is stored.
    pub const fn code(self) -> &'static str {
        match self {
            How::Signature => "signature",
            How::Password => "password",
        }
    }

    /// Reads a stored text; `None` when it names no way.
    pub fn parse(code: &str) -> Option<How> {
        [How::Signature, How::Password].into_iter().find(|how| how.code() == code)
    }
}

/// A contract, for both sides to read and print.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PrepaidContract)]
pub struct Contract {
    /// Its id.
    pub id: RowId,
    /// The card.
    pub card: CardId,
    /// The bill.
    pub bill: BillId,
    /// Whose it is.
    pub customer: CustomerId,
    /// The customer's name.
    pub customer_name: String,
    /// The customer's phone, without its middle.
    pub phone_masked: String,
    /// When it was agreed.
    pub at: Instant,
    /// What was agreed.
    pub content: Content,
    /// What it should say and does not.
    pub missing: Vec<Clause>,
    /// How the customer said yes; none while nobody has.
    pub acknowledgement: Option<Acknowledgement>,
}
