//! The small steps in which a file is taken in. Each is a transaction of a few milliseconds, so
//! that tills never wait; [`super::jobs`] puts them one after the other.

mod history;

pub use history::{FindClients, FindSold, NoteVisits};

use super::model::{Goods, Kind, Member, OpeningCost, Refusal, Report, Said, State, StockRow};
use super::queries::{self, NewImport, Plan};
use super::rules;
use crate::access::Permission;
use crate::bill::{self, HistoryBill};
use crate::branch::{self, Branch};
use crate::card::{self, OpeningVisits, Value};
use crate::ledger::Site;
use crate::loyalty;
use crate::store::{Command, Tx};
use crate::{catalogue, customer, ledger, stock};
use kernel::text::Phone;
use kernel::{BranchId, Currency, Day, ImportId, Problem, ServiceId};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How many rows are removed in one step.
const REMOVED: i64 = 20;
/// How many pieces of a file are destroyed in one step.
const PIECES: i64 = 8;

/// Makes room for a file. Refuses: as [`may`].
pub struct Receive {
    /// What it holds.
    pub kind: Kind,
    /// Where its members are to be registered, or on whose shelves its goods lie.
    pub branch: BranchId,
    /// The file's name, cleaned.
    pub name: String,
    /// The keyed digest of its content.
    pub digest: [u8; 32],
    /// Into how many pieces it is cut.
    pub pieces: i64,
    /// Today.
    pub day: Day,
}

impl Command for Receive {
    type Out = ImportId;
    const NAME: &'static str = "import.receive";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<ImportId, Problem> {
        may(tx, self.kind, self.branch).await?;
        let id: ImportId = tx.new_id();
        let Receive { kind, branch, ref name, digest, pieces, day } = *self;
        queries::insert(tx, &NewImport { id, kind, branch, name, digest, pieces, day }).await?;
        tx.touched("import", id, Some(branch));
        Ok(id)
    }
}

/// Keeps a piece of a file, sealed.
pub struct KeepPiece {
    /// Of which import.
    pub import: ImportId,
    /// Which piece, from 0.
    pub position: i64,
    /// What it holds.
    pub content: Vec<u8>,
}

impl Command for KeepPiece {
    type Out = ();
    const NAME: &'static str = "import.keep_piece";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        tx.touched("import", self.import, None);
        queries::insert_piece(tx, self.import, self.position, &self.content).await
    }
}

/// Keeps what a check of the file found. Refuses, in this order: unknown, another branch, started.
pub struct KeepFinding {
    /// Of which import.
    pub import: ImportId,
    /// What was said of it.
    pub said: Said,
    /// What was found.
    pub report: Report,
}

impl Command for KeepFinding {
    type Out = ();
    const NAME: &'static str = "import.check";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        let stored = queries::find(tx, self.import).await?;
        tx.at(Permission::ImportRun, stored.branch)?;
        queries::change_state(tx, self.import, [State::Receiving, State::Checked], State::Checked).await?;
        queries::set_said(tx, self.import, &self.said).await?;
        queries::put_finding(tx, self.import, &self.report, &[]).await?;
        tx.touched("import", self.import, Some(stored.branch));
        Ok(())
    }
}

/// Begins to write a checked file; from here on it is carried to its end or removed. Refuses, in
/// this order: unknown, as [`may`], another runs, started.
pub struct Begin {
    /// Which import.
    pub import: ImportId,
    /// What was found when it was checked for the last time.
    pub report: Report,
    /// The numbers of the rows that are taken in.
    pub accepted: Vec<u32>,
    /// On which day it was checked.
    pub day: Day,
    /// The first of the member numbers reserved for it.
    pub first_member: i64,
    /// The first of the card numbers reserved for it.
    pub first_card: i64,
    /// The first of the numbers of bills reserved for it.
    pub first_bill: i64,
}

