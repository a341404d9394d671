//! What moves goods, and what is there.

use super::model::{
    Change, CorrectWish, CountLine, CountWish, Counted, CountedLine, Item, Kind, Level, Moved, MovedLine,
    OnBill, ReceiveWish, Refusal, Sold, StockLevel, StockMove, UseWish,
};
use super::queries::{self, ImportedMove, NewMove, StoredLevel};
use super::rules;
use crate::access::{At, Permission};
use crate::branch;
use crate::catalogue::{self, ItemsWanted, Product, ProductsWanted};
use crate::ledger::{CHECK_PAGE, Site};
use crate::sheet::{Cell, values};
use crate::store::{Command, SIXTEEN, Tx};
use kernel::page::{Cursor, Limit};
use kernel::{BranchId, Id, ImportId, Money, Page, Problem, ProductId};
use serde::Serialize;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// Takes a delivery in. Refuses, in this order: another branch, branch unknown, lines, product
/// twice, quantity, cost, note, product unknown, not stocked.
#[derive(Serialize)]
pub struct Receive(pub ReceiveWish);

impl Command for Receive {
    type Out = Moved;
    const NAME: &'static str = "stock.receive";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Moved, Problem> {
        let ReceiveWish { branch, lines, note } = &self.0;
        may_move(tx, *branch).await?;
        rules::check_lines(&lines.iter().map(|line| line.product).collect::<Vec<_>>())?;
        for line in lines {
            rules::check_quantity(line.quantity)?;
            rules::check_cost(line.cost)?;
        }
        let reason = &rules::check_note(note)?;
        let mut moved = Vec::with_capacity(lines.len());
        for line in lines {
            stocked(tx, line.product).await?;
            let shelf = Shelf { branch: *branch, product: line.product };
            let why = Why { kind: Kind::Receive, reason, on: None, import: None };
            let decide = |level| rules::arrive(level, line.quantity, line.cost);
            moved.push(moved_line(shelf, shift(tx, shelf, why, decide).await?));
        }
        tell(tx, *branch).await?;
        Ok(Moved { lines: moved })
    }
}

/// Takes goods for work 领用. Refuses, in this order: another branch, branch unknown, quantity,
/// reason, product unknown, not stocked.
#[derive(Serialize)]
pub struct Use(pub UseWish);

impl Command for Use {
    type Out = Moved;
    const NAME: &'static str = "stock.use";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Moved, Problem> {
        let UseWish { branch, product, quantity, ref reason } = self.0;
        may_move(tx, branch).await?;
        rules::check_quantity(quantity)?;
        let why = Why { kind: Kind::Use, reason: &rules::check_reason(reason)?, on: None, import: None };
        stocked(tx, product).await?;
        let shelf = Shelf { branch, product };
        let after = shift(tx, shelf, why, |level| (rules::leave(level, quantity), None)).await?;
        tell(tx, branch).await?;
        Ok(Moved { lines: vec![moved_line(shelf, after)] })
    }
}

/// Puts a mistake right. Refuses, in this order: another branch, branch unknown, quantity, reason,
/// product unknown, not stocked.
#[derive(Serialize)]
pub struct Correct(pub CorrectWish);

impl Command for Correct {
    type Out = Moved;
    const NAME: &'static str = "stock.correct";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Moved, Problem> {
        let CorrectWish { branch, product, quantity, ref reason } = self.0;
        may_move(tx, branch).await?;
        rules::check_quantity(quantity.saturating_abs())?;
        let why = Why { kind: Kind::Correct, reason: &rules::check_reason(reason)?, on: None, import: None };
        let usual = stocked(tx, product).await?.cost;
        let shelf = Shelf { branch, product };
        let after = shift(tx, shelf, why, |level| rules::differ(level, quantity, usual)).await?;
        tell(tx, branch).await?;
        Ok(Moved { lines: vec![moved_line(shelf, after)] })
    }
}

/// Makes the levels what was found on the shelves 盘点. Refuses, in this order: another branch,
/// branch unknown, lines, product twice, quantity, note, product unknown, not stocked.
#[derive(Serialize)]
pub struct Count(pub CountWish);

impl Command for Count {
    type Out = Counted;
    const NAME: &'static str = "stock.count";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Counted, Problem> {
        let CountWish { branch, lines, note } = &self.0;
        may_move(tx, *branch).await?;
        rules::check_lines(&lines.iter().map(|line| line.product).collect::<Vec<_>>())?;
        for line in lines {
            rules::check_counted(line.counted)?;
        }
        let reason = rules::check_note(note)?;
        let mut counted = Vec::with_capacity(lines.len());
        for line in lines {
            counted.push(count(tx, *branch, line, &reason).await?);
        }
        tell(tx, *branch).await?;
        Ok(Counted { lines: counted })
    }
}

