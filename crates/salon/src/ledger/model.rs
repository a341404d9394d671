//! Units, accounts and entries, with the texts by which they are stored.

use kernel::{BranchId, CompanyId, Currency, Id, LotId, Rate, ServiceId};
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

/// Where value lies, with whom it belongs to.
///
/// What we owe (card lots, points, visits) stands negative, and is shown with its sign turned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Account {
    /// Money in the drawers of a branch.
    CashDrawer(BranchId),
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
}

impl Account {
    /// The text by which the kind of account is stored, without its owner.
    pub fn code(self) -> String {
        let fixed = match self {
            Account::Clearing(channel, _) => return format!("clearing.{}", channel.code()),
            Account::OutputTax(rate, _) => return format!("output_tax.{}", rate.to_ppm()),
            Account::CashDrawer(_) => "cash_drawer",
            Account::CardPrincipal(_) => "card_principal",
            Account::CardBonus(_) => "card_bonus",
            Account::BonusProgram(_) => "bonus_program",
            Account::PointsLot(_) => "points_lot",
            Account::PointsProgram(_) => "points_program",
            Account::VisitsLot(_) => "visits_lot",
            Account::VisitsIssued(_) => "visits_issued",
            Account::Revenue(_) => "revenue",
            Account::DueTo(_) => "due_to",
            Account::DueFrom(_) => "due_from",
            Account::OpeningEquity(_) => "opening_equity",
        };
        fixed.to_owned()
    }

    /// Whom the account belongs to: a lot, a branch or a company.
    pub fn owner(self) -> Uuid {
        match self {
            Account::CardPrincipal(lot)
            | Account::CardBonus(lot)
            | Account::PointsLot(lot)
            | Account::VisitsLot(lot) => lot.uuid(),
            Account::CashDrawer(branch)
            | Account::Clearing(_, branch)
            | Account::Revenue(branch)
            | Account::OutputTax(_, branch)
            | Account::DueTo(branch)
            | Account::DueFrom(branch) => branch.uuid(),
            Account::BonusProgram(company)
            | Account::PointsProgram(company)
            | Account::VisitsIssued(company)
            | Account::OpeningEquity(company) => company.uuid(),
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
            "card_principal" => Account::CardPrincipal(Id::from_uuid(owner)),
            "card_bonus" => Account::CardBonus(Id::from_uuid(owner)),
            "bonus_program" => Account::BonusProgram(Id::from_uuid(owner)),
            "points_lot" => Account::PointsLot(Id::from_uuid(owner)),
            "points_program" => Account::PointsProgram(Id::from_uuid(owner)),
            "visits_lot" => Account::VisitsLot(Id::from_uuid(owner)),
            "visits_issued" => Account::VisitsIssued(Id::from_uuid(owner)),
            "revenue" => Account::Revenue(Id::from_uuid(owner)),
            "due_to" => Account::DueTo(Id::from_uuid(owner)),
            "due_from" => Account::DueFrom(Id::from_uuid(owner)),
            "opening_equity" => Account::OpeningEquity(Id::from_uuid(owner)),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_account_is_read_back_from_its_code() {
        let owner = Uuid::from_u128(7);
        let (branch, company, lot) = (Id::from_uuid(owner), Id::from_uuid(owner), Id::from_uuid(owner));
        let accounts = [
            Account::CashDrawer(branch),
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
            Account::Revenue(branch),
            Account::OutputTax(Rate::from_ppm(60_000).unwrap(), branch),
            Account::DueTo(branch),
            Account::DueFrom(branch),
            Account::OpeningEquity(company),
        ];
        for account in accounts {
            assert_eq!(Account::parse(&account.code(), account.owner()), Some(account));
        }
        assert_eq!(Account::parse("clearing.cheque", owner), None);
        assert_eq!(Account::parse("output_tax.many", owner), None);
        assert_eq!(Account::parse("petty_cash", owner), None);
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
