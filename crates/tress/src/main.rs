//! Tress in one file: serves the salon, and does what is done on the server itself.

mod assets;
mod backup;
mod check;
mod demo;
mod export;
mod import;
mod key;
mod passphrase;
mod place;
mod report;
mod serve;
mod user;

use clap::{Parser, Subcommand};
use kernel::Problem;
use std::process::ExitCode;

#[derive(Parser)]
#[command(
    name = "tress",
    version,
    about = "The open, self-hosted salon system · 青丝",
    arg_required_else_help = true
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the salon to browsers.
    Serve(serve::Serve),
    /// Fill a folder or a database with a lifelike salon for trying things out, and end.
    Demo(demo::Demo),
    /// Take in data of another program.
    #[command(subcommand)]
    Import(import::Import),
    /// Prove the books: every entry set balances, every card holds what its entries say. Fails where
    /// something does not hold, and names the first row.
    Check(check::Check),
    /// Carry data out for another program.
    #[command(subcommand)]
    Export(export::Export),
    /// What the bills add up to.
    #[command(subcommand)]
    Report(report::Report),
    /// Write everything, with the keys, into one sealed file; also beside a running server.
    Backup(backup::Backup),
    /// Fill an empty folder or database from a backup.
    Restore(backup::Restore),
    /// Accounts, from the server itself.
    #[command(subcommand)]
    User(user::User),
    /// The keys that seal personal data.
    #[command(subcommand)]
    Key(key::Key),
    /// Print the OpenAPI 3.1 document of the public interface.
    Openapi,
}

#[tokio::main]
async fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Serve(serve) => serve.run().await,
        Command::Demo(demo) => demo.run().await,
        Command::Import(import) => import.run().await,
        Command::Check(check) => check.run().await,
        Command::Export(export) => export.run().await,
        Command::Report(report) => report.run().await,
        Command::Backup(backup) => backup.run().await,
        Command::Restore(restore) => restore.run().await,
        Command::User(user) => user.run().await,
        Command::Key(key) => key.run().await,
        Command::Openapi => {
            println!("{}", salon::server::openapi());
            Ok(())
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            complain(&problem);
            ExitCode::FAILURE
        }
    }
}

/// Says on the terminal what is wrong, with the cause where there is one: whoever runs this
/// command is who would read the log.
fn complain(problem: &Problem) {
    eprintln!("{} ({})", problem.detail, problem.code);
    if let Some(cause) = &problem.cause {
        eprintln!("{cause}");
    }
}
