//! The record of an `#[export]`.

use plugin_core::manifest::export_tag as tag;
use plugin_core::{Export, ExportKind};

use super::fields::{Field, Fields, RecordError, Tags, bad};
use super::notes::Record;

const TAGS: Tags = Tags { last: tag::META, repeated: &[tag::META] };

/// An export, as the manifest describes it.
///
/// Texts of which nothing is known are empty.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ManifestExport {
    pub(super) name: String,
    #[cfg_attr(feature = "serde", serde(with = "super::serde::kind"))]
    pub(super) kind: ExportKind,
    pub(super) declaration: String,
    pub(super) docs: String,
    pub(super) meta: Vec<(String, String)>,
    pub(super) package: String,
    pub(super) file: String,
    pub(super) line: u32,
}

impl ManifestExport {
    /// The name to look up.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it is.
    pub fn kind(&self) -> ExportKind {
        self.kind
    }

    /// The item as its author wrote it, on one line: `pub fn greet(name: &str) -> String`.
    pub fn declaration(&self) -> &str {
        &self.declaration
    }

    /// The item's documentation.
    pub fn docs(&self) -> &str {
        &self.docs
    }

    /// What `meta("key" = "value")` says, in the order written.
    pub fn meta(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.meta.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// Package of the plugin crate that the item stands in: the plugin's own, or one that it includes.
    pub fn package(&self) -> &str {
        &self.package
    }

    /// File, relative to the package, and line of the `#[export]`.
    pub fn place(&self) -> (&str, u32) {
        (&self.file, self.line)
    }
}

/// What the symbol table of an open plugin says is the same.
impl From<Export> for ManifestExport {
    fn from(export: Export) -> Self {
        let (file, line) = export.place();
        Self {
            name: export.name().to_owned(),
            kind: export.kind(),
            declaration: export.declaration().to_owned(),
            docs: export.docs().to_owned(),
            meta: export.meta().map(|(key, value)| (key.to_owned(), value.to_owned())).collect(),
            package: export.package().to_owned(),
            file: file.to_owned(),
            line,
        }
    }
}

/// Decodes the export records of a plugin that consists of these packages, sorted by name.
///
/// # Errors
///
/// The position of the record that cannot be read, and what is wrong with it.
pub(crate) fn exports(
    records: &[Record<'_>],
    packages: &[&str],
) -> Result<Vec<ManifestExport>, (u64, RecordError)> {
    let mut exports = Vec::with_capacity(records.len());
    for record in records {
        let export = decode(record.payload).map_err(|error| (record.offset, error))?;
        if packages.contains(&export.package()) {
            exports.push(export);
        }
    }
    // The order in the file is the linker's; two of one name are a fault that the user should see.
    exports.sort_by(|a, b| (&a.name, &a.package, a.place()).cmp(&(&b.name, &b.package, b.place())));
    Ok(exports)
}

/// Decodes the payload of an export record.
pub(crate) fn decode(payload: &[u8]) -> Result<ManifestExport, RecordError> {
    let mut fields = Fields::new(payload, TAGS)?;
    let mut kind = None;
    let mut export = ManifestExport {
        name: String::new(),
        kind: ExportKind::Unknown,
        declaration: String::new(),
        docs: String::new(),
        meta: Vec::new(),
        package: String::new(),
        file: String::new(),
        line: 0,
    };
    while let Some(field) = fields.next()? {
        match field.tag {
            tag::NAME => export.name = field.text()?.into(),
            tag::KIND => kind = Some(u32::from_le_bytes(field.array()?)),
            tag::PACKAGE => export.package = field.text()?.into(),
            tag::FILE => export.file = field.text()?.into(),
            tag::LINE => export.line = u32::from_le_bytes(field.array()?),
            tag::DECLARATION => export.declaration = field.text()?.into(),
            tag::DOCS => export.docs = field.text()?.into(),
            tag::META => export.meta.push(meta(&field)?),
            _ => {}
        }
    }
    fields.require(&[
        ("name", !export.name.is_empty()),
        ("kind", kind.is_some()),
        ("package", !export.package.is_empty()),
    ])?;
    export.kind = ExportKind::from_abi(kind.unwrap_or_default());
    Ok(export)
}

/// A key with its length before it, and a value.
fn meta(field: &Field<'_>) -> Result<(String, String), RecordError> {
    let split = || {
        let (len, rest) = field.bytes.split_first_chunk()?;
        rest.split_at_checked(usize::try_from(u32::from_le_bytes(*len)).ok()?)
    };
    let (key, value) =
        split().ok_or_else(|| bad(field.offset, "a key ends after the end of its field"))?;
    Ok((field.text_of(key)?.to_owned(), field.text_of(value)?.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::tests::{EXPORT, field, record};

    #[test]
    fn what_plugin_core_writes_is_read() {
        let export = decode(EXPORT.payload()).unwrap();
        assert_eq!((export.name(), export.kind()), ("greet", ExportKind::Function));
        assert_eq!(export.declaration(), "pub fn greet(name: &str) -> String");
        assert_eq!(export.docs(), "Greets.\n\nPolitely.");
        assert!(export.meta().eq([("menu", "Help"), ("", "")]));
        assert_eq!((export.package(), export.place()), ("x", ("src/lib.rs", 12)));
    }

    #[test]
    fn exports_of_other_packages_are_left_out_and_the_rest_is_sorted() {
        let payload = |name: &[u8], package: &[u8]| {
            record(&[
                &field(tag::NAME, name),
                &field(tag::KIND, &[9, 0, 0, 0]),
                &field(tag::PACKAGE, package),
            ])
        };
        let payloads = [payload(b"b", b"x"), payload(b"a", b"y"), payload(b"c", b"z")];
        let records: Vec<_> =
            payloads.iter().map(|payload| Record { offset: 0, payload }).collect();
        let exports = exports(&records, &["x", "y"]).unwrap();
        assert!(exports.iter().map(ManifestExport::name).eq(["a", "b"]));
        assert_eq!(exports[0].kind(), ExportKind::Unknown);
    }

    #[test]
    fn faults_are_told_with_their_place() {
        let [name, kind] = [field(tag::NAME, b"x"), field(tag::KIND, &[1, 0, 0, 0])];
        let package = field(tag::PACKAGE, b"p");
        for (payload, offset, expected) in [
            (record(&[&kind, &package]), 19, "it ends without the name"),
            (record(&[&name, &package]), 16, "it ends without the kind"),
            (record(&[&name, &kind]), 19, "it ends without the package"),
            (record(&[&field(tag::KIND, &[1])]), 2, "field 2 has 1 bytes instead of 4"),
            (record(&[&field(tag::DOCS, b"\xff")]), 2, "field 7 is not UTF-8"),
            (record(&[&field(tag::META, b"\x01\0")]), 2, "a key ends after the end of its field"),
            (
                record(&[&field(tag::META, b"\x02\0\0\0k")]),
                2,
                "a key ends after the end of its field",
            ),
            (record(&[&field(tag::META, b"\x01\0\0\0\xff")]), 2, "field 8 is not UTF-8"),
            (record(&[&name, &name]), 9, "field 1 stands there twice"),
        ] {
            assert_eq!(decode(&payload), Err(bad(offset, expected)));
        }
    }
}
