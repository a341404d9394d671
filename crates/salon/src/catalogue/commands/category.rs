//! Categories.

use super::search::index;
use super::{changed, may_change};
use crate::catalogue::model::{Category, CategoryChange, CategoryWish, Kind, Refusal};
use crate::catalogue::{queries, rules};
use crate::store::{Command, Tx};
use kernel::{CategoryId, Id, ImportId, Problem};

/// Adds a category behind the others of its kind. Refuses, in this order: not for every branch,
/// name, name taken.
pub struct AddCategory(pub CategoryWish);

impl Command for AddCategory {
    type Out = Category;
    const NAME: &'static str = "catalogue.add_category";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Category, Problem> {
        may_change(tx).await?;
        let name = rules::check_named_category(&self.0.name)?;
        let id = add(tx, self.0.kind, &name, None).await?;
        queries::category(tx, id).await
    }
}

/// Gives a category another name and place. Refuses, in this order: not for every branch, name,
/// position, category unknown, name taken.
pub struct ChangeCategory {
    /// Which.
    pub category: CategoryId,
    /// What is said of it from now on.
    pub wish: CategoryChange,
}

impl Command for ChangeCategory {
    type Out = Category;
    const NAME: &'static str = "catalogue.change_category";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Category, Problem> {
        may_change(tx).await?;
        let name = rules::check_named_category(&self.wish.name)?;
        rules::check_position(self.wish.position)?;
        let id = self.category;
        let kind = queries::category(tx, id).await?.kind;
        if queries::category_of_name(tx, kind, &name).await?.is_some_and(|other| other != id) {
            return Err(Refusal::CategoryTaken.into());
        }
        queries::change_category(tx, id, &name, self.wish.position).await?;
        index(tx, "category", id.uuid(), &name, &[]).await?;
        changed(tx, "catalogue_category", id, None).await?;
        queries::category(tx, id).await
    }
}

/// Deletes a category under which nothing stands. Refuses, in this order: not for every branch,
/// category unknown, category used.
pub struct DeleteCategory(pub CategoryId);

impl Command for DeleteCategory {
    type Out = ();
    const NAME: &'static str = "catalogue.delete_category";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        may_change(tx).await?;
        queries::category(tx, self.0).await?;
        if queries::count_under(tx, self.0).await? > 0 {
            return Err(Refusal::CategoryUsed.into());
        }
        queries::forget_pieces(tx, "category", self.0.uuid()).await?;
        queries::delete_category(tx, self.0).await?;
        changed(tx, "catalogue_category", self.0, None).await
    }
}

/// The category of a checked name, made when nobody knows it yet; none for the empty name.
pub(super) async fn ensure(
    tx: &mut Tx<'_>,
    kind: Kind,
    name: &str,
    import: Option<ImportId>,
) -> Result<Option<CategoryId>, Problem> {
    if name.is_empty() {
        return Ok(None);
    }
    match queries::category_of_name(tx, kind, name).await? {
        Some(known) => Ok(Some(known)),
        None => add(tx, kind, name, import).await.map(Some),
    }
}

async fn add(
    tx: &mut Tx<'_>,
    kind: Kind,
    name: &str,
    import: Option<ImportId>,
) -> Result<CategoryId, Problem> {
    let id: CategoryId = tx.new_id();
    queries::insert_category(tx, id, kind, name, import).await?;
    index(tx, "category", id.uuid(), name, &[]).await?;
    changed(tx, "catalogue_category", id, import).await?;
    Ok(id)
}
