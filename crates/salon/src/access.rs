//! Who may do what, and where. Deny first: an [`Actor`] may only what one of its grants says.
//!
//! A permission is asked for in three places, each by construction: the route list takes one per
//! route ([`crate::web::Routes`]), a branch's rows are reached through an [`At`], which only
//! [`Actor::at`] can make, and the organisation is bound to every statement by the store.

use kernel::{BranchId, OrganisationId, Problem, RowId, SessionId, UserId, problem::Kind};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident = $code:literal),+ $(,)?) => {
        /// Something that somebody may be allowed to do; the code is what roles are made of.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Permission {
            $($(#[$doc])* #[serde(rename = $code)] $name),+
        }

        impl Permission {
            /// Every permission there is, in the order in which roles show them.
            pub const ALL: &'static [Permission] = &[$(Permission::$name),+];

            /// The stable code, `capability.what`.
            pub const fn code(self) -> &'static str {
                match self { $(Permission::$name => $code),+ }
            }
        }
    };
}

permissions! {
    /// Accounts, roles and grants.
    IdentityManage = "identity.manage",
    /// Companies and branches.
    BranchManage = "branch.manage",
    /// See who works here.
    StaffRead = "staff.read",
    /// Change who works here.
    StaffManage = "staff.manage",
    /// See customers, personal data masked.
    CustomerRead = "customer.read",
    /// Register customers and change their data.
    CustomerWrite = "customer.write",
    /// See personal data unmasked.
    CustomerReveal = "customer.reveal",
    /// Hand a customer their own data.
    CustomerExport = "customer.export",
    /// Make one customer of two.
    CustomerMerge = "customer.merge",
    /// Destroy a customer's personal data.
    CustomerErase = "customer.erase",
    /// See whom notices have reached, and the words they are told in.
    NoticeRead = "notice.read",
    /// Set up mail and webhooks, and change the words of notices.
    NoticeManage = "notice.manage",
    /// See services and prices.
    CatalogueRead = "catalogue.read",
    /// Change services and prices.
    CatalogueManage = "catalogue.manage",
    /// See what lies on the shelves.
    StockRead = "stock.read",
    /// Receive, use, correct and count goods.
    StockManage = "stock.manage",
    /// See cards and their balances.
    CardRead = "card.read",
    /// Change what cards can be sold.
    CardManage = "card.manage",
    /// Report a card lost or found, freeze and thaw it.
    CardLock = "card.lock",
    /// Give a card a new number 补卡.
    CardReplace = "card.replace",
    /// Hand a card over to another holder 转卡.
    CardTransfer = "card.transfer",
    /// Make one card of two of one holder 并卡.
    CardMerge = "card.merge",
    /// Turn a card into one of another plan 转换、升级.
    CardConvert = "card.convert",
    /// Move the last day of a card 延期.
    CardExtend = "card.extend",
    /// Give a card back for money 退卡.
    CardClose = "card.close",
    /// See the rules for value paid ahead, and what is owed to holders.
    PrepaidRead = "prepaid.read",
    /// Say whose rules for value paid ahead hold, and make them stricter.
    PrepaidManage = "prepaid.manage",
    /// See bills.
    BillRead = "bill.read",
    /// Open bills and change their lines.
    BillWrite = "bill.write",
    /// Take payment.
    BillPay = "bill.pay",
    /// Reduce a price by hand.
    BillReduce = "bill.reduce",
    /// Give a line or a bill away for nothing 免单.
    BillFree = "bill.free",
    /// Let a customer owe what a bill costs 挂账.
    BillOnAccount = "bill.on_account",
    /// Give up what a customer owes.
    BillWriteOff = "bill.write_off",
    /// Say that a card's holder is here and agrees, instead of their password.
    BillAttest = "bill.attest",
    /// Void a bill before it is paid.
    BillVoid = "bill.void",
    /// Give money back.
    BillRefund = "bill.refund",
    /// Give money back by another way than it came.
    BillRefundOtherWay = "bill.refund_other_way",
    /// Undo a paid bill of today 反结账.
    BillReverse = "bill.reverse",
    /// See who answered for the drawer, and what they counted.
    TillRead = "till.read",
    /// Open the till, put cash in or take it out, hand over.
    TillUse = "till.use",
    /// Close the business day of a branch.
    TillCloseDay = "till.close_day",
    /// Close accounts that nobody uses, many at a time, and open them again 批量销户.
    DormantClose = "dormant.close",
    /// Take in another program's data.
    ImportRun = "import.run",
    /// See takings and histories.
    ReportRead = "report.read",
    /// See whether the books hold, check them now, and carry them out.
    BooksRead = "books.read",
    /// Give the accounts of the books their own numbers and names.
    BooksManage = "books.manage",
    /// See who did what.
    AuditRead = "audit.read",
    /// See how the server is backed up, and make a backup now.
    BackupManage = "backup.manage",
}

