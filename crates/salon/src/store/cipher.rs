//! Personal data at rest: sealed cell by cell, found again by keyed digests.
//!
//! Each cell is XChaCha20-Poly1305 under a key of its organisation, with organisation, table,
//! column and row as associated data: a ciphertext moved to another row does not open. The first
//! byte names the master key, so that keys can be rotated while old cells are still read.
//! Digests are HMAC-SHA-256 under a key of their own per index and organisation, derived with
//! HKDF (RFC 5869) from the *oldest* master key, so that a rotation does not lose what is indexed.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use kernel::{Id, OrganisationId, Problem};
use sha2::Sha256;
use std::path::Path;
use uuid::Uuid;
use zeroize::Zeroizing;

const NONCE_BYTES: usize = 24;

/// Where a sealed value stands: what it is bound to besides its organisation.
#[derive(Clone, Copy, Debug)]
pub struct Cell {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// The row's id.
    pub row: Uuid,
}

/// The master keys, newest last. They live in a file of their own, outside the data folder.
pub struct Keyring {
    keys: Vec<(u8, Zeroizing<[u8; 32]>)>,
}

impl Keyring {
    /// A ring with one new random key.
    pub fn generate() -> Result<Keyring, Problem> {
        Ok(Keyring { keys: vec![(1, random_key()?)] })
    }

    /// Adds a new random key, under which everything is sealed from now on.
    pub fn rotate(&mut self) -> Result<(), Problem> {
        let newest = self.keys.last().map_or(0, |(id, _)| *id);
        let id = newest.checked_add(1).ok_or_else(|| Problem::bug("the key ring is full"))?;
        self.keys.push((id, random_key()?));
        Ok(())
    }

    /// Reads the text form: one line per key, its number and 64 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Keyring> {
        let mut keys = Vec::new();
        for line in text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
            let (id, digits) = line.split_once(' ')?;
            keys.push((id.parse().ok()?, Zeroizing::new(unhex(digits.trim())?)));
        }
        let ascending = keys.windows(2).all(|pair| pair[0].0 < pair[1].0);
        (!keys.is_empty() && ascending).then_some(Keyring { keys })
    }

    /// The text form, for the key file and for a wrapped copy in a backup.
    pub fn to_text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::from(
            "# Tress master keys. Whoever has them can read the personal data.\n",
        ));
        for (id, key) in &self.keys {
            text.push_str(&format!("{id} "));
            for byte in key.iter() {
                text.push_str(&format!("{byte:02x}"));
            }
            text.push('\n');
        }
        text
    }

    /// Reads the key file, or makes a new one (readable by its owner alone) where there is none.
    pub fn open_or_create(path: &Path) -> Result<Keyring, Problem> {
        match std::fs::read_to_string(path) {
            Ok(text) => {
                let text = Zeroizing::new(text);
                Keyring::parse(&text).ok_or_else(|| key_file_problem(path, "it is not a key file"))
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let ring = Keyring::generate()?;
                ring.save(path)?;
                Ok(ring)
            }
            Err(error) => Err(key_file_problem(path, &error.to_string())),
        }
    }

    /// Writes the key file whole or not at all.
    pub fn save(&self, path: &Path) -> Result<(), Problem> {
        let write = || -> std::io::Result<()> {
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder)?;
            }
            let draft = path.with_extension("new");
            write_private(&draft, self.to_text().as_bytes())?;
            std::fs::rename(&draft, path)
        };
        write().map_err(|error| key_file_problem(path, &error.to_string()))
    }

    /// The keys of one organisation.
    pub fn cipher(&self, organisation: OrganisationId) -> Cipher {
        let cell_key = |(id, master): &(u8, Zeroizing<[u8; 32]>)| (*id, derive(master, organisation, "cell"));
        let digest = self.keys.first().map(|(_, master)| derive(master, organisation, "digest"));
        Cipher {
            organisation,
            keys: self.keys.iter().map(cell_key).collect(),
            digest: digest.unwrap_or_default(),
        }
    }

    /// A value that shows, without telling the key, whether a database belongs to this ring.
    pub fn fingerprint(&self) -> [u8; 32] {
        let nobody = OrganisationId::from_uuid(Uuid::nil());
        self.cipher(nobody).digest("fingerprint", "tress")
    }
}

