//! What can be done with customers.

mod filter;
mod merge;
mod tag;

pub use filter::{DropFilter, KeepFilter, NoteExport};
pub use merge::Merge;
pub use tag::{DropTag, RenameTag};

use super::model::{
    ConsentWish, Customer, CustomerProfile, CustomerWish, Kind, MemberWish, Photo, ProfileFault, Refusal,
    RegisterWish,
};
use super::queries::{self, Change, NewCustomer, Stored};
use super::rules;
use crate::access::Permission;
use crate::branch;
use crate::staff;
use crate::store::{Command, Tx};
use kernel::text::{Phone, fold, search};
use kernel::{BranchId, CustomerId, Day, Id, ImportId, Instant, Problem};

/// The most steps from referrer to referrer that are looked at for a circle.
const REFERRERS: usize = 32;
/// The longest reason for destroying data, in characters.
const REASON: usize = 300;
/// The longest text of a consent, in characters.
const CONSENT_TEXT: usize = 60;

/// Gives somebody who walks in a number, by which they can be billed at once. Refuses: another
/// branch.
pub struct AddWalkIn {
    /// Where.
    pub branch: BranchId,
    /// The number reserved for them.
    pub number: String,
}

impl Command for AddWalkIn {
    type Out = Customer;
    const NAME: &'static str = "customer.add_walk_in";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Customer, Problem> {
        tx.at(Permission::CustomerWrite, self.branch)?;
        let id: CustomerId = tx.new_id();
        let new = NewCustomer {
            id,
            kind: Kind::WalkIn,
            walk_in_number: Some(&self.number),
            member_number: None,
            branch: self.branch,
            registered_at: None,
            import: None,
            profile: &CustomerProfile::default(),
        };
        queries::insert(tx, &new).await?;
        queries::add_number(tx, id, &rules::number_key(&self.number), "number").await?;
        changed(tx, id, Some(self.branch)).await?;
        show(tx, id).await
    }
}

/// Registers somebody who was not there before. Refuses, in this order: another branch, fields of
/// the profile, referrer, introducer, phone taken.
pub struct AddMember {
    /// Who, and where.
    pub wish: MemberWish,
    /// The number reserved for them.
    pub number: String,
}

impl Command for AddMember {
    type Out = Customer;
    const NAME: &'static str = "customer.add_member";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Customer, Problem> {
        let MemberWish { branch, profile, shared_phone_confirmed } = &self.wish;
        tx.at(Permission::CustomerWrite, *branch)?;
        let id: CustomerId = tx.new_id();
        let profile = check(tx, id, Kind::Member, profile).await?;
        check_phone(tx, id, "", &profile.phone, *shared_phone_confirmed).await?;
        let new = NewCustomer {
            id,
            kind: Kind::Member,
            walk_in_number: None,
            member_number: Some(&self.number),
            branch: *branch,
            registered_at: Some(tx.now()),
            import: None,
            profile: &profile,
        };
        queries::insert(tx, &new).await?;
        queries::add_number(tx, id, &rules::number_key(&self.number), "number").await?;
        add_name(tx, id, &profile.name).await?;
        add_phone(tx, id, &profile.phone).await?;
        changed(tx, id, Some(*branch)).await?;
        show(tx, id).await
    }
}

/// Makes a member of a walk-in; the row and everything that hangs on it stays. Refuses, in this
/// order: another branch, unknown, erased, already a member, fields of the profile, referrer,
/// introducer, phone taken, changed meanwhile.
pub struct Register {
    /// Who.
    pub customer: CustomerId,
    /// What is known of them, and where they register.
    pub wish: RegisterWish,
    /// The number reserved for them.
    pub number: String,
}

impl Command for Register {
    type Out = Customer;
    const NAME: &'static str = "customer.register";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Customer, Problem> {
        let RegisterWish { version, branch, profile, shared_phone_confirmed } = &self.wish;
        tx.at(Permission::CustomerWrite, *branch)?;
        let stored = changeable(tx, self.customer).await?;
        if stored.kind == Kind::Member {
            return Err(Refusal::AlreadyMember.into());
        }
        let profile = wished(tx, &stored, profile);
        let profile = check(tx, stored.id, Kind::Member, &profile).await?;
        check_phone(tx, stored.id, &stored.profile.phone, &profile.phone, *shared_phone_confirmed).await?;
        let change = Change { id: stored.id, version: *version, profile: &profile };
        queries::register(tx, &change, *branch, &self.number).await?;
        queries::add_number(tx, stored.id, &rules::number_key(&self.number), "number").await?;
        index(tx, &stored, &profile).await?;
        changed(tx, stored.id, Some(*branch)).await?;
        show(tx, stored.id).await
    }
}

