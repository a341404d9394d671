//! The clock and the commands that run at the moment it shows.

use crate::access::Actor;
use crate::store::{Command, Numbered};
use crate::web::App;
use futures_util::{StreamExt, TryStreamExt, stream};
use kernel::{BranchId, Instant, Problem};
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// How many things happen at the same time where one writer takes them in turn, and commits them
/// together.
const AT_ONCE: usize = 32;
/// How many where they cross in the small tables of a new salon, and are run again.
const AT_ONCE_CROSSING: usize = 4;

/// Where the demo is played.
pub struct Stage<'a> {
    pub app: &'a App,
    /// The present, up to which the demo is played.
    pub now: Instant,
    clock: Arc<AtomicI64>,
    at_once: usize,
}

impl<'a> Stage<'a> {
    pub fn new(app: &'a App, clock: Arc<AtomicI64>) -> Stage<'a> {
        let at_once = if app.db.has_one_writer() { AT_ONCE } else { AT_ONCE_CROSSING };
        Stage { app, now: app.db.now(), clock, at_once }
    }

    /// Runs a command at a moment.
    ///
    /// A command takes its moment before it first waits for anything, and all futures of the demo
    /// are polled by one task: so nobody else moves the clock in between.
    pub async fn write<C: Command>(&self, at: Instant, actor: &Actor, command: C) -> Result<C::Out, Problem> {
        self.clock.store(at.millis(), Ordering::SeqCst);
        self.app.write(actor, command).await
    }

    /// Sets numbers aside, so that what happens at the same time is still numbered in its order.
    pub async fn numbers(
        &self,
        actor: &Actor,
        branch: BranchId,
        kind: Numbered,
        count: usize,
    ) -> Result<Range<i64>, Problem> {
        if count == 0 {
            return Ok(0..0);
        }
        let count = i64::try_from(count).map_err(Problem::bug)?;
        self.app.db.number_block(actor, branch, kind, count).await
    }

    /// Lets several things happen at the same time; their outcomes come in the order of the things.
    pub async fn together<T>(
        &self,
        things: Vec<impl Future<Output = Result<T, Problem>>>,
    ) -> Result<Vec<T>, Problem> {
        stream::iter(things).buffered(self.at_once).try_collect().await
    }

    pub fn back_to_the_present(&self) {
        self.clock.store(self.now.millis(), Ordering::SeqCst);
    }
}
