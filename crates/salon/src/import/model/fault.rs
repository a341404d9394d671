//! Why rows are left out.

use super::{Field, Identity};
use kernel::text::PhoneFault;
use std::collections::BTreeMap;

/// Why a row is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// Nobody is named.
    NoName,
    /// The name, the level, the card number or another text is longer than is kept.
    TextTooLong(Field),
    /// There is neither phone nor card number to know the member by.
    NoPhoneNoCard,
    /// The phone is none.
    Phone(PhoneFault),
    /// The principal or the bonus is no amount.
    NotAnAmount(Field),
    /// The principal or the bonus has parts of a minor unit.
    TooManyDecimals,
    /// The principal, the bonus, the points or the visits are below zero.
    Negative(Field),
    /// The principal, the bonus, the points or the visits are beyond what is kept.
    TooLarge(Field),
    /// The points are no whole number.
    PointsNotWhole,
    /// The visits cannot be read.
    VisitsUnreadable,
    /// There are visits, but of no service.
    VisitsWithoutService,
    /// The birthday is a day that no calendar has.
    BirthdayNoDate,
    /// The birthday is still to come.
    BirthdayInFuture,
    /// The day of opening is no date.
    OpenedNoDate,
    /// The day of opening is still to come.
    OpenedInFuture,
    /// There is no price.
    NoPrice,
    /// The barcode is none that a scanner reads.
    BarcodeUnreadable,
    /// The duration is no number of minutes within a day.
    DurationUnreadable,
    /// Neither code, barcode nor name says which product is meant.
    NoProduct,
    /// No product is known by this code, barcode or name.
    ProductUnknown,
    /// The product is not counted on the shelf.
    NotStocked,
    /// The quantity is missing, or no whole number.
    QuantityNotWhole,
    /// There is no receipt number.
    NoReceipt,
    /// The date is none.
    DateNone,
    /// The date is still to come.
    DateInFuture,
    /// The date can be read in two ways.
    DateUnclear,
    /// There is no amount.
    NoAmount,
    /// One receipt has two dates.
    ReceiptOnTwoDays,
    /// A receipt has more lines than a bill may have.
    ReceiptTooLong,
    /// A receipt of this number is on file, and is another one.
    ReceiptDiffers,
}

/// What a row repeats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Double {
    /// By what it is the same.
    pub identity: Identity,
    /// The earlier accepted row that it repeats; without one it repeats what is on file.
    pub row: Option<u32>,
}

