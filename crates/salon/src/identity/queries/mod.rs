//! Every statement over `identity_*`.

mod email;
mod event;
mod factor;
mod key;

pub use email::{emails, set_email};
pub use event::{events, events_of, record};
pub use factor::{
    Factor, begin_factor, confirm_factor, factor, insert_recovery, remove_factor, use_recovery, use_step,
    with_factor,
};
pub use key::{MadeKey, insert_key, key, key_by_secret, key_names, keys, revoke_key, see_key};

use super::model::{Device, GrantWish, Operator, Ready, Refusal, Role, User};
use super::rules::permissions_of;
use super::secret::Hashed;
use crate::access::{Actor, Grant, Permission, Scope, Via};
use crate::args;
use crate::store::{Row, StoreError, Tx};
use kernel::{BranchId, Id, Instant, Problem, RoleId, SessionId, UserId};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// How the grant of every branch is stored.
const EVERY_BRANCH: Uuid = Uuid::nil();

/// An account with what proves it.
pub struct Account {
    /// Its id.
    pub id: UserId,
    /// The person's name.
    pub name: String,
    /// What they type to sign in, folded.
    pub sign_in: String,
    /// Their password's hash.
    pub password: Hashed,
    /// Their PIN's hash.
    pub pin: Option<Hashed>,
    /// Whether they may sign in.
    pub active: bool,
}

/// A signed-in device.
pub struct Session {
    pub id: SessionId,
    pub user: UserId,
    pub operator: UserId,
    pub seen_at: Instant,
}

pub async fn insert_user(
    tx: &mut Tx<'_>,
    id: UserId,
    sign_in: &str,
    name: &str,
    password: &Hashed,
) -> Result<(), Problem> {
    let sql = "INSERT INTO identity_user (org_id, id, sign_in, name, password, active, created_at)
               VALUES ($1, $2, $3, $4, $5, 1, $6) ON CONFLICT (org_id, sign_in) DO NOTHING";
    let args = args![id, sign_in, name, password.0.as_str(), tx.now()];
    Ok(tx.guard(sql, args, Refusal::SignInTaken.into()).await?)
}

pub async fn update_user(tx: &mut Tx<'_>, id: UserId, name: &str, active: bool) -> Result<(), StoreError> {
    let sql = "UPDATE identity_user SET name = $3, active = $4 WHERE org_id = $1 AND id = $2";
    tx.guard(sql, args![id, name, active], Refusal::UserUnknown.into()).await
}

pub async fn set_password(tx: &mut Tx<'_>, id: UserId, password: &Hashed) -> Result<(), StoreError> {
    let sql = "UPDATE identity_user SET password = $3 WHERE org_id = $1 AND id = $2";
    tx.guard(sql, args![id, password.0.as_str()], Refusal::UserUnknown.into()).await
}

pub async fn set_pin(tx: &mut Tx<'_>, id: UserId, pin: &Hashed) -> Result<(), StoreError> {
    let sql = "UPDATE identity_user SET pin = $3 WHERE org_id = $1 AND id = $2";
    tx.guard(sql, args![id, pin.0.as_str()], Refusal::UserUnknown.into()).await
}

/// One account by its id. Refuses: user unknown.
pub async fn account(tx: &mut Tx<'_>, id: UserId) -> Result<Account, Problem> {
    let sql =
        "SELECT id, name, sign_in, password, pin, active FROM identity_user WHERE org_id = $1 AND id = $2";
    tx.row(sql, args![id], read_account).await?.ok_or_else(|| Refusal::UserUnknown.into())
}

/// One account by what is typed to sign in, already folded.
pub async fn user_by_sign_in(tx: &mut Tx<'_>, sign_in: &str) -> Result<Option<Account>, StoreError> {
    let sql = "SELECT id, name, sign_in, password, pin, active FROM identity_user WHERE org_id = $1 AND sign_in = $2";
    tx.row(sql, args![sign_in], read_account).await
}

/// All accounts with their grants, by name.
pub async fn users(tx: &mut Tx<'_>) -> Result<Vec<User>, Problem> {
    let sql = "SELECT id, name, sign_in, password, pin, active FROM identity_user
               WHERE org_id = $1 ORDER BY active DESC, name, id LIMIT 1000";
    let accounts = tx.rows(sql, args![], read_account).await?;
    let mut grants = grants(tx).await?;
    let with_factor = with_factor(tx).await?;
    let mut emails = emails(tx).await?;
    let user = |account: Account| User {
        email: emails.remove(&account.id).unwrap_or_default(),
        grants: grants.remove(&account.id).unwrap_or_default(),
        totp: with_factor.contains(&account.id),
        id: account.id,
        name: account.name,
        sign_in: account.sign_in,
        active: account.active,
        has_pin: account.pin.is_some(),
    };
    Ok(accounts.into_iter().map(user).collect())
}

