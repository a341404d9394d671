//! `tress report`: what the bills add up to, also beside a running server.

use crate::place::Place;
use crate::user::actor;
use clap::{Args, Subcommand, ValueEnum};
use kernel::{BranchId, Day, Money, Problem};
use salon::branch;
use salon::report::{self, Asked, RevenueBy, RevenueReport, RevenueRow};
use salon::store::{Mode, Tx};

#[derive(Subcommand)]
pub enum Report {
    /// What services, goods and fees came to: the figures that the desk shows.
    Revenue(Revenue),
    /// Add everything up again from the books, when `tress check` says so.
    Rebuild(Rebuild),
}

#[derive(Args)]
pub struct Revenue {
    #[command(flatten)]
    place: Place,
    /// By what the rows are told apart.
    #[arg(long, value_enum, default_value = "total")]
    by: By,
    /// The first business day, as YYYY-MM-DD; the first of which there is a bill where it is not said.
    #[arg(long, value_name = "DAY", value_parser = day)]
    from: Option<Day>,
    /// The last business day; the one that is going on where it is not said.
    #[arg(long, value_name = "DAY", value_parser = day)]
    to: Option<Day>,
    /// The number of the branch; all of them where it is not said.
    #[arg(long, value_name = "NUMBER")]
    branch: Option<i64>,
    /// The organisation's handle or name, where the database holds several.
    #[arg(long)]
    organisation: Option<String>,
    /// Print the rows as a JSON array, amounts in minor units.
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum By {
    Staff,
    Service,
    Category,
    Branch,
    Day,
    Total,
}

impl From<By> for RevenueBy {
    fn from(by: By) -> RevenueBy {
        match by {
            By::Staff => RevenueBy::Staff,
            By::Service => RevenueBy::Service,
            By::Category => RevenueBy::Category,
            By::Branch => RevenueBy::Branch,
            By::Day => RevenueBy::Day,
            By::Total => RevenueBy::Total,
        }
    }
}

#[derive(Args)]
pub struct Rebuild {
    #[command(flatten)]
    place: Place,
    /// The organisation's handle or name, where the database holds several.
    #[arg(long)]
    organisation: Option<String>,
}

impl Report {
    pub async fn run(self) -> Result<(), Problem> {
        match self {
            Report::Revenue(revenue) => revenue.run().await,
            Report::Rebuild(rebuild) => rebuild.run().await,
        }
    }
}

impl Revenue {
    async fn run(self) -> Result<(), Problem> {
        let db = self.place.open_as(Mode::Read).await?;
        let actor = actor(&db, self.organisation.as_deref()).await?;
        let mut tx = db.read(&actor).await?;
        let branch = self.branch_of(&mut tx).await?;
        let from = match self.from {
            // Where everything was before the last day, that day alone is asked for.
            None => report::first_day(&mut tx).await?.map(|first| self.to.map_or(first, |to| first.min(to))),
            named => named,
        };
        let asked = Asked { from, to: self.to, branch };
        let report = report::revenue(&mut tx, asked, self.by.into()).await?;
        if self.json {
            println!("{}", serde_json::to_string(&report.rows).map_err(Problem::bug)?);
            return Ok(());
        }
        let decimals = branch::organisation(&mut tx).await?.currency.decimals();
        print(&report, decimals);
        Ok(())
    }

    /// Refuses: branch unknown.
    async fn branch_of(&self, tx: &mut Tx<'_>) -> Result<Option<BranchId>, Problem> {
        let Some(number) = self.branch else { return Ok(None) };
        let branches = branch::all(tx).await?;
        let found = branches.iter().find(|branch| branch.number == number);
        let unknown = || Problem::not_found("branch.unknown", format!("There is no branch {number}."));
        found.map(|branch| Some(branch.id)).ok_or_else(unknown)
    }
}

impl Rebuild {
    async fn run(self) -> Result<(), Problem> {
        let db = self.place.open().await?;
        let actor = actor(&db, self.organisation.as_deref()).await?;
        report::begin_again(&db, &actor).await?;
        report::keep_figures(&db, &actor).await?;
        println!("Everything was added up again.");
        Ok(())
    }
}

/// A table for people; amounts in units of the currency.
fn print(report: &RevenueReport, decimals: u32) {
    let written = |amount: Money| salon::sheet::values::written(amount, decimals);
    println!("{} – {}", report.from, report.to);
    println!("{:>8} {:>8} {:>16} {:>14}  {}", "bills", "lines", "amount", "tax", report.by);
    let rows = report.rows.iter().map(|row| (name(row), row));
    for (name, row) in rows.filter(|(name, _)| report.by != "total" || !name.is_empty()) {
        let (amount, tax) = (written(row.amount), written(row.tax));
        println!("{:>8} {:>8} {amount:>16} {tax:>14}  {name}", row.bills, row.lines);
    }
    let RevenueRow { bills, lines, amount, tax, .. } = &report.total;
    println!("{bills:>8} {lines:>8} {:>16} {:>14}  total", written(*amount), written(*tax));
}

fn name(row: &RevenueRow) -> String {
    let names = [&row.branch, &row.staff, &row.service, &row.category];
    match (row.day, names.into_iter().flatten().next()) {
        (Some(day), _) => day.to_string(),
        (None, Some(name)) if name.is_empty() => "–".to_owned(),
        (None, name) => name.cloned().unwrap_or_default(),
    }
}

/// A day of an option.
pub fn day(text: &str) -> Result<Day, String> {
    Day::parse(text).ok_or_else(|| format!("{text} is no day; write it like 2026-03-01"))
}
