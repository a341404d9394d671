//! `tress import`: data of another program, from its sheets.

use crate::place::Place;
use crate::user::actor;
use clap::{Args, Subcommand, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use kernel::{BranchId, Currency, Problem, Zone};
use salon::access::{Actor, Via};
use salon::branch::{self, NewOrganisation};
use salon::import::{self, DateForm, File, Kind, Options, Reading, Report, Said, Sums};
use salon::setup::{self, Begin, BranchDetails};
use salon::store::{Db, Location, Mode};
use std::path::{Path, PathBuf};

/// How many rows with problems are listed on a terminal; `--json` prints all of them.
const PROBLEMS_SHOWN: usize = 30;
/// The largest sheet, in bytes: more is refused before it is read.
const FILE_MAX: u64 = 20 * 1024 * 1024;

#[derive(Subcommand)]
pub enum Import {
    /// Members with their cards and points, from a CSV or XLSX sheet.
    #[command(after_help = fields(Kind::Customers))]
    Customers(Sheet),
    /// Services and products with their prices, from a CSV or XLSX sheet.
    #[command(after_help = fields(Kind::Catalogue))]
    Catalogue(Sheet),
    /// What lies on the shelves of a branch, from a CSV or XLSX sheet.
    #[command(after_help = fields(Kind::Stock))]
    Stock(Sheet),
    /// Receipts of another program, as paid bills of the past, from a CSV or XLSX sheet.
    #[command(after_help = fields(Kind::History))]
    History(Box<History>),
}

/// The fields that `--columns` can name.
fn fields(kind: Kind) -> String {
    let fields: Vec<&str> = kind.fields().iter().map(|field| field.code()).collect();
    format!("Fields of --columns: {}", fields.join(", "))
}

#[derive(Args)]
pub struct Sheet {
    #[command(flatten)]
    place: Place,
    /// The sheet.
    file: PathBuf,
    /// Which column is which, where it is not recognised: field=Header,field=Header. The fields stand
    /// below.
    #[arg(long, value_name = "FIELD=HEADER,…", value_delimiter = ',', value_parser = column)]
    columns: Vec<(String, String)>,
    /// The number of the branch where members are registered, on whose shelves goods lie, or whose
    /// receipts they are.
    #[arg(long, value_name = "NUMBER")]
    branch: Option<i64>,
    /// Check everything and change nothing.
    #[arg(long)]
    dry_run: bool,
    /// Take the good rows in although others are refused.
    #[arg(long)]
    accept_partial: bool,
    /// Print the outcome as JSON, amounts in minor units.
    #[arg(long)]
    json: bool,
    /// The organisation: its name when the database is empty and one has to be made, its handle or
    /// name where there are several.
    #[arg(long, value_name = "NAME")]
    organisation: Option<String>,
    /// The currency of an organisation that has to be made.
    #[arg(long, default_value = "CNY", value_parser = currency)]
    currency: Currency,
    /// The time zone of an organisation that has to be made.
    #[arg(long, default_value = "Asia/Shanghai", value_parser = zone)]
    time_zone: Zone,
}

#[derive(Args)]
pub struct History {
    #[command(flatten)]
    sheet: Sheet,
    /// What stands for a walk-in where receipts name whom they were for, in place of WALK_IN, WALKIN,
    /// WALK-IN, "WALK IN", GUEST, ANONYMOUS, 散客, 过客, 路客, 临时客, 非会员 and 匿名.
    #[arg(long, value_name = "CODE,…", value_delimiter = ',')]
    walk_in: Option<Vec<String>>,
    /// Which number comes first in dates that end with their year, where the file does not tell.
    #[arg(long, value_name = "FORM")]
    dates: Option<Dates>,
}

/// The order of the numbers in dates that end with their year.
#[derive(Clone, Copy, ValueEnum)]
enum Dates {
    /// 31/12/2018.
    DayFirst,
    /// 12/31/2018.
    MonthFirst,
}

impl From<Dates> for DateForm {
    fn from(dates: Dates) -> DateForm {
        match dates {
            Dates::DayFirst => DateForm::DayFirst,
            Dates::MonthFirst => DateForm::MonthFirst,
        }
    }
}

impl Import {
    pub async fn run(self) -> Result<(), Problem> {
        let (kind, sheet, options) = match self {
            Import::Customers(sheet) => (Kind::Customers, sheet, Options::default()),
            Import::Catalogue(sheet) => (Kind::Catalogue, sheet, Options::default()),
            Import::Stock(sheet) => (Kind::Stock, sheet, Options::default()),
            Import::History(history) => {
                let History { sheet, walk_in, dates } = *history;
                (Kind::History, sheet, Options { walk_in, dates: dates.map(DateForm::from) })
            }
        };
        let file = sheet.read(kind, options)?;
        if sheet.dry_run {
            let report = sheet.check(file).await?;
            sheet.print(kind, &report);
            return Ok(());
        }
        let outcome = sheet.take_in(file).await?;
        sheet.print(kind, &outcome.report);
        outcome.refused.map_or(Ok(()), Err)
    }
}

impl Sheet {
    fn read(&self, kind: Kind, options: Options) -> Result<File, Problem> {
        let unreadable = |error: std::io::Error| cannot_read(&self.file, &error.to_string());
        let size = std::fs::metadata(&self.file).map_err(unreadable)?.len();
        if size > FILE_MAX {
            return Err(cannot_read(&self.file, "it is larger than 20 MiB"));
        }
        let bytes = std::fs::read(&self.file).map_err(unreadable)?;
        let name = self.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let said = Said { columns: self.columns.iter().cloned().collect(), options };
        Ok(File { kind, branch: None, name, bytes, said })
    }

    /// Checks against what is on file where there is a database; makes none where there is not.
    async fn check(&self, file: File) -> Result<Report, Problem> {
        let Some((db, actor)) = self.look().await? else {
            let reading = self.reading(&self.time_zone, self.currency, &file.said.options);
            return import::dry_run(None, file, reading).await;
        };
        let organisation = branch::organisation(&mut db.read(&actor).await?).await?;
        let reading = self.reading(&organisation.time_zone, organisation.currency, &file.said.options);
        let file = File { branch: self.branch_of(&db, &actor).await?, ..file };
        import::dry_run(Some((&db, &actor)), file, reading).await
    }

    /// The branch of the number that was given. Refuses: branch unknown.
    async fn branch_of(&self, db: &Db, actor: &Actor) -> Result<Option<BranchId>, Problem> {
        let Some(number) = self.branch else { return Ok(None) };
        let branches = branch::all(&mut db.read(actor).await?).await?;
        let found = branches.iter().find(|branch| branch.number == number);
        let unknown = || Problem::not_found("branch.unknown", format!("There is no branch {number}."));
        found.map(|branch| Some(branch.id)).ok_or_else(unknown)
    }

    async fn look(&self) -> Result<Option<(Db, Actor)>, Problem> {
        if let Location::Folder(folder) = self.place.location()
            && !folder.join("tress.db").exists()
        {
            return Ok(None);
        }
        let db = self.place.open_as(Mode::Read).await?;
        if branch::directory(&db).await?.is_empty() {
            return Ok(None);
        }
        let actor = actor(&db, self.organisation.as_deref()).await?;
        Ok(Some((db, actor)))
    }

    fn reading(&self, zone: &Zone, currency: Currency, options: &Options) -> Reading {
        let today = salon::store::Clock::System.now().day(zone);
        Reading { today, decimals: currency.decimals(), options: options.clone() }
    }

    async fn take_in(&self, file: File) -> Result<import::Outcome, Problem> {
        let db = self.place.open().await?;
        let actor = match branch::directory(&db).await?.is_empty() {
            true => self.begin(&db).await?,
            false => actor(&db, self.organisation.as_deref()).await?,
        };
        let file = File { branch: self.branch_of(&db, &actor).await?, ..file };
        let bar = progress_bar();
        let advance = |done: i64, total: i64| {
            bar.set_length(total.unsigned_abs());
            bar.set_position(done.unsigned_abs());
        };
        let outcome = import::take_in(&db, &actor, file, self.accept_partial, &advance).await;
        bar.finish_and_clear();
        outcome
    }

    /// Makes the organisation that an empty database lacks. Whoever sets the server up afterwards
    /// gives it its final names and its owner.
    async fn begin(&self, db: &Db) -> Result<Actor, Problem> {
        let actor = Actor::system(setup::new_organisation_id()?, Via::Cli);
        let name = self.organisation.clone().unwrap_or_else(|| "Tress".to_owned());
        let begin = Begin {
            organisation: NewOrganisation {
                name: name.clone(),
                currency: self.currency,
                time_zone: self.time_zone.clone(),
            },
            company: name.clone(),
            branch: BranchDetails { name, address: String::new(), phone: String::new() },
        };
        db.write(&actor, begin).await?;
        Ok(actor)
    }

    fn print(&self, kind: Kind, report: &Report) {
        if self.json {
            println!("{}", as_json(report));
            return;
        }
        println!("rows {}", report.rows);
        println!("accepted {}", report.accepted);
        println!("duplicates {}", report.duplicates);
        println!("rejected {}", report.rejected);
        print_sums(kind, &report.sums);
        for problem in report.problems.iter().take(PROBLEMS_SHOWN) {
            println!("row {}: {} ({})", problem.row, problem.text, problem.code);
        }
        if report.problems.len() > PROBLEMS_SHOWN {
            println!("… and {} more; --json lists all", report.problems.len() - PROBLEMS_SHOWN);
        }
    }
}

fn print_sums(kind: Kind, sums: &Sums) {
    match kind {
        Kind::Customers => {
            let (principal, bonus) = (sums.principal.to_minor(), sums.bonus.to_minor());
            println!("principal {principal}  bonus {bonus}  (minor units)");
            println!("points {}", sums.points);
            for (service, visits) in &sums.visits {
                println!("visits of {service}: {visits}");
            }
        }
        Kind::Catalogue => println!("services {}  products {}", sums.services, sums.products),
        Kind::Stock => println!("units {}  cost {}  (minor units)", sums.units, sums.value.to_minor()),
        Kind::History => {
            println!("bills {}", sums.bills);
            println!("net {}  tax {}  (minor units)", sums.net.to_minor(), sums.tax.to_minor());
        }
    }
}

fn as_json(report: &Report) -> serde_json::Value {
    let problem = |problem: &import::RowProblem| serde_json::json!({"row": problem.row, "code": problem.code, "text": problem.text});
    serde_json::json!({
        "rows": report.rows,
        "accepted": report.accepted,
        "duplicates": report.duplicates,
        "rejected": report.rejected,
        "sums": report.sums,
        "problems": report.problems.iter().map(problem).collect::<Vec<_>>(),
    })
}

/// Drawn on a terminal; on anything else it stays silent.
fn progress_bar() -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} {eta}");
    ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn cannot_read(file: &Path, cause: &str) -> Problem {
    Problem::refused("import.file", format!("{} cannot be read: {cause}.", file.display()))
}

fn column(text: &str) -> Result<(String, String), String> {
    let (field, header) = text.split_once('=').ok_or("write field=Header")?;
    Ok((field.trim().to_owned(), header.trim().to_owned()))
}

fn currency(code: &str) -> Result<Currency, String> {
    Currency::parse(code).ok_or_else(|| "a currency is three capital letters, such as CNY".to_owned())
}

fn zone(name: &str) -> Result<Zone, String> {
    Zone::parse(name).ok_or_else(|| "a time zone is named like Asia/Shanghai".to_owned())
}
