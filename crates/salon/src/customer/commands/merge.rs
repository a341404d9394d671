//! Making one customer of two.

use super::{REASON, changeable, changed, index, show};
use crate::access::Permission;
use crate::customer::model::{Customer, CustomerProfile, Kind, Refusal};
use crate::customer::queries::{self, Change, Membership, Stored};
use crate::customer::rules;
use crate::store::{Command, Tx};
use kernel::text::fold;
use kernel::{CustomerId, Problem};

/// Merges one customer into another, who survives. What others keep of either stays where it is, and is found
/// under both. Asked for again, it changes nothing. Refuses, in this order: reason, unknown, merge self,
/// merged already, erased.
pub struct Merge {
    /// Who survives.
    pub customer: CustomerId,
    /// Who is found under them from now on.
    pub from: CustomerId,
    /// Why they are one person.
    pub reason: String,
}

impl Command for Merge {
    type Out = Customer;
    const NAME: &'static str = "customer.merge";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Customer, Problem> {
        tx.actor().may(Permission::CustomerMerge)?;
        if !(1..=REASON).contains(&fold::plain(&self.reason).chars().count()) {
            return Err(Refusal::MergeReason.into());
        }
        let survivor = queries::find(tx, self.customer).await?;
        let (from, into) = (queries::resolve(tx, self.from).await?, survivor.id);
        if from == into {
            // Either it is done already, or somebody is merged into themselves.
            let done = self.from != into;
            return if done { show(tx, into).await } else { Err(Refusal::MergeSelf.into()) };
        }
        if from != self.from {
            return Err(Refusal::MergedAlready.into());
        }
        let (survivor, other) = (changeable(tx, into).await?, changeable(tx, from).await?);
        join(tx, &survivor, &other).await?;
        queries::merge(tx, from, into).await?;
        queries::reopen(tx, into).await?;
        tx.touched("customer", from, None);
        tx.tell("customer.changed", from, None).await?;
        changed(tx, into, None).await?;
        show(tx, into).await
    }
}

/// Brings what is known of both together in the row that survives.
async fn join(tx: &mut Tx<'_>, survivor: &Stored, other: &Stored) -> Result<(), Problem> {
    let joined = rules::joined(&survivor.profile, &other.profile);
    let referrer = match joined.referrer {
        Some(referrer) => Some(queries::resolve(tx, referrer).await?),
        None => None,
    };
    // Nobody brings themselves.
    let referrer = referrer.filter(|referrer| ![survivor.id, other.id].contains(referrer));
    let joined = CustomerProfile { referrer, ..joined };
    queries::update(tx, &Change { id: survivor.id, version: survivor.version, profile: &joined }).await?;
    index(tx, survivor, &joined).await?;
    queries::move_visit(tx, survivor.id, other.last_visit).await?;
    if let (Kind::WalkIn, Some(number)) = (survivor.kind, &other.member_number) {
        let (registered_at, branch) = (other.registered_at, other.registered_branch);
        let membership = Membership { number, registered_at, branch };
        queries::move_membership(tx, other.id, survivor.id, &membership).await?;
    }
    keep_photo(tx, survivor.id, other.id).await
}

/// Keeps the picture of the other one, where the one who survives has none.
async fn keep_photo(tx: &mut Tx<'_>, survivor: CustomerId, other: CustomerId) -> Result<(), Problem> {
    if queries::has_photo(tx, survivor).await? || !queries::has_photo(tx, other).await? {
        return Ok(());
    }
    let photo = queries::photo(tx, other).await?;
    queries::put_photo(tx, survivor, &photo).await
}
