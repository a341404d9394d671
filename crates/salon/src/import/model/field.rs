//! What a file can hold, and what its columns can mean.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a file holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ImportKind)]
pub enum Kind {
    /// Members with what they have left.
    #[default]
    Customers,
    /// Services and products with their prices.
    Catalogue,
    /// What lies on the shelves of a branch.
    Stock,
    /// Receipts of the past.
    History,
}

impl Kind {
    const ALL: [Kind; 4] = [Kind::Customers, Kind::Catalogue, Kind::Stock, Kind::History];

    /// The word by which the kind is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Kind::Customers => "customers",
            Kind::Catalogue => "catalogue",
            Kind::Stock => "stock",
            Kind::History => "history",
        }
    }

    /// The kind of a stored word.
    pub fn parse(code: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// What the columns of such a file can mean, in the order in which forms show them.
    pub const fn fields(self) -> &'static [Field] {
        match self {
            Kind::Customers => &[
                Field::CardNumber,
                Field::Name,
                Field::FamilyName,
                Field::GivenName,
                Field::Phone,
                Field::Gender,
                Field::Birthday,
                Field::Tier,
                Field::Principal,
                Field::Bonus,
                Field::Total,
                Field::Points,
                Field::Visits,
                Field::VisitsService,
                Field::OpenedOn,
                Field::ReferrerPhone,
                Field::Notes,
                Field::Email,
                Field::Address,
                Field::Source,
            ],
            Kind::Catalogue => &[
                Field::ItemKind,
                Field::Code,
                Field::Barcode,
                Field::Name,
                Field::Category,
                Field::Price,
                Field::Duration,
                Field::Cost,
                Field::Unit,
                Field::Active,
            ],
            Kind::Stock => {
                &[Field::Code, Field::Barcode, Field::Name, Field::Quantity, Field::Cost, Field::TotalCost]
            }
            Kind::History => &[
                Field::Receipt,
                Field::Date,
                Field::ItemKind,
                Field::Code,
                Field::Name,
                Field::Client,
                Field::ClientName,
                Field::Staff,
                Field::Quantity,
                Field::Amount,
                Field::Tax,
                Field::SecondTax,
                Field::ThirdTax,
            ],
        }
    }

    /// The field of this name in such a file.
    pub fn field(self, code: &str) -> Option<Field> {
        self.fields().iter().copied().find(|field| field.code() == code)
    }

    /// The fields without which a row of such a file is about nothing.
    pub const fn naming(self) -> &'static [Field] {
        match self {
            Kind::Customers => &[Field::Phone, Field::Name],
            Kind::Catalogue | Kind::Stock => &[Field::Code, Field::Barcode, Field::Name],
            Kind::History => &[Field::Receipt],
        }
    }
}

/// What a column of a sheet can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// 卡号: the number that the other program knows the member by.
    CardNumber,
    /// The whole name.
    Name,
    /// The family name, where it has a column of its own.
    FamilyName,
    /// The given name, where it has a column of its own.
    GivenName,
    /// The mobile phone.
    Phone,
    /// Female, male.
    Gender,
    /// The birthday, solar or lunar.
    Birthday,
    /// The membership level, which becomes a tag.
    Tier,
    /// Money left that was paid in.
    Principal,
    /// Money left that was given on top.
    Bonus,
    /// Principal and bonus in one figure; asked only where the principal has no column.
    Total,
    /// Points left.
    Points,
    /// Visits left, with the services they are of.
    Visits,
    /// The service of the visits, where it has a column of its own.
    VisitsService,
    /// When the membership began.
    OpenedOn,
    /// The phone of who brought this member.
    ReferrerPhone,
    /// Anything else.
    Notes,
    /// E-mail.
    Email,
    /// Where the member lives.
    Address,
    /// How the member came here.
    Source,
    /// Whether a row is a service or a product.
    ItemKind,
    /// The code of a service or a product.
    Code,
    /// What a scanner reads off a product.
    Barcode,
    /// What a service or a product stands under.
    Category,
    /// What one costs the customer.
    Price,
    /// How many minutes a service takes.
    Duration,
    /// What one unit of a product costs the salon.
    Cost,
    /// What a product is counted in.
    Unit,
    /// Whether it is in use.
    Active,
    /// How many of a product lie on the shelf.
    Quantity,
    /// What all of them have cost together.
    TotalCost,
    /// 单号: the number of the receipt that a line stands on.
    Receipt,
    /// The business day of the receipt.
    Date,
    /// Who was served: a code, a number or a name.
    Client,
    /// The name of who was served, where the other column has a code.
    ClientName,
    /// Who did it.
    Staff,
    /// What was charged for the line, without the taxes.
    Amount,
    /// A tax that was added to it.
    Tax,
    /// Another one.
    SecondTax,
    /// A third one.
    ThirdTax,
}

impl Field {
    /// The name used in the API and on the command line.
    pub const fn code(self) -> &'static str {
        match self {
            Field::CardNumber => "card_number",
            Field::Name => "name",
            Field::FamilyName => "family_name",
            Field::GivenName => "given_name",
            Field::Phone => "phone",
            Field::Gender => "gender",
            Field::Birthday => "birthday",
            Field::Tier => "tier",
            Field::Principal => "principal",
            Field::Bonus => "bonus",
            Field::Total => "total",
            Field::Points => "points",
            Field::Visits => "visits",
            Field::VisitsService => "visits_service",
            Field::OpenedOn => "opened_on",
            Field::ReferrerPhone => "referrer_phone",
            Field::Notes => "notes",
            Field::Email => "email",
            Field::Address => "address",
            Field::Source => "source",
            Field::ItemKind => "kind",
            Field::Code => "code",
            Field::Barcode => "barcode",
            Field::Category => "category",
            Field::Price => "price",
            Field::Duration => "duration",
            Field::Cost => "cost",
            Field::Unit => "unit",
            Field::Active => "active",
            Field::Quantity => "quantity",
            Field::TotalCost => "total_cost",
            Field::Receipt => "receipt",
            Field::Date => "date",
            Field::Client => "client",
            Field::ClientName => "client_name",
            Field::Staff => "staff",
            Field::Amount => "amount",
            Field::Tax => "tax",
            Field::SecondTax => "tax_2",
            Field::ThirdTax => "tax_3",
        }
    }
}
