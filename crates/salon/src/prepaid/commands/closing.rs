//! Closing down: no more money ahead, and who is told and paid.

use crate::access::Permission;
use crate::card::{self, Card, CardRefundCause, CardRefundWish};
use crate::prepaid::model::{Holder, Refusal};
use crate::prepaid::{queries, rules};
use crate::store::{Command, Tx};
use crate::{branch, customer};
use kernel::{CardId, CompanyId, Problem};

/// Lets a company take no more money ahead. Refuses, in this order: not for every branch, company unknown,
/// reason, stopped already.
pub struct Stop {
    pub company: CompanyId,
    pub reason: String,
}

impl Command for Stop {
    type Out = ();
    const NAME: &'static str = "prepaid.stop";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        branch::reaches_every_branch(tx, Permission::PrepaidManage).await?;
        let company = branch::company(tx, self.company).await?;
        let reason = rules::check_reason(&self.reason)?;
        queries::insert_stop(tx, company.id, reason).await?;
        tx.touched("prepaid_company", company.id, None);
        Ok(())
    }
}

/// Lets a company take money ahead again. Refuses, in this order: not for every branch, company unknown, not
/// stopped.
pub struct Resume(pub CompanyId);

impl Command for Resume {
    type Out = ();
    const NAME: &'static str = "prepaid.resume";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        branch::reaches_every_branch(tx, Permission::PrepaidManage).await?;
        let company = branch::company(tx, self.0).await?;
        queries::delete_stop(tx, company.id).await?;
        tx.touched("prepaid_company", company.id, None);
        Ok(())
    }
}

/// Whether a company takes money ahead. Refuses: it does not.
pub async fn check_selling(tx: &mut Tx<'_>, company: CompanyId) -> Result<(), Problem> {
    match queries::stopped(tx, company).await? {
        None => Ok(()),
        Some(_) => Err(Refusal::Stopped.into()),
    }
}

/// Writes down that the holders were handed out as a file. Refuses: for who may not.
pub struct NoteHolders(pub CompanyId);

impl Command for NoteHolders {
    type Out = ();
    const NAME: &'static str = "prepaid.export_holders";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        tx.actor().may_everywhere(Permission::CustomerExport)?;
        let company = branch::company(tx, self.0).await?;
        tx.touched("prepaid_company", company.id, None);
        Ok(())
    }
}

/// How many cards are looked at in one go.
const AT_ONCE: i64 = 100;

/// The next cards of a company with something on them, by id, each with what its holder gets for it today
/// where the shop is the cause. None after the last.
pub async fn holders_after(
    tx: &mut Tx<'_>,
    company: CompanyId,
    after: CardId,
) -> Result<Vec<Holder>, Problem> {
    let mut holders = Vec::new();
    for card in card::with_value(tx, company, after, AT_ONCE).await? {
        holders.push(holder(tx, card).await?);
    }
    Ok(holders)
}

async fn holder(tx: &mut Tx<'_>, id: CardId) -> Result<Holder, Problem> {
    let Card { number, plan_name, customer: whose, principal, bonus, visits, .. } =
        card::detail(tx, id).await?.card;
    let profile = customer::show(tx, whose).await?.profile;
    let quotes = card::refund(tx, id, CardRefundWish::default()).await?.quotes;
    let by_shop = quotes.into_iter().find(|quote| quote.cause == CardRefundCause::Shop);
    let refund = by_shop.ok_or_else(|| Problem::bug("no quote where the shop is the cause"))?.total;
    let visits = visits.iter().map(|visits| visits.left).sum();
    let (name, phone) = (profile.name, profile.phone);
    Ok(Holder { card: id, number, plan: plan_name, name, phone, principal, bonus, visits, refund })
}
