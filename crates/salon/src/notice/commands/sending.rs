//! The tries of a message, and what becomes of it.

use super::setting::origin;
use crate::access::Permission;
use crate::customer;
use crate::notice::model::{
    Channel, Failure, Mail, Message, Outgoing, Parcel, Reason, Refusal, Request, State,
};
use crate::notice::queries::{self, Due, Outcome};
use crate::notice::rules;
use crate::store::{Command, Tx};
use kernel::{CustomerId, Id, Problem, RowId, problem::Kind};
use serde_json::json;
use uuid::Uuid;

/// How long a try may go on before the message is tried again, in seconds: longer than any of them takes.
const TRY_SECONDS: i64 = 300;
/// How long messages and what they told of are kept.
const KEPT_DAYS: i64 = 184;
/// How many customers are looked at in one go.
const PAGE: i64 = 16;

/// Takes a message up, so that nobody else does. Gives what is to be carried; nothing where the message is not
/// due any more, or has turned out not to be for anybody.
pub struct Begin(pub RowId);

impl Command for Begin {
    type Out = Option<Outgoing>;
    const NAME: &'static str = "notice.begin";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Option<Outgoing>, Problem> {
        let now = tx.now();
        let Some(due) = queries::next_due(tx, self.0, now).await? else { return Ok(None) };
        let id = due.id;
        tx.touched("notice_message", id, due.branch);
        let made = match due.channel {
            Channel::Webhook => request(tx, due).await?,
            Channel::Email | Channel::Inbox => mail(tx, due).await?,
        };
        match made {
            Ok(parcel) => {
                queries::begin_try(tx, id, now.plus_seconds(TRY_SECONDS)).await?;
                Ok(Some(Outgoing { id, parcel }))
            }
            Err(reason) => {
                let outcome = Outcome {
                    state: State::Suppressed,
                    reason: Some(reason),
                    detail: "",
                    due_at: now,
                    tries: None,
                };
                queries::end_try(tx, id, &outcome).await?;
                Ok(None)
            }
        }
    }
}

async fn mail(tx: &mut Tx<'_>, due: Due) -> Result<Result<Parcel, Reason>, Problem> {
    let Some(smtp) = queries::smtp(tx).await? else { return Ok(Err(Reason::NoSmtp)) };
    let sender = origin(tx, due.branch).await?.sender;
    let Due { address: to, title, body, .. } = due;
    Ok(Ok(Parcel::Mail(Mail { smtp, from: sender.name, reply_to: sender.reply_to, to, title, body })))
}

async fn request(tx: &mut Tx<'_>, due: Due) -> Result<Result<Parcel, Reason>, Problem> {
    let webhook = match queries::webhook(tx, RowId::from_uuid(due.recipient)).await {
        Ok(webhook) if webhook.active => webhook,
        Ok(_) => return Ok(Err(Reason::Switched)),
        Err(problem) if problem.kind == Kind::NotFound => return Ok(Err(Reason::Switched)),
        Err(problem) => return Err(problem),
    };
    let secret = queries::webhook_secret(tx, webhook.id).await?;
    let (event, timestamp) = (due.event.code(), tx.now().millis() / 1000);
    let body =
        json!({ "id": due.id, "event": event, "subject": due.subject, "branch": due.branch, "at": due.at });
    Ok(Ok(Parcel::Request(Request { url: webhook.url, secret, event, timestamp, body: body.to_string() })))
}

/// Ends a try with what came of it.
pub struct End {
    /// Which message.
    pub message: RowId,
    /// Why it was not taken, if it was not.
    pub failure: Option<Failure>,
    /// A roll of dice, for when it is tried again.
    pub roll: u16,
}

impl Command for End {
    type Out = ();
    const NAME: &'static str = "notice.end";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        let message = queries::message(tx, self.message).await?;
        let now = tx.now();
        let wait = match &self.failure {
            Some(failure) if !failure.lasting => rules::retry_in(message.tries, self.roll),
            _ => None,
        };
        let state = match (&self.failure, wait) {
            (None, _) => State::Sent,
            (Some(_), Some(_)) => State::Waiting,
            (Some(_), None) => State::Failed,
        };
        let outcome = Outcome {
            state,
            reason: self.failure.as_ref().map(|failure| failure.reason),
            detail: self.failure.as_ref().map_or("", |failure| &failure.detail),
            due_at: now.plus_seconds(wait.unwrap_or(0)),
            tries: None,
        };
        queries::end_try(tx, self.message, &outcome).await?;
        tx.touched("notice_message", self.message, message.branch);
        Ok(tx.tell("notice.changed", self.message, message.branch).await?)
    }
}

/// Lets a message that failed be tried again, as often as at first. Refuses, in this order: message unknown,
/// another branch, not failed.
pub struct SendAgain(pub RowId);

impl Command for SendAgain {
    type Out = Message;
    const NAME: &'static str = "notice.send_again";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Message, Problem> {
        let message = queries::message(tx, self.0).await?;
        match message.branch {
            Some(branch) => tx.at(Permission::NoticeManage, branch).map(drop)?,
            None => tx.actor().may_everywhere(Permission::NoticeManage)?,
        }
        if message.state != State::Failed {
            return Err(Refusal::NotFailed.into());
        }
        let due_at = tx.now();
        let outcome = Outcome { state: State::Waiting, reason: None, detail: "", due_at, tries: Some(0) };
        queries::end_try(tx, self.0, &outcome).await?;
        tx.touched("notice_message", self.0, message.branch);
        tx.tell("notice.changed", self.0, message.branch).await?;
        queries::message(tx, self.0).await
    }
}

/// Throws away what was told half a year ago, and what was told to customers who were erased.
pub struct Forget;

impl Command for Forget {
    type Out = ();
    const NAME: &'static str = "notice.forget";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        let before = tx.now().plus_seconds(-KEPT_DAYS * 24 * 3600);
        queries::forget_before(tx, before).await?;
        queries::forget_events_before(tx, before).await?;
        let mut after = CustomerId::from_uuid(Uuid::nil());
        loop {
            let some = queries::customers_written_to(tx, after, PAGE).await?;
            let Some(last) = some.last() else { return Ok(()) };
            after = *last;
            let known = customer::briefs(tx, &some.iter().copied().collect()).await?;
            for customer in some {
                let erased = known.get(&customer).is_none_or(|brief| brief.kind == customer::Kind::Erased);
                if erased {
                    queries::forget_of(tx, customer).await?;
                }
            }
        }
    }
}
