//! Sessions of a drawer, and what moves in it.

use crate::ledger::{Account, Channel, Source};
use kernel::{BranchId, Currency, Day, Instant, Money, TillMoveId, TillSessionId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A way of paying that is counted at the end of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = TillTender)]
pub enum Tender {
    /// What lies in the drawer.
    Cash,
    /// WeChat Pay, as its own app adds it up.
    #[serde(rename = "wechat")]
    WeChat,
    /// Alipay, as its own app adds it up.
    Alipay,
    /// A card terminal, as it adds itself up.
    BankCard,
}

impl Tender {
    /// Every tender, in the order in which they are counted.
    pub const ALL: [Tender; 4] = [Tender::Cash, Tender::WeChat, Tender::Alipay, Tender::BankCard];

    /// The text by which the tender is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Tender::Cash => "cash",
            Tender::WeChat => Channel::WeChat.code(),
            Tender::Alipay => Channel::Alipay.code(),
            Tender::BankCard => Channel::BankCard.code(),
        }
    }

    /// Reads [`Tender::code`].
    pub fn parse(code: &str) -> Option<Tender> {
        Tender::ALL.into_iter().find(|tender| tender.code() == code)
    }

    /// Where its money lies in the books of a branch.
    pub const fn account(self, branch: BranchId) -> Account {
        match self {
            Tender::Cash => Account::CashDrawer(branch),
            Tender::WeChat => Account::Clearing(Channel::WeChat, branch),
            Tender::Alipay => Account::Clearing(Channel::Alipay, branch),
            Tender::BankCard => Account::Clearing(Channel::BankCard, branch),
        }
    }
}

/// Why cash moves without a bill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = TillMoveKind)]
pub enum MoveKind {
    /// Put in from elsewhere: small change, somebody else's money.
    PaidIn,
    /// Taken out for a small expense.
    PaidOut,
    /// Taken out and carried to the bank.
    BankDrop,
}

impl MoveKind {
    const ALL: [MoveKind; 3] = [MoveKind::PaidIn, MoveKind::PaidOut, MoveKind::BankDrop];

    /// The text by which the kind is stored.
    pub const fn code(self) -> &'static str {
        match self {
            MoveKind::PaidIn => "paid_in",
            MoveKind::PaidOut => "paid_out",
            MoveKind::BankDrop => "bank_drop",
        }
    }

    /// Reads [`MoveKind::code`].
    pub fn parse(code: &str) -> Option<MoveKind> {
        MoveKind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// What the entries of such a move are caused by.
    pub const fn source(self, id: TillMoveId) -> Source {
        match self {
            MoveKind::PaidIn => Source::TillPaidIn(id),
            MoveKind::PaidOut => Source::TillPaidOut(id),
            MoveKind::BankDrop => Source::TillBankDrop(id),
        }
    }
}

/// Whether a session goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = TillSessionState)]
pub enum State {
    /// Somebody answers for the drawer.
    Open,
    /// The drawer was counted and handed over.
    HandedOver,
}

impl State {
    /// The text by which the state is stored.
    pub const fn code(self) -> &'static str {
        match self {
            State::Open => "open",
            State::HandedOver => "handed_over",
        }
    }

    /// Reads [`State::code`].
    pub fn parse(code: &str) -> Option<State> {
        [State::Open, State::HandedOver].into_iter().find(|state| state.code() == code)
    }
}

/// The time during which somebody answers for a drawer.
///
/// What should be in it is not said before it has been counted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = TillSession)]
pub struct Session {
    /// Its id.
    pub id: TillSessionId,
    /// Whose drawer.
    pub branch: BranchId,
    /// Whether it goes on.
    pub state: State,
    /// The business day on which it began.
    pub business_day: Day,
    /// When it began.
    pub opened_at: Instant,
    /// Who began it.
    pub opened_by: String,
    /// What was in the drawer when it began.
    pub float: Money,
    /// What moved without a bill, in the order in which it did.
    pub moves: Vec<Move>,
    /// How it ended; null while it goes on.
    #[schema(required)]
    pub handed_over: Option<HandedOver>,
}

