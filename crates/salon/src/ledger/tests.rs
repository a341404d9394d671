//! The stored books.

use super::{Account, Entry, EntrySet, Posting, Site, Source, Unit};
use super::{check, queries};
use crate::branch;
use crate::salon_test;
use crate::store::{Command, Tx};
use crate::testing::TestApp;
use crate::testing::tampering::found_after;
use crate::testing::till::Till;
use kernel::{BranchId, Currency, Day, Id, Problem};

/// Closes a day of a branch.
struct Close {
    branch: BranchId,
    day: Day,
}

impl Command for Close {
    type Out = bool;
    const NAME: &'static str = "test.close";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool, Problem> {
        super::close_day(tx, self.branch, self.day, &[], Unit::Money(Currency::CNY)).await
    }
}

/// Posts something with a day of a branch.
struct Post {
    branch: BranchId,
    day: Day,
}

impl Command for Post {
    type Out = ();
    const NAME: &'static str = "test.post";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        let &Post { branch, day } = self;
        let site = Site { branch, company: branch::find(tx, branch).await?.company };
        let entry = |account, amount| Entry::new(site, account, Unit::Money(Currency::CNY), amount);
        let set =
            EntrySet::balanced([entry(Account::CashSafe(branch), 5), entry(Account::PaidIn(branch), -5)])?;
        let source = Source::TillPaidIn(tx.new_id());
        super::post(tx, Posting { set: &set, branch, day, source, reason: "" }).await
    }
}

/// Seals some of what waits.
struct Seal;

impl Command for Seal {
    type Out = ();
    const NAME: &'static str = "test.seal";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        super::seal_some(tx).await
    }
}

async fn sealed(app: &TestApp) {
    app.app.write(&app.system(), Seal).await.unwrap();
}

async fn posted(app: &TestApp, day: Day) -> Result<(), Problem> {
    app.app.write(&app.system(), Post { branch: app.branch, day }).await
}

