//! Plans, cards, lots and draws.

mod closing;
mod companion;
mod disuse;
mod discount;
mod gift;
mod life;
mod owed;
mod reach;
mod refund;
mod refusal;
mod statement;
mod time;
mod validity;
mod visits;

pub use closing::{CardClosing, CardPayout};
pub use companion::{CardCompanion, CompanionLimits, CompanionUsed, StoredCompanion, Through};
pub use discount::{CategoryRate, HeldRates, PlanRates, PlanRatesWish, Rated};
pub use disuse::IdleCard;
pub use gift::{GiftCode, SoldGift};
pub use life::{CardEvent, CardEventKind, CardHolds, CardLock};
pub use owed::{MovedSum, Owed};
pub use reach::{Pays, PlanReach};
pub use refund::{
    CardRefund, CardRefundAsked, CardRefundBasis, CardRefundCause, CardRefundLine, CardRefundLot,
    CardRefundQuote, CardRefundRule, CardRefundWish, Held, Holding,
};
pub use refusal::Refusal;
pub use statement::{CardStatement, CardStatementLine, CardSums};
pub use time::{
    CardTime, PlanService, PlanTime, PlanTimeWish, StoredTime, TimeDraw, TimeLimit, TimeLot, TimePeriod,
    TimeStart,
};
pub use validity::BonusTerms;
pub use visits::{CardVisits, PlanVisits, PlanVisitsWish, ShownVisits, StoredVisits, VisitsDraw, VisitsLot};

use crate::ledger::Site;
use kernel::{BillId, BranchId, CardId, CustomerId, Day, Instant, LotId, Money, PlanId, Rate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Which part of a lot is drawn first; part of the terms a card was sold under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DrawOrder {
    /// Principal and bonus in the ratio in which they were bought.
    #[default]
    Proportional,
    /// Principal until it is used up.
    PrincipalFirst,
    /// Bonus until it is used up.
    BonusFirst,
}

impl DrawOrder {
    /// The text by which the order is stored.
    pub const fn code(self) -> &'static str {
        match self {
            DrawOrder::Proportional => "proportional",
            DrawOrder::PrincipalFirst => "principal_first",
            DrawOrder::BonusFirst => "bonus_first",
        }
    }

    /// Reads a stored text; `None` when it names no order.
    pub fn parse(code: &str) -> Option<DrawOrder> {
        [DrawOrder::Proportional, DrawOrder::PrincipalFirst, DrawOrder::BonusFirst]
            .into_iter()
            .find(|order| order.code() == code)
    }
}

/// An amount of principal and an amount of bonus: two figures, never one sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Value {
    /// Money paid in.
    pub principal: Money,
    /// Money given on top.
    pub bonus: Money,
}

impl Value {
    /// Nothing of either.
    pub const NONE: Value = Value { principal: Money::ZERO, bonus: Money::ZERO };

    /// What it buys: the price it can pay.
    pub fn worth(self) -> Money {
        self.principal + self.bonus
    }
}

impl std::ops::Add for Value {
    type Output = Value;
    fn add(self, other: Value) -> Value {
        Value { principal: self.principal + other.principal, bonus: self.bonus + other.bonus }
    }
}

impl std::ops::Sub for Value {
    type Output = Value;
    fn sub(self, other: Value) -> Value {
        Value { principal: self.principal - other.principal, bonus: self.bonus - other.bonus }
    }
}

impl std::iter::Sum for Value {
    fn sum<I: Iterator<Item = Value>>(values: I) -> Value {
        values.fold(Value::NONE, std::ops::Add::add)
    }
}

/// One sale or top-up, with what is left of it.
///
/// `ratio` is what the lot held at its last event other than a draw (its sale, a refund that came
/// back, bonus that ended): draws are measured against it, so that they do not drift. What has been drawn since is
/// `ratio` less `left`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lot {
    /// The lot.
    pub id: LotId,
    /// Whose books carry it: the branch where it was paid.
    pub home: Site,
    /// When it was paid; lots are drawn oldest first.
    pub at: Instant,
    /// What it held at first.
    pub bought: Value,
    /// What is left.
    pub left: Value,
    /// What it held when proportional draws were last measured anew.
    pub ratio: Value,
    /// The last day on which its bonus can be used; for ever where there is none.
    pub bonus_until: Option<Day>,
    /// How much of its bonus has ended.
    pub lapsed: Money,
}

impl Lot {
    /// Whether its sale was undone, it was given back, or it went whole to another card: nothing comes
    /// back to it any more.
    pub fn is_over(&self) -> bool {
        self.ratio == Value::NONE
    }

