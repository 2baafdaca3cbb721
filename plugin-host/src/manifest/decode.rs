//! One plugin record: from the bytes of a note's payload to a [`Manifest`].

use plugin_core::manifest::{FORMAT, tag};

use super::{Manifest, PanicStrategy};
use crate::error::AbiVersion;

/// Longest field; the longest text that anyone would write is far below.
const FIELD_MAX: usize = 1 << 16;
/// Most fields; each included crate takes one.
const FIELDS_MAX: usize = 1 << 10;
/// A field's tag and length.
const HEADER: usize = 6;

/// A record that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RecordError {
    /// What is wrong, and where in the payload.
    Bad { offset: usize, reason: String },
    /// The record is of a format that this reader does not know yet.
    Newer { format: u16 },
}

/// Decodes the payload of a plugin record.
pub(crate) fn decode(payload: &[u8]) -> Result<Manifest, RecordError> {
    let mut fields = Fields { payload, position: 2, count: 0 };
    match payload.first_chunk() {
        Some(format) => check_format(u16::from_le_bytes(*format))?,
        None => return Err(bad(0, "it is empty")),
    }
    let mut manifest = Manifest::default();
    let mut seen = Seen::default();
    while let Some(field) = fields.next()? {
        field.check_single(&mut seen)?;
        field.store(&mut manifest)?;
    }
    for (what, missing) in [
        ("name", manifest.name.is_empty()),
        ("package", manifest.package.is_empty()),
        ("root symbol", manifest.root_symbol.is_empty()),
        ("ABI version", manifest.abi.is_none()),
        ("target", manifest.target.is_empty()),
    ] {
        if missing {
            return Err(bad(fields.position, format!("it ends without the {what}")));
        }
    }
    Ok(manifest)
}

fn bad(offset: usize, reason: impl Into<String>) -> RecordError {
    RecordError::Bad { offset, reason: reason.into() }
}

fn check_format(format: u16) -> Result<(), RecordError> {
    match format {
        0 => Err(bad(0, "format 0 does not exist")),
        1..=FORMAT => Ok(()),
        _ => Err(RecordError::Newer { format }),
    }
}

/// Which of the known tags have been met, one bit each.
#[derive(Default)]
struct Seen(u64);

struct Fields<'a> {
    payload: &'a [u8],
    position: usize,
    count: usize,
}

struct Field<'a> {
    offset: usize,
    tag: u16,
    bytes: &'a [u8],
}

impl<'a> Fields<'a> {
    fn next(&mut self) -> Result<Option<Field<'a>>, RecordError> {
        let offset = self.position;
        let rest = self.payload.get(offset..).unwrap_or_default();
        if rest.len() < 4 && rest.iter().all(|byte| *byte == 0) {
            return Ok(None);
        }
        let Some((&[t0, t1, l0, l1, l2, l3], rest)) = rest.split_first_chunk::<HEADER>() else {
            return Err(bad(offset, "a field ends after the end of the record"));
        };
        self.count += 1;
        if self.count > FIELDS_MAX {
            return Err(bad(offset, format!("it has more than {FIELDS_MAX} fields")));
        }
        let len = usize::try_from(u32::from_le_bytes([l0, l1, l2, l3])).unwrap_or(usize::MAX);
        if len > FIELD_MAX {
            let reason = format!("a field of {len} bytes is longer than {FIELD_MAX} bytes");
            return Err(bad(offset, reason));
        }
        let Some(bytes) = rest.get(..len) else {
            return Err(bad(offset, "a field ends after the end of the record"));
        };
        self.position = offset + HEADER + len;
        Ok(Some(Field { offset, tag: u16::from_le_bytes([t0, t1]), bytes }))
    }
}

