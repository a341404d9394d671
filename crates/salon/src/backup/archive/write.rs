//! Writes an archive.

use super::FORMAT;
use super::read::{Manifest, TableManifest};
use crate::store::{Column, Kind, Val};
use age::secrecy::SecretString;
use age::stream::StreamWriter;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use kernel::Instant;
use sha2::{Digest, Sha256};
use std::io::{BufWriter, Error, ErrorKind, Result, Write};
use zeroize::Zeroizing;

/// Larger than what age writes at once. What it writes first, its header, must not meet a full disk: it
/// would not say which kind of error that was.
const BUFFER: usize = 128 * 1024;

/// What is known of a backup before its first row.
pub struct Facts {
    /// The number of the newest migration of its tables.
    pub schema: i64,
    /// Which database it is of, in a word.
    pub engine: String,
    /// When it is made.
    pub made_at: Instant,
    /// Its tables with how many rows they have.
    pub tables: Vec<TableManifest>,
    /// The keys of its personal data.
    pub keys: Zeroizing<String>,
}

/// Writes an archive line by line, holding no more than one.
pub struct Writer<W: Write> {
    out: GzEncoder<StreamWriter<BufWriter<W>>>,
    digest: Sha256,
    line: Vec<u8>,
}

impl<W: Write> Writer<W> {
    /// Begins an archive. `work` is how hard the passphrase is to try (the logarithm of scrypt's N);
    /// without one, about a second of this machine's work.
    pub fn begin(out: W, passphrase: &str, work: Option<u8>, facts: &Facts) -> Result<Writer<W>> {
        let mut recipient = age::scrypt::Recipient::new(SecretString::from(passphrase.to_owned()));
        if let Some(work) = work {
            recipient.set_work_factor(work);
        }
        let recipients = std::iter::once(&recipient as &dyn age::Recipient);
        let sealed = age::Encryptor::with_recipients(recipients).map_err(Error::other)?;
        let sealed = sealed.wrap_output(BufWriter::with_capacity(BUFFER, out))?;
        let out = GzEncoder::new(sealed, Compression::default());
        let mut writer = Writer { out, digest: Sha256::new(), line: Vec::new() };
        writer.document(&Manifest {
            tress_backup: FORMAT,
            product: env!("CARGO_PKG_VERSION").to_owned(),
            schema: facts.schema,
            engine: facts.engine.clone(),
            made_at: facts.made_at,
            tables: facts.tables.clone(),
        })?;
        writer.document(&serde_json::json!({ "keys": facts.keys.as_str() }))?;
        Ok(writer)
    }

    /// Begins a table.
    pub fn table(&mut self, table: &TableManifest) -> Result<()> {
        self.document(&serde_json::json!({ "table": table.name }))
    }

    /// Adds a row of the table that was begun last.
    pub fn row(&mut self, columns: &[Column], row: &[Val]) -> Result<()> {
        self.line.clear();
        for (place, (column, value)) in columns.iter().zip(row).enumerate() {
            self.line.push(if place == 0 { b'[' } else { b',' });
            cell(&mut self.line, column, value)?;
        }
        self.line.push(b']');
        self.send()
    }

    /// Ends the archive with its digest.
    pub fn finish(mut self) -> Result<W> {
        let digest = self.digest.clone().finalize();
        self.document(&serde_json::json!({ "sha256": data_encoding::HEXLOWER.encode(&digest) }))?;
        self.out.finish()?.finish()?.into_inner().map_err(|error| error.into_error())
    }

    fn document(&mut self, document: &impl serde::Serialize) -> Result<()> {
        self.line.clear();
        serde_json::to_writer(&mut self.line, document)?;
        self.send()
    }

    fn send(&mut self) -> Result<()> {
        self.line.push(b'\n');
        self.digest.update(&self.line);
        self.out.write_all(&self.line)
    }
}

fn cell(line: &mut Vec<u8>, column: &Column, value: &Val) -> Result<()> {
    match (column.kind, value) {
        (_, Val::Null) => line.write_all(b"null"),
        (Kind::Bigint, Val::Int(number)) => write!(line, "{number}"),
        (Kind::Text, Val::Text(text)) => Ok(serde_json::to_writer(line, text)?),
        (Kind::Uuid, Val::Uuid(id)) => write!(line, "\"{id}\""),
        (Kind::Uuid, Val::Bytes(bytes)) => match uuid::Uuid::from_slice(bytes) {
            Ok(id) => write!(line, "\"{id}\""),
            Err(_) => Err(misfit(column)),
        },
        (Kind::Bytea, Val::Bytes(bytes)) => write!(line, "\"{}\"", STANDARD.encode(bytes)),
        _ => Err(misfit(column)),
    }
}

/// SQLite would let any column hold anything; a backup of that would not go into PostgreSQL.
fn misfit(column: &Column) -> Error {
    Error::new(
        ErrorKind::InvalidData,
        format!("the column {} holds what its kind does not allow", column.name),
    )
}