/// The names of all accounts.
pub async fn names(tx: &mut Tx<'_>) -> Result<BTreeMap<UserId, String>, StoreError> {
    let sql = "SELECT id, name FROM identity_user WHERE org_id = $1 ORDER BY id";
    let found = tx.rows(sql, args![], |row| Ok((row.take()?, row.take()?))).await?;
    Ok(found.into_iter().collect())
}

/// Everybody's grants, role by role.
async fn grants(tx: &mut Tx<'_>) -> Result<BTreeMap<UserId, Vec<GrantWish>>, StoreError> {
    let sql = "SELECT user_id, role_id, branch_id FROM identity_grant
               WHERE org_id = $1 ORDER BY user_id, role_id, branch_id";
    let read = |row: &mut Row| Ok((row.take::<UserId>()?, row.take::<RoleId>()?, row.take::<BranchId>()?));
    let mut by_user: BTreeMap<UserId, Vec<GrantWish>> = BTreeMap::new();
    for (user, role, branch) in tx.rows(sql, args![], read).await? {
        let grants = by_user.entry(user).or_default();
        if grants.last().is_none_or(|grant| grant.role != role) {
            grants.push(GrantWish { role, branches: Some(Vec::new()) });
        }
        let Some(grant) = grants.last_mut() else { continue };
        if branch.uuid() == EVERY_BRANCH {
            grant.branches = None;
        } else if let Some(branches) = &mut grant.branches {
            branches.push(branch);
        }
    }
    Ok(by_user)
}

/// Replaces what somebody may do.
pub async fn set_grants(tx: &mut Tx<'_>, user: UserId, grants: &[GrantWish]) -> Result<(), StoreError> {
    tx.exec("DELETE FROM identity_grant WHERE org_id = $1 AND user_id = $2", args![user]).await?;
    let sql = "INSERT INTO identity_grant (org_id, user_id, role_id, branch_id) VALUES ($1, $2, $3, $4)
               ON CONFLICT (org_id, user_id, role_id, branch_id) DO NOTHING";
    for grant in grants {
        let every = [BranchId::from_uuid(EVERY_BRANCH)];
        for branch in grant.branches.as_deref().unwrap_or(&every) {
            tx.exec(sql, args![user, grant.role, *branch]).await?;
        }
    }
    Ok(())
}

/// People with a PIN, by name; the caller picks those who may act in a branch.
pub async fn operators(tx: &mut Tx<'_>) -> Result<Vec<Operator>, StoreError> {
    let sql = "SELECT id, name FROM identity_user
               WHERE org_id = $1 AND active = 1 AND pin IS NOT NULL ORDER BY name, id LIMIT 1000";
    tx.rows(sql, args![], |row| Ok(Operator { id: row.take()?, name: row.take()? })).await
}

pub async fn insert_role(tx: &mut Tx<'_>, id: RoleId, role: &Role) -> Result<(), StoreError> {
    let sql = "INSERT INTO identity_role (org_id, id, name, ready, permissions) VALUES ($1, $2, $3, $4, $5)
               ON CONFLICT (org_id, name) DO NOTHING";
    let args = args![id, role.name.as_str(), role.ready.map(Ready::code), codes(&role.permissions)];
    tx.guard(sql, args, Refusal::RoleTaken.into()).await
}

pub async fn update_role(
    tx: &mut Tx<'_>,
    id: RoleId,
    name: &str,
    permissions: &BTreeSet<Permission>,
) -> Result<(), StoreError> {
    let sql = "UPDATE identity_role SET name = $3, permissions = $4 WHERE org_id = $1 AND id = $2";
    tx.guard(sql, args![id, name, codes(permissions)], Refusal::RoleUnknown.into()).await
}

pub async fn delete_role(tx: &mut Tx<'_>, id: RoleId) -> Result<(), StoreError> {
    let sql = "DELETE FROM identity_role WHERE org_id = $1 AND id = $2";
    tx.guard(sql, args![id], Refusal::RoleUnknown.into()).await
}

