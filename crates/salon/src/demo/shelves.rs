//! What lies on the shelves: delivered every week, sold, used at work, and counted every month.

use super::dice::Dice;
use super::prices::taxes;
use super::stage::Stage;
use crate::access::Actor;
use crate::catalogue::{AddProduct, Product, ProductWish};
use crate::stock::{Count, CountLine, CountWish, Receive, ReceiveLine, ReceiveWish, Use, UseWish};
use kernel::{BranchId, Instant, Money, Problem};

/// What there is: name, category, unit, yuan for the customer, yuan for the salon, how many lie
/// there after a delivery. What costs the customer nothing is used at work and not for sale.
const PRODUCTS: [(&str, &str, &str, i64, i64, i64); 80] = [
    ("玫瑰保湿洗发水 500ml", "洗护", "瓶", 128, 52, 14),
    ("玫瑰保湿护发素 500ml", "洗护", "瓶", 138, 56, 12),
    ("控油清爽洗发水 500ml", "洗护", "瓶", 118, 48, 14),
    ("去屑舒缓洗发水 300ml", "洗护", "瓶", 108, 43, 12),
    ("氨基酸洗发水 300ml", "洗护", "瓶", 98, 38, 12),
    ("锁色洗发水 300ml", "洗护", "瓶", 128, 52, 10),
    ("锁色护发素 300ml", "洗护", "瓶", 128, 52, 10),
    ("生姜养发洗发水 400ml", "洗护", "瓶", 88, 31, 12),
    ("蓬松洗发水 400ml", "洗护", "瓶", 108, 42, 10),
    ("儿童温和洗发水 300ml", "洗护", "瓶", 78, 29, 8),
    ("无硅油护发素 400ml", "洗护", "瓶", 98, 37, 10),
    ("旅行洗护套装", "洗护", "套", 69, 24, 12),
    ("修护发膜 250ml", "护理", "罐", 168, 68, 10),
    ("角蛋白发膜 200ml", "护理", "罐", 198, 81, 8),
    ("蒸汽发膜 单片", "护理", "片", 25, 8, 30),
    ("摩洛哥坚果护发油 100ml", "护理", "瓶", 198, 82, 8),
    ("山茶花护发油 80ml", "护理", "瓶", 168, 66, 8),
    ("免洗护发精华 120ml", "护理", "瓶", 158, 64, 10),
    ("蛋白修护喷雾 200ml", "护理", "瓶", 98, 36, 10),
    ("防晒护发喷雾 120ml", "护理", "瓶", 118, 45, 6),
    ("热损修护乳 150ml", "护理", "支", 138, 55, 8),
    ("卷发保湿乳 200ml", "护理", "瓶", 118, 46, 8),
    ("夜间修护精华 50ml", "护理", "瓶", 238, 98, 5),
    ("头皮精华液 60ml", "头皮养护", "瓶", 268, 110, 6),
    ("防脱育发液 80ml", "头皮养护", "瓶", 328, 138, 6),
    ("头皮去角质啫喱 150ml", "头皮养护", "支", 138, 55, 6),
    ("头皮舒缓喷雾 100ml", "头皮养护", "瓶", 128, 50, 6),
    ("何首乌育发液 100ml", "头皮养护", "瓶", 298, 121, 5),
    ("头皮按摩精油 30ml", "头皮养护", "瓶", 158, 63, 6),
    ("控油头皮水 120ml", "头皮养护", "瓶", 148, 59, 6),
    ("哑光发泥 80g", "造型", "罐", 88, 32, 14),
    ("强力定型发胶 300ml", "造型", "瓶", 78, 28, 12),
    ("蓬松粉 10g", "造型", "瓶", 68, 22, 14),
    ("弹力卷发素 150ml", "造型", "支", 88, 33, 10),
    ("海盐喷雾 150ml", "造型", "瓶", 98, 36, 8),
    ("复古发油 100g", "造型", "罐", 98, 37, 8),
    ("定型摩丝 200ml", "造型", "瓶", 68, 24, 8),
    ("刘海定型膏", "造型", "支", 39, 12, 12),
    ("发蜡棒", "造型", "支", 45, 15, 12),
    ("一次性发色喷雾", "造型", "瓶", 49, 17, 6),
    ("气垫按摩梳", "工具", "把", 128, 45, 6),
    ("檀木梳", "工具", "把", 58, 18, 8),
    ("牛角梳", "工具", "把", 168, 70, 4),
    ("头皮按摩刷", "工具", "个", 39, 12, 10),
    ("干发帽", "工具", "条", 39, 12, 12),
    ("真丝发圈", "工具", "个", 29, 9, 20),
    ("鲨鱼夹", "工具", "个", 25, 7, 20),
    ("便携吹风机", "工具", "台", 399, 210, 3),
    ("卷发棒 32mm", "工具", "支", 259, 130, 3),
    ("直发夹板", "工具", "支", 229, 115, 3),
    ("家用理发推子", "工具", "把", 199, 98, 3),
    ("真丝枕套", "工具", "个", 168, 72, 4),
    ("染发膏 1/0 自然黑", "专业用品", "支", 0, 22, 24),
    ("染发膏 3/0 深棕", "专业用品", "支", 0, 22, 24),
    ("染发膏 5/3 浅金棕", "专业用品", "支", 0, 24, 24),
    ("染发膏 6/7 摩卡", "专业用品", "支", 0, 24, 24),
    ("染发膏 7/43 蜜茶", "专业用品", "支", 0, 26, 24),
    ("染发膏 8/1 亚麻灰", "专业用品", "支", 0, 26, 24),
    ("染发膏 9/1 奶茶灰", "专业用品", "支", 0, 26, 24),
    ("漂粉 500g", "专业用品", "罐", 0, 88, 6),
    ("双氧乳 3% 1000ml", "专业用品", "瓶", 0, 29, 10),
    ("双氧乳 6% 1000ml", "专业用品", "瓶", 0, 31, 12),
    ("双氧乳 9% 1000ml", "专业用品", "瓶", 0, 31, 8),
    ("冷烫水套装", "专业用品", "盒", 0, 45, 16),
    ("热烫膏 400ml", "专业用品", "瓶", 0, 62, 12),
    ("离子烫膏 800ml", "专业用品", "瓶", 0, 78, 8),
    ("中和剂 1000ml", "专业用品", "瓶", 0, 36, 10),
    ("沙龙洗发水 5L", "专业用品", "桶", 0, 95, 6),
    ("沙龙护发素 5L", "专业用品", "桶", 0, 98, 6),
    ("沙龙发膜 1000ml", "专业用品", "罐", 0, 72, 8),
    ("植物染粉 100g", "专业用品", "袋", 0, 38, 10),
    ("染前隔离霜 200ml", "专业用品", "支", 0, 35, 8),
    ("锡纸 100 张", "专业用品", "盒", 0, 18, 12),
    ("烫发纸 1000 张", "专业用品", "包", 0, 12, 10),
    ("一次性围布 50 张", "专业用品", "包", 0, 26, 12),
    ("颈纸 5 卷", "专业用品", "包", 0, 15, 12),
    ("一次性手套 100 只", "专业用品", "盒", 0, 22, 12),
    ("剃须刀片 100 片", "专业用品", "盒", 0, 28, 6),
    ("毛巾 10 条", "专业用品", "包", 0, 60, 8),
    ("消毒液 2.5L", "专业用品", "瓶", 0, 32, 8),
];

