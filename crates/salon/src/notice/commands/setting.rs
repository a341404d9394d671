//! The mail server, senders and webhooks.

use crate::access::Permission;
use crate::branch;
use crate::notice::model::{
    Language, Quiet, Refusal, Sender, SenderWish, SmtpShown, SmtpWish, Webhook, WebhookWish,
};
use crate::notice::{queries, rules};
use crate::store::{Command, Tx};
use kernel::{BranchId, Problem, RowId, Zone};

/// When customers are left in peace until a shop says otherwise: from nine in the evening to nine in the morning.
const QUIET: Quiet = Quiet { from: 21 * 60, until: 9 * 60 };
/// How many webhooks there may be.
const WEBHOOKS: usize = 20;

/// In whose name something leaves, and by which clock.
pub(super) struct Origin {
    /// In whose name.
    pub sender: Sender,
    /// Where its clocks stand.
    pub zone: Zone,
}

/// In whose name something that happened in a branch leaves; without one, in that of the organisation.
pub(super) async fn origin(tx: &mut Tx<'_>, branch: Option<BranchId>) -> Result<Origin, Problem> {
    let sender = effective_sender(tx, branch).await?;
    let zone = match branch {
        Some(branch) => branch::find(tx, branch).await?.time_zone,
        None => branch::organisation(tx).await?.time_zone,
    };
    Ok(Origin { sender, zone })
}

/// What holds for a branch: what was said of it, or of all, or what holds until anything is said. Refuses:
/// branch unknown.
pub(super) async fn effective_sender(tx: &mut Tx<'_>, branch: Option<BranchId>) -> Result<Sender, Problem> {
    if let Some(own) = queries::sender(tx, branch).await? {
        return Ok(own);
    }
    let organisation = branch::organisation(tx).await?;
    let of_all = if branch.is_some() { queries::sender(tx, None).await? } else { None };
    if let Some(of_all) = of_all {
        return Ok(Sender { branch, own: false, ..of_all });
    }
    let name = match branch {
        Some(branch) => branch::find(tx, branch).await?.name,
        None => organisation.name,
    };
    let chinese = organisation.currency == kernel::Currency::CNY;
    let language = if chinese { Language::Chinese } else { Language::English };
    Ok(Sender { branch, name, reply_to: String::new(), language, quiet: Some(QUIET), own: false })
}

/// Says in whose name notices leave. Refuses, in this order: another branch, or not for every branch where
/// none is named; name, where answers go, quiet hours, branch unknown.
pub struct ChangeSender(pub SenderWish);

impl Command for ChangeSender {
    type Out = Sender;
    const NAME: &'static str = "notice.change_sender";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Sender, Problem> {
        match self.0.branch {
            Some(branch) => tx.at(Permission::NoticeManage, branch).map(drop)?,
            None => tx.actor().may_everywhere(Permission::NoticeManage)?,
        }
        let wish = rules::check_sender(self.0.clone())?;
        if let Some(branch) = wish.branch {
            branch::find(tx, branch).await?;
        }
        queries::put_sender(tx, &wish).await?;
        tx.touched("notice_sender", tx.organisation(), wish.branch);
        effective_sender(tx, wish.branch).await
    }
}

/// Says which server takes the mail. Refuses, in this order: not for every branch, host, port, plain, password,
/// sender's address.
pub struct SetSmtp(pub SmtpWish);

impl Command for SetSmtp {
    type Out = SmtpShown;
    const NAME: &'static str = "notice.set_smtp";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<SmtpShown, Problem> {
        tx.actor().may_everywhere(Permission::NoticeManage)?;
        let kept = queries::smtp(tx).await?;
        // A password stays with the server it was given for: nobody may have it sent to another one.
        let kept = kept.filter(|kept| kept.host == self.0.host.trim().to_lowercase());
        let kept = kept.map(|kept| kept.password).unwrap_or_default();
        let wish = rules::check_smtp(self.0.clone(), !kept.is_empty())?;
        let password = wish.password.as_deref().unwrap_or(&kept);
        queries::put_smtp(tx, &wish, if wish.user.is_empty() { "" } else { password }).await?;
        tx.touched("notice_smtp", tx.organisation(), None);
        let smtp = queries::smtp(tx).await?.ok_or(Refusal::NoSmtp)?;
        Ok(smtp.into())
    }
}

/// Forgets the server that takes the mail. Refuses: not for every branch.
pub struct RemoveSmtp;

impl Command for RemoveSmtp {
    type Out = ();
    const NAME: &'static str = "notice.remove_smtp";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        tx.actor().may_everywhere(Permission::NoticeManage)?;
        queries::remove_smtp(tx).await?;
        tx.touched("notice_smtp", tx.organisation(), None);
        Ok(())
    }
}

/// Makes a webhook. Refuses, in this order: not for every branch, name, address, events, branch unknown, too
/// many.
pub struct AddWebhook {
    /// What it is.
    pub wish: WebhookWish,
    /// What its requests are signed with.
    pub secret: String,
}

impl Command for AddWebhook {
    type Out = Webhook;
    const NAME: &'static str = "notice.add_webhook";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Webhook, Problem> {
        let wish = checked(tx, &self.wish).await?;
        if queries::webhooks(tx).await?.len() >= WEBHOOKS {
            return Err(Refusal::WebhooksTooMany.into());
        }
        let id: RowId = tx.new_id();
        queries::insert_webhook(tx, id, &wish, &self.secret).await?;
        tx.touched("notice_webhook", id, wish.branch);
        queries::webhook(tx, id).await
    }
}

/// Changes a webhook. Refuses, in this order: not for every branch, name, address, events, branch unknown,
/// webhook unknown.
pub struct ChangeWebhook {
    /// Which.
    pub webhook: RowId,
    /// What it is to be.
    pub wish: WebhookWish,
}

impl Command for ChangeWebhook {
    type Out = Webhook;
    const NAME: &'static str = "notice.change_webhook";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Webhook, Problem> {
        let wish = checked(tx, &self.wish).await?;
        queries::update_webhook(tx, self.webhook, &wish).await?;
        tx.touched("notice_webhook", self.webhook, wish.branch);
        queries::webhook(tx, self.webhook).await
    }
}

async fn checked(tx: &mut Tx<'_>, wish: &WebhookWish) -> Result<WebhookWish, Problem> {
    tx.actor().may_everywhere(Permission::NoticeManage)?;
    let wish = rules::check_webhook(wish.clone())?;
    if let Some(branch) = wish.branch {
        branch::find(tx, branch).await?;
    }
    Ok(wish)
}

/// Removes a webhook. Refuses, in this order: not for every branch, webhook unknown.
pub struct RemoveWebhook(pub RowId);

impl Command for RemoveWebhook {
    type Out = ();
    const NAME: &'static str = "notice.remove_webhook";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        tx.actor().may_everywhere(Permission::NoticeManage)?;
        queries::remove_webhook(tx, self.0).await?;
        tx.touched("notice_webhook", self.0, None);
        Ok(())
    }
}
