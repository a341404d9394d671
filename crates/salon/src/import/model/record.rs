//! What a row says, and what became of it.

use super::{Double, Fault, RowProblem};
use crate::bill::{KnownReceipt, TaxAmount};
use crate::catalogue::{ProductWish, ServiceWish, SoldBefore};
use crate::customer::model::{Birthday, Gender};
use kernel::text::{Name, Phone};
use kernel::{Day, Money, ProductId};
use std::collections::{BTreeMap, HashMap, HashSet};

/// A row that can be taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The number that the other program knows the member by.
    pub card_number: Option<String>,
    /// The name.
    pub name: Name,
    /// The mobile phone; a row without one has a card number.
    pub phone: Option<Phone>,
    /// Female, male, or not said.
    pub gender: Gender,
    /// The birthday.
    pub birthday: Option<Birthday>,
    /// The membership level.
    pub tier: Option<Name>,
    /// Money left that was paid in.
    pub principal: Money,
    /// Money left that was given on top.
    pub bonus: Money,
    /// Points left.
    pub points: i64,
    /// Visits left by service; no service twice, none with zero.
    pub visits: BTreeMap<String, i64>,
    /// When the membership began.
    pub opened_on: Option<Day>,
    /// The phone of who brought this member.
    pub referrer_phone: Option<Phone>,
    /// Notes, as written.
    pub notes: String,
    /// E-mail.
    pub email: String,
    /// Where the member lives.
    pub address: String,
    /// How the member came here.
    pub source: String,
}

/// A service or a product, in the form in which the catalogue keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Goods {
    /// Something done for a customer.
    Service(ServiceWish),
    /// Something that lies on a shelf.
    Product(ProductWish),
}

/// What lies on a shelf when the books begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StockRow {
    /// By what the product is known, the surest first.
    pub product: Vec<Key>,
    /// How many there are.
    pub quantity: i64,
    /// What they have cost; as usual for the product when nobody says.
    pub cost: OpeningCost,
}

/// What goods have cost that were there when the books began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpeningCost {
    /// All of them together.
    Together(Money),
    /// What the catalogue says that one of them usually costs.
    Usual,
}

/// A receipt of another program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Its number there.
    pub receipt: String,
    /// The business day on which it counts.
    pub day: Day,
    /// Its lines, at least one.
    pub lines: Vec<ReceiptLine>,
}

/// A line of a receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptLine {
    /// What was sold; nothing where the receipt does not say.
    pub sold: Option<SoldBefore>,
    /// Who was served; nobody where it was a walk-in.
    pub client: Option<Client>,
    /// Who did it.
    pub staff: Option<Name>,
    /// How many; may be below zero.
    pub quantity: i64,
    /// What was charged without the taxes; may be below zero.
    pub net: Money,
    /// The taxes on it.
    pub taxes: Vec<TaxAmount>,
}

/// Somebody who was served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// By what the other program knows them.
    pub code: String,
    /// Their name.
    pub name: Name,
}

impl Receipt {
    /// What it came to without the taxes, and the taxes.
    pub fn sums(&self) -> (Money, Money) {
        let taxes = self.lines.iter().flat_map(|line| &line.taxes);
        (self.lines.iter().map(|line| line.net).sum(), taxes.map(|tax| tax.amount).sum())
    }

    /// Whether a receipt on file is this one.
    pub fn is(&self, known: &KnownReceipt) -> bool {
        let (net, tax) = self.sums();
        let lines = i64::try_from(self.lines.len()).unwrap_or(i64::MAX);
        (known.day, known.lines, known.total) == (self.day, lines, net + tax)
    }
}

/// What a row that can be taken in says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Record {
    /// A member.
    Member(Box<Member>),
    /// A service or a product.
    Goods(Box<Goods>),
    /// What lies on a shelf.
    Stock(StockRow),
    /// A receipt, which may fill several rows.
    Receipt(Box<Receipt>),
}

/// A row as it was read: taken in, or refused for the first fault found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadRow {
    /// The sheet's own row number; of a record of several rows the first, or the one at fault.
    pub row: u32,
    /// How many rows it fills.
    pub rows: u32,
    /// What it says.
    pub read: Result<Record, Fault>,
}

/// By what somebody or something is known to be one and the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Identity {
    /// The number of a member's card, as [`super::super::rules::card_key`] writes it.
    CardNumber,
    /// A member's phone.
    Phone,
    /// The name of a service.
    ServiceName,
    /// The code of a service.
    ServiceCode,
    /// The name of a product.
    ProductName,
    /// The code of a product.
    ProductCode,
    /// The barcode of a product.
    Barcode,
    /// A product on a shelf, by its id.
    Shelf,
    /// The number of a receipt.
    Receipt,
}

/// What makes a row the same as another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// What it is.
    pub identity: Identity,
    /// How it is written.
    pub text: String,
}

impl Key {
    /// A key of some text.
    pub fn new(identity: Identity, text: impl Into<String>) -> Key {
        Key { identity, text: text.into() }
    }
}

/// What is on file already, of what a sheet names.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// What belongs to somebody or something.
    pub keys: HashSet<Key>,
    /// The products by what they are known by, with whether each is counted on the shelf; absent
    /// where there is no catalogue to look into.
    pub products: Option<HashMap<Key, (ProductId, bool)>>,
    /// The receipts, by their numbers.
    pub receipts: HashMap<String, KnownReceipt>,
}

/// What becomes of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is taken in.
    Accepted(Record),
    /// It is there already.
    Duplicate(Double),
    /// It is refused.
    Rejected(Fault),
}

/// A row and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The sheet's own row number; of a record of several rows the first, or the one at fault.
    pub row: u32,
    /// How many rows it fills.
    pub rows: u32,
    /// What becomes of it.
    pub verdict: Verdict,
}

impl Verdict {
    /// Whether taking in the file without this row leaves out what is not there already.
    pub fn leaves_out(&self) -> bool {
        match self {
            Verdict::Accepted(_) | Verdict::Duplicate(Double { row: None, .. }) => false,
            Verdict::Duplicate(Double { row: Some(_), .. }) | Verdict::Rejected(_) => true,
        }
    }
}

impl Checked {
    /// Why the row was not accepted; `None` when it was.
    pub fn problem(&self) -> Option<RowProblem> {
        let (code, text, params) = match self.verdict {
            Verdict::Accepted(_) => return None,
            Verdict::Duplicate(double) => (double.code(), double.to_string(), double.params()),
            Verdict::Rejected(fault) => (fault.code(), fault.to_string(), fault.params()),
        };
        Some(RowProblem { row: self.row, code: code.to_owned(), text, params })
    }
}