/// How many lines one delivery or one count has at most.
const LINES_MAX: usize = 100;
/// For what goods are taken.
const USES: [&str; 4] = ["染发用", "烫发用", "洗头区补货", "日常领用"];

/// What lies where: how many of each product, shop by shop.
#[derive(Default)]
pub struct Shelves {
    levels: Vec<Vec<i64>>,
}

impl Shelves {
    /// That so many of a product are gone, or, below zero, came back.
    pub fn gone(&mut self, shop: usize, product: usize, quantity: i64) {
        if let Some(level) = self.levels.get_mut(shop).and_then(|levels| levels.get_mut(product)) {
            *level -= quantity;
        }
    }

    /// Orders for a shop what has become few.
    pub async fn fill(
        &mut self,
        stage: &Stage<'_>,
        at: Instant,
        owner: &Actor,
        (shop, branch): (usize, BranchId),
        products: &[Product],
    ) -> Result<(), Problem> {
        while self.levels.len() <= shop {
            self.levels.push(vec![0; products.len()]);
        }
        let Some(levels) = self.levels.get_mut(shop) else { return Ok(()) };
        let few = products.iter().zip(PRODUCTS).zip(levels);
        let few = few.filter(|((_, (.., full)), level)| **level * 2 <= *full);
        let lines: Vec<ReceiveLine> = few
            .map(|((product, (.., cost, full)), level)| {
                let quantity = full - *level;
                *level = full;
                ReceiveLine { product: product.id, quantity, cost: Money::minor(cost * 100 * quantity) }
            })
            .take(LINES_MAX)
            .collect();
        if lines.is_empty() {
            return Ok(());
        }
        let wish = ReceiveWish { branch, lines, note: "每周补货".to_owned() };
        stage.write(at, owner, Receive(wish)).await.map(drop)
    }

