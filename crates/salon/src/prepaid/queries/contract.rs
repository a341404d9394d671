//! Contracts, and how customers said yes to them.

use crate::args;
use crate::prepaid::model::{Acknowledgement, Agreement, Content, How, Refusal, StoredContract, Terms};
use crate::store::{Row, StoreError, Tx};
use kernel::{BillId, CardId, CompanyId, Problem, RowId};

/// What the contracts of a company say beside the card, where something has been said.
pub async fn terms(tx: &mut Tx<'_>, company: CompanyId) -> Result<Option<Terms>, StoreError> {
    let sql = "SELECT account, lease, scope, bonus, refund, loss, enquiry, liability FROM prepaid_terms
               WHERE org_id = $1 AND company_id = $2";
    tx.row(sql, args![company], read_terms).await
}

/// Forgets what the contracts of a company say.
pub async fn forget_terms(tx: &mut Tx<'_>, company: CompanyId) -> Result<(), StoreError> {
    let sql = "DELETE FROM prepaid_terms WHERE org_id = $1 AND company_id = $2";
    tx.exec(sql, args![company]).await.map(drop)
}

pub async fn insert_terms(tx: &mut Tx<'_>, company: CompanyId, terms: &Terms) -> Result<(), StoreError> {
    let sql =
        "INSERT INTO prepaid_terms (org_id, company_id, account, lease, scope, bonus, refund, loss, enquiry,
                   liability)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let Terms { account, lease, scope, bonus, refund, loss, enquiry, liability } = terms;
    let args = args![
        company,
        account.trim(),
        lease.trim(),
        scope.trim(),
        bonus.trim(),
        refund.trim(),
        loss.trim(),
        enquiry.trim(),
        liability.trim()
    ];
    tx.put(sql, args).await
}

pub async fn insert_contract(
    tx: &mut Tx<'_>,
    id: RowId,
    agreement: &Agreement,
    content: &Content,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO prepaid_contract (org_id, id, card_id, lot_id, bill_id, branch_id, customer_id, at, content)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let content = serde_json::to_string(content).map_err(StoreError::row)?;
    let Agreement { bill, branch, card, lot, customer, .. } = agreement;
    tx.put(sql, args![id, *card, *lot, *bill, *branch, *customer, tx.now(), content]).await
}

/// The contracts of a bill, in the order in which they were made.
pub async fn contracts_of_bill(tx: &mut Tx<'_>, bill: BillId) -> Result<Vec<StoredContract>, StoreError> {
    let sql = "SELECT c.id, c.card_id, c.bill_id, c.branch_id, c.customer_id, c.at, c.content, a.how, a.at,
                   a.witness_name
               FROM prepaid_contract c
               LEFT JOIN prepaid_acknowledgement a ON a.org_id = c.org_id AND a.contract_id = c.id
               WHERE c.org_id = $1 AND c.bill_id = $2 ORDER BY c.id LIMIT 100";
    tx.rows(sql, args![bill], read_contract).await
}

/// The contracts of a card, newest first.
pub async fn contracts_of_card(tx: &mut Tx<'_>, card: CardId) -> Result<Vec<StoredContract>, StoreError> {
    let sql = "SELECT c.id, c.card_id, c.bill_id, c.branch_id, c.customer_id, c.at, c.content, a.how, a.at,
                   a.witness_name
               FROM prepaid_contract c
               LEFT JOIN prepaid_acknowledgement a ON a.org_id = c.org_id AND a.contract_id = c.id
               WHERE c.org_id = $1 AND c.card_id = $2 ORDER BY c.at DESC, c.id DESC LIMIT 100";
    tx.rows(sql, args![card], read_contract).await
}

/// One contract. Refuses: contract unknown.
pub async fn contract(tx: &mut Tx<'_>, id: RowId) -> Result<StoredContract, Problem> {
    let sql = "SELECT c.id, c.card_id, c.bill_id, c.branch_id, c.customer_id, c.at, c.content, a.how, a.at,
                   a.witness_name
               FROM prepaid_contract c
               LEFT JOIN prepaid_acknowledgement a ON a.org_id = c.org_id AND a.contract_id = c.id
               WHERE c.org_id = $1 AND c.id = $2";
    tx.row(sql, args![id], read_contract).await?.ok_or_else(|| Refusal::ContractUnknown.into())
}

/// Keeps how a customer said yes. Refuses: the customer has already.
pub async fn insert_acknowledgement(tx: &mut Tx<'_>, contract: RowId, how: How) -> Result<(), Problem> {
    let sql = "INSERT INTO prepaid_acknowledgement (org_id, contract_id, how, at, witness_id, witness_name)
               VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
    let (witness, name) = (tx.actor().user, tx.actor().name.clone());
    let args = args![contract, how.code(), tx.now(), witness, name];
    Ok(tx.guard(sql, args, Refusal::Acknowledged.into()).await?)
}

fn read_terms(row: &mut Row) -> Result<Terms, StoreError> {
    Ok(Terms {
        account: row.take()?,
        lease: row.take()?,
        scope: row.take()?,
        bonus: row.take()?,
        refund: row.take()?,
        loss: row.take()?,
        enquiry: row.take()?,
        liability: row.take()?,
    })
}

fn read_contract(row: &mut Row) -> Result<StoredContract, StoreError> {
    Ok(StoredContract {
        id: row.take()?,
        card: row.take()?,
        bill: row.take()?,
        branch: row.take()?,
        customer: row.take()?,
        at: row.take()?,
        content: row.take_json()?,
        acknowledgement: read_acknowledgement(row)?,
    })
}

fn read_acknowledgement(row: &mut Row) -> Result<Option<Acknowledgement>, StoreError> {
    let (how, at, witness): (Option<String>, _, _) = (row.take()?, row.take()?, row.take()?);
    let how = how.as_deref().and_then(How::parse);
    let (at, witness): (Option<_>, Option<_>) = (at, witness);
    Ok(how.zip(at).zip(witness).map(|((how, at), witness)| Acknowledgement { how, at, witness }))
}
