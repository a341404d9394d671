//! Who the customers are: names as they are spread in China, ages, and phones that are nobody's.

use super::dice::Dice;
use crate::customer::model::Gender;

/// Surnames with how many people in a thousand bear them, roughly as the census has it. They need
/// not add up to anything: they are weights.
const SURNAMES: [(&str, usize); 84] = [
    ("王", 72),
    ("李", 71),
    ("张", 68),
    ("刘", 54),
    ("陈", 45),
    ("杨", 31),
    ("赵", 23),
    ("黄", 22),
    ("周", 21),
    ("吴", 20),
    ("徐", 17),
    ("孙", 15),
    ("胡", 13),
    ("朱", 13),
    ("高", 12),
    ("林", 12),
    ("何", 12),
    ("郭", 11),
    ("马", 10),
    ("罗", 9),
    ("梁", 9),
    ("宋", 8),
    ("郑", 8),
    ("谢", 8),
    ("韩", 7),
    ("唐", 7),
    ("冯", 6),
    ("于", 6),
    ("董", 6),
    ("萧", 6),
    ("程", 6),
    ("曹", 6),
    ("袁", 5),
    ("邓", 5),
    ("许", 5),
    ("傅", 5),
    ("沈", 5),
    ("曾", 5),
    ("彭", 5),
    ("吕", 5),
    ("苏", 5),
    ("卢", 5),
    ("蒋", 5),
    ("蔡", 5),
    ("贾", 4),
    ("丁", 4),
    ("魏", 4),
    ("薛", 4),
    ("叶", 4),
    ("阎", 4),
    ("余", 4),
    ("潘", 4),
    ("杜", 4),
    ("戴", 4),
    ("夏", 4),
    ("钟", 4),
    ("汪", 4),
    ("田", 4),
    ("任", 4),
    ("姜", 4),
    ("范", 3),
    ("方", 3),
    ("石", 3),
    ("姚", 3),
    ("谭", 3),
    ("廖", 3),
    ("邹", 3),
    ("熊", 3),
    ("金", 3),
    ("陆", 3),
    ("郝", 3),
    ("孔", 3),
    ("白", 3),
    ("崔", 3),
    ("康", 3),
    ("毛", 3),
    ("邱", 3),
    ("秦", 3),
    ("江", 3),
    ("史", 2),
    ("顾", 2),
    ("单", 1),
    ("欧阳", 1),
    ("诸葛", 1),
];

/// What women are called who were born before 1975, before 1995, and since.
const WOMEN: [[&str; 24]; 3] = [
    [
        "秀英", "桂英", "玉兰", "淑珍", "秀兰", "凤英", "玉梅", "桂兰", "秀珍", "春梅", "淑华", "建华",
        "丽华", "红梅", "美珍", "月琴", "爱华", "慧芳", "雅琴", "菊香", "敏", "萍", "英", "芳",
    ],
    [
        "静", "丽", "娟", "艳", "燕", "敏", "婷", "丽娟", "晓燕", "海燕", "婷婷", "雅婷", "文静", "莉莉",
        "雪梅", "佳", "慧", "蓓蓓", "倩", "玲玲", "思敏", "晓彤", "洁", "琳",
    ],
    [
        "欣怡", "梓涵", "雨桐", "子涵", "佳琪", "梦瑶", "思琪", "可馨", "语嫣", "若兰", "诗涵", "雪莹",
        "乐怡", "一诺", "雨萱", "静怡", "梦洁", "嘉怡", "心怡", "晨曦", "悦", "欣妍", "佳怡", "紫萱",
    ],
];
/// The same of men.
const MEN: [[&str; 20]; 3] = [
    [
        "建国", "建军", "国强", "志强", "卫东", "国栋", "德明", "永福", "文忠", "保国", "志明", "金生",
        "国华", "军", "勇", "平", "建平", "玉明", "新民", "福林",
    ],
    [
        "伟", "强", "磊", "涛", "超", "鹏", "杰", "志明", "晓峰", "海涛", "文博", "俊", "斌", "峰", "立新",
        "宏伟", "明辉", "凯", "旭东", "永刚",
    ],
    [
        "浩然", "子轩", "宇航", "俊杰", "天宇", "明轩", "一鸣", "嘉豪", "宇轩", "博文", "子豪", "泽宇",
        "浩宇", "思远", "俊熙", "嘉伟", "昊天", "逸飞", "晨", "睿",
    ],
];

/// In which years people were born who come to a salon, with how many of a hundred are so old.
const BORN: [(i64, i64, usize); 6] = [
    (1946, 1959, 5),
    (1960, 1974, 20),
    (1975, 1984, 22),
    (1985, 1994, 29),
    (1995, 2005, 20),
    (2006, 2014, 4),
];

