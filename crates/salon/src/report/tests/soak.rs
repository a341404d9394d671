//! How quick the reports are over two million lines of bills: two years of twenty shops. Run by
//! `cargo xtask soak reports`; never with the other tests.

use crate::branch::{self, BranchWish, OpenBranch};
use crate::report::{Asked, RevenueBy, TakingsBy, keep_figures, revenue, summary, takings};
use crate::testing::{Engine, TestApp, run};
use kernel::{Day, Problem};
use std::time::{Duration, Instant as Watch};

const SHOPS: i64 = 20;
const DAYS: i64 = 731;
/// The day on which the tests' clock stands, and the first one of the two years before it.
const LAST_DAY: &str = "2026-03-02";
const FIRST_DAY: &str = "2024-03-02";
const FIRST_MOMENT: i64 = 1_709_308_800_000;
const RUNS: usize = 100;

#[test]
#[ignore = "fills two million lines; `cargo xtask soak reports` runs it"]
fn reports_are_quick_on_sqlite() {
    run(Engine::Sqlite, story);
}

#[test]
#[ignore = "fills two million lines; `cargo xtask soak reports` runs it"]
fn reports_are_quick_on_postgres() {
    run(Engine::Postgres, story);
}

async fn story(app: TestApp) {
    let lines: i64 =
        std::env::var("SOAK_LINES").ok().and_then(|lines| lines.parse().ok()).unwrap_or(2_000_000);
    open_shops(&app).await;
    let watch = Watch::now();
    fill(&app, lines / 2).await;
    println!(
        "{:?}: {lines} lines in {SHOPS} shops and {DAYS} days filled in {:.0?}",
        app.engine,
        watch.elapsed()
    );
    let watch = Watch::now();
    keep_figures(&app.app.db, &app.system()).await.unwrap();
    println!("added up in {:.0?}", watch.elapsed());
    let all = Asked { from: Day::parse(FIRST_DAY), to: Day::parse(LAST_DAY), branch: None };
    let mut tx = app.app.db.read(&app.system()).await.unwrap();
    let total = revenue(&mut tx, all, RevenueBy::Total).await.unwrap().total;
    drop(tx);
    assert_eq!((total.lines, total.amount.to_minor()), (lines, sold(lines)));
    for (span, from) in [("a year", "2025-03-03"), ("a month", "2026-02-01"), ("today", LAST_DAY)] {
        measure(&app, span, Asked { from: Day::parse(from), to: Day::parse(LAST_DAY), branch: None }).await;
    }
    empty(&app).await;
}

/// What all lines cost, less what was given back.
fn sold(lines: i64) -> i64 {
    let net = |line: i64| 5_000 + line % 97 * 100;
    let sold: i64 = (0..lines).map(net).sum();
    let given_back: i64 = (0..lines / 2).step_by(200).map(|bill| net(bill * 2)).sum();
    sold - given_back
}

/// A report to be measured.
#[derive(Clone, Copy, Debug)]
enum Asking {
    Revenue(RevenueBy),
    Takings(TakingsBy),
    Summary,
}

const ALL: [Asking; 11] = [
    Asking::Summary,
    Asking::Revenue(RevenueBy::Total),
    Asking::Revenue(RevenueBy::Day),
    Asking::Revenue(RevenueBy::Branch),
    Asking::Revenue(RevenueBy::Staff),
    Asking::Revenue(RevenueBy::Service),
    Asking::Revenue(RevenueBy::Category),
    Asking::Takings(TakingsBy::Day),
    Asking::Takings(TakingsBy::Hour),
    Asking::Takings(TakingsBy::Branch),
    Asking::Takings(TakingsBy::Tender),
];

async fn ask(app: &TestApp, asking: Asking, asked: Asked) -> Result<(), Problem> {
    let mut tx = app.app.db.read(&app.system()).await?;
    match asking {
        Asking::Revenue(by) => revenue(&mut tx, asked, by).await.map(drop),
        Asking::Takings(by) => takings(&mut tx, asked, by).await.map(drop),
        Asking::Summary => summary(&mut tx, asked).await.map(drop),
    }
}

async fn measure(app: &TestApp, span: &str, asked: Asked) {
    for asking in ALL {
        let mut times: Vec<Duration> = Vec::with_capacity(RUNS);
        for _ in 0..RUNS {
            let watch = Watch::now();
            ask(app, asking, asked).await.unwrap();
            times.push(watch.elapsed());
        }
        times.sort();
        let at = |percent: usize| times[(RUNS * percent / 100).min(RUNS - 1)].as_millis();
        let name = format!("{asking:?}");
        println!("{span:>8}  {name:<20} p50 {:>5} ms  p99 {:>5} ms", at(50), at(99));
    }
}

