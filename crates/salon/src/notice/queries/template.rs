//! An organisation's own words.

use crate::args;
use crate::notice::model::{Channel, Event, Language, TemplateVersion, TemplateWish};
use crate::store::{Row, Tx};
use kernel::Problem;

/// A text that was kept, the newest of its kind.
pub struct Stored {
    /// For what.
    pub event: Event,
    /// How it goes.
    pub channel: Channel,
    /// The language.
    pub language: Language,
    /// Its version.
    pub version: i64,
    /// The title and the text; nothing where the words that come with the program hold again.
    pub texts: Option<(String, String)>,
}

/// The newest texts of every kind.
pub async fn templates(tx: &mut Tx<'_>) -> Result<Vec<Stored>, Problem> {
    let sql = "SELECT t.event, t.channel, t.language, t.version, t.title, t.body FROM notice_template t
               WHERE t.org_id = $1 AND t.version =
                   (SELECT MAX(n.version) FROM notice_template n WHERE n.org_id = $1 AND n.event = t.event
                        AND n.channel = t.channel AND n.language = t.language)
               ORDER BY t.event, t.channel, t.language";
    let read = |row: &mut Row| {
        let event = Event::parse(&row.take::<String>()?);
        let (channel, language) = (row.take_as(Channel::parse)?, row.take_as(Language::parse)?);
        let version = row.take()?;
        let texts = row.take::<Option<String>>()?.zip(row.take::<Option<String>>()?);
        // Words for an event that this version no longer knows are told to nobody.
        Ok(event.map(|event| Stored { event, channel, language, version, texts }))
    };
    Ok(tx.rows(sql, args![], read).await?.into_iter().flatten().collect())
}

/// Keeps a new version of a text.
pub async fn insert_template(tx: &mut Tx<'_>, wish: &TemplateWish, version: i64) -> Result<(), Problem> {
    let sql =
        "INSERT INTO notice_template (org_id, event, channel, language, version, title, body, at, by_name)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let TemplateWish { event, channel, language, title, body } = wish;
    let by = tx.actor().name.clone();
    let now = tx.now();
    let args = args![
        event.code(),
        channel.code(),
        language.code(),
        version,
        title.as_deref(),
        body.as_deref(),
        now,
        by
    ];
    Ok(tx.put(sql, args).await?)
}

/// The newest versions of a text, newest first.
pub async fn template_versions(
    tx: &mut Tx<'_>,
    event: Event,
    channel: Channel,
    language: Language,
) -> Result<Vec<TemplateVersion>, Problem> {
    let sql = "SELECT version, title, body, at, by_name FROM notice_template
               WHERE org_id = $1 AND event = $2 AND channel = $3 AND language = $4
               ORDER BY version DESC LIMIT 50";
    let read = |row: &mut Row| {
        let (version, title, body) = (row.take()?, row.take()?, row.take()?);
        Ok(TemplateVersion { version, title, body, at: row.take()?, by: row.take()? })
    };
    Ok(tx.rows(sql, args![event.code(), channel.code(), language.code()], read).await?)
}
