//! Reads an archive, and proves on the way that it is whole.

use super::FORMAT;
use crate::backup::model::Refusal;
use crate::store::{self, Column, Kind, PAGE, Val};
use age::secrecy::SecretString;
use age::stream::StreamReader;
use age::{DecryptError, Decryptor};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::read::GzDecoder;
use kernel::{Instant, Problem};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::io::{BufRead, BufReader, ErrorKind, Read};
use zeroize::Zeroizing;

/// How hard a passphrase may be to try: beyond a hundred times the usual, no backup of ours is meant.
const WORK_MAX: u8 = 22;

/// How every file of this kind begins.
const AGE: &[u8] = b"age-encryption.org/v1\n";

/// A table of an archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableManifest {
    /// Its name.
    pub name: String,
    /// Its columns, in the order of the rows' values.
    pub columns: Vec<Column>,
    /// How many rows it has.
    pub rows: u64,
}

/// What an archive says of itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of the form; the name says what this is.
    pub tress_backup: i64,
    /// The version of the product that wrote it.
    pub product: String,
    /// The number of the newest migration of its tables.
    pub schema: i64,
    /// Which database it is of, in a word.
    pub engine: String,
    /// When it was made.
    pub made_at: Instant,
    /// Its tables, by name.
    pub tables: Vec<TableManifest>,
}

impl Manifest {
    /// How many rows all tables have.
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|table| table.rows).sum()
    }
}

#[derive(Deserialize)]
struct Keys {
    keys: String,
}

#[derive(Deserialize)]
struct TableLine {
    table: String,
}

#[derive(Deserialize)]
struct DigestLine {
    sha256: String,
}

/// An open archive, read up to its keys.
pub struct Archive<R: Read> {
    /// What it says of itself.
    pub manifest: Manifest,
    /// The keys of its personal data, in the form of the key file.
    pub keys: Zeroizing<String>,
    lines: Lines<R>,
}

impl<R: Read> Archive<R> {
    /// Opens an archive. Refuses, in this order: another kind of file, a wrong passphrase, a damaged
    /// beginning, a newer version.
    pub fn open(file: R, passphrase: &str) -> Result<Archive<R>, Problem> {
        let mut file = BufReader::new(file);
        if !file.fill_buf().map_err(|error| Refusal::reading(&error))?.starts_with(AGE) {
            return Err(Refusal::NotABackup.into());
        }
        let decryptor = Decryptor::new_buffered(file).map_err(locked)?;
        if !decryptor.is_scrypt() {
            return Err(Refusal::NotABackup.into());
        }
        let mut identity = age::scrypt::Identity::new(SecretString::from(passphrase.to_owned()));
        identity.set_max_work_factor(WORK_MAX);
        let opened = decryptor.decrypt(std::iter::once(&identity as &dyn age::Identity)).map_err(locked)?;
        let mut lines =
            Lines { inner: BufReader::new(GzDecoder::new(opened)), digest: Sha256::new(), line: Vec::new() };
        let version = lines.first()?;
        let format = version["tress_backup"].as_i64().ok_or(Refusal::NotABackup)?;
        if format > FORMAT || version["schema"].as_i64().is_some_and(|schema| schema > store::schema()) {
            return Err(Refusal::Newer.into());
        }
        let manifest: Manifest = serde_json::from_value(version).map_err(|_| Refusal::NotABackup)?;
        let Keys { keys } = lines.document()?;
        Ok(Archive { manifest, keys: Zeroizing::new(keys), lines })
    }

    /// Hands out every row, a page at a time with the place of its table. Refuses what is not exactly what the
    /// manifest and the digest say; what was handed out before that must not be used.
    pub fn read(
        mut self,
        mut each: impl FnMut(usize, Vec<Vec<Val>>) -> Result<(), Problem>,
    ) -> Result<Manifest, Problem> {
        for (place, table) in self.manifest.tables.iter().enumerate() {
            let TableLine { table: name } = self.lines.document()?;
            if name != table.name {
                return Err(damaged(format!("{name} stands where {} belongs", table.name)));
            }
            let mut left = table.rows;
            while left > 0 {
                let many = left.min(PAGE as u64);
                let page = (0..many).map(|_| self.lines.row(&table.columns)).collect::<Result<_, _>>()?;
                each(place, page)?;
                left -= many;
            }
        }
        self.lines.end()?;
        Ok(self.manifest)
    }
}