impl Command for Begin {
    type Out = ();
    const NAME: &'static str = "import.begin";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        let stored = queries::find(tx, self.import).await?;
        may(tx, stored.kind, stored.branch).await?;
        queries::take_turn(tx, self.import).await?;
        queries::change_state(tx, self.import, [State::Checked, State::Checked], State::Applying).await?;
        let total = i64::try_from(self.accepted.len()).unwrap_or(i64::MAX);
        let Begin { day, first_member, first_card, first_bill, .. } = *self;
        let plan = Plan { day, first_member, first_card, first_bill, total };
        queries::set_plan(tx, self.import, &plan).await?;
        queries::put_finding(tx, self.import, &self.report, &self.accepted).await?;
        match stored.kind {
            Kind::Customers => customer::hide(tx, self.import).await?,
            Kind::Catalogue => catalogue::hide(tx, self.import).await?,
            Kind::Stock => stock::hide(tx, self.import).await?,
            Kind::History => history::hide(tx, self.import).await?,
        }
        tx.touched("import", self.import, Some(stored.branch));
        Ok(())
    }
}

/// Goes on with an import that stopped. Refuses, in this order: unknown, another branch, started.
pub struct GoOn(pub ImportId);

impl Command for GoOn {
    type Out = ();
    const NAME: &'static str = "import.go_on";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        let stored = queries::find(tx, self.0).await?;
        tx.at(Permission::ImportRun, stored.branch)?;
        queries::change_state(tx, self.0, [State::Failed, State::Applying], State::Applying).await?;
        tx.touched("import", self.0, Some(stored.branch));
        Ok(())
    }
}

/// Remembers that writing stopped.
pub struct Stop(pub ImportId);

impl Command for Stop {
    type Out = ();
    const NAME: &'static str = "import.stop";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        queries::change_state(tx, self.0, [State::Applying, State::Applying], State::Failed).await?;
        tx.touched("import", self.0, None);
        Ok(tx.tell("import.failed", self.0, None).await?)
    }
}

/// Finds the services that visits are of, and makes those that are missing.
pub struct FindServices(pub Vec<String>);

impl Command for FindServices {
    type Out = Vec<(String, ServiceId)>;
    const NAME: &'static str = "import.find_services";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Out, Problem> {
        let mut found = Vec::with_capacity(self.0.len());
        for name in &self.0 {
            found.push((name.clone(), catalogue::ensure_by_name(tx, name).await?));
        }
        Ok(found)
    }
}

/// What all rows of an import have in common.
pub struct Shared {
    /// The import.
    pub import: ImportId,
    /// Where its members are registered.
    pub branch: Branch,
    /// The currency of its amounts.
    pub currency: Currency,
    /// The services that visits are of.
    pub services: BTreeMap<String, ServiceId>,
}

/// A row about to be written.
pub enum Planned {
    /// A member.
    Member(Box<PlannedMember>),
    /// A service or a product.
    Goods(Box<Goods>),
    /// What lies on a shelf.
    Stock(StockRow),
    /// A receipt, as the bill that it becomes.
    Bill(Box<HistoryBill>),
}

/// A member about to be written, with the numbers reserved for them.
pub struct PlannedMember {
    /// What it says.
    pub member: Member,
    /// The member's number here.
    pub member_number: String,
    /// The number of the card, when there is something on it or the other program gave one.
    pub card_number: Option<String>,
    /// Whether the phone of who brought them belongs to somebody.
    pub referrer_is_known: bool,
}

/// Writes some rows that nobody sees yet. Refuses, in this order: started (somebody else wrote
/// them, or the import was stopped), card number taken, name taken, code taken, barcode taken,
/// product unknown, not stocked.
pub struct WriteRows {
    /// What they have in common.
    pub shared: Arc<Shared>,
    /// How many rows were written before.
    pub from: i64,
    /// The next rows.
    pub rows: Vec<Planned>,
}

impl Command for WriteRows {
    type Out = ();
    const NAME: &'static str = "import.write_rows";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        let to = self.from + i64::try_from(self.rows.len()).unwrap_or(0);
        queries::advance(tx, self.shared.import, self.from, to).await?;
        // Whether these rows are ours to write must be known before the first of them is sent.
        tx.flush().await?;
        for row in &self.rows {
            match row {
                Planned::Member(member) => write_member(tx, &self.shared, member).await?,
                Planned::Goods(goods) => write_goods(tx, &self.shared, goods).await?,
                Planned::Stock(row) => write_stock(tx, &self.shared, row).await?,
                Planned::Bill(bill) => bill::take_in_history(tx, bill).await?,
            }
        }
        Ok(())
    }
}

