//! The mail server, senders and webhooks.

use crate::access::{Actor, Permission};
use crate::notice::commands::{
    AddWebhook, ChangeSender, ChangeWebhook, RemoveSmtp, RemoveWebhook, SetSmtp, TryMail, TryWebhook, senders,
};
use crate::notice::model::{
    Message, NewWebhook, Sender, SenderWish, SmtpShown, SmtpWish, TestWish, Webhook, WebhookWish,
};
use crate::notice::{jobs, queries};
use crate::web::{Access, Answer, App, Created, Json, NoContent, Path, Routes};
use axum::extract::State;
use data_encoding::HEXLOWER;
use kernel::{Page, Problem, RowId};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::routes;

pub fn routes() -> Routes {
    let (read, manage) = (Access::May(Permission::NoticeRead), Access::May(Permission::NoticeManage));
    Routes::new()
        .add(read, routes!(show_smtp))
        .add(manage, routes!(set_smtp))
        .add(manage, routes!(remove_smtp))
        .add(manage, routes!(try_mail))
        .add(read, routes!(show_senders))
        .add(manage, routes!(change_sender))
        .add(manage, routes!(show_webhooks))
        .add(manage, routes!(add_webhook))
        .add(manage, routes!(change_webhook))
        .add(manage, routes!(remove_webhook))
        .add(manage, routes!(try_webhook))
}

/// How mail leaves the server.
#[derive(Serialize, ToSchema)]
#[schema(as = NoticeSmtpState)]
struct SmtpState {
    /// The server that takes it; null where there is none.
    #[schema(required)]
    smtp: Option<SmtpShown>,
    /// Whether everything stays in a folder instead, as this server was started.
    kept_in_folder: bool,
}

/// Which server takes the mail. Its password is never shown.
#[utoipa::path(get, path = "/api/notice/smtp", tag = "notice", responses((status = 200, body = SmtpState)))]
async fn show_smtp(State(app): State<App>, actor: Actor) -> Answer<Json<SmtpState>> {
    let mut tx = app.db.read(&actor).await?;
    let smtp = queries::smtp(&mut tx).await?.map(Into::into);
    Ok(Json(SmtpState { smtp, kept_in_folder: app.config.notice_folder.is_some() }))
}

/// Says which server takes the mail.
///
/// Refuses: `access.forbidden`, `notice.smtp_host`, `notice.smtp_port`, `notice.smtp_plain`,
/// `notice.smtp_password`, `notice.email`.
#[utoipa::path(put, path = "/api/notice/smtp", tag = "notice", request_body = SmtpWish,
    responses((status = 200, body = SmtpShown)))]
async fn set_smtp(
    State(app): State<App>,
    actor: Actor,
    Json(wish): Json<SmtpWish>,
) -> Answer<Json<SmtpShown>> {
    Ok(Json(app.write(&actor, SetSmtp(wish)).await?))
}

/// Forgets the server that takes the mail.
#[utoipa::path(delete, path = "/api/notice/smtp", tag = "notice", responses((status = 204)))]
async fn remove_smtp(State(app): State<App>, actor: Actor) -> Answer<NoContent> {
    app.write(&actor, RemoveSmtp).await?;
    Ok(NoContent)
}

/// Sends a test mail now, and says what came of it.
///
/// Refuses: `access.forbidden`, `notice.email`, `notice.no_smtp`.
#[utoipa::path(post, path = "/api/notice/smtp/test", tag = "notice", request_body = TestWish,
    responses((status = 200, body = Message)))]
async fn try_mail(State(app): State<App>, actor: Actor, Json(wish): Json<TestWish>) -> Answer<Json<Message>> {
    let message = app.write(&actor, TryMail { to: wish.to }).await?;
    Ok(Json(tried(&app, &actor, message).await?))
}

async fn tried(app: &App, actor: &Actor, message: RowId) -> Result<Message, Problem> {
    jobs::send(app, actor.organisation, message).await?;
    queries::message(&mut app.db.read(actor).await?, message).await
}