salon_test! {
    async fn nothing_is_posted_with_a_closed_day(app) {
        let day = |number| Day::new(2026, 3, number).unwrap();
        let system = app.system();
        assert!(app.app.write(&system, Close { branch: app.branch, day: day(2) }).await.unwrap());
        assert!(!app.app.write(&system, Close { branch: app.branch, day: day(2) }).await.unwrap());
        assert!(app.app.write(&system, Close { branch: app.branch, day: day(5) }).await.unwrap());
        for closed in [2, 4, 5] {
            assert_eq!(posted(&app, day(closed)).await.unwrap_err().code, "ledger.day_closed");
        }
        // Before the first that was closed stands what another program did.
        for open in [1, 6] {
            posted(&app, day(open)).await.unwrap();
        }
        let elsewhere = Post { branch: app.second_branch, day: day(2) };
        app.app.write(&system, elsewhere).await.unwrap();
    }

    async fn a_set_that_was_tampered_with_is_named(app) {
        let till = Till::new(&app);
        let (bill, _) = till.paid_service(5_000).await;
        let more = "UPDATE ledger_entry SET amount = amount + 1 WHERE org_id = $1 AND account = 'revenue'
                    AND set_id IN (SELECT id FROM ledger_set WHERE org_id = $1 AND source_id = $2)";
        let found = found_after(&app, more, &bill).await;
        assert_eq!(found[0].0, "ledger.set_balances");
        let renamed = "UPDATE ledger_entry SET account = 'pocket' WHERE org_id = $1 AND account = 'revenue'
                       AND set_id IN (SELECT id FROM ledger_set WHERE org_id = $1 AND source_id = $2)";
        let found = found_after(&app, renamed, &bill).await;
        assert!(found.iter().any(|(check, _)| check == "ledger.kind_known"), "{found:?}");
    }

    async fn a_branch_that_is_owed_what_no_other_owes_is_named(app) {
        let till = Till::new(&app);
        let (bill, _) = till.paid_service(5_000).await;
        let owed = "UPDATE ledger_entry SET account = 'due_from' WHERE org_id = $1 AND account = 'revenue'
                    AND set_id IN (SELECT id FROM ledger_set WHERE org_id = $1 AND source_id = $2)";
        let found = found_after(&app, owed, &bill).await;
        assert_eq!(found, [("ledger.branches_agree".to_owned(), app.branch.uuid().to_string())]);
    }

    async fn whatever_is_changed_after_it_was_sealed_is_named(app) {
        let till = Till::new(&app);
        let (bill, _) = till.paid_service(5_000).await;
        till.paid_service(6_000).await;
        sealed(&app).await;
        till.paid_service(7_000).await;
        sealed(&app).await;
        let changes = [
            ("UPDATE ledger_set SET business_day = '2026-03-01' WHERE org_id = $1 AND source_id = $2", "ledger.set_is_sealed"),
            ("UPDATE ledger_set SET reason = 'other' WHERE org_id = $1 AND source_id = $2", "ledger.set_is_sealed"),
            ("UPDATE ledger_set SET block = NULL WHERE org_id = $1 AND source_id = $2", "ledger.set_is_sealed"),
            ("UPDATE ledger_set SET block = 2 WHERE org_id = $1 AND source_id = $2", "ledger.set_is_sealed"),
            ("UPDATE ledger_entry SET amount = amount * 2 WHERE org_id = $1
              AND set_id IN (SELECT id FROM ledger_set WHERE org_id = $1 AND source_id = $2)", "ledger.set_is_sealed"),
            ("DELETE FROM ledger_leaf WHERE org_id = $1
              AND set_id IN (SELECT id FROM ledger_set WHERE org_id = $1 AND source_id = $2)", "ledger.set_is_sealed"),
            ("DELETE FROM ledger_leaf WHERE org_id = $1
              AND set_id IN (SELECT id FROM ledger_set WHERE org_id = $1 AND source_id = $2)", "ledger.blocks_are_linked"),
            ("UPDATE ledger_leaf SET words = digest WHERE org_id = $1
              AND set_id IN (SELECT id FROM ledger_set WHERE org_id = $1 AND source_id = $2)", "ledger.blocks_are_linked"),
            ("UPDATE ledger_block SET leaves = 1 WHERE org_id = $1 AND number = 1 AND CAST($2 AS UUID) IS NOT NULL", "ledger.blocks_are_linked"),
            ("UPDATE ledger_block SET link = root WHERE org_id = $1 AND number = 1 AND CAST($2 AS UUID) IS NOT NULL", "ledger.blocks_are_linked"),
            ("DELETE FROM ledger_block WHERE org_id = $1 AND number = 1 AND CAST($2 AS UUID) IS NOT NULL", "ledger.blocks_are_linked"),
            ("DELETE FROM ledger_block WHERE org_id = $1 AND number = 2 AND CAST($2 AS UUID) IS NOT NULL", "ledger.blocks_are_linked"),
        ];
        for (change, promise) in changes {
            let found = found_after(&app, change, &bill).await;
            assert!(found.iter().any(|(check, _)| check == promise), "{change}: {found:?}");
        }
    }

    async fn sets_that_many_post_are_all_sealed(app) {
        let day = Day::new(2026, 3, 2).unwrap();
        let system = app.system();
        let tills = (0..8).map(|_| async {
            for _ in 0..5 {
                app.app.write(&system, Post { branch: app.branch, day }).await.unwrap();
            }
        });
        let seals = async {
            for _ in 0..5 {
                sealed(&app).await;
            }
        };
        futures_util::future::join(futures_util::future::join_all(tills), seals).await;
        sealed(&app).await;
        let mut tx = app.app.db.read(&system).await.unwrap();
        let last = queries::newest_block(&mut tx).await.unwrap().unwrap().number;
        let leaves = queries::block_leaves(&mut tx, 0, last).await.unwrap();
        assert_eq!(leaves.len(), 40);
        assert_eq!(check(&mut tx).await.unwrap(), []);
    }

    async fn words_are_erased_under_their_seal(app) {
        let till = Till::new(&app);
        let (bill, line) = till.paid_service(5_000).await;
        till.refund(&bill, serde_json::json!([{ "line": line, "quantity": 1 }])).await;
        sealed(&app).await;
        let erased = "UPDATE ledger_leaf SET salt = NULL WHERE org_id = $1
                      AND set_id IN (SELECT id FROM ledger_set WHERE org_id = $1 AND source_id = $2)";
        assert_eq!(found_after(&app, erased, &bill).await, []);
    }
}
