//! The cards prove themselves against their moves and against the books.

use super::queries;
use crate::ledger::{self, CHECK_PAGE, Fault, Faults, Held, Stretch};
use crate::store::Tx;
use kernel::{Id, LotId, Problem};
use uuid::Uuid;

/// What is promised of cards.
pub const PROMISES: &[&str] = &[
    "card.lot_is_its_moves",
    "card.lot_is_in_the_books",
    "card.visits_are_their_moves",
    "card.visits_are_in_the_books",
    "card.time_is_its_moves",
    "card.time_is_in_the_books",
    "card.closed_is_empty",
    "card.closing_is_paid_out",
    "card.closing_is_in_the_books",
];

/// Checks that what is left of each lot is the sum of its moves and what the books say is owed, that nothing
/// is left on closed cards, and that what was due for them was paid out and is in the books.
/// Each promise gives its first fault.
pub async fn check(tx: &mut Tx<'_>) -> Result<Vec<Fault>, Problem> {
    let mut faults = Faults::default();
    check_lots(tx, &mut faults).await?;
    check_visits(tx, &mut faults).await?;
    check_time(tx, &mut faults).await?;
    check_closings(tx, &mut faults).await?;
    Ok(faults.found())
}

async fn check_lots(tx: &mut Tx<'_>, faults: &mut Faults) -> Result<(), Problem> {
    let mut next = Some(Uuid::nil());
    while let Some(after) = next {
        let left = queries::left_after(tx, LotId::from_uuid(after), CHECK_PAGE).await?;
        let principal: Vec<_> =
            left.iter().map(|&(lot, left)| (lot.uuid(), left.principal.to_minor())).collect();
        let bonus: Vec<_> = left.iter().map(|&(lot, left)| (lot.uuid(), left.bonus.to_minor())).collect();
        let stretch = Stretch::of_page(after, &principal);
        if let Some(lot) = queries::first_wrong_lot(tx, stretch).await? {
            let detail = "what is left is not the sum of the moves";
            faults.note(Fault::new("card.lot_is_its_moves", lot, detail));
        }
        for (account, left) in [("card_principal", principal), ("card_bonus", bonus)] {
            let held = ledger::held_in(tx, account, stretch).await?;
            ledger::compare("card.lot_is_in_the_books", &left, &held)
                .into_iter()
                .for_each(|fault| faults.note(fault));
        }
        next = stretch.next();
    }
    Ok(())
}

async fn check_visits(tx: &mut Tx<'_>, faults: &mut Faults) -> Result<(), Problem> {
    let mut next = Some(Uuid::nil());
    while let Some(after) = next {
        let left = queries::visits_left_after(tx, LotId::from_uuid(after), CHECK_PAGE).await?;
        let visits: Vec<_> = left.iter().map(|&(lot, left, _)| (lot.uuid(), left)).collect();
        let value: Vec<_> = left.iter().map(|&(lot, _, value)| (lot.uuid(), value.to_minor())).collect();
        let stretch = Stretch::of_page(after, &visits);
        if let Some(lot) = queries::first_wrong_visits(tx, stretch).await? {
            let detail = "what is left is not the sum of the moves";
            faults.note(Fault::new("card.visits_are_their_moves", lot, detail));
        }
        for (account, left) in [("visits_lot", visits), ("visits_value", value)] {
            let held = ledger::held_in(tx, account, stretch).await?;
            ledger::compare("card.visits_are_in_the_books", &left, &held)
                .into_iter()
                .for_each(|fault| faults.note(fault));
        }
        next = stretch.next();
    }
    Ok(())
}

async fn check_time(tx: &mut Tx<'_>, faults: &mut Faults) -> Result<(), Problem> {
    let mut next = Some(Uuid::nil());
    while let Some(after) = next {
        let left = queries::time_left_after(tx, LotId::from_uuid(after), CHECK_PAGE).await?;
        let left: Vec<_> = left.iter().map(|&(lot, left)| (lot.uuid(), left.to_minor())).collect();
        let stretch = Stretch::of_page(after, &left);
        if let Some(lot) = queries::first_wrong_time(tx, stretch).await? {
            let detail = "what is left is not the sum of the moves";
            faults.note(Fault::new("card.time_is_its_moves", lot, detail));
        }
        let held = ledger::held_in(tx, "time_value", stretch).await?;
        ledger::compare("card.time_is_in_the_books", &left, &held)
            .into_iter()
            .for_each(|fault| faults.note(fault));
        next = stretch.next();
    }
    Ok(())
}

async fn check_closings(tx: &mut Tx<'_>, faults: &mut Faults) -> Result<(), Problem> {
    if let Some(card) = queries::first_closed_card_not_empty(tx).await? {
        faults.note(Fault::new("card.closed_is_empty", card, "it is closed, and something is left on it"));
    }
    if let Some(closing) = queries::first_wrong_closing(tx).await? {
        let detail = "its payouts do not come to what was due";
        faults.note(Fault::new("card.closing_is_paid_out", closing, detail));
    }
    let mut next = Some(Uuid::nil());
    while let Some(after) = next {
        let due = queries::closed_after(tx, after, CHECK_PAGE).await?;
        let due: Vec<_> = due.iter().map(|&(id, total)| (id.uuid(), total.to_minor())).collect();
        let stretch = Stretch::of_page(after, &due);
        let moved = ledger::moved_in(tx, "card_closing", stretch).await?;
        let owed: Vec<_> = moved
            .into_iter()
            .filter(|moved| moved.account == "refund_payable")
            .map(|moved| Held { owner: moved.source, amount: moved.amount, mixed: false })
            .collect();
        ledger::compare("card.closing_is_in_the_books", &due, &owed)
            .into_iter()
            .for_each(|fault| faults.note(fault));
        next = stretch.next();
    }
    Ok(())
}
