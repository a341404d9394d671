//! The mail server, senders, and what people do not want.

use crate::args;
use crate::notice::model::{Channel, Event, Language, Quiet, Security, Sender, SenderWish, Smtp, SmtpWish};
use crate::store::{Cell, Row, StoreError, Tx};
use kernel::{BranchId, Id, Problem};
use std::collections::BTreeSet;
use uuid::Uuid;
use zeroize::Zeroizing;

/// How what holds for every branch is stored.
const EVERY_BRANCH: Uuid = Uuid::nil();

/// The server that takes the mail, if there is one.
pub async fn smtp(tx: &mut Tx<'_>) -> Result<Option<Smtp>, Problem> {
    let sql = "SELECT host, port, security, user_name, password, sender FROM notice_smtp WHERE org_id = $1";
    let cipher = tx.cipher();
    let read = |row: &mut Row| {
        let (host, port): (_, i64) = (row.take()?, row.take()?);
        let port = u16::try_from(port).map_err(StoreError::row)?;
        let (security, user) = (row.take_as(Security::parse)?, row.take()?);
        let sealed: Vec<u8> = row.take()?;
        let password = Zeroizing::default();
        Ok((Smtp { host, port, security, user, password, sender: row.take()? }, sealed))
    };
    let Some((smtp, sealed)) = tx.row(sql, args![], read).await? else { return Ok(None) };
    let password = Zeroizing::new(cipher.open_text(password_of(tx), &sealed)?);
    Ok(Some(Smtp { password, ..smtp }))
}

/// Keeps the server that takes the mail, in place of an earlier one.
pub async fn put_smtp(tx: &mut Tx<'_>, wish: &SmtpWish, password: &str) -> Result<(), Problem> {
    let sql = "INSERT INTO notice_smtp (org_id, host, port, security, user_name, password, sender)
               VALUES ($1, $2, $3, $4, $5, $6, $7)
               ON CONFLICT (org_id) DO UPDATE SET host = EXCLUDED.host, port = EXCLUDED.port,
                   security = EXCLUDED.security, user_name = EXCLUDED.user_name, password = EXCLUDED.password,
                   sender = EXCLUDED.sender";
    let sealed = tx.seal(password_of(tx), password)?;
    let (host, user, sender) = (wish.host.as_str(), wish.user.as_str(), wish.sender.as_str());
    Ok(tx.put(sql, args![host, i64::from(wish.port), wish.security.code(), user, sealed, sender]).await?)
}

/// Forgets the server that takes the mail.
pub async fn remove_smtp(tx: &mut Tx<'_>) -> Result<(), Problem> {
    Ok(tx.exec("DELETE FROM notice_smtp WHERE org_id = $1", args![]).await.map(drop)?)
}

fn password_of(tx: &Tx<'_>) -> Cell {
    Cell { table: "notice_smtp", column: "password", row: tx.organisation().uuid() }
}

/// What was said of a branch's sender, or, without a branch, of that of all.
pub async fn sender(tx: &mut Tx<'_>, branch: Option<BranchId>) -> Result<Option<Sender>, Problem> {
    let sql = "SELECT name, reply_to, language, quiet_from, quiet_until FROM notice_sender
               WHERE org_id = $1 AND branch_id = $2";
    let read = |row: &mut Row| {
        let (name, reply_to, language) = (row.take()?, row.take()?, row.take_as(Language::parse)?);
        let (from, until): (Option<i64>, Option<i64>) = (row.take()?, row.take()?);
        let quiet = from.zip(until).map(|(from, until)| Quiet { from, until });
        Ok(Sender { branch, name, reply_to, language, quiet, own: true })
    };
    Ok(tx.row(sql, args![stored(branch)], read).await?)
}

/// Keeps what is said of a sender.
pub async fn put_sender(tx: &mut Tx<'_>, wish: &SenderWish) -> Result<(), Problem> {
    let sql = "INSERT INTO notice_sender (org_id, branch_id, name, reply_to, language, quiet_from, quiet_until)
               VALUES ($1, $2, $3, $4, $5, $6, $7)
               ON CONFLICT (org_id, branch_id) DO UPDATE SET name = EXCLUDED.name, reply_to = EXCLUDED.reply_to,
                   language = EXCLUDED.language, quiet_from = EXCLUDED.quiet_from,
                   quiet_until = EXCLUDED.quiet_until";
    let (from, until) = (wish.quiet.map(|quiet| quiet.from), wish.quiet.map(|quiet| quiet.until));
    let (name, reply_to) = (wish.name.as_str(), wish.reply_to.as_str());
    let args = args![stored(wish.branch), name, reply_to, wish.language.code(), from, until];
    Ok(tx.put(sql, args).await?)
}

fn stored(branch: Option<BranchId>) -> Uuid {
    branch.map_or(EVERY_BRANCH, Id::uuid)
}

/// What somebody does not want to be told, and how.
pub async fn opted_out(tx: &mut Tx<'_>, person: Uuid) -> Result<BTreeSet<(Event, Channel)>, Problem> {
    let sql = "SELECT event, channel FROM notice_opt_out WHERE org_id = $1 AND person_id = $2
               ORDER BY event, channel";
    let read = |row: &mut Row| {
        let (event, channel): (String, String) = (row.take()?, row.take()?);
        Ok(Event::parse(&event).zip(Channel::parse(&channel)))
    };
    // An event that this version no longer knows is told to nobody anyway.
    Ok(tx.rows(sql, args![person], read).await?.into_iter().flatten().collect())
}

/// Keeps whether somebody wants to be told of an event on a channel.
pub async fn set_opt_out(
    tx: &mut Tx<'_>,
    person: Uuid,
    (event, channel): (Event, Channel),
    wanted: bool,
) -> Result<(), Problem> {
    let args = args![person, event.code(), channel.code()];
    let out = "INSERT INTO notice_opt_out (org_id, person_id, event, channel) VALUES ($1, $2, $3, $4)
               ON CONFLICT (org_id, person_id, event, channel) DO NOTHING";
    let back =
        "DELETE FROM notice_opt_out WHERE org_id = $1 AND person_id = $2 AND event = $3 AND channel = $4";
    Ok(tx.exec(if wanted { back } else { out }, args).await.map(drop)?)
}
