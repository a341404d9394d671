//! The delivery log.

use super::inbox::before;
use crate::access::{Actor, Permission};
use crate::notice::commands::{self, Looked, SendAgain};
use crate::notice::model::{Channel, Message, State as MessageState};
use crate::web::{Access, Answer, App, Json, Path, Query, Routes};
use axum::extract::State;
use kernel::{BranchId, Limit, Page, RowId};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::routes;

pub fn routes() -> Routes {
    Routes::new()
        .add(Access::May(Permission::NoticeRead), routes!(messages))
        .add(Access::May(Permission::NoticeManage), routes!(send_again))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct LogQuery {
    /// Of which branch.
    branch: Option<BranchId>,
    /// In which state.
    #[param(value_type = Option<String>)]
    state: Option<MessageState>,
    /// How they go.
    #[param(value_type = Option<String>)]
    channel: Option<Channel>,
    /// Where the page begins.
    after: Option<String>,
    /// How many messages, 1 to 100.
    #[serde(default)]
    #[param(value_type = u32)]
    limit: Limit,
}

/// What became of every message, newest first.
///
/// Who answers for some branches sees what was told of theirs. Refuses: `access.other_branch`.
#[utoipa::path(get, path = "/api/notice/message", tag = "notice", params(LogQuery),
    responses((status = 200, body = Page<Message>)))]
async fn messages(
    State(app): State<App>,
    actor: Actor,
    Query(query): Query<LogQuery>,
) -> Answer<Json<Page<Message>>> {
    let LogQuery { branch, state, channel, after, limit } = query;
    let looked = Looked { branch, state, channel, before: before(after.as_deref()) };
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(commands::log(&mut tx, &looked, limit).await?))
}

/// Sends a message that failed again.
///
/// Refuses: `notice.message_unknown`, `access.other_branch`, `notice.not_failed`.
#[utoipa::path(post, path = "/api/notice/message/{message}/again", tag = "notice",
    params(("message" = RowId, Path)), responses((status = 200, body = Message)))]
async fn send_again(
    State(app): State<App>,
    actor: Actor,
    Path(message): Path<RowId>,
) -> Answer<Json<Message>> {
    Ok(Json(app.write(&actor, SendAgain(message)).await?))
}
