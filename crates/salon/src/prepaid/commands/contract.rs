//! What was agreed when value was sold, and how the customer said yes.

use crate::access::Permission;
use crate::prepaid::model::{Agreement, Content, Contract, How, Refusal, StoredContract, Terms};
use crate::prepaid::{queries, rules};
use crate::store::{Command, Tx};
use crate::{branch, card, customer};
use kernel::{BillId, CardId, CompanyId, Problem, RowId};

/// Keeps the contract of value that a bill has just sold, as everything stands at this moment.
pub async fn agree(tx: &mut Tx<'_>, agreement: &Agreement) -> Result<(), Problem> {
    let content = content(tx, agreement).await?;
    let id: RowId = tx.new_id();
    Ok(queries::insert_contract(tx, id, agreement, &content).await?)
}

async fn content(tx: &mut Tx<'_>, agreement: &Agreement) -> Result<Content, Problem> {
    let shop = branch::find(tx, agreement.branch).await?;
    let company = branch::company(tx, shop.company).await?;
    let card = card::find(tx, agreement.card).await?;
    let plan = match card.plan.zip(card.plan_version) {
        Some((plan, version)) => Some(card::plan_version(tx, plan, version).await?),
        None => None,
    };
    let terms = queries::terms(tx, company.id).await?.unwrap_or_default();
    let valid_days = plan.as_ref().and_then(|plan| card::days_to_begin(plan, &card));
    Ok(Content {
        issuer: company.name,
        tax_number: company.tax_number,
        branch: shop.name,
        address: shop.address,
        phone: shop.phone,
        card_number: card.number,
        card_kind: card.kind,
        plan: card.plan_name,
        plan_terms: plan.as_ref().map(|plan| plan.terms.clone()).unwrap_or_default(),
        draw_order: card.draw_order,
        visits: plan.iter().flat_map(|plan| plan.visits.iter().chain(&plan.bundle)).cloned().collect(),
        time: plan.as_ref().and_then(|plan| plan.time.clone()),
        rates: plan.as_ref().and_then(|plan| plan.rates.clone()),
        valid_until: card.valid_until,
        valid_days,
        paid: agreement.paid,
        bonus: agreement.bonus,
        bonus_until: card::bonus_of_lot_until(tx, agreement.lot).await?,
        bonus_max_ppm: plan.as_ref().and_then(|plan| plan.bonus_terms.max_ppm),
        payments: agreement.payments.clone(),
        bill_number: agreement.bill_number,
        cooling_until: card::seven_days_until(tx.now().day(&shop.time_zone)),
        terms,
    })
}

/// The contracts of a bill, in the order in which they were made.
pub async fn of_bill(tx: &mut Tx<'_>, bill: BillId) -> Result<Vec<Contract>, Problem> {
    let stored = queries::contracts_of_bill(tx, bill).await?;
    shown(tx, stored).await
}

/// The contracts of a card, newest first. Refuses: card unknown.
pub async fn of_card(tx: &mut Tx<'_>, card: CardId) -> Result<Vec<Contract>, Problem> {
    let card = card::find(tx, card).await?;
    let stored = queries::contracts_of_card(tx, card.id).await?;
    shown(tx, stored).await
}

async fn shown(tx: &mut Tx<'_>, stored: Vec<StoredContract>) -> Result<Vec<Contract>, Problem> {
    let mut shown = Vec::with_capacity(stored.len());
    for contract in stored {
        shown.push(with_customer(tx, contract).await?);
    }
    Ok(shown)
}

async fn with_customer(tx: &mut Tx<'_>, stored: StoredContract) -> Result<Contract, Problem> {
    let StoredContract { id, card, bill, customer, at, content, acknowledgement, .. } = stored;
    let brief = customer::brief(tx, customer).await?;
    let missing = rules::missing(&content);
    let (customer_name, phone_masked) = (brief.name, brief.phone_masked);
    Ok(Contract {
        id,
        card,
        bill,
        customer,
        customer_name,
        phone_masked,
        at,
        content,
        missing,
        acknowledgement,
    })
}

/// The card of a contract, whose password its holder may say yes with. Refuses: contract unknown.
pub async fn card_of(tx: &mut Tx<'_>, contract: RowId) -> Result<CardId, Problem> {
    Ok(queries::contract(tx, contract).await?.card)
}

/// Keeps how a customer said yes to a contract. Refuses, in this order: contract unknown, another branch,
/// said already.
pub struct Acknowledge {
    pub contract: RowId,
    pub how: How,
}

impl Command for Acknowledge {
    type Out = Contract;
    const NAME: &'static str = "prepaid.acknowledge";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Contract, Problem> {
        let contract = queries::contract(tx, self.contract).await?;
        tx.at(Permission::BillPay, contract.branch)?;
        queries::insert_acknowledgement(tx, contract.id, self.how).await?;
        tx.touched("prepaid_contract", contract.id, Some(contract.branch));
        let contract = queries::contract(tx, self.contract).await?;
        with_customer(tx, contract).await
    }
}

/// What the contracts of a company say beside the card. Refuses: company unknown.
pub async fn terms(tx: &mut Tx<'_>, company: CompanyId) -> Result<Terms, Problem> {
    let company = branch::company(tx, company).await?;
    Ok(queries::terms(tx, company.id).await?.unwrap_or_default())
}

/// Says what the contracts of a company say from now on; those made before stay as they are. Refuses, in this
/// order: not for every branch, company unknown, then as [`rules::check_terms`].
pub struct SetTerms {
    pub company: CompanyId,
    pub terms: Terms,
}

impl Command for SetTerms {
    type Out = Terms;
    const NAME: &'static str = "prepaid.set_terms";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Terms, Problem> {
        branch::reaches_every_branch(tx, Permission::PrepaidManage).await?;
        let company = branch::company(tx, self.company).await?;
        rules::check_terms(&self.terms)?;
        queries::forget_terms(tx, company.id).await?;
        queries::insert_terms(tx, company.id, &self.terms).await?;
        tx.touched("prepaid_company", company.id, None);
        terms(tx, company.id).await
    }
}

/// Refuses unless exactly one of a bill and a card says whose contracts are wanted.
pub async fn wanted(
    tx: &mut Tx<'_>,
    bill: Option<BillId>,
    card: Option<CardId>,
) -> Result<Vec<Contract>, Problem> {
    match (bill, card) {
        (Some(bill), None) => of_bill(tx, bill).await,
        (None, Some(card)) => of_card(tx, card).await,
        _ => Err(Refusal::WhoseUnclear.into()),
    }
}
