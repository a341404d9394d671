//! The row of a customer.

use crate::args;
use crate::customer::model::{
    Birthday, Brief, Counts, CustomerProfile, CustomerSummary, Gender, Kind, Refusal,
};
use crate::customer::rules;
use crate::store::{Cell, Cipher, Row, SIXTEEN, StoreError, Tx, Val, sixteen};
use kernel::{BranchId, Cursor, CustomerId, Day, Id, ImportId, Instant, Limit, Problem, RowId};
use std::collections::{BTreeMap, BTreeSet};

/// The table whose cells are sealed.
const TABLE: &str = "customer";

/// A customer as stored, opened.
#[derive(Clone, Debug)]
pub struct Stored {
    pub id: CustomerId,
    pub kind: Kind,
    pub walk_in_number: Option<String>,
    pub member_number: Option<String>,
    pub profile: CustomerProfile,
    pub created_at: Instant,
    pub registered_at: Option<Instant>,
    pub registered_branch: Option<BranchId>,
    pub last_visit: Option<Day>,
    pub version: i64,
    /// Whether the account was closed because nobody used it.
    pub closed: bool,
}

/// A customer about to be written.
pub struct NewCustomer<'a> {
    pub id: CustomerId,
    pub kind: Kind,
    pub walk_in_number: Option<&'a str>,
    pub member_number: Option<&'a str>,
    pub branch: BranchId,
    pub registered_at: Option<Instant>,
    pub import: Option<ImportId>,
    pub profile: &'a CustomerProfile,
}

/// One customer whom people may see; for one who was merged, the one who survives. Refuses: unknown.
pub async fn find(tx: &mut Tx<'_>, id: CustomerId) -> Result<Stored, Problem> {
    let sql = "SELECT c.id, c.kind, c.walk_in_number, c.member_number, c.created_at, c.registered_at,
                   c.registered_branch, c.last_visit, c.version, c.name, c.phone, c.email, c.address, c.gender,
                   c.birthday, c.source, c.referrer_id, c.referrer_shop, c.introducer_id, c.tags, c.notes,
                   c.hair_formula, c.allergy, c.closed_in
               FROM customer m JOIN customer c ON c.org_id = m.org_id AND c.id = COALESCE(m.merged_into, m.id)
               WHERE m.org_id = $1 AND m.id = $2
                   AND NOT EXISTS (SELECT 1 FROM customer_unseen u WHERE u.org_id = c.org_id AND u.import_id = c.import_id)";
    stored(tx, sql, args![id]).await
}

async fn stored(tx: &mut Tx<'_>, sql: &'static str, args: Vec<Val>) -> Result<Stored, Problem> {
    let cipher = tx.cipher();
    let found = tx.row(sql, args, |row| read_stored(row, &cipher)).await?;
    found.ok_or_else(|| Refusal::Unknown.into())
}

pub async fn insert(tx: &mut Tx<'_>, new: &NewCustomer<'_>) -> Result<(), Problem> {
    let sql = "INSERT INTO customer (org_id, id, version, kind, walk_in_number, member_number, created_at, created_branch,
                   registered_at, registered_branch, import_id, name, phone, email, address, gender, birthday, source,
                   referrer_id, referrer_shop, introducer_id, tags, notes, hair_formula, allergy, erased_reason)
               VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
                   $21, $22, $23, $24, $25)";
    let registered_branch = (new.kind == Kind::Member).then_some(new.branch);
    let created_at = new.registered_at.unwrap_or(tx.now()).min(tx.now());
    let mut args = args![
        new.id,
        new.kind.code(),
        new.walk_in_number,
        new.member_number,
        created_at,
        new.branch,
        new.registered_at,
        registered_branch,
        new.import,
    ];
    args.extend(written(tx, new.id, new.profile)?);
    args.push(Val::Bytes(Vec::new()));
    Ok(tx.put(sql, args).await?)
}

/// A change of the profile, made on a version.
pub struct Change<'a> {
    pub id: CustomerId,
    pub version: i64,
    pub profile: &'a CustomerProfile,
}

/// Writes a changed profile. Refuses: changed meanwhile.
pub async fn update(tx: &mut Tx<'_>, change: &Change<'_>) -> Result<(), Problem> {
    let sql = "UPDATE customer SET version = version + 1, name = $4, phone = $5, email = $6, address = $7, gender = $8,
                   birthday = $9, source = $10, referrer_id = $11, referrer_shop = $12, introducer_id = $13, tags = $14,
                   notes = $15, hair_formula = $16, allergy = $17
               WHERE org_id = $1 AND id = $2 AND version = $3";
    let mut args = args![change.id, change.version];
    args.extend(written(tx, change.id, change.profile)?);
    Ok(tx.guard(sql, args, Refusal::ChangedMeanwhile.into()).await?)
}

