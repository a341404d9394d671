//! The drawers: opened before the doors are, counted when they are closed, and the day with them.

use super::dice::Dice;
use super::shop::{Salon, Shop};
use super::stage::Stage;
use crate::ledger::{self, Unit};
use crate::till::{
    CloseDay, CloseDayWish, CountWish, HandOver, HandOverWish, MoveCash, MoveKind, Open, OpenTillWish,
    Tender, TillMoveWish,
};
use kernel::{Currency, Day, Instant, Money, Problem, TillSessionId};

/// What a day begins with: 500.00.
const FLOAT: i64 = 50_000;
/// What the reception buys for the shop now and then.
const EXPENSES: [(&str, i64); 4] =
    [("矿泉水两箱", 3_600), ("快递费", 1_200), ("鲜花", 6_800), ("打印纸", 2_500)];
/// By how much a count is wrong when it is: mostly a coin or a note too few.
const MISTAKES: [i64; 5] = [-100, -500, -1_000, 100, -2_000];

/// A drawer that somebody answers for.
pub struct Drawer {
    session: TillSessionId,
    /// What the books held of each tender when it was opened; of cash, nothing.
    began: Vec<(Tender, Money)>,
}

/// Opens the drawer of a shop.
pub async fn open(
    stage: &Stage<'_>,
    salon: &Salon,
    shop: &Shop,
    at: Instant,
    float: Option<Money>,
) -> Result<Drawer, Problem> {
    let wish = OpenTillWish { branch: shop.branch.id, float: float.unwrap_or(Money::minor(FLOAT)) };
    let session = stage.write(at, &salon.reception, Open(wish)).await?.id;
    let mut began = held(stage, salon, shop).await?;
    began.retain(|(tender, _)| *tender != Tender::Cash);
    Ok(Drawer { session, began })
}

/// Counts a drawer and closes the day of its shop. Gives what was left for the next.
pub async fn close(
    stage: &Stage<'_>,
    salon: &Salon,
    shop: &Shop,
    drawer: &Drawer,
    (day, at): (Day, Instant),
    dice: &mut Dice,
) -> Result<Money, Problem> {
    if let Some(&(what, amount)) = dice.pick(&EXPENSES).filter(|_| dice.chance(20)) {
        let wish =
            TillMoveWish { kind: MoveKind::PaidOut, amount: Money::minor(amount), reason: what.to_owned() };
        stage.write(at, &salon.reception, MoveCash { session: drawer.session, wish }).await?;
    }
    let mistake = dice.pick(&MISTAKES).copied().filter(|_| dice.chance(12)).unwrap_or(0);
    let counts: Vec<CountWish> = held(stage, salon, shop)
        .await?
        .into_iter()
        .map(|(tender, held)| {
            let began = drawer.began.iter().find(|(known, _)| *known == tender).map(|&(_, began)| began);
            let held = held - began.unwrap_or_default();
            let amount = match tender {
                Tender::Cash => (held + Money::minor(mistake)).max(Money::ZERO),
                _ => held,
            };
            CountWish { tender, amount }
        })
        .collect();
    let cash = counts.iter().find(|count| count.tender == Tender::Cash).map(|count| count.amount);
    let next_float = Money::minor(FLOAT).min(cash.unwrap_or_default());
    let wish = HandOverWish { counts, next_float, note: String::new() };
    stage.write(at, &salon.reception, HandOver { session: drawer.session, wish }).await?;
    let wish = CloseDayWish { branch: shop.branch.id, day };
    stage.write(at, &salon.owner, CloseDay(wish)).await?;
    Ok(next_float)
}

/// What the books hold of each tender.
async fn held(stage: &Stage<'_>, salon: &Salon, shop: &Shop) -> Result<Vec<(Tender, Money)>, Problem> {
    let branch = shop.branch.id;
    let mut tx = stage.app.db.read(&salon.owner).await?;
    let mut held = Vec::with_capacity(Tender::ALL.len());
    for tender in Tender::ALL {
        let unit = Unit::Money(Currency::CNY);
        let amount = ledger::held_in_till(&mut tx, branch, tender.account(branch), unit).await?;
        held.push((tender, Money::minor(amount)));
    }
    Ok(held)
}
