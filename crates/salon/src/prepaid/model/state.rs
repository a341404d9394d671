//! What a company owes the holders of its cards, and what that asks of it.

use super::{Region, Stopped};
use kernel::{CompanyId, Day, Money, Rate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a company owes the holders of its cards now, and what that asks of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PrepaidState)]
pub struct CompanyState {
    /// The company that issues the cards.
    pub company: CompanyId,
    /// Its name.
    pub company_name: String,
    /// Whose rules hold for it.
    pub region: Region,
    /// Money paid in that is on cards.
    pub principal: Money,
    /// Money given on top that is on cards.
    pub bonus: Money,
    /// Visits on cards.
    pub visits: i64,
    /// What was paid for those.
    pub visits_value: Money,
    /// What was paid for days on cards that are still to come.
    pub time_value: Money,
    /// Money paid in, also for visits and days: what is owed.
    pub balance: Money,
    /// The last day of the quarter that is over.
    pub quarter_end: Day,
    /// What was owed at its end.
    pub quarter_balance: Money,
    /// What lies with a bank because of that; none where the rules say nothing of it.
    pub escrow: Option<Escrow>,
    /// What of the balance is left before the company has itself filed; none where the rules say nothing of
    /// it, below nothing where it has to.
    pub until_filing: Option<Money>,
    /// Since when it takes no more money ahead; none where it does.
    pub stopped: Option<Stopped>,
    /// How many days before it closes a shop says so; none where the rules say nothing of it.
    pub notice_days: Option<i64>,
    /// The day by which the next quarter is reported; none where the rules say nothing of it.
    pub next_report: Option<NextReport>,
}

/// Which part of the money paid in lies with a bank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PrepaidEscrow)]
pub struct Escrow {
    /// From what balance on.
    pub from: Money,
    /// Which part.
    pub share: Rate,
    /// How much; nothing below that balance.
    pub amount: Money,
}

/// A report that is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PrepaidNextReport)]
pub struct NextReport {
    /// The last day of its quarter.
    pub quarter_end: Day,
    /// The day by which it is made.
    pub due: Day,
}

/// What moved in a quarter on the cards of a company: money paid in, also for visits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PrepaidQuarter)]
pub struct Quarter {
    /// The company.
    pub company: CompanyId,
    /// Its name.
    pub company_name: String,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
    /// What was owed before it.
    pub opening: Money,
    /// How many times cards were sold and topped up, also where that was undone later.
    pub sales: i64,
    /// What was paid for that, less sales that were undone.
    pub paid_in: Money,
    /// What was used, less what came back.
    pub used: Money,
    /// What left cards that were given back.
    pub given_back: Money,
    /// What came with balances of another program and from cards of another company, less what went there.
    pub other: Money,
    /// What was owed at its end, or is now.
    pub closing: Money,
}
