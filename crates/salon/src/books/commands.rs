//! What is written down about checks, and what accounts are called.

use super::model::{AccountWish, Check, CheckKind, Fault, Refusal};
use super::{queries, rules};
use crate::access::Permission;
use crate::notice::{self, Event, Happening, Value};
use crate::store::{Command, Tx};
use crate::{bill, branch, customer, ledger};
use kernel::{Problem, RowId};

/// Begins a check that somebody asked for. Refuses: one is running.
pub struct Ask;

impl Command for Ask {
    type Out = RowId;
    const NAME: &'static str = "books.ask";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<RowId, Problem> {
        tx.actor().may_everywhere(Permission::BooksRead)?;
        let now = tx.now();
        if newest(tx).await?.is_some_and(|check| rules::is_running(now, &check)) {
            return Err(Refusal::Running.into());
        }
        begin(tx, CheckKind::Request).await
    }
}

/// Seals some of what waits. While an import is written that can still be taken back, nothing is sealed: what
/// is sealed stays.
pub struct SealSome;

impl Command for SealSome {
    type Out = ();
    const NAME: &'static str = "books.seal";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        if may_seal(tx).await? { ledger::seal_some(tx).await } else { Ok(()) }
    }
}

/// Whether something waits to be sealed that nobody will take back.
pub async fn may_seal(tx: &mut Tx<'_>) -> Result<bool, Problem> {
    let hidden = customer::any_hidden(tx).await? || bill::any_hidden_history(tx).await?;
    Ok(!hidden && ledger::waits_for_seal(tx).await?)
}

/// Begins the check of this night where it is due; with several servers, only one of them does.
pub struct BeginNight;

impl Command for BeginNight {
    type Out = Option<RowId>;
    const NAME: &'static str = "books.begin_night";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Option<RowId>, Problem> {
        let zone = branch::organisation(tx).await?.time_zone;
        let newest = newest(tx).await?;
        if !rules::is_due(&zone, tx.now(), newest.as_ref()) {
            return Ok(None);
        }
        begin(tx, CheckKind::Night).await.map(Some)
    }
}

/// Ends a check with what it found.
pub struct End {
    pub check: RowId,
    pub faults: Vec<Fault>,
    pub failure: Option<&'static str>,
}

impl Command for End {
    type Out = ();
    const NAME: &'static str = "books.end";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        queries::end_check(tx, self.check, &self.faults, self.failure).await?;
        tx.touched("books_check", self.check, None);
        if let Some(first) = self.faults.first() {
            let zone = branch::organisation(tx).await?.time_zone;
            let count = i64::try_from(self.faults.len()).unwrap_or(i64::MAX);
            let fault = Happening::new(Event::BooksFault, self.check, None)
                .with("at", Value::Moment(tx.now(), zone.name().to_owned()))
                .with("count", Value::Number(count))
                .with("check", Value::Text(first.check.clone()))
                .with("row", Value::Text(first.row.clone()));
            notice::ask(tx, fault).await?;
        }
        tx.tell("books.checked", self.check, None).await?;
        Ok(())
    }
}

async fn newest(tx: &mut Tx<'_>) -> Result<Option<Check>, Problem> {
    Ok(queries::newest(tx, 1).await?.pop())
}

async fn begin(tx: &mut Tx<'_>, kind: CheckKind) -> Result<RowId, Problem> {
    let id: RowId = tx.new_id();
    queries::insert_check(tx, id, kind).await?;
    tx.touched("books_check", id, None);
    tx.tell("books.checking", id, None).await?;
    Ok(id)
}

/// Gives accounts the owner's own numbers and names, and takes those of all others away. Refuses as
/// [`rules::check_names`].
pub struct NameAccounts(pub Vec<AccountWish>);

impl Command for NameAccounts {
    type Out = ();
    const NAME: &'static str = "books.name_accounts";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        tx.actor().may_everywhere(Permission::BooksManage)?;
        rules::check_names(&self.0)?;
        queries::forget_own_names(tx).await?;
        let named = |wish: &&AccountWish| !(wish.number.trim().is_empty() && wish.name.trim().is_empty());
        for wish in self.0.iter().filter(named) {
            queries::insert_own_name(tx, wish).await?;
        }
        tx.touched("books_account", tx.organisation(), None);
        Ok(())
    }
}
