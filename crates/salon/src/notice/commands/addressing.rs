//! Finding out whom something reaches, and how.

use super::setting::{Origin, origin};
use crate::notice::model::{Audience, Channel, Event, Language, Reason, State, Webhook};
use crate::notice::queries::{self, Happened, NewMessage};
use crate::notice::rules;
use crate::store::{Command, Tx};
use crate::{customer, identity};
use kernel::{Id, Problem, RowId};
use std::collections::BTreeSet;
use uuid::Uuid;

/// How old something may be when it is told, in seconds: who opens a server with the days of a year in it, as in
/// the demo or after a restore, is not told of each.
const STALE: i64 = 3 * 24 * 3600;

/// Writes the messages of something that happened; nothing where they were written already, or where it happened
/// too long ago to be news.
pub struct Address(pub RowId);

impl Command for Address {
    type Out = ();
    const NAME: &'static str = "notice.address";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        let Some(happened) = queries::event(tx, self.0).await? else { return Ok(()) };
        if happened.at.plus_seconds(STALE) < tx.now() {
            tx.touched("notice_event", happened.id, happened.branch);
            return queries::addressed(tx, happened.id).await;
        }
        let origin = origin(tx, happened.branch).await?;
        let texts = Texts::of(tx, happened.event, origin.sender.language).await?;
        let has_smtp = queries::smtp(tx).await?.is_some();
        for recipient in recipients(tx, &happened).await? {
            for &channel in happened.event.channels() {
                write(tx, &happened, &origin, &texts, &recipient, (channel, has_smtp)).await?;
            }
        }
        tell_programs(tx, &happened).await?;
        queries::addressed(tx, happened.id).await?;
        tx.touched("notice_event", happened.id, happened.branch);
        Ok(tx.tell("notice.changed", happened.id, happened.branch).await?)
    }
}

/// Somebody who is told.
struct Recipient {
    id: Uuid,
    name: String,
    email: String,
    opted_out: BTreeSet<(Event, Channel)>,
    consented: bool,
    /// Whether the shop leaves them in peace at night.
    customer: bool,
}

async fn recipients(tx: &mut Tx<'_>, happened: &Happened) -> Result<Vec<Recipient>, Problem> {
    let mut recipients = Vec::new();
    match happened.event.audience() {
        Audience::Holders(permission) => {
            for holder in identity::holders(tx, permission, happened.branch).await? {
                recipients.push(Recipient {
                    id: holder.user.uuid(),
                    name: holder.name,
                    email: holder.email,
                    opted_out: queries::opted_out(tx, holder.user.uuid()).await?,
                    consented: true,
                    customer: false,
                });
            }
        }
        Audience::Customer { consent } => {
            let Some(customer) = happened.customer else { return Ok(recipients) };
            let Some(contact) = customer::contact(tx, customer).await? else { return Ok(recipients) };
            recipients.push(Recipient {
                id: contact.id.uuid(),
                name: contact.name,
                email: contact.email,
                opted_out: opted_out(tx, contact.id).await?,
                consented: rules::consented(consent, &contact.consents),
                customer: true,
            });
        }
        Audience::Named => {}
    }
    Ok(recipients)
}

/// What a customer does not want, under any of the rows that were merged into theirs.
pub(super) async fn opted_out(
    tx: &mut Tx<'_>,
    customer: kernel::CustomerId,
) -> Result<BTreeSet<(Event, Channel)>, Problem> {
    let mut all = BTreeSet::new();
    for row in customer::group(tx, customer).await? {
        all.extend(queries::opted_out(tx, row.uuid()).await?);
    }
    Ok(all)
}

/// The words of an event in one language.
struct Texts {
    own: Vec<queries::Stored>,
    event: Event,
    language: Language,
}

impl Texts {
    async fn of(tx: &mut Tx<'_>, event: Event, language: Language) -> Result<Texts, Problem> {
        Ok(Texts { own: queries::templates(tx).await?, event, language })
    }

    fn on(&self, channel: Channel) -> (&str, &str) {
        let same = |stored: &&queries::Stored| {
            (stored.event, stored.language, stored.channel) == (self.event, self.language, channel)
        };
        let own = self.own.iter().find(same).and_then(|stored| stored.texts.as_ref());
        own.map_or_else(|| rules::built_in(self.event, self.language), |(title, body)| (title, body))
    }
}

async fn write(
    tx: &mut Tx<'_>,
    happened: &Happened,
    origin: &Origin,
    texts: &Texts,
    recipient: &Recipient,
    (channel, has_smtp): (Channel, bool),
) -> Result<(), Problem> {
    let opted_out = recipient.opted_out.contains(&(happened.event, channel));
    let (state, reason, due_at) = if channel == Channel::Inbox {
        // Whoever does not want it finds nothing: in the product there is no mail that went astray.
        if opted_out {
            return Ok(());
        }
        (State::Sent, None, tx.now())
    } else if let Some(reason) = rules::suppressed(&recipient.email, opted_out, recipient.consented, has_smtp)
    {
        (State::Suppressed, Some(reason), tx.now())
    } else {
        let quiet = if recipient.customer { origin.sender.quiet } else { None };
        let due_at = rules::after_quiet(tx.now(), &origin.zone, quiet);
        (State::Waiting, (due_at > tx.now()).then_some(Reason::Quiet), due_at)
    };
    let (title, body) = texts.on(channel);
    let filled = |text| rules::filled(text, &happened.values, texts.language);
    let new = NewMessage {
        happened: happened.id,
        event: happened.event,
        branch: happened.branch,
        channel,
        recipient: recipient.id,
        name: &recipient.name,
        address: if channel == Channel::Email { &recipient.email } else { "" },
        title: &filled(title),
        body: &filled(body),
        state,
        reason,
        due_at,
    };
    queries::insert_message(tx, &new).await.map(drop)
}

/// Writes a message to each webhook that is told of this.
async fn tell_programs(tx: &mut Tx<'_>, happened: &Happened) -> Result<(), Problem> {
    let here = |webhook: &Webhook| webhook.branch.is_none() || webhook.branch == happened.branch;
    let told =
        |webhook: &Webhook| webhook.active && webhook.events.contains(&happened.event) && here(webhook);
    for webhook in queries::webhooks(tx).await?.into_iter().filter(told) {
        let new = to_program(tx, happened.id, (happened.event, happened.branch), &webhook);
        queries::insert_message(tx, &new).await?;
    }
    Ok(())
}

/// A message to a webhook, which is told what happened and where, and nothing of anybody.
pub(super) fn to_program<'a>(
    tx: &Tx<'_>,
    happened: RowId,
    (event, branch): (Event, Option<kernel::BranchId>),
    webhook: &'a Webhook,
) -> NewMessage<'a> {
    NewMessage {
        happened,
        event,
        branch,
        channel: Channel::Webhook,
        recipient: webhook.id.uuid(),
        name: &webhook.name,
        address: "",
        title: "",
        body: "",
        state: State::Waiting,
        reason: None,
        due_at: tx.now(),
    }
}