// Written by hand because the derived schema names the variants, not their codes.
impl utoipa::PartialSchema for Permission {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        let codes = Permission::ALL.iter().map(|permission| permission.code());
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .enum_values(Some(codes))
            .description(Some("Something that somebody may be allowed to do; roles and keys are made of it."))
            .into()
    }
}

impl ToSchema for Permission {}

impl Permission {
    /// Finds a permission by its code.
    pub fn parse(code: &str) -> Option<Permission> {
        Permission::ALL.iter().copied().find(|permission| permission.code() == code)
    }
}

/// The branches in which a grant holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Every branch, also those opened later.
    All,
    /// These branches and no others.
    Branches(BTreeSet<BranchId>),
}

impl Scope {
    /// Of these branches those that are named; all of them where none are.
    pub fn within(&self, named: Option<&BTreeSet<BranchId>>) -> Scope {
        match (self, named) {
            (scope, None) => scope.clone(),
            (Scope::All, Some(named)) => Scope::Branches(named.clone()),
            (Scope::Branches(branches), Some(named)) => Scope::Branches(branches & named),
        }
    }

    fn holds(&self, branch: BranchId) -> bool {
        match self {
            Scope::All => true,
            Scope::Branches(branches) => branches.contains(&branch),
        }
    }
}

/// Some permissions in some branches: a role given to a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// What may be done.
    pub permissions: BTreeSet<Permission>,
    /// Where.
    pub scope: Scope,
}

/// Which way a request came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Via {
    /// Over HTTP by somebody signed in.
    Web,
    /// Over HTTP by a program with a key.
    Key,
    /// A command on the server itself.
    Cli,
    /// A job of the product.
    Job,
}

impl Via {
    /// How the audit log writes it.
    pub const fn code(self) -> &'static str {
        match self {
            Via::Web => "web",
            Via::Key => "key",
            Via::Cli => "cli",
            Via::Job => "job",
        }
    }
}

/// Where a request came from, for the security log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The network address; empty for what the product does itself.
    pub address: String,
    /// The browser's own words, cut to a line.
    pub device: String,
}

/// Somebody who let another one do what only they may 授权, for one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Releaser {
    /// Who.
    pub user: UserId,
    /// Their name, for receipts and histories.
    pub name: String,
}

/// Who acts: bound to one organisation, attributed in the audit log.
#[derive(Clone, Debug)]
pub struct Actor {
    /// The organisation whose rows this actor can reach.
    pub organisation: OrganisationId,
    /// The person acting now; at a shared till the one whose PIN was given last.
    pub user: Option<UserId>,
    /// The person's name, for receipts and histories.
    pub name: String,
    /// The device's session.
    pub session: Option<SessionId>,
    /// The key of the program that acts, instead of a person.
    pub key: Option<RowId>,
    /// Who released this one request by PIN; their grants are among `grants`.
    pub released_by: Option<Releaser>,
    /// Where the request came from.
    pub origin: Origin,
    /// Which way the request came.
    pub via: Via,
    /// Identifies the request in the log and in the audit rows.
    pub request: String,
    /// What this actor may do, and where.
    pub grants: Vec<Grant>,
}

