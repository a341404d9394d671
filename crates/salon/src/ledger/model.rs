//! Units, accounts and entries, with the texts by which they are stored.

use data_encoding::HEXLOWER;
use kernel::{
    BranchId, CompanyId, Currency, CustomerId, Day, EntrySetId, Id, Instant, LotId, Problem, Rate, ServiceId,
    StaffId, UserId,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// What an entry counts. Amounts of two units never meet in one sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// Minor units of a currency.
    Money(Currency),
    /// Bonus on cards; one is worth one minor unit of price, but it is no money: nobody is owed it
    /// in cash and using it is no revenue.
    Bonus,
    /// Loyalty points.
    Points,
    /// Visits of one service.
    Visits(ServiceId),
}

impl Unit {
    /// The text by which the unit is stored.
    pub fn code(self) -> String {
        match self {
            Unit::Money(currency) => currency.code().to_owned(),
            Unit::Bonus => "BONUS".to_owned(),
            Unit::Points => "PTS".to_owned(),
            Unit::Visits(service) => format!("VISITS:{service}"),
        }
    }

    /// Reads a stored text; `None` when it names no unit.
    pub fn parse(code: &str) -> Option<Unit> {
        match code {
            "BONUS" => Some(Unit::Bonus),
            "PTS" => Some(Unit::Points),
            _ => match code.strip_prefix("VISITS:") {
                Some(service) => service.parse().ok().map(Unit::Visits),
                None => Currency::parse(code).map(Unit::Money),
            },
        }
    }
}

/// A way by which money reaches the bank later, recorded by hand with a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// WeChat Pay.
    #[serde(rename = "wechat")]
    WeChat,
    /// Alipay.
    Alipay,
    /// A card terminal.
    BankCard,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Channel; 3] = [Channel::WeChat, Channel::Alipay, Channel::BankCard];

    /// The text by which the channel is stored and spoken of in the API.
    pub const fn code(self) -> &'static str {
        match self {
            Channel::WeChat => "wechat",
            Channel::Alipay => "alipay",
            Channel::BankCard => "bank_card",
        }
    }

    /// Reads a stored text; `None` when it names no channel.
    pub fn parse(code: &str) -> Option<Channel> {
        Channel::ALL.into_iter().find(|channel| channel.code() == code)
    }
}

/// On which side of the books an account stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Nature {
    /// What the organisation has, or is owed.
    Asset,
    /// What it owes.
    Liability,
    /// What is its own, and the counter-accounts of what is no money.
    Equity,
    /// What it has earned.
    Income,
    /// What it has spent or lost.
    Expense,
}

/// Where value lies, with whom it belongs to.
///
/// What we owe (card lots, points, visits) stands negative, and is shown with its sign turned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Account {
    /// Money in the drawers of a branch.
    CashDrawer(BranchId),
    /// Cash of a branch outside its drawers: floats come from here, and what is too much goes here.
    CashSafe(BranchId),
    /// Cash that a branch has carried to the bank.
    BankDeposit(BranchId),
    /// Cash that was put into a drawer from elsewhere, without a bill.
    PaidIn(BranchId),
    /// Cash that was taken out of a drawer for small expenses.
    PaidOut(BranchId),
    /// What was counted in a drawer less than the books say; more stands below zero.
    CashOverShort(BranchId),
    /// Money on its way to a branch's bank account through a channel.
    Clearing(Channel, BranchId),
    /// Money paid in on a lot and not yet used: owed to the card's holder.
    CardPrincipal(LotId),
    /// Bonus given with a lot and not yet used.
    CardBonus(LotId),
    /// The counter-account of all bonus of a company.
    BonusProgram(CompanyId),
    /// Points of a lot, not yet used.
    PointsLot(LotId),
    /// The counter-account of all points of a company.
    PointsProgram(CompanyId),
    /// Visits of a lot, not yet used.
    VisitsLot(LotId),
    /// The counter-account of all visits of a company.
    VisitsIssued(CompanyId),
    /// Money paid for visits of a lot and not yet used.
    VisitsValue(LotId),
    /// Money paid for days of a lot and not yet earned.
    TimeValue(LotId),
    /// What a customer owes 挂账.
    Receivable(CustomerId),
    /// What customers owed a branch and will not pay.
    BadDebt(BranchId),
    /// Money of reversed bills that a branch still holds for its customers.
    UnappliedReceipts(BranchId),
    /// What a customer is to get for cards given back.
    RefundPayable(CustomerId),
    /// What a branch keeps of cards given back, or pays on top.
    TerminationDifference(BranchId),
    /// Interest that a branch has paid to its customers.
    InterestExpense(BranchId),
    /// Tips that a branch took for somebody and has not handed over.
    TipsPayable(StaffId),
    /// What a branch has earned, without tax.
    Revenue(BranchId),
    /// Tax that a branch has collected, by rate.
    OutputTax(Rate, BranchId),
    /// What the branch of the entry owes another branch, whose work its cards have paid.
    DueTo(BranchId),
    /// What the branch of the entry is owed by another branch, whose cards it has served.
    DueFrom(BranchId),
    /// The counter-account of balances that were taken in from another program.
    OpeningEquity(CompanyId),
    /// What a branch's bills of another program came to: paid there, in ways that only that program
    /// knows.
    HistoryClearing(BranchId),
}