    /// A lot just bought.
    pub fn new(id: LotId, home: Site, at: Instant, bought: Value) -> Lot {
        let (left, ratio) = (bought, bought);
        Lot { id, home, at, bought, left, ratio, bonus_until: None, lapsed: Money::ZERO }
    }

    /// What has been used of it: neither left nor ended.
    pub fn used(&self) -> Money {
        self.bought.worth() - self.left.worth() - self.lapsed
    }
}

/// What one payment takes from one lot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draw {
    /// The lot it is taken from.
    pub lot: LotId,
    /// Whose books carry the lot.
    pub home: Site,
    /// When the lot was paid: older lots pay first, over all cards of a bill.
    pub lot_at: Instant,
    /// What is taken.
    pub value: Value,
    /// Whether more bonus would have been taken if a bill could be paid with as much as there is: what is left of the
    /// lot is then measured anew.
    pub capped: bool,
}

/// What can be sold, in its newest version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CardPlan {
    /// Its id.
    pub id: PlanId,
    /// Counts its changes, from 1. A sold card keeps the version it was sold under.
    pub version: i64,
    /// Its name.
    pub name: String,
    /// What its cards hold.
    pub kind: CardKind,
    /// What is paid for it.
    pub price: Money,
    /// What is given on top.
    pub bonus: Money,
    /// How bonus of its cards may be used.
    pub bonus_terms: BonusTerms,
    /// The visits it sells, where its cards hold visits.
    pub visits: Option<PlanVisits>,
    /// The services that it sells with their visits, where its cards are bundles or trials.
    pub bundle: Vec<PlanVisits>,
    /// For how many days its visits can be used; for ever where there is none.
    pub valid_days: Option<i64>,
    /// When those days begin.
    pub valid_starts: TimeStart,
    /// The time it sells, where its cards hold time or are discount cards.
    pub time: Option<PlanTime>,
    /// What its cards charge of the list price: discount cards of everything, stored-value cards of what they pay
    /// in full.
    pub rates: Option<PlanRates>,
    /// Which part is used first.
    pub draw_order: DrawOrder,
    /// For what and where its cards may be used.
    pub reach: PlanReach,
    /// What the customer is told.
    pub terms: String,
    /// Whether it is for sale.
    pub active: bool,
}

/// What may be said of a plan.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CardPlanWish {
    /// Its name.
    pub name: String,
    /// What its cards hold.
    #[serde(default)]
    pub kind: CardKind,
    /// What is paid for it; above nothing, but for discount cards that are given away.
    pub price: Money,
    /// What is given on top; nothing or more, and nothing where the cards hold visits.
    #[serde(default)]
    pub bonus: Money,
    /// How bonus of its cards may be used, where they hold money: for ever when left out.
    #[serde(default)]
    pub bonus_terms: BonusTerms,
    /// The visits it sells, where its cards hold visits.
    #[serde(default)]
    pub visits: Option<PlanVisitsWish>,
    /// The services that it sells with their visits, none twice: 2 to 20 for bundles, 1 to 20 for trials.
    #[serde(default)]
    pub bundle: Vec<PlanVisitsWish>,
    /// For how many days visits can be used: 1 to 3660, and 1 to 366 for trials, which say it always. For ever when
    /// left out.
    #[serde(default)]
    pub valid_days: Option<i64>,
    /// When those days begin.
    #[serde(default)]
    pub valid_starts: TimeStart,
    /// The time it sells, where its cards hold time or are discount cards.
    #[serde(default)]
    pub time: Option<PlanTimeWish>,
    /// What its cards charge of the list price. Discount plans have rates, stored-value plans may.
    #[serde(default)]
    pub rates: Option<PlanRatesWish>,
    /// Which part is used first.
    #[serde(default)]
    pub draw_order: DrawOrder,
    /// For what and where its cards may be used: for everything and everywhere when left out.
    #[serde(default)]
    pub reach: PlanReach,
    /// What the customer is told; refused when it holds a clause that the law voids.
    #[serde(default)]
    pub terms: String,
    /// Whether it is for sale.
    #[serde(default = "yes")]
    pub active: bool,
}

fn yes() -> bool {
    true
}

/// What a card holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CardKind {
    /// Principal and bonus 储值卡.
    #[default]
    StoredValue,
    /// Visits of services 次卡.
    Visits,
    /// Services for so many days 年卡.
    Time,
    /// Lower prices for so many days 折扣卡.
    Discount,
    /// Several services, each with its visits 套餐卡.
    Bundle,
    /// A few visits, once for each person and not for long 体验卡.
    Trial,
    /// Principal and bonus, handed over by a code 礼品卡.
    Gift,
    /// Nothing of its own: it spends from another card 亲情卡.
    Companion,
}

