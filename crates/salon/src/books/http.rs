//! `/api/books`.

use super::commands::{Ask, NameAccounts};
use super::export::Export;
use super::model::{AccountsWish, Asked, BooksAccount, Check, Fault, Format, Refusal};
use super::rules::chart;
use super::{jobs, queries, rules};
use crate::access::{Actor, Permission, Via};
use crate::ledger::{self, Account, Sealed};
use crate::store::AttemptLimit;
use crate::web::{Access, Answer, App, Client, Json, Query, Routes, Streamed};
use crate::{branch, check};
use axum::extract::State;
use futures_util::stream;
use kernel::{Day, Problem};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;
use uuid::Uuid;

/// How many checks are shown.
const SHOWN: i64 = 20;
/// How many proofs an address may look up: a family's receipts, and no search for others'.
const PROOFS: AttemptLimit = AttemptLimit { tries: 30, seconds: 15 * 60 };

/// The routes of this capability.
pub fn routes() -> Routes {
    let (read, manage) = (Access::May(Permission::BooksRead), Access::May(Permission::BooksManage));
    Routes::new()
        .add(read, routes!(show_check))
        .add(read, routes!(check_now))
        .add(read, routes!(accounts))
        .add(manage, routes!(name_accounts))
        .add(read, routes!(export))
        .add(Access::Public, routes!(prove))
}

/// A promise, and whether it held when the books were last checked.
#[derive(Serialize, ToSchema)]
struct BooksPromise {
    /// Its stable code.
    #[schema(example = "ledger.set_balances")]
    check: &'static str,
    /// The first row that breaks it; nothing where it holds.
    fault: Option<Fault>,
}

/// Whether the books prove themselves.
#[derive(Serialize, ToSchema)]
struct BooksState {
    /// What seals the books; null before anything was sealed.
    #[schema(required)]
    seal: Option<Sealed>,
    /// Whether they are being checked.
    running: bool,
    /// The last check that was carried through; nothing before the first.
    last: Option<Check>,
    /// What is promised, in the order in which it is checked, as the last check found it.
    promises: Vec<BooksPromise>,
    /// The newest checks, newest first.
    checks: Vec<Check>,
}

async fn state(app: &App, actor: &Actor) -> Result<BooksState, Problem> {
    let mut tx = app.db.read(actor).await?;
    let checks = queries::newest(&mut tx, SHOWN).await?;
    let seal = ledger::sealed(&mut tx).await?;
    let running = checks.first().is_some_and(|check| rules::is_running(app.db.now(), check));
    let last = checks.iter().find(|check| check.ended_at.is_some() && check.failure.is_none()).cloned();
    let faults = last.as_ref().map(|check| check.faults.as_slice()).unwrap_or_default();
    let fault = |check: &str| faults.iter().find(|fault| fault.check == check).cloned();
    let promises =
        check::promises().into_iter().map(|check| BooksPromise { check, fault: fault(check) }).collect();
    Ok(BooksState { seal, running, last, promises, checks })
}

/// Shows what is promised of the books, and what the last check found.
///
/// The books are those of the whole organisation, so this is for those who answer for all of it.
#[utoipa::path(get, path = "/api/books/check", tag = "books", responses((status = 200, body = BooksState)))]
async fn show_check(State(app): State<App>, actor: Actor) -> Answer<Json<BooksState>> {
    actor.may_everywhere(Permission::BooksRead)?;
    Ok(Json(state(&app, &actor).await?))
}

/// Begins to check the books now, and answers before it is done.
///
/// Refuses: `books.running`.
#[utoipa::path(post, path = "/api/books/check", tag = "books", responses((status = 200, body = BooksState)))]
async fn check_now(State(app): State<App>, actor: Actor) -> Answer<Json<BooksState>> {
    let check = app.write(&actor, Ask).await?;
    let begun = state(&app, &actor).await?;
    // How it ends is written down; nobody waits for it here.
    tokio::spawn(async move { jobs::run(&app.db, actor.organisation, check).await });
    Ok(Json(begun))
}

/// The accounts of the books.
#[derive(Serialize, ToSchema)]
struct BooksAccounts {
    /// Every kind of account on which something has moved, by its code.
    accounts: Vec<BooksAccount>,
}