impl Account {
    /// The text by which the kind of account is stored, without its owner.
    pub fn code(self) -> String {
        let fixed = match self {
            Account::Clearing(channel, _) => return format!("clearing.{}", channel.code()),
            Account::OutputTax(rate, _) => return format!("output_tax.{}", rate.to_ppm()),
            Account::CashDrawer(_) => "cash_drawer",
            Account::CashSafe(_) => "cash_safe",
            Account::BankDeposit(_) => "bank_deposit",
            Account::PaidIn(_) => "paid_in",
            Account::PaidOut(_) => "paid_out",
            Account::CashOverShort(_) => "cash_over_short",
            Account::CardPrincipal(_) => "card_principal",
            Account::CardBonus(_) => "card_bonus",
            Account::BonusProgram(_) => "bonus_program",
            Account::PointsLot(_) => "points_lot",
            Account::PointsProgram(_) => "points_program",
            Account::VisitsLot(_) => "visits_lot",
            Account::VisitsIssued(_) => "visits_issued",
            Account::VisitsValue(_) => "visits_value",
            Account::TimeValue(_) => "time_value",
            Account::Receivable(_) => "receivable",
            Account::BadDebt(_) => "bad_debt",
            Account::UnappliedReceipts(_) => "unapplied_receipts",
            Account::RefundPayable(_) => "refund_payable",
            Account::TerminationDifference(_) => "termination_difference",
            Account::InterestExpense(_) => "interest_expense",
            Account::TipsPayable(_) => "tips_payable",
            Account::Revenue(_) => "revenue",
            Account::DueTo(_) => "due_to",
            Account::DueFrom(_) => "due_from",
            Account::OpeningEquity(_) => "opening_equity",
            Account::HistoryClearing(_) => "history_clearing",
        };
        fixed.to_owned()
    }

    /// Whom the account belongs to: a lot, a customer, a member of staff, a branch or a company.
    pub fn owner(self) -> Uuid {
        match self {
            Account::CardPrincipal(lot)
            | Account::CardBonus(lot)
            | Account::PointsLot(lot)
            | Account::VisitsLot(lot)
            | Account::VisitsValue(lot)
            | Account::TimeValue(lot) => lot.uuid(),
            Account::Receivable(customer) | Account::RefundPayable(customer) => customer.uuid(),
            Account::TipsPayable(staff) => staff.uuid(),
            Account::CashDrawer(branch)
            | Account::CashSafe(branch)
            | Account::BankDeposit(branch)
            | Account::PaidIn(branch)
            | Account::PaidOut(branch)
            | Account::CashOverShort(branch)
            | Account::Clearing(_, branch)
            | Account::Revenue(branch)
            | Account::OutputTax(_, branch)
            | Account::BadDebt(branch)
            | Account::UnappliedReceipts(branch)
            | Account::TerminationDifference(branch)
            | Account::InterestExpense(branch)
            | Account::HistoryClearing(branch)
            | Account::DueTo(branch)
            | Account::DueFrom(branch) => branch.uuid(),
            Account::BonusProgram(company)
            | Account::PointsProgram(company)
            | Account::VisitsIssued(company)
            | Account::OpeningEquity(company) => company.uuid(),
        }
    }

