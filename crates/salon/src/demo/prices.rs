//! What the salon does for people, and what it charges: the price list, and how it changes.

use super::stage::Stage;
use crate::access::Actor;
use crate::catalogue::{
    AddService, Blocks, ChangeService, PriceWish, Priced, Service, ServiceWish, SetPrice, Tax, VariantWish,
};
use crate::customer::model::Gender;
use kernel::{BranchId, Id, Instant, Money, Problem, Rate, ServiceId};
use std::collections::BTreeMap;

/// For whom something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum For {
    Women,
    Men,
    All,
}

impl For {
    /// Whether it is for somebody of this gender.
    pub fn suits(self, gender: Gender) -> bool {
        match self {
            For::Women => gender != Gender::Male,
            For::Men => gender == Gender::Male,
            For::All => true,
        }
    }
}

use For::{All, Men, Women};

/// The price list: name, category, yuan, minutes, how often it is done, for whom.
const SERVICES: [(&str, &str, i64, i64, usize, For); 54] = [
    ("男士洗剪吹", "剪发", 68, 40, 150, Men),
    ("女士洗剪吹", "剪发", 98, 60, 90, Women),
    ("男士精剪", "剪发", 98, 45, 60, Men),
    ("首席剪发", "剪发", 168, 60, 22, All),
    ("总监剪发", "剪发", 288, 75, 8, All),
    ("儿童剪发", "剪发", 48, 30, 10, All),
    ("婴儿剃胎发", "剪发", 128, 40, 1, All),
    ("刘海修剪", "剪发", 30, 15, 14, Women),
    ("渐变推剪", "剪发", 88, 45, 36, Men),
    ("修面剃须", "剪发", 58, 30, 8, Men),
    ("洗吹", "洗吹造型", 58, 40, 70, Women),
    ("按摩洗发", "洗吹造型", 78, 45, 34, All),
    ("中式躺洗", "洗吹造型", 98, 50, 16, All),
    ("一次性卷发造型", "洗吹造型", 88, 45, 12, Women),
    ("编发", "洗吹造型", 88, 45, 6, Women),
    ("宴会盘发", "洗吹造型", 198, 60, 4, Women),
    ("新娘造型", "洗吹造型", 688, 120, 1, Women),
    ("日常妆面", "洗吹造型", 168, 45, 2, Women),
    ("冷烫", "烫发", 298, 150, 9, All),
    ("数码热烫", "烫发", 498, 180, 12, Women),
    ("陶瓷烫", "烫发", 598, 180, 5, Women),
    ("纹理烫", "烫发", 398, 150, 11, Men),
    ("男士定位烫", "烫发", 268, 120, 12, Men),
    ("锡纸烫", "烫发", 368, 150, 4, Men),
    ("发根蓬松烫", "烫发", 358, 120, 7, Women),
    ("离子直发", "烫发", 458, 180, 6, Women),
    ("刘海烫", "烫发", 128, 60, 5, Women),
    ("发根补染", "染发", 198, 90, 22, Women),
    ("全头染色", "染发", 398, 150, 18, Women),
    ("男士染发", "染发", 258, 90, 10, Men),
    ("挑染", "染发", 458, 180, 5, All),
    ("手刷染", "染发", 888, 210, 2, Women),
    ("漂发", "染发", 358, 120, 4, All),
    ("盖白发", "染发", 228, 100, 20, All),
    ("植物染", "染发", 368, 120, 6, Women),
    ("水疗护理", "护理", 168, 60, 20, Women),
    ("角蛋白修护", "护理", 298, 75, 8, Women),
    ("结构重建护理", "护理", 398, 90, 4, Women),
    ("深层补水", "护理", 138, 45, 10, Women),
    ("烫后锁卷护理", "护理", 198, 45, 4, Women),
    ("染后锁色护理", "护理", 198, 45, 5, Women),
    ("蒸汽焗油", "护理", 128, 45, 6, Women),
    ("头皮检测", "头皮养护", 38, 15, 5, All),
    ("头皮清洁", "头皮养护", 198, 60, 14, All),
    ("头皮舒缓", "头皮养护", 268, 75, 7, All),
    ("控油平衡", "头皮养护", 238, 60, 6, Men),
    ("去屑养护", "头皮养护", 238, 60, 5, All),
    ("防脱养发", "头皮养护", 398, 90, 5, All),
    ("头疗", "头皮养护", 168, 60, 12, All),
    ("肩颈舒压", "头皮养护", 128, 40, 6, All),
    ("接发 50 束", "接发", 680, 150, 1, Women),
    ("接发 100 束", "接发", 1280, 210, 1, Women),
    ("接发护理", "接发", 198, 60, 1, Women),
    ("卸除接发", "接发", 200, 60, 1, Women),
];