/// Cash that moved without a bill.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = TillMove)]
pub struct Move {
    /// Its id.
    pub id: TillMoveId,
    /// When.
    pub at: Instant,
    /// Why.
    pub kind: MoveKind,
    /// How much; above nothing, whichever way it went.
    pub amount: Money,
    /// Why, in words.
    pub reason: String,
    /// Who did it.
    pub by: String,
}

/// How a session ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = TillHandedOver)]
pub struct HandedOver {
    /// When.
    pub at: Instant,
    /// On which business day; its differences belong to it.
    pub business_day: Day,
    /// Who counted.
    pub by: String,
    /// What was counted against what was expected, cash first.
    pub counts: Vec<Counted>,
    /// What was left in the drawer.
    pub next_float: Money,
    /// What left the drawer besides: counted, less the next float.
    pub emptied: Money,
    /// What whoever counted had to say; may be empty.
    pub note: String,
}

/// What was counted of a way of paying.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = TillCounted)]
pub struct Counted {
    /// Which.
    pub tender: Tender,
    /// What there should have been: for cash with the float, for others what came in during the session.
    pub expected: Money,
    /// What there was; null where nobody counted it.
    #[schema(required)]
    pub counted: Option<Money>,
    /// What was counted, less what was expected: below zero when some is missing.
    #[schema(required)]
    pub difference: Option<Money>,
}

/// A session in a list.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = TillSessionSummary)]
pub struct SessionSummary {
    /// Its id.
    pub id: TillSessionId,
    /// Whether it goes on.
    pub state: State,
    /// The business day on which it began.
    pub business_day: Day,
    /// When it began.
    pub opened_at: Instant,
    /// Who began it.
    pub opened_by: String,
    /// When it was handed over.
    #[schema(required)]
    pub handed_over_at: Option<Instant>,
    /// Who counted; empty while it goes on.
    pub handed_over_by: String,
    /// What was counted in the drawer.
    #[schema(required)]
    pub counted: Option<Money>,
    /// What was counted in the drawer, less what was expected.
    #[schema(required)]
    pub difference: Option<Money>,
}

/// How the drawer of a branch stands.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = TillDrawer)]
pub struct Drawer {
    /// The session that goes on; null when nobody answers for the drawer.
    #[schema(required)]
    pub session: Option<Session>,
    /// What the last session left in the drawer; null when there was none.
    #[schema(required)]
    pub left: Option<Money>,
}

/// What is needed to begin a session.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenTillWish {
    /// Whose drawer.
    pub branch: BranchId,
    /// What is in it, counted; not below nothing.
    pub float: Money,
}

/// Cash to be put in or taken out.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TillMoveWish {
    /// Why.
    pub kind: MoveKind,
    /// How much; above nothing.
    pub amount: Money,
    /// Why, in words; 1 to 200 characters.
    pub reason: String,
}

/// What is needed to hand a drawer over.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HandOverWish {
    /// What was counted, each tender once; cash is among them.
    pub counts: Vec<CountWish>,
    /// What stays in the drawer; at most what was counted.
    pub next_float: Money,
    /// Up to 200 characters.
    #[serde(default)]
    pub note: String,
}

/// What was counted of one way of paying.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TillCountWish)]
pub struct CountWish {
    /// Which.
    pub tender: Tender,
    /// How much; not below nothing.
    pub amount: Money,
}

/// A session as it is stored.
#[derive(Clone, Debug)]
pub struct StoredSession {
    pub id: TillSessionId,
    pub branch: BranchId,
    pub company: kernel::CompanyId,
    pub currency: Currency,
    pub state: State,
    pub business_day: Day,
    pub opened_at: Instant,
    pub opened_by: String,
    pub held_before: Money,
    pub float: Money,
    pub handed_over_day: Option<Day>,
    pub handed_over_at: Option<Instant>,
    pub handed_over_by: String,
    pub next_float: Option<Money>,
    pub note: String,
}

/// What a session holds of a way of paying, as it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoredCount {
    pub tender: Tender,
    /// What the books held when the session began; nothing for cash, whose float is part of what is expected.
    pub began_with: Money,
    pub expected: Option<Money>,
    pub counted: Option<Money>,
}
