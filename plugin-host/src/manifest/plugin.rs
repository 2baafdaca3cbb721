//! The record of `plugin!()`: from the bytes of a note's payload to a [`Manifest`] without exports.

use std::ops::Range;

use plugin_core::manifest::tag;
use semver::VersionReq;

use super::fields::{Field, Fields, HEADER, RecordError, Tags, bad};
use super::{Application, Manifest, PanicStrategy};
use crate::error::AbiVersion;

const TAGS: Tags = Tags { last: tag::SEAL, repeated: &[tag::INCLUDES, tag::EXCLUDES] };
/// Size of a seal.
pub(crate) const SEAL_LEN: usize = 32;

/// Decodes the payload of a plugin record.
pub(crate) fn decode(payload: &[u8]) -> Result<Manifest, RecordError> {
    let mut fields = Fields::new(payload, TAGS)?;
    let mut manifest = Manifest::default();
    let (mut application, mut sealable) = (Application::default(), false);
    while let Some(field) = fields.next()? {
        match field.tag {
            tag::APPLICATION => application.name = field.text()?.into(),
            tag::APPLICATION_VERSION => application.version = version(&field)?.into(),
            tag::SEAL => {
                sealable = true;
                manifest.sealed = field.array()? != [0; SEAL_LEN];
            }
            _ => store(&field, &mut manifest)?,
        }
    }
    fields.require(&[
        ("name", !manifest.name.is_empty()),
        ("package", !manifest.package.is_empty()),
        ("root symbol", !manifest.root_symbol.is_empty()),
        ("ABI version", manifest.abi.is_some()),
        ("target", !manifest.target.is_empty()),
        ("room for a seal", sealable),
        ("application", application.version.is_empty() || !application.name.is_empty()),
        ("application's version", application.name.is_empty() || !application.version.is_empty()),
    ])?;
    manifest.application = (!application.name.is_empty()).then_some(application);
    Ok(manifest)
}

/// Where the seal stands in the payload of a plugin record that can be decoded.
pub(crate) fn seal_place(payload: &[u8]) -> Option<Range<usize>> {
    let mut fields = Fields::new(payload, TAGS).ok()?;
    while let Some(field) = fields.next().ok()? {
        if field.tag == tag::SEAL && field.bytes.len() == SEAL_LEN {
            let start = field.offset + HEADER;
            return Some(start..start + SEAL_LEN);
        }
    }
    None
}

fn store(field: &Field<'_>, manifest: &mut Manifest) -> Result<(), RecordError> {
    match field.tag {
        tag::NAME => manifest.name = field.text()?,
        tag::VERSION => manifest.version = field.text()?,
        tag::AUTHORS => manifest.authors = field.text()?,
        tag::DESCRIPTION => manifest.description = field.text()?,
        tag::LICENSE => manifest.license = field.text()?,
        tag::REPOSITORY => manifest.repository = field.text()?,
        tag::PACKAGE => manifest.package = field.text()?,
        tag::ROOT_SYMBOL => manifest.root_symbol = field.text()?,
        tag::TARGET => manifest.target = field.text()?,
        tag::COMPILER => manifest.compiler = field.text()?,
        tag::INCLUDES => manifest.includes.push(field.text()?),
        tag::EXCLUDES => manifest.excludes.push(field.text()?),
        tag::PANIC => {
            manifest.panic = match field.bytes {
                b"unwind" => PanicStrategy::Unwind,
                b"abort" => PanicStrategy::Abort,
                _ => PanicStrategy::Unknown,
            };
        }
        tag::ABI => {
            let [a, b, c, d] = field.array()?;
            let [major, minor] = [[a, b], [c, d]].map(u16::from_le_bytes);
            manifest.abi = Some(AbiVersion { major, minor });
        }
        tag::DEBUG_ASSERTIONS => manifest.debug_assertions = field.array()? != [0],
        _ => {}
    }
    Ok(())
}

/// A version with which others can be compared.
fn version(field: &Field<'_>) -> Result<String, RecordError> {
    let text = field.text()?;
    match VersionReq::parse(&text) {
        Ok(_) => Ok(text),
        Err(_) => Err(bad(field.offset, format!("`{}` is no version", text.escape_default()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::fields::{FIELDS_MAX, HEADER};
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
        let application = manifest.application().unwrap();
        assert_eq!((application.name(), application.version()), ("com.example.editor", "2.1"));
        assert!(!manifest.is_sealed());
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
                "a field of 4294967295 bytes is longer than 1048576 bytes",
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
        let (format, fields) = FULL.payload().split_at(2);
        let new = field(999, b"\xff from the future");
        let payload = [format, &new, &new, fields].concat();
        assert_eq!(decode(&payload), decode(FULL.payload()));
    }
}