/// Seals, opens and digests for one organisation.
pub struct Cipher {
    organisation: OrganisationId,
    keys: Vec<(u8, Zeroizing<[u8; 32]>)>,
    digest: Zeroizing<[u8; 32]>,
}

impl Cipher {
    /// Seals a value for its cell with the newest key. An empty value stays empty: its absence is
    /// no secret, and lists can be counted without opening anything.
    pub fn seal(&self, cell: Cell, plain: &[u8]) -> Result<Vec<u8>, Problem> {
        if plain.is_empty() {
            return Ok(Vec::new());
        }
        let (id, key) = self.keys.last().ok_or_else(|| Problem::bug("the key ring is empty"))?;
        let mut nonce = [0_u8; NONCE_BYTES];
        getrandom::fill(&mut nonce).map_err(Problem::bug)?;
        let payload = Payload { msg: plain, aad: &self.bound_to(cell) };
        let sealed = XChaCha20Poly1305::new((&**key).into())
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| Problem::bug("sealing failed"))?;
        Ok([&[*id], &nonce[..], &sealed[..]].concat())
    }

    /// Opens a sealed value of the same cell.
    pub fn open(&self, cell: Cell, sealed: &[u8]) -> Result<Vec<u8>, Problem> {
        if sealed.is_empty() {
            return Ok(Vec::new());
        }
        let broken =
            || Problem::bug(format!("a sealed value of {}.{} does not open", cell.table, cell.column));
        let (id, rest) = sealed.split_first().ok_or_else(broken)?;
        let (nonce, body) = rest.split_at_checked(NONCE_BYTES).ok_or_else(broken)?;
        let nonce: [u8; NONCE_BYTES] = nonce.try_into().map_err(|_| broken())?;
        let (_, key) = self.keys.iter().find(|(known, _)| known == id).ok_or_else(broken)?;
        let payload = Payload { msg: body, aad: &self.bound_to(cell) };
        XChaCha20Poly1305::new((&**key).into()).decrypt(&XNonce::from(nonce), payload).map_err(|_| broken())
    }

    /// Seals text.
    pub fn seal_text(&self, cell: Cell, plain: &str) -> Result<Vec<u8>, Problem> {
        self.seal(cell, plain.as_bytes())
    }

    /// Opens text.
    pub fn open_text(&self, cell: Cell, sealed: &[u8]) -> Result<String, Problem> {
        String::from_utf8(self.open(cell, sealed)?).map_err(|_| Problem::bug("a sealed text is not UTF-8"))
    }

    /// A keyed digest by which a value is found without being stored readably. Each index has its
    /// own key: a digest of one says nothing about another.
    pub fn digest(&self, index: &str, value: &str) -> [u8; 32] {
        self.digest_bytes(index, value.as_bytes())
    }

    /// [`Cipher::digest`] of a value that is no text, such as a file.
    pub fn digest_bytes(&self, index: &str, value: &[u8]) -> [u8; 32] {
        let key = expand(&self.digest, index.as_bytes());
        // HMAC fills a short key up to its block of 64 bytes with zeros (RFC 2104).
        let mut block = Zeroizing::new([0_u8; 64]);
        block[..32].copy_from_slice(&*key);
        let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new((&*block).into());
        mac.update(value);
        mac.finalize().into_bytes().into()
    }

    /// Whether a value is sealed with an older key than the newest.
    pub fn is_outdated(&self, sealed: &[u8]) -> bool {
        matches!((sealed.first(), self.keys.last()), (Some(id), Some((newest, _))) if id != newest)
    }

    fn bound_to(&self, cell: Cell) -> Vec<u8> {
        let mut bound = self.organisation.uuid().as_bytes().to_vec();
        bound.extend_from_slice(cell.table.as_bytes());
        bound.push(0);
        bound.extend_from_slice(cell.column.as_bytes());
        bound.push(0);
        bound.extend_from_slice(cell.row.as_bytes());
        bound
    }
}