/// Services that depend on the length of the hair: name, and what each length costs more, in yuan.
const BY_LENGTH: [(&str, [i64; 3]); 7] = [
    ("女士洗剪吹", [0, 20, 40]),
    ("洗吹", [0, 10, 20]),
    ("冷烫", [0, 60, 120]),
    ("数码热烫", [0, 100, 200]),
    ("离子直发", [0, 100, 200]),
    ("全头染色", [0, 100, 200]),
    ("水疗护理", [0, 30, 60]),
];
const LENGTHS: [&str; 3] = ["短发", "中长发", "长发"];

/// What is done along with something else: name, yuan, minutes.
const ADD_ONS: [(&str, i64, i64); 6] = [
    ("深层护理", 50, 20),
    ("肩颈按摩", 40, 15),
    ("头皮精华", 60, 10),
    ("修眉", 30, 10),
    ("染前隔离", 30, 10),
    ("烫后定型", 40, 10),
];

/// What costs more one day, and by how many yuan.
const RAISED: [(&str, i64); 4] = [("男士精剪", 10), ("渐变推剪", 10), ("按摩洗发", 10), ("发根补染", 20)];
/// What the second shop charges, in yuan, from that day on.
const SECOND_SHOP: [(&str, i64); 2] = [("男士洗剪吹", 78), ("头疗", 188)];

/// What a customer can choose.
#[derive(Clone, Debug)]
pub struct Choice {
    pub service: Service,
    pub weight: usize,
    pub of: For,
}

/// Writes the price list; what is done along is no part of what comes back.
pub async fn price(stage: &Stage<'_>, at: Instant, owner: &Actor) -> Result<Vec<Choice>, Problem> {
    let add_ons = ADD_ONS.iter().zip(81..).map(|((name, yuan, minutes), code)| ServiceWish {
        add_on: true,
        ..service(code, name, "加项", *yuan, *minutes)
    });
    let add_ons =
        stage.together(add_ons.map(|wish| stage.write(at, owner, AddService(wish))).collect()).await?;
    let add_ons: Vec<ServiceId> = add_ons.iter().map(|service| service.id).collect();
    let wishes = SERVICES.iter().zip(1..).map(|((name, category, yuan, minutes, ..), code)| ServiceWish {
        variants: by_length(name, *yuan),
        add_ons: along_with(category, &add_ons),
        ..service(code, name, category, *yuan, *minutes)
    });
    let written =
        stage.together(wishes.map(|wish| stage.write(at, owner, AddService(wish))).collect()).await?;
    let listed = written.into_iter().zip(SERVICES);
    Ok(listed.map(|(service, (.., weight, of))| Choice { service, weight, of }).collect())
}

/// What is sprayed on before colour goes with colour alone, what holds a perm with perms.
fn along_with(category: &str, add_ons: &[ServiceId]) -> Vec<ServiceId> {
    let mut along: Vec<ServiceId> = add_ons.iter().take(4).copied().collect();
    match category {
        "染发" => along.extend(add_ons.get(4)),
        "烫发" => along.extend(add_ons.get(5)),
        _ => {}
    }
    along
}

