//! A folder that takes everything, for whoever wants to see what would leave.

use super::{mail, passing};
use crate::notice::model::{Failure, Outgoing, Parcel, Reason};
use serde_json::json;
use std::path::Path;

/// Keeps a message as a file: a mail as it would go over the wire, a request with its address and its headers.
pub async fn keep(outgoing: &Outgoing, folder: &Path) -> Result<(), Failure> {
    let (ending, content) = match &outgoing.parcel {
        Parcel::Mail(mail) => ("eml", mail::written(outgoing.id, mail)?.formatted()),
        Parcel::Request(request) => {
            let kept = json!({ "url": request.url, "event": request.event, "body": request.body });
            ("json", kept.to_string().into_bytes())
        }
    };
    let file = folder.join(format!("{}.{ending}", outgoing.id));
    let write = async {
        tokio::fs::create_dir_all(folder).await?;
        tokio::fs::write(file, content).await
    };
    write.await.map_err(|error| passing(Reason::Folder, error))
}
