//! What may be tried only so often: sign-ins, PINs, codes, searches by phone tail.
//!
//! A try is counted and committed before it is made: a refusal leaves its count behind, and no
//! number of parallel tries gets past the limit.

use super::{Command, Db, Tx};
use crate::access::{Actor, Via};
use kernel::{OrganisationId, Problem, problem::Kind};

/// How often something may be tried.
#[derive(Clone, Copy, Debug)]
pub struct AttemptLimit {
    /// This many tries…
    pub tries: i64,
    /// …within so many seconds of the first.
    pub seconds: i64,
}

impl Db {
    /// Counts a try. Refuses with `code` once the limit is passed, saying when to come back.
    pub async fn attempt(
        &self,
        organisation: OrganisationId,
        key: &str,
        limit: AttemptLimit,
        code: &'static str,
    ) -> Result<(), Problem> {
        let actor = Actor::system(organisation, Via::Job);
        let key = hidden(self, organisation, key);
        let (count, started) = self.write(&actor, Count { key, limit }).await?;
        if count <= limit.tries {
            return Ok(());
        }
        let wait = ((started + limit.seconds * 1000 - self.now().millis()) / 1000).max(1);
        let detail = format!("Too many tries. Try again in {wait} seconds.");
        Err(Problem::new(Kind::TooMany, code, detail).with("seconds", wait))
    }

    /// Forgets the tries after one that succeeded.
    pub async fn forget_attempts(&self, organisation: OrganisationId, key: &str) -> Result<(), Problem> {
        let key = hidden(self, organisation, key);
        self.write(&Actor::system(organisation, Via::Job), Forget { key }).await
    }
}

/// Keys name people and addresses; only a digest is stored.
fn hidden(db: &Db, organisation: OrganisationId, key: &str) -> String {
    let digest = db.cipher(organisation).digest("attempt", key);
    digest[..16].iter().map(|byte| format!("{byte:02x}")).collect()
}

struct Count {
    key: String,
    limit: AttemptLimit,
}

impl Command for Count {
    type Out = (i64, i64);
    const NAME: &'static str = "store.count_attempt";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(i64, i64), Problem> {
        let now = tx.now().millis();
        let sql = "INSERT INTO store_attempt (org_id, key, count, started_at) VALUES ($1, $2, 1, $3)
                   ON CONFLICT (org_id, key) DO UPDATE SET
                       count = CASE WHEN store_attempt.started_at < $4 THEN 1 ELSE store_attempt.count + 1 END,
                       started_at = CASE WHEN store_attempt.started_at < $4 THEN $3 ELSE store_attempt.started_at END
                   RETURNING count, started_at";
        let expired = now - self.limit.seconds * 1000;
        let args = crate::args![self.key.as_str(), now, expired];
        let counted = tx.row(sql, args, |row| Ok((row.take()?, row.take()?))).await?;
        Ok(counted.unwrap_or((1, now)))
    }
}

struct Forget {
    key: String,
}

impl Command for Forget {
    type Out = ();
    const NAME: &'static str = "store.forget_attempts";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        tx.exec("DELETE FROM store_attempt WHERE org_id = $1 AND key = $2", crate::args![self.key.as_str()])
            .await?;
        Ok(())
    }
}