/// What agrees moves nothing.
async fn count(
    tx: &mut Tx<'_>,
    branch: BranchId,
    line: &CountLine,
    reason: &str,
) -> Result<CountedLine, Problem> {
    let CountLine { product, counted } = *line;
    let usual = stocked(tx, product).await?.cost;
    let before = queries::level(tx, branch, product).await?.unwrap_or_default().level;
    let difference = counted - before.on_hand;
    let mut cost = Money::ZERO;
    if difference != 0 {
        let why = Why { kind: Kind::Count, reason, on: None, import: None };
        let decide = |level| rules::differ(level, difference, usual);
        cost = shift(tx, Shelf { branch, product }, why, decide).await?.value - before.value;
    }
    Ok(CountedLine { product, expected: before.on_hand, counted, difference, cost })
}

/// Takes goods off the shelf for a bill, inside another command. It is never refused for want of
/// goods: what is left may be below zero.
pub async fn sell(
    tx: &mut Tx<'_>,
    site: Site,
    product: ProductId,
    quantity: i64,
    on: OnBill,
) -> Result<Sold, Problem> {
    let shelf = Shelf { branch: site.branch, product };
    let why = Why { kind: Kind::Sell, reason: "", on: Some(on), import: None };
    let after = shift(tx, shelf, why, |level| (rules::leave(level, quantity), None)).await?;
    tell(tx, site.branch).await?;
    Ok(Sold { left: after.on_hand })
}

/// Puts goods of a bill back on the shelf at the cost they left with, inside another command. No
/// more than the bill has taken from this shelf comes back.
pub async fn take_back(
    tx: &mut Tx<'_>,
    site: Site,
    product: ProductId,
    quantity: i64,
    on: OnBill,
) -> Result<(), Problem> {
    let sold = queries::moved_by(tx, site.branch, product, on.bill, Kind::Sell).await?;
    let returned = queries::moved_by(tx, site.branch, product, on.bill, Kind::Return).await?;
    let quantity = quantity.min(-sold.quantity - returned.quantity);
    if quantity <= 0 {
        return Ok(());
    }
    let cost = rules::cost_back(sold, returned, quantity);
    let shelf = Shelf { branch: site.branch, product };
    let why = Why { kind: Kind::Return, reason: "", on: Some(on), import: None };
    shift(tx, shelf, why, |level| rules::arrive(level, quantity, cost)).await?;
    tell(tx, site.branch).await
}

/// What lay on a shelf when the books began.
#[derive(Clone, Copy, Debug)]
pub struct Opening {
    /// In which branch.
    pub branch: BranchId,
    /// Of which product.
    pub product: ProductId,
    /// How many; may be none.
    pub quantity: i64,
    /// What they have cost together; as usual for the product when nobody says.
    pub cost: Option<Money>,
    /// The import.
    pub import: ImportId,
}

/// Takes in what another program kept on a shelf. Refuses, in this order: product unknown, not stocked.
pub async fn take_in(tx: &mut Tx<'_>, opening: Opening) -> Result<(), Problem> {
    let Opening { branch, product, quantity, cost, import } = opening;
    let usual = stocked(tx, product).await?.cost;
    let why = Why { kind: Kind::Opening, reason: "", on: None, import: Some(import) };
    let decide = |level: Level| {
        let cost = cost.unwrap_or_else(|| level.cost_of(quantity, usual));
        rules::arrive(level, quantity, cost)
    };
    shift(tx, Shelf { branch, product }, why, decide).await.map(drop)
}

/// Removes some moves of an import that nobody has seen, and says how many; none when all are gone.
/// What was sold of it in the meantime stays sold.
pub async fn remove_import(tx: &mut Tx<'_>, import: ImportId, limit: i64) -> Result<usize, Problem> {
    let moves = queries::moves_of_import(tx, import, limit).await?;
    for ImportedMove { id, branch, product, change } in &moves {
        queries::delete_move(tx, *id).await?;
        if queries::delete_level(tx, *branch, *product).await? {
            continue;
        }
        let shelf = Shelf { branch: *branch, product: *product };
        let before = queries::level(tx, shelf.branch, shelf.product).await?.unwrap_or_default();
        let left = StoredLevel { level: before.level.without(*change), ..before };
        queries::put_level(tx, shelf.branch, shelf.product, left, None).await?;
        if let Some(owed) = rules::settle(left.level) {
            let why = Why { kind: Kind::Correct, reason: "", on: None, import: None };
            write(tx, shelf, why, left, owed).await?;
        }
    }
    Ok(moves.len())
}

