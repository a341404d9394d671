//! Trying the settings out.

use super::addressing::to_program;
use super::setting::origin;
use crate::access::Permission;
use crate::notice::model::{Channel, Event, Refusal, State, Value, Values};
use crate::notice::queries::{self, NewEvent, NewMessage};
use crate::notice::rules;
use crate::store::{Command, Tx};
use kernel::{Id, Problem, RowId};

/// Writes a test mail. Refuses, in this order: not for every branch, e-mail address, no mail server.
pub struct TryMail {
    /// Where it goes.
    pub to: String,
}

impl Command for TryMail {
    type Out = RowId;
    const NAME: &'static str = "notice.try_mail";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<RowId, Problem> {
        tx.actor().may_everywhere(Permission::NoticeManage)?;
        let to = rules::check_email("to", &self.to)?;
        if queries::smtp(tx).await?.is_none() {
            return Err(Refusal::NoSmtp.into());
        }
        let origin = origin(tx, None).await?;
        let by = tx.actor().name.clone();
        let at = Value::Moment(tx.now(), origin.zone.name().to_owned());
        let values = Values::from([("by".to_owned(), Value::Text(by.clone())), ("at".to_owned(), at)]);
        let happened = test_event(tx, &values).await?;
        let language = origin.sender.language;
        let (title, body) = super::reading::texts(tx, Event::Test, Channel::Email, language).await?;
        let new = NewMessage {
            happened,
            event: Event::Test,
            branch: None,
            channel: Channel::Email,
            recipient: happened.uuid(),
            name: &by,
            address: &to,
            title: &rules::filled(&title, &values, language),
            body: &rules::filled(&body, &values, language),
            state: State::Waiting,
            reason: None,
            due_at: tx.now(),
        };
        written(tx, &new).await
    }
}

/// Writes a test request to a webhook. Refuses, in this order: not for every branch, webhook unknown.
pub struct TryWebhook(pub RowId);

impl Command for TryWebhook {
    type Out = RowId;
    const NAME: &'static str = "notice.try_webhook";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<RowId, Problem> {
        tx.actor().may_everywhere(Permission::NoticeManage)?;
        let webhook = queries::webhook(tx, self.0).await?;
        let happened = test_event(tx, &Values::new()).await?;
        let new = to_program(tx, happened, (Event::Test, webhook.branch), &webhook);
        written(tx, &new).await
    }
}

async fn test_event(tx: &mut Tx<'_>, values: &Values) -> Result<RowId, Problem> {
    let id: RowId = tx.new_id();
    let (branch, customer) = (None, None);
    let (event, subject) = (Event::Test, id.uuid());
    let new = NewEvent { id, event, subject, branch, customer, values, addressed: true };
    queries::insert_event(tx, &new).await?;
    Ok(id)
}

async fn written(tx: &mut Tx<'_>, new: &NewMessage<'_>) -> Result<RowId, Problem> {
    let id = queries::insert_message(tx, new).await?;
    let id = id.ok_or_else(|| Problem::bug("a new event has a message already"))?;
    tx.touched("notice_message", id, new.branch);
    Ok(id)
}
