//! Accounts.

use super::{check_branches, somebody_manages};
use crate::access::Permission;
use crate::identity::model::{EventKind, GrantWish, Refusal, User};
use crate::identity::secret::Hashed;
use crate::identity::{queries, rules};
use crate::store::{Command, Tx};
use kernel::{Problem, UserId};

/// Adds an account. Refuses, in this order: not for every branch, sign-in's form, name, e-mail,
/// role unknown, branches, sign-in taken.
pub struct AddUser {
    /// What they type to sign in.
    pub sign_in: String,
    /// The person's name.
    pub name: String,
    /// Their password.
    pub password: Hashed,
    /// Where mail reaches them; may be empty.
    pub email: String,
    /// What they may do, and where.
    pub grants: Vec<GrantWish>,
}

impl Command for AddUser {
    type Out = User;
    const NAME: &'static str = "identity.add_user";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<User, Problem> {
        tx.actor().may_everywhere(Permission::IdentityManage)?;
        let sign_in = rules::check_sign_in(&self.sign_in)?;
        let name = rules::check_name(&self.name)?;
        let email = rules::check_email(&self.email)?;
        check_grants(tx, &self.grants).await?;
        let id: UserId = tx.new_id();
        queries::insert_user(tx, id, &sign_in, &name, &self.password).await?;
        queries::set_email(tx, id, &email).await?;
        queries::set_grants(tx, id, &self.grants).await?;
        user_changed(tx, id).await?;
        tx.touched("identity_user", id, None);
        user(tx, id).await
    }
}

/// Changes an account. Refuses, in this order: not for every branch, name, e-mail, role unknown,
/// branches, user unknown, last owner.
pub struct ChangeUser {
    pub user: UserId,
    pub name: String,
    pub active: bool,
    pub grants: Vec<GrantWish>,
    pub password: Option<Hashed>,
    pub email: Option<String>,
}

impl Command for ChangeUser {
    type Out = User;
    const NAME: &'static str = "identity.change_user";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<User, Problem> {
        tx.actor().may_everywhere(Permission::IdentityManage)?;
        let name = rules::check_name(&self.name)?;
        let email = self.email.as_deref().map(rules::check_email).transpose()?;
        check_grants(tx, &self.grants).await?;
        queries::update_user(tx, self.user, &name, self.active).await?;
        queries::set_grants(tx, self.user, &self.grants).await?;
        if let Some(email) = &email {
            queries::set_email(tx, self.user, email).await?;
        }
        if let Some(password) = &self.password {
            queries::set_password(tx, self.user, password).await?;
        }
        if self.password.is_some() || !self.active {
            queries::end_sessions_of(tx, self.user).await?;
        }
        somebody_manages(tx).await?;
        user_changed(tx, self.user).await?;
        tx.touched("identity_user", self.user, None);
        user(tx, self.user).await
    }
}

/// Gives an account a new password, takes its second factor away and ends its sessions: for the
/// owner's own recovery on the server. Refuses: user unknown.
pub struct ResetPassword {
    /// Whose.
    pub user: UserId,
    /// The new one.
    pub password: Hashed,
}

impl Command for ResetPassword {
    type Out = ();
    const NAME: &'static str = "identity.reset_password";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        queries::set_password(tx, self.user, &self.password).await?;
        queries::remove_factor(tx, self.user).await?;
        queries::end_sessions_of(tx, self.user).await?;
        queries::record(tx, EventKind::PasswordChanged, Some(self.user), "").await?;
        tx.touched("identity_user", self.user, None);
        Ok(())
    }
}

/// Changes one's own password and ends every session, this one too.
pub struct ChangePassword {
    pub user: UserId,
    pub password: Hashed,
}

impl Command for ChangePassword {
    type Out = ();
    const NAME: &'static str = "identity.change_password";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        queries::set_password(tx, self.user, &self.password).await?;
        queries::end_sessions_of(tx, self.user).await?;
        queries::record(tx, EventKind::PasswordChanged, Some(self.user), "").await?;
        tx.touched("identity_user", self.user, None);
        Ok(())
    }
}

/// Sets one's own PIN.
pub struct SetPin {
    pub user: UserId,
    pub pin: Hashed,
}

impl Command for SetPin {
    type Out = ();
    const NAME: &'static str = "identity.set_pin";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        queries::set_pin(tx, self.user, &self.pin).await?;
        tx.touched("identity_user", self.user, None);
        Ok(())
    }
}

/// Says where mail reaches oneself. Refuses: e-mail.
pub struct SetEmail {
    pub user: UserId,
    pub email: String,
}

impl Command for SetEmail {
    type Out = ();
    const NAME: &'static str = "identity.set_email";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        let email = rules::check_email(&self.email)?;
        queries::set_email(tx, self.user, &email).await?;
        tx.touched("identity_user", self.user, None);
        Ok(())
    }
}

/// Writes down whose account was changed, and by whom.
async fn user_changed(tx: &mut Tx<'_>, id: UserId) -> Result<(), Problem> {
    let by = tx.actor().name.clone();
    queries::record(tx, EventKind::UserChanged, Some(id), &by).await
}

async fn user(tx: &mut Tx<'_>, id: UserId) -> Result<User, Problem> {
    let found = queries::users(tx).await?.into_iter().find(|user| user.id == id);
    found.ok_or_else(|| Refusal::UserUnknown.into())
}

async fn check_grants(tx: &mut Tx<'_>, grants: &[GrantWish]) -> Result<(), Problem> {
    for grant in grants {
        queries::role(tx, grant.role).await?;
        if let Some(branches) = &grant.branches {
            check_branches(tx, branches).await?;
        }
    }
    Ok(())
}
