//! Keeps the figures in step with the books, one day of one branch at a time.
//!
//! A day is added up in a snapshot, beside the tills, and kept by a short command that forgets the very
//! changes which that snapshot saw. Of two servers that add up the same day one finds its changes gone
//! and leaves it; a bill paid meanwhile has a change of its own, which stays, so the day is added up
//! again. The day that is going on is left alone: it is read from the books as it is.

use super::model::{Days, Figures, Month, Part, Piece, ShopClock};
use super::queries;
use super::reading::{Shop, clock_of, of_books};
use crate::access::{Actor, Via};
use crate::branch;
use crate::ledger;
use crate::store::{Command, Db, Tx};
use kernel::{BranchId, Day, Problem, RowId};
use std::collections::BTreeSet;

/// The day before which nothing was written.
const FIRST_DAY: (i16, i8, i8) = (1900, 1, 1);

/// Adds up, for every organisation, what has changed on days that are over.
pub async fn keep_all(db: &Db) -> Result<(), Problem> {
    for organisation in branch::directory(db).await? {
        keep_figures(db, &Actor::system(organisation.id, Via::Job)).await?;
    }
    Ok(())
}

/// Adds up what has changed on days that are over.
pub async fn keep_figures(db: &Db, actor: &Actor) -> Result<(), Problem> {
    for branch in branch::all(&mut db.read(actor).await?).await? {
        let today = branch.business_day(db.now());
        let clock = clock_of(&branch);
        let known = queries::kept_by(&mut db.read(actor).await?, branch.id).await?;
        if known.as_ref() != Some(&clock) {
            db.write(actor, BeginAgain { branch: branch.id, clock }).await?;
        }
        let yesterday = today.plus_days(-1);
        let over = (first_day()?, yesterday);
        let changed = ledger::changed_days(&mut db.read(actor).await?, branch.id, over).await?;
        for day in changed {
            let keep = added_up(&mut db.read(actor).await?, branch.id, day).await?;
            db.write(actor, keep).await?;
        }
        for month in months_due(&mut db.read(actor).await?, branch.id, yesterday).await? {
            db.write(actor, KeepMonth { branch: branch.id, month }).await?;
        }
    }
    Ok(())
}

/// Marks every day of every branch as changed, so that all is added up again.
pub async fn begin_again(db: &Db, actor: &Actor) -> Result<(), Problem> {
    for branch in branch::all(&mut db.read(actor).await?).await? {
        db.write(actor, BeginAgain { branch: branch.id, clock: clock_of(&branch) }).await?;
    }
    Ok(())
}

fn first_day() -> Result<Day, Problem> {
    let (year, month, day) = FIRST_DAY;
    Day::new(year, month, day).ok_or_else(|| Problem::bug("the first day is no day"))
}

/// What a day comes to in a snapshot, ready to be kept.
pub(super) async fn added_up(tx: &mut Tx<'_>, branch: BranchId, day: Day) -> Result<KeepDay, Problem> {
    let shop = branch::find(tx, branch).await?;
    let shop = Shop::of(tx, shop)?;
    let changes = ledger::changes(tx, branch, day).await?;
    let figures = of_books(tx, &shop, day).await?;
    Ok(KeepDay { branch, clock: shop.clock(), day, changes, figures })
}

/// The months that are over, have figures, and are not kept as a whole.
async fn months_due(tx: &mut Tx<'_>, branch: BranchId, yesterday: Day) -> Result<BTreeSet<Month>, Problem> {
    let kept = queries::months(tx, branch).await?;
    let days = queries::kept_days(tx, branch).await?;
    let due = days.into_iter().map(Month::of).filter(|month| month.days().to <= yesterday);
    Ok(due.filter(|month| !kept.contains(month)).collect())
}

/// Marks every day of a branch on which something happened, or of which figures are kept, as changed.
struct BeginAgain {
    branch: BranchId,
    clock: ShopClock,
}

impl Command for BeginAgain {
    type Out = ();
    const NAME: &'static str = "report.begin_again";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        let all = (first_day()?, first_day()?.plus_days(i64::from(u16::MAX) * 2));
        let mut days: BTreeSet<Day> =
            queries::trading_days(tx, self.branch, all).await?.into_iter().collect();
        days.extend(queries::kept_days(tx, self.branch).await?);
        for day in days {
            ledger::mark_day(tx, self.branch, day).await?;
        }
        for month in queries::months(tx, self.branch).await? {
            queries::month_is_not_kept(tx, self.branch, month).await?;
        }
        Ok(queries::keep_by(tx, self.branch, &self.clock).await?)
    }
}

/// Keeps what a day comes to, as a snapshot saw it. Does nothing when another server was faster, or the
/// shop's clock is another one by now.
pub(super) struct KeepDay {
    branch: BranchId,
    clock: ShopClock,
    day: Day,
    changes: BTreeSet<RowId>,
    figures: Figures,
}

impl Command for KeepDay {
    type Out = ();
    const NAME: &'static str = "report.keep_day";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        let &KeepDay { branch, day, .. } = self;
        let changes = ledger::changes(tx, branch, day).await?;
        let same_clock = queries::kept_by(tx, branch).await?.as_ref() == Some(&self.clock);
        if self.changes.is_empty() || !self.changes.is_subset(&changes) || !same_clock {
            return Ok(());
        }
        for part in Part::ALL {
            queries::forget(tx, branch, part, ("day", day.to_string())).await?;
        }
        for (key, sums) in &self.figures {
            queries::keep(tx, branch, day, key, *sums).await?;
        }
        queries::month_is_not_kept(tx, branch, Month::of(day)).await?;
        for &change in &self.changes {
            ledger::forget_change(tx, branch, day, change).await?;
        }
        Ok(())
    }
}

/// Keeps a month as the sums of its days. Does nothing when it is kept already, or a day of it has
/// changed.
struct KeepMonth {
    branch: BranchId,
    month: Month,
}

impl Command for KeepMonth {
    type Out = ();
    const NAME: &'static str = "report.keep_month";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        let &KeepMonth { branch, month } = self;
        let Days { from, to } = month.days();
        let kept = queries::months(tx, branch).await?.contains(&month);
        if kept || !ledger::changed_days(tx, branch, (from, to)).await?.is_empty() {
            return Ok(());
        }
        for part in Part::ALL {
            queries::forget(tx, branch, part, ("month", month.to_string())).await?;
            queries::keep_month(tx, branch, part, month).await?;
        }
        Ok(queries::month_is_kept(tx, branch, month).await?)
    }
}

/// The pieces that are kept of a month: its days, and itself.
pub fn pieces_of(month: Month) -> (Piece, Piece) {
    let Days { from, to } = month.days();
    (Piece::Days(from, to), Piece::Months(month, month))
}
