//! The seal: a digest of the whole file in its manifest, which shows that the file is what was built.

use std::fs::File;
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::error::{Format, OpenError};
use crate::inspect::InspectError;
use crate::manifest::SEAL_LEN;
use crate::positioned::read_exact_at;
use crate::preflight::{self, Described};

/// How much of a file is read at a time.
const PART: usize = 1 << 17;

/// A plugin that could not be sealed.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SealError {
    /// The file is no plugin that can be read.
    #[error(transparent)]
    Inspect(#[from] InspectError),

    /// The format of the file has no room for a seal.
    #[error(
        "`{}` cannot be sealed: {format} holds a signature over itself, which a seal would break; \
         sign it instead",
        path.display()
    )]
    Unsupported {
        /// The file.
        path: PathBuf,
        /// Its format.
        format: Format,
    },

    /// The sealed file cannot take the place of the unsealed one.
    #[error("`{}` cannot be sealed: it cannot be written", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: Arc<io::Error>,
    },
}

/// Seals the plugin in the file at `path`: writes a digest of the whole file into its manifest, into the record of
/// each plugin crate that is linked into it.
///
/// From then on, every [`open`](crate::open()) reads the whole file and compares, and refuses the file if
/// a single bit of it has changed: [`OpenError::BrokenSeal`]. A host built with
/// [`require_seal`](crate::HostBuilder::require_seal) opens sealed files alone. Seal last: `strip` and
/// `patchelf` change the file. Sealing a sealed file again seals it as it is now.
///
/// A seal detects damage: a copy that ended early, a disk or a memory that lies. **It is not a
/// signature**: whoever can change the file can also seal it again.
///
/// The digest is BLAKE3. The sealed file replaces the one at `path` in one step, with the permissions
/// that it had; a plugin that is loaded from it stays as it is. Other hard links to the file stay
/// unsealed.
///
/// # Errors
///
/// [`SealError`]: the file is no plugin, cannot be written, or is a Mach-O file (macOS), which holds a
/// signature over itself.
///
/// # Examples
///
/// ```no_run
/// plugin_host::seal("dist/libgreeter.so")?;
/// assert!(plugin_host::inspect("dist/libgreeter.so")?.is_sealed());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn seal(path: impl AsRef<Path>) -> Result<(), SealError> {
    let path = path.as_ref();
    // The file itself, not a link to it, is what is replaced.
    let target = path
        .canonicalize()
        .map_err(|error| InspectError::from(preflight::unreadable(path, error)))?;
    let Described { file, format, seals, .. } =
        preflight::describe(&target).map_err(InspectError::from)?;
    if format == Format::MachO {
        return Err(SealError::Unsupported { path: path.to_owned(), format });
    }
    replace(&target, &file, &seals)
        .map_err(|error| SealError::Write { path: path.to_owned(), source: Arc::new(error) })
}

/// Writes a sealed copy beside the file, and puts it into the file's place.
fn replace(path: &Path, file: &File, seals: &[Range<u64>]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(path);
    let mut copy = tempfile::NamedTempFile::new_in(folder)?;
    let digest = digest(file, seals, |part| copy.write_all(part))?;
    for seal in seals {
        copy.seek(SeekFrom::Start(seal.start))?;
        copy.write_all(&digest)?;
    }
    copy.as_file().set_permissions(file.metadata()?.permissions())?;
    copy.persist(path)?;
    Ok(())
}

/// Compares a sealed file with its seal, which each of `seals` holds.
pub(crate) fn verify(file: &File, path: &Path, seals: &[Range<u64>]) -> Result<(), OpenError> {
    let compare = || {
        let digest = digest(file, seals, |_| Ok(()))?;
        for seal in seals {
            let mut written = [0; SEAL_LEN];
            read_exact_at(file, &mut written, seal.start)?;
            if written != digest {
                return Ok(false);
            }
        }
        Ok(true)
    };
    match { compare }() {
        Ok(true) => Ok(()),
        Ok(false) => Err(OpenError::BrokenSeal { path: path.to_owned() }),
        Err(error) => Err(preflight::unreadable(path, error)),
    }
}

/// The digest of a file, taken with the bytes of its seals zero; `each` gets the file as it is, part by
/// part.
pub(crate) fn digest(
    file: &File,
    seals: &[Range<u64>],
    mut each: impl FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<[u8; SEAL_LEN]> {
    let len = file.metadata()?.len();
    let mut hasher = blake3::Hasher::new();
    let mut buffer = vec![0; PART];
    let mut position = 0;
    while position < len {
        let size = usize::try_from(len - position).map_or(PART, |rest| rest.min(PART));
        let part = &mut buffer[..size];
        read_exact_at(file, part, position)?;
        each(part)?;
        let end = position + size as u64;
        let within = |at: u64| usize::try_from(at.clamp(position, end) - position).unwrap_or(size);
        for seal in seals {
            part[within(seal.start)..within(seal.end)].fill(0);
        }
        hasher.update(part);
        position = end;
    }
    Ok(*hasher.finalize().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(bytes: &[u8]) -> File {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        file
    }

    #[test]
    fn a_digest_takes_the_seal_for_zeros_wherever_it_stands() {
        let len = 2 * PART + 100;
        let bytes: Vec<u8> = (0..len).map(|n| u8::try_from(n % 251).unwrap()).collect();
        for start in [0, 1, PART - 32, PART - 16, PART - 1, PART, 2 * PART + 68] {
            let mut zeroed = bytes.clone();
            zeroed[start..start + SEAL_LEN].fill(0);
            let mut copied = Vec::new();
            let place = start as u64..(start + SEAL_LEN) as u64;
            let digest = digest(&file(&bytes), &[place], |part| {
                copied.extend_from_slice(part);
                Ok(())
            });
            assert_eq!(digest.unwrap(), *blake3::hash(&zeroed).as_bytes());
            assert_eq!(copied, bytes);
        }
    }
}