impl CardKind {
    /// Every kind.
    const ALL: [CardKind; 8] = [
        CardKind::StoredValue,
        CardKind::Visits,
        CardKind::Time,
        CardKind::Discount,
        CardKind::Bundle,
        CardKind::Trial,
        CardKind::Gift,
        CardKind::Companion,
    ];

    /// The text by which the kind is stored.
    pub const fn code(self) -> &'static str {
        match self {
            CardKind::StoredValue => "stored_value",
            CardKind::Visits => "visits",
            CardKind::Time => "time",
            CardKind::Discount => "discount",
            CardKind::Bundle => "bundle",
            CardKind::Trial => "trial",
            CardKind::Gift => "gift",
            CardKind::Companion => "companion",
        }
    }

    /// Whether it holds visits of services.
    pub const fn counts_visits(self) -> bool {
        matches!(self, CardKind::Visits | CardKind::Bundle | CardKind::Trial)
    }

    /// Whether it holds principal and bonus.
    pub const fn holds_money(self) -> bool {
        matches!(self, CardKind::StoredValue | CardKind::Gift)
    }

    /// Reads a stored text; `None` when it names no kind.
    pub fn parse(code: &str) -> Option<CardKind> {
        CardKind::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Whether a card can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CardState {
    /// It can.
    Active,
    /// Locked for a while.
    Frozen,
    /// Reported lost.
    Lost,
    /// It was given back, went to another card, or its sale was undone.
    Closed,
}

impl CardState {
    /// The text by which the state is stored.
    pub const fn code(self) -> &'static str {
        match self {
            CardState::Active => "active",
            CardState::Frozen => "frozen",
            CardState::Lost => "lost",
            CardState::Closed => "closed",
        }
    }

    /// Reads a stored text; `None` when it names no state.
    pub fn parse(code: &str) -> Option<CardState> {
        [CardState::Active, CardState::Frozen, CardState::Lost, CardState::Closed]
            .into_iter()
            .find(|state| state.code() == code)
    }
}

/// A card, as it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Card {
    /// Its id.
    pub id: CardId,
    /// What people read and scan.
    pub number: String,
    /// Whose it is.
    pub customer: CustomerId,
    /// The holder's name, where cards are shown rather than used.
    pub customer_name: String,
    /// What it holds.
    pub kind: CardKind,
    /// The name of its plan when it was sold.
    pub plan_name: String,
    /// The plan it was sold under; none for a card taken in from another program.
    pub plan: Option<PlanId>,
    /// The version of that plan.
    #[serde(skip)]
    pub plan_version: Option<i64>,
    /// Which part is used first.
    pub draw_order: DrawOrder,
    /// Whether it can be used.
    pub state: CardState,
    /// What is left of the money paid in.
    pub principal: Money,
    /// What is left of the money given on top.
    pub bonus: Money,
    /// The first day after which some of that can no longer be used.
    pub bonus_until: Option<Day>,
    /// The visits left, by service.
    pub visits: Vec<CardVisits>,
    /// The time on it, where it holds time or is a discount card.
    pub time: Option<CardTime>,
    /// For what and where it may be used.
    pub reach: PlanReach,
    /// What share of a bill its bonus pays at most; as much as there is where absent.
    pub bonus_max_ppm: Option<Rate>,
    /// What it charges of the list price, where its plan says less: a discount card of everything, a stored-value
    /// card of what it pays in full.
    pub rates: Option<PlanRates>,
    /// When it was sold.
    pub opened_on: Day,
    /// The last day on which its visits can be used, where they have one.
    pub valid_until: Option<Day>,
    /// For how many days they can be used from their first use on, where that has yet to come.
    pub valid_days: Option<i64>,
    /// Where.
    pub branch: BranchId,
    /// Whether its holder has a password for it.
    pub has_password: bool,
    /// Whether it is used by who has its code: a gift card that nobody has claimed.
    pub bearer: bool,
    /// What it belongs to and may spend, where it is a companion card.
    pub companion: Option<CardCompanion>,
}

impl Card {
    /// What is left on it.
    pub fn left(&self) -> Value {
        Value { principal: self.principal, bonus: self.bonus }
    }
}

/// How a lot came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// With the sale of its card.
    Sale,
    /// By a top-up.
    TopUp,
    /// Taken in from another program.
    Opening,
    /// With what a bill gave back.
    Refund,
}

impl Origin {
    /// The text by which the origin is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Origin::Sale => "sale",
            Origin::TopUp => "top_up",
            Origin::Opening => "opening",
            Origin::Refund => "refund",
        }
    }

    /// Reads a stored text; `None` when it names no origin.
    pub fn parse(code: &str) -> Option<Origin> {
        [Origin::Sale, Origin::TopUp, Origin::Opening, Origin::Refund]
            .into_iter()
            .find(|origin| origin.code() == code)
    }
}

