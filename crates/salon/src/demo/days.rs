//! Three weeks of work: who comes when, planned ahead and then played.

use super::dice::Dice;
use super::guests::Guest;
use super::shop::{Salon, Shop};
use super::stage::Stage;
use super::till::{self, Done};
use crate::store::Numbered;
use kernel::{BranchId, Day, Instant, Problem};
use std::collections::BTreeSet;
use std::ops::Range;

/// How many days before today are played.
const DAYS: i64 = 21;
/// The bills of an ordinary day, in the first shop and in the second.
const BILLS: [i64; 2] = [11, 7];
/// When the doors open and close, in seconds after midnight.
const OPENS: i64 = 10 * 3600;
const CLOSES: i64 = 21 * 3600 + 1800;
/// How long before the present today's work begins at the latest, so that there is some.
const TODAY_AT_LEAST: i64 = 3 * 3600;
/// How many bills wait at the end, in the first shop and in the second.
const WAITING: [usize; 2] = [4, 1];

/// When a shop works on a day.
pub struct Hours {
    from: Instant,
    to: Instant,
}

impl Hours {
    /// From opening to closing; today, up to the present.
    pub fn of(stage: &Stage<'_>, shop: &Shop, day: Day) -> Hours {
        let midnight = day.starts(&shop.branch.time_zone);
        let (from, to) = (midnight.plus_seconds(OPENS), midnight.plus_seconds(CLOSES));
        if day < shop.branch.business_day(stage.now) {
            return Hours { from, to };
        }
        let begins = midnight.plus_seconds(shop.branch.cut_off_minutes * 60);
        let from = from.min(stage.now.plus_seconds(-TODAY_AT_LEAST)).max(begins);
        Hours { from: from.min(stage.now), to: stage.now }
    }

    /// Some moment within.
    pub fn moment(&self, dice: &mut Dice) -> Instant {
        let seconds = (self.to.millis() - self.from.millis()) / 1000;
        self.from.plus_seconds(dice.between(0, seconds))
    }

    /// So many minutes before a moment, as far as the shop was open.
    fn before(&self, moment: Instant, minutes: i64) -> Instant {
        moment.plus_seconds(-minutes * 60).max(self.from)
    }
}

/// A bill that is going to be written.
#[derive(Clone)]
pub struct Planned {
    /// The shop, by its place.
    pub shop: usize,
    pub who: Who,
    pub what: What,
    pub opened: Instant,
    pub paid: Instant,
    pub end: End,
    /// The bill's number.
    pub number: i64,
    /// The number of the walk-in or of the card that comes with it.
    pub second_number: i64,
    pub dice: Dice,
}

/// For whom a bill is.
#[derive(Clone, Copy)]
pub enum Who {
    Nobody,
    WalkIn,
    Member(Guest),
}

/// What a bill is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum What {
    Services,
    /// A new card of the plan at this place.
    Card(usize),
    TopUp,
}

/// How far a bill gets.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum End {
    Paid,
    Open,
    Parked(&'static str),
}

/// Who has a card already, by the place of the guest.
type Carded = BTreeSet<usize>;

/// Plays all days up to now.
pub async fn work(
    stage: &Stage<'_>,
    salon: &Salon,
    guests: &[Guest],
    dice: &mut Dice,
) -> Result<(), Problem> {
    let Some(first) = salon.shops.first() else { return Ok(()) };
    let today = first.branch.business_day(stage.now);
    let mut carded = Carded::new();
    let mut complaints: Vec<Done> = Vec::new();
    for ago in (0..=DAYS).rev() {
        let day = today.plus_days(-ago);
        let mut planned = plan(stage, salon, day, guests, &mut carded, dice);
        if ago == 0 {
            planned.extend(waiting(stage, salon, day, dice));
        }
        number(stage, salon, &mut planned).await?;
        // Whoever complains comes back on the next day, an hour after opening.
        for bill in complaints.drain(..) {
            let at = Hours::of(stage, first, day).from.plus_seconds(3600).min(stage.now);
            till::give_back(stage, salon, bill, at).await?;
        }
        complaints = play(stage, salon, planned, dice).await?;
    }
    Ok(())
}

/// Value is sold before what it pays for. Returns the bills that somebody will complain about.
async fn play(
    stage: &Stage<'_>,
    salon: &Salon,
    planned: Vec<Planned>,
    dice: &mut Dice,
) -> Result<Vec<Done>, Problem> {
    let (services, value): (Vec<Planned>, Vec<Planned>) =
        planned.into_iter().partition(|bill| bill.what == What::Services);
    stage.together(value.into_iter().map(|bill| till::serve(stage, salon, bill)).collect()).await?;
    let done =
        stage.together(services.into_iter().map(|bill| till::serve(stage, salon, bill)).collect()).await?;
    Ok(done.into_iter().flatten().filter(|_| dice.chance(3)).collect())
}

