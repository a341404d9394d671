//! The form of a backup: an age file sealed with a passphrase, in it gzip, in it lines of JSON.
//!
//! 1. The manifest: what it is, of which schema, its tables with their columns and how many rows.
//! 2. The keys that open the personal data, in the form of the key file.
//! 3. For each table, in the manifest's order, its name and then a line per row, in the order of its key.
//! 4. The SHA-256 of all lines before.
//!
//! So a backup can be read without this program: `age -d FILE | gunzip`.

mod read;
mod write;

pub use read::{Archive, Manifest, TableManifest};
pub use write::{Facts, Writer};

/// The version of this form.
const FORMAT: i64 = 1;
