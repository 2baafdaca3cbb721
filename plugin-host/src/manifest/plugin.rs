//! The record of `plugin!()`: from the bytes of a note's payload to what they say, and to a [`Manifest`]
//! without exports.

use std::ops::Range;

use plugin_core::Api;
use plugin_core::manifest::tag;
use semver::VersionReq;

use super::application::refusal;
use super::fields::{Field, Fields, HEADER, RecordError, Tags, bad};
use super::{Application, Manifest, NO_ABI, PanicStrategy};
use crate::error::AbiVersion;

const TAGS: Tags = Tags { last: tag::SEAL, repeated: &[tag::INCLUDES, tag::EXCLUDES] };
/// Size of a seal.
pub(crate) const SEAL_LEN: usize = 32;

/// What a record says, its texts where they stand in it: of most, a first open only asks whether they are whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PluginFields<'a> {
    pub(crate) name: &'a str,
    pub(crate) version: &'a str,
    authors: &'a str,
    description: &'a str,
    license: &'a str,
    repository: &'a str,
    pub(crate) package: &'a str,
    pub(crate) root_symbol: &'a str,
    abi: Option<AbiVersion>,
    pub(crate) target: &'a str,
    compiler: &'a str,
    panic: PanicStrategy,
    debug_assertions: bool,
    /// Name and version; both are empty if the plugin does not say.
    application: (&'a str, &'a str),
    pub(super) includes: Vec<&'a str>,
    pub(super) excludes: Vec<&'a str>,
    pub(crate) sealed: bool,
}

impl PluginFields<'_> {
    pub(crate) fn abi(&self) -> AbiVersion {
        self.abi.unwrap_or(NO_ABI)
    }

    /// What a host that is `api` expects instead, and what the plugin is for; `None` if it is for this host.
    pub(crate) fn refusal(&self, api: Api) -> Option<(Application, Option<Application>)> {
        let found = Some(self.application).filter(|(name, _)| !name.is_empty());
        Some((refusal(api, found)?, self.application()))
    }

    fn application(&self) -> Option<Application> {
        let (name, version) = self.application;
        (!name.is_empty()).then(|| Application { name: name.into(), version: version.into() })
    }
}

impl From<&PluginFields<'_>> for Manifest {
    fn from(it: &PluginFields<'_>) -> Self {
        let list = |texts: &[&str]| texts.iter().copied().map(str::to_owned).collect();
        Self {
            name: it.name.to_owned(),
            version: it.version.to_owned(),
            authors: it.authors.to_owned(),
            description: it.description.to_owned(),
            license: it.license.to_owned(),
            repository: it.repository.to_owned(),
            package: it.package.to_owned(),
            root_symbol: it.root_symbol.to_owned(),
            abi: it.abi,
            target: it.target.to_owned(),
            compiler: it.compiler.to_owned(),
            panic: it.panic,
            debug_assertions: it.debug_assertions,
            application: it.application(),
            includes: list(&it.includes),
            excludes: list(&it.excludes),
            sealed: it.sealed,
            exports: Vec::new(),
        }
    }
}

/// Decodes the payload of a plugin record.
pub(crate) fn decode(payload: &[u8]) -> Result<PluginFields<'_>, RecordError> {
    let mut fields = Fields::new(payload, TAGS)?;
    let (mut it, mut sealable) = (PluginFields::default(), false);
    while let Some(field) = fields.next()? {
        match field.tag {
            tag::NAME => it.name = field.text()?,
            tag::VERSION => it.version = field.text()?,
            tag::AUTHORS => it.authors = field.text()?,
            tag::DESCRIPTION => it.description = field.text()?,
            tag::LICENSE => it.license = field.text()?,
            tag::REPOSITORY => it.repository = field.text()?,
            tag::PACKAGE => it.package = field.text()?,
            tag::ROOT_SYMBOL => it.root_symbol = field.text()?,
            tag::TARGET => it.target = field.text()?,
            tag::COMPILER => it.compiler = field.text()?,
            tag::APPLICATION => it.application.0 = field.text()?,
            tag::APPLICATION_VERSION => it.application.1 = version(&field)?,
            tag::INCLUDES => it.includes.push(field.text()?),
            tag::EXCLUDES => it.excludes.push(field.text()?),
            tag::PANIC => {
                it.panic = match field.bytes {
                    b"unwind" => PanicStrategy::Unwind,
                    b"abort" => PanicStrategy::Abort,
                    _ => PanicStrategy::Unknown,
                };
            }
            tag::ABI => {
                let [a, b, c, d] = field.array()?;
                let [major, minor] = [[a, b], [c, d]].map(u16::from_le_bytes);
                it.abi = Some(AbiVersion { major, minor });
            }
            tag::DEBUG_ASSERTIONS => it.debug_assertions = field.array()? != [0],
            tag::SEAL => {
                sealable = true;
                it.sealed = field.array()? != [0; SEAL_LEN];
            }
            _ => {}
        }
    }
    let (application, version) = it.application;
    fields.require(&[
        ("name", !it.name.is_empty()),
        ("package", !it.package.is_empty()),
        ("root symbol", !it.root_symbol.is_empty()),
        ("ABI version", it.abi.is_some()),
        ("target", !it.target.is_empty()),
        ("room for a seal", sealable),
        ("application", version.is_empty() || !application.is_empty()),
        ("application's version", application.is_empty() || !version.is_empty()),
    ])?;
    Ok(it)
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

/// A version with which others can be compared.
fn version<'a>(field: &Field<'a>) -> Result<&'a str, RecordError> {
    let text = field.text()?;
    match VersionReq::parse(text) {
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
        let manifest = Manifest::from(&decode(FULL.payload()).unwrap());
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
                Ok(described) => assert_ne!(described, PluginFields::default()),
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