struct Lines<R: Read> {
    inner: BufReader<GzDecoder<StreamReader<BufReader<R>>>>,
    digest: Sha256,
    line: Vec<u8>,
}

impl<R: Read> Lines<R> {
    /// The first line, which shows whether it is a backup at all.
    fn first(&mut self) -> Result<serde_json::Value, Refusal> {
        self.inner.read_until(b'\n', &mut self.line).map_err(|error| match error.kind() {
            // It was opened, and is not packed.
            ErrorKind::InvalidInput => Refusal::NotABackup,
            _ => Refusal::reading(&error),
        })?;
        self.digest.update(&self.line);
        serde_json::from_slice(&self.line).map_err(|_| Refusal::NotABackup)
    }

    fn next(&mut self) -> Result<&[u8], Problem> {
        self.line.clear();
        self.inner.read_until(b'\n', &mut self.line).map_err(|error| Refusal::reading(&error))?;
        match self.line.split_last() {
            Some((b'\n', line)) => Ok(line),
            _ => Err(damaged("it ends in the middle".to_owned())),
        }
    }

    fn document<T: for<'de> Deserialize<'de>>(&mut self) -> Result<T, Problem> {
        let read = serde_json::from_slice(self.next()?).map_err(|error| damaged(error.to_string()))?;
        self.digest.update(&self.line);
        Ok(read)
    }

    fn row(&mut self, columns: &[Column]) -> Result<Vec<Val>, Problem> {
        let cells: Vec<serde_json::Value> = self.document()?;
        if cells.len() != columns.len() {
            return Err(damaged("a row has another number of columns".to_owned()));
        }
        columns.iter().zip(cells).map(|(column, cell)| value(column, cell)).collect()
    }

    /// The digest, and nothing after it.
    fn end(&mut self) -> Result<(), Problem> {
        let mine = data_encoding::HEXLOWER.encode(&self.digest.clone().finalize());
        let DigestLine { sha256 } = self.document()?;
        if sha256 != mine {
            return Err(damaged("its digest is another one".to_owned()));
        }
        let mut rest = [0_u8; 1];
        let after = self
            .inner
            .read(&mut rest)
            .and_then(|inside| Ok(inside + self.inner.get_mut().get_mut().read(&mut rest)?));
        match after.map_err(|error| Refusal::reading(&error))? {
            0 => Ok(()),
            _ => Err(damaged("it goes on after its end".to_owned())),
        }
    }
}

fn value(column: &Column, cell: serde_json::Value) -> Result<Val, Problem> {
    use serde_json::Value;
    let read = match (column.kind, &cell) {
        (_, Value::Null) => Some(Val::Null),
        (Kind::Bigint, Value::Number(number)) => number.as_i64().map(Val::Int),
        (Kind::Text, Value::String(text)) => Some(Val::Text(text.clone())),
        (Kind::Uuid, Value::String(text)) => text.parse().ok().map(Val::Uuid),
        (Kind::Bytea, Value::String(text)) => STANDARD.decode(text).ok().map(Val::Bytes),
        _ => None,
    };
    read.ok_or_else(|| damaged(format!("the column {} holds what its kind does not allow", column.name)))
}

fn damaged(cause: String) -> Problem {
    Refusal::Damaged(cause).into()
}

fn locked(error: DecryptError) -> Refusal {
    match error {
        DecryptError::DecryptionFailed | DecryptError::KeyDecryptionFailed | DecryptError::NoMatchingKeys => {
            Refusal::PassphraseWrong
        }
        DecryptError::InvalidMac => Refusal::Damaged(error.to_string()),
        DecryptError::Io(error) => Refusal::reading(&error),
        _ => Refusal::NotABackup,
    }
}
