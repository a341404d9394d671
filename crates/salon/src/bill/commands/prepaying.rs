//! What the rules for value paid ahead say of the cards that a bill sells and tops up.

use super::draft::Draft;
use crate::bill::model::{Cell, LineKind, Means, Priced, Settlement, Source, StoredLine};
use crate::card::CardKind;
use crate::prepaid::{self, Notice, Purchase};
use crate::store::Tx;
use crate::{card, customer};
use kernel::{CardId, CustomerId, Id, Money, Problem};

/// What the rules say of a bill that would be paid like this. Refuses: a card to be topped up unknown.
pub(super) async fn notices(
    tx: &mut Tx<'_>,
    draft: &Draft,
    priced: &Priced,
    settlement: &Settlement,
) -> Result<Vec<Notice>, Problem> {
    let mut purchases = Vec::new();
    for (line, priced) in draft.lines.iter().zip(&priced.lines) {
        purchases.extend(purchase(tx, draft, line, priced.net).await?);
    }
    let cash = in_cash(settlement, &purchases);
    prepaid::judge(tx, draft.head.place.company, &purchases, cash).await
}

/// The value that a line sells; none where it sells none, or nobody is named yet whose it is to be.
async fn purchase(
    tx: &mut Tx<'_>,
    draft: &Draft,
    line: &StoredLine,
    paid: Money,
) -> Result<Option<Purchase>, Problem> {
    let (card, bearer, held, holder) = match line.kind {
        LineKind::CardSale => {
            let plan = card::plan_version(tx, Id::from_uuid(line.item), line.item_version).await?;
            (None, plan.kind == CardKind::Gift, Money::ZERO, line.customer.or(draft.head.customer))
        }
        LineKind::TopUp => {
            let card = card::find(tx, CardId::from_uuid(line.item)).await?;
            (Some(card.id), card.bearer, card.principal, Some(card.customer))
        }
        _ => return Ok(None),
    };
    let Some(holder) = holder else { return Ok(None) };
    let known = is_member(tx, holder).await?;
    Ok(Some(Purchase { line: line.id, card, named: known && !bearer, known, held, paid }))
}

async fn is_member(tx: &mut Tx<'_>, holder: CustomerId) -> Result<bool, Problem> {
    Ok(customer::brief(tx, holder).await?.kind == customer::Kind::Member)
}

/// How much of these is paid in cash.
fn in_cash(settlement: &Settlement, purchases: &[Purchase]) -> Money {
    let in_cash = |cell: &&Cell| {
        let tender = settlement.tenders.get(cell.tender);
        let cash = tender.is_some_and(|tender| matches!(tender.means, Means::Cash { .. }));
        cash && cell.source == Source::Money && purchases.iter().any(|one| one.line == cell.line)
    };
    settlement.cells.iter().filter(in_cash).map(|cell| cell.amount).sum()
}
