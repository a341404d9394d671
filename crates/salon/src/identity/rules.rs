//! What a password, a PIN and a name may be, and what the ready roles allow.

use super::model::{Ready, Refusal};
use crate::access::{Grant, Permission};
use kernel::BranchId;
use kernel::text::email::is_email;
use std::collections::BTreeSet;

/// The passwords that are tried first by who guesses.
const COMMON: &[&str] = &[
    "1234567890",
    "0123456789",
    "9876543210",
    "0987654321",
    "1122334455",
    "1111111111",
    "8888888888",
    "5201314520",
    "woaini1314",
    "woaini5201314",
    "password12",
    "password123",
    "passw0rd123",
    "qwertyuiop",
    "qwerty1234",
    "qwerty12345",
    "1q2w3e4r5t",
    "q1w2e3r4t5",
    "1qaz2wsx3edc",
    "asdfghjkl1",
    "abcdefghij",
    "abcd123456",
    "a123456789",
    "aa123456789",
    "123456789a",
    "iloveyou1314",
    "admin12345",
    "administrator",
    "tress12345",
];

/// Length counts and nothing else: no demand for odd characters (NIST SP 800-63B, 3.1.1.2), but
/// not one that everybody uses, nor one character over and over.
pub fn check_password(password: &str) -> Result<(), Refusal> {
    let long_enough = (10..=200).contains(&password.chars().count());
    let common = COMMON.contains(&password.to_lowercase().as_str());
    let varied = password.chars().collect::<BTreeSet<_>>().len() > 2;
    if long_enough && varied && !common { Ok(()) } else { Err(Refusal::PasswordWeak) }
}

/// A PIN has 4 to 6 digits that are not all the same.
pub fn check_pin(pin: &str) -> Result<(), Refusal> {
    let digits = (4..=6).contains(&pin.len()) && pin.bytes().all(|byte| byte.is_ascii_digit());
    let varied = pin.bytes().collect::<BTreeSet<_>>().len() > 1;
    if digits && varied { Ok(()) } else { Err(Refusal::PinForm) }
}

/// What somebody types to sign in: 2 to 40 characters, no spaces, upper and lower case the same.
pub fn check_sign_in(text: &str) -> Result<String, Refusal> {
    let folded = text.trim().to_lowercase();
    let fits = (2..=40).contains(&folded.chars().count());
    let plain = !folded.chars().any(|c| c.is_whitespace() || c.is_control());
    if fits && plain { Ok(folded) } else { Err(Refusal::SignInForm) }
}

/// Where mail reaches somebody, which may be nowhere.
pub fn check_email(text: &str) -> Result<String, Refusal> {
    let plain = text.trim();
    if plain.is_empty() || is_email(plain) { Ok(plain.to_owned()) } else { Err(Refusal::EmailForm) }
}

/// A name has 1 to 100 characters.
pub fn check_name(name: &str) -> Result<String, Refusal> {
    crate::branch::check_name(name).map_err(|_| Refusal::Name)
}

/// What a ready role allows.
pub fn permissions_of(ready: Ready) -> BTreeSet<Permission> {
    use Permission as P;
    let all = Permission::ALL.iter().copied();
    match ready {
        Ready::Owner => all.collect(),
        Ready::Manager => {
            let owners = [P::IdentityManage, P::BackupManage, P::BooksRead, P::BooksManage, P::PrepaidManage];
            all.filter(|permission| !owners.contains(permission)).collect()
        }
        Ready::Finance => {
            let reads = all.filter(|permission| permission.code().ends_with(".read"));
            reads.chain([P::CustomerExport]).collect()
        }
        Ready::Reception => [
            P::StaffRead,
            P::CustomerRead,
            P::CustomerWrite,
            P::CatalogueRead,
            P::StockRead,
            P::CardRead,
            P::CardLock,
            P::BillRead,
            P::BillWrite,
            P::BillPay,
            P::TillRead,
            P::TillUse,
        ]
        .into(),
        Ready::Stylist => {
            [P::StaffRead, P::CustomerRead, P::CatalogueRead, P::CardRead, P::BillRead, P::BillWrite].into()
        }
    }
}

/// A key allows at least one thing. It never manages accounts: it could make itself an owner.
pub fn check_key_permissions(permissions: &BTreeSet<Permission>) -> Result<(), Refusal> {
    let wrong = permissions.is_empty() || permissions.contains(&Permission::IdentityManage);
    if wrong { Err(Refusal::KeyPermissions) } else { Ok(()) }
}

/// What a key allows today: of what it was made for, that which its maker may still do.
pub fn allowed_by_key(
    maker: &[Grant],
    permissions: &BTreeSet<Permission>,
    branches: Option<&BTreeSet<BranchId>>,
) -> Vec<Grant> {
    let narrow = |grant: &Grant| Grant {
        permissions: &grant.permissions & permissions,
        scope: grant.scope.within(branches),
    };
    maker.iter().map(narrow).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Scope;
    use kernel::Id;
    use uuid::Uuid;

    #[test]
    fn a_key_allows_what_it_is_for_and_its_maker_may_do() {
        let [first, second, third] = [1, 2, 3].map(|number| BranchId::from_uuid(Uuid::from_u128(number)));
        let maker = [Grant {
            permissions: [Permission::BillRead, Permission::BillPay].into(),
            scope: Scope::Branches([first, second].into()),
        }];
        let wanted = [Permission::BillRead, Permission::CustomerRead].into();
        let everywhere = allowed_by_key(&maker, &wanted, None);
        assert_eq!(everywhere[0].permissions, [Permission::BillRead].into());
        assert_eq!(everywhere[0].scope, maker[0].scope);
        let some = allowed_by_key(&maker, &wanted, Some(&[second, third].into()));
        assert_eq!(some[0].scope, Scope::Branches([second].into()));
    }

    #[test]
    fn a_key_never_manages_accounts() {
        let all = Permission::ALL.iter().copied().collect();
        assert_eq!(check_key_permissions(&all), Err(Refusal::KeyPermissions));
        assert_eq!(check_key_permissions(&BTreeSet::new()), Err(Refusal::KeyPermissions));
        assert_eq!(check_key_permissions(&[Permission::BillRead].into()), Ok(()));
    }

    #[test]
    fn a_common_short_or_monotonous_password_is_weak() {
        for weak in ["123456789", "1234567890", "Qwertyuiop", "aaaaaaaaaa", "ababababab", ""] {
            assert_eq!(check_password(weak), Err(Refusal::PasswordWeak), "{weak}");
        }
        assert_eq!(check_password("三个苹果和一把旧剪刀"), Ok(()));
    }

    #[test]
    fn a_pin_has_four_to_six_digits() {
        assert_eq!(check_pin("2580"), Ok(()));
        for wrong in ["123", "1234567", "12a4", "0000", "１２３４"] {
            assert_eq!(check_pin(wrong), Err(Refusal::PinForm), "{wrong}");
        }
    }

    #[test]
    fn reception_takes_payment_but_neither_reduces_nor_refunds() {
        let reception = permissions_of(Ready::Reception);
        assert!(reception.contains(&Permission::BillPay));
        assert!(!reception.contains(&Permission::BillReduce) && !reception.contains(&Permission::BillRefund));
    }

    #[test]
    fn finance_changes_nothing() {
        let finance = permissions_of(Ready::Finance);
        assert!(finance.iter().all(|p| p.code().ends_with(".read") || *p == Permission::CustomerExport));
    }
}
