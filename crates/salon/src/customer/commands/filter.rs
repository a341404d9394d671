//! Ways to narrow the list that somebody keeps, and lists that are taken out.

use crate::access::Permission;
use crate::customer::model::{FilterWish, Refusal, SavedFilter};
use crate::customer::queries;
use crate::store::{Command, Tx};
use kernel::text::fold;
use kernel::{Problem, RowId};

/// The longest name of a filter, in characters.
const NAME: usize = 60;

/// Keeps a way to narrow the list. Refuses, in this order: filter name, kind.
pub struct KeepFilter(pub FilterWish);

impl Command for KeepFilter {
    type Out = SavedFilter;
    const NAME: &'static str = "customer.keep_filter";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<SavedFilter, Problem> {
        tx.actor().may(Permission::CustomerRead)?;
        let FilterWish { name, query, shared } = &self.0;
        let name = fold::plain(name);
        if !(1..=NAME).contains(&name.chars().count()) {
            return Err(Refusal::FilterName.into());
        }
        query.wanted_kind()?;
        // A program keeps nothing: it has nobody to keep it for.
        let user = tx.actor().user.ok_or(Refusal::FilterUnknown)?;
        let filter = SavedFilter { id: tx.new_id(), name, query: query.clone(), shared: *shared, mine: true };
        queries::insert_filter(tx, user, &filter).await?;
        tx.touched("customer_filter", filter.id, None);
        Ok(filter)
    }
}

/// Forgets one of one's own ways to narrow the list. Refuses: filter unknown.
pub struct DropFilter(pub RowId);

impl Command for DropFilter {
    type Out = ();
    const NAME: &'static str = "customer.drop_filter";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        tx.actor().may(Permission::CustomerRead)?;
        let user = tx.actor().user.ok_or(Refusal::FilterUnknown)?;
        queries::delete_filter(tx, self.0, user).await?;
        tx.touched("customer_filter", self.0, None);
        Ok(())
    }
}

/// Writes down that somebody took a list of customers out.
pub struct NoteExport;

impl Command for NoteExport {
    type Out = ();
    const NAME: &'static str = "customer.export_list";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        tx.actor().may(Permission::CustomerExport)?;
        let organisation = tx.organisation();
        tx.touched("customer", organisation, None);
        Ok(())
    }
}
