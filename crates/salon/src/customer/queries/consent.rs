//! Consents and pictures.

use crate::args;
use crate::customer::model::{Consent, ConsentWish, Photo, Purpose, Refusal};
use crate::store::{Cell, StoreError, Tx};
use kernel::{CustomerId, Id, Problem, RowId};

/// The newest consents of a customer and of those merged into them, oldest first.
pub async fn consents(tx: &mut Tx<'_>, id: CustomerId) -> Result<Vec<Consent>, StoreError> {
    let sql = "SELECT purpose, granted, channel, text_version, at FROM customer_consent
               WHERE org_id = $1 AND customer_id IN
                   (SELECT id FROM customer WHERE org_id = $1 AND (id = $2 OR merged_into = $2))
               ORDER BY at DESC, id DESC LIMIT 200";
    let mut consents = tx
        .rows(sql, args![id], |row| {
            Ok(Consent {
                purpose: row.take_as(Purpose::parse)?,
                granted: row.take()?,
                channel: row.take()?,
                text_version: row.take()?,
                at: row.take()?,
            })
        })
        .await?;
    consents.reverse();
    Ok(consents)
}

pub async fn insert_consent(
    tx: &mut Tx<'_>,
    customer: CustomerId,
    wish: &ConsentWish,
) -> Result<(), StoreError> {
    let sql =
        "INSERT INTO customer_consent (org_id, id, customer_id, purpose, granted, channel, text_version, at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let id: RowId = tx.new_id();
    let (channel, version) = (wish.channel.as_str(), wish.text_version.as_str());
    tx.put(sql, args![id, customer, wish.purpose.code(), wish.granted, channel, version, tx.now()]).await
}

/// Whether there is a picture of a customer.
pub async fn has_photo(tx: &mut Tx<'_>, id: CustomerId) -> Result<bool, StoreError> {
    let sql = "SELECT at FROM customer_photo WHERE org_id = $1 AND customer_id = $2";
    Ok(tx.row(sql, args![id], |row| row.take::<i64>()).await?.is_some())
}

/// The picture of a customer. Refuses: no photo.
pub async fn photo(tx: &mut Tx<'_>, id: CustomerId) -> Result<Photo, Problem> {
    let sql = "SELECT media_type, content FROM customer_photo WHERE org_id = $1 AND customer_id = $2";
    let found = tx.row(sql, args![id], |row| Ok((row.take()?, row.take::<Vec<u8>>()?))).await?;
    let (media_type, sealed) = found.ok_or(Refusal::NoPhoto)?;
    Ok(Photo { media_type, content: tx.cipher().open(content_of(id), &sealed)? })
}

/// Keeps a picture, in place of an earlier one.
pub async fn put_photo(tx: &mut Tx<'_>, id: CustomerId, photo: &Photo) -> Result<(), Problem> {
    let sql = "INSERT INTO customer_photo (org_id, customer_id, media_type, content, at) VALUES ($1, $2, $3, $4, $5)
               ON CONFLICT (org_id, customer_id) DO UPDATE SET
                   media_type = EXCLUDED.media_type, content = EXCLUDED.content, at = EXCLUDED.at";
    let sealed = tx.cipher().seal(content_of(id), &photo.content)?;
    Ok(tx.put(sql, args![id, photo.media_type.as_str(), sealed, tx.now()]).await?)
}

/// Destroys the picture of a customer, if there is one.
pub async fn delete_photo(tx: &mut Tx<'_>, id: CustomerId) -> Result<(), StoreError> {
    let sql = "DELETE FROM customer_photo WHERE org_id = $1 AND customer_id = $2";
    tx.exec(sql, args![id]).await.map(drop)
}

fn content_of(id: CustomerId) -> Cell {
    Cell { table: "customer_photo", column: "content", row: id.uuid() }
}