async fn all_accounts(app: &App, actor: &Actor) -> Result<BooksAccounts, Problem> {
    let mut tx = app.db.read(actor).await?;
    let mut own = queries::own_names(&mut tx).await?;
    let mut accounts = Vec::new();
    let mut last = String::new();
    while let Some(account) = ledger::next_kind(&mut tx, &last).await? {
        last.clone_from(&account);
        let Some(known) = Account::parse(&account, Uuid::nil()) else { continue };
        let (number, name) = own.remove(&account).map(|own| (own.number, own.name)).unwrap_or_default();
        let default_name = chart::default_name(&account);
        accounts.push(BooksAccount { nature: known.nature(), account, number, name, default_name });
    }
    Ok(BooksAccounts { accounts })
}

/// The accounts of the books, and how books that are carried out call them.
#[utoipa::path(get, path = "/api/books/account", tag = "books", responses((status = 200, body = BooksAccounts)))]
async fn accounts(State(app): State<App>, actor: Actor) -> Answer<Json<BooksAccounts>> {
    actor.may_everywhere(Permission::BooksRead)?;
    Ok(Json(all_accounts(&app, &actor).await?))
}

/// Gives the accounts the owner's own numbers and names, all at once.
///
/// Refuses: `books.accounts_too_many`, `books.account_unknown`, `books.account_twice`, `books.account_number`,
/// `books.account_name`.
#[utoipa::path(put, path = "/api/books/account", tag = "books", request_body = AccountsWish,
    responses((status = 200, body = BooksAccounts)))]
async fn name_accounts(
    State(app): State<App>,
    actor: Actor,
    Json(wish): Json<AccountsWish>,
) -> Answer<Json<BooksAccounts>> {
    app.write(&actor, NameAccounts(wish.accounts)).await?;
    Ok(Json(all_accounts(&app, &actor).await?))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct ExportQuery {
    /// For which program: `beancount` or `hledger`.
    #[param(value_type = String)]
    format: Format,
    /// The first business day: what was before it becomes opening balances. From the beginning where it is
    /// not said.
    from: Option<Day>,
    /// The last business day. To the end where it is not said.
    to: Option<Day>,
}

/// The books as a text that Beancount or hledger takes, in pieces as they are read.
///
/// Refuses: `books.days_backwards`, `books.empty`.
#[utoipa::path(get, path = "/api/books/export", tag = "books", params(ExportQuery),
    responses((status = 200, body = String, content_type = "text/plain")))]
async fn export(State(app): State<App>, actor: Actor, Query(query): Query<ExportQuery>) -> Answer<Streamed> {
    actor.may_everywhere(Permission::BooksRead)?;
    let ExportQuery { format, from, to } = query;
    let mut tx = app.db.read(&actor).await?;
    let export = Export::begin(&mut tx, Asked { format, from, to }).await?;
    let pieces = stream::try_unfold((tx, export), |(mut tx, mut export)| async move {
        let piece = export.piece(&mut tx).await?;
        Ok::<_, Problem>(piece.map(|text| (text, (tx, export))))
    });
    Ok(Streamed::new(format!("books.{}", format.ending()), "text/plain; charset=utf-8", pieces))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct ProofQuery {
    /// The proof on the receipt, 24 letters and digits; spaces and hyphens between them do not matter.
    #[param(example = "MFRG-GZDF-MZTW-Q2LK-NNWG-23TP")]
    proof: String,
}

/// Whether a proof was found.
#[derive(Serialize, ToSchema)]
struct BooksProof {
    /// Whether the books of this server hold what the proof was made of.
    matches: bool,
}

/// Whether the payment of a receipt is in the books: for whoever holds the receipt. It says nothing else.
///
/// Refuses: `books.proof_form`, `books.too_many_proofs`.
#[utoipa::path(get, path = "/api/books/proof", tag = "books", params(ProofQuery),
    responses((status = 200, body = BooksProof)))]
async fn prove(
    State(app): State<App>,
    client: Client,
    Query(query): Query<ProofQuery>,
) -> Answer<Json<BooksProof>> {
    let proof = ledger::read_proof(&query.proof).ok_or(Refusal::ProofForm)?;
    let organisations = branch::directory(&app.db).await?;
    // Tries are counted for the address, whoever's books they are held against.
    if let Some(first) = organisations.first() {
        let from = format!("proof from {}", client.address);
        app.db.attempt(first.id, &from, PROOFS, "books.too_many_proofs").await?;
    }
    let mut matches = false;
    for organisation in organisations {
        let mut tx = app.db.read(&Actor::system(organisation.id, Via::Job)).await?;
        matches |= ledger::holds_proof(&mut tx, &proof).await?;
    }
    Ok(Json(BooksProof { matches }))
}
