//! What cards cost: using them, giving back, and their statements.

use crate::Sizes;
use crate::fill::new_id;
use crate::http::{HEAD, Run};
use crate::page::Section;
use crate::place::{Ground, Place};
use crate::raw::Raw;
use crate::shop::{Shop, Waiting};
use kernel::{CardId, Id};
use salon::store::Val;
use serde_json::json;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Members who have a card.
const HOLDERS: usize = 200;
/// Moves of the card whose statement is asked for.
const MOVES: usize = 9_990;
/// The time over which they are spread: three years.
const PAST: i64 = 3 * 365 * 86_400_000;

const ABOUT: &str = "As in *Over HTTP*. Bills of one or two services are paid with 200 cards that hold principal and \
     bonus, and wholly given back. One of the cards has ten thousand moves in three years; its statement \
     is asked for over a month, and over all three years. Aim: a statement within 50 ms for 99 of 100.";

pub async fn measure(ground: &Ground, sizes: &Sizes) -> Section {
    let mut rows = Vec::new();
    for engine in ground.engines() {
        let place = ground.place(engine, "cards").await;
        let db = place.open().await;
        let shop = Shop::open(&db).await;
        let cards = shop.sell_cards(&db, HOLDERS).await;
        let waiting = shop.bills_of_holders(&db, sizes.payments, &cards).await;
        let cookie = shop.sign_in(&db).await;
        drop(db);
        place.rest().await;
        let first = cards[0].1;
        let from = add_moves(&place, first).await;
        let run = Run::start(ground, &place, &cookie, sizes.time).await;
        let paid = AtomicUsize::new(0);
        rows.push(pay(&run, &waiting, &paid));
        // Whoever came too late for a bill took none, so those before are paid.
        let paid = &waiting[..paid.into_inner().min(waiting.len())];
        rows.push(give_back(&run, paid));
        let statement = |from: &str| format!("/api/card/{first}/statement?from={from}&to={}", from_day(0));
        rows.push(run.asks("statement of a month", |_| statement(&from_day(30))));
        rows.push(run.asks("statement of three years, 10000 moves", |_| statement(&from)));
        run.stop();
        place.rest().await;
        place.remove().await;
    }
    Section { title: "Cards", about: ABOUT, head: HEAD, rows }
}

/// A day so many days ago.
fn from_day(days: i64) -> String {
    let now = salon::store::Clock::System.now();
    now.day(&kernel::Zone::parse("Asia/Shanghai").unwrap()).plus_days(-days).to_string()
}

fn pay(run: &Run<'_>, waiting: &[(Waiting, CardId)], next: &AtomicUsize) -> Vec<String> {
    run.posts("pay with a card", |_| {
        let (bill, card) = waiting.get(next.fetch_add(1, Ordering::Relaxed))?;
        let tender = json!({"kind": "card", "card": card, "amount": bill.total});
        let wish = json!({"tenders": [tender], "expected_total": bill.total}).to_string();
        Some((format!("/api/bill/{}/pay", bill.bill), wish, bill.bill.to_string()))
    })
}

fn give_back(run: &Run<'_>, paid: &[(Waiting, CardId)]) -> Vec<String> {
    let next = AtomicUsize::new(0);
    run.posts("give a bill back to its card", |_| {
        let (bill, _) = paid.get(next.fetch_add(1, Ordering::Relaxed))?;
        let wish = json!({"lines": null, "reason": "不满意", "expected_total": bill.total}).to_string();
        Some((format!("/api/bill/{}/refund", bill.bill), wish, format!("back-{}", bill.bill)))
    })
}

/// Writes moves of the past onto a card: uses that were given back, so that its balance stays. Says on which
/// day they begin.
async fn add_moves(place: &Place<'_>, card: CardId) -> String {
    let raw = Raw::open(place).await;
    let columns = raw.columns("card_move").await;
    let at = |name: &str| columns.iter().position(|column| column == name).unwrap();
    let (id_at, card_at, when_at, kind_at) = (at("id"), at("card_id"), at("at"), at("kind"));
    let (principal_at, bonus_at) = (at("principal"), at("bonus"));
    let rows = raw.rows("SELECT * FROM card_move ORDER BY id").await;
    let sold = rows.into_iter().find(|row| row[card_at] == Val::Uuid(card.uuid())).unwrap();
    let now = salon::store::Clock::System.now().millis();
    let mut moves = Vec::with_capacity(MOVES);
    for number in 0..MOVES {
        let millis = now - PAST + PAST * number as i64 / MOVES as i64;
        let sign = if number % 2 == 0 { -1 } else { 1 };
        let mut row = sold.clone();
        row[id_at] = Val::Uuid(new_id(millis, number as u64));
        row[when_at] = Val::Int(millis);
        row[kind_at] = Val::from(if sign < 0 { "use" } else { "refund" });
        row[principal_at] = Val::Int(sign * 100);
        row[bonus_at] = Val::Int(sign * 20);
        moves.push(row);
    }
    raw.write("card_move", &moves).await;
    raw.rest().await;
    from_day(3 * 365)
}
