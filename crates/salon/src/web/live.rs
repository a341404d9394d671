//! Tells open screens what changed, as server-sent events.

use super::{App, Refused};
use crate::access::Actor;
use crate::store::{Db, Told};
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::{Stream, StreamExt};
use kernel::{Problem, RowId, problem::Kind};
use serde::Serialize;
use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Semaphore, broadcast};
use tokio_stream::wrappers::BroadcastStream;
use uuid::Uuid;

/// How far behind a screen may fall before it is told to look at everything again.
const BEHIND_MAX: usize = 1024;
/// How many screens may listen.
const LISTENERS_MAX: usize = 2000;
/// How far back the outbox is read: longer than any transaction takes to end.
const LOOK_BACK_SECONDS: i64 = 10;

/// Where open screens listen. Cheap to clone.
#[derive(Clone)]
pub struct Live {
    sender: broadcast::Sender<Arc<Told>>,
    places: Arc<Semaphore>,
}

impl Default for Live {
    fn default() -> Live {
        Live { sender: broadcast::channel(BEHIND_MAX).0, places: Arc::new(Semaphore::new(LISTENERS_MAX)) }
    }
}

#[derive(Serialize)]
struct Changed<'a> {
    topic: &'a str,
    id: Uuid,
}

impl Live {
    /// Passes on what the outbox holds, for as long as the server runs: at once for what this
    /// process told, within a second for what another server on the same database did.
    pub async fn follow(self, db: Db) {
        let mut seen: HashMap<RowId, i64> = HashMap::new();
        loop {
            // Whether woken or not, the outbox is read: the wake-up is only a hint.
            let _ = tokio::time::timeout(Duration::from_secs(1), db.told()).await;
            if self.sender.receiver_count() == 0 {
                continue;
            }
            let since = db.now().plus_seconds(-LOOK_BACK_SECONDS);
            let Ok(told) = db.told_since(since).await else { continue };
            for message in told {
                if seen.insert(message.id, message.at.millis()).is_none() {
                    // Nobody listening is no fault.
                    let _ = self.sender.send(Arc::new(message));
                }
            }
            seen.retain(|_, at| *at >= since.millis());
        }
    }

    /// Opens the stream of one screen. It carries ids only: what a screen may see, it asks for.
    pub(super) fn listen(
        &self,
        actor: &Actor,
    ) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>> + use<>>, Refused> {
        let busy = || Problem::new(Kind::Busy, "request.too_many_listeners", "Too many screens are open.");
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| busy())?;
        let actor = actor.clone();
        let stream = BroadcastStream::new(self.sender.subscribe()).filter_map(move |message| {
            let _ = &place;
            let event = match message {
                Ok(told) => concerns(&actor, &told).then(|| changed(&told.topic, told.subject)),
                // The screen fell behind: it looks at everything again.
                Err(_) => Some(changed("everything", Uuid::nil())),
            };
            std::future::ready(event.map(Ok))
        });
        Ok(Sse::new(stream).keep_alive(KeepAlive::default()))
    }
}

fn concerns(actor: &Actor, told: &Told) -> bool {
    let here = || told.branch.is_none_or(|branch| !actor.permissions_at(branch).is_empty());
    told.organisation == actor.organisation && here()
}

fn changed(topic: &str, id: Uuid) -> Event {
    let event = Event::default().event("changed");
    // Two short fields always serialise; should they not, an event without data still wakes a screen.
    event.json_data(Changed { topic, id }).unwrap_or_else(|_| Event::default().event("changed"))
}

pub(super) async fn live(
    axum::extract::State(app): axum::extract::State<App>,
    actor: Actor,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Refused> {
    app.live.listen(&actor)
}
