//! The symbol table: every export of one binary, found by name and checked by type.
//!
//! In `plugin-core`, and not in the host, because the table serves both ways: what a host looks up in a
//! plugin, and what a plugin looks up in its host.

mod error;
mod index;
mod text;
mod verdicts;

pub use error::{DuplicateSymbol, LookupError, NotFound, TypeMismatch};

use std::fmt;
use std::ptr;
use std::sync::{Arc, OnceLock};

use self::index::Index;
use self::verdicts::Verdicts;
use crate::abi::{Readable, References, SymbolEntry, TypeInfo, name_hash, symbol_kind};
use crate::symbol::{Symbol, SymbolType};
use crate::{guard, layout};

/// The exports of one plugin or host.
///
/// No lookup calls into the system's loader, and a repeated one takes no lock. The first in a binary installs its
/// panic hook.
pub struct SymbolTable {
    owner: Arc<str>,
    /// As their binary lists them.
    entries: Readable<SymbolEntry>,
    verdicts: Verdicts,
    /// By name.
    index: Index,
    /// By name; made when it is first asked for, since a lookup does not need it.
    sorted: OnceLock<Vec<&'static SymbolEntry>>,
}

#[inline]
fn is_named(entry: &SymbolEntry, name: &str) -> bool {
    text::is_equal(entry.name.as_str().as_bytes(), name.as_bytes())
}

impl SymbolTable {
    /// Builds the table of `owner`, the name that errors give.
    ///
    /// # Safety
    ///
    /// The entries were made by the macros of this crate, in any version of the same ABI major
    /// version, in a binary that is not unloaded: each address is that of an item of the described
    /// kind and type.
    ///
    /// # Errors
    ///
    /// [`DuplicateSymbol`] if two exports have one name.
    pub unsafe fn new(
        owner: impl Into<Arc<str>>,
        entries: References<SymbolEntry>,
    ) -> Result<Self, DuplicateSymbol> {
        // Whoever looks up may be called back, and panic.
        guard::install();
        let entries = entries.readable();
        let index = Index::new(entries.iter().map(|entry| entry.hash), |one, other| {
            let (one, other) = (entries.get(one)?, entries.get(other)?);
            is_named(one, other.name.as_str()).then(|| DuplicateSymbol::new(one, other))
        })?;
        Ok(Self { entries, index, ..Self::empty(owner) })
    }

    /// A table without exports.
    pub(crate) fn empty(owner: impl Into<Arc<str>>) -> Self {
        Self {
            owner: owner.into(),
            entries: References::EMPTY.readable(),
            verdicts: Verdicts::default(),
            index: Index::default(),
            sorted: OnceLock::new(),
        }
    }

    /// Finds the export `name` and checks that it is an `S`.
    ///
    /// # Errors
    ///
    /// [`LookupError::NotFound`] if nothing is exported under that name,
    /// [`LookupError::TypeMismatch`] if it is something else than `S`.
    #[inline]
    pub fn lookup<S>(&self, name: &str) -> Result<Symbol<S>, LookupError>
    where
        S: SymbolType + ?Sized,
        S::Target: Sync,
    {
        // Inlined, so that the hash of a name that is written there is a constant.
        let hash = name_hash(name);
        let expected = const { &S::TYPE };
        let entry = match self.verified(name, hash, expected) {
            Some(entry) => entry,
            None => self.verify(name, hash, S::KIND, expected)?,
        };
        // SAFETY: kind and type were compared, now or earlier, and are equal.
        Ok(unsafe { Symbol::new(entry) })
    }