/// Changes what is known of a customer. Refuses, in this order: unknown, erased, fields of the
/// profile, referrer, introducer, phone taken, changed meanwhile.
pub struct ChangeProfile {
    /// Who.
    pub customer: CustomerId,
    /// What is known of them now.
    pub wish: CustomerWish,
}

impl Command for ChangeProfile {
    type Out = Customer;
    const NAME: &'static str = "customer.change_profile";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Customer, Problem> {
        tx.actor().may(Permission::CustomerWrite)?;
        let CustomerWish { version, profile, shared_phone_confirmed } = &self.wish;
        let stored = changeable(tx, self.customer).await?;
        let profile = wished(tx, &stored, profile);
        let profile = check(tx, stored.id, stored.kind, &profile).await?;
        check_phone(tx, stored.id, &stored.profile.phone, &profile.phone, *shared_phone_confirmed).await?;
        queries::update(tx, &Change { id: stored.id, version: *version, profile: &profile }).await?;
        index(tx, &stored, &profile).await?;
        changed(tx, stored.id, None).await?;
        show(tx, stored.id).await
    }
}

/// Records what a customer agreed to or took back. Refuses, in this order: its texts, unknown,
/// erased.
pub struct RecordConsent {
    /// Who.
    pub customer: CustomerId,
    /// What.
    pub wish: ConsentWish,
}

impl Command for RecordConsent {
    type Out = Customer;
    const NAME: &'static str = "customer.record_consent";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Customer, Problem> {
        tx.actor().may(Permission::CustomerWrite)?;
        let channel = fold::plain(&self.wish.channel);
        let text_version = fold::plain(&self.wish.text_version);
        let fits = |text: &str| (1..=CONSENT_TEXT).contains(&text.chars().count());
        if !fits(&channel) || !fits(&text_version) {
            return Err(Refusal::Consent.into());
        }
        let stored = changeable(tx, self.customer).await?;
        let wish = ConsentWish { channel, text_version, ..self.wish.clone() };
        queries::insert_consent(tx, stored.id, &wish).await?;
        changed(tx, stored.id, None).await?;
        show(tx, stored.id).await
    }
}

/// Keeps a picture of a customer. Refuses, in this order: unknown, erased.
pub struct KeepPhoto {
    /// Who.
    pub customer: CustomerId,
    /// The picture, already looked at.
    pub photo: Photo,
}

impl Command for KeepPhoto {
    type Out = ();
    const NAME: &'static str = "customer.keep_photo";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        tx.actor().may(Permission::CustomerWrite)?;
        let stored = changeable(tx, self.customer).await?;
        queries::put_photo(tx, stored.id, &self.photo).await?;
        changed(tx, stored.id, None).await
    }
}

/// Destroys the picture of a customer. Refuses: unknown.
pub struct RemovePhoto(pub CustomerId);

impl Command for RemovePhoto {
    type Out = ();
    const NAME: &'static str = "customer.remove_photo";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        tx.actor().may(Permission::CustomerWrite)?;
        let stored = queries::find(tx, self.0).await?;
        queries::delete_photo(tx, stored.id).await?;
        changed(tx, stored.id, None).await
    }
}

/// Destroys what is personal of a customer: the profile, the picture, everything they could be
/// found by. Bills, cards and entries stay, with the row that they point at (PIPL 47; records of
/// prepaid cards must be kept). Refuses, in this order: reason, unknown, erased already.
pub struct Erase {
    /// Who.
    pub customer: CustomerId,
    /// Why.
    pub reason: String,
}

impl Command for Erase {
    type Out = ();
    const NAME: &'static str = "customer.erase";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        tx.actor().may(Permission::CustomerErase)?;
        let reason = fold::plain(&self.reason);
        if !(1..=REASON).contains(&reason.chars().count()) {
            return Err(Refusal::Reason.into());
        }
        let stored = changeable(tx, self.customer).await?;
        // Those who were merged into them are the same person.
        for id in queries::group(tx, stored.id).await? {
            queries::erase(tx, id, &reason).await?;
            queries::forget_pieces(tx, id).await?;
            queries::forget_digests(tx, id).await?;
            queries::delete_photo(tx, id).await?;
        }
        changed(tx, stored.id, None).await
    }
}