/// Makes a member of a walk-in. Refuses: changed meanwhile.
pub async fn register(
    tx: &mut Tx<'_>,
    change: &Change<'_>,
    branch: BranchId,
    member_number: &str,
) -> Result<(), Problem> {
    let sql =
        "UPDATE customer SET version = version + 1, closed_in = NULL, kind = 'member', member_number = $4, registered_at = $5,
                   registered_branch = $6, name = $7, phone = $8, email = $9, address = $10, gender = $11,
                   birthday = $12, source = $13, referrer_id = $14, referrer_shop = $15, introducer_id = $16,
                   tags = $17, notes = $18, hair_formula = $19, allergy = $20
               WHERE org_id = $1 AND id = $2 AND version = $3 AND kind = 'walk_in'";
    let mut args = args![change.id, change.version, member_number, tx.now(), branch];
    args.extend(written(tx, change.id, change.profile)?);
    Ok(tx.guard(sql, args, Refusal::ChangedMeanwhile.into()).await?)
}

/// The columns of a profile, in the order in which each statement names them.
fn written(tx: &Tx<'_>, id: CustomerId, profile: &CustomerProfile) -> Result<Vec<Val>, Problem> {
    let birthday = match &profile.birthday {
        Some(birthday) => serde_json::to_string(birthday).map_err(Problem::bug)?,
        None => String::new(),
    };
    Ok(args![
        profile.name.as_str(),
        tx.seal(cell("phone", id), &profile.phone)?,
        tx.seal(cell("email", id), &profile.email)?,
        tx.seal(cell("address", id), &profile.address)?,
        profile.gender.code(),
        tx.seal(cell("birthday", id), &birthday)?,
        profile.source.as_str(),
        profile.referrer,
        profile.referrer_shop.as_str(),
        profile.introducer,
        serde_json::to_string(&profile.tags).map_err(Problem::bug)?,
        tx.seal(cell("notes", id), &profile.notes)?,
        tx.seal(cell("hair_formula", id), &profile.hair_formula)?,
        tx.seal(cell("allergy", id), &profile.allergy)?,
    ])
}

/// Destroys what is personal. The row, its numbers and its place in the books stay. Refuses: erased already.
pub async fn erase(tx: &mut Tx<'_>, id: CustomerId, reason: &str) -> Result<(), Problem> {
    let sql = "UPDATE customer SET version = version + 1, kind = 'erased', name = '', phone = $3, email = $3, address = $3,
                   gender = '', birthday = $3, source = '', referrer_id = NULL, referrer_shop = '',
                   introducer_id = NULL, tags = '[]', notes = $3, hair_formula = $3, allergy = $3, erased_at = $4,
                   erased_reason = $5
               WHERE org_id = $1 AND id = $2 AND kind <> 'erased'";
    let reason = tx.seal(cell("erased_reason", id), reason)?;
    let args = args![id, Vec::new(), tx.now(), reason];
    Ok(tx.guard(sql, args, Refusal::Erased.into()).await?)
}

/// Keeps the newest day on which a customer came, with the one who survives. Whoever comes is no longer closed.
pub async fn visited(tx: &mut Tx<'_>, id: CustomerId, day: Day) -> Result<(), StoreError> {
    let sql = "UPDATE customer SET closed_in = NULL,
                   last_visit = CASE WHEN COALESCE(last_visit, '') < $3 THEN $3 ELSE last_visit END
               WHERE org_id = $1 AND (COALESCE(last_visit, '') < $3 OR closed_in IS NOT NULL) AND id IN
                   (SELECT COALESCE(merged_into, id) FROM customer WHERE org_id = $1 AND id = $2)";
    tx.exec(sql, args![id, day]).await.map(drop)
}

/// Says who brought a member; nobody brings themselves.
pub async fn link_referrer(
    tx: &mut Tx<'_>,
    member_number: &str,
    referrer: CustomerId,
) -> Result<(), StoreError> {
    let sql = "UPDATE customer SET referrer_id = $3 WHERE org_id = $1 AND member_number = $2 AND id <> $3";
    tx.exec(sql, args![member_number, referrer]).await.map(drop)
}

/// A customer, by the one who survives, and who brought them. Nothing for one who is unknown or erased.
pub async fn referrer_of(
    tx: &mut Tx<'_>,
    id: CustomerId,
) -> Result<Option<(CustomerId, Option<CustomerId>)>, StoreError> {
    let sql = "SELECT c.id, c.referrer_id
               FROM customer m JOIN customer c ON c.org_id = m.org_id AND c.id = COALESCE(m.merged_into, m.id)
               WHERE m.org_id = $1 AND m.id = $2 AND c.kind <> 'erased'";
    tx.row(sql, args![id], |row| Ok((row.take()?, row.take()?))).await
}