async fn write_goods(tx: &mut Tx<'_>, shared: &Shared, goods: &Goods) -> Result<(), Problem> {
    match goods {
        Goods::Service(wish) => catalogue::take_in_service(tx, wish, shared.import).await,
        Goods::Product(wish) => catalogue::take_in_product(tx, wish, shared.import).await,
    }
}

async fn write_stock(tx: &mut Tx<'_>, shared: &Shared, row: &StockRow) -> Result<(), Problem> {
    let known = rules::known_product(&row.product);
    let opening = stock::Opening {
        branch: shared.branch.id,
        product: catalogue::product_known(tx, &known).await?,
        quantity: row.quantity,
        cost: match row.cost {
            OpeningCost::Together(cost) => Some(cost),
            OpeningCost::Usual => None,
        },
        import: shared.import,
    };
    stock::take_in(tx, opening).await
}

async fn write_member(tx: &mut Tx<'_>, shared: &Shared, row: &PlannedMember) -> Result<(), Problem> {
    let member = &row.member;
    let opened = member.opened_on.map(|day| day.starts(&shared.branch.time_zone));
    let at = opened.unwrap_or(tx.now()).min(tx.now());
    let imported = customer::Imported {
        import: shared.import,
        branch: shared.branch.id,
        member_number: &row.member_number,
        card_number: member.card_number.as_deref(),
        registered_at: at,
        profile: &rules::profile(member, row.referrer_is_known),
    };
    let customer = customer::take_in(tx, &imported).await?;
    let home = Site { branch: shared.branch.id, company: shared.branch.company };
    let day = ledger::open_day(tx, &shared.branch).await?.day;
    if let Some(number) = &row.card_number {
        let opening = card::Opening {
            number,
            customer,
            name: member.tier.as_ref().map_or("", |tier| tier.as_str()),
            home,
            at,
            day,
            value: Value { principal: member.principal, bonus: member.bonus },
            visits: &opening_visits(shared, member)?,
            import: shared.import,
        };
        card::take_in(tx, &opening, shared.currency).await?;
    }
    if member.points > 0 {
        let opening = loyalty::Opening { customer, home, day, points: member.points, import: shared.import };
        loyalty::take_in(tx, opening).await?;
    }
    Ok(())
}

fn opening_visits(shared: &Shared, member: &Member) -> Result<Vec<OpeningVisits>, Problem> {
    let visits = member.visits.iter().map(|(name, count)| {
        let service = shared.services.get(name).copied();
        let service = service.ok_or_else(|| Problem::bug("a service of visits was not made"))?;
        Ok(OpeningVisits { service, service_name: name.clone(), count: *count })
    });
    visits.collect()
}

/// Says of some written members who brought them. Refuses: started.
pub struct LinkReferrers {
    /// Of which import.
    pub import: ImportId,
    /// How many rows were looked at before.
    pub from: i64,
    /// How many will have been after this.
    pub to: i64,
    /// The members by their number, with the phone of who brought them.
    pub links: Vec<(String, Phone)>,
}

impl Command for LinkReferrers {
    type Out = ();
    const NAME: &'static str = "import.link_referrers";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        queries::advance_links(tx, self.import, self.from, self.to).await?;
        for (member_number, phone) in &self.links {
            customer::link_referrer(tx, member_number, phone).await?;
        }
        Ok(())
    }
}

/// Shows everything that was written, at once. Refuses: started.
pub struct Finish(pub ImportId);

impl Command for Finish {
    type Out = ();
    const NAME: &'static str = "import.finish";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        let stored = queries::find(tx, self.0).await?;
        if stored.done != stored.total {
            return Err(Problem::bug("an import was finished before its rows were written"));
        }
        queries::change_state(tx, self.0, [State::Applying, State::Applying], State::Applied).await?;
        queries::end_turn(tx, self.0).await?;
        unhide(tx, stored.kind, self.0).await?;
        tx.touched("import", self.0, Some(stored.branch));
        tx.tell("import.applied", self.0, None).await?;
        let branch = Some(stored.branch);
        let changed: &[(&'static str, Option<BranchId>)] = match stored.kind {
            Kind::Customers => &[("customer.changed", None)],
            Kind::Catalogue => &[("catalogue.changed", None)],
            Kind::Stock => &[("stock.changed", branch)],
            Kind::History => &[
                ("customer.changed", None),
                ("staff.changed", None),
                ("catalogue.changed", None),
                ("bill.imported", branch),
            ],
        };
        for &(topic, branch) in changed {
            tx.tell(topic, self.0, branch).await?;
        }
        Ok(())
    }
}