/// A member whom another program had.
#[derive(Clone, Debug)]
pub struct Imported<'a> {
    /// The import that they belong to.
    pub import: ImportId,
    /// Where they are registered from now on.
    pub branch: BranchId,
    /// Their number here.
    pub member_number: &'a str,
    /// The number that the other program knew them by.
    pub card_number: Option<&'a str>,
    /// When they became a member.
    pub registered_at: Instant,
    /// What is known of them, checked by [`rules::checked`].
    pub profile: &'a CustomerProfile,
}

/// Writes a member of an import that nobody sees yet.
pub async fn take_in(tx: &mut Tx<'_>, imported: &Imported<'_>) -> Result<CustomerId, Problem> {
    let id: CustomerId = tx.new_id();
    let new = NewCustomer {
        id,
        kind: Kind::Member,
        walk_in_number: None,
        member_number: Some(imported.member_number),
        branch: imported.branch,
        registered_at: Some(imported.registered_at),
        import: Some(imported.import),
        profile: imported.profile,
    };
    queries::insert(tx, &new).await?;
    queries::add_number(tx, id, &rules::number_key(imported.member_number), "number").await?;
    if let Some(number) = imported.card_number {
        add_number(tx, id, number).await?;
    }
    add_name(tx, id, &imported.profile.name).await?;
    add_phone(tx, id, &imported.profile.phone).await?;
    Ok(id)
}

/// Removes some customers of an import that nobody has seen, and says how many.
pub async fn take_back(tx: &mut Tx<'_>, import: ImportId, limit: i64) -> Result<usize, Problem> {
    let customers = queries::of_import(tx, import, limit).await?;
    for id in &customers {
        queries::forget_pieces(tx, *id).await?;
        queries::forget_digests(tx, *id).await?;
        queries::remove(tx, *id).await?;
    }
    Ok(customers.len())
}

/// Lets a customer be found by the number of a card.
pub async fn add_number(tx: &mut Tx<'_>, customer: CustomerId, number: &str) -> Result<(), Problem> {
    let key = rules::number_key(number);
    if key.is_empty() {
        return Ok(());
    }
    Ok(queries::add_number(tx, customer, &key, "card").await?)
}

/// Says that a customer was served on a day.
pub async fn touch_visit(tx: &mut Tx<'_>, customer: CustomerId, day: Day) -> Result<(), Problem> {
    Ok(queries::visited(tx, customer, day).await?)
}

/// Says who brought a member of an import, where exactly one other customer has that phone.
pub async fn link_referrer(tx: &mut Tx<'_>, member_number: &str, phone: &Phone) -> Result<(), Problem> {
    let holders = queries::phone_holders(tx, &[phone_digest(tx, phone.as_str())]).await?;
    let [(_, referrer)] = holders.as_slice() else { return Ok(()) };
    Ok(queries::link_referrer(tx, member_number, *referrer).await?)
}

/// The index of whole phones; also the name of its digest's key.
const WHOLE: &str = "customer_phone.whole";
/// The index of last four digits; also the name of its digest's key.
const TAIL: &str = "customer_phone.tail";

/// The digest by which a whole phone is found.
pub(super) fn phone_digest(tx: &Tx<'_>, phone: &str) -> [u8; 32] {
    tx.cipher().digest(WHOLE, phone)
}

/// The digest by which the last four digits are found.
pub(super) fn tail_digest(tx: &Tx<'_>, tail: &str) -> [u8; 32] {
    tx.cipher().digest(TAIL, tail)
}

/// A customer as the actor may see them; for one who was merged, the one who survives. Refuses:
/// unknown.
pub async fn show(tx: &mut Tx<'_>, id: CustomerId) -> Result<Customer, Problem> {
    let stored = queries::find(tx, id).await?;
    let masked = !tx.actor().can(Permission::CustomerReveal);
    let profile = if masked { rules::masked(&stored.profile) } else { stored.profile.clone() };
    let consents = queries::consents(tx, stored.id).await?;
    let has_photo = queries::has_photo(tx, stored.id).await?;
    let merged = queries::group(tx, stored.id).await?.split_off(1);
    let Stored {
        id, kind, walk_in_number, member_number, created_at, registered_at, registered_branch, ..
    } = stored;
    Ok(Customer {
        id,
        kind,
        walk_in_number,
        member_number,
        profile,
        masked,
        created_at,
        registered_at,
        registered_branch,
        version: stored.version,
        consents,
        has_photo,
        merged,
        closed: stored.closed,
    })
}