fn plan(
    stage: &Stage<'_>,
    salon: &Salon,
    day: Day,
    guests: &[Guest],
    carded: &mut Carded,
    dice: &mut Dice,
) -> Vec<Planned> {
    let mut planned = Vec::new();
    let mut seen = BTreeSet::new();
    for (place, shop) in salon.shops.iter().enumerate() {
        let hours = Hours::of(stage, shop, day);
        let usual = BILLS.get(place).copied().unwrap_or(0);
        for _ in 0..dice.between(usual * 7 / 10, usual * 13 / 10) {
            let paid = hours.moment(dice);
            let opened = hours.before(paid, dice.between(25, 70));
            let blank = Planned {
                shop: place,
                who: Who::Nobody,
                what: What::Services,
                opened,
                paid,
                end: End::Paid,
                number: 0,
                second_number: 0,
                dice: dice.split(),
            };
            let Some(guest) = somebody(guests, place, opened, &mut seen, dice) else {
                let who = if dice.chance(80) { Who::WalkIn } else { Who::Nobody };
                planned.push(Planned { who, ..blank });
                continue;
            };
            let who = Who::Member(guests[guest]);
            if let Some(what) = value(guests[guest], guest, carded, dice) {
                let opened = hours.before(paid, 6);
                let (paid, dice) = (hours.before(paid, 3), dice.split());
                planned.push(Planned { who, what, opened, paid, dice, ..blank.clone() });
            }
            planned.push(Planned { who, ..blank });
        }
    }
    planned
}

/// A member of the shop who is there already and has not come today; nobody for one bill in four.
fn somebody(
    guests: &[Guest],
    shop: usize,
    at: Instant,
    seen: &mut BTreeSet<usize>,
    dice: &mut Dice,
) -> Option<usize> {
    if dice.chance(25) {
        return None;
    }
    let guest = dice.below(guests.len());
    let found = guests.get(guest)?;
    let comes = found.shop == shop || dice.chance(15);
    (comes && found.since < at && seen.insert(guest)).then_some(guest)
}

/// Whether somebody buys a card, or puts more on the one they have, before paying.
fn value(guest: Guest, place: usize, carded: &mut Carded, dice: &mut Dice) -> Option<What> {
    let plan = guest.likes_card?;
    if carded.insert(place) {
        return Some(What::Card(plan));
    }
    dice.chance(20).then_some(What::TopUp)
}

/// The bills that wait at the end of the demo.
fn waiting(stage: &Stage<'_>, salon: &Salon, day: Day, dice: &mut Dice) -> Vec<Planned> {
    let mut planned = Vec::new();
    for (place, shop) in salon.shops.iter().enumerate() {
        for index in 0..WAITING.get(place).copied().unwrap_or(0) {
            let opened = Hours::of(stage, shop, day).before(stage.now, dice.between(5, 40));
            let end = match index {
                1 => End::Parked("3 号手牌"),
                3 => End::Parked("等上色"),
                _ => End::Open,
            };
            planned.push(Planned {
                shop: place,
                who: Who::WalkIn,
                what: What::Services,
                opened,
                paid: stage.now,
                end,
                number: 0,
                second_number: 0,
                dice: dice.split(),
            });
        }
    }
    planned
}

/// Numbers the bills, the walk-ins and the cards of a day, in the order of time.
async fn number(stage: &Stage<'_>, salon: &Salon, planned: &mut [Planned]) -> Result<(), Problem> {
    planned.sort_by_key(|bill| bill.opened);
    for (place, shop) in salon.shops.iter().enumerate() {
        let here = |bill: &&mut Planned| bill.shop == place;
        let bills = planned.iter().filter(|bill| bill.shop == place).count();
        let walk_in = |bill: &Planned| matches!(bill.who, Who::WalkIn);
        let card = |bill: &Planned| matches!(bill.what, What::Card(_));
        let walk_ins = planned.iter().filter(|bill| bill.shop == place && walk_in(bill)).count();
        let cards = planned.iter().filter(|bill| bill.shop == place && card(bill)).count();
        let mut bills = numbers(stage, salon, shop.branch.id, Numbered::Bill, bills).await?;
        let mut walk_ins = numbers(stage, salon, shop.branch.id, Numbered::WalkIn, walk_ins).await?;
        let mut cards = numbers(stage, salon, shop.branch.id, Numbered::Card, cards).await?;
        for bill in planned.iter_mut().filter(here) {
            bill.number = bills.next().unwrap_or(0);
            bill.second_number = match (walk_in(bill), card(bill)) {
                (true, _) => walk_ins.next().unwrap_or(0),
                (_, true) => cards.next().unwrap_or(0),
                _ => 0,
            };
        }
    }
    Ok(())
}

async fn numbers(
    stage: &Stage<'_>,
    salon: &Salon,
    branch: BranchId,
    kind: Numbered,
    count: usize,
) -> Result<Range<i64>, Problem> {
    stage.numbers(&salon.reception, branch, kind, count).await
}
