//! `tress check`: the books prove themselves, also beside a running server.

use crate::place::Place;
use clap::Args;
use kernel::Problem;
use salon::access::{Actor, Via};
use salon::store::Mode;
use salon::{branch, check, ledger};
use serde_json::json;

#[derive(Args)]
pub struct Check {
    #[command(flatten)]
    place: Place,
    /// Print the result as JSON: whether everything holds, what is promised, the first row of each promise
    /// that does not hold, and what seals the books.
    #[arg(long)]
    json: bool,
}

impl Check {
    pub async fn run(self) -> Result<(), Problem> {
        let db = self.place.open_as(Mode::Read).await?;
        let (mut found, mut seals) = (Vec::new(), Vec::new());
        for organisation in branch::directory(&db).await? {
            let actor = Actor::system(organisation.id, Via::Cli);
            let mut tx = db.read(&actor).await?;
            let faults = check::books(&mut tx).await?;
            seals.extend(ledger::sealed(&mut tx).await?.map(|seal| (organisation.name.clone(), seal)));
            found.extend(faults.into_iter().map(|fault| (organisation.name.clone(), fault)));
        }
        self.print(&found, &seals);
        match found.len() {
            0 => Ok(()),
            count => {
                let detail = format!("{count} promises of the books do not hold.");
                Err(Problem::refused("check.faults", detail))
            }
        }
    }

    fn print(&self, found: &[(String, check::Fault)], seals: &[(String, ledger::Sealed)]) {
        if self.json {
            let list: Vec<_> = found
                .iter()
                .map(|(organisation, fault)| {
                    json!({"organisation": organisation, "check": fault.check, "row": fault.row, "detail": fault.detail})
                })
                .collect();
            let seals: Vec<_> = seals
                .iter()
                .map(|(organisation, seal)| {
                    json!({"organisation": organisation, "block": seal.block, "at": seal.at, "root": seal.root})
                })
                .collect();
            let result = json!({"holds": found.is_empty(), "promises": check::promises(), "faults": list, "seals": seals});
            println!("{result}");
            return;
        }
        for (organisation, fault) in found {
            println!("{organisation}: {} fails at {}: {}", fault.check, fault.row, fault.detail);
        }
        for (organisation, seal) in seals {
            println!("{organisation}: sealed through block {}: {}", seal.block, seal.root);
        }
        if found.is_empty() {
            println!("The books hold.");
        }
    }
}