    /// Takes for a week's work what is not for sale.
    pub async fn use_up(
        &mut self,
        stage: &Stage<'_>,
        at: Instant,
        owner: &Actor,
        (shop, branch): (usize, BranchId),
        products: &[Product],
        dice: &mut Dice,
    ) -> Result<(), Problem> {
        let Some(levels) = self.levels.get_mut(shop) else { return Ok(()) };
        let mut taken = Vec::new();
        for (product, level) in products.iter().zip(levels).filter(|(product, _)| !product.active) {
            let quantity = dice.between(0, 4).min(*level);
            if quantity == 0 {
                continue;
            }
            *level -= quantity;
            let wish = UseWish { branch, product: product.id, quantity, reason: dice.word(&USES).to_owned() };
            taken.push(stage.write(at, owner, Use(wish)));
        }
        stage.together(taken).await.map(drop)
    }

    /// Counts a shelf of a shop; now and then one is missing.
    pub async fn count(
        &mut self,
        stage: &Stage<'_>,
        at: Instant,
        owner: &Actor,
        (shop, branch): (usize, BranchId),
        products: &[Product],
        dice: &mut Dice,
    ) -> Result<(), Problem> {
        let Some(levels) = self.levels.get_mut(shop) else { return Ok(()) };
        let category = dice.pick(products).map(|product| product.category.clone()).unwrap_or_default();
        let lines = products.iter().zip(levels).filter(|(product, _)| product.category == category);
        let lines = lines
            .map(|(product, level)| {
                *level -= i64::from(*level > 0 && dice.chance(8));
                CountLine { product: product.id, counted: (*level).max(0) }
            })
            .collect();
        stage
            .write(at, owner, Count(CountWish { branch, lines, note: format!("月末盘点 {category}") }))
            .await
            .map(drop)
    }
}

/// Lists the products.
pub async fn list(stage: &Stage<'_>, at: Instant, owner: &Actor) -> Result<Vec<Product>, Problem> {
    let wishes =
        PRODUCTS.iter().zip(1..).map(|((name, category, unit, yuan, cost, _), number)| ProductWish {
            code: format!("P{number:02}"),
            barcode: barcode(number),
            name: (*name).to_owned(),
            category: (*category).to_owned(),
            price: Money::minor(yuan * 100),
            cost: Money::minor(cost * 100),
            unit: (*unit).to_owned(),
            taxes: taxes(),
            stocked: true,
            active: *yuan > 0,
        });
    stage.together(wishes.map(|wish| stage.write(at, owner, AddProduct(wish))).collect()).await
}

/// An EAN-13 of the numbers that shops give out themselves, so that it is no real product's.
fn barcode(number: i64) -> String {
    let digits = format!("20{number:010}");
    let weighed = digits.bytes().zip([1, 3].into_iter().cycle());
    let sum: u32 = weighed.map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_barcode_of_the_demo_is_whole_and_nobody_elses() {
        assert_eq!(barcode(1), "2000000000015");
        assert!((1..=80).all(|number| barcode(number).len() == 13));
    }

    #[test]
    fn every_product_is_another_and_costs_less_than_it_sells_for() {
        let names: BTreeSet<_> = PRODUCTS.iter().map(|(name, ..)| name).collect();
        assert_eq!(names.len(), PRODUCTS.len());
        assert!(PRODUCTS.iter().all(|(.., price, cost, full)| (*price == 0 || cost < price) && *full > 0));
    }
}
