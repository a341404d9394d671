//! A real salon's files through the real code, held against a plain sum over the same file. They are not
//! part of the product; their folder is named by `TRESS_SAMPLES`.

use super::rows_of;
use crate::import::{File, Kind, Report, Said, jobs};
use crate::salon_test;
use crate::store::Row;
use crate::testing::TestApp;
use std::collections::BTreeMap;

/// What a part of the receipts comes to: lines, cents without taxes, cents of taxes.
type Sum = (i64, i64, i64);

/// Sums by staff, by what was sold and by day, and how many bills there are.
#[derive(Debug, Default, PartialEq, Eq)]
struct Sums {
    staff: BTreeMap<String, Sum>,
    sold: BTreeMap<String, Sum>,
    days: BTreeMap<String, Sum>,
    total: Sum,
    bills: i64,
}

/// Ten-thousandths of a decimal number.
fn ten_thousandths(text: &str) -> i64 {
    let (whole, fraction) =
        text.trim_start_matches('-').split_once('.').unwrap_or((text.trim_start_matches('-'), ""));
    let size = whole.parse::<i64>().unwrap() * 10_000 + format!("{fraction:0<4}").parse::<i64>().unwrap();
    if text.starts_with('-') { -size } else { size }
}

/// Cents, half a cent away from zero.
fn cents(text: &str) -> i64 {
    let exact = ten_thousandths(text);
    (exact.abs() + 50) / 100 * exact.signum()
}

/// Adds the file up in the plainest way: no cell of it holds a comma or a quote.
fn plain_sums(text: &str) -> Sums {
    let mut sums = Sums::default();
    let mut receipts = std::collections::BTreeSet::new();
    for line in text.trim().lines().skip(1) {
        let cells: Vec<&str> = line.trim_end().split(',').collect();
        let [receipt, date, sold, _, staff, _, amount, gst, pst] = cells[..] else { panic!("{line}") };
        let [month, day, year] = date.split('/').collect::<Vec<_>>()[..] else { panic!("{date}") };
        // What is kept of a name has no two spaces in a row, and what has no name is a dash.
        let sold = sold.split_whitespace().collect::<Vec<_>>().join(" ");
        let sold = if sold.is_empty() { "—".to_owned() } else { sold };
        let more = (1, cents(amount), cents(gst) + cents(pst));
        let add = |sum: &mut Sum| *sum = (sum.0 + more.0, sum.1 + more.1, sum.2 + more.2);
        add(sums.staff.entry(staff.to_owned()).or_default());
        add(sums.sold.entry(sold).or_default());
        add(sums.days.entry(format!("{year}-{month}-{day}")).or_default());
        add(&mut sums.total);
        receipts.insert(receipt.to_owned());
    }
    sums.bills = i64::try_from(receipts.len()).unwrap();
    sums
}

async fn grouped(app: &TestApp, sql: &'static str) -> BTreeMap<String, Sum> {
    let mut tx = app.app.db.read(&app.system()).await.unwrap();
    let read = |row: &mut Row| Ok((row.take::<String>()?, (row.take()?, row.take()?, row.take()?)));
    tx.rows(sql, Vec::new(), read).await.unwrap().into_iter().collect()
}

