//! When a check is due, what accounts may be called, and how books are written.

pub mod chart;
pub mod text;

use super::model::{AccountWish, Check, Refusal};
use crate::ledger::Account;
use kernel::{Instant, Zone};
use std::collections::BTreeSet;
use uuid::Uuid;

/// The most accounts that can be named at once.
const ACCOUNTS_MAX: usize = 200;

/// The hour of the night at which the books are checked: after the business day, after the backup.
const HOUR: i8 = 4;
/// How long after a failure it is tried again.
const AGAIN_SECONDS: i64 = 3600;
/// How long a check may run. One that runs for longer has ended with its server.
const LONGEST_SECONDS: i64 = 3600;

/// Whether a check is due: this night's hour has come since the newest one began. A machine that was off
/// then makes up for it, and what failed is tried again after an hour.
pub fn is_due(zone: &Zone, now: Instant, newest: Option<&Check>) -> bool {
    let today = now.day(zone);
    let nights = [today.at(HOUR, 0, zone), today.plus_days(-1).at(HOUR, 0, zone)];
    let Some(night) = nights.into_iter().find(|night| *night <= now) else { return false };
    newest.is_none_or(|check| {
        let again = check.failure.is_some() && check.started_at.plus_seconds(AGAIN_SECONDS) <= now;
        let lost = check.ended_at.is_none() && !is_running(now, check);
        check.started_at < night || again || lost
    })
}

/// Whether a check is going on.
pub fn is_running(now: Instant, check: &Check) -> bool {
    check.ended_at.is_none() && now < check.started_at.plus_seconds(LONGEST_SECONDS)
}

/// The names that accounts shall have. Refuses, in this order: too many, and for each account: unknown, named
/// twice, its number, its name.
pub fn check_names(wishes: &[AccountWish]) -> Result<(), Refusal> {
    if wishes.len() > ACCOUNTS_MAX {
        return Err(Refusal::AccountsTooMany);
    }
    let mut named = BTreeSet::new();
    for AccountWish { account, number, name } in wishes {
        let refused = |refusal: fn(String) -> Refusal| Err(refusal(account.clone()));
        if Account::parse(account, Uuid::nil()).is_none() {
            return refused(Refusal::AccountUnknown);
        }
        if !named.insert(account) {
            return refused(Refusal::AccountTwice);
        }
        if !chart::is_number(number.trim()) {
            return refused(Refusal::AccountNumber);
        }
        if !chart::is_name(name.trim()) {
            return refused(Refusal::AccountName);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::books::model::CheckKind;
    use kernel::{Id, RowId};

    fn at(text: &str) -> Instant {
        serde_json::from_str(&format!("\"{text}+08:00\"")).unwrap()
    }

    fn check(started_at: &str, ended: bool, failure: Option<&str>) -> Check {
        Check {
            id: RowId::from_uuid(Uuid::nil()),
            kind: CheckKind::Night,
            started_at: at(started_at),
            ended_at: ended.then(|| at(started_at)),
            faults: Vec::new(),
            failure: failure.map(str::to_owned),
        }
    }

    fn due(now: &str, newest: Option<Check>) -> bool {
        is_due(&Zone::parse("Asia/Shanghai").unwrap(), at(now), newest.as_ref())
    }

    #[test]
    fn a_check_is_due_once_a_night() {
        let good = |started| Some(check(started, true, None));
        assert!(due("2026-03-02T04:00:00", good("2026-03-01T04:00:10")));
        assert!(!due("2026-03-02T03:59:59", good("2026-03-01T04:00:10")));
        assert!(!due("2026-03-02T23:00:00", good("2026-03-02T04:00:10")));
        assert!(due("2026-03-02T01:00:00", good("2026-02-27T09:00:00")));
        assert!(due("2026-03-02T01:00:00", None));
    }

    #[test]
    fn a_check_that_failed_or_never_ended_is_made_again_after_an_hour() {
        for newest in [
            check("2026-03-02T04:00:00", true, Some("store.busy")),
            check("2026-03-02T04:00:00", false, None),
        ] {
            assert!(!due("2026-03-02T04:59:59", Some(newest.clone())));
            assert!(due("2026-03-02T05:00:00", Some(newest)));
        }
    }
}
