//! The numbers that people read: per branch, from blocks reserved ahead, so that no payment waits
//! for a counter. A block that is not used up leaves a gap.

use super::{Command, Db, Tx};
use crate::access::Actor;
use kernel::{BranchId, OrganisationId, Problem};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

/// How many numbers are reserved at once.
const BLOCK: i64 = 10;

/// What is numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Numbered {
    /// Bills.
    Bill,
    /// Customers who are not registered.
    WalkIn,
    /// Members.
    Member,
    /// Cards.
    Card,
    /// Refunds.
    Refund,
    /// Bills of another program.
    History,
}

impl Numbered {
    const fn code(self) -> &'static str {
        match self {
            Numbered::Bill => "bill",
            Numbered::WalkIn => "walk_in",
            Numbered::Member => "member",
            Numbered::Card => "card",
            Numbered::Refund => "refund",
            Numbered::History => "history",
        }
    }
}

type Blocks = HashMap<(OrganisationId, BranchId, Numbered), Range<i64>>;

/// The blocks this process has reserved.
#[derive(Default)]
pub(super) struct Numbers {
    blocks: Mutex<Blocks>,
}

impl Numbers {
    fn take(&self, key: (OrganisationId, BranchId, Numbered)) -> Option<i64> {
        self.blocks.lock().unwrap_or_else(PoisonError::into_inner).get_mut(&key)?.next()
    }

    fn keep(&self, key: (OrganisationId, BranchId, Numbered), block: Range<i64>) {
        self.blocks.lock().unwrap_or_else(PoisonError::into_inner).insert(key, block);
    }
}

impl Db {
    /// The next number of a branch; given before the command that uses it, which may run again.
    pub async fn number(&self, actor: &Actor, branch: BranchId, kind: Numbered) -> Result<i64, Problem> {
        let key = (actor.organisation, branch, kind);
        if let Some(number) = self.numbers().take(key) {
            return Ok(number);
        }
        let mut block = self.write(actor, Reserve { branch, kind, count: BLOCK }).await?;
        let number = block.next().ok_or_else(|| Problem::bug("an empty block of numbers"))?;
        self.numbers().keep(key, block);
        Ok(number)
    }

    /// So many numbers at once, for an import.
    pub async fn number_block(
        &self,
        actor: &Actor,
        branch: BranchId,
        kind: Numbered,
        count: i64,
    ) -> Result<Range<i64>, Problem> {
        self.write(actor, Reserve { branch, kind, count: count.max(1) }).await
    }
}

struct Reserve {
    branch: BranchId,
    kind: Numbered,
    count: i64,
}

impl Command for Reserve {
    type Out = Range<i64>;
    const NAME: &'static str = "store.reserve_numbers";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Range<i64>, Problem> {
        let sql = "INSERT INTO store_number (org_id, branch_id, kind, next) VALUES ($1, $2, $3, $4)
                   ON CONFLICT (org_id, branch_id, kind) DO UPDATE SET next = store_number.next + $5
                   RETURNING next";
        let args = crate::args![self.branch, self.kind.code(), self.count + 1, self.count];
        let next: Option<i64> = tx.row(sql, args, |row| row.take()).await?;
        let end = next.ok_or_else(|| Problem::bug("a counter without a row"))?;
        Ok(end - self.count..end)
    }
}
