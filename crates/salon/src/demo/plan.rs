//! What a day will bring: who comes to which shop when, and for what. Nothing happens here yet.

use super::calendar::Calendar;
use super::dice::Dice;
use super::guests::Guest;
use super::hours::{self, Hours};
use super::shop::Salon;
use crate::card::CardKind;
use crate::customer::model::Gender;
use kernel::{Day, Instant, Money};
use std::collections::BTreeSet;

/// How many days somebody stays away at least.
const AWAY: i64 = 9;
/// How many of a hundred bills are for somebody who is no member.
const STRANGERS_OF_HUNDRED: usize = 24;
/// Below what a card is thought to be low: 200.00.
const LOW: i64 = 20_000;
/// How many bills wait at the end, in the first shop and in the second.
const WAITING: [usize; 2] = [3, 1];

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
    /// Whose turn it is, for who asks for nobody.
    pub turn: usize,
    pub dice: Dice,
}

/// For whom a bill is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Who {
    Nobody,
    WalkIn,
    /// A member, by their place.
    Member(usize),
}

/// What a bill is for.
#[derive(Clone, PartialEq, Eq)]
pub enum What {
    /// Some services, by their places on the list.
    Services(Vec<usize>),
    /// A new card of the plan at this place.
    Card(usize),
    TopUp,
}

/// How far a bill gets.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum End {
    Paid,
    /// Paid later: the customer owes it.
    OnAccount,
    /// Given up, because the customer had to go.
    Voided,
    Open,
    Parked(&'static str),
}

/// Everything that will happen on a day, in the order of time.
pub fn day(
    calendar: &Calendar,
    salon: &Salon,
    guests: &[Guest],
    usual: [i64; 2],
    (day, part): (Day, i64),
    dice: &mut Dice,
) -> Vec<Planned> {
    let mut planner = Planner { calendar, salon, guests, day, seen: BTreeSet::new(), planned: Vec::new() };
    for (place, usual) in usual.into_iter().enumerate().take(salon.shops.len()) {
        planner.shop(place, usual, part, dice);
    }
    if day == calendar.today {
        planner.waiting(dice);
    }
    planner.planned.sort_by_key(|bill| bill.opened);
    planner.planned
}

struct Planner<'a> {
    calendar: &'a Calendar,
    salon: &'a Salon,
    guests: &'a [Guest],
    day: Day,
    seen: BTreeSet<usize>,
    planned: Vec<Planned>,
}