/// All products that have ever moved in a branch.
pub async fn moved_products(tx: &mut Tx<'_>, branch: BranchId) -> Result<Vec<ProductId>, Problem> {
    let mut all: Vec<ProductId> = Vec::new();
    loop {
        let after = all.last().copied().unwrap_or(ProductId::from_uuid(Uuid::nil()));
        let some = queries::moved_after(tx, branch, after, CHECK_PAGE).await?;
        if some.is_empty() {
            return Ok(all);
        }
        all.extend(some);
    }
}

/// A product in a branch.
#[derive(Clone, Copy)]
struct Shelf {
    branch: BranchId,
    product: ProductId,
}

/// Why something moves.
#[derive(Clone, Copy)]
struct Why<'a> {
    kind: Kind,
    reason: &'a str,
    on: Option<OnBill>,
    import: Option<ImportId>,
}

/// Writes the moves that a decision about a level comes to, and says what the level is then.
async fn shift(
    tx: &mut Tx<'_>,
    shelf: Shelf,
    why: Why<'_>,
    decide: impl FnOnce(Level) -> (Change, Option<Change>),
) -> Result<Level, Problem> {
    let before = queries::level(tx, shelf.branch, shelf.product).await?.unwrap_or_default();
    let (first, second) = decide(before.level);
    let after = write(tx, shelf, why, before, first).await?;
    match second {
        Some(owed) => {
            let why = Why { kind: Kind::Correct, on: None, ..why };
            Ok(write(tx, shelf, why, after, owed).await?.level)
        }
        None => Ok(after.level),
    }
}

async fn write(
    tx: &mut Tx<'_>,
    Shelf { branch, product }: Shelf,
    Why { kind, reason, on, import }: Why<'_>,
    before: StoredLevel,
    change: Change,
) -> Result<StoredLevel, Problem> {
    let after = StoredLevel { level: before.level.after(change), moves: before.moves + 1 };
    rules::check_level(after.level)?;
    queries::put_level(tx, branch, product, after, import).await?;
    let new = NewMove { branch, product, kind, change, after, reason, on, import };
    queries::insert_move(tx, new).await?;
    tx.touched("catalogue_product", product, Some(branch));
    Ok(after)
}

fn moved_line(shelf: Shelf, after: Level) -> MovedLine {
    MovedLine { product: shelf.product, on_hand: after.on_hand, value: after.value }
}

/// Refuses: another branch, branch unknown.
async fn may_move(tx: &mut Tx<'_>, branch: BranchId) -> Result<(), Problem> {
    tx.at(Permission::StockManage, branch)?;
    branch::find(tx, branch).await.map(drop)
}

/// A product that is counted on the shelf. Refuses: product unknown, not stocked.
async fn stocked(tx: &mut Tx<'_>, product: ProductId) -> Result<Product, Problem> {
    let found = catalogue::find_product(tx, product).await?;
    if found.stocked { Ok(found) } else { Err(Refusal::NotStocked.into()) }
}

async fn tell(tx: &mut Tx<'_>, branch: BranchId) -> Result<(), Problem> {
    Ok(tx.tell("stock.changed", branch, Some(branch)).await?)
}

/// Which levels are wanted.
pub struct LevelsWanted {
    /// What was typed to find them.
    pub search: catalogue::Search,
    /// Only those below zero.
    pub below_zero: bool,
    /// Where the page begins.
    pub after: Option<Cursor>,
    /// How many.
    pub limit: Limit,
}

/// A page of what lies on the shelves of a branch: of all that is counted there and in use, or still
/// there, in the order of the catalogue.
pub async fn levels(tx: &mut Tx<'_>, at: At, wanted: LevelsWanted) -> Result<Page<StockLevel>, Problem> {
    let LevelsWanted { search, below_zero, mut after, limit } = wanted;
    let only: Option<HashSet<ProductId>> = match below_zero {
        true => Some(queries::below_zero(tx, at).await?.into_iter().collect()),
        false => None,
    };
    loop {
        let products = ProductsWanted {
            active: None,
            stocked: Some(true),
            search: search.clone(),
            after: after.take(),
            limit,
        };
        let page = catalogue::products(tx, products).await?;
        let shown = page.items.into_iter();
        let shown = shown.filter(|product| only.as_ref().is_none_or(|only| only.contains(&product.id)));
        let items = with_levels(tx, at, shown.collect()).await?;
        after = page.next.clone().map(Cursor);
        // A stretch of the catalogue of which nothing is shown is passed over.
        if !items.is_empty() || after.is_none() {
            return Ok(Page { items, next: page.next });
        }
    }
}