/// A lot as it is stored: with its card and how it came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoredLot {
    /// The lot.
    pub lot: Lot,
    /// The card it is on.
    pub card: CardId,
    /// How it came to be.
    pub origin: Origin,
}

/// A lot as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Lot)]
pub struct ShownLot {
    /// Its id.
    pub id: LotId,
    /// When it was paid.
    pub at: Instant,
    /// How it came to be.
    pub origin: Origin,
    /// What was paid for it.
    pub paid: Money,
    /// What was given on top.
    pub bonus: Money,
    /// What is left of the money paid in.
    pub principal_left: Money,
    /// What is left of the money given on top.
    pub bonus_left: Money,
    /// The last day on which that can be used; for ever where there is none.
    pub bonus_until: Option<Day>,
    /// How much of the money given on top has ended.
    pub bonus_lapsed: Money,
}

impl From<&StoredLot> for ShownLot {
    fn from(stored: &StoredLot) -> ShownLot {
        let Lot { id, at, bought, left, bonus_until, lapsed, .. } = stored.lot;
        ShownLot {
            id,
            at,
            origin: stored.origin,
            paid: bought.principal,
            bonus: bought.bonus,
            principal_left: left.principal,
            bonus_left: left.bonus,
            bonus_until,
            bonus_lapsed: lapsed,
        }
    }
}

/// Why value moved on a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MoveKind {
    /// It was sold.
    Sale,
    /// It was topped up.
    TopUp,
    /// It paid.
    Use,
    /// What it had paid came back, or its sale or top-up was undone.
    Refund,
    /// Its balance was taken in from another program.
    Opening,
    /// The card was given back.
    Closing,
    /// It went to another holder, or came from one.
    Transfer,
    /// It went to another card of its holder, or came from one.
    Merge,
    /// Days passed for which it had been paid.
    Earned,
    /// It went to a card of another plan, or came from one.
    Convert,
    /// Bonus could no longer be used.
    Expired,
}

impl MoveKind {
    /// Every kind.
    const ALL: [MoveKind; 11] = [
        MoveKind::Sale,
        MoveKind::TopUp,
        MoveKind::Use,
        MoveKind::Refund,
        MoveKind::Opening,
        MoveKind::Closing,
        MoveKind::Transfer,
        MoveKind::Merge,
        MoveKind::Earned,
        MoveKind::Convert,
        MoveKind::Expired,
    ];

    /// The text by which the kind is stored.
    pub const fn code(self) -> &'static str {
        match self {
            MoveKind::Sale => "sale",
            MoveKind::TopUp => "top_up",
            MoveKind::Use => "use",
            MoveKind::Refund => "refund",
            MoveKind::Opening => "opening",
            MoveKind::Closing => "closing",
            MoveKind::Transfer => "transfer",
            MoveKind::Merge => "merge",
            MoveKind::Earned => "earned",
            MoveKind::Convert => "convert",
            MoveKind::Expired => "expired",
        }
    }

    /// Reads a stored text; `None` when it names no kind.
    pub fn parse(code: &str) -> Option<MoveKind> {
        MoveKind::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

impl From<Origin> for MoveKind {
    fn from(origin: Origin) -> MoveKind {
        match origin {
            Origin::Sale => MoveKind::Sale,
            Origin::TopUp => MoveKind::TopUp,
            Origin::Opening => MoveKind::Opening,
            Origin::Refund => MoveKind::Refund,
        }
    }
}

/// Value that came onto a card (positive) or left it (negative).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CardMove {
    /// When.
    pub at: Instant,
    /// Why.
    pub kind: MoveKind,
    /// The bill it was on.
    pub bill: Option<BillId>,
    /// That bill's number.
    pub bill_number: Option<i64>,
    /// How much of the money paid in.
    pub principal: Money,
    /// How much of the money given on top.
    pub bonus: Money,
    /// How many visits.
    pub visits: i64,
    /// How often the card was used, where it holds time; below zero where a use came back.
    pub uses: i64,
    /// Who used it through a companion card: that card's holder.
    pub used_by: Option<String>,
}

/// A card with its lots and what happened on it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct CardDetail {
    /// The card.
    pub card: Card,
    /// Its lots, oldest first: the order in which they are used.
    pub lots: Vec<ShownLot>,
    /// Its visits, in the same order.
    pub visit_lots: Vec<ShownVisits>,
    /// The newest hundred moves, newest first.
    pub moves: Vec<CardMove>,
}

/// The bill on which value moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OnBill {
    /// The bill.
    pub id: BillId,
    /// Its number.
    pub number: i64,
}
