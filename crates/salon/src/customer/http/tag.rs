//! Tags.

use crate::access::{Actor, Permission};
use crate::customer::commands::{DropTag, RenameTag};
use crate::customer::model::{Tag, TagWish};
use crate::customer::queries;
use crate::web::{Access, Answer, App, Json, NoContent, Query, Routes};
use axum::extract::State;
use kernel::Page;
use serde::Deserialize;
use std::collections::BTreeMap;
use utoipa::IntoParams;
use utoipa_axum::routes;

pub(super) fn routes() -> Routes {
    let write = Access::May(Permission::CustomerWrite);
    Routes::new()
        .add(Access::May(Permission::CustomerRead), routes!(list_tags))
        .add(write, routes!(rename_tag))
        .add(write, routes!(drop_tag))
}

/// Lists the tags, and how many customers have each.
#[utoipa::path(get, path = "/api/customer/tag", tag = "customer", responses((status = 200, body = Page<Tag>)))]
async fn list_tags(State(app): State<App>, actor: Actor) -> Answer<Json<Page<Tag>>> {
    let mut tx = app.db.read(&actor).await?;
    let mut counted: BTreeMap<String, i64> = BTreeMap::new();
    for (tags, customers) in queries::tag_lists(&mut tx).await? {
        tags.into_iter().for_each(|tag| *counted.entry(tag).or_default() += customers);
    }
    let tags = counted.into_iter().map(|(name, customers)| Tag { name, customers });
    Ok(Json(Page::whole(tags.collect())))
}

/// Gives a tag another name, for everybody who has it; under one that there is, the two become one.
///
/// Refuses: `access.forbidden`, `customer.tag_name`, `customer.tag_unknown`.
#[utoipa::path(put, path = "/api/customer/tag", tag = "customer", request_body = TagWish, responses((status = 204)))]
async fn rename_tag(State(app): State<App>, actor: Actor, Json(wish): Json<TagWish>) -> Answer<NoContent> {
    app.write(&actor, RenameTag(wish)).await?;
    Ok(NoContent)
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct TagQuery {
    /// The tag.
    name: String,
}

/// Takes a tag away from everybody who has it.
///
/// Refuses: `access.forbidden`, `customer.tag_unknown`.
#[utoipa::path(delete, path = "/api/customer/tag", tag = "customer", params(TagQuery), responses((status = 204)))]
async fn drop_tag(State(app): State<App>, actor: Actor, Query(query): Query<TagQuery>) -> Answer<NoContent> {
    app.write(&actor, DropTag(query.name)).await?;
    Ok(NoContent)
}
