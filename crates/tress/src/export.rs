//! `tress export`: what other programs read, also beside a running server.

use crate::place::Place;
use crate::report::day;
use crate::user::actor;
use clap::{Args, Subcommand, ValueEnum};
use kernel::{Day, Problem};
use salon::books;
use salon::store::Mode;
use std::fs::File;
use std::io::Write;
use std::path::PathBuf;

#[derive(Subcommand)]
pub enum Export {
    /// The books, as Beancount or hledger reads them.
    Books(Books),
}

#[derive(Args)]
pub struct Books {
    #[command(flatten)]
    place: Place,
    /// The program that shall read them.
    #[arg(long, value_enum)]
    format: Format,
    /// The first business day, as YYYY-MM-DD; what was before it becomes opening balances.
    #[arg(long, value_name = "DAY", value_parser = day)]
    from: Option<Day>,
    /// The last business day.
    #[arg(long, value_name = "DAY", value_parser = day)]
    to: Option<Day>,
    /// The file to write; what is there already stays. Printed where none is named.
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The organisation's handle or name, where the database holds several.
    #[arg(long)]
    organisation: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Beancount,
    Hledger,
}

impl From<Format> for books::Format {
    fn from(format: Format) -> books::Format {
        match format {
            Format::Beancount => books::Format::Beancount,
            Format::Hledger => books::Format::Hledger,
        }
    }
}

impl Export {
    pub async fn run(self) -> Result<(), Problem> {
        match self {
            Export::Books(books) => books.run().await,
        }
    }
}

impl Books {
    async fn run(self) -> Result<(), Problem> {
        let db = self.place.open_as(Mode::Read).await?;
        let actor = actor(&db, self.organisation.as_deref()).await?;
        let mut tx = db.read(&actor).await?;
        let asked = books::Asked { format: self.format.into(), from: self.from, to: self.to };
        let mut export = books::Export::begin(&mut tx, asked).await?;
        let mut out: Box<dyn Write> = match &self.output {
            Some(file) => Box::new(File::create_new(file).map_err(cannot_write)?),
            None => Box::new(std::io::stdout()),
        };
        while let Some(piece) = export.piece(&mut tx).await? {
            out.write_all(piece.as_bytes()).map_err(cannot_write)?;
        }
        out.flush().map_err(cannot_write)
    }
}

fn cannot_write(error: std::io::Error) -> Problem {
    Problem::refused("export.cannot_write", format!("The books cannot be written there: {error}."))
}
