//! The fields of a record: framed, counted and bounded before anybody looks into them.

use plugin_core::manifest::{FIELD_MAX, FORMAT};

/// Most fields; each included crate and each `meta` takes one.
pub(super) const FIELDS_MAX: usize = 1 << 10;
/// A field's tag and length.
pub(super) const HEADER: usize = 6;

/// A record that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RecordError {
    /// What is wrong, and where in the payload.
    Bad { offset: usize, reason: String },
    /// The record is of a format that this reader does not know yet.
    Newer { format: u16 },
}

/// A fault at a place in the payload.
#[cold]
pub(super) fn bad(offset: usize, reason: impl Into<String>) -> RecordError {
    RecordError::Bad { offset, reason: reason.into() }
}

/// Reads the fields of a payload one after the other.
pub(super) struct Fields<'a> {
    payload: &'a [u8],
    position: usize,
    count: usize,
    tags: Tags,
    /// Which tags that stand once have been met, one bit each.
    seen: u64,
}

/// The tags that this reader knows.
#[derive(Clone, Copy)]
pub(super) struct Tags {
    /// The highest.
    pub(super) last: u16,
    /// Those that may repeat.
    pub(super) repeated: &'static [u16],
}

/// One field.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field<'a> {
    /// Position of its tag in the payload.
    pub(super) offset: usize,
    pub(super) tag: u16,
    pub(super) bytes: &'a [u8],
}

impl<'a> Fields<'a> {
    /// The fields of a payload whose format this reader knows.
    pub(super) fn new(payload: &'a [u8], tags: Tags) -> Result<Self, RecordError> {
        match payload.first_chunk().map(|format| u16::from_le_bytes(*format)) {
            None => Err(bad(0, "it is empty")),
            Some(0) => Err(bad(0, "format 0 does not exist")),
            Some(1..=FORMAT) => Ok(Self { payload, position: 2, count: 0, tags, seen: 0 }),
            Some(format) => Err(RecordError::Newer { format }),
        }
    }

    /// The next field; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Field<'a>>, RecordError> {
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
        let field = Field { offset, tag: u16::from_le_bytes([t0, t1]), bytes };
        self.check_single(&field)?;
        Ok(Some(field))
    }

    /// That nothing required is missing, at the end.
    pub(super) fn require(&self, required: &[(&str, bool)]) -> Result<(), RecordError> {
        match required.iter().find(|(_, is_there)| !is_there) {
            Some((what, _)) => Err(bad(self.position, format!("it ends without the {what}"))),
            None => Ok(()),
        }
    }

    /// Refuses the second field of a tag that does not repeat. Tags that this reader does not know
    /// may.
    fn check_single(&mut self, field: &Field<'_>) -> Result<(), RecordError> {
        if field.tag > self.tags.last || self.tags.repeated.contains(&field.tag) {
            return Ok(());
        }
        let bit = 1u64 << field.tag;
        if self.seen & bit != 0 {
            return Err(bad(field.offset, format!("field {} stands there twice", field.tag)));
        }
        self.seen |= bit;
        Ok(())
    }
}

impl<'a> Field<'a> {
    /// Its text.
    pub(super) fn text(&self) -> Result<&'a str, RecordError> {
        self.text_of(self.bytes)
    }

    /// Part of its bytes, as text.
    pub(super) fn text_of(&self, bytes: &'a [u8]) -> Result<&'a str, RecordError> {
        let text = std::str::from_utf8(bytes)
            .map_err(|_| bad(self.offset, format!("field {} is not UTF-8", self.tag)))?;
        if bytes.contains(&0) {
            return Err(bad(self.offset, format!("field {} holds a NUL character", self.tag)));
        }
        Ok(text)
    }

    /// Its bytes, of which there are `N`.
    pub(super) fn array<const N: usize>(&self) -> Result<[u8; N], RecordError> {
        self.bytes.try_into().map_err(|_| {
            let (tag, len) = (self.tag, self.bytes.len());
            bad(self.offset, format!("field {tag} has {len} bytes instead of {N}"))
        })
    }
}
