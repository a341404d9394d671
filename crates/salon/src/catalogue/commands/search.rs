//! Keeps what is searched for in step with the names.

use crate::access::{Actor, Via};
use crate::branch;
use crate::catalogue::queries::{self, Unindexed};
use crate::catalogue::rules;
use crate::store::{Command, Db, Tx};
use kernel::Problem;
use uuid::Uuid;

/// How many rows are looked at in one step.
const STEP: i64 = 50;

/// From now on something is found by this name and these codes alone.
pub(super) async fn index(
    tx: &mut Tx<'_>,
    kind: &'static str,
    item: Uuid,
    name: &str,
    codes: &[&str],
) -> Result<(), Problem> {
    queries::forget_pieces(tx, kind, item).await?;
    for piece in rules::pieces(name, codes) {
        queries::add_piece(tx, kind, item, &piece).await?;
    }
    Ok(())
}

/// Makes searchable what is older than the search itself: pinyin is nothing that a migration can
/// spell. For the start of a server; finds nothing to do but once.
pub async fn index_all(db: &Db) -> Result<(), Problem> {
    for organisation in branch::directory(db).await? {
        let actor = Actor::system(organisation.id, Via::Job);
        let mut after = Some(Uuid::nil());
        while let Some(last) = after {
            after = db.write(&actor, IndexSome { after: last }).await?;
        }
    }
    Ok(())
}

/// Makes some rows searchable, and says after which one to go on.
struct IndexSome {
    after: Uuid,
}

impl Command for IndexSome {
    type Out = Option<Uuid>;
    const NAME: &'static str = "catalogue.index";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Option<Uuid>, Problem> {
        let categories = queries::unindexed_categories(tx, self.after, STEP).await?;
        for Unindexed { item, name, .. } in &categories {
            index(tx, "category", *item, name, &[]).await?;
        }
        let services = queries::unindexed_services(tx, self.after, STEP).await?;
        for Unindexed { item, name, code } in &services {
            index(tx, "service", *item, name, &[code]).await?;
        }
        // The shorter of two lists that were cut says how far both are done.
        let last = |list: &[Unindexed]| list.last().map(|unindexed| unindexed.item);
        Ok([last(&categories), last(&services)].into_iter().flatten().min())
    }
}
