//! Keys with which programs act.

use super::check_branches;
use crate::access::{Actor, Permission};
use crate::branch;
use crate::identity::model::{ApiKey, EventKind, KeyWish, Refusal};
use crate::identity::{queries, rules};
use crate::store::{Command, Tx};
use kernel::{Problem, RowId};

/// Makes a key. Refuses, in this order: not for every branch, name, key permissions, grant's branches, what
/// its maker may not do, key expiry.
pub struct MakeKey {
    pub wish: KeyWish,
    pub secret: [u8; 32],
    pub hint: String,
}

impl Command for MakeKey {
    type Out = ApiKey;
    const NAME: &'static str = "identity.make_key";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<ApiKey, Problem> {
        tx.actor().may_everywhere(Permission::IdentityManage)?;
        let maker = tx.actor().user.ok_or(Refusal::UserUnknown)?;
        let wish = KeyWish { name: rules::check_name(&self.wish.name)?, ..self.wish.clone() };
        rules::check_key_permissions(&wish.permissions)?;
        if let Some(branches) = &wish.branches {
            check_branches(tx, branches).await.map_err(|problem| problem.in_field("branches"))?;
        }
        check_held(tx.actor(), &wish)?;
        let today = tx.now().day(&branch::organisation(tx).await?.time_zone);
        if wish.expires_on.is_some_and(|day| day < today) {
            return Err(Refusal::KeyExpiry.into());
        }
        let id: RowId = tx.new_id();
        let made = queries::MadeKey { id, wish: &wish, secret: self.secret, hint: &self.hint, maker };
        queries::insert_key(tx, &made).await?;
        queries::record(tx, EventKind::KeyMade, Some(maker), &wish.name).await?;
        tx.touched("identity_key", id, None);
        queries::key(tx, id).await
    }
}

/// Nobody hands out what they do not hold themselves.
fn check_held(maker: &Actor, wish: &KeyWish) -> Result<(), Problem> {
    for permission in &wish.permissions {
        match &wish.branches {
            None => maker.may_everywhere(*permission)?,
            Some(branches) => {
                branches.iter().try_for_each(|branch| maker.at(*permission, *branch).map(drop))?
            }
        }
    }
    Ok(())
}

/// Revokes a key. Refuses, in this order: not for every branch, key unknown.
pub struct RevokeKey(pub RowId);

impl Command for RevokeKey {
    type Out = ();
    const NAME: &'static str = "identity.revoke_key";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        tx.actor().may_everywhere(Permission::IdentityManage)?;
        let key = queries::key(tx, self.0).await?;
        queries::revoke_key(tx, self.0).await?;
        let user = tx.actor().user;
        queries::record(tx, EventKind::KeyRevoked, user, &key.name).await?;
        tx.touched("identity_key", self.0, None);
        Ok(())
    }
}

/// Remembers that a key is in use.
pub struct SeeKey(pub RowId);

impl Command for SeeKey {
    type Out = ();
    const NAME: &'static str = "identity.see_key";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        Ok(queries::see_key(tx, self.0).await?)
    }
}
