//! What is shown of notices.

use super::setting::effective_sender;
use crate::access::Permission;
use crate::branch;
use crate::notice::model::{Channel, Event, Language, Message, Sender, State, Template};
use crate::notice::queries::{self, Place, Stored};
use crate::notice::rules;
use crate::store::Tx;
use kernel::{BranchId, Cursor, Limit, Page, Problem, RowId};

/// Every text there is, as it holds now.
pub async fn current_templates(tx: &mut Tx<'_>) -> Result<Vec<Template>, Problem> {
    let stored = queries::templates(tx).await?;
    let mut templates = Vec::new();
    for event in Event::ALL {
        for &channel in event.channels() {
            for language in Language::ALL {
                let of = (event, channel, language);
                templates
                    .push(shown(of, stored.iter().find(|one| (one.event, one.channel, one.language) == of)));
            }
        }
    }
    Ok(templates)
}

/// A text as it holds.
pub(super) fn shown(of: (Event, Channel, Language), stored: Option<&Stored>) -> Template {
    let (event, channel, language) = of;
    let own = stored.and_then(|stored| stored.texts.clone());
    let (title, body) = own.clone().unwrap_or_else(|| {
        let (title, body) = rules::built_in(event, language);
        (title.to_owned(), body.to_owned())
    });
    Template {
        event,
        channel,
        language,
        version: stored.map_or(0, |stored| stored.version),
        own: own.is_some(),
        title,
        body,
        fields: event.example().into_keys().collect(),
    }
}

/// The title and the text of an event that hold now.
pub(super) async fn texts(
    tx: &mut Tx<'_>,
    event: Event,
    channel: Channel,
    language: Language,
) -> Result<(String, String), Problem> {
    let stored = queries::templates(tx).await?;
    let of = (event, channel, language);
    let template = shown(of, stored.iter().find(|one| (one.event, one.channel, one.language) == of));
    Ok((template.title, template.body))
}

/// In whose name notices leave: of the organisation for who answers for all of it, then of each branch that
/// whoever asks may look at.
pub async fn senders(tx: &mut Tx<'_>) -> Result<Vec<Sender>, Problem> {
    let mut senders = Vec::new();
    if tx.actor().may_everywhere(Permission::NoticeRead).is_ok() {
        senders.push(effective_sender(tx, None).await?);
    }
    for branch in branch::all(tx).await?.into_iter().filter(|branch| branch.active) {
        if tx.at(Permission::NoticeRead, branch.id).is_ok() {
            senders.push(effective_sender(tx, Some(branch.id)).await?);
        }
    }
    Ok(senders)
}

/// Which messages are looked at.
pub struct Looked {
    /// Of which branch; nothing for all that may be looked at.
    pub branch: Option<BranchId>,
    /// In which state.
    pub state: Option<State>,
    /// How they go.
    pub channel: Option<Channel>,
    /// Before which message.
    pub before: RowId,
}

/// A page of the delivery log, newest first. Who answers for all branches sees everything, anybody else what
/// was told of theirs. Refuses: another branch.
pub async fn log(tx: &mut Tx<'_>, looked: &Looked, limit: Limit) -> Result<Page<Message>, Problem> {
    let place = |branch| Place {
        branch,
        state: looked.state.map_or("", State::code),
        channel: looked.channel.map_or("", Channel::code),
        before: looked.before,
    };
    let mut found = Vec::new();
    if let Some(branch) = looked.branch {
        tx.at(Permission::NoticeRead, branch)?;
        found = queries::log(tx, place(Some(branch)), limit.one_more()).await?;
    } else if tx.actor().may_everywhere(Permission::NoticeRead).is_ok() {
        found = queries::log(tx, place(None), limit.one_more()).await?;
    } else {
        for branch in branch::all(tx).await? {
            if tx.at(Permission::NoticeRead, branch.id).is_ok() {
                found.extend(queries::log(tx, place(Some(branch.id)), limit.one_more()).await?);
            }
        }
        found.sort_by_key(|message| std::cmp::Reverse(message.id));
        found.truncate(usize::try_from(limit.one_more()).unwrap_or(usize::MAX));
    }
    Ok(Page::cut(found, limit, |message| Cursor(message.id.to_string())))
}
