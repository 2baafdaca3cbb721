//! The settings of a host, as far as they decide what may be opened.

use std::path::PathBuf;

use plugin_core::Api;

/// Whether two files may be open whose plugins have one name.
///
/// Ordered by strictness.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum SameName {
    /// They may, and are two plugins.
    Allow,
    /// The second is refused: most often it is a forgotten copy of the first.
    #[default]
    Refuse,
}

/// What a host was told by its builder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Settings {
    pub(crate) same_name: SameName,
    pub(crate) require_seal: bool,
    pub(crate) private_copy: Option<PathBuf>,
    pub(crate) api: Option<Api>,
}

/// What decides whether hosts may share a plugin that one of them opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Conditions {
    pub(crate) same_name: SameName,
    pub(crate) require_seal: bool,
    pub(crate) private_copy: bool,
}

/// A setting that one host has and a plugin was not opened under.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Laxer {
    pub(crate) expected: String,
    pub(crate) found: String,
}

impl Settings {
    /// What a plugin is opened under.
    pub(crate) fn conditions(&self) -> Conditions {
        // Exhaustive, so that a new setting is thought of. What a plugin is for can be seen when it is
        // open, and is compared with what the host is whoever opened it.
        let Self { same_name, require_seal, private_copy, api: _ } = self;
        Conditions {
            same_name: *same_name,
            require_seal: *require_seal,
            private_copy: private_copy.is_some(),
        }
    }

    /// The first setting in which `self` demands more than a plugin was opened under.
    pub(crate) fn stricter_than(&self, opened: Conditions) -> Option<Laxer> {
        let laxer =
            |expected: String, found: &str| Some(Laxer { expected, found: found.to_owned() });
        let Conditions { same_name, require_seal, private_copy } = opened;
        if self.same_name > same_name {
            let text = |same_name| format!("same_name(SameName::{same_name:?})");
            return laxer(text(self.same_name), &text(same_name));
        }
        if self.require_seal && !require_seal {
            return laxer("require_seal(true)".to_owned(), "require_seal(false)");
        }
        match &self.private_copy {
            Some(folder) if !private_copy => {
                laxer(format!("private_copy(\"{}\")", folder.display()), "no private copy")
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_stricter_setting_is_told() {
        let strict = Settings::default();
        let lax = Settings { same_name: SameName::Allow, ..Settings::default() };
        assert_eq!(strict.stricter_than(strict.conditions()), None);
        assert_eq!(lax.stricter_than(strict.conditions()), None);
        let told = strict.stricter_than(lax.conditions()).unwrap();
        assert_eq!(told.expected, "same_name(SameName::Refuse)");
        assert_eq!(told.found, "same_name(SameName::Allow)");
    }
}
