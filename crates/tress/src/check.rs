//! `tress check`: the books prove themselves, also beside a running server.

use crate::place::Place;
use clap::Args;
use kernel::Problem;
use salon::access::{Actor, Via};
use salon::store::Mode;
use salon::{branch, check};
use serde_json::json;

#[derive(Args)]
pub struct Check {
    #[command(flatten)]
    place: Place,
    /// Print the result as JSON.
    #[arg(long)]
    json: bool,
}

impl Check {
    pub async fn run(self) -> Result<(), Problem> {
        let db = self.place.open_as(Mode::Read).await?;
        let mut found = Vec::new();
        for organisation in branch::directory(&db).await? {
            let actor = Actor::system(organisation.id, Via::Cli);
            let faults = check::books(&mut db.read(&actor).await?).await?;
            found.extend(faults.into_iter().map(|fault| (organisation.name.clone(), fault)));
        }
        self.print(&found);
        match found.len() {
            0 => Ok(()),
            count => {
                let detail = format!("{count} promises of the books do not hold.");
                Err(Problem::refused("check.faults", detail))
            }
        }
    }

    fn print(&self, found: &[(String, check::Fault)]) {
        if self.json {
            let list: Vec<_> = found
                .iter()
                .map(|(organisation, fault)| {
                    json!({"organisation": organisation, "check": fault.check, "row": fault.row, "detail": fault.detail})
                })
                .collect();
            println!("{}", json!({"holds": found.is_empty(), "faults": list}));
            return;
        }
        for (organisation, fault) in found {
            println!("{organisation}: {} fails at {}: {}", fault.check, fault.row, fault.detail);
        }
        if found.is_empty() {
            println!("The books hold.");
        }
    }
}