/// What lies on the shelves of a branch as the rows of a sheet, under names of columns that an import
/// recognises.
pub async fn rows(tx: &mut Tx<'_>, at: At) -> Result<Vec<Vec<Cell>>, Problem> {
    let decimals = branch::organisation(tx).await?.currency.decimals();
    let head = ["code", "barcode", "name", "category", "unit", "quantity", "cost", "total_cost"];
    let mut rows = vec![head.map(Cell::text).to_vec()];
    let mut after = None;
    loop {
        let search = catalogue::Search::default();
        let wanted = LevelsWanted { search, below_zero: false, after, limit: Limit::default() };
        let page = levels(tx, at, wanted).await?;
        rows.extend(page.items.iter().map(|level| row(level, decimals)));
        let Some(next) = page.next else { return Ok(rows) };
        after = Some(Cursor(next));
    }
}

fn row(level: &StockLevel, decimals: u32) -> Vec<Cell> {
    let amount = |amount| Cell::Number(values::written(amount, decimals));
    vec![
        Cell::text(&level.code),
        Cell::text(&level.barcode),
        Cell::text(&level.name),
        Cell::text(&level.category),
        Cell::text(&level.unit),
        Cell::Number(level.on_hand.to_string()),
        amount(level.unit_cost),
        amount(level.value),
    ]
}

async fn with_levels(tx: &mut Tx<'_>, at: At, products: Vec<Product>) -> Result<Vec<StockLevel>, Problem> {
    let ids: Vec<ProductId> = products.iter().map(|product| product.id).collect();
    let found = levels_by_product(tx, at, &ids).await?;
    let level_of = |product: &Product| found.get(&product.id).copied().unwrap_or_default();
    let shown = products.into_iter().map(|product| (level_of(&product), product));
    let shown = shown.filter(|(level, product)| product.active || level.on_hand != 0);
    Ok(shown.map(|(level, product)| stock_level(level, product)).collect())
}

fn stock_level(level: Level, product: Product) -> StockLevel {
    StockLevel {
        product: product.id,
        name: product.name,
        code: product.code,
        barcode: product.barcode,
        unit: product.unit,
        category: product.category,
        on_hand: level.on_hand,
        value: level.value,
        unit_cost: level.unit_cost(product.cost),
        below_zero: level.on_hand < 0,
    }
}

async fn levels_by_product(
    tx: &mut Tx<'_>,
    at: At,
    products: &[ProductId],
) -> Result<HashMap<ProductId, Level>, Problem> {
    let mut levels = HashMap::with_capacity(products.len());
    for some in products.chunks(SIXTEEN) {
        levels.extend(queries::levels_of(tx, at, some).await?);
    }
    Ok(levels)
}

/// A page of the moves of a branch, newest first.
pub async fn moves(
    tx: &mut Tx<'_>,
    at: At,
    product: Option<ProductId>,
    after: Option<Cursor>,
    limit: Limit,
) -> Result<Page<StockMove>, Problem> {
    let mut page = queries::moves(tx, at, product, after, limit).await?;
    let moved: HashSet<ProductId> = page.items.iter().map(|moved| moved.product).collect();
    let moved: Vec<ProductId> = moved.into_iter().collect();
    let mut names: HashMap<ProductId, String> = HashMap::with_capacity(moved.len());
    for some in moved.chunks(SIXTEEN) {
        let products = catalogue::products_of(tx, some).await?;
        names.extend(products.into_iter().map(|product| (product.id, product.name)));
    }
    for moved in &mut page.items {
        moved.product_name = names.get(&moved.product).cloned().unwrap_or_default();
    }
    Ok(page)
}

/// A page of what a till sells, with how many of the products are there.
pub async fn items(tx: &mut Tx<'_>, at: At, wanted: ItemsWanted) -> Result<Page<Item>, Problem> {
    let page = catalogue::items(tx, at, wanted).await?;
    let counted = page.items.iter().filter(|item| item.stocked);
    let counted: Vec<ProductId> = counted.map(|item| ProductId::from_uuid(item.id)).collect();
    let levels = levels_by_product(tx, at, &counted).await?;
    let on_hand = |id| levels.get(&ProductId::from_uuid(id)).map_or(0, |level| level.on_hand);
    Ok(page.map(|item| Item { on_hand: item.stocked.then(|| on_hand(item.id)), item }))
}
