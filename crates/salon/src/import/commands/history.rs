//! What receipts need besides their bills: whom and what they name, and who came when.

use super::REMOVED;
use crate::branch::Branch;
use crate::catalogue::{self, SoldBefore};
use crate::customer::{self, CustomerProfile};
use crate::import::model::Client;
use crate::import::{queries, rules};
use crate::store::{Command, Tx};
use crate::{bill, staff};
use kernel::text::Name;
use kernel::{BranchId, CustomerId, Day, ImportId, Problem, StaffId};
use uuid::Uuid;

/// Hides what a file of receipts writes.
pub(super) async fn hide(tx: &mut Tx<'_>, import: ImportId) -> Result<(), Problem> {
    customer::hide(tx, import).await?;
    catalogue::hide(tx, import).await?;
    staff::hide(tx, import).await?;
    Ok(bill::hide_history(tx, import).await?)
}

/// Shows what a file of receipts has written.
pub(super) async fn unhide(tx: &mut Tx<'_>, import: ImportId) -> Result<(), Problem> {
    customer::unhide(tx, import).await?;
    catalogue::unhide(tx, import).await?;
    staff::unhide(tx, import).await?;
    bill::show_history(tx, import).await
}

/// Finds whom receipts name as their clients, and writes those who are unknown, unseen.
pub struct FindClients {
    /// Which import.
    pub import: ImportId,
    /// Where they are registered.
    pub branch: Branch,
    /// Who, each with a number reserved for them and the first day on which they came.
    pub clients: Vec<(Client, String, Day)>,
}

impl Command for FindClients {
    type Out = Vec<(String, CustomerId)>;
    const NAME: &'static str = "import.find_clients";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Out, Problem> {
        let codes: Vec<String> = self.clients.iter().map(|(client, ..)| client.code.clone()).collect();
        let mut known = customer::clients_on_file(tx, &codes).await?;
        for (client, number, day) in &self.clients {
            if known.contains_key(&client.code) {
                continue;
            }
            let imported = customer::Imported {
                import: self.import,
                branch: self.branch.id,
                member_number: number,
                card_number: Some(&client.code),
                registered_at: rules::noon(*day, &self.branch.time_zone).min(tx.now()),
                profile: &CustomerProfile { name: client.name.to_string(), ..CustomerProfile::default() },
            };
            known.insert(client.code.clone(), customer::take_in(tx, &imported).await?);
        }
        tx.touched("import", self.import, Some(self.branch.id));
        Ok(known.into_iter().collect())
    }
}

/// Finds who did what receipts name, and what was sold; makes those that are unknown, unseen.
pub struct FindSold {
    /// Which import.
    pub import: ImportId,
    /// Where it was sold.
    pub branch: BranchId,
    /// By whom.
    pub staff: Vec<Name>,
    /// What.
    pub sold: Vec<SoldBefore>,
}

impl Command for FindSold {
    type Out = (Vec<(Name, StaffId)>, Vec<(SoldBefore, Uuid)>);
    const NAME: &'static str = "import.find_sold";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Out, Problem> {
        let (mut staff, mut sold) = (Vec::new(), Vec::new());
        for name in &self.staff {
            staff.push((name.clone(), staff::take_in(tx, name.as_str(), self.branch, self.import).await?));
        }
        for one in &self.sold {
            sold.push((one.clone(), catalogue::take_in_sold(tx, one, self.import).await?));
        }
        tx.touched("import", self.import, Some(self.branch));
        Ok((staff, sold))
    }
}

/// Says of those whom some written receipts were for that they came on that day. Refuses: started.
pub struct NoteVisits {
    /// Of which import.
    pub import: ImportId,
    /// How many receipts were looked at before.
    pub from: i64,
    /// How many will have been after this.
    pub to: i64,
    /// Who came when.
    pub visits: Vec<(CustomerId, Day)>,
}

impl Command for NoteVisits {
    type Out = ();
    const NAME: &'static str = "import.note_visits";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        queries::advance_links(tx, self.import, self.from, self.to).await?;
        for &(customer, day) in &self.visits {
            customer::touch_visit(tx, customer, day).await?;
        }
        tx.touched("import", self.import, None);
        Ok(())
    }
}

/// Removes some of what a file of receipts has written: its bills, then whom and what they name.
pub(super) async fn remove(tx: &mut Tx<'_>, import: ImportId) -> Result<bool, Problem> {
    if bill::take_back_history(tx, import, REMOVED).await? > 0 {
        return Ok(false);
    }
    let removed = customer::take_back(tx, import, REMOVED).await?;
    let removed = removed + catalogue::take_back(tx, import, REMOVED).await?;
    staff::take_back(tx, import).await?;
    Ok(removed == 0)
}
