//! Behaviour through HTTP.

use super::commands::{Opening, remove_taken_in, take_in};
use crate::ledger::{self, Account, Site, Unit};
use crate::salon_test;
use crate::store::{Command, Tx};
use crate::testing::tampering::{found_after, row};
use crate::testing::till::member;
use kernel::{CustomerId, Day, Id, ImportId, LotId, Problem};
use serde_json::json;
use uuid::Uuid;

fn import() -> ImportId {
    ImportId::from_uuid(Uuid::from_u128(0x1))
}

/// Takes points in as an import does.
struct TakeIn {
    customer: CustomerId,
    points: i64,
}

impl Command for TakeIn {
    type Out = LotId;
    const NAME: &'static str = "test.take_in_points";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<LotId, Problem> {
        let branch = crate::branch::all(tx).await?.remove(0);
        let home = Site { branch: branch.id, company: branch.company };
        let day = Day::new(2026, 3, 2).unwrap();
        take_in(tx, Opening { customer: self.customer, home, day, points: self.points, import: import() })
            .await
    }
}

/// Removes what an import has taken in, a little at a time.
struct Remove;

impl Command for Remove {
    type Out = usize;
    const NAME: &'static str = "test.remove_points";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<usize, Problem> {
        let sets = ledger::remove_import(tx, import(), 1).await?;
        Ok(sets + remove_taken_in(tx, import(), 1).await?)
    }
}

salon_test! {
    async fn points_taken_in_are_held_and_in_the_books(app) {
        let customer: CustomerId = member(&app).await.parse().unwrap();
        let mut lots = Vec::new();
        for points in [300, 200] {
            lots.push(app.app.write(&app.system(), TakeIn { customer, points }).await.unwrap());
        }
        let path = format!("/api/loyalty/points?customer={customer}");
        assert_eq!(app.reception.get(&path).await.ok(), json!({ "points": 500 }));
        assert_eq!(app.other_owner.get(&path).await.ok(), json!({ "points": 0 }));
        let mut tx = app.app.db.read(&app.system()).await.unwrap();
        assert_eq!(ledger::balance(&mut tx, Account::PointsLot(lots[0]), Unit::Points).await.unwrap(), -300);
        drop(tx);
        let less = "UPDATE loyalty_lot SET unused = unused - 1 WHERE org_id = $1 AND id = $2";
        let lot = row(lots[1]);
        assert_eq!(found_after(&app, less, &lot).await, [("loyalty.lot_is_in_the_books".to_owned(), lot)]);
        while app.app.write(&app.system(), Remove).await.unwrap() > 0 {}
        assert_eq!(app.reception.get(&path).await.ok(), json!({ "points": 0 }));
    }
}