    /// On which side of the books the account stands.
    pub fn nature(self) -> Nature {
        match self {
            Account::CashDrawer(_)
            | Account::CashSafe(_)
            | Account::BankDeposit(_)
            | Account::Clearing(..)
            | Account::Receivable(_)
            | Account::DueFrom(_) => Nature::Asset,
            Account::CardPrincipal(_)
            | Account::CardBonus(_)
            | Account::PointsLot(_)
            | Account::VisitsLot(_)
            | Account::VisitsValue(_)
            | Account::TimeValue(_)
            | Account::UnappliedReceipts(_)
            | Account::RefundPayable(_)
            | Account::TipsPayable(_)
            | Account::OutputTax(..)
            | Account::DueTo(_) => Nature::Liability,
            Account::BonusProgram(_)
            | Account::PointsProgram(_)
            | Account::VisitsIssued(_)
            | Account::OpeningEquity(_)
            | Account::HistoryClearing(_)
            | Account::PaidIn(_) => Nature::Equity,
            Account::Revenue(_) | Account::TerminationDifference(_) => Nature::Income,
            Account::BadDebt(_)
            | Account::PaidOut(_)
            | Account::CashOverShort(_)
            | Account::InterestExpense(_) => Nature::Expense,
        }
    }

    /// Reads a stored code and owner; `None` when the code names no account.
    pub fn parse(code: &str, owner: Uuid) -> Option<Account> {
        if let Some(channel) = code.strip_prefix("clearing.") {
            return Some(Account::Clearing(Channel::parse(channel)?, Id::from_uuid(owner)));
        }
        if let Some(ppm) = code.strip_prefix("output_tax.") {
            return Some(Account::OutputTax(Rate::from_ppm(ppm.parse().ok()?)?, Id::from_uuid(owner)));
        }
        Some(match code {
            "cash_drawer" => Account::CashDrawer(Id::from_uuid(owner)),
            "cash_safe" => Account::CashSafe(Id::from_uuid(owner)),
            "bank_deposit" => Account::BankDeposit(Id::from_uuid(owner)),
            "paid_in" => Account::PaidIn(Id::from_uuid(owner)),
            "paid_out" => Account::PaidOut(Id::from_uuid(owner)),
            "cash_over_short" => Account::CashOverShort(Id::from_uuid(owner)),
            "card_principal" => Account::CardPrincipal(Id::from_uuid(owner)),
            "card_bonus" => Account::CardBonus(Id::from_uuid(owner)),
            "bonus_program" => Account::BonusProgram(Id::from_uuid(owner)),
            "points_lot" => Account::PointsLot(Id::from_uuid(owner)),
            "points_program" => Account::PointsProgram(Id::from_uuid(owner)),
            "visits_lot" => Account::VisitsLot(Id::from_uuid(owner)),
            "visits_issued" => Account::VisitsIssued(Id::from_uuid(owner)),
            "visits_value" => Account::VisitsValue(Id::from_uuid(owner)),
            "time_value" => Account::TimeValue(Id::from_uuid(owner)),
            "receivable" => Account::Receivable(Id::from_uuid(owner)),
            "bad_debt" => Account::BadDebt(Id::from_uuid(owner)),
            "unapplied_receipts" => Account::UnappliedReceipts(Id::from_uuid(owner)),
            "refund_payable" => Account::RefundPayable(Id::from_uuid(owner)),
            "termination_difference" => Account::TerminationDifference(Id::from_uuid(owner)),
            "interest_expense" => Account::InterestExpense(Id::from_uuid(owner)),
            "tips_payable" => Account::TipsPayable(Id::from_uuid(owner)),
            "revenue" => Account::Revenue(Id::from_uuid(owner)),
            "due_to" => Account::DueTo(Id::from_uuid(owner)),
            "due_from" => Account::DueFrom(Id::from_uuid(owner)),
            "opening_equity" => Account::OpeningEquity(Id::from_uuid(owner)),
            "history_clearing" => Account::HistoryClearing(Id::from_uuid(owner)),
            _ => return None,
        })
    }
}