async fn open_shops(app: &TestApp) {
    let first = branch::all(&mut app.app.db.read(&app.system()).await.unwrap()).await.unwrap().remove(0);
    for number in 3..=SHOPS {
        let wish = BranchWish {
            company: first.company,
            name: format!("{number} 号店"),
            address: String::new(),
            phone: String::new(),
            time_zone: first.time_zone.clone(),
            cut_off_minutes: 180,
            hours: Vec::new(),
            active: true,
        };
        app.app.write(&app.system(), OpenBranch(wish)).await.unwrap();
    }
}

/// How an engine says what the statements below need.
struct Words {
    /// The organisation.
    org: String,
    /// An id made of a letter and a number.
    id: fn(char, &str) -> String,
    /// The numbers from 0 up to another, as `seq (n)`.
    numbers: fn(i64) -> String,
    /// The day so many days after the first.
    day: fn(&str) -> String,
    /// No bytes.
    nothing: &'static str,
}

fn words(app: &TestApp) -> Words {
    let organisation = app.organisation.to_string();
    match app.engine {
        Engine::Sqlite => Words {
            org: format!("x'{}'", organisation.replace('-', "")),
            id: |letter, number| format!("CAST(printf('{letter}%015d', {number}) AS BLOB)"),
            numbers: |count| {
                format!(
                    "(WITH RECURSIVE s (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM s WHERE n + 1 < {count}) SELECT n FROM s) seq"
                )
            },
            day: |days| format!("date('{FIRST_DAY}', '+' || ({days}) || ' days')"),
            nothing: "x''",
        },
        Engine::Postgres => Words {
            org: format!("CAST('{organisation}' AS UUID)"),
            id: |letter, number| format!("CAST('{letter}' || LPAD(TO_HEX({number}), 31, '0') AS UUID)"),
            numbers: |count| {
                format!("generate_series(CAST(0 AS BIGINT), CAST({count} - 1 AS BIGINT)) AS seq (n)")
            },
            day: |days| format!("TO_CHAR(DATE '{FIRST_DAY}' + CAST({days} AS INTEGER), 'YYYY-MM-DD')"),
            nothing: "CAST('' AS BYTEA)",
        },
    }
}

