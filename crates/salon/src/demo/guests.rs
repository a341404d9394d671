//! The members: who they are, when they registered, how they come, and what they have in their wallet.

use super::calendar::Calendar;
use super::dice::Dice;
use super::names::{Person, people};
use super::shop::{Salon, Shop};
use super::stage::Stage;
use crate::access::Permission;
use crate::bill::{self, DebtFilter};
use crate::card::{self, Card, CardState};
use crate::customer::model::{
    Birthday, Calendar as BirthdayCalendar, ConsentWish, CustomerProfile, Gender, MemberWish, Purpose,
};
use crate::customer::rules::member_number;
use crate::customer::{AddMember, RecordConsent};
use crate::store::Numbered;
use kernel::{CardId, CustomerId, Day, DebtId, Instant, Limit, Money, PlanId, Problem, ServiceId, StaffId};

/// How many of a hundred were customers before the salon had this program.
const OLD_OF_HUNDRED: usize = 40;
/// How many of a hundred go to the second shop.
const SECOND_SHOP_OF_HUNDRED: usize = 40;
/// How long somebody comes at least, and at most, before they go elsewhere, in days.
const STAYS: (i64, i64) = (60, 900);

const SOURCES: [&str; 6] = ["朋友介绍", "路过", "大众点评", "美团", "抖音", "小红书"];
const TAGS: [&str; 8] = ["常客", "学生", "宝妈", "发质细软", "易出油", "怕等", "自来卷", "白领"];
const NOTES: [&str; 6] = [
    "喜欢安静，不推销。",
    "每次指定同一位发型师。",
    "周末下午来。",
    "喝温水。",
    "两侧推短一点，顶部留长。",
    "开车来，帮忙留车位。",
];
const FORMULAS: [&str; 4] = [
    "6/7 + 6/0，6% 双氧 1:1.5，停放 35 分钟",
    "漂一次，9/1 调色，停放 20 分钟",
    "5/3 补根，停放 40 分钟",
    "7/43 + 8/1 各半，6% 双氧，停放 30 分钟",
];
const ALLERGIES: [&str; 2] = ["对 PPD 过敏，染前先做皮试", "头皮敏感，少用双氧"];

/// A member of the demo.
#[derive(Clone, Debug)]
pub struct Guest {
    pub id: CustomerId,
    /// The shop they go to, by its place.
    pub shop: usize,
    pub since: Instant,
    /// When they go elsewhere.
    pub until: Instant,
    pub gender: Gender,
    /// Whom they ask for, by their place in the shop.
    pub stylist: usize,
    /// Whether they ask for anybody.
    pub asks: bool,
    /// How often they come, against others.
    pub often: usize,
    /// Whether they like to pay ahead.
    pub likes_cards: bool,
    /// The day of their last visit.
    pub last: Option<Day>,
    pub wallet: Wallet,
}

/// What somebody can pay with, and what they owe.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wallet {
    /// A card with money on it, the plan it was sold under, and how much is left.
    pub value: Option<(CardId, Option<PlanId>, Money)>,
    /// A card that counts visits, for what they are, and how many are left.
    pub visits: Option<(CardId, ServiceId, i64)>,
    /// What is owed, in which shop, and how much.
    pub debt: Option<(DebtId, usize, Money)>,
}

impl Wallet {
    /// What the books say that somebody has.
    pub async fn of(stage: &Stage<'_>, salon: &Salon, guest: &Guest) -> Result<Wallet, Problem> {
        let mut tx = stage.app.db.read(&salon.reception).await?;
        let cards = card::of_customer(&mut tx, guest.id).await?;
        let cards: Vec<&Card> = cards.iter().filter(|card| card.state == CardState::Active).collect();
        let value = cards.iter().filter(|card| card.visits.is_empty()).max_by_key(|card| card.principal);
        let visits = cards.iter().flat_map(|card| card.visits.iter().map(|visits| (card.id, visits)));
        let visits = visits.max_by_key(|(_, visits)| visits.left);
        let mut debt = None;
        for (place, shop) in salon.shops.iter().enumerate() {
            let at = salon.reception.at(Permission::BillRead, shop.branch.id)?;
            let before = (Instant::from_millis(i64::MAX), uuid::Uuid::max());
            let filter = DebtFilter { customer: Some(guest.id), open: true, before, limit: Limit::default() };
            let owed = bill::debts(&mut tx, at, &filter).await?.items.into_iter().next();
            debt = debt.or(owed.map(|debt| (debt.id, place, debt.left)));
        }
        Ok(Wallet {
            value: value.map(|card| (card.id, card.plan, card.principal + card.bonus)),
            visits: visits.map(|(card, visits)| (card, visits.service, visits.left)),
            debt,
        })
    }
}

/// A member who is about to register.
struct NewGuest {
    person: Person,
    place: usize,
    since: Instant,
    number: String,
}

