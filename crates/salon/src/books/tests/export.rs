//! What is carried out, as the real programs read it.

use crate::books::Export;
use crate::books::model::{Asked, Format};
use crate::ledger::{self, Stretch, Unit};
use crate::salon_test;
use crate::testing::TestApp;
use crate::testing::till::{Till, by_card, member, service, taxed_service, visits_plan};
use kernel::Day;
use serde_json::json;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU64, Ordering};
use uuid::Uuid;

/// What an account's path holds of each unit, by the unit's name: minor units of money, whole ones of others.
type Balances = BTreeMap<(String, String), i64>;

/// A file of a test's own, gone with it.
struct Written(PathBuf);

impl Written {
    fn new(text: &str, format: Format) -> Written {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let number = NEXT.fetch_add(1, Ordering::SeqCst);
        let name = format!("tress-books-{}-{number}.{}", std::process::id(), format.ending());
        let file = std::env::temp_dir().join(name);
        std::fs::write(&file, text).unwrap();
        Written(file)
    }
}

impl Drop for Written {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// What a program prints; it must be there and be content.
fn run(program: &str, package: &str, words: &[&str], file: &Path) -> String {
    let mut command = Command::new(program);
    let place = words.iter().position(|word| *word == "FILE").unwrap_or(words.len());
    command.args(&words[..place]).arg(file).args(words.get(place + 1..).unwrap_or_default());
    let output = command.env("LC_ALL", "C.UTF-8").output();
    let output = output.unwrap_or_else(|error| {
        panic!("{program} is needed ({error}): install Debian's package {package}, or run `cargo xtask test`")
    });
    let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{program}: {}{}", said(&output.stdout), said(&output.stderr));
    said(&output.stdout)
}

/// An amount as the programs write it, in minor units where it has decimals.
fn minor(text: &str) -> i64 {
    let digits: String = text.chars().filter(|sign| sign.is_ascii_digit() || *sign == '-').collect();
    digits.parse().unwrap()
}

fn of_beancount(text: &str) -> Balances {
    let file = Written::new(text, Format::Beancount);
    run("bean-check", "beancount", &["FILE"], &file.0);
    let query = "SELECT account, currency, sum(number) AS held GROUP BY account, currency";
    let table = run("bean-query", "beancount", &["-f", "csv", "FILE", query], &file.0);
    let rows = table.lines().skip(1).map(|line| line.split(',').map(str::trim).collect::<Vec<_>>());
    let sums = rows.filter(|cells| cells.len() == 3);
    sums.map(|cells| ((cells[0].to_owned(), cells[1].to_owned()), minor(cells[2])))
        .filter(|(_, sum)| *sum != 0)
        .collect()
}

fn of_hledger(text: &str) -> Balances {
    let file = Written::new(text, Format::Hledger);
    run("hledger", "hledger", &["check", "--strict", "-f", "FILE"], &file.0);
    let words = ["balance", "--flat", "--no-total", "--layout", "bare", "-O", "csv", "-f", "FILE"];
    let table = run("hledger", "hledger", &words, &file.0);
    let mut sums = Balances::new();
    for line in table.lines().skip(1) {
        let cells: Vec<String> =
            line.trim_matches('"').split("\",\"").map(|cell| cell.replace("\"\"", "")).collect();
        let [account, unit, sum] = &cells[..] else { panic!("{line}") };
        sums.insert((account.clone(), unit.trim_matches('"').to_owned()), minor(sum));
    }
    sums.retain(|_, sum| *sum != 0);
    sums
}

/// What the product itself says, summed over the stored entries up to a day.
async fn of_product(app: &TestApp, to: Option<&str>) -> Balances {
    use crate::books::rules::chart::{Chart, commodity};
    let mut tx = app.app.db.read(&app.system()).await.unwrap();
    let branches =
        crate::branch::all(&mut tx).await.unwrap().into_iter().map(|branch| (branch.id, branch.number));
    let chart = Chart { branches: branches.collect(), ..Chart::default() };
    let stretch = Stretch::new(Uuid::nil(), None);
    let days: BTreeMap<_, _> = ledger::sets_of(&mut tx, stretch)
        .await
        .unwrap()
        .into_iter()
        .map(|set| (set.id, set.business_day))
        .collect();
    let to = to.and_then(Day::parse);
    let mut sums = Balances::new();
    for entry in ledger::entries_of(&mut tx, stretch).await.unwrap() {
        if to.is_some_and(|to| days[&entry.set] > to) {
            continue;
        }
        let account = ledger::Account::parse(&entry.account, entry.owner).unwrap();
        let unit = commodity(Unit::parse(&entry.unit).unwrap());
        *sums.entry((chart.path(account, entry.branch), unit)).or_default() += entry.amount;
    }
    sums.retain(|_, sum| *sum != 0);
    sums
}

async fn carried(app: &TestApp, format: &str, days: &str) -> String {
    let reply = app.owner.get(&format!("/api/books/export?format={format}{days}")).await;
    assert_eq!(reply.status, 200, "{}", String::from_utf8_lossy(&reply.bytes));
    String::from_utf8(reply.bytes).unwrap()
}

/// A day of a salon with every unit there is, and words that would end a text too early.
async fn day_of_all_units(app: &TestApp) {
    let till = Till::new(app);
    let customer = member(app).await;
    let (_, card) = till.sell_card(&customer, 100_000, 20_000).await;
    till.use_card(&customer, &card, 12_345).await;
    let cut = service(app, 10_000).await;
    let plan = visits_plan(app, &cut, 88_000, 10, 2).await;
    let bill = till.open_for(&customer).await;
    till.add(&bill, json!({ "kind": "card_sale", "plan": plan })).await;
    till.pay(&bill, json!([{ "kind": "wechat", "amount": 88_000, "reference": "42" }])).await;
    let taxes = json!([{ "name": "增值税", "rate_ppm": 60_000, "inclusive": true }]);
    let dyed = taxed_service(app, 10_600, taxes).await;
    let bill = till.open_for(&customer).await;
    let line = till.add(&bill, json!({ "kind": "service", "service": dyed })).await;
    till.pay(&bill, by_card(&card, 10_600)).await;
    let wish = json!({ "lines": [{ "line": line, "quantity": 1 }], "reason": "她说 \"太贵\"; \\ (x) | 2026-01-01 * a\n  b  1 CNY" , "expected_total": 10_600 });
    till.person.post_once(&format!("/api/bill/{bill}/refund"), wish).await.ok();
}

salon_test! {
    async fn beancount_and_hledger_come_to_the_same_balances(app) {
        day_of_all_units(&app).await;
        let right = of_product(&app, None).await;
        let units: std::collections::BTreeSet<_> = right.keys().map(|(_, unit)| unit.split('-').next().unwrap()).collect();
        assert_eq!(units.into_iter().collect::<Vec<_>>(), ["BONUS", "CNY", "VISITS"]);
        assert_eq!(of_beancount(&carried(&app, "beancount", "").await), right);
        assert_eq!(of_hledger(&carried(&app, "hledger", "").await), right);
    }

    async fn what_was_before_the_first_day_becomes_opening_balances(app) {
        day_of_all_units(&app).await;
        app.later(24 * 3600);
        day_of_all_units(&app).await;
        app.later(24 * 3600);
        day_of_all_units(&app).await;
        let right = of_product(&app, Some("2026-03-03")).await;
        let days = "&from=2026-03-03&to=2026-03-03";
        for format in ["beancount", "hledger"] {
            let text = carried(&app, format, days).await;
            let read = if format == "hledger" { of_hledger(&text) } else { of_beancount(&text) };
            assert_eq!(read, right, "{format}");
            assert_eq!(text.matches("opening balances").count(), 1);
            assert!(!text.contains("2026-03-02") && !text.contains("2026-03-04"));
        }
    }

    async fn accounts_are_called_as_the_owner_calls_them(app) {
        day_of_all_units(&app).await;
        let named = json!({ "accounts": [
            { "account": "clearing.wechat", "number": "1012.01", "name": "其他货币资金 (微信)" },
            { "account": "revenue", "number": "", "name": " " },
        ] });
        let shown = app.owner.put("/api/books/account", named).await.ok();
        let wechat = shown["accounts"].as_array().unwrap().iter().find(|one| one["account"] == "clearing.wechat").unwrap();
        assert_eq!((&wechat["number"], &wechat["nature"]), (&json!("1012.01"), &json!("asset")));
        for format in ["beancount", "hledger"] {
            let text = carried(&app, format, "").await;
            let read = if format == "hledger" { of_hledger(&text) } else { of_beancount(&text) };
            let path = "Assets:1012-01-其他货币资金--微信:B1".to_owned();
            assert_eq!(read.get(&(path, "CNY".to_owned())), Some(&88_000), "{text}");
        }
        let back = app.owner.put("/api/books/account", json!({ "accounts": [] })).await.ok();
        assert!(back["accounts"].as_array().unwrap().iter().all(|one| one["number"] == ""));
    }

    async fn what_cannot_be_carried_out_or_named_is_refused(app) {
        app.owner.get("/api/books/export?format=hledger").await.refused("books.empty");
        let backwards = "/api/books/export?format=beancount&from=2026-03-03&to=2026-03-02";
        app.owner.get(backwards).await.refused("books.days_backwards");
        app.manager.get("/api/books/export?format=hledger").await.refused("access.forbidden");
        let put = async |accounts| app.owner.put("/api/books/account", json!({ "accounts": accounts })).await;
        let one = |account: &str, number: &str, name: &str| json!({ "account": account, "number": number, "name": name });
        put(json!([one("pocket", "1", "")])).await.refused("books.account_unknown");
        put(json!([one("revenue", "1", ""), one("revenue", "2", "")])).await.refused("books.account_twice");
        put(json!([one("revenue", "六", "")])).await.refused("books.account_number");
        put(json!([one("revenue", "", "——")])).await.refused("books.account_name");
        let many: Vec<_> = (0..=200).map(|_| one("revenue", "", "")).collect();
        put(json!(many)).await.refused("books.accounts_too_many");
        let reader = app.person_who_may(&["books.read", "books.manage"]).await;
        reader.get("/api/books/account").await.refused("access.forbidden");
        reader.put("/api/books/account", json!({ "accounts": [] })).await.refused("access.forbidden");
    }

    async fn books_leave_in_pieces(app) {
        day_of_all_units(&app).await;
        let mut tx = app.app.db.read(&app.system()).await.unwrap();
        let asked = Asked { format: Format::Hledger, from: None, to: None };
        let mut export = Export::begin(&mut tx, asked).await.unwrap();
        let mut pieces = Vec::new();
        while let Some(piece) = export.piece(&mut tx).await.unwrap() {
            pieces.push(piece);
        }
        assert_eq!(pieces.len(), 2);
        drop(tx);
        assert_eq!(pieces.concat(), carried(&app, "hledger", "").await);
    }
}