fn service(code: i64, name: &str, category: &str, yuan: i64, minutes: i64) -> ServiceWish {
    ServiceWish {
        code: format!("{code:02}"),
        name: name.to_owned(),
        category: category.to_owned(),
        price: Money::minor(yuan * 100),
        blocks: blocks(category, minutes),
        taxes: taxes(),
        variants: Vec::new(),
        add_ons: Vec::new(),
        add_on: false,
        active: true,
    }
}

/// Perms and colour take effect while the stylist is free for somebody else.
fn blocks(category: &str, minutes: i64) -> Blocks {
    if !["烫发", "染发"].contains(&category) {
        return Blocks::hands_on(minutes);
    }
    let (setup, processing, finishing) = (5, minutes / 15 * 5, 20);
    Blocks { setup, processing, finishing, hands_on: minutes - setup - processing - finishing }
}

fn by_length(name: &str, yuan: i64) -> Vec<VariantWish> {
    let Some((_, more)) = BY_LENGTH.iter().find(|(service, _)| *service == name) else { return Vec::new() };
    let variant = |(length, more): (&&str, &i64)| VariantWish {
        id: None,
        name: (*length).to_owned(),
        price: Money::minor((yuan + more) * 100),
        blocks: None,
        active: true,
    };
    LENGTHS.iter().zip(more).map(variant).collect()
}

/// What every price holds.
pub fn taxes() -> Vec<Tax> {
    let rate = Rate::from_ppm(60_000).unwrap_or_default();
    vec![Tax { name: "增值税".to_owned(), rate, inclusive: true }]
}

/// Makes a few things dearer, and the second shop dearer than the first.
pub async fn raise(
    stage: &Stage<'_>,
    at: Instant,
    owner: &Actor,
    list: &[Choice],
    second: BranchId,
) -> Result<(), Problem> {
    let by_name: BTreeMap<&str, &Service> =
        list.iter().map(|choice| (choice.service.name.as_str(), &choice.service)).collect();
    for (name, more) in RAISED {
        let Some(service) = by_name.get(name) else { continue };
        let wish = dearer(service, Money::minor(more * 100));
        stage.write(at, owner, ChangeService { service: service.id, wish }).await?;
    }
    for (name, yuan) in SECOND_SHOP {
        let Some(service) = by_name.get(name) else { continue };
        let price = Some(Money::minor(yuan * 100));
        let wish = PriceWish { item: service.id.uuid(), kind: Priced::Service, price };
        stage.write(at, owner, SetPrice { branch: second, wish }).await?;
    }
    Ok(())
}

/// A service without variants, at a higher price.
fn dearer(service: &Service, more: Money) -> ServiceWish {
    let Service { code, name, category, price, blocks, taxes, add_ons, add_on, active, .. } = service.clone();
    let price = price + more;
    ServiceWish { code, name, category, price, blocks, taxes, variants: Vec::new(), add_ons, add_on, active }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_take_as_long_as_the_service() {
        for (_, category, _, minutes, ..) in SERVICES {
            let blocks = blocks(category, minutes);
            assert_eq!(blocks.minutes(), minutes);
            assert!(blocks.each().into_iter().all(|block| block >= 0 && block % 5 == 0), "{blocks:?}");
        }
    }

    #[test]
    fn what_changes_its_price_stands_on_the_list_and_has_one_price() {
        for name in RAISED.iter().chain(&SECOND_SHOP).map(|(name, _)| name) {
            assert!(SERVICES.iter().any(|(listed, ..)| listed == name), "{name}");
            assert!(BY_LENGTH.iter().all(|(varied, _)| varied != name), "{name}");
        }
        assert!(BY_LENGTH.iter().all(|(name, _)| SERVICES.iter().any(|(listed, ..)| listed == name)));
    }
}