impl Field<'_> {
    /// Refuses the second field of a tag that does not repeat.
    fn check_single(&self, seen: &mut Seen) -> Result<(), RecordError> {
        if self.tag > tag::DEBUG_ASSERTIONS {
            return Ok(());
        }
        let bit = 1 << self.tag;
        if seen.0 & bit != 0 {
            return Err(bad(self.offset, format!("field {} stands there twice", self.tag)));
        }
        seen.0 |= bit;
        Ok(())
    }

    fn store(&self, manifest: &mut Manifest) -> Result<(), RecordError> {
        match self.tag {
            tag::NAME => manifest.name = self.text()?,
            tag::VERSION => manifest.version = self.text()?,
            tag::AUTHORS => manifest.authors = self.text()?,
            tag::DESCRIPTION => manifest.description = self.text()?,
            tag::LICENSE => manifest.license = self.text()?,
            tag::REPOSITORY => manifest.repository = self.text()?,
            tag::PACKAGE => manifest.package = self.text()?,
            tag::ROOT_SYMBOL => manifest.root_symbol = self.text()?,
            tag::TARGET => manifest.target = self.text()?,
            tag::COMPILER => manifest.compiler = self.text()?,
            tag::INCLUDES => manifest.includes.push(self.text()?),
            tag::EXCLUDES => manifest.excludes.push(self.text()?),
            tag::PANIC => {
                manifest.panic = match self.bytes {
                    b"unwind" => PanicStrategy::Unwind,
                    b"abort" => PanicStrategy::Abort,
                    _ => PanicStrategy::Unknown,
                };
            }
            tag::ABI => {
                let [a, b, c, d] = self.array()?;
                let [major, minor] = [[a, b], [c, d]].map(u16::from_le_bytes);
                manifest.abi = Some(AbiVersion { major, minor });
            }
            tag::DEBUG_ASSERTIONS => manifest.debug_assertions = self.array()? != [0],
            _ => {}
        }
        Ok(())
    }

    fn text(&self) -> Result<String, RecordError> {
        let text = std::str::from_utf8(self.bytes)
            .map_err(|_| bad(self.offset, format!("field {} is not UTF-8", self.tag)))?;
        if text.contains('\0') {
            return Err(bad(self.offset, format!("field {} holds a NUL character", self.tag)));
        }
        Ok(text.to_owned())
    }

    fn array<const N: usize>(&self) -> Result<[u8; N], RecordError> {
        self.bytes.try_into().map_err(|_| {
            let (tag, len) = (self.tag, self.bytes.len());
            bad(self.offset, format!("field {tag} has {len} bytes instead of {N}"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::tests::{FULL, field, record};

    fn reason(payload: &[u8]) -> (usize, String) {
        match decode(payload).unwrap_err() {
            RecordError::Bad { offset, reason } => (offset, reason),
            RecordError::Newer { format } => panic!("format {format}"),
        }
    }

    #[test]
    fn what_plugin_core_writes_is_read() {
        let manifest = decode(FULL.payload()).unwrap();
        assert_eq!(manifest.name(), "com.example.x");
        assert_eq!(manifest.version(), "1.2.3");
        assert!(manifest.authors().eq(["Ann", "Bob"]));
        assert_eq!(manifest.description(), "does x");
        assert_eq!(manifest.license(), "MIT");
        assert_eq!(manifest.repository(), "https://example.com/x");
        assert_eq!(manifest.package(), "x");
        assert_eq!(manifest.root_symbol(), "x_root");
        assert_eq!(manifest.abi().to_string(), "1.0");
        assert_eq!(manifest.target(), plugin_core::manifest::TARGET);
        assert_eq!(manifest.compiler(), plugin_core::manifest::COMPILER);
        assert_eq!(manifest.panic_strategy(), PanicStrategy::Unwind);
        assert!(manifest.debug_assertions());
        assert!(manifest.includes().eq(["a", "b"]));
        assert!(manifest.excludes().eq(["c"]));
    }

    #[test]
    fn every_truncation_is_an_error_or_says_less() {
        let payload = FULL.payload();
        for len in 0..payload.len() {
            match decode(&payload[..len]) {
                Ok(manifest) => assert_ne!(manifest, Manifest::default()),
                Err(RecordError::Bad { offset, .. }) => assert!(offset <= len),
                Err(RecordError::Newer { format }) => panic!("format {format}"),
            }
        }
    }

    #[test]
    fn every_flipped_bit_is_an_error_or_another_text() {
        let payload = FULL.payload();
        for bit in 0..payload.len() * 8 {
            let mut payload = payload.to_vec();
            payload[bit / 8] ^= 1 << (bit % 8);
            // It does not panic, and does not take memory that the record does not have.
            let _ = decode(&payload);
        }
    }

    #[test]
    fn a_newer_format_is_told() {
        assert_eq!(decode(&[2, 0, 9, 9]), Err(RecordError::Newer { format: 2 }));
    }

    #[test]
    fn faults_are_told_with_their_place() {
        let abi = field(tag::ABI, &[1, 0, 0, 0]);
        let name = field(tag::NAME, b"x");
        for (payload, offset, expected) in [
            (vec![], 0, "it is empty"),
            (vec![0, 0], 0, "format 0 does not exist"),
            (record(&[]), 2, "it ends without the name"),
            (record(&[&name]), 9, "it ends without the package"),
            (record(&[&[1, 0, 9, 0]]), 2, "a field ends after the end of the record"),
            (record(&[&[1, 0, 9, 0, 0, 0, b'x']]), 2, "a field ends after the end of the record"),
            (
                record(&[&[1, 0, 0xff, 0xff, 0xff, 0xff]]),
                2,
                "a field of 4294967295 bytes is longer than 65536 bytes",
            ),
            (record(&[&field(tag::NAME, b"\xff")]), 2, "field 1 is not UTF-8"),
            (record(&[&field(tag::NAME, b"a\0b")]), 2, "field 1 holds a NUL character"),
            (record(&[&name, &abi, &name]), 19, "field 1 stands there twice"),
            (record(&[&field(tag::ABI, &[1, 0])]), 2, "field 9 has 2 bytes instead of 4"),
            (
                record(&vec![&field(tag::INCLUDES, b"")[..]; FIELDS_MAX + 1]),
                2 + HEADER * FIELDS_MAX,
                "it has more than 1024 fields",
            ),
        ] {
            assert_eq!(reason(&payload), (offset, expected.to_owned()));
        }
    }

    #[test]
    fn unknown_fields_are_skipped() {
        let mut payload = FULL.payload().to_vec();
        while payload.last() == Some(&0) {
            payload.pop();
        }
        payload.extend(field(999, b"\xff from the future"));
        assert_eq!(decode(&payload), decode(FULL.payload()));
    }
}
