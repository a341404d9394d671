//! The members: who they are, and when they registered.

use super::days::Hours;
use super::dice::Dice;
use super::shop::{Salon, Shop};
use super::stage::Stage;
use crate::customer::model::{Birthday, Calendar, ConsentWish, CustomerProfile, Gender, MemberWish, Purpose};
use crate::customer::rules::member_number;
use crate::customer::{AddMember, RecordConsent};
use crate::store::Numbered;
use kernel::{CustomerId, Instant, Problem, StaffId};

/// How many members there are.
const MEMBERS: usize = 150;
/// How many of them registered in the last days, one a day, two of them today.
const NEW: usize = 18;

const SURNAMES: [&str; 40] = [
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何",
    "郭", "马", "罗", "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于", "董", "萧", "程", "曹", "袁", "邓",
    "许", "傅", "沈", "曾", "单", "欧阳",
];
const WOMEN: [&str; 28] = [
    "芳", "丽娟", "秀英", "敏", "静", "雅婷", "欣怡", "梦瑶", "雨桐", "子涵", "佳琪", "晓燕", "海燕", "淑贞",
    "慧", "婷婷", "思琪", "可馨", "语嫣", "若兰", "晓彤", "文静", "玉兰", "春梅", "雪莹", "诗涵", "蓓蓓",
    "乐怡",
];
const MEN: [&str; 16] = [
    "伟", "强", "磊", "志明", "浩然", "俊杰", "宇航", "子轩", "建国", "国栋", "天宇", "明轩", "晓峰", "一鸣",
    "嘉豪", "文博",
];
const SOURCES: [&str; 6] = ["朋友介绍", "路过", "大众点评", "美团", "抖音", "小红书"];
const TAGS: [&str; 6] = ["常客", "学生", "宝妈", "发质细软", "易出油", "怕等"];
const NOTES: [&str; 4] = ["喜欢安静，不推销。", "每次指定同一位发型师。", "周末下午来。", "喝温水。"];
const FORMULAS: [&str; 3] =
    ["6/7 + 6/0，6% 双氧 1:1.5，停放 35 分钟", "漂一次，9/1 调色，停放 20 分钟", "5/3 补根，停放 40 分钟"];
const ALLERGIES: [&str; 2] = ["对 PPD 过敏，染前先做皮试", "头皮敏感，少用双氧"];

/// A member of the demo.
#[derive(Clone, Copy, Debug)]
pub struct Guest {
    pub id: CustomerId,
    /// The shop they go to, by its place.
    pub shop: usize,
    pub since: Instant,
    /// Which card they like to have, by the place of its plan, if any.
    pub likes_card: Option<usize>,
}

/// Registers all members, in the order of time.
pub async fn register(stage: &Stage<'_>, salon: &Salon, dice: &mut Dice) -> Result<Vec<Guest>, Problem> {
    let mut registered: Vec<Instant> = (0..MEMBERS).map(|index| since(stage, salon, index, dice)).collect();
    registered.sort();
    let places: Vec<usize> = (0..MEMBERS).map(|_| usize::from(dice.chance(40))).collect();
    let numbers = member_numbers(stage, salon, &places).await?;
    let mut guests = Vec::with_capacity(MEMBERS);
    for (index, ((since, place), number)) in registered.into_iter().zip(places).zip(numbers).enumerate() {
        guests.push(add(stage, salon, NewGuest { index, since, place, number }, dice.split()));
    }
    stage.together(guests).await
}

