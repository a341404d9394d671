//! What may be looked for, and what may be closed.

use super::model::{BATCH, DormantQuery, Refusal};
use crate::customer::Disused;
use std::collections::BTreeSet;
use uuid::Uuid;

/// The criteria of a search. Refuses, in this order: days, none.
pub fn criteria(query: &DormantQuery) -> Result<Disused, Refusal> {
    if query.opened_from.zip(query.opened_to).is_some_and(|(from, to)| from > to) {
        return Err(Refusal::Days);
    }
    let criteria = Disused {
        numbers: (query.number_from.trim().to_owned(), query.number_to.trim().to_owned()),
        opened: (query.opened_from, query.opened_to),
        idle_since: query.idle_since,
    };
    if criteria == Disused::default() { Err(Refusal::TooWide) } else { Ok(criteria) }
}

/// The accounts of a batch: at least one, not too many, each once.
pub fn check_accounts(accounts: &[Uuid]) -> Result<(), Refusal> {
    let different: BTreeSet<_> = accounts.iter().collect();
    let fits = (1..=BATCH).contains(&accounts.len()) && different.len() == accounts.len();
    if fits { Ok(()) } else { Err(Refusal::Accounts) }
}

/// Why something is done: 1 to 300 characters.
pub fn check_reason(reason: &str) -> Result<&str, Refusal> {
    let reason = reason.trim();
    if (1..=300).contains(&reason.chars().count()) { Ok(reason) } else { Err(Refusal::Reason) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dormant::model::DormantKind;
    use kernel::Day;

    fn query() -> DormantQuery {
        DormantQuery {
            kind: DormantKind::Card,
            card_kind: None,
            number_from: String::new(),
            number_to: String::new(),
            opened_from: None,
            opened_to: None,
            idle_since: None,
        }
    }

    #[test]
    fn a_search_without_a_criterion_is_refused() {
        assert_eq!(criteria(&query()), Err(Refusal::TooWide));
        assert_eq!(
            criteria(&DormantQuery { number_from: "  ".to_owned(), ..query() }),
            Err(Refusal::TooWide)
        );
        let (early, late) = (Day::new(2026, 3, 1), Day::new(2026, 3, 2));
        let turned = DormantQuery { opened_from: late, opened_to: early, ..query() };
        assert_eq!(criteria(&turned), Err(Refusal::Days));
        let found = criteria(&DormantQuery { number_from: " C01 ".to_owned(), ..query() }).unwrap();
        assert_eq!(found.numbers.0, "C01");
    }

    #[test]
    fn a_batch_names_each_account_once() {
        let ids: Vec<Uuid> = (0..1001).map(Uuid::from_u128).collect();
        assert_eq!(check_accounts(&[]), Err(Refusal::Accounts));
        assert_eq!(check_accounts(&ids), Err(Refusal::Accounts));
        assert_eq!(check_accounts(&[ids[0], ids[0]]), Err(Refusal::Accounts));
        assert_eq!(check_accounts(&ids[1..]), Ok(()));
    }
}
