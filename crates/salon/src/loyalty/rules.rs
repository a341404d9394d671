//! The entries of points.

use crate::ledger::{Account, Entry, Site, Unit};
use kernel::LotId;

/// The entries by which a company comes to owe points.
pub fn issue(lot: LotId, home: Site, points: i64) -> [Entry; 2] {
    [
        Entry::new(home, Account::PointsProgram(home.company), Unit::Points, points),
        Entry::new(home, Account::PointsLot(lot), Unit::Points, -points),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::EntrySet;
    use kernel::Id;
    use uuid::Uuid;

    #[test]
    fn issued_points_balance_by_themselves() {
        let home =
            Site { branch: Id::from_uuid(Uuid::from_u128(1)), company: Id::from_uuid(Uuid::from_u128(2)) };
        assert!(EntrySet::balanced(issue(Id::from_uuid(Uuid::from_u128(3)), home, 500)).is_ok());
    }
}