/// In whose name notices leave: first what holds for all, then branch by branch.
#[utoipa::path(get, path = "/api/notice/sender", tag = "notice", responses((status = 200, body = Page<Sender>)))]
async fn show_senders(State(app): State<App>, actor: Actor) -> Answer<Json<Page<Sender>>> {
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(Page::whole(senders(&mut tx).await?)))
}

/// Says in whose name notices leave.
///
/// Refuses: `access.forbidden`, `access.other_branch`, `notice.sender_name`, `notice.email`, `notice.quiet`,
/// `branch.unknown`.
#[utoipa::path(put, path = "/api/notice/sender", tag = "notice", request_body = SenderWish,
    responses((status = 200, body = Sender)))]
async fn change_sender(
    State(app): State<App>,
    actor: Actor,
    Json(wish): Json<SenderWish>,
) -> Answer<Json<Sender>> {
    Ok(Json(app.write(&actor, ChangeSender(wish)).await?))
}

/// Lists the webhooks. Their addresses may hold secrets, so they are for who answers for all branches.
#[utoipa::path(get, path = "/api/notice/webhook", tag = "notice", responses((status = 200, body = Page<Webhook>)))]
async fn show_webhooks(State(app): State<App>, actor: Actor) -> Answer<Json<Page<Webhook>>> {
    actor.may_everywhere(Permission::NoticeManage)?;
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(Page::whole(queries::webhooks(&mut tx).await?)))
}

/// Makes a webhook; its secret is shown this once.
///
/// Refuses: `access.forbidden`, `notice.webhook_name`, `notice.webhook_url`, `notice.webhook_events`,
/// `branch.unknown`, `notice.webhooks_too_many`.
#[utoipa::path(post, path = "/api/notice/webhook", tag = "notice", request_body = WebhookWish,
    responses((status = 201, body = NewWebhook)))]
async fn add_webhook(
    State(app): State<App>,
    actor: Actor,
    Json(wish): Json<WebhookWish>,
) -> Answer<Created<NewWebhook>> {
    let mut random = [0_u8; 32];
    getrandom::fill(&mut random).map_err(Problem::bug)?;
    let secret = format!("whsec_{}", HEXLOWER.encode(&random));
    let webhook = app.write(&actor, AddWebhook { wish, secret: secret.clone() }).await?;
    Ok(Created(NewWebhook { webhook, secret }))
}

/// Changes a webhook; its secret stays.
///
/// Refuses: `access.forbidden`, `notice.webhook_name`, `notice.webhook_url`, `notice.webhook_events`,
/// `branch.unknown`, `notice.webhook_unknown`.
#[utoipa::path(put, path = "/api/notice/webhook/{webhook}", tag = "notice", request_body = WebhookWish,
    params(("webhook" = RowId, Path)), responses((status = 200, body = Webhook)))]
async fn change_webhook(
    State(app): State<App>,
    actor: Actor,
    Path(webhook): Path<RowId>,
    Json(wish): Json<WebhookWish>,
) -> Answer<Json<Webhook>> {
    Ok(Json(app.write(&actor, ChangeWebhook { webhook, wish }).await?))
}

/// Removes a webhook. What still waits for it is not sent.
///
/// Refuses: `access.forbidden`, `notice.webhook_unknown`.
#[utoipa::path(delete, path = "/api/notice/webhook/{webhook}", tag = "notice",
    params(("webhook" = RowId, Path)), responses((status = 204)))]
async fn remove_webhook(
    State(app): State<App>,
    actor: Actor,
    Path(webhook): Path<RowId>,
) -> Answer<NoContent> {
    app.write(&actor, RemoveWebhook(webhook)).await?;
    Ok(NoContent)
}

/// Makes a test request now, and says what came of it.
///
/// Refuses: `access.forbidden`, `notice.webhook_unknown`.
#[utoipa::path(post, path = "/api/notice/webhook/{webhook}/test", tag = "notice",
    params(("webhook" = RowId, Path)), responses((status = 200, body = Message)))]
async fn try_webhook(
    State(app): State<App>,
    actor: Actor,
    Path(webhook): Path<RowId>,
) -> Answer<Json<Message>> {
    let message = app.write(&actor, TryWebhook(webhook)).await?;
    Ok(Json(tried(&app, &actor, message).await?))
}