/// Registers so many members, in the order of time.
pub async fn register(
    stage: &Stage<'_>,
    salon: &Salon,
    calendar: &Calendar,
    count: usize,
    dice: &mut Dice,
) -> Result<Vec<Guest>, Problem> {
    let mut arrivals: Vec<(Instant, usize)> = (0..count)
        .map(|index| {
            let place = usize::from(dice.chance(SECOND_SHOP_OF_HUNDRED));
            let before = index * 100 < count * OLD_OF_HUNDRED;
            (calendar.registration(place, before, dice), place)
        })
        .collect();
    arrivals.sort();
    let places: Vec<usize> = arrivals.iter().map(|(_, place)| *place).collect();
    let numbers = member_numbers(stage, salon, &places).await?;
    let guests = people(count, dice).into_iter().zip(arrivals).zip(numbers);
    let guests = guests.map(|((person, (since, place)), number)| {
        add(stage, salon, NewGuest { person, place, since, number }, dice.split())
    });
    let guests: Vec<_> = guests.collect();
    stage.together(guests).await
}

/// The members' numbers, in the order of registration within each shop.
async fn member_numbers(stage: &Stage<'_>, salon: &Salon, places: &[usize]) -> Result<Vec<String>, Problem> {
    let mut left = Vec::with_capacity(salon.shops.len());
    for (place, shop) in salon.shops.iter().enumerate() {
        let count = places.iter().filter(|chosen| **chosen == place).count();
        let block = stage.numbers(&salon.reception, shop.branch.id, Numbered::Member, count).await?;
        left.push((shop.branch.number, block));
    }
    let number = |place: &usize| {
        let (branch, block) = left.get_mut(*place)?;
        Some(member_number(*branch, block.next()?))
    };
    let numbers: Option<Vec<String>> = places.iter().map(number).collect();
    numbers.ok_or_else(|| Problem::bug("too few numbers for the demo's members"))
}

async fn add(stage: &Stage<'_>, salon: &Salon, new: NewGuest, mut dice: Dice) -> Result<Guest, Problem> {
    let shop = salon.shops.get(new.place).ok_or_else(|| Problem::bug("a guest without a shop"))?;
    let gender = new.person.gender;
    let profile = profile(shop, new.person, &mut dice);
    // Families come with one phone, and the desk knows them.
    let wish = MemberWish { branch: shop.branch.id, profile, shared_phone_confirmed: true };
    let add = AddMember { wish, number: new.number };
    let id = stage.write(new.since, &salon.reception, add).await?.id;
    for purpose in [Purpose::Notice, Purpose::Marketing] {
        if dice.chance(60) {
            let (channel, text_version) = ("前台".to_owned(), "2025-01".to_owned());
            let wish = ConsentWish { purpose, granted: true, channel, text_version };
            let at = new.since.plus_seconds(30);
            stage.write(at, &salon.reception, RecordConsent { customer: id, wish }).await?;
        }
    }
    // A third are never seen again after the first months; the others stay.
    let stays = if dice.chance(33) { STAYS.0 } else { dice.between(STAYS.0, STAYS.1) };
    Ok(Guest {
        id,
        shop: new.place,
        since: new.since,
        until: new.since.plus_seconds(stays * 24 * 3600),
        gender,
        stylist: dice.below(shop.stylists.len()),
        asks: dice.chance(55),
        often: [1, 1, 1, 2, 2, 3, 4, 7][dice.below(8)],
        likes_cards: dice.chance(38),
        last: None,
        wallet: Wallet::default(),
    })
}

fn profile(shop: &Shop, person: Person, dice: &mut Dice) -> CustomerProfile {
    let some = |dice: &mut Dice, percent: usize, words: &[&'static str]| match dice.chance(percent) {
        true => dice.word(words).to_owned(),
        false => String::new(),
    };
    let introducer: Option<StaffId> =
        dice.chance(25).then(|| dice.pick(&shop.stylists).map(|one| one.id)).flatten();
    CustomerProfile {
        name: person.name,
        phone: person.phone,
        gender: person.gender,
        birthday: dice.chance(70).then(|| birthday(person.born, dice)),
        source: dice.word(&SOURCES).to_owned(),
        introducer,
        tags: Some(some(dice, 40, &TAGS)).filter(|tag| !tag.is_empty()).into_iter().collect(),
        notes: some(dice, 20, &NOTES),
        hair_formula: if person.gender == Gender::Female { some(dice, 25, &FORMULAS) } else { String::new() },
        allergy: some(dice, 3, &ALLERGIES),
        ..CustomerProfile::default()
    }
}

fn birthday(born: i64, dice: &mut Dice) -> Birthday {
    let calendar = if dice.chance(12) { BirthdayCalendar::Lunar } else { BirthdayCalendar::Solar };
    let small = |value: i64| i8::try_from(value).unwrap_or(1);
    Birthday {
        calendar,
        year: dice.chance(80).then(|| i16::try_from(born).unwrap_or(1990)),
        month: small(dice.between(1, 12)),
        day: small(dice.between(1, 28)),
        leap_month: false,
    }
}
