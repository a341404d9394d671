//! What a contract has to say.

use crate::card;
use crate::prepaid::model::{Clause, Content, Refusal, Terms};
use kernel::Problem;

/// The longest text of a contract's terms.
const TEXT_MAX: usize = 1_000;

impl Terms {
    /// Its texts, by their fields.
    fn texts(&self) -> [(&'static str, &str); 8] {
        [
            ("account", &self.account),
            ("lease", &self.lease),
            ("scope", &self.scope),
            ("bonus", &self.bonus),
            ("refund", &self.refund),
            ("loss", &self.loss),
            ("enquiry", &self.enquiry),
            ("liability", &self.liability),
        ]
    }
}

/// Refuses, for each text in turn: too long, a clause that the law voids.
pub fn check_terms(terms: &Terms) -> Result<(), Problem> {
    for (field, text) in terms.texts() {
        if text.chars().count() > TEXT_MAX {
            return Err(Refusal::TermsTooLong(field).into());
        }
        card::check_terms(text).map_err(|void| Problem::from(void).in_field(field))?;
    }
    Ok(())
}

/// What a contract should say and does not. Bonus is spoken of where some is given.
pub fn missing(content: &Content) -> Vec<Clause> {
    let Content { issuer, address, phone, terms, bonus, visits, .. } = content;
    let empty = |text: &str| text.trim().is_empty();
    let gives = bonus.is_positive() || visits.iter().any(|visits| visits.gift > 0);
    let asked = [
        (Clause::Issuer, empty(issuer) || empty(address) || empty(phone)),
        (Clause::Account, empty(&terms.account)),
        (Clause::Scope, empty(&terms.scope)),
        (Clause::Lease, empty(&terms.lease)),
        (Clause::Bonus, gives && empty(&terms.bonus)),
        (Clause::Refund, empty(&terms.refund)),
        (Clause::Loss, empty(&terms.loss)),
        (Clause::Enquiry, empty(&terms.enquiry)),
        (Clause::Liability, empty(&terms.liability)),
    ];
    asked.into_iter().filter(|(_, missing)| *missing).map(|(clause, _)| clause).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::card::{CardKind, DrawOrder};
    use kernel::{Day, Money};

    fn terms(text: &str) -> Terms {
        let text = || text.to_owned();
        Terms {
            account: text(),
            lease: text(),
            scope: text(),
            bonus: text(),
            refund: text(),
            loss: text(),
            enquiry: text(),
            liability: text(),
        }
    }

    fn content(bonus: i64, terms: Terms) -> Content {
        Content {
            issuer: "青丝美发有限公司".to_owned(),
            tax_number: String::new(),
            branch: "一店".to_owned(),
            address: "人民路 1 号".to_owned(),
            phone: "010-1234".to_owned(),
            card_number: "C01000001".to_owned(),
            card_kind: CardKind::StoredValue,
            plan: "充1000送200".to_owned(),
            plan_terms: String::new(),
            draw_order: DrawOrder::Proportional,
            visits: Vec::new(),
            time: None,
            rates: None,
            valid_until: None,
            valid_days: None,
            paid: Money::minor(100_000),
            bonus: Money::minor(bonus),
            bonus_until: None,
            bonus_max_ppm: None,
            payments: Vec::new(),
            bill_number: 1,
            cooling_until: Day::parse("2026-03-09").unwrap(),
            terms,
        }
    }

    #[test]
    fn a_contract_that_says_everything_lacks_nothing() {
        assert_eq!(missing(&content(20_000, terms("见店内公示"))), []);
    }

    #[test]
    fn what_is_left_empty_is_named() {
        let of_company = [
            Clause::Account,
            Clause::Scope,
            Clause::Lease,
            Clause::Bonus,
            Clause::Refund,
            Clause::Loss,
            Clause::Enquiry,
            Clause::Liability,
        ];
        assert_eq!(missing(&content(20_000, Terms::default())), of_company);
        let without_bonus = missing(&content(0, terms(" ")));
        assert!(!without_bonus.contains(&Clause::Bonus));
        let nowhere = Content { phone: String::new(), ..content(0, terms("见店内公示")) };
        assert_eq!(missing(&nowhere), [Clause::Issuer]);
    }

    #[test]
    fn terms_with_a_void_clause_or_of_too_many_words_are_refused_at_their_field() {
        assert!(check_terms(&terms("见店内公示")).is_ok());
        let void = Terms { loss: "遗失不补".to_owned(), ..Terms::default() };
        let refused = check_terms(&void).unwrap_err();
        assert_eq!((refused.code, refused.fields[0].field.as_str()), ("card.terms_void", "loss"));
        let long = Terms { lease: "长".repeat(1_001), ..Terms::default() };
        let refused = check_terms(&long).unwrap_err();
        assert_eq!((refused.code, refused.fields[0].field.as_str()), ("prepaid.terms_too_long", "lease"));
    }
}
