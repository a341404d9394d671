//! Makes and upgrades the tables: numbered steps, forward only, one text for both engines.

use super::{Db, StoreError};

/// A step, with the number under which it is remembered.
struct Step {
    number: i64,
    name: &'static str,
    sql: &'static str,
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
];

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
        let remember =
            format!("INSERT INTO store_migration (number, name) VALUES ({}, '{}');", step.number, step.name);
        let ran = db.batch(&format!("{remember}\n{}", step.sql)).await;
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