/// The same sums over the bills.
async fn stored_sums(app: &TestApp) -> Sums {
    let staff = grouped(app, "SELECT p.name, COUNT(*), CAST(SUM(l.net) AS BIGINT), CAST(SUM(l.payable - l.net) AS BIGINT)
         FROM bill_line l JOIN bill_share s ON s.org_id = l.org_id AND s.line_id = l.id
         JOIN staff p ON p.org_id = s.org_id AND p.id = s.staff_id WHERE l.org_id = $1 GROUP BY p.name ORDER BY p.name");
    let sold = grouped(
        app,
        "SELECT l.name, COUNT(*), CAST(SUM(l.net) AS BIGINT), CAST(SUM(l.payable - l.net) AS BIGINT)
         FROM bill_line l WHERE l.org_id = $1 GROUP BY l.name ORDER BY l.name",
    );
    let days = grouped(
        app,
        "SELECT b.business_day, COUNT(*), CAST(SUM(l.net) AS BIGINT), CAST(SUM(l.payable - l.net) AS BIGINT)
         FROM bill_line l JOIN bill b ON b.org_id = l.org_id AND b.id = l.bill_id
         WHERE l.org_id = $1 AND b.state = 'paid' GROUP BY b.business_day ORDER BY b.business_day",
    );
    let total = grouped(
        app,
        "SELECT 'total', COUNT(*), CAST(SUM(l.net) AS BIGINT),
             (SELECT CAST(SUM(t.amount) AS BIGINT) FROM bill_tax t WHERE t.org_id = $1)
         FROM bill_line l WHERE l.org_id = $1",
    );
    Sums {
        staff: staff.await,
        sold: sold.await,
        days: days.await,
        total: total.await["total"],
        bills: rows_of(app, "SELECT COUNT(*) FROM bill WHERE org_id = $1").await,
    }
}

fn read(name: &str) -> Option<String> {
    let Some(folder) = std::env::var_os("TRESS_SAMPLES") else {
        println!("skipped: TRESS_SAMPLES is not set");
        return None;
    };
    let path = std::path::PathBuf::from(folder).join("real-salon").join(name);
    Some(String::from_utf8(std::fs::read(path).unwrap()).unwrap())
}

/// Takes a file in, the good rows although others are refused.
async fn taken_in(app: &TestApp, kind: Kind, text: &str) -> Report {
    let bytes = text.as_bytes().to_vec();
    let file =
        File { kind, branch: Some(app.branch), name: "sample.csv".into(), bytes, said: Said::default() };
    let taken = jobs::take_in(&app.app.db, &app.system(), file, true, &|_, _| ()).await.unwrap();
    assert!(taken.refused.is_none());
    taken.report
}

/// What the books hold of an account of the first branch.
async fn held(app: &TestApp, account: &str) -> i64 {
    let mut tx = app.app.db.read(&app.system()).await.unwrap();
    let sql = "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM ledger_entry WHERE org_id = $1 AND account = $2";
    tx.row(sql, crate::args![account], |row| row.take()).await.unwrap().unwrap()
}

salon_test! {
    async fn a_real_salons_files_come_to_a_plain_sum_over_them(app) {
        let Some(receipts) = read("Receipt Transactions0.csv") else { return };
        let (services, retail) = (read("Service Listing0.csv").unwrap(), read("Product Listing (Retail)0.csv").unwrap());
        let files = [(Kind::Catalogue, &services, 33), (Kind::Catalogue, &retail, 100), (Kind::Stock, &retail, 97), (Kind::History, &receipts, 1934)];
        for (kind, text, accepted) in files {
            assert_eq!(taken_in(&app, kind, text).await.accepted, accepted, "{kind:?}");
        }
        let plain = plain_sums(&receipts);
        assert_eq!((plain.bills, plain.total.0), (1436, 1934));
        assert_eq!(stored_sums(&app).await, plain);
        let (net, tax) = (plain.total.1, plain.total.2);
        assert_eq!((held(&app, "history_clearing").await, held(&app, "revenue").await), (net + tax, -net));
        assert_eq!(rows_of(&app, "SELECT COUNT(*) FROM catalogue_service WHERE org_id = $1 AND active = 0").await, 0, "all are on the lists");
        assert_eq!(crate::check::books(&mut app.app.db.read(&app.system()).await.unwrap()).await.unwrap(), []);

        for (kind, text, _) in files {
            assert_eq!(taken_in(&app, kind, text).await.accepted, 0, "{kind:?}");
        }
        assert_eq!(stored_sums(&app).await, plain);
    }
}
