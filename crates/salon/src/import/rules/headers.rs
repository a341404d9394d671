//! Which column means what: known names of columns first, then telling parts of a name.

use super::names::{NAMES, simplified};
use crate::import::model::{Field, Refusal};
use crate::sheet::{Cell, Row, Sheet};
use kernel::text::fold;
use std::collections::BTreeMap;

/// How many rows from the top are searched for the names of columns.
const SEARCHED: usize = 60;
/// The rank of a name that only tells by a part of it.
const GUESSED: usize = usize::MAX;

/// Where a sheet's columns are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Which of the file's sheets it is, from 0.
    pub sheet: usize,
    /// The number of the row with the names of columns.
    pub header_row: u32,
    /// The names of columns, in the sheet's order; blank ones too.
    pub headers: Vec<String>,
    /// The column of each field that has one, from 0.
    pub columns: BTreeMap<Field, usize>,
}

impl Layout {
    /// The cell of a field; empty where the field has no column.
    pub fn cell<'a>(&self, row: &'a Row, field: Field) -> &'a Cell {
        self.columns.get(&field).map_or(&Cell::Empty, |column| row.cell(*column))
    }

    /// Whether a row repeats the names of columns, as each page of a printed list does.
    pub fn is_heading(&self, row: &Row) -> bool {
        let named = |column: &usize| row.cell(*column).to_text().trim() == self.headers[*column];
        self.columns.len() >= 2 && self.columns.values().all(named)
    }

    /// Refuses a sheet that cannot name anybody.
    pub fn require_columns(&self) -> Result<(), Refusal> {
        let has = |field| self.columns.contains_key(&field);
        let named = has(Field::Name) || has(Field::FamilyName) || has(Field::GivenName);
        let known = has(Field::Phone) || has(Field::CardNumber);
        if named && known { Ok(()) } else { Err(Refusal::ColumnsMissing) }
    }
}

/// Finds the sheet and the row with the names of columns, and what each column means. The names
/// stand in the first row in which at least two are known, rows of titles above it are passed
/// over; of several sheets the first visible one with such a row is taken. Where none is known,
/// the first row with two texts stands in, so that columns can be named by hand.
///
/// `given` are columns named by hand, from a field's code to a header; an empty header leaves
/// the field out.
pub fn layout(sheets: &[Sheet], given: &BTreeMap<String, String>) -> Result<Layout, Refusal> {
    let given = fields(given)?;
    let visible_first =
        |hidden: bool| sheets.iter().enumerate().filter(move |(_, sheet)| sheet.visible != hidden);
    let candidates: Vec<(usize, &Row)> = visible_first(false)
        .chain(visible_first(true))
        .flat_map(|(place, sheet)| sheet.rows.iter().take(SEARCHED).map(move |row| (place, row)))
        .collect();
    let known = candidates.iter().find(|(_, row)| recognised(row, &given) >= 2);
    let stand_in = || candidates.iter().find(|(_, row)| texts(row) >= 2);
    let (sheet, row) = known.or_else(stand_in).ok_or(Refusal::NoHeader)?;
    let headers: Vec<String> = row.cells.iter().map(|cell| fold::plain(&cell.to_text())).collect();
    let columns = columns(&headers, &given)?;
    Ok(Layout { sheet: *sheet, header_row: row.number, headers, columns })
}

fn fields(given: &BTreeMap<String, String>) -> Result<BTreeMap<Field, String>, Refusal> {
    let field = |code: &String| Field::parse(code).ok_or_else(|| Refusal::UnknownField(code.clone()));
    given.iter().map(|(code, header)| Ok((field(code)?, fold::plain(header)))).collect()
}

/// How many names of a row are known or were given.
fn recognised(row: &Row, given: &BTreeMap<Field, String>) -> usize {
    let is_known = |cell: &&Cell| {
        let text = fold::plain(&cell.to_text());
        matches!(cell, Cell::Text(_))
            && (meaning(&text).is_some() || given.values().any(|header| *header == text))
    };
    row.cells.iter().filter(is_known).count()
}

fn texts(row: &Row) -> usize {
    row.cells.iter().filter(|cell| matches!(cell, Cell::Text(_))).count()
}