/// Customers of both kinds, newest first.
pub async fn list(
    tx: &mut Tx<'_>,
    after: CustomerId,
    limit: Limit,
) -> Result<Vec<CustomerSummary>, StoreError> {
    let sql = "SELECT c.id, c.kind, c.walk_in_number, c.member_number, c.name, c.phone, c.tags, c.registered_at, c.last_visit
               FROM customer c WHERE c.org_id = $1 AND c.id < $2 AND c.kind <> 'erased' AND c.merged_into IS NULL
                   AND c.closed_in IS NULL
                   AND NOT EXISTS (SELECT 1 FROM customer_unseen u WHERE u.org_id = c.org_id AND u.import_id = c.import_id)
               ORDER BY c.id DESC LIMIT $3";
    summaries(tx, sql, args![after, limit.one_more()]).await
}

/// Customers of one kind, newest first.
pub async fn list_kind(
    tx: &mut Tx<'_>,
    kind: Kind,
    after: CustomerId,
    limit: Limit,
) -> Result<Vec<CustomerSummary>, StoreError> {
    let sql = "SELECT c.id, c.kind, c.walk_in_number, c.member_number, c.name, c.phone, c.tags, c.registered_at, c.last_visit
               FROM customer c WHERE c.org_id = $1 AND c.kind = $2 AND c.id < $3 AND c.merged_into IS NULL
                   AND c.closed_in IS NULL
                   AND NOT EXISTS (SELECT 1 FROM customer_unseen u WHERE u.org_id = c.org_id AND u.import_id = c.import_id)
               ORDER BY c.id DESC LIMIT $4";
    summaries(tx, sql, args![kind.code(), after, limit.one_more()]).await
}

/// One customer as lists show them, or the one who survives; nothing for one nobody may see.
pub async fn summary(tx: &mut Tx<'_>, id: CustomerId) -> Result<Option<CustomerSummary>, StoreError> {
    let sql = "SELECT c.id, c.kind, c.walk_in_number, c.member_number, c.name, c.phone, c.tags, c.registered_at, c.last_visit
               FROM customer m JOIN customer c ON c.org_id = m.org_id AND c.id = COALESCE(m.merged_into, m.id)
               WHERE m.org_id = $1 AND m.id = $2
                   AND NOT EXISTS (SELECT 1 FROM customer_unseen u WHERE u.org_id = c.org_id AND u.import_id = c.import_id)";
    Ok(summaries(tx, sql, args![id]).await?.pop())
}

/// A customer on a bill. Refuses: unknown.
pub async fn brief(tx: &mut Tx<'_>, id: CustomerId) -> Result<Brief, Problem> {
    Ok(in_brief(summary(tx, id).await?.ok_or(Refusal::Unknown)?))
}

/// Customers on bills, by the ids that the bills name; for those who were merged, who survives.
pub async fn briefs(
    tx: &mut Tx<'_>,
    ids: &BTreeSet<CustomerId>,
) -> Result<BTreeMap<CustomerId, Brief>, StoreError> {
    let sql = "SELECT c.id, c.kind, c.walk_in_number, c.member_number, c.name, c.phone, c.tags, c.registered_at, c.last_visit, m.id
               FROM customer m JOIN customer c ON c.org_id = m.org_id AND c.id = COALESCE(m.merged_into, m.id)
               WHERE m.org_id = $1 AND m.id IN
                   ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
                   AND NOT EXISTS (SELECT 1 FROM customer_unseen u WHERE u.org_id = c.org_id AND u.import_id = c.import_id)
               ORDER BY m.id";
    let cipher = tx.cipher();
    let ids: Vec<CustomerId> = ids.iter().copied().collect();
    let mut briefs = BTreeMap::new();
    for some in ids.chunks(SIXTEEN) {
        let read = |row: &mut Row| {
            let brief = in_brief(read_summary(row, &cipher)?);
            Ok((row.take()?, brief))
        };
        briefs.extend(tx.rows(sql, sixteen(some), read).await?);
    }
    Ok(briefs)
}

fn in_brief(summary: CustomerSummary) -> Brief {
    let number = summary.member_number.or(summary.walk_in_number).unwrap_or_default();
    let CustomerSummary { id, kind, name, phone_masked, .. } = summary;
    Brief { id, kind, name, number, phone_masked }
}

