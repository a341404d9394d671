//! Beginning an organisation, with and without somebody to sign in.

use super::model::{BranchDetails, Owner};
use super::queries;
use crate::branch::{self, Branch, BranchWish, CompanyWish, NewOrganisation};
use crate::identity::{AddUser, GrantWish, Ready, User, add_ready_roles, ready_role};
use crate::store::{Command, Tx};
use kernel::{Problem, RoleId};

/// Begins the organisation of this transaction with one company, one branch and the ready roles,
/// and nobody to sign in yet: what an import on the server does in an empty data folder. Refuses:
/// names.
pub struct Begin {
    /// The brand.
    pub organisation: NewOrganisation,
    /// The legal person's name.
    pub company: String,
    /// The first shop.
    pub branch: BranchDetails,
}

impl Command for Begin {
    type Out = Branch;
    const NAME: &'static str = "setup.begin";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Branch, Problem> {
        begin(tx, self).await.map(|(branch, _)| branch)
    }
}

/// Sets the server up. An organisation that was begun without an owner keeps its rows and its
/// currency and gets the names given now. Refuses, in this order: already done, names, the owner's
/// sign-in and name.
pub struct SetUp {
    /// The brand, the legal person and the first shop.
    pub begin: Begin,
    /// Who runs it.
    pub owner: Owner,
}

impl Command for SetUp {
    type Out = User;
    const NAME: &'static str = "setup.set_up";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<User, Problem> {
        queries::claim(tx).await?;
        let role = match branch::first_branch(tx).await? {
            Some(first) => rename(tx, first, &self.begin).await?,
            None => begin(tx, &self.begin).await?.1,
        };
        let Owner { name, sign_in, password } = self.owner.clone();
        let grants = vec![GrantWish { role, branches: None }];
        let email = String::new();
        AddUser { sign_in, name, password, email, grants }
            .run(tx)
            .await
            .map_err(|problem| problem.within("owner"))
    }
}

async fn begin(tx: &mut Tx<'_>, begin: &Begin) -> Result<(Branch, RoleId), Problem> {
    branch::add_organisation(tx, &begin.organisation)
        .await
        .map_err(|problem| problem.within("organisation"))?;
    let company = CompanyWish { name: begin.company.clone(), tax_number: String::new() };
    let company = branch::add_company(tx, &company).await.map_err(|problem| problem.within("company"))?;
    let BranchDetails { name, address, phone } = begin.branch.clone();
    let wish = BranchWish {
        company: company.id,
        name,
        address,
        phone,
        time_zone: begin.organisation.time_zone.clone(),
        cut_off_minutes: 180,
        hours: Vec::new(),
        active: true,
    };
    let first = branch::open_branch(tx, &wish).await.map_err(|problem| problem.within("branch"))?;
    let owner = add_ready_roles(tx).await?;
    Ok((first, owner))
}

async fn rename(tx: &mut Tx<'_>, first: Branch, begin: &Begin) -> Result<RoleId, Problem> {
    let BranchDetails { name, address, phone } = begin.branch.clone();
    branch::rename_all(tx, first, &begin.organisation.name, &begin.company, (name, address, phone)).await?;
    ready_role(tx, Ready::Owner).await
}