/// Most have been coming for long; the last ones registered on one of the last days each.
fn since(stage: &Stage<'_>, salon: &Salon, index: usize, dice: &mut Dice) -> Instant {
    let Some(shop) = salon.shops.first() else { return stage.now };
    if index >= NEW {
        let ago = dice.between(21 * 24 * 3600, (stage.now.millis() - salon.since.millis()) / 1000);
        return stage.now.plus_seconds(-ago);
    }
    let days_ago = i64::try_from(index / 2 * 2).unwrap_or(0);
    let day = shop.branch.business_day(stage.now).plus_days(-days_ago);
    Hours::of(stage, shop, day).moment(dice)
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

struct NewGuest {
    index: usize,
    since: Instant,
    place: usize,
    number: String,
}

async fn add(stage: &Stage<'_>, salon: &Salon, new: NewGuest, mut dice: Dice) -> Result<Guest, Problem> {
    let shop = salon.shops.get(new.place).ok_or_else(|| Problem::bug("a guest without a shop"))?;
    let profile = profile(shop, new.index, &mut dice);
    let wish = MemberWish { branch: shop.branch.id, profile, shared_phone_confirmed: false };
    let add = AddMember { wish, number: new.number };
    let id = stage.write(new.since, &salon.reception, add).await?.id;
    for purpose in [Purpose::Notice, Purpose::Marketing] {
        if dice.chance(60) {
            let (channel, text_version) = ("前台".to_owned(), "2026-01".to_owned());
            let wish = ConsentWish { purpose, granted: true, channel, text_version };
            stage
                .write(new.since.plus_seconds(60), &salon.reception, RecordConsent { customer: id, wish })
                .await?;
        }
    }
    let likes_card = dice.chance(45).then(|| [0, 0, 0, 1, 1, 2][dice.below(6)]);
    Ok(Guest { id, shop: new.place, since: new.since, likes_card })
}

fn profile(shop: &Shop, index: usize, dice: &mut Dice) -> CustomerProfile {
    let woman = dice.chance(72);
    let given = if woman { dice.word(&WOMEN) } else { dice.word(&MEN) };
    let some = |dice: &mut Dice, percent: usize, words: &[&'static str]| match dice.chance(percent) {
        true => dice.word(words).to_owned(),
        false => String::new(),
    };
    let introducer: Option<StaffId> =
        dice.chance(25).then(|| dice.pick(&shop.stylists).map(|one| one.id)).flatten();
    CustomerProfile {
        name: format!("{}{given}", dice.word(&SURNAMES)),
        phone: phone(index, dice),
        gender: if woman { Gender::Female } else { Gender::Male },
        birthday: dice.chance(70).then(|| birthday(dice)),
        source: dice.word(&SOURCES).to_owned(),
        introducer,
        tags: Some(some(dice, 40, &TAGS)).filter(|tag| !tag.is_empty()).into_iter().collect(),
        notes: some(dice, 20, &NOTES),
        hair_formula: some(dice, 25, &FORMULAS),
        allergy: some(dice, 4, &ALLERGIES),
        ..CustomerProfile::default()
    }
}

/// A number of the range 154, which has never been given to anybody, with a tail of its own.
fn phone(index: usize, dice: &mut Dice) -> String {
    // The step and the count of tails have no common divisor, so no tail comes twice.
    format!("154{}{:04}", dice.digits(4), (index * 7919 + 137) % 10_000)
}

fn birthday(dice: &mut Dice) -> Birthday {
    let calendar = if dice.chance(20) { Calendar::Lunar } else { Calendar::Solar };
    let small = |value: i64| i8::try_from(value).unwrap_or(1);
    Birthday {
        calendar,
        year: dice.chance(80).then(|| i16::try_from(dice.between(1958, 2006)).unwrap_or(1990)),
        month: small(dice.between(1, 12)),
        day: small(dice.between(1, 28)),
        leap_month: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::text::Phone;
    use std::collections::BTreeSet;

    #[test]
    fn no_phone_belongs_to_anybody() {
        let mut dice = Dice::new(1);
        let phones: Vec<_> =
            (0..MEMBERS).map(|index| Phone::parse(&phone(index, &mut dice)).unwrap()).collect();
        assert!(phones.iter().all(|phone| phone.as_str().starts_with("154")));
        let tails: BTreeSet<_> = phones.iter().map(|phone| phone.tail().to_owned()).collect();
        assert_eq!(tails.len(), MEMBERS);
    }
}