/// How many of a hundred are women.
const WOMEN_OF_HUNDRED: usize = 68;
/// How many of a hundred come with the phone of somebody who registered before them.
const FAMILY_OF_HUNDRED: usize = 6;

/// How many phones the demo can make.
pub const PHONES: usize = 10_000;

/// Who somebody is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub name: String,
    pub gender: Gender,
    pub born: i64,
    pub phone: String,
}

/// So many people, some of them of one family.
pub fn people(count: usize, dice: &mut Dice) -> Vec<Person> {
    let mut people: Vec<Person> = Vec::with_capacity(count);
    for index in 0..count {
        let before = people.last().filter(|_| dice.chance(FAMILY_OF_HUNDRED)).cloned();
        let mut person = person(index, dice);
        if let Some(before) = before {
            person = of_the_family_of(&before, person);
        }
        people.push(person);
    }
    people
}

fn person(index: usize, dice: &mut Dice) -> Person {
    let born =
        dice.weighted(&BORN, |(_, _, weight)| *weight).map_or(1990, |(from, to, _)| dice.between(*from, *to));
    let gender = if dice.chance(WOMEN_OF_HUNDRED) { Gender::Female } else { Gender::Male };
    let surname = dice.weighted(&SURNAMES, |(_, weight)| *weight).map_or("", |(surname, _)| *surname);
    Person {
        name: format!("{surname}{}", given(gender, born, dice)),
        gender,
        born,
        phone: phone(index, dice),
    }
}

fn given(gender: Gender, born: i64, dice: &mut Dice) -> &'static str {
    let generation = usize::from(born >= 1975) + usize::from(born >= 1995);
    match gender {
        Gender::Male => dice.word(&MEN[generation]),
        Gender::Female | Gender::Unsaid => dice.word(&WOMEN[generation]),
    }
}

/// A husband or wife has a surname of their own; a child has the family's.
fn of_the_family_of(before: &Person, person: Person) -> Person {
    let child = person.born - before.born >= 20;
    let length = if ["欧阳", "诸葛"].iter().any(|long| before.name.starts_with(long)) { 2 } else { 1 };
    let own = if ["欧阳", "诸葛"].iter().any(|long| person.name.starts_with(long)) { 2 } else { 1 };
    let name = match child {
        true => before.name.chars().take(length).chain(person.name.chars().skip(own)).collect(),
        false => person.name,
    };
    Person { name, phone: before.phone.clone(), ..person }
}

/// A number of the range 154, which has never been given to anybody, with a tail of its own.
fn phone(index: usize, dice: &mut Dice) -> String {
    // The step and the count of tails have no common divisor, so no tail comes twice.
    format!("154{}{:04}", dice.digits(4), (index * 7919 + 137) % PHONES)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::text::Phone;
    use std::collections::{BTreeMap, BTreeSet};

    fn crowd() -> Vec<Person> {
        people(3000, &mut Dice::new(1))
    }

    #[test]
    fn no_phone_belongs_to_anybody() {
        assert!(crowd().iter().all(|one| Phone::parse(&one.phone).unwrap().as_str().starts_with("154")));
        let mut dice = Dice::new(7);
        let tails: BTreeSet<_> = (0..PHONES).map(|index| phone(index, &mut dice)[7..].to_owned()).collect();
        assert_eq!(tails.len(), PHONES);
    }

    #[test]
    fn names_are_as_common_as_they_are() {
        let people = crowd();
        let mut surnames = BTreeMap::<char, usize>::new();
        for one in &people {
            *surnames.entry(one.name.chars().next().unwrap()).or_default() += 1;
        }
        let most = surnames.iter().max_by_key(|(_, count)| **count).unwrap();
        assert!(['王', '李', '张'].contains(most.0) && (150..400).contains(most.1), "{most:?}");
        assert!(surnames.len() > 70, "{}", surnames.len());
        assert!(people.iter().all(|one| (2..=4).contains(&one.name.chars().count())));
        let women = people.iter().filter(|one| one.gender == Gender::Female).count();
        assert!((1900..2200).contains(&women), "{women}");
    }

    #[test]
    fn some_families_share_a_phone_and_children_have_its_name() {
        let people = crowd();
        let pairs = || people.windows(2).filter(|pair| pair[0].phone == pair[1].phone);
        assert!((100..260).contains(&pairs().count()), "{}", pairs().count());
        let mut children = pairs().filter(|pair| pair[1].born - pair[0].born >= 20);
        assert!(children.all(|pair| pair[0].name.chars().next() == pair[1].name.chars().next()));
    }

    #[test]
    fn the_same_seed_makes_the_same_people() {
        assert_eq!(crowd(), crowd());
        assert_ne!(crowd(), people(3000, &mut Dice::new(3)));
    }
}
