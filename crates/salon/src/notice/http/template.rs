//! Texts.

use crate::access::{Actor, Permission};
use crate::notice::commands::{WriteTemplate, current_templates};
use crate::notice::model::{
    Channel, Event, Language, Preview, PreviewWish, Template, TemplateVersion, TemplateWish,
};
use crate::notice::{queries, rules};
use crate::web::{Access, Answer, App, Json, Query, Routes};
use axum::extract::State;
use kernel::Page;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::routes;

pub fn routes() -> Routes {
    Routes::new()
        .add(Access::May(Permission::NoticeRead), routes!(templates))
        .add(Access::May(Permission::NoticeManage), routes!(write_template))
        .add(Access::May(Permission::NoticeRead), routes!(template_versions))
        .add(Access::May(Permission::NoticeRead), routes!(preview_template))
}

/// Every text there is, as it holds now.
#[utoipa::path(get, path = "/api/notice/template", tag = "notice",
    responses((status = 200, body = Page<Template>)))]
async fn templates(State(app): State<App>, actor: Actor) -> Answer<Json<Page<Template>>> {
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(Page::whole(current_templates(&mut tx).await?)))
}

/// Writes a new version of a text; without title and body, the words that come with the program hold again.
///
/// Refuses: `access.forbidden`, `notice.channel_without_texts`, `notice.half_text`, `notice.title`, `notice.body`,
/// `notice.brace_open`, `notice.field_unknown`.
#[utoipa::path(put, path = "/api/notice/template", tag = "notice", request_body = TemplateWish,
    responses((status = 200, body = Template)))]
async fn write_template(
    State(app): State<App>,
    actor: Actor,
    Json(wish): Json<TemplateWish>,
) -> Answer<Json<Template>> {
    Ok(Json(app.write(&actor, WriteTemplate(wish)).await?))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct VersionQuery {
    /// Of which event.
    #[param(value_type = String, example = "till.day_closed")]
    event: Event,
    /// On which channel.
    #[param(value_type = String, example = "email")]
    channel: Channel,
    /// In which language.
    #[param(value_type = String, example = "zh-CN")]
    language: Language,
}

/// The versions of a text, newest first.
#[utoipa::path(get, path = "/api/notice/template/version", tag = "notice", params(VersionQuery),
    responses((status = 200, body = Page<TemplateVersion>)))]
async fn template_versions(
    State(app): State<App>,
    actor: Actor,
    Query(query): Query<VersionQuery>,
) -> Answer<Json<Page<TemplateVersion>>> {
    let mut tx = app.db.read(&actor).await?;
    let VersionQuery { event, channel, language } = query;
    Ok(Json(Page::whole(queries::template_versions(&mut tx, event, channel, language).await?)))
}

/// Shows a text with example values. Nothing is kept.
///
/// Refuses: `notice.title`, `notice.body`, `notice.brace_open`, `notice.field_unknown`.
#[utoipa::path(post, path = "/api/notice/template/preview", tag = "notice", request_body = PreviewWish,
    responses((status = 200, body = Preview)))]
async fn preview_template(Json(wish): Json<PreviewWish>) -> Answer<Json<Preview>> {
    let PreviewWish { event, language, title, body } = wish;
    rules::check_text(event, &title, &body)?;
    let filled = |text: &str| rules::filled(text, &event.example(), language);
    Ok(Json(Preview { title: filled(&title), body: filled(&body) }))
}
