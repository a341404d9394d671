//! Typed identifiers: a bill's id cannot be passed where a card's is wanted.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// What every typed id can do; lets the store bind and read ids without knowing their kinds.
pub trait Id: Copy + Send + Sync + 'static {
    /// Wraps a raw UUID.
    fn from_uuid(uuid: Uuid) -> Self;
    /// The raw UUID.
    fn uuid(self) -> Uuid;
}

macro_rules! typed_ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
        #[serde(transparent)]
        #[schema(value_type = Uuid)]
        pub struct $name(Uuid);

        impl Id for $name {
            fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }
            fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

typed_ids! {
    /// The tenant: one brand. First column of every key.
    OrganisationId,
    /// A person's account to sign in with.
    UserId,
    /// A named set of permissions.
    RoleId,
    /// One signed-in device.
    SessionId,
    /// The legal person that issues cards and owes taxes.
    CompanyId,
    /// One shop.
    BranchId,
    /// Somebody who works here.
    StaffId,
    /// Anyone served, registered or not.
    CustomerId,
    /// What services or products stand under on the price list.
    CategoryId,
    /// A service on the price list.
    ServiceId,
    /// One way in which a service is sold: a hair length, a level of staff.
    VariantId,
    /// Something sold over the counter or used up at work.
    ProductId,
    /// One change of what lies on a shelf.
    StockMoveId,
    /// The time during which somebody answers for a drawer.
    TillSessionId,
    /// Cash put into a drawer, or taken out of it, without a bill.
    TillMoveId,
    /// A business day of a branch that was closed.
    TillDayId,
    /// What kind of card can be sold.
    PlanId,
    /// A card that was sold.
    CardId,
    /// One time a card was given back.
    ClosingId,
    /// One top-up or one card sale; value is always drawn from a named lot.
    LotId,
    /// One visit's or purchase's lines and tenders.
    BillId,
    /// One line of a bill.
    LineId,
    /// A reduction given by hand on a bill.
    ReductionId,
    /// One way in which a bill was paid.
    TenderId,
    /// One refund of a bill.
    RefundId,
    /// What a customer owes for one bill.
    DebtId,
    /// Money of a reversed bill that lies with the shop.
    ReceiptId,
    /// A set of ledger lines that balances.
    EntrySetId,
    /// One file taken in.
    ImportId,
    /// A row without a kind of its own: an audit row, an outbox message.
    RowId,
}