impl Actor {
    /// The product itself, acting on the server for an organisation: may everything, everywhere.
    pub fn system(organisation: OrganisationId, via: Via) -> Actor {
        let permissions = Permission::ALL.iter().copied().collect();
        Actor {
            organisation,
            user: None,
            name: "Tress".to_owned(),
            session: None,
            key: None,
            released_by: None,
            origin: Origin::default(),
            via,
            request: String::new(),
            grants: vec![Grant { permissions, scope: Scope::All }],
        }
    }

    /// Whether this may be done in at least one branch.
    pub fn can(&self, permission: Permission) -> bool {
        self.grants.iter().any(|grant| grant.permissions.contains(&permission))
    }

    /// Refuses with `access.forbidden` unless [`Actor::can`].
    pub fn may(&self, permission: Permission) -> Result<(), Problem> {
        if self.can(permission) { Ok(()) } else { Err(forbidden(permission)) }
    }

    /// Refuses with `access.forbidden` unless this may be done in every branch: what belongs to the
    /// whole organisation is changed only by those who answer for all of it.
    pub fn may_everywhere(&self, permission: Permission) -> Result<(), Problem> {
        let held = |grant: &Grant| grant.scope == Scope::All && grant.permissions.contains(&permission);
        if self.grants.iter().any(held) { Ok(()) } else { Err(forbidden(permission)) }
    }

    /// Opens a branch's rows for one purpose. Refuses with `access.forbidden` where nothing of the
    /// kind is allowed at all and with `access.other_branch` where it is, but not here.
    pub fn at(&self, permission: Permission, branch: BranchId) -> Result<At, Problem> {
        self.may(permission)?;
        let here = |grant: &Grant| grant.permissions.contains(&permission) && grant.scope.holds(branch);
        if self.grants.iter().any(here) {
            return Ok(At { branch });
        }
        let detail = "Your role does not reach this branch.";
        let refused = Problem::new(Kind::Forbidden, "access.other_branch", detail);
        Err(refused.with("permission", permission.code()))
    }

    /// What may be done in one branch.
    pub fn permissions_at(&self, branch: BranchId) -> BTreeSet<Permission> {
        let here = self.grants.iter().filter(|grant| grant.scope.holds(branch));
        here.flat_map(|grant| grant.permissions.iter().copied()).collect()
    }
}

fn forbidden(permission: Permission) -> Problem {
    let detail = "Your role does not allow this. Ask somebody who manages roles.";
    Problem::new(Kind::Forbidden, "access.forbidden", detail).with("permission", permission.code())
}

/// A branch in which the actor may do what is being done. Only [`Actor::at`] makes one, so a query
/// that asks for an `At` cannot be reached with a branch that nobody checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct At {
    branch: BranchId,
}

impl At {
    /// The branch.
    pub const fn branch(self) -> BranchId {
        self.branch
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Id;
    use uuid::Uuid;

    fn actor(scope: Scope) -> Actor {
        let grant = Grant { permissions: [Permission::BillRead].into(), scope };
        Actor { grants: vec![grant], ..Actor::system(OrganisationId::from_uuid(Uuid::nil()), Via::Web) }
    }

    #[test]
    fn a_grant_for_one_branch_does_not_reach_another() {
        let here = BranchId::from_uuid(Uuid::from_u128(1));
        let there = BranchId::from_uuid(Uuid::from_u128(2));
        let actor = actor(Scope::Branches([here].into()));
        assert!(actor.at(Permission::BillRead, here).is_ok());
        assert_eq!(actor.at(Permission::BillRead, there).unwrap_err().code, "access.other_branch");
        assert_eq!(actor.may_everywhere(Permission::BillRead).unwrap_err().code, "access.forbidden");
    }

    #[test]
    fn what_no_grant_names_is_refused() {
        assert_eq!(actor(Scope::All).may(Permission::BillPay).unwrap_err().code, "access.forbidden");
    }

    #[test]
    fn every_permission_is_found_by_its_code() {
        for &permission in Permission::ALL {
            assert_eq!(Permission::parse(permission.code()), Some(permission));
        }
    }
}