/// How many grants give a role.
pub async fn role_uses(tx: &mut Tx<'_>, id: RoleId) -> Result<i64, StoreError> {
    let sql = "SELECT COUNT(*) FROM identity_grant WHERE org_id = $1 AND role_id = $2";
    Ok(tx.row(sql, args![id], |row| row.take()).await?.unwrap_or(0))
}

/// All roles: the ready ones as they were made, then the organisation's own by name.
pub async fn roles(tx: &mut Tx<'_>) -> Result<Vec<Role>, StoreError> {
    let sql = "SELECT id, name, ready, permissions FROM identity_role WHERE org_id = $1
               ORDER BY CASE WHEN ready IS NULL THEN 1 ELSE 0 END, CASE WHEN ready IS NULL THEN name ELSE '' END, id
               LIMIT 1000";
    tx.rows(sql, args![], read_role).await
}

/// One role. Refuses: role unknown.
pub async fn role(tx: &mut Tx<'_>, id: RoleId) -> Result<Role, Problem> {
    let sql = "SELECT id, name, ready, permissions FROM identity_role WHERE org_id = $1 AND id = $2";
    tx.row(sql, args![id], read_role).await?.ok_or_else(|| Refusal::RoleUnknown.into())
}

/// Everybody active, with what each may do: for the rule that somebody must remain who manages.
pub async fn active_actors(tx: &mut Tx<'_>) -> Result<Vec<Actor>, Problem> {
    let sql = "SELECT id FROM identity_user WHERE org_id = $1 AND active = 1 ORDER BY id";
    let ids: Vec<UserId> = tx.rows(sql, args![], |row| row.take()).await?;
    let mut actors = Vec::with_capacity(ids.len());
    for id in ids {
        actors.extend(actor_of(tx, id).await?);
    }
    Ok(actors)
}

/// What an account may do, as an actor on the web; nothing when it is not active.
pub async fn actor_of(tx: &mut Tx<'_>, user: UserId) -> Result<Option<Actor>, StoreError> {
    let name_sql = "SELECT name FROM identity_user WHERE org_id = $1 AND id = $2 AND active = 1";
    let Some(name) = tx.row(name_sql, args![user], |row| row.take::<String>()).await? else {
        return Ok(None);
    };
    let sql = "SELECT r.ready, r.permissions, g.branch_id FROM identity_grant g
               JOIN identity_role r ON r.org_id = g.org_id AND r.id = g.role_id
               WHERE g.org_id = $1 AND g.user_id = $2 ORDER BY g.role_id, g.branch_id";
    let grants = tx.rows(sql, args![user], read_grant).await?;
    let actor = Actor { user: Some(user), name, grants, ..Actor::system(tx.organisation(), Via::Web) };
    Ok(Some(actor))
}

pub async fn insert_session(
    tx: &mut Tx<'_>,
    id: SessionId,
    secret: [u8; 32],
    user: UserId,
) -> Result<(), StoreError> {
    let sql =
        "INSERT INTO identity_session (org_id, id, secret, user_id, operator_id, created_at, seen_at, device)
               VALUES ($1, $2, $3, $4, $4, $5, $5, $6)";
    let device = tx.actor().origin.device.clone();
    tx.put(sql, args![id, secret, user, tx.now(), device]).await
}

/// Finds a session by its secret's digest.
pub async fn session(tx: &mut Tx<'_>, secret: [u8; 32]) -> Result<Option<Session>, StoreError> {
    let sql = "SELECT id, user_id, operator_id, seen_at FROM identity_session
               WHERE org_id = $1 AND secret = $2 AND ended_at IS NULL";
    let read = |row: &mut Row| {
        Ok(Session { id: row.take()?, user: row.take()?, operator: row.take()?, seen_at: row.take()? })
    };
    tx.row(sql, args![secret], read).await
}

pub async fn see_session(tx: &mut Tx<'_>, id: SessionId) -> Result<(), StoreError> {
    let sql = "UPDATE identity_session SET seen_at = $3 WHERE org_id = $1 AND id = $2";
    tx.exec(sql, args![id, tx.now()]).await.map(|_| ())
}

pub async fn set_operator(tx: &mut Tx<'_>, id: SessionId, operator: UserId) -> Result<(), StoreError> {
    let sql = "UPDATE identity_session SET operator_id = $3 WHERE org_id = $1 AND id = $2";
    tx.put(sql, args![id, operator]).await
}