async fn unhide(tx: &mut Tx<'_>, kind: Kind, import: ImportId) -> Result<(), Problem> {
    match kind {
        Kind::Customers => customer::unhide(tx, import).await?,
        Kind::Catalogue => catalogue::unhide(tx, import).await?,
        Kind::Stock => stock::unhide(tx, import).await?,
        Kind::History => history::unhide(tx, import).await?,
    }
    Ok(())
}

/// Destroys some pieces of the file of an import, and says whether none is left.
pub struct DestroyPieces {
    /// Of which import.
    pub import: ImportId,
    /// From which piece on.
    pub from: i64,
}

impl Command for DestroyPieces {
    type Out = ();
    const NAME: &'static str = "import.destroy_pieces";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        tx.touched("import", self.import, None);
        queries::delete_pieces(tx, self.import, self.from, self.from + PIECES).await.map(drop)?;
        Ok(())
    }
}

/// How many pieces [`DestroyPieces`] destroys at once.
pub const PIECES_AT_ONCE: i64 = PIECES;

/// Begins to remove an import that was not finished. Refuses, in this order: unknown, another
/// branch, started.
pub struct BeginRemoval(pub ImportId);

impl Command for BeginRemoval {
    type Out = ();
    const NAME: &'static str = "import.remove";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        let stored = queries::find(tx, self.0).await?;
        tx.at(Permission::ImportRun, stored.branch)?;
        if matches!(stored.state, State::Applied | State::Removing) {
            return Err(Refusal::Started.into());
        }
        queries::change_state(tx, self.0, [stored.state, stored.state], State::Removing).await?;
        tx.touched("import", self.0, Some(stored.branch));
        Ok(())
    }
}

/// Removes some of what an import has written, which nobody has seen, and says whether nothing is
/// left of it.
pub struct RemoveSome(pub ImportId);

impl Command for RemoveSome {
    type Out = bool;
    const NAME: &'static str = "import.remove_some";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool, Problem> {
        tx.touched("import", self.0, None);
        match queries::find(tx, self.0).await?.kind {
            Kind::Customers => {}
            Kind::Catalogue => return Ok(catalogue::take_back(tx, self.0, REMOVED).await? == 0),
            Kind::Stock => return Ok(stock::remove_import(tx, self.0, REMOVED).await? == 0),
            Kind::History => return history::remove(tx, self.0).await,
        }
        let removed = ledger::remove_import(tx, self.0, REMOVED).await?;
        let removed = removed + card::remove_taken_in(tx, self.0, REMOVED).await?;
        let removed = removed + loyalty::remove_taken_in(tx, self.0, REMOVED).await?;
        if removed > 0 {
            return Ok(false);
        }
        Ok(customer::take_back(tx, self.0, REMOVED).await? == 0)
    }
}

/// Forgets an import of which nothing is left.
pub struct Forget(pub ImportId);

impl Command for Forget {
    type Out = ();
    const NAME: &'static str = "import.forget";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        let kind = queries::find(tx, self.0).await?.kind;
        unhide(tx, kind, self.0).await?;
        queries::delete(tx, self.0).await?;
        tx.touched("import", self.0, None);
        Ok(())
    }
}

/// Whether a file of some kind may be taken in for a branch. Refuses, in this order: imports in
/// another branch; for the catalogue, not for every branch; for the stock, another branch.
pub async fn may(tx: &mut Tx<'_>, kind: Kind, branch: BranchId) -> Result<(), Problem> {
    tx.at(Permission::ImportRun, branch)?;
    match kind {
        Kind::Customers | Kind::History => Ok(()),
        Kind::Catalogue => branch::reaches_every_branch(tx, Permission::CatalogueManage).await,
        Kind::Stock => tx.at(Permission::StockManage, branch).map(drop),
    }
}

/// The branch for which a file is taken in, and the organisation's currency.
pub async fn place(tx: &mut Tx<'_>, branch: BranchId) -> Result<(Branch, Currency), Problem> {
    let currency = branch::organisation(tx).await?.currency;
    Ok((branch::find(tx, branch).await?, currency))
}