impl Planner<'_> {
    fn shop(&mut self, place: usize, usual: i64, part: i64, dice: &mut Dice) {
        let hours = self.calendar.hours(place, self.day);
        let bills = hours::bills(usual, &self.calendar.zone, self.day, part, dice);
        let newcomers = self.newcomers(place);
        let others = usize::try_from(bills).unwrap_or(0).saturating_sub(newcomers.len());
        for guest in newcomers {
            let since = self.guests.get(guest).map(|guest| guest.since.plus_seconds(120));
            self.visit(place, &hours, Who::Member(guest), since, dice);
        }
        for _ in 0..others {
            let who = match dice.chance(STRANGERS_OF_HUNDRED) {
                true if dice.chance(85) => Who::WalkIn,
                true => Who::Nobody,
                false => self.somebody(place, &hours, dice).map_or(Who::WalkIn, Who::Member),
            };
            self.visit(place, &hours, who, None, dice);
        }
    }

    /// Who registers in a shop on this day.
    fn newcomers(&self, place: usize) -> Vec<usize> {
        let zone = &self.calendar.zone;
        let new = |guest: &&Guest| guest.shop == place && guest.since.day(zone) == self.day;
        (0..).zip(self.guests).filter(|(_, guest)| new(guest)).map(|(index, _)| index).collect()
    }

    /// A member of the shop, now and then of another, who has stayed away for long enough.
    fn somebody(&mut self, place: usize, hours: &Hours, dice: &mut Dice) -> Option<usize> {
        let elsewhere = dice.chance(4);
        let before = self.day.plus_days(-AWAY);
        let comes = |index: usize, guest: &Guest| {
            (guest.shop == place) != elsewhere
                && guest.since < hours.from
                && guest.until > hours.to
                && guest.last.is_none_or(|last| last <= before)
                && !self.seen.contains(&index)
        };
        let all = self.guests.iter().enumerate();
        let who: Vec<(usize, usize)> = all
            .filter(|(index, guest)| comes(*index, guest))
            .map(|(index, guest)| (index, guest.often))
            .collect();
        let found = dice.weighted(&who, |(_, often)| *often).map(|(index, _)| *index)?;
        self.seen.insert(found);
        Some(found)
    }

    fn visit(&mut self, place: usize, hours: &Hours, who: Who, since: Option<Instant>, dice: &mut Dice) {
        let guest = self.member(who).cloned();
        let gender = guest.as_ref().map_or_else(|| stranger(dice), |guest| guest.gender);
        let chosen = self.choose(gender, dice);
        let minutes = self.minutes(&chosen) + dice.between(5, 15);
        let opened = since.unwrap_or_else(|| hours.arrival(minutes, dice));
        let paid = hours.after(opened, minutes);
        let now = self.calendar.now;
        if opened > now {
            return;
        }
        let end = if paid > now { End::Open } else { self.end(who, dice) };
        let turn = self.planned.len();
        let bill = Planned {
            shop: place,
            who,
            what: What::Services(chosen),
            opened,
            paid,
            end,
            number: 0,
            second_number: 0,
            turn,
            dice: dice.split(),
        };
        if let Some(what) = guest.filter(|_| end == End::Paid).and_then(|guest| self.ahead(&guest, dice)) {
            let (opened, paid) = (paid.plus_seconds(-360), paid.plus_seconds(-180));
            self.planned.push(Planned { what, opened, paid, dice: dice.split(), ..bill.clone() });
        }
        self.planned.push(bill);
    }

    fn member(&self, who: Who) -> Option<&Guest> {
        match who {
            Who::Member(guest) => self.guests.get(guest),
            Who::Nobody | Who::WalkIn => None,
        }
    }

    fn end(&self, who: Who, dice: &mut Dice) -> End {
        let owes = self.member(who).is_some_and(|guest| guest.wallet.debt.is_some());
        let trusted = matches!(who, Who::Member(_)) && !owes;
        match dice.below(100) {
            0 => End::Voided,
            1 if trusted => End::OnAccount,
            _ => End::Paid,
        }
    }

    /// One thing from the list, and sometimes something of another category with it.
    fn choose(&self, gender: Gender, dice: &mut Dice) -> Vec<usize> {
        let mut chosen: Vec<usize> = Vec::new();
        let list = &self.salon.list;
        for _ in 0..[1, 1, 1, 1, 2, 2][dice.below(6)] {
            let another =
                |category: &str| chosen.iter().all(|place| list[*place].service.category != category);
            let fits: Vec<(usize, usize)> = list
                .iter()
                .enumerate()
                .filter(|(_, choice)| choice.of.suits(gender) && another(&choice.service.category))
                .map(|(place, choice)| (place, choice.weight))
                .collect();
            chosen.extend(dice.weighted(&fits, |(_, weight)| *weight).map(|(place, _)| *place));
        }
        chosen
    }

    fn minutes(&self, chosen: &[usize]) -> i64 {
        let of =
            |place: &usize| self.salon.list.get(*place).map_or(0, |choice| choice.service.duration_minutes);
        chosen.iter().map(of).sum()
    }

    /// What somebody pays ahead for, before they pay for what was done.
    fn ahead(&self, guest: &Guest, dice: &mut Dice) -> Option<What> {
        if !guest.likes_cards {
            return None;
        }
        let low = Money::minor(LOW);
        match (guest.wallet.value, guest.wallet.visits) {
            (Some((_, _, left)), _) => (left < low && dice.chance(60)).then_some(What::TopUp),
            (None, Some((.., left))) => (left == 0 && dice.chance(60)).then(|| self.plan_for(guest, dice)),
            (None, None) => dice.chance(40).then(|| self.plan_for(guest, dice)),
        }
    }

    /// The plan that somebody chooses, by its place: mostly a small sum; visits for what suits them.
    fn plan_for(&self, guest: &Guest, dice: &mut Dice) -> What {
        let suits = |service| {
            let mut list = self.salon.list.iter();
            list.any(|choice| choice.service.id == service && choice.of.suits(guest.gender))
        };
        let plans: Vec<(usize, usize)> = (0..)
            .zip(&self.salon.plans)
            .map(|(place, plan)| match &plan.visits {
                Some(visits) => (place, 3 * usize::from(suits(visits.service))),
                None if plan.kind == CardKind::StoredValue => {
                    (place, [7, 8, 3, 1].get(place).copied().unwrap_or(1))
                }
                None => (place, 0),
            })
            .collect();
        What::Card(dice.weighted(&plans, |(_, weight)| *weight).map_or(0, |(place, _)| *place))
    }

    /// The bills that wait at the end of the demo: put aside, and not yet finished.
    fn waiting(&mut self, dice: &mut Dice) {
        for (place, count) in WAITING.into_iter().enumerate().take(self.salon.shops.len()) {
            let (opened_door, last) = self.calendar.last_open(place);
            for index in 0..count {
                let opened = last.plus_seconds(-dice.between(5, 50) * 60).max(opened_door);
                let end = match index {
                    0 => End::Parked("3 号手牌"),
                    1 => End::Parked("等上色"),
                    _ => End::Open,
                };
                let what = What::Services(self.choose(stranger(dice), dice));
                self.planned.push(Planned {
                    shop: place,
                    who: Who::WalkIn,
                    what,
                    opened,
                    paid: last,
                    end,
                    number: 0,
                    second_number: 0,
                    turn: index,
                    dice: dice.split(),
                });
            }
        }
    }
}

fn stranger(dice: &mut Dice) -> Gender {
    if dice.chance(55) { Gender::Female } else { Gender::Male }
}
