//! What a customer gets for a card today 退卡, line by line.

use kernel::{Day, LotId, Money, Rate};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Why a card is given back. The law asks for it, because it decides at which price that which was
/// delivered counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CardRefundCause {
    /// Within seven days of paying, for no reason 七日无理由.
    SevenDays,
    /// The shop does not deliver what it promised, closes or moves away 商家原因.
    Shop,
    /// The contract is void, as with a minor 合同无效.
    Void,
    /// The customer wants out 顾客原因.
    Customer,
    /// Both sides have settled on an amount 协商一致.
    Agreed,
}

impl CardRefundCause {
    /// Every cause, in the order in which a quote shows them.
    pub const ALL: [CardRefundCause; 5] = [
        CardRefundCause::SevenDays,
        CardRefundCause::Shop,
        CardRefundCause::Void,
        CardRefundCause::Customer,
        CardRefundCause::Agreed,
    ];

    /// The text by which the cause is stored.
    pub const fn code(self) -> &'static str {
        match self {
            CardRefundCause::SevenDays => "seven_days",
            CardRefundCause::Shop => "shop",
            CardRefundCause::Void => "void",
            CardRefundCause::Customer => "customer",
            CardRefundCause::Agreed => "agreed",
        }
    }
}

/// What a lot holds, as far as giving it back looks at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Held {
    /// Principal and bonus.
    Value {
        /// The bonus that belongs to it, also what is promised and not released yet.
        bonus: Money,
        /// What its uses were charged, of either part.
        used: Money,
        /// What its uses cost on the list.
        list: Money,
    },
    /// Visits of a service.
    Visits {
        /// How many it came with, gifts among them.
        bought: i64,
        /// How many of them have been used.
        used: i64,
        /// What those were worth of its price.
        value: Money,
        /// What those cost on the list.
        list: Money,
        /// Whether it is known what was paid; not so where another program did not say.
        value_known: bool,
    },
    /// A stretch of time without counting.
    Time {
        /// How many days it came with.
        days: i64,
        /// How many of them are left, from when the shop stopped if that was earlier.
        left: i64,
    },
}

/// A lot about to be given back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holding {
    /// The lot.
    pub lot: LotId,
    /// The calendar day on which it was paid, where it was paid.
    pub paid_on: Day,
    /// What was paid for it: money received, not what was promised.
    pub paid: Money,
    /// What it holds.
    pub held: Held,
}

/// What is asked of the calculator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CardRefundAsked {
    /// Why the card is given back.
    pub cause: CardRefundCause,
    /// When the contract ended: when the customer asked, or the shop stopped.
    pub ended_on: Day,
    /// When the money is paid out.
    pub paid_out_on: Day,
    /// What gifts that are not given back take off, judged case by case.
    pub gift: Money,
    /// The amount on which both sides have settled, where that is the cause.
    pub agreed: Option<Money>,
}

/// The rule that a line of a refund follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CardRefundRule {
    /// What was paid in.
    Paid,
    /// All that was paid in, within seven days.
    PaidInSevenDays,
    /// What was delivered, at the price of the card: bonus pays its part of it.
    DeliveredAtCardPrice,
    /// What was delivered, at the price before reductions.
    DeliveredAtListPrice,
    /// The days that have passed.
    DaysPassed,
    /// What was delivered beyond what was paid is not billed.
    NotBilled,
}

impl CardRefundRule {
    /// The article of 法释〔2025〕4号 that it stands in.
    pub const fn article(self) -> i64 {
        match self {
            CardRefundRule::PaidInSevenDays => 14,
            CardRefundRule::Paid => 15,
            CardRefundRule::DeliveredAtCardPrice => 18,
            CardRefundRule::DeliveredAtListPrice => 19,
            CardRefundRule::NotBilled => 20,
            CardRefundRule::DaysPassed => 22,
        }
    }
}

/// One line of a refund, with where it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CardRefundLine {
    /// The rule.
    pub rule: CardRefundRule,
    /// The article of 法释〔2025〕4号 that it stands in.
    pub article: i64,
    /// What it gives, or takes off below zero.
    pub amount: Money,
}

/// What one lot gives back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CardRefundLot {
    /// The lot.
    pub lot: LotId,
    /// The day on which it was paid.
    pub paid_on: Day,
    /// The last day on which it can be given back for no reason.
    pub seven_days_until: Day,
    /// What was paid for it.
    pub paid: Money,
    /// What it came with and what of that was used.
    pub held: Held,
    /// What is paid back for it and why.
    pub lines: Vec<CardRefundLine>,
    /// What the lines come to.
    pub amount: Money,
    /// Its part of what is due.
    pub due: Money,
    /// The yearly rate of interest on its day.
    pub rate: Rate,
    /// The interest on its part, from the end of the contract to the payout.
    pub interest: Money,
}

/// Which figure is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CardRefundBasis {
    /// Each lot by itself.
    Lots,
    /// The card as one contract, which is better for the customer here.
    Whole,
    /// What both sides settled on.
    Agreed,
}

/// What a customer gets for a card by one cause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CardRefundQuote {
    /// Why the card is given back.
    pub cause: CardRefundCause,
    /// When the contract ended.
    pub ended_on: Day,
    /// When the money is paid out.
    pub paid_out_on: Day,
    /// The lots, oldest first.
    pub lots: Vec<CardRefundLot>,
    /// What the lots come to, each by itself.
    pub by_lot: Money,
    /// The card as one contract.
    pub whole_lines: Vec<CardRefundLine>,
    /// What that comes to.
    pub whole: Money,
    /// Which of the figures is due.
    pub basis: CardRefundBasis,
    /// What gifts take off; never more than is due.
    pub gift: Money,
    /// The days that bear interest.
    pub interest_days: i64,
    /// The interest on all lots.
    pub interest: Money,
    /// What the customer gets.
    pub total: Money,
}

/// What may be said when a refund is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CardRefundWish {
    /// When the contract ended; today where nothing is said.
    pub ended_on: Option<Day>,
    /// What gifts that are not given back take off.
    pub gift: Option<Money>,
    /// The amount on which both sides settle; without one that cause is left out.
    pub agreed: Option<Money>,
}

/// What a customer gets for a card today, by every cause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CardRefund {
    /// Today, where the card was sold.
    pub on: Day,
    /// A quote for each cause.
    pub quotes: Vec<CardRefundQuote>,
}