pub(super) async fn summaries(
    tx: &mut Tx<'_>,
    sql: &'static str,
    args: Vec<Val>,
) -> Result<Vec<CustomerSummary>, StoreError> {
    let cipher = tx.cipher();
    tx.rows(sql, args, |row| read_summary(row, &cipher)).await
}

/// How many customers people may see, by kind: all of them, without those of unfinished imports.
pub async fn counts(tx: &mut Tx<'_>) -> Result<Counts, StoreError> {
    let all =
        "SELECT kind, COUNT(*) FROM customer WHERE org_id = $1 AND merged_into IS NULL AND closed_in IS NULL
               GROUP BY kind ORDER BY kind";
    let unseen = "SELECT c.kind, COUNT(*)
                  FROM customer_unseen u JOIN customer c ON c.org_id = u.org_id AND c.import_id = u.import_id
                  WHERE u.org_id = $1 GROUP BY c.kind ORDER BY c.kind";
    let (all, unseen) = (count_kinds(tx, all).await?, count_kinds(tx, unseen).await?);
    Ok(Counts { walk_ins: all.walk_ins - unseen.walk_ins, members: all.members - unseen.members })
}

async fn count_kinds(tx: &mut Tx<'_>, sql: &'static str) -> Result<Counts, StoreError> {
    let mut counts = Counts::default();
    for (kind, count) in tx.rows(sql, args![], |row| Ok((row.take_as(Kind::parse)?, row.take()?))).await? {
        match kind {
            Kind::WalkIn => counts.walk_ins = count,
            Kind::Member => counts.members = count,
            Kind::Erased => {}
        }
    }
    Ok(counts)
}

/// Where the next page begins.
pub fn cursor(summary: &CustomerSummary) -> Cursor {
    Cursor(summary.id.to_string())
}

pub(super) fn read_summary(row: &mut Row, cipher: &Cipher) -> Result<CustomerSummary, StoreError> {
    let id: CustomerId = row.take()?;
    Ok(CustomerSummary {
        id,
        kind: row.take_as(Kind::parse)?,
        walk_in_number: row.take()?,
        member_number: row.take()?,
        name: row.take()?,
        phone_masked: rules::masked_phone(&open(row, cipher, "phone", id)?),
        tags: row.take_json()?,
        registered_at: row.take()?,
        last_visit: row.take()?,
    })
}

pub(super) fn read_stored(row: &mut Row, cipher: &Cipher) -> Result<Stored, StoreError> {
    let id: CustomerId = row.take()?;
    Ok(Stored {
        id,
        kind: row.take_as(Kind::parse)?,
        walk_in_number: row.take()?,
        member_number: row.take()?,
        created_at: row.take()?,
        registered_at: row.take()?,
        registered_branch: row.take()?,
        last_visit: row.take()?,
        version: row.take()?,
        profile: CustomerProfile {
            name: row.take()?,
            phone: open(row, cipher, "phone", id)?,
            email: open(row, cipher, "email", id)?,
            address: open(row, cipher, "address", id)?,
            gender: row.take_as(Gender::parse)?,
            birthday: read_birthday(&open(row, cipher, "birthday", id)?)?,
            source: row.take()?,
            referrer: row.take()?,
            referrer_shop: row.take()?,
            introducer: row.take()?,
            tags: row.take_json()?,
            notes: open(row, cipher, "notes", id)?,
            hair_formula: open(row, cipher, "hair_formula", id)?,
            allergy: open(row, cipher, "allergy", id)?,
        },
        closed: row.take::<Option<RowId>>()?.is_some(),
    })
}

impl Stored {
    /// The customer as lists show them.
    pub fn into_summary(self) -> CustomerSummary {
        CustomerSummary {
            id: self.id,
            kind: self.kind,
            walk_in_number: self.walk_in_number,
            member_number: self.member_number,
            name: self.profile.name,
            phone_masked: rules::masked_phone(&self.profile.phone),
            tags: self.profile.tags,
            registered_at: self.registered_at,
            last_visit: self.last_visit,
        }
    }
}

fn read_birthday(document: &str) -> Result<Option<Birthday>, StoreError> {
    if document.is_empty() {
        return Ok(None);
    }
    let birthday = serde_json::from_str(document);
    birthday.map(Some).map_err(|_| StoreError::row("a stored birthday is none"))
}

fn open(row: &mut Row, cipher: &Cipher, column: &'static str, id: CustomerId) -> Result<String, StoreError> {
    let sealed: Vec<u8> = row.take()?;
    cipher.open_text(cell(column, id), &sealed).map_err(|problem| StoreError::Guard(Box::new(problem)))
}

fn cell(column: &'static str, id: CustomerId) -> Cell {
    Cell { table: TABLE, column, row: id.uuid() }
}
