//! Makes and upgrades the tables: numbered steps, forward only, one text for both engines.

use super::{Db, StoreError};

/// A step, with the number under which it is remembered.
struct Step {
    number: i64,
    name: &'static str,
    sql: &'static str,
}

impl Step {
    /// What the step does, with the row that remembers it.
    fn text(&self) -> String {
        let Step { number, name, sql } = self;
        format!("INSERT INTO store_migration (number, name) VALUES ({number}, '{name}');\n{sql}")
    }
}

macro_rules! steps {
    ($($number:literal $name:literal),+ $(,)?) => {
        &[$(Step { number: $number, name: $name, sql: include_str!(concat!("../../migrations/", $name, ".sql")) }),+]
    };
}

const STEPS: &[Step] = steps![
    1 "0001_store",
    2 "0002_branch",
    3 "0003_identity",
    4 "0004_setup",
    5 "0005_staff",
    6 "0006_customer",
    7 "0007_catalogue",
    8 "0008_ledger",
    9 "0009_card",
    10 "0010_loyalty",
    11 "0011_bill",
    12 "0012_import",
    13 "0013_till",
    14 "0014_catalogue",
    15 "0015_stock",
    16 "0016_identity",
    17 "0017_customer",
    18 "0018_bill",
    19 "0019_report",
    20 "0020_backup",
    21 "0021_card",
    22 "0022_card",
    23 "0023_till",
    24 "0024_till_day",
    25 "0025_books",
    26 "0026_books",
    27 "0027_ledger",
    28 "0028_ledger",
    29 "0029_card",
    30 "0030_dormant",
    31 "0031_prepaid",
    32 "0032_prepaid",
    33 "0033_prepaid",
    34 "0034_prepaid",
    35 "0035_card",
    36 "0036_card",
    37 "0037_card",
    38 "0038_card",
    39 "0039_card",
    44 "0044_notice",
    45 "0045_identity",
];

/// The number of the newest step.
pub(super) fn newest() -> i64 {
    STEPS.last().map_or(0, |step| step.number)
}

/// The texts that make the tables as they were at a step, one after the other.
pub(super) fn texts_up_to(number: i64) -> impl Iterator<Item = String> {
    let steps = STEPS.iter().filter(move |step| step.number <= number);
    std::iter::once(MADE.to_owned()).chain(steps.map(Step::text))
}

const MADE: &str = "CREATE TABLE IF NOT EXISTS store_migration (
    number BIGINT NOT NULL PRIMARY KEY,
    name   TEXT   NOT NULL
)";

/// Brings the tables to the newest step. Each step is one transaction with the row that remembers
/// it: two servers that start together cannot run it twice, the second one's row is refused.
pub(super) async fn run(db: &Db) -> Result<(), StoreError> {
    db.batch(MADE).await?;
    let done = done(db).await?;
    for step in STEPS.iter().filter(|step| step.number > done) {
        let ran = db.batch(&step.text()).await;
        if ran.is_err() && self::done(db).await? < step.number {
            return ran;
        }
    }
    Ok(())
}

async fn done(db: &Db) -> Result<i64, StoreError> {
    let sql = "SELECT CAST(COALESCE(MAX(number), 0) AS BIGINT) FROM store_migration";
    let row = db.global_rows(sql, Vec::new()).await?.pop();
    row.map_or(Ok(0), |mut row| row.take())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_numbered_without_gaps_and_named_by_their_number() {
        for (index, step) in STEPS.iter().enumerate() {
            assert_eq!(step.number, index as i64 + 1);
            assert!(step.name.starts_with(&format!("{:04}_", step.number)));
        }
    }
}