/// The column of each field: first those given, then for each field the column whose name ranks
/// best; of equals the leftmost.
fn columns(headers: &[String], given: &BTreeMap<Field, String>) -> Result<BTreeMap<Field, usize>, Refusal> {
    let mut columns: BTreeMap<Field, usize> = BTreeMap::new();
    for (field, header) in given.iter().filter(|(_, header)| !header.is_empty()) {
        let same = |name: &String| name == header || key(name) == key(header);
        let exact = headers.iter().position(|name| name == header);
        let column = exact
            .or_else(|| headers.iter().position(same))
            .ok_or_else(|| Refusal::UnknownHeader { field: *field, header: header.clone() })?;
        if columns.values().any(|taken| *taken == column) {
            return Err(Refusal::HeaderTwice(header.clone()));
        }
        columns.insert(*field, column);
    }
    let mut meanings: Vec<(usize, usize, Field)> = headers
        .iter()
        .enumerate()
        .filter_map(|(column, header)| meaning(header).map(|(field, rank)| (rank, column, field)))
        .collect();
    meanings.sort_unstable();
    for (_, column, field) in meanings {
        let taken = columns.values().any(|other| *other == column);
        if !taken && !given.contains_key(&field) {
            columns.entry(field).or_insert(column);
        }
    }
    Ok(columns)
}

/// What a column of this name means, and how surely: 0 is the best.
fn meaning(header: &str) -> Option<(Field, usize)> {
    let named = |key: &str| {
        NAMES.iter().find_map(|(field, names)| {
            names.split(' ').position(|name| name == key).map(|rank| (*field, rank))
        })
    };
    // What stands in brackets may tell (余额(赠送)) or be a unit (余额(元)).
    let whole = key(header);
    let bare = key(&without_brackets(header));
    named(&whole).or_else(|| named(&bare)).or_else(|| guess(&whole).map(|field| (field, GUESSED)))
}

/// A column's name as it is compared: folded, simplified, letters and digits alone.
fn key(header: &str) -> String {
    fold::lower(header).chars().filter(|character| character.is_alphanumeric()).map(simplified).collect()
}

fn without_brackets(header: &str) -> String {
    let mut depth: usize = 0;
    let mut bare = String::with_capacity(header.len());
    for character in fold::plain(header).chars() {
        match character {
            '(' | '[' | '【' | '<' | '《' | '{' => depth += 1,
            ')' | ']' | '】' | '>' | '》' | '}' => depth = depth.saturating_sub(1),
            other if depth == 0 => bare.push(other),
            _ => {}
        }
    }
    bare
}

/// What a name means that only tells by its parts, such as 卡内剩余本金合计余额. Sums over the past
/// (累计), other people's data and dates of other things are none of a member's fields.
fn guess(key: &str) -> Option<Field> {
    const OTHER: &[&str] = &[
        "累计",
        "总消费",
        "消费",
        "历史",
        "已用",
        "已消",
        "总额",
        "充值次",
        "欠",
        "密码",
        "到期",
        "有效",
        "最近",
        "最后",
        "上次",
        "门店",
        "店",
        "员工",
        "发型师",
        "技师",
        "操作",
        "经办",
        "状态",
        "紧急",
        "年龄",
        "类型",
        "total",
        "spent",
        "last",
        "expir",
        "status",
        "staff",
        "stylist",
        "branch",
        "store",
        "password",
    ];
    let has = |part: &str| key.contains(part);
    let any = |parts: &[&str]| parts.iter().any(|part| key.contains(part));
    if any(OTHER) {
        return None;
    }
    let rules: [(bool, Field); 17] = [
        (any(&["推荐", "介绍人", "引荐", "referr"]), Field::ReferrerPhone),
        (any(&["积分", "points"]), Field::Points),
        (has("赠") && any(&["余", "金", "额"]), Field::Bonus),
        (has("bonus"), Field::Bonus),
        (
            any(&["次卡", "次数", "疗程", "余次", "visits"]) && any(&["剩", "余", "left", "remain"]),
            Field::Visits,
        ),
        (any(&["总余", "余额合计", "合计余额"]), Field::Total),
        (any(&["本金", "余额", "balance"]), Field::Principal),
        (any(&["手机", "电话", "mobile", "phone"]), Field::Phone),
        (any(&["生日", "出生", "birth"]), Field::Birthday),
        (any(&["卡号", "会员编号", "会员号", "cardno", "cardnumber"]), Field::CardNumber),
        (any(&["姓名"]), Field::Name),
        (any(&["性别", "gender"]), Field::Gender),
        (any(&["等级", "级别"]), Field::Tier),
        (any(&["开卡", "办卡", "注册", "入会", "建档"]) && any(&["日", "时间"]), Field::OpenedOn),
        (any(&["邮箱", "email"]), Field::Email),
        (any(&["地址", "address"]), Field::Address),
        (any(&["备注", "remark", "note"]), Field::Notes),
    ];
    rules.into_iter().find(|(fits, _)| *fits).map(|(_, field)| field)
}
