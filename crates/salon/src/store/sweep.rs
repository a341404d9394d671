//! Throws away what the store no longer needs: messages that every screen has seen, answers nobody
//! will ask for again, counters of old tries. The audit log stays.

use super::{Command, Db, Tx};
use crate::access::{Actor, Via};
use kernel::{OrganisationId, Problem};

/// Open screens look back seconds; a week leaves room for capabilities that were switched off.
const OUTBOX_DAYS: i64 = 7;
/// A client that lost its answer asks again within minutes; a quarter of a year covers a disputed bill.
const ANSWER_DAYS: i64 = 92;
/// No limit counts over more than a day.
const ATTEMPT_DAYS: i64 = 2;

impl Db {
    /// Throws away what one organisation no longer needs.
    pub async fn sweep(&self, organisation: OrganisationId) -> Result<(), Problem> {
        self.write(&Actor::system(organisation, Via::Job), Sweep).await
    }
}

struct Sweep;

impl Command for Sweep {
    type Out = ();
    const NAME: &'static str = "store.sweep";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        let before = |tx: &Tx<'_>, days: i64| tx.now().plus_seconds(-days * 24 * 3600);
        let (outbox, answers, attempts) =
            (before(tx, OUTBOX_DAYS), before(tx, ANSWER_DAYS), before(tx, ATTEMPT_DAYS));
        tx.exec("DELETE FROM store_outbox WHERE org_id = $1 AND at < $2", crate::args![outbox]).await?;
        tx.exec("DELETE FROM store_idempotency WHERE org_id = $1 AND at < $2", crate::args![answers]).await?;
        tx.exec("DELETE FROM store_attempt WHERE org_id = $1 AND started_at < $2", crate::args![attempts])
            .await?;
        Ok(())
    }
}