fn derive(master: &[u8; 32], organisation: OrganisationId, purpose: &str) -> Zeroizing<[u8; 32]> {
    let info = [purpose.as_bytes(), &[0], organisation.uuid().as_bytes()].concat();
    expand(master, &info)
}

fn expand(key: &[u8; 32], info: &[u8]) -> Zeroizing<[u8; 32]> {
    let mut derived = Zeroizing::new([0_u8; 32]);
    // 32 bytes is one block: HKDF refuses only more than 255 of them.
    let expanded = Hkdf::<Sha256>::new(Some(b"tress v1"), key).expand(info, derived.as_mut());
    debug_assert!(expanded.is_ok());
    derived
}

fn random_key() -> Result<Zeroizing<[u8; 32]>, Problem> {
    let mut key = Zeroizing::new([0_u8; 32]);
    getrandom::fill(key.as_mut()).map_err(Problem::bug)?;
    Ok(key)
}

fn unhex(digits: &str) -> Option<[u8; 32]> {
    let mut bytes = [0_u8; 32];
    if digits.len() != 64 || !digits.is_ascii() {
        return None;
    }
    for (index, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&digits[index * 2..index * 2 + 2], 16).ok()?;
    }
    Some(bytes)
}

fn key_file_problem(path: &Path, cause: &str) -> Problem {
    let detail = format!("The key file {} cannot be used: {cause}.", path.display());
    Problem::refused("store.key_file", detail)
}

fn write_private(path: &Path, content: &[u8]) -> std::io::Result<()> {
    use std::io::Write;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(content)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CELL: Cell = Cell { table: "customer", column: "phone", row: Uuid::from_u128(7) };

    fn organisation(number: u128) -> OrganisationId {
        OrganisationId::from_uuid(Uuid::from_u128(number))
    }

    #[test]
    fn a_sealed_value_opens_in_its_own_cell_and_nowhere_else() {
        let ring = Keyring::generate().unwrap();
        let cipher = ring.cipher(organisation(1));
        let sealed = cipher.seal_text(CELL, "13800138000").unwrap();
        assert_eq!(cipher.open_text(CELL, &sealed).unwrap(), "13800138000");
        assert!(cipher.open_text(Cell { row: Uuid::from_u128(8), ..CELL }, &sealed).is_err());
        assert!(cipher.open_text(Cell { column: "email", ..CELL }, &sealed).is_err());
        assert!(ring.cipher(organisation(2)).open_text(CELL, &sealed).is_err());
    }

    #[test]
    fn after_a_rotation_old_values_still_open_and_digests_stay() {
        let mut ring = Keyring::generate().unwrap();
        let old = ring.cipher(organisation(1));
        let sealed = old.seal_text(CELL, "13800138000").unwrap();
        ring.rotate().unwrap();
        let new = Keyring::parse(&ring.to_text()).unwrap().cipher(organisation(1));
        assert_eq!(new.open_text(CELL, &sealed).unwrap(), "13800138000");
        assert!(new.is_outdated(&sealed) && !new.is_outdated(&new.seal_text(CELL, "x").unwrap()));
        assert_eq!(new.digest("phone", "13800138000"), old.digest("phone", "13800138000"));
    }

    #[test]
    fn digests_of_two_indexes_or_two_organisations_have_nothing_in_common() {
        let ring = Keyring::generate().unwrap();
        let cipher = ring.cipher(organisation(1));
        assert_ne!(cipher.digest("phone", "8000"), cipher.digest("tail", "8000"));
        assert_ne!(cipher.digest("tail", "8000"), ring.cipher(organisation(2)).digest("tail", "8000"));
    }

    #[test]
    fn a_broken_value_is_refused_and_never_panics() {
        let cipher = Keyring::generate().unwrap().cipher(organisation(1));
        for broken in [&[9_u8][..], &[1; 20], &[1; 60]] {
            assert!(cipher.open(CELL, broken).is_err());
        }
    }
}