impl Fault {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Fault::NoName => "import.no_name",
            Fault::TextTooLong(_) => "import.text_too_long",
            Fault::NoPhoneNoCard | Fault::Phone(PhoneFault::Empty) => "import.no_phone_no_card",
            Fault::Phone(PhoneFault::Scientific) => "import.phone_scientific",
            Fault::Phone(PhoneFault::Landline) => "import.phone_landline",
            Fault::Phone(PhoneFault::Digits(_)) => "import.phone_digits",
            Fault::Phone(PhoneFault::NotMobile) => "import.phone_not_mobile",
            Fault::Phone(PhoneFault::Several) => "import.phone_several",
            Fault::Phone(PhoneFault::NotANumber) => "import.phone_not_a_number",
            Fault::NotAnAmount(Field::Bonus) => "import.bonus_not_an_amount",
            Fault::NotAnAmount(Field::Price) => "import.price_not_an_amount",
            Fault::NotAnAmount(Field::Cost | Field::TotalCost) => "import.cost_not_an_amount",
            Fault::NotAnAmount(Field::Amount) => "import.amount_not_an_amount",
            Fault::NotAnAmount(Field::Tax | Field::SecondTax | Field::ThirdTax) => "import.tax_not_an_amount",
            Fault::NotAnAmount(_) => "import.balance_not_an_amount",
            Fault::TooManyDecimals => "import.amount_decimals",
            Fault::Negative(Field::Bonus) => "import.bonus_negative",
            Fault::Negative(Field::Points) => "import.points_negative",
            Fault::Negative(Field::Visits) => "import.visits_negative",
            Fault::Negative(Field::Price) => "import.price_negative",
            Fault::Negative(Field::Cost | Field::TotalCost) => "import.cost_negative",
            Fault::Negative(Field::Quantity) => "import.quantity_negative",
            Fault::Negative(_) => "import.balance_negative",
            Fault::TooLarge(_) => "import.too_large",
            Fault::PointsNotWhole => "import.points_not_whole",
            Fault::VisitsUnreadable => "import.visits_unreadable",
            Fault::VisitsWithoutService => "import.visits_without_service",
            Fault::BirthdayNoDate => "import.birthday_no_date",
            Fault::BirthdayInFuture => "import.birthday_in_future",
            Fault::OpenedNoDate => "import.opened_no_date",
            Fault::OpenedInFuture => "import.opened_in_future",
            Fault::NoPrice => "import.no_price",
            Fault::BarcodeUnreadable => "import.barcode_unreadable",
            Fault::DurationUnreadable => "import.duration_unreadable",
            Fault::NoProduct => "import.no_product",
            Fault::ProductUnknown => "import.product_unknown",
            Fault::NotStocked => "import.not_stocked",
            Fault::QuantityNotWhole => "import.quantity_not_whole",
            Fault::NoReceipt => "import.no_receipt",
            Fault::DateNone => "import.date_no_date",
            Fault::DateInFuture => "import.date_in_future",
            Fault::DateUnclear => "import.date_unclear",
            Fault::NoAmount => "import.no_amount",
            Fault::ReceiptOnTwoDays => "import.receipt_on_two_days",
            Fault::ReceiptTooLong => "import.receipt_too_long",
            Fault::ReceiptDiffers => "import.receipt_differs",
        }
    }

    pub(super) fn params(self) -> BTreeMap<String, i64> {
        match self {
            Fault::Phone(PhoneFault::Digits(digits)) => {
                BTreeMap::from([("digits".to_owned(), i64::try_from(digits).unwrap_or(i64::MAX))])
            }
            _ => BTreeMap::new(),
        }
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Fault::NoName => f.write_str("no name"),
            Fault::TextTooLong(field) => write!(f, "{} is too long", field.code()),
            Fault::NoPhoneNoCard => f.write_str("neither phone nor card number"),
            Fault::Phone(fault) => fault.fmt(f),
            Fault::NotAnAmount(Field::Bonus) => f.write_str("bonus is not an amount"),
            Fault::NotAnAmount(Field::Price) => f.write_str("price is not an amount"),
            Fault::NotAnAmount(Field::Cost | Field::TotalCost) => f.write_str("cost is not an amount"),
            Fault::NotAnAmount(Field::Amount) => f.write_str("amount is not an amount"),
            Fault::NotAnAmount(Field::Tax | Field::SecondTax | Field::ThirdTax) => {
                f.write_str("tax is not an amount")
            }
            Fault::NotAnAmount(_) => f.write_str("balance is not an amount"),
            Fault::TooManyDecimals => f.write_str("amount has more than two decimals"),
            Fault::Negative(Field::Bonus) => f.write_str("negative bonus"),
            Fault::Negative(Field::Points) => f.write_str("negative points"),
            Fault::Negative(Field::Visits) => f.write_str("negative visits"),
            Fault::Negative(Field::Price) => f.write_str("negative price"),
            Fault::Negative(Field::Cost | Field::TotalCost) => f.write_str("negative cost"),
            Fault::Negative(Field::Quantity) => f.write_str("negative quantity"),
            Fault::Negative(_) => f.write_str("negative balance"),
            Fault::TooLarge(field) => write!(f, "{} is larger than can be kept", field.code()),
            Fault::PointsNotWhole => f.write_str("points are not a whole number"),
            Fault::VisitsUnreadable => f.write_str("visits cannot be read"),
            Fault::VisitsWithoutService => f.write_str("visits name no service"),
            Fault::BirthdayNoDate => f.write_str("birthday is no date"),
            Fault::BirthdayInFuture => f.write_str("birthday is in the future"),
            Fault::OpenedNoDate => f.write_str("opening date is no date"),
            Fault::OpenedInFuture => f.write_str("opened in the future"),
            Fault::NoPrice => f.write_str("no price"),
            Fault::BarcodeUnreadable => f.write_str("barcode cannot be read"),
            Fault::DurationUnreadable => f.write_str("duration is no number of minutes within a day"),
            Fault::NoProduct => f.write_str("neither code, barcode nor name"),
            Fault::ProductUnknown => f.write_str("no such product"),
            Fault::NotStocked => f.write_str("the product is not counted on the shelf"),
            Fault::QuantityNotWhole => f.write_str("quantity is not a whole number"),
            Fault::NoReceipt => f.write_str("no receipt number"),
            Fault::DateNone => f.write_str("date is no date"),
            Fault::DateInFuture => f.write_str("date is in the future"),
            Fault::DateUnclear => f.write_str("date can be read in two ways"),
            Fault::NoAmount => f.write_str("no amount"),
            Fault::ReceiptOnTwoDays => f.write_str("this receipt has two dates"),
            Fault::ReceiptTooLong => f.write_str("this receipt has more than 100 lines"),
            Fault::ReceiptDiffers => f.write_str("a receipt of this number is on file with other lines"),
        }
    }
}

impl Double {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match (self.identity, self.row.is_some()) {
            (Identity::Phone, true) => "import.phone_twice",
            (Identity::CardNumber, true) => "import.card_number_twice",
            (Identity::ServiceName | Identity::ProductName, true) => "import.name_twice",
            (Identity::ServiceCode | Identity::ProductCode, true) => "import.code_twice",
            (Identity::Barcode, true) => "import.barcode_twice",
            (Identity::Shelf, true) => "import.product_twice",
            (Identity::Phone, false) => "import.phone_on_file",
            (Identity::CardNumber, false) => "import.card_number_on_file",
            (Identity::ServiceName | Identity::ProductName, false) => "import.name_on_file",
            (Identity::ServiceCode | Identity::ProductCode, false) => "import.code_on_file",
            (Identity::Barcode, false) => "import.barcode_on_file",
            (Identity::Shelf, false) => "import.stock_on_file",
            // Rows of one receipt are one bill, so a file never names it twice.
            (Identity::Receipt, _) => "import.receipt_on_file",
        }
    }

    pub(super) fn params(self) -> BTreeMap<String, i64> {
        self.row.map(|row| ("row".to_owned(), i64::from(row))).into_iter().collect()
    }
}

impl std::fmt::Display for Double {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let what = match self.identity {
            Identity::Phone => "phone",
            Identity::CardNumber => "card number",
            Identity::ServiceName | Identity::ProductName => "name",
            Identity::ServiceCode | Identity::ProductCode => "code",
            Identity::Barcode => "barcode",
            Identity::Shelf => "product",
            Identity::Receipt => "receipt",
        };
        match (self.row, self.identity) {
            (Some(_), _) => write!(f, "same {what} as an earlier row"),
            (None, Identity::Phone) => f.write_str("same phone as a customer on file"),
            (None, Identity::Shelf) => f.write_str("this product has moved in this branch already"),
            (None, _) => write!(f, "same {what} as one on file"),
        }
    }
}