/// A customer to whom something may still be added. Refuses, in this order: unknown, erased.
async fn changeable(tx: &mut Tx<'_>, id: CustomerId) -> Result<Stored, Problem> {
    let stored = queries::find(tx, id).await?;
    if stored.kind == Kind::Erased { Err(Refusal::Erased.into()) } else { Ok(stored) }
}

/// What somebody means who was shown the profile masked, or whole.
fn wished(tx: &Tx<'_>, stored: &Stored, wish: &CustomerProfile) -> CustomerProfile {
    if tx.actor().can(Permission::CustomerReveal) {
        return wish.clone();
    }
    rules::unmasked(wish.clone(), &stored.profile)
}

async fn check(
    tx: &mut Tx<'_>,
    id: CustomerId,
    kind: Kind,
    wish: &CustomerProfile,
) -> Result<CustomerProfile, Problem> {
    let zone = branch::organisation(tx).await?.time_zone;
    let profile = rules::checked(wish, kind, tx.now().day(&zone))?;
    let mut faults = Vec::new();
    if let Some(referrer) = profile.referrer {
        faults.extend(referrer_fault(tx, id, referrer).await?);
    }
    if let Some(introducer) = profile.introducer {
        faults.extend(staff::find(tx, introducer).await.err().map(|_| ProfileFault::IntroducerUnknown));
    }
    if faults.is_empty() { Ok(profile) } else { Err(Refusal::Profile(faults).into()) }
}

/// Nobody brings themselves, also not through others.
async fn referrer_fault(
    tx: &mut Tx<'_>,
    id: CustomerId,
    referrer: CustomerId,
) -> Result<Option<ProfileFault>, Problem> {
    let mut next = Some(referrer);
    for step in 0..REFERRERS {
        let Some(at) = next else { return Ok(None) };
        let found = queries::referrer_of(tx, at).await?;
        if found.map_or(at, |(survivor, _)| survivor) == id {
            return Ok(Some(ProfileFault::ReferrerCircular));
        }
        next = match found {
            Some((_, before)) => before,
            None if step == 0 => return Ok(Some(ProfileFault::ReferrerUnknown)),
            None => None,
        };
    }
    Ok(Some(ProfileFault::ReferrerCircular))
}

/// A phone is not unique: families share one, but that is asked for. Refuses: phone taken.
async fn check_phone(
    tx: &mut Tx<'_>,
    id: CustomerId,
    before: &str,
    phone: &str,
    confirmed: bool,
) -> Result<(), Problem> {
    if phone.is_empty() || phone == before || confirmed {
        return Ok(());
    }
    let digest = phone_digest(tx, phone);
    let others = queries::holders_of_phone(tx, digest, id).await?;
    let holders = others.len();
    match others.into_iter().next() {
        Some((holder, name)) => Err(Refusal::PhoneTaken { holder, name, holders }.into()),
        None => Ok(()),
    }
}

/// Lets a changed customer be found by what changed.
async fn index(tx: &mut Tx<'_>, before: &Stored, profile: &CustomerProfile) -> Result<(), Problem> {
    if before.profile.name != profile.name {
        queries::forget_pieces(tx, before.id).await?;
        add_name(tx, before.id, &profile.name).await?;
    }
    if before.profile.phone != profile.phone {
        queries::forget_digests(tx, before.id).await?;
        add_phone(tx, before.id, &profile.phone).await?;
    }
    Ok(())
}

async fn add_name(tx: &mut Tx<'_>, id: CustomerId, name: &str) -> Result<(), Problem> {
    for piece in search::pieces(name) {
        queries::add_piece(tx, id, &piece).await?;
    }
    Ok(())
}

async fn add_phone(tx: &mut Tx<'_>, id: CustomerId, phone: &str) -> Result<(), Problem> {
    let Ok(phone) = Phone::parse(phone) else { return Ok(()) };
    let (whole, tail) = (phone_digest(tx, phone.as_str()), tail_digest(tx, phone.tail()));
    queries::add_phone(tx, id, "whole", whole).await?;
    Ok(queries::add_phone(tx, id, "tail", tail).await?)
}

async fn changed(tx: &mut Tx<'_>, id: impl Id, branch: Option<BranchId>) -> Result<(), Problem> {
    tx.touched("customer", id, branch);
    Ok(tx.tell("customer.changed", id, branch).await?)
}
