//! Why a lookup failed, in words.

use std::fmt;
use std::sync::Arc;

use crate::abi::{Readable, SymbolEntry};
use crate::layout::Difference;

/// A lookup that failed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum LookupError {
    /// Nothing is exported under that name.
    NotFound(NotFound),
    /// The export is something else than what was asked for.
    TypeMismatch(Box<TypeMismatch>),
}

/// A name under which nothing is exported.
///
/// Which name it may be a slip of is found when it is asked for or printed, so that asking for what a plugin may not
/// have costs little.
///
/// ```
/// use plugin_core::{HostContext, LookupError};
///
/// match HostContext::empty().lookup::<fn()>("flush") {
///     Err(LookupError::NotFound(missing)) => {
///         assert_eq!((missing.symbol(), missing.nearest()), ("flush", None));
///     }
///     other => panic!("{other:?}"),
/// }
/// ```
#[derive(Clone)]
pub struct NotFound {
    pub(super) symbol: String,
    pub(super) owner: Arc<str>,
    pub(super) entries: Readable<SymbolEntry>,
}

impl NotFound {
    /// The name that was looked up.
    pub fn symbol(&self) -> &str {
        &self.symbol
    }

    /// The plugin or host that was asked.
    pub fn owner(&self) -> &str {
        &self.owner
    }

    /// The exported name that looks most like it, if one is near enough to be meant.
    pub fn nearest(&self) -> Option<&'static str> {
        let mut names: Vec<_> = self.entries.iter().map(|entry| entry.name.as_str()).collect();
        // The order of registration differs between builds.
        names.sort_unstable();
        nearest(&self.symbol, names.into_iter())
    }
}

impl fmt::Debug for NotFound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NotFound")
            .field("symbol", &self.symbol)
            .field("owner", &self.owner)
            .field("nearest", &self.nearest())
            .finish_non_exhaustive()
    }
}

impl fmt::Display for NotFound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { symbol, owner, .. } = self;
        write!(f, "`{owner}` exports no `{symbol}`")?;
        match self.nearest() {
            Some(nearest) => write!(f, ": did you mean `{nearest}`?"),
            None => Ok(()),
        }
    }
}

/// An export that is something else than what was asked for.
#[derive(Clone, Debug)]
pub struct TypeMismatch {
    pub(super) symbol: String,
    pub(super) owner: String,
    pub(super) expected: String,
    pub(super) found: String,
    pub(super) differences: Vec<Difference>,
}

impl TypeMismatch {
    /// Name of the export.
    pub fn symbol(&self) -> &str {
        &self.symbol
    }

    /// The plugin or host that exports it.
    pub fn owner(&self) -> &str {
        &self.owner
    }

    /// What was asked for: "function `fn(&str) -> u32`".
    pub fn expected(&self) -> &str {
        &self.expected
    }

    /// What is exported.
    pub fn found(&self) -> &str {
        &self.found
    }

    /// Where the two types differ.
    pub fn differences(&self) -> &[Difference] {
        &self.differences
    }

    /// All differences, one a line.
    pub fn report(&self) -> String {
        let mut report = self.to_string();
        for difference in &self.differences {
            report.push_str("\n  ");
            report.push_str(&difference.to_string());
        }
        report
    }
}

impl fmt::Display for TypeMismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { symbol, owner, expected, found, differences } = self;
        write!(f, "`{symbol}` of `{owner}` has another type: expected {expected}, found {found}")?;
        // The first difference, unless the whole types show it.
        match differences.first() {
            Some(first) if !first.path().is_empty() || expected == found => write!(f, " ({first})"),
            _ => Ok(()),
        }
    }
}

impl fmt::Display for LookupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound(it) => it.fmt(f),
            Self::TypeMismatch(mismatch) => mismatch.fmt(f),
        }
    }
}

impl std::error::Error for LookupError {}

/// Two exports of one plugin have one name.
#[derive(Clone, Debug)]
pub struct DuplicateSymbol {
    name: &'static str,
    places: [String; 2],
}

impl DuplicateSymbol {
    pub(super) fn new(first: &SymbolEntry, second: &SymbolEntry) -> Self {
        let place = |entry: &SymbolEntry| (entry.package.as_str(), entry.file.as_str(), entry.line);
        let mut places = [place(first), place(second)];
        // The order of registration differs between builds.
        places.sort_unstable();
        let places = places.map(|(package, file, line)| format!("{package}/{file}:{line}"));
        Self { name: first.name.as_str(), places }
    }

    /// The name.
    pub fn name(&self) -> &str {
        self.name
    }

    /// Package, file and line of both.
    pub fn places(&self) -> [&str; 2] {
        [&self.places[0], &self.places[1]]
    }
}

impl fmt::Display for DuplicateSymbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, places: [first, second] } = self;
        write!(
            f,
            "`{name}` is exported twice, at {first} and at {second}: rename one with \
             `#[export(name = \"…\")]`"
        )
    }
}

impl std::error::Error for DuplicateSymbol {}

/// The name most like `name`, if any is near enough to be meant; the first of several.
fn nearest(name: &str, names: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    let lower = |text: &str| text.chars().flat_map(char::to_lowercase).collect::<Vec<_>>();
    let name = lower(name);
    let mut limit = (name.len() / 3).max(1);
    let mut nearest = None;
    for candidate in names {
        let Some(distance) = distance(&name, &lower(candidate), limit) else { continue };
        nearest = Some(candidate);
        // Any other has to be nearer.
        let Some(nearer) = distance.checked_sub(1) else { break };
        limit = nearer;
    }
    nearest
}

/// Number of characters to insert, delete or replace, if it is at most `limit`.
fn distance(a: &[char], b: &[char], limit: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > limit {
        return None;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
        // No row is smaller than the one before.
        if row.iter().all(|distance| *distance > limit) {
            return None;
        }
    }
    Some(row[b.len()]).filter(|distance| *distance <= limit)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_is_recognised_and_a_different_name_is_not() {
        let names = ["greet", "SEVEN", "fast_add"];
        let find = |name| nearest(name, names.into_iter());
        assert_eq!(find("gret"), Some("greet"));
        assert_eq!(find("seven"), Some("SEVEN"));
        assert_eq!(find("fastadd"), Some("fast_add"));
        assert_eq!(find("shutdown"), None);
        assert_eq!(find(""), None);
        assert_eq!(find("agreet"), Some("greet"));
        assert_eq!(find("greets"), Some("greet"));
        let find = |name| nearest(name, ["grüße", "grüne", "GRÜSS", "aa", "AB"].into_iter());
        assert_eq!(find("Grüne"), Some("grüne"), "one that is the same but for case wins");
        assert_eq!(find("grube"), None, "two of five characters differ");
        assert_eq!(find("GRÜS"), Some("GRÜSS"));
        assert_eq!(find("ab"), Some("AB"));
        assert_eq!(find("ac"), Some("aa"), "the first of several");
    }
}
