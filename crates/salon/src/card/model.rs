//! Plans, cards, lots and draws.

use crate::ledger::Site;
use kernel::{BillId, BranchId, CardId, CustomerId, Day, Instant, LotId, Money, PlanId, Problem, ServiceId};
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
/// back): draws are measured against it, so that they do not drift. What has been drawn since is
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
}

impl Lot {
    /// A lot just bought.
    pub fn new(id: LotId, home: Site, at: Instant, bought: Value) -> Lot {
        Lot { id, home, at, bought, left: bought, ratio: bought }
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
    /// What is paid for it.
    pub price: Money,
    /// What is given on top.
    pub bonus: Money,
    /// Which part is used first.
    pub draw_order: DrawOrder,
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
    /// What is paid for it; above nothing.
    pub price: Money,
    /// What is given on top; nothing or more.
    #[serde(default)]
    pub bonus: Money,
    /// Which part is used first.
    #[serde(default)]
    pub draw_order: DrawOrder,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CardKind {
    /// Principal and bonus 储值卡.
    StoredValue,
    /// Visits of services 次卡.
    Visits,
}

impl CardKind {
    /// The text by which the kind is stored.
    pub const fn code(self) -> &'static str {
        match self {
            CardKind::StoredValue => "stored_value",
            CardKind::Visits => "visits",
        }
    }

    /// Reads a stored text; `None` when it names no kind.
    pub fn parse(code: &str) -> Option<CardKind> {
        [CardKind::StoredValue, CardKind::Visits].into_iter().find(|kind| kind.code() == code)
    }
}

/// Whether a card can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CardState {
    /// It can.
    Active,
    /// Its sale was undone.
    Closed,
}

impl CardState {
    /// The text by which the state is stored.
    pub const fn code(self) -> &'static str {
        match self {
            CardState::Active => "active",
            CardState::Closed => "closed",
        }
    }

    /// Reads a stored text; `None` when it names no state.
    pub fn parse(code: &str) -> Option<CardState> {
        [CardState::Active, CardState::Closed].into_iter().find(|state| state.code() == code)
    }
}

/// A card, as it stands.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Card {
    /// Its id.
    pub id: CardId,
    /// What people read and scan.
    pub number: String,
    /// Whose it is.
    pub customer: CustomerId,
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
    /// The visits left, by service.
    pub visits: Vec<CardVisits>,
    /// When it was sold.
    pub opened_on: Day,
    /// Where.
    pub branch: BranchId,
}

impl Card {
    /// What is left on it.
    pub fn left(&self) -> Value {
        Value { principal: self.principal, bonus: self.bonus }
    }
}

/// Visits of one service on a card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CardVisits {
    /// The service.
    pub service: ServiceId,
    /// Its name when the visits were bought.
    pub service_name: String,
    /// How many are left.
    pub left: i64,
    /// Whether it is known what was paid for them; not so where another program did not say.
    pub value_known: bool,
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
}

impl Origin {
    /// The text by which the origin is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Origin::Sale => "sale",
            Origin::TopUp => "top_up",
            Origin::Opening => "opening",
        }
    }

    /// Reads a stored text; `None` when it names no origin.
    pub fn parse(code: &str) -> Option<Origin> {
        [Origin::Sale, Origin::TopUp, Origin::Opening].into_iter().find(|origin| origin.code() == code)
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
}

impl From<&StoredLot> for ShownLot {
    fn from(stored: &StoredLot) -> ShownLot {
        let Lot { id, at, bought, left, .. } = stored.lot;
        ShownLot {
            id,
            at,
            origin: stored.origin,
            paid: bought.principal,
            bonus: bought.bonus,
            principal_left: left.principal,
            bonus_left: left.bonus,
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
}

impl MoveKind {
    /// The text by which the kind is stored.
    pub const fn code(self) -> &'static str {
        match self {
            MoveKind::Sale => "sale",
            MoveKind::TopUp => "top_up",
            MoveKind::Use => "use",
            MoveKind::Refund => "refund",
            MoveKind::Opening => "opening",
        }
    }

    /// Reads a stored text; `None` when it names no kind.
    pub fn parse(code: &str) -> Option<MoveKind> {
        [MoveKind::Sale, MoveKind::TopUp, MoveKind::Use, MoveKind::Refund, MoveKind::Opening]
            .into_iter()
            .find(|kind| kind.code() == code)
    }
}

impl From<Origin> for MoveKind {
    fn from(origin: Origin) -> MoveKind {
        match origin {
            Origin::Sale => MoveKind::Sale,
            Origin::TopUp => MoveKind::TopUp,
            Origin::Opening => MoveKind::Opening,
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
}

/// A card with its lots and what happened on it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct CardDetail {
    /// The card.
    pub card: Card,
    /// Its lots, oldest first: the order in which they are used.
    pub lots: Vec<ShownLot>,
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

/// Why a card's command is not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such plan.
    PlanUnknown,
    /// The plan is no longer for sale.
    PlanInactive,
    /// A name is empty or longer than 100 characters.
    PlanName,
    /// A plan costs something and gives no less than nothing.
    PlanAmounts,
    /// The terms are longer than 10000 characters.
    TermsTooLong,
    /// The terms hold a clause that the law voids.
    TermsVoid {
        /// The clause, as it is known.
        clause: &'static str,
    },
    /// There is no such card.
    CardUnknown,
    /// The card cannot be used any more.
    CardClosed,
    /// The card holds no money.
    NoStoredValue,
    /// The number is another card's.
    NumberTaken,
    /// The card holds less than is wanted.
    BalanceShort {
        /// What it holds, principal and bonus.
        left: Money,
    },
    /// Part of the lot has been used, so its sale cannot simply be undone.
    LotUsed,
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Problem {
        match refusal {
            Refusal::PlanUnknown => Problem::not_found("card.plan_unknown", "There is no such card plan."),
            Refusal::PlanInactive => {
                Problem::refused("card.plan_inactive", "This card plan is no longer for sale.")
            }
            Refusal::PlanName => {
                Problem::invalid("name", "card.plan_name", "A name has 1 to 100 characters.")
            }
            Refusal::PlanAmounts => Problem::invalid(
                "price",
                "card.plan_amounts",
                "A card plan costs more than nothing and gives no less than nothing.",
            ),
            Refusal::TermsTooLong => {
                Problem::invalid("terms", "card.terms_too_long", "Terms have at most 10000 characters.")
            }
            Refusal::TermsVoid { clause } => {
                let detail = format!("The terms hold a clause that the law voids: {clause}.");
                Problem::invalid("terms", "card.terms_void", detail).with("clause", clause)
            }
            Refusal::CardUnknown => Problem::not_found("card.unknown", "There is no such card."),
            Refusal::CardClosed => Problem::refused("card.closed", "This card is closed."),
            Refusal::NoStoredValue => {
                Problem::refused("card.no_stored_value", "This card holds visits, not money.")
            }
            Refusal::NumberTaken => Problem::conflict("card.number_taken", "Another card has this number."),
            Refusal::BalanceShort { left } => {
                Problem::conflict("card.balance_short", "The card does not hold enough for this.")
                    .with("left", left.to_minor())
            }
            Refusal::LotUsed => Problem::refused(
                "card.lot_used",
                "Part of this sale or top-up has been used; undoing it means closing the card.",
            ),
        }
    }
}
