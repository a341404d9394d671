//! Whose rules a company goes by, what the owner sets, and what they say of a bill.

use super::check_selling;
use crate::access::Permission;
use crate::branch::{self, Company};
use crate::prepaid::model::{FigureWish, Notice, Policy, Purchase, Refusal, Region, ShownPolicy};
use crate::prepaid::{queries, rules};
use crate::store::{Command, Tx};
use kernel::{BillId, CompanyId, Currency, Day, Money, Problem};

/// The rules that hold for the cards of a company today; none where the organisation does not count in yuan.
pub async fn policy(tx: &mut Tx<'_>, company: CompanyId) -> Result<Option<Policy>, Problem> {
    if branch::organisation(tx).await?.currency != Currency::CNY {
        return Ok(None);
    }
    let region = queries::region(tx, company).await?.unwrap_or_default();
    let own = queries::own_figures(tx, company).await?;
    Ok(Some(rules::in_force(region, &own, today(tx).await?)))
}

pub(super) async fn today(tx: &mut Tx<'_>) -> Result<Day, Problem> {
    Ok(tx.now().day(&branch::organisation(tx).await?.time_zone))
}

/// The rules of every company, by its name.
pub async fn policies(tx: &mut Tx<'_>) -> Result<Vec<ShownPolicy>, Problem> {
    let on = today(tx).await?;
    let mut shown = Vec::new();
    for Company { id, name, .. } in branch::companies(tx).await? {
        let policy = policy(tx, id).await?;
        let (region, figures) = policy.map(|policy| (policy.region, policy.figures)).unwrap_or_default();
        shown.push(ShownPolicy { company: id, company_name: name, region, on, figures });
    }
    Ok(shown)
}

/// What the rules say of value that is bought on one bill, of which so much is paid in cash. Refuses: the
/// company takes no more money ahead.
pub async fn judge(
    tx: &mut Tx<'_>,
    company: CompanyId,
    purchases: &[Purchase],
    cash: Money,
) -> Result<Vec<Notice>, Problem> {
    if purchases.is_empty() {
        return Ok(Vec::new());
    }
    check_selling(tx, company).await?;
    let policy = policy(tx, company).await?;
    Ok(policy.map(|policy| rules::judge(&policy, purchases, cash)).unwrap_or_default())
}

/// Lets a bill be paid that the rules warn of, and keeps the reason. Refuses as [`rules::heed`].
pub async fn heed(
    tx: &mut Tx<'_>,
    company: CompanyId,
    bill: BillId,
    notices: &[Notice],
    reason: Option<&str>,
) -> Result<(), Problem> {
    let Some(reason) = rules::heed(notices, reason)? else { return Ok(()) };
    for notice in notices {
        queries::insert_exception(tx, company, bill, notice, reason).await?;
    }
    Ok(())
}

/// Says whose rules a company goes by. Refuses, in this order: not for every branch, company unknown, not in
/// yuan.
pub struct ChooseRegion {
    pub company: CompanyId,
    pub region: Region,
}

impl Command for ChooseRegion {
    type Out = ();
    const NAME: &'static str = "prepaid.choose_region";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        company_with_rules(tx, self.company).await?;
        queries::forget_region(tx, self.company).await?;
        queries::insert_region(tx, self.company, self.region).await?;
        tx.touched("prepaid_company", self.company, None);
        Ok(())
    }
}

/// Sets a figure from a day on, in the place of what was set for later. Refuses, in this order: not for
/// every branch, company unknown, not in yuan; then as [`rules::check_figure`].
pub struct SetFigure {
    pub company: CompanyId,
    pub wish: FigureWish,
}

impl Command for SetFigure {
    type Out = ();
    const NAME: &'static str = "prepaid.set_figure";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        let policy = company_with_rules(tx, self.company).await?;
        let today = today(tx).await?;
        let from = self.wish.valid_from.unwrap_or(today);
        rules::check_figure(policy.region, &self.wish, from, today)?;
        queries::forget_figures(tx, self.company, self.wish.rule, from).await?;
        queries::insert_figure(tx, self.company, &self.wish, from).await?;
        tx.touched("prepaid_company", self.company, None);
        Ok(())
    }
}

/// The rules of a company that may be changed. Refuses, in this order: not for every branch, company
/// unknown, not in yuan.
async fn company_with_rules(tx: &mut Tx<'_>, company: CompanyId) -> Result<Policy, Problem> {
    branch::reaches_every_branch(tx, Permission::PrepaidManage).await?;
    branch::company(tx, company).await?;
    policy(tx, company).await?.ok_or_else(|| Refusal::NotHere.into())
}
