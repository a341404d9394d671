//! What goes into a statement and what comes out of a row: four kinds of value, on both engines.

use super::StoreError;
use kernel::{Currency, Day, Id, Instant, Money, Rate};
use uuid::Uuid;

/// A value of a column: BIGINT, TEXT, UUID (16 bytes), BYTEA, or nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Val {
    /// SQL's NULL.
    Null,
    /// Money in minor units, instants in milliseconds, counts, and 0 or 1 for no and yes.
    Int(i64),
    /// Text, also of days and of JSON.
    Text(String),
    /// An id. Never cast one in SQL text: SQLite would make a number of it.
    Uuid(Uuid),
    /// Ciphertext, digests, pictures.
    Bytes(Vec<u8>),
}

macro_rules! into_val {
    ($($type:ty, $value:ident => $val:expr);+ $(;)?) => {$(
        impl From<$type> for Val {
            fn from($value: $type) -> Val {
                $val
            }
        }
    )+};
}

into_val! {
    i64, value => Val::Int(value);
    bool, value => Val::Int(i64::from(value));
    String, value => Val::Text(value);
    &str, value => Val::Text(value.to_owned());
    Vec<u8>, value => Val::Bytes(value);
    [u8; 32], value => Val::Bytes(value.to_vec());
    Uuid, value => Val::Uuid(value);
    Money, value => Val::Int(value.to_minor());
    Rate, value => Val::Int(value.to_ppm());
    Instant, value => Val::Int(value.millis());
    Day, value => Val::Text(value.to_string());
    Currency, value => Val::Text(value.to_string());
}

impl<T: Into<Val>> From<Option<T>> for Val {
    fn from(value: Option<T>) -> Val {
        value.map_or(Val::Null, Into::into)
    }
}

/// Binds a typed id.
pub fn id_val(id: impl Id) -> Val {
    Val::Uuid(id.uuid())
}

macro_rules! id_vals {
    ($($id:ident),+ $(,)?) => {$(
        impl From<kernel::$id> for Val {
            fn from(id: kernel::$id) -> Val {
                id_val(id)
            }
        }

        impl FromVal for kernel::$id {
            fn from_val(val: Val) -> Result<Self, StoreError> {
                Uuid::from_val(val).map(kernel::$id::from_uuid)
            }
        }
    )+};
}

id_vals!(
    OrganisationId,
    UserId,
    RoleId,
    SessionId,
    CompanyId,
    BranchId,
    StaffId,
    CustomerId,
    CategoryId,
    ServiceId,
    VariantId,
    ProductId,
    StockMoveId,
    TillSessionId,
    TillMoveId,
    TillDayId,
    PlanId,
    ClosingId,
    CardId,
    LotId,
    BillId,
    LineId,
    ReductionId,
    TenderId,
    DebtId,
    ReceiptId,
    RefundId,
    EntrySetId,
    ImportId,
    RowId,
);

/// How many values [`sixteen`] takes.
pub const SIXTEEN: usize = 16;

/// Sixteen ids: those given, the last repeated, so that one statement text serves any number.
pub fn sixteen<T: Copy + Into<Val>>(ids: &[T]) -> Vec<Val> {
    let mut values: Vec<Val> = ids.iter().take(SIXTEEN).map(|id| (*id).into()).collect();
    let last = values.last().cloned().unwrap_or(Val::Null);
    values.resize(SIXTEEN, last);
    values
}

/// The values of `$2`, `$3`, … of a statement; `$1` is the organisation, which the store binds.
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => {
        vec![$($crate::store::Val::from($value)),*]
    };
}

/// One row, read column by column in the order of the SELECT.
pub struct Row {
    values: std::vec::IntoIter<Val>,
}

impl Row {
    pub(super) fn new(values: Vec<Val>) -> Row {
        Row { values: values.into_iter() }
    }

