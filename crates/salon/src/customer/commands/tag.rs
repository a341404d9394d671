//! Tags under another name, or none.

use crate::access::Permission;
use crate::customer::model::{Refusal, TagWish};
use crate::customer::{queries, rules};
use crate::store::{Command, Tx};
use kernel::Problem;
use kernel::text::fold;

/// Gives a tag another name, for everybody who has it. Refuses, in this order: not for every branch, tag name,
/// tag unknown.
pub struct RenameTag(pub TagWish);

impl Command for RenameTag {
    type Out = ();
    const NAME: &'static str = "customer.rename_tag";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        tx.actor().may_everywhere(Permission::CustomerWrite)?;
        let to = fold::plain(&self.0.to);
        if !(1..=rules::TAG).contains(&to.chars().count()) {
            return Err(Refusal::TagName.into());
        }
        replace(tx, &self.0.from, Some(&to)).await
    }
}

/// Takes a tag away from everybody who has it. Refuses, in this order: not for every branch, tag unknown.
pub struct DropTag(pub String);

impl Command for DropTag {
    type Out = ();
    const NAME: &'static str = "customer.drop_tag";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        tx.actor().may_everywhere(Permission::CustomerWrite)?;
        replace(tx, &self.0, None).await
    }
}

/// Customers who have the same tags are changed together: a chain has far fewer lists than customers.
async fn replace(tx: &mut Tx<'_>, from: &str, to: Option<&str>) -> Result<(), Problem> {
    let lists = queries::tag_lists(tx).await?.into_iter().map(|(tags, _)| tags);
    let lists: Vec<Vec<String>> = lists.filter(|tags| tags.iter().any(|tag| tag == from)).collect();
    if lists.is_empty() {
        return Err(Refusal::TagUnknown.into());
    }
    for tags in lists {
        queries::retag(tx, &tags, &rules::retagged(&tags, from, to)).await?;
    }
    let organisation = tx.organisation();
    tx.touched("customer_tag", organisation, None);
    Ok(tx.tell("customer.changed", organisation, None).await?)
}
