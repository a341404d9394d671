//! Asking for a notice, inside the command that makes something happen.

use crate::notice::model::{Event, Value, Values};
use crate::notice::queries::{self, NewEvent};
use crate::store::Tx;
use kernel::{BranchId, CustomerId, Id, Problem};
use uuid::Uuid;

/// Something of which people are to be told.
pub struct Happening {
    event: Event,
    subject: Uuid,
    branch: Option<BranchId>,
    customer: Option<CustomerId>,
    values: Values,
}

impl Happening {
    /// An event and the row that it happened to: of the two together people are told once.
    pub fn new(event: Event, subject: impl Id, branch: Option<BranchId>) -> Happening {
        Happening { event, subject: subject.uuid(), branch, customer: None, values: Values::new() }
    }

    /// Whom it concerns.
    pub fn to_customer(self, customer: CustomerId) -> Happening {
        Happening { customer: Some(customer), ..self }
    }

    /// A field of the texts.
    pub fn with(mut self, name: &'static str, value: Value) -> Happening {
        self.values.insert(name.to_owned(), value);
        self
    }
}

/// Asks for a notice in the transaction of what happened: both are kept, or neither. Whom it reaches and how is
/// found out later, so that nobody at a till waits for it, and what fails then undoes nothing.
pub async fn ask(tx: &mut Tx<'_>, happening: Happening) -> Result<(), Problem> {
    let Happening { event, subject, branch, customer, ref values } = happening;
    let id = tx.new_id();
    let new = NewEvent { id, event, subject, branch, customer, values, addressed: false };
    queries::insert_event(tx, &new).await
}