/// A branch and the company that owns it: where an entry stands in the books.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Site {
    /// The shop.
    pub branch: BranchId,
    /// The legal person that owes and earns there.
    pub company: CompanyId,
}

/// An amount on an account: debit positive, credit negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// In whose books it stands.
    pub site: Site,
    /// Where the value lies.
    pub account: Account,
    /// What is counted.
    pub unit: Unit,
    /// How many of the unit; never zero in a set.
    pub amount: i64,
}

impl Entry {
    /// An entry of any amount; a set drops those of nothing.
    pub fn new(site: Site, account: Account, unit: Unit, amount: i64) -> Entry {
        Entry { site, account, unit, amount }
    }
}

/// Where the books of a branch stand in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenDay {
    /// The business day on which things are posted now: that of the clock, or the one after the last that
    /// was closed.
    pub day: Day,
    /// The last business day that was closed.
    pub closed_through: Option<Day>,
}

impl OpenDay {
    /// What stands in the books after the days that were closed, by the clock.
    pub fn of(clock: Day, closed_through: Option<Day>) -> OpenDay {
        let next = closed_through.map(|day| day.plus_days(1));
        OpenDay { day: next.map_or(clock, |next| next.max(clock)), closed_through }
    }

    /// Whether a day of this branch's own work was closed.
    pub fn is_closed(self, day: Day) -> bool {
        self.closed_through.is_some_and(|closed| day <= closed)
    }
}

/// Why something is not posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The business day was closed.
    DayClosed {
        /// Which.
        day: Day,
    },
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Problem {
        let Refusal::DayClosed { day } = refusal;
        let detail = "This business day is closed. Nothing is posted with it any more.";
        Problem::conflict("ledger.day_closed", detail).with("day", day.to_string())
    }
}

/// A set as it is stored, without its entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredSet {
    /// Its id.
    pub id: EntrySetId,
    /// When it was recorded.
    pub at: Instant,
    /// On which business day it was recorded.
    pub business_day: Day,
    /// Where it happened.
    pub branch: BranchId,
    /// Who did it; nobody where the product did it by itself.
    pub user: Option<UserId>,
    /// What kind of business row caused it.
    pub source: String,
    /// That row.
    pub source_id: Uuid,
    /// Why, in the words of the person who did it.
    pub reason: String,
    /// The block that seals it; none while it waits.
    pub block: Option<i64>,
}

/// Some sets that were sealed together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its number; they are numbered from 1.
    pub number: i64,
    /// When it was made.
    pub at: Instant,
    /// How many sets it seals.
    pub leaves: i64,
    /// The root of the tree over them.
    pub root: Vec<u8>,
    /// The digest of the root and of the link of the block before: it seals everything up to here.
    pub link: Vec<u8>,
}

/// A sealed set at its place in its block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// The block.
    pub block: i64,
    /// The place in it, from 0.
    pub position: i64,
    /// The set.
    pub set: EntrySetId,
    /// The digest of its ids and numbers.
    pub digest: Vec<u8>,
    /// The salt of its words; none once they have been erased.
    pub salt: Option<Vec<u8>>,
    /// The digest of its words.
    pub words: Vec<u8>,
}

/// The newest block, as it is written down elsewhere: nothing before it can be changed unseen then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Sealed {
    /// Its number.
    pub block: i64,
    /// When it was made.
    pub at: Instant,
    /// What seals everything up to here, as 64 hexadecimal digits.
    pub root: String,
}