    /// The export `name`, if it was found to be what is expected before.
    ///
    /// Not generic, so that there is one of it however many types are looked up.
    fn verified(
        &self,
        name: &str,
        hash: u64,
        expected: &'static TypeInfo,
    ) -> Option<&'static SymbolEntry> {
        let (row, entry) = self.find(name, hash)?;
        self.verdicts.has(row, expected).then_some(entry)
    }

    /// The export `name`, and which it is.
    #[inline]
    fn find(&self, name: &str, hash: u64) -> Option<(usize, &'static SymbolEntry)> {
        self.index.find(hash, |row| self.entries.get(row).filter(|entry| is_named(entry, name)))
    }

    /// Finds the export `name`, compares what was not compared before, and notes the verdict.
    ///
    /// `expected` comes from the caller: a constant has another address in each place that names it.
    #[cold]
    fn verify(
        &self,
        name: &str,
        hash: u64,
        kind: u32,
        expected: &'static TypeInfo,
    ) -> Result<&'static SymbolEntry, LookupError> {
        let (row, entry) = self.find(name, hash).ok_or_else(|| self.not_found(name))?;
        let found = (entry.ty)();
        let differences = if self.is_type_of_last(found, expected) {
            Vec::new()
        } else {
            layout::compare(expected, found)
        };
        if entry.kind != kind || entry.flags != 0 || !differences.is_empty() {
            return Err(LookupError::TypeMismatch(Box::new(TypeMismatch {
                symbol: entry.name.as_str().to_owned(),
                owner: self.owner.to_string(),
                expected: layout::display_symbol(kind, expected),
                found: layout::display_symbol(entry.kind, found),
                differences,
            })));
        }
        self.verdicts.note(row, self.entries.len(), expected);
        Ok(entry)
    }

    /// Whether `found` is the very description that was found equal to `expected` last: of a plugin's exports, many are
    /// of one type, and looked up one after the other.
    fn is_type_of_last(&self, found: &TypeInfo, expected: &'static TypeInfo) -> bool {
        let last = self.verdicts.last();
        self.verdicts.has(last, expected)
            && self.entries.get(last).is_some_and(|last| ptr::eq((last.ty)(), found))
    }

    #[cold]
    fn not_found(&self, name: &str) -> LookupError {
        LookupError::NotFound(NotFound {
            symbol: name.to_owned(),
            owner: self.owner.clone(),
            entries: self.entries,
        })
    }

    /// All exports, by name.
    pub fn exports(&self) -> impl ExactSizeIterator<Item = Export> + '_ {
        self.sorted().iter().map(|entry| Export { entry })
    }

    fn sorted(&self) -> &[&'static SymbolEntry] {
        self.sorted.get_or_init(|| {
            let mut entries: Vec<_> = self.entries.iter().collect();
            entries.sort_unstable_by_key(|entry| entry.name.as_str());
            entries
        })
    }

    /// The exports that are an `S`, by name, each with its symbol.
    pub fn exports_of<S>(&self) -> impl Iterator<Item = (Export, Symbol<S>)> + '_
    where
        S: SymbolType + ?Sized,
        S::Target: Sync,
    {
        self.exports().filter_map(|export| {
            let symbol = self.lookup::<S>(export.name()).ok()?;
            Some((export, symbol))
        })
    }
}

impl fmt::Debug for SymbolTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SymbolTable")
            .field("owner", &self.owner)
            .field("exports", &self.entries.len())
            .finish_non_exhaustive()
    }
}

/// What an export is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ExportKind {
    /// A function that converts its arguments and contains its panics.
    Function,
    /// An `extern "C"` function as its author wrote it.
    RawFunction,
    /// A static.
    Variable,
    /// An object behind an interface.
    Object,
    /// Something that a newer version exports; it cannot be looked up.
    Unknown,
}

impl ExportKind {
    /// What a value of [`symbol_kind`] means.
    #[doc(hidden)]
    pub fn from_abi(kind: u32) -> Self {
        match kind {
            symbol_kind::FUNCTION => Self::Function,
            symbol_kind::RAW_FUNCTION => Self::RawFunction,
            symbol_kind::VARIABLE => Self::Variable,
            symbol_kind::OBJECT => Self::Object,
            _ => Self::Unknown,
        }
    }
}

impl fmt::Display for ExportKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Function => "function",
            Self::RawFunction => "raw function",
            Self::Variable => "variable",
            Self::Object => "object",
            Self::Unknown => "unknown",
        })
    }
}

/// One export, described.
#[derive(Clone, Copy)]
pub struct Export {
    entry: &'static SymbolEntry,
}

impl Export {
    /// The name to look up.
    pub fn name(&self) -> &'static str {
        self.entry.name.as_str()
    }

    /// What it is.
    pub fn kind(&self) -> ExportKind {
        ExportKind::from_abi(self.entry.kind)
    }

    /// The type, as one would write it: `fn(&str) -> String`, `AtomicI64`.
    ///
    /// To look it up, a reference inside another type is written with [`Ref`](crate::Ref) or
    /// [`Mut`](crate::Mut): `Option<Ref<str>>` for `Option<&str>`.
    pub fn signature(&self) -> String {
        layout::display((self.entry.ty)())
    }

    /// The item as its author wrote it, on one line: `pub fn greet(name: &str) -> String`.
    pub fn declaration(&self) -> &'static str {
        self.entry.declaration.as_str()
    }

    /// The item's documentation; empty if it has none.
    pub fn docs(&self) -> &'static str {
        self.entry.docs.as_str()
    }

    /// What `meta("key" = "value")` says, in the order written.
    pub fn meta(&self) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
        self.entry.meta.iter().map(|meta| (meta.key.as_str(), meta.value.as_str()))
    }

    /// Package that the item stands in.
    pub fn package(&self) -> &'static str {
        self.entry.package.as_str()
    }

    /// File, relative to the package, and line of the `#[export]`.
    pub fn place(&self) -> (&'static str, u32) {
        (self.entry.file.as_str(), self.entry.line)
    }
}

impl fmt::Debug for Export {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Export")
            .field("name", &self.name())
            .field("signature", &self.signature())
            .finish_non_exhaustive()
    }
}
