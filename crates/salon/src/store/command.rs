//! The one way to change something: for the web, jobs, imports, the demo and the command line.

use super::cipher::Cell;
use super::{Row, StoreError, Tx, val::Val};
use kernel::{Problem, problem::Kind};
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// A business verb with its wishes. It may be run several times before one run is committed, so
/// it awaits nothing but its [`Tx`]: no hashing, no network, no file.
pub trait Command: Send + Sync + 'static {
    /// What the caller learns.
    type Out: Send + 'static;
    /// `capability.verb`, as the audit log writes it.
    const NAME: &'static str;

    /// Load, decide, save, tell. An error leaves nothing of what was written.
    fn run(&self, tx: &mut Tx<'_>) -> impl Future<Output = Result<Self::Out, Problem>> + Send;
}

/// A key under which a client repeats a request whose answer it did not see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// A key of 1 to 64 letters, digits, `-`, `_`, `.` or `:`.
    pub fn parse(text: &str) -> Option<IdempotencyKey> {
        let fits = (1..=64).contains(&text.len());
        let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte));
        (fits && plain).then(|| IdempotencyKey(text.to_owned()))
    }
}

/// A command that moves value: run once per key, its first answer stored in the same transaction.
pub(super) struct Once<C> {
    pub key: IdempotencyKey,
    pub command: C,
}

impl<C> Command for Once<C>
where
    C: Command + Serialize,
    C::Out: Serialize + DeserializeOwned,
{
    type Out = C::Out;
    const NAME: &'static str = C::NAME;

    /// Refuses, before the command's own refusals: another body under the same key.
    async fn run(&self, tx: &mut Tx<'_>) -> Result<C::Out, Problem> {
        let body = body_digest(C::NAME, &self.command)?;
        if let Some((stored_body, answer)) = stored(tx, &self.key).await? {
            if stored_body != body {
                let detail = "This Idempotency-Key was already used for another request.";
                return Err(Problem::conflict("store.key_reused", detail));
            }
            let plain = tx.cipher().open(answer_cell(&body), &answer)?;
            return serde_json::from_slice(&plain).map_err(Problem::bug);
        }
        let out = self.command.run(tx).await?;
        let plain = serde_json::to_vec(&out).map_err(Problem::bug)?;
        // The answer may hold what is personal, so it is sealed like every other copy.
        let answer = tx.cipher().seal(answer_cell(&body), &plain)?;
        let sql = "INSERT INTO store_idempotency (org_id, key, command, body, answer, at)
                   VALUES ($1, $2, $3, $4, $5, $6)";
        let args = crate::args![self.key.0.as_str(), C::NAME, body.to_vec(), answer, tx.now()];
        tx.put(sql, args).await?;
        Ok(out)
    }
}

async fn stored(tx: &mut Tx<'_>, key: &IdempotencyKey) -> Result<Option<(Vec<u8>, Vec<u8>)>, StoreError> {
    let sql = "SELECT body, answer FROM store_idempotency WHERE org_id = $1 AND key = $2";
    tx.row(sql, vec![Val::from(key.0.as_str())], |row: &mut Row| Ok((row.take()?, row.take()?))).await
}

fn body_digest(name: &str, command: &impl Serialize) -> Result<[u8; 32], Problem> {
    let body = serde_json::to_vec(command).map_err(Problem::bug)?;
    Ok(Sha256::new().chain_update(name).chain_update([0]).chain_update(body).finalize().into())
}

fn answer_cell(body: &[u8; 32]) -> Cell {
    let mut row = [0; 16];
    row.copy_from_slice(&body[..16]);
    Cell { table: "store_idempotency", column: "answer", row: Uuid::from_bytes(row) }
}

/// The problem of a client that gave no usable key.
pub fn key_needed() -> Problem {
    let detail = "Send an Idempotency-Key header of 1 to 64 letters, digits or -_.: so that a repeated \
                  request is not carried out twice.";
    Problem::new(Kind::Malformed, "store.key_needed", detail)
}
