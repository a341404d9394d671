//! # Demo
//!
//! **What.** Fills an empty database with a lifelike salon: two shops, their staff, prices, shelves
//! and cards, its members, and months of work up to this moment. Everything is done through the same
//! commands that people use, so every rule holds for it.
//!
//! **Words.** The *calendar* says which days are played and when the doors are open. The *stage*
//! moves the clock and runs commands at the moment it shows. A *guest* is a member of the demo. The
//! *dice* are a small generator with a fixed seed: the same people buy the same things every time, at
//! moments that follow from today.
//!
//! **Owns.** Nothing.
//!
//! **Promises.**
//! - It is a salon at work: paid, refunded, open and parked bills, cards that pay, books that balance
//!   (`tests::a_demo_is_a_salon_at_work`).
//! - Its last weeks are closed day by day, their drawers counted (`tests::a_demo_is_a_salon_at_work`).
//! - Nobody can guess a way in: the passwords come from the caller, never from the seed, and a weak
//!   one is refused (`tests::a_demo_opens_only_with_the_passwords_it_was_given`).
//! - No phone number belongs to anybody (`names::tests::no_phone_belongs_to_anybody`).
//! - Nothing happens while the doors are closed or before somebody registered, and the same seed
//!   gives the same salon (`tests::the_same_demo_twice_and_never_behind_closed_doors`).
//!
//! **Leans on.** Every capability's commands.

mod calendar;
mod days;
mod dice;
mod drawer;
mod guests;
mod hours;
mod names;
mod plan;
mod prices;
mod shelves;
mod shop;
mod stage;
mod till;

#[cfg(test)]
mod tests;

pub use shop::{OWNER, RECEPTION};

use crate::identity;
use crate::web::App;
use calendar::Calendar;
use days::Days;
use dice::Dice;
use kernel::{Problem, Zone};
use stage::Stage;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;

/// What every demo is rolled from.
const SEED: u64 = 0x7265_7373;

/// How large a demo is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    /// How many members there are, 20 to 10,000: no more have a phone that is nobody's.
    pub members: usize,
    /// How many months of bills, of 30 days each, 1 to 36.
    pub months: i64,
}

impl Scale {
    /// The bills of an ordinary day, in the first shop and in the second: as many as twelve people
    /// can do at most, and enough to look alive.
    fn bills(self) -> [i64; 2] {
        let all = i64::try_from(self.members / 100).unwrap_or(60).clamp(10, 60);
        [all * 3 / 5, all - all * 3 / 5]
    }
}

/// What the caller gives to a demo.
pub struct DemoWish<'a> {
    /// The clock that the database was opened with, in milliseconds since the epoch, showing the
    /// present: it is set back to the first day and ends where it was.
    pub clock: Arc<AtomicI64>,
    /// The owner's password; random, from the caller.
    pub owner_password: String,
    /// The receptionist's password; random, from the caller.
    pub reception_password: String,
    /// How large it becomes.
    pub scale: Scale,
    /// Told after each day how many are over, of how many.
    pub over: &'a (dyn Fn(i64, i64) + Sync),
}

/// How to sign in to a demo, for printing.
pub struct DemoSignIn {
    /// The owner's name to sign in with.
    pub owner: String,
    /// The owner's password.
    pub owner_password: String,
    /// The receptionist's name to sign in with.
    pub reception: String,
    /// The receptionist's password.
    pub reception_password: String,
}

/// Fills an empty database. Refuses, in this order: a weak password, set up already.
pub async fn fill(app: &App, wish: DemoWish<'_>) -> Result<DemoSignIn, Problem> {
    identity::check_password(&wish.owner_password)?;
    identity::check_password(&wish.reception_password)?;
    let stage = Stage::new(app, Arc::clone(&wish.clock));
    let outcome = play(&stage, &wish).await;
    stage.back_to_the_present();
    outcome?;
    Ok(DemoSignIn {
        owner: shop::OWNER.to_owned(),
        owner_password: wish.owner_password,
        reception: shop::RECEPTION.to_owned(),
        reception_password: wish.reception_password,
    })
}

async fn play(stage: &Stage<'_>, wish: &DemoWish<'_>) -> Result<(), Problem> {
    let mut dice = Dice::new(SEED);
    let zone = Zone::parse(shop::ZONE).ok_or_else(|| Problem::bug("the zone of the demo is missing"))?;
    let today = stage.now.business_day(&zone, shop::CUT_OFF_MINUTES);
    let calendar = Calendar::new(wish.scale.months, today, zone, stage.now);
    let (owner, reception) = (&wish.owner_password, &wish.reception_password);
    let salon = shop::open(stage, &calendar, owner, reception).await?;
    let guests = guests::register(stage, &salon, &calendar, wish.scale.members, &mut dice).await?;
    let usual = wish.scale.bills();
    Days { stage, calendar: &calendar, salon: &salon, guests, usual }.work(&mut dice, wish.over).await
}
