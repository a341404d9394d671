//! # Demo
//!
//! **What.** Fills an empty database with a small lifelike salon: two shops, their staff, prices and
//! cards, a hundred and fifty members, and three weeks of work up to this moment. Everything is done
//! through the same commands that people use, so every rule holds for it.
//!
//! **Words.** The *stage* moves the clock and runs commands at the moment it shows. A *guest* is a
//! customer of the demo. The *dice* are a small generator with a fixed seed: the same people buy the
//! same things every time, at moments that follow from today.
//!
//! **Owns.** Nothing.
//!
//! **Promises.**
//! - It is a salon at work: paid, refunded, open and parked bills, cards that pay, books that balance
//!   (`tests::a_demo_is_a_salon_at_work`).
//! - Nobody can guess a way in: the passwords come from the caller, never from the seed, and a weak
//!   one is refused (`tests::a_demo_opens_only_with_the_passwords_it_was_given`).
//! - No phone number belongs to anybody (`guests::tests::no_phone_belongs_to_anybody`).
//!
//! **Leans on.** Every capability's commands.

mod days;
mod dice;
mod guests;
mod shop;
mod stage;
mod till;

#[cfg(test)]
mod tests;

pub use shop::{OWNER, RECEPTION};

use crate::identity;
use crate::web::App;
use dice::Dice;
use kernel::Problem;
use stage::Stage;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;

/// What every demo is rolled from.
const SEED: u64 = 0x7265_7373;

/// What the caller gives to a demo.
pub struct DemoWish {
    /// The clock that the database was opened with, in milliseconds since the epoch, showing the
    /// present: it is set back three weeks and ends where it was.
    pub clock: Arc<AtomicI64>,
    /// The owner's password; random, from the caller.
    pub owner_password: String,
    /// The receptionist's password; random, from the caller.
    pub reception_password: String,
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
pub async fn fill(app: &App, wish: DemoWish) -> Result<DemoSignIn, Problem> {
    identity::check_password(&wish.owner_password)?;
    identity::check_password(&wish.reception_password)?;
    let stage = Stage::new(app, wish.clock);
    let mut dice = Dice::new(SEED);
    let filled = async {
        let salon = shop::open(&stage, &wish.owner_password, &wish.reception_password).await?;
        let guests = guests::register(&stage, &salon, &mut dice).await?;
        days::work(&stage, &salon, &guests, &mut dice).await
    };
    let outcome = filled.await;
    stage.back_to_the_present();
    outcome?;
    Ok(DemoSignIn {
        owner: shop::OWNER.to_owned(),
        owner_password: wish.owner_password,
        reception: shop::RECEPTION.to_owned(),
        reception_password: wish.reception_password,
    })
}
