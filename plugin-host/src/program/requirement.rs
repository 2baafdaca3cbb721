//! What a host requires of a plugin before it starts it.

use std::fmt;

use plugin_core::private::symbol_text;
use plugin_core::{LookupError, SymbolTable, SymbolType, TypeMismatch};

use crate::error::{Incompatibility, OpenError};
use crate::plugin::Plugin;

/// A symbol that every plugin has to export.
#[derive(Clone)]
pub(crate) struct Requirement {
    name: String,
    expected: fn() -> String,
    check: fn(&SymbolTable, &str) -> Result<(), LookupError>,
}

impl Requirement {
    pub(crate) fn new<S>(name: &str) -> Self
    where
        S: SymbolType + ?Sized,
        S::Target: Sync,
    {
        Self {
            name: name.to_owned(),
            expected: symbol_text::<S>,
            check: |table, name| table.lookup::<S>(name).map(drop),
        }
    }

    fn difference(&self, table: &SymbolTable) -> Option<Incompatibility> {
        let found = match (self.check)(table, &self.name).err()? {
            LookupError::NotFound(it) => match it.nearest() {
                Some(nearest) => format!("nothing of that name, but `{nearest}`"),
                None => "nothing of that name".to_owned(),
            },
            LookupError::TypeMismatch(mismatch) => found(&mismatch),
            _ => "something else".to_owned(),
        };
        Some(Incompatibility {
            item: format!("export `{}`", self.name),
            expected: (self.expected)(),
            found,
        })
    }
}

/// What is exported, and where it differs from what is expected unless the whole types show it.
fn found(mismatch: &TypeMismatch) -> String {
    let alike = mismatch.expected() == mismatch.found();
    let differences = mismatch.differences();
    let told: Vec<_> = differences
        .iter()
        .filter(|it| alike || !it.path().is_empty())
        .map(ToString::to_string)
        .collect();
    if told.is_empty() {
        return mismatch.found().to_owned();
    }
    format!("{} ({})", mismatch.found(), told.join("; "))
}

impl fmt::Debug for Requirement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.name, (self.expected)())
    }
}

/// Whether the plugin exports all that is required.
///
/// # Errors
///
/// `Incompatible` with all that it does not.
pub(super) fn check(requirements: &[Requirement], plugin: Plugin) -> Result<(), OpenError> {
    let table = &plugin.opened().table;
    let differences: Vec<_> =
        requirements.iter().filter_map(|requirement| requirement.difference(table)).collect();
    if differences.is_empty() {
        return Ok(());
    }
    Err(OpenError::Incompatible { plugin: plugin.name().to_owned(), differences, earlier: false })
}
