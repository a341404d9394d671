//! What is owed to the holders of cards, now and by quarters.

use super::policy::{policy, today};
use crate::branch::{self, Company};
use crate::card::{self, MovedSum, Owed};
use crate::prepaid::model::{CompanyState, Quarter, Rule};
use crate::prepaid::queries;
use crate::prepaid::rules::{self, Sums};
use crate::store::Tx;
use kernel::{CompanyId, Day, Instant, Money, Problem};

/// What each company owes the holders of its cards now, and what that asks of it.
pub async fn states(tx: &mut Tx<'_>) -> Result<Vec<CompanyState>, Problem> {
    let today = today(tx).await?;
    let quarter_end = rules::last_quarter_end(today);
    let since = moved_since(tx, quarter_end).await?;
    let owed = card::owed(tx).await?;
    let mut states = Vec::new();
    for Company { id, name, .. } in branch::companies(tx).await? {
        let now: Owed = owed.get(&id).copied().unwrap_or_default();
        let balance = now.balance();
        let quarter_balance = balance - of(id, &since).change();
        let policy = policy(tx, id).await?;
        let filing_from = policy.as_ref().and_then(|policy| policy.money(Rule::FilingFrom));
        states.push(CompanyState {
            company: id,
            company_name: name,
            region: policy.as_ref().map(|policy| policy.region).unwrap_or_default(),
            principal: now.principal,
            bonus: now.bonus,
            visits: now.visits,
            visits_value: now.visits_value,
            time_value: now.time_value,
            balance,
            quarter_end,
            quarter_balance,
            escrow: policy.as_ref().and_then(|policy| rules::escrow(policy, quarter_balance)),
            until_filing: filing_from.map(|from| from - balance),
            stopped: queries::stopped(tx, id).await?,
            notice_days: policy
                .as_ref()
                .and_then(|policy| policy.figure(Rule::NoticeDays))
                .map(|figure| figure.value),
            next_report: policy.as_ref().and_then(|policy| rules::next_report(policy, today)),
        });
    }
    Ok(states)
}

/// What moved in the quarter of a day, for each company: what was owed before, with all that moved, is what
/// was owed after it.
pub async fn quarter(tx: &mut Tx<'_>, on: Option<Day>) -> Result<Vec<Quarter>, Problem> {
    let last = rules::last_quarter_end(today(tx).await?);
    let (from, to) = rules::quarter_of(on.unwrap_or(last));
    let zone = branch::organisation(tx).await?.time_zone;
    let inside = card::moved(tx, from.starts(&zone), to.plus_days(1).starts(&zone)).await?;
    let since = moved_since(tx, to).await?;
    let owed = card::owed(tx).await?;
    let mut quarters = Vec::new();
    for Company { id, name, .. } in branch::companies(tx).await? {
        let now: Owed = owed.get(&id).copied().unwrap_or_default();
        let closing: Money = now.balance() - of(id, &since).change();
        let sums = of(id, &inside);
        let Sums { sales, paid_in, used, given_back, other } = sums;
        let opening = closing - sums.change();
        let company_name = name;
        quarters.push(Quarter {
            company: id,
            company_name,
            from,
            to,
            opening,
            sales,
            paid_in,
            used,
            given_back,
            other,
            closing,
        });
    }
    Ok(quarters)
}

/// What moved after a day.
async fn moved_since(tx: &mut Tx<'_>, day: Day) -> Result<Vec<MovedSum>, Problem> {
    let from = day.plus_days(1).starts(&branch::organisation(tx).await?.time_zone);
    Ok(card::moved(tx, from, Instant::from_millis(i64::MAX)).await?)
}

fn of(company: CompanyId, moved: &[MovedSum]) -> Sums {
    Sums::of(moved.iter().filter(|moved| moved.company == company))
}