/// Ends a session; one that has ended stays as it is.
pub async fn end_session(tx: &mut Tx<'_>, id: SessionId) -> Result<(), StoreError> {
    let sql = "UPDATE identity_session SET ended_at = $3 WHERE org_id = $1 AND id = $2 AND ended_at IS NULL";
    tx.exec(sql, args![id, tx.now()]).await.map(drop)
}

/// Ends a session of somebody's own. Refuses: device unknown.
pub async fn end_own_session(tx: &mut Tx<'_>, id: SessionId, user: UserId) -> Result<(), StoreError> {
    let sql = "UPDATE identity_session SET ended_at = $4
               WHERE org_id = $1 AND id = $2 AND user_id = $3 AND ended_at IS NULL";
    tx.guard(sql, args![id, user, tx.now()], Refusal::DeviceUnknown.into()).await
}

/// Ends every session in which somebody is signed in or acts.
pub async fn end_sessions_of(tx: &mut Tx<'_>, user: UserId) -> Result<(), StoreError> {
    let sql = "UPDATE identity_session SET ended_at = $3
               WHERE org_id = $1 AND (user_id = $2 OR operator_id = $2) AND ended_at IS NULL";
    tx.exec(sql, args![user, tx.now()]).await.map(drop)
}

/// The devices on which somebody is signed in and that were used since a moment, the last used first.
pub async fn devices(
    tx: &mut Tx<'_>,
    user: UserId,
    since: Instant,
    current: Option<SessionId>,
) -> Result<Vec<Device>, StoreError> {
    let sql = "SELECT s.id, s.device, s.created_at, s.seen_at, o.name
               FROM identity_session s JOIN identity_user o ON o.org_id = s.org_id AND o.id = s.operator_id
               WHERE s.org_id = $1 AND s.user_id = $2 AND s.ended_at IS NULL AND s.seen_at >= $3
               ORDER BY s.seen_at DESC, s.id DESC LIMIT 100";
    let read = |row: &mut Row| {
        let id: SessionId = row.take()?;
        Ok(Device {
            id,
            device: row.take()?,
            created_at: row.take()?,
            seen_at: row.take()?,
            current: current == Some(id),
            operator_name: row.take()?,
        })
    };
    tx.rows(sql, args![user, since], read).await
}

/// The browser's own words of a session, ended or not; empty for an unknown one.
pub async fn device_of(tx: &mut Tx<'_>, id: SessionId) -> Result<String, StoreError> {
    let sql = "SELECT device FROM identity_session WHERE org_id = $1 AND id = $2";
    Ok(tx.row(sql, args![id], |row| row.take()).await?.unwrap_or_default())
}

/// Whose device a session is.
pub async fn session_user(tx: &mut Tx<'_>, id: SessionId) -> Result<Option<UserId>, StoreError> {
    let sql = "SELECT user_id FROM identity_session WHERE org_id = $1 AND id = $2";
    tx.row(sql, args![id], |row| row.take()).await
}

fn codes(permissions: &BTreeSet<Permission>) -> String {
    permissions.iter().map(|permission| permission.code()).collect::<Vec<_>>().join(" ")
}

fn read_account(row: &mut Row) -> Result<Account, StoreError> {
    Ok(Account {
        id: row.take()?,
        name: row.take()?,
        sign_in: row.take()?,
        password: Hashed(row.take()?),
        pin: row.take::<Option<String>>()?.map(Hashed),
        active: row.take()?,
    })
}

/// A ready role's permissions come with the program; a code that the program no longer knows is
/// left out, which allows less and never more.
fn read_permissions(row: &mut Row) -> Result<(Option<Ready>, BTreeSet<Permission>), StoreError> {
    let ready = row.take::<Option<String>>()?.and_then(|code| Ready::parse(&code));
    let stored: String = row.take()?;
    let own = || stored.split(' ').filter_map(Permission::parse).collect();
    Ok((ready, ready.map_or_else(own, permissions_of)))
}

fn read_role(row: &mut Row) -> Result<Role, StoreError> {
    let (id, name) = (row.take()?, row.take()?);
    let (ready, permissions) = read_permissions(row)?;
    Ok(Role { id, name, ready, permissions })
}

fn read_grant(row: &mut Row) -> Result<Grant, StoreError> {
    let (_, permissions) = read_permissions(row)?;
    let branch: BranchId = row.take()?;
    let every = branch.uuid() == EVERY_BRANCH;
    Ok(Grant { permissions, scope: if every { Scope::All } else { Scope::Branches([branch].into()) } })
}
