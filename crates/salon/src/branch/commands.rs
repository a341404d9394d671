//! What can be done with companies and branches.

use super::model::{Branch, BranchWish, Company, CompanyWish, NewOrganisation};
use super::{queries, rules};
use crate::access::Permission;
use crate::store::{Command, Tx};
use kernel::{BranchId, CompanyId, Id, Problem};

/// Begins the organisation of this transaction. For setting up; refuses: name.
pub async fn add_organisation(tx: &mut Tx<'_>, new: &NewOrganisation) -> Result<(), Problem> {
    rules::check_name(&new.name)?;
    // The handle only has to be unique and typable; people change it when they have several.
    let digits = tx.organisation().uuid().simple().to_string();
    queries::insert_organisation(tx, new, &format!("s{}", &digits[20..])).await?;
    tx.touched("branch_organisation", tx.organisation(), None);
    Ok(())
}

/// The first branch of an organisation that was begun already; nothing when there is none.
pub async fn first_branch(tx: &mut Tx<'_>) -> Result<Option<Branch>, Problem> {
    Ok(queries::all(tx).await?.into_iter().next())
}

/// Gives an organisation, its branch's company and its branch other names, for a set-up that comes
/// after an import. Refuses: names and texts.
pub async fn rename_all(
    tx: &mut Tx<'_>,
    first: Branch,
    organisation: &str,
    company: &str,
    (name, address, phone): (String, String, String),
) -> Result<(), Problem> {
    let organisation = rules::check_name(organisation)?;
    queries::rename_organisation(tx, &organisation).await?;
    let company = CompanyWish { name: company.to_owned(), tax_number: String::new() };
    rules::check_company(&company)?;
    queries::update_company(tx, first.company, &company).await?;
    let Branch { id, company, time_zone, cut_off_minutes, hours, active, .. } = first;
    let wish = BranchWish { company, name, address, phone, time_zone, cut_off_minutes, hours, active };
    rules::check_branch(&wish)?;
    queries::update_branch(tx, id, &wish).await?;
    tx.touched("branch_organisation", tx.organisation(), None);
    Ok(())
}

/// Adds a company inside another command. Refuses: name, tax number.
pub async fn add_company(tx: &mut Tx<'_>, wish: &CompanyWish) -> Result<Company, Problem> {
    rules::check_company(wish)?;
    let id: CompanyId = tx.new_id();
    queries::insert_company(tx, id, wish).await?;
    tx.touched("branch_company", id, None);
    queries::company(tx, id).await
}

/// Opens a branch inside another command. Refuses, in this order: name, texts, cut-off, hours,
/// company unknown.
pub async fn open_branch(tx: &mut Tx<'_>, wish: &BranchWish) -> Result<Branch, Problem> {
    rules::check_branch(wish)?;
    queries::company(tx, wish.company).await?;
    let id: BranchId = tx.new_id();
    let number = queries::next_number(tx).await?;
    queries::insert_branch(tx, id, number, wish).await?;
    tx.touched("branch", id, Some(id));
    tx.tell("branch.changed", id, Some(id)).await?;
    queries::find(tx, id).await
}

/// What the whole organisation shares (its price list, its plans) is changed by who answers for each
/// branch in business: in a shop of one branch that is its manager, in a chain whoever reaches all.
/// Refuses: the permission is held nowhere, or not in every branch.
pub async fn reaches_every_branch(tx: &mut Tx<'_>, permission: Permission) -> Result<(), Problem> {
    tx.actor().may(permission)?;
    for branch in queries::all(tx).await?.into_iter().filter(|branch| branch.active) {
        tx.at(permission, branch.id)?;
    }
    Ok(())
}

/// Opens a branch. Refuses, in this order: not for every branch, then as [`open_branch`].
pub struct OpenBranch(pub BranchWish);

impl Command for OpenBranch {
    type Out = Branch;
    const NAME: &'static str = "branch.open";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Branch, Problem> {
        tx.actor().may_everywhere(Permission::BranchManage)?;
        open_branch(tx, &self.0).await
    }
}

/// Changes a branch. Refuses, in this order: another branch, name, texts, cut-off, hours, company
/// unknown, branch unknown.
pub struct ChangeBranch {
    pub branch: BranchId,
    pub wish: BranchWish,
}

impl Command for ChangeBranch {
    type Out = Branch;
    const NAME: &'static str = "branch.change";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Branch, Problem> {
        tx.at(Permission::BranchManage, self.branch)?;
        rules::check_branch(&self.wish)?;
        queries::company(tx, self.wish.company).await?;
        queries::update_branch(tx, self.branch, &self.wish).await?;
        tx.touched("branch", self.branch, Some(self.branch));
        tx.tell("branch.changed", self.branch, Some(self.branch)).await?;
        queries::find(tx, self.branch).await
    }
}

/// Adds a company. Refuses, in this order: not for every branch, name, tax number.
pub struct AddCompany(pub CompanyWish);

impl Command for AddCompany {
    type Out = Company;
    const NAME: &'static str = "branch.add_company";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Company, Problem> {
        tx.actor().may_everywhere(Permission::BranchManage)?;
        add_company(tx, &self.0).await
    }
}

/// Changes a company. Refuses, in this order: not for every branch, name, tax number, unknown.
pub struct ChangeCompany {
    pub company: CompanyId,
    pub wish: CompanyWish,
}

impl Command for ChangeCompany {
    type Out = Company;
    const NAME: &'static str = "branch.change_company";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Company, Problem> {
        tx.actor().may_everywhere(Permission::BranchManage)?;
        rules::check_company(&self.wish)?;
        queries::update_company(tx, self.company, &self.wish).await?;
        tx.touched("branch_company", self.company, None);
        queries::company(tx, self.company).await
    }
}
