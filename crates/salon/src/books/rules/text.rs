//! Books as the text of two programs for plain-text accounting.

use super::chart::{Chart, commodity};
use crate::books::model::Format;
use crate::ledger::{Account, Sealed, StoredEntry, StoredSet, Unit};
use crate::sheet::values;
use kernel::{Currency, Day, Money, Problem};
use std::collections::{BTreeMap, BTreeSet};

/// What each path holds of each unit, by the unit's code. Nothing of it is zero.
pub type Sums = BTreeMap<(String, String), i64>;

/// A document in one of the formats: what its parts are called, and how they are written.
#[derive(Clone, Debug)]
pub struct Writer {
    /// The format.
    pub format: Format,
    /// The names of accounts.
    pub chart: Chart,
    /// What the services of visits are called, by the unit's code.
    pub services: BTreeMap<String, String>,
}

impl Writer {
    /// The beginning of the document: its title, its units and its accounts, which are open since a day.
    pub fn head(&self, title: &str, currency: Currency, known: &Known) -> Result<String, Problem> {
        let mut text = match self.format {
            Format::Beancount => format!(
                "option \"title\" {}\noption \"operating_currency\" \"{}\"\n\n",
                quoted(title),
                currency.code()
            ),
            Format::Hledger => format!("; {}\n\n", one_line(title)),
        };
        if let Some(Sealed { block, root, .. }) = &known.seal {
            text += &format!("; sealed through block {block}: {root}\n\n");
        }
        let since = known.since;
        for code in &known.units {
            let name = self.services.get(code).map(|name| one_line(name)).unwrap_or_default();
            let unit = unit_of(code)?;
            match self.format {
                Format::Beancount if name.is_empty() => {
                    text += &format!("{since} commodity {}\n", commodity(unit))
                }
                Format::Beancount => {
                    text += &format!("{since} commodity {}\n  name: {}\n", commodity(unit), quoted(&name));
                }
                Format::Hledger => {
                    let shown = match unit {
                        Unit::Money(currency) => values::written(Money::minor(0), currency.decimals()),
                        _ => "0".to_owned(),
                    };
                    let point = if shown.contains('.') { "" } else { "." };
                    let note = if name.is_empty() { String::new() } else { format!("  ; {name}") };
                    text += &format!("commodity {shown}{point} \"{}\"{note}\n", commodity(unit));
                }
            }
        }
        text.push('\n');
        for path in &known.paths {
            text += &match self.format {
                Format::Beancount => format!("{since} open {path}\n"),
                Format::Hledger => format!("account {path}\n"),
            };
        }
        text.push('\n');
        Ok(text)
    }

    /// What everything held before a day.
    pub fn opening(&self, day: Day, sums: &Sums) -> Result<String, Problem> {
        let head = match self.format {
            Format::Beancount => format!("{day} * \"opening balances\"\n"),
            Format::Hledger => format!("{day} * opening balances\n"),
        };
        if sums.is_empty() { Ok(String::new()) } else { Ok(head + &self.lines(sums)?) }
    }

    /// One set. Nothing, where it only moves value within an account.
    pub fn set(&self, set: &StoredSet, entries: &[StoredEntry]) -> Result<String, Problem> {
        let sums = self.sums(entries)?;
        if sums.is_empty() {
            return Ok(String::new());
        }
        let StoredSet { id, business_day: day, source, source_id, reason, .. } = set;
        let reason = one_line(reason);
        let head = match self.format {
            Format::Beancount => format!(
                "{day} * {} {}\n  set: \"{id}\"\n  source: \"{source_id}\"\n",
                quoted(source),
                quoted(&reason)
            ),
            Format::Hledger => {
                let said = if reason.is_empty() {
                    String::new()
                } else {
                    format!(" · {}", reason.replace(';', ","))
                };
                format!("{day} * {source}{said}  ; set:{id}, source:{source_id}\n")
            }
        };
        Ok(head + &self.lines(&sums)?)
    }

    /// What entries come to, by path and unit.
    pub fn sums(&self, entries: &[StoredEntry]) -> Result<Sums, Problem> {
        let mut sums = Sums::new();
        for entry in entries {
            *sums.entry((self.path(entry)?, entry.unit.clone())).or_default() += entry.amount;
        }
        sums.retain(|_, amount| *amount != 0);
        Ok(sums)
    }

    /// The path of an entry's account.
    pub fn path(&self, entry: &StoredEntry) -> Result<String, Problem> {
        let known = Account::parse(&entry.account, entry.owner);
        let account = known.ok_or_else(|| Problem::bug(format!("an entry on {}", entry.account)))?;
        Ok(self.chart.path(account, entry.branch))
    }

    fn lines(&self, sums: &Sums) -> Result<String, Problem> {
        let mut text = String::new();
        for ((path, unit), &amount) in sums {
            let unit = unit_of(unit)?;
            let (amount, name) = (written(unit, amount), commodity(unit));
            text += &match self.format {
                Format::Beancount => format!("  {path}  {amount} {name}\n"),
                Format::Hledger => format!("    {path}  {amount} \"{name}\"\n"),
            };
        }
        text.push('\n');
        Ok(text)
    }
}

/// What a document has to declare before it is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The first day.
    pub since: Day,
    /// The accounts.
    pub paths: BTreeSet<String>,
    /// The units, by their codes.
    pub units: BTreeSet<String>,
    /// What seals the books; none before anything was sealed.
    pub seal: Option<Sealed>,
}

fn unit_of(code: &str) -> Result<Unit, Problem> {
    Unit::parse(code).ok_or_else(|| Problem::bug(format!("entries in {code}")))
}

/// An amount with the decimals of its currency; other units are whole.
pub fn written(unit: Unit, amount: i64) -> String {
    match unit {
        Unit::Money(currency) => values::written(Money::minor(amount), currency.decimals()),
        Unit::Bonus | Unit::Points | Unit::Visits(_) => amount.to_string(),
    }
}

/// A text in one line, without what cannot be seen.
fn one_line(text: &str) -> String {
    let seen = |sign: char| if sign.is_control() { ' ' } else { sign };
    text.chars().map(seen).collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text between quotation marks.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