    /// The next column.
    pub fn take<T: FromVal>(&mut self) -> Result<T, StoreError> {
        T::from_val(self.values.next().ok_or_else(|| StoreError::row("the row has too few columns"))?)
    }

    /// The next column, read by a rule of the capability (a state's code, a stored list).
    pub fn take_as<T>(&mut self, read: impl Fn(&str) -> Option<T>) -> Result<T, StoreError> {
        let text: String = self.take()?;
        read(&text).ok_or_else(|| StoreError::row(format!("a column holds an unknown code: {text}")))
    }

    /// The next column, a JSON document that this product wrote.
    pub fn take_json<T: serde::de::DeserializeOwned>(&mut self) -> Result<T, StoreError> {
        let text: String = self.take()?;
        serde_json::from_str(&text).map_err(|error| StoreError::row(format!("a stored document: {error}")))
    }
}

/// A type that a column can hold.
pub trait FromVal: Sized {
    /// Reads the value, or says what it is instead.
    fn from_val(val: Val) -> Result<Self, StoreError>;
}

fn wrong<T>(wanted: &str, val: &Val) -> Result<T, StoreError> {
    // The value itself may be personal data and stays out of the message.
    let got = match val {
        Val::Null => "nothing",
        Val::Int(_) => "a number",
        Val::Text(_) => "text",
        Val::Uuid(_) => "an id",
        Val::Bytes(_) => "bytes",
    };
    Err(StoreError::row(format!("a column holds {got} where {wanted} is wanted")))
}

impl FromVal for i64 {
    fn from_val(val: Val) -> Result<Self, StoreError> {
        match val {
            Val::Int(value) => Ok(value),
            other => wrong("a number", &other),
        }
    }
}

impl FromVal for bool {
    fn from_val(val: Val) -> Result<Self, StoreError> {
        i64::from_val(val).map(|value| value != 0)
    }
}

impl FromVal for String {
    fn from_val(val: Val) -> Result<Self, StoreError> {
        match val {
            Val::Text(value) => Ok(value),
            other => wrong("text", &other),
        }
    }
}

impl FromVal for Vec<u8> {
    fn from_val(val: Val) -> Result<Self, StoreError> {
        match val {
            Val::Bytes(value) => Ok(value),
            other => wrong("bytes", &other),
        }
    }
}

impl FromVal for Uuid {
    fn from_val(val: Val) -> Result<Self, StoreError> {
        match val {
            Val::Uuid(value) => Ok(value),
            Val::Bytes(bytes) => Uuid::from_slice(&bytes).map_err(StoreError::row),
            other => wrong("an id", &other),
        }
    }
}

impl FromVal for Money {
    fn from_val(val: Val) -> Result<Self, StoreError> {
        i64::from_val(val).map(Money::minor)
    }
}

impl FromVal for Rate {
    fn from_val(val: Val) -> Result<Self, StoreError> {
        let ppm = i64::from_val(val)?;
        Rate::from_ppm(ppm).ok_or_else(|| StoreError::row("a stored rate is out of range"))
    }
}

impl FromVal for Instant {
    fn from_val(val: Val) -> Result<Self, StoreError> {
        i64::from_val(val).map(Instant::from_millis)
    }
}

impl FromVal for Day {
    fn from_val(val: Val) -> Result<Self, StoreError> {
        let text = String::from_val(val)?;
        Day::parse(&text).ok_or_else(|| StoreError::row("a stored day is no day"))
    }
}

impl FromVal for Currency {
    fn from_val(val: Val) -> Result<Self, StoreError> {
        let text = String::from_val(val)?;
        Currency::parse(&text).ok_or_else(|| StoreError::row("a stored currency is no currency"))
    }
}

impl<T: FromVal> FromVal for Option<T> {
    fn from_val(val: Val) -> Result<Self, StoreError> {
        match val {
            Val::Null => Ok(None),
            other => T::from_val(other).map(Some),
        }
    }
}