impl From<Block> for Sealed {
    fn from(block: Block) -> Sealed {
        Sealed { block: block.number, at: block.at, root: HEXLOWER.encode(&block.link) }
    }
}

/// An entry as it is stored, in the texts by which it is stored: a check finds out what they mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEntry {
    /// The set that it is part of.
    pub set: EntrySetId,
    /// In whose books it stands.
    pub branch: BranchId,
    /// Who owns that branch.
    pub company: CompanyId,
    /// The kind of account.
    pub account: String,
    /// Whose account.
    pub owner: Uuid,
    /// What is counted.
    pub unit: String,
    /// How many of the unit.
    pub amount: i64,
}

/// What a branch owes another, or is owed by it, as its own books say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// Whether it owes.
    pub owes: bool,
    /// In whose books it stands.
    pub branch: BranchId,
    /// The other branch.
    pub other: BranchId,
    /// How much, with its sign.
    pub amount: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_account_is_read_back_from_its_code() {
        let owner = Uuid::from_u128(7);
        let (branch, company, lot) = (Id::from_uuid(owner), Id::from_uuid(owner), Id::from_uuid(owner));
        let accounts = [
            Account::CashDrawer(branch),
            Account::CashSafe(branch),
            Account::BankDeposit(branch),
            Account::PaidIn(branch),
            Account::PaidOut(branch),
            Account::CashOverShort(branch),
            Account::Clearing(Channel::WeChat, branch),
            Account::Clearing(Channel::Alipay, branch),
            Account::Clearing(Channel::BankCard, branch),
            Account::CardPrincipal(lot),
            Account::CardBonus(lot),
            Account::BonusProgram(company),
            Account::PointsLot(lot),
            Account::PointsProgram(company),
            Account::VisitsLot(lot),
            Account::VisitsIssued(company),
            Account::VisitsValue(lot),
            Account::TimeValue(lot),
            Account::Receivable(Id::from_uuid(owner)),
            Account::BadDebt(branch),
            Account::UnappliedReceipts(branch),
            Account::RefundPayable(Id::from_uuid(owner)),
            Account::TerminationDifference(branch),
            Account::InterestExpense(branch),
            Account::TipsPayable(Id::from_uuid(owner)),
            Account::Revenue(branch),
            Account::OutputTax(Rate::from_ppm(60_000).unwrap(), branch),
            Account::DueTo(branch),
            Account::DueFrom(branch),
            Account::OpeningEquity(company),
            Account::HistoryClearing(branch),
        ];
        for account in accounts {
            assert_eq!(Account::parse(&account.code(), account.owner()), Some(account));
        }
        assert_eq!(Account::parse("clearing.cheque", owner), None);
        assert_eq!(Account::parse("output_tax.many", owner), None);
        assert_eq!(Account::parse("petty_cash", owner), None);
    }

    #[test]
    fn what_happens_after_a_day_was_closed_belongs_to_the_next() {
        let day = |number| Day::new(2026, 3, number).unwrap();
        assert_eq!(OpenDay::of(day(2), None).day, day(2));
        assert_eq!(OpenDay::of(day(2), Some(day(1))).day, day(2));
        assert_eq!(OpenDay::of(day(2), Some(day(2))).day, day(3));
        assert!(OpenDay::of(day(3), Some(day(2))).is_closed(day(2)));
        assert!(!OpenDay::of(day(3), Some(day(2))).is_closed(day(3)));
    }

    #[test]
    fn every_unit_is_read_back_from_its_code() {
        let service = Id::from_uuid(Uuid::from_u128(7));
        for unit in [Unit::Money(Currency::CNY), Unit::Bonus, Unit::Points, Unit::Visits(service)] {
            assert_eq!(Unit::parse(&unit.code()), Some(unit));
        }
        assert_eq!(Unit::parse("yuan"), None);
        assert_eq!(Unit::parse("VISITS:cut"), None);
    }
}