/// Bills of two lines each, spread evenly over shops and days; every two hundredth gives its first line
/// back.
fn statements(app: &TestApp, bills: i64) -> Vec<String> {
    let Words { org, id, numbers, day, nothing } = words(app);
    let turn = format!("(n / {SHOPS}) * {DAYS} / ({bills} / {SHOPS} + 1)");
    let moment = format!("{FIRST_MOMENT} + {turn} * 86400000 + 36000000 + (n / {SHOPS}) % 68 * 600000");
    let shop = format!("JOIN branch b ON b.org_id = {org} AND b.number = n % {SHOPS} + 1");
    let net = |line: &str| format!("(5000 + ({line}) % 97 * 100)");
    let total = format!("{} + {}", net("n * 2"), net("n * 2 + 1"));
    let given_back = format!("{} WHERE n % 200 = 0", numbers(bills));
    let tax = format!("{} * 6 / 106", net("n"));
    vec![
        format!(
            "INSERT INTO staff (org_id, id, number, name, job, level, active)
             SELECT {org}, {}, 'S' || n, '员工 ' || n, 'stylist', '', 1 FROM {}",
            id('a', "n"),
            numbers(60)
        ),
        format!(
            "INSERT INTO catalogue_category (org_id, id, kind, name, position)
             SELECT {org}, {}, 'service', '类别 ' || n, n FROM {}",
            id('8', "n"),
            numbers(8)
        ),
        format!(
            "INSERT INTO catalogue_service (org_id, id, name, price, taxes, active, category_id)
             SELECT {org}, {}, '项目 ' || n, 100, '[]', 1, {} FROM {}",
            id('f', "n"),
            id('8', "n % 8"),
            numbers(120)
        ),
        format!(
            "INSERT INTO customer (org_id, id, version, kind, walk_in_number, created_at, created_branch, name,
                 phone, email, address, gender, birthday, source, referrer_shop, tags, notes, hair_formula, allergy,
                 erased_reason)
             SELECT {org}, {}, 1, 'walk_in', 'K9' || n, {FIRST_MOMENT} + n * 1200000, b.id, '',
                 {nothing}, {nothing}, {nothing}, '', {nothing}, '', '', '', {nothing}, {nothing}, {nothing}, {nothing}
             FROM {} {shop}",
            id('c', "n"),
            numbers(50_000)
        ),
        format!(
            "INSERT INTO bill (org_id, id, number, branch_id, company_id, customer_id, state, label, currency, rounding,
                 business_day, opened_at, opened_by_name, paid_at, paid_by_name, void_reason, version, lines,
                 list_total, reduction_total, rounding_amount, tax_added, total, refunded_total, reversed_by_name,
                 reversal_reason)
             SELECT {org}, {}, n + 1, b.id, b.company_id, {}, 'paid', '', 'CNY', 'none', {}, {moment}, '', {moment},
                 '', '', 1, 2, {total}, 0, 0, 0, {total}, 0, '', ''
             FROM {} {shop}",
            id('b', "n"),
            id('c', "n * 7 % 50000"),
            day(&turn),
            numbers(bills)
        ),
        format!(
            "INSERT INTO bill_line (org_id, id, bill_id, position, kind, item_id, item_version, name, quantity, unit_price,
                 bonus, taxes, list, net, payable, trace, refunded_quantity, refunded, stocked)
             SELECT {org}, {}, {}, n % 2 + 1, CASE n % 5 WHEN 4 THEN 'product' ELSE 'service' END, {}, 1,
                 '项目 ' || (n * 7919 % 120), 1, {net}, 0, '[]', {net}, {net}, {net}, '[]', 0, 0, 0
             FROM {}",
            id('d', "n"),
            id('b', "n / 2"),
            id('f', "n * 7919 % 120"),
            numbers(bills * 2),
            net = net("n")
        ),
        format!(
            "INSERT INTO bill_share (org_id, bill_id, line_id, position, staff_id, role, share_ppm, requested)
             SELECT {org}, {}, {}, 1, {}, '', 1000000, 0 FROM {}",
            id('b', "n / 2"),
            id('d', "n"),
            id('a', "n * 31 % 60"),
            numbers(bills * 2)
        ),
        format!(
            "INSERT INTO bill_tax (org_id, bill_id, line_id, position, rate_ppm, amount, returned)
             SELECT {org}, {}, {}, 1, 60000, {tax}, 0 FROM {} WHERE n % 4 = 0",
            id('b', "n / 2"),
            id('d', "n"),
            numbers(bills * 2)
        ),
        format!(
            "INSERT INTO bill_tender (org_id, id, bill_id, position, kind, amount, change_given, reference, bonus, proof)
             SELECT {org}, {}, {}, 1, CASE n % 5 WHEN 0 THEN 'cash' WHEN 1 THEN 'wechat' WHEN 2 THEN 'alipay'
                 WHEN 3 THEN 'bank_card' ELSE 'card' END, {total}, 0, '', 0, '' FROM {}",
            id('e', "n"),
            id('b', "n"),
            numbers(bills)
        ),
        format!(
            "INSERT INTO bill_refund (org_id, id, bill_id, branch_id, number, at, business_day, given_by_name, reason,
                 total, kind)
             SELECT {org}, {}, {}, b.id, n + 1, {moment}, {}, '', '', {}, 'refund'
             FROM (SELECT n FROM {given_back}) seq {shop}",
            id('7', "n"),
            id('b', "n"),
            day(&turn),
            net("n * 2")
        ),
        format!(
            "INSERT INTO bill_refund_line (org_id, refund_id, line_id, quantity, amount, net, tax)
             SELECT {org}, {}, {}, 1, {net}, {net}, 0 FROM {given_back}",
            id('7', "n"),
            id('d', "n * 2"),
            net = net("n * 2")
        ),
        format!(
            "INSERT INTO bill_refund_tender (org_id, refund_id, tender_id, amount, principal, bonus, visits, sent_to)
             SELECT {org}, {}, {}, {}, 0, 0, 0, 'same' FROM {given_back}",
            id('7', "n"),
            id('e', "n"),
            net("n * 2")
        ),
    ]
}

async fn fill(app: &TestApp, bills: i64) {
    let mut statements = statements(app, bills);
    if app.engine == Engine::Postgres {
        // What is written here points at what is there; looking for each row would take an hour.
        statements.insert(0, "SET session_replication_role = replica".to_owned());
        statements.push("SET session_replication_role = DEFAULT".to_owned());
        statements.push("ANALYZE".to_owned());
    }
    app.app.db.batch(&statements.join(";\n")).await.unwrap();
}

/// The books of these bills are not whole, so nothing of them stays for the checks after a test.
async fn empty(app: &TestApp) {
    let tables = [
        "bill_refund_tender",
        "bill_refund_line",
        "bill_refund",
        "bill_tender",
        "bill_tax",
        "bill_share",
        "bill_line",
        "bill",
        "ledger_change",
        "report_figure",
        "report_month",
    ];
    let statements = tables.map(|table| match app.engine {
        Engine::Sqlite => format!("DELETE FROM {table}"),
        Engine::Postgres => format!("TRUNCATE {table} CASCADE"),
    });
    app.app.db.batch(&statements.join(";\n")).await.unwrap();
}
