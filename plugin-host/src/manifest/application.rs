//! The application that a plugin is for, and whether that is this host's.

use std::fmt;

use plugin_core::Api;
use semver::{Version, VersionReq};

/// An application's plugin interface, as a manifest or a host names it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Application {
    pub(super) name: Box<str>,
    pub(super) version: Box<str>,
}

impl Application {
    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its version, as it was written: `2.1`.
    pub fn version(&self) -> &str {
        &self.version
    }
}

impl Application {
    /// Whether this is a newer version than the other.
    pub(crate) fn is_newer_than(&self, other: &Self) -> bool {
        complete(&self.version) > complete(&other.version)
    }
}

impl fmt::Display for Application {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` {}", self.name, self.version)
    }
}

impl From<Api> for Application {
    fn from(api: Api) -> Self {
        Self { name: api.name().into(), version: api.version().into() }
    }
}

/// What a host that is `api` expects instead of a plugin that is for `found`, a name and a version; `None` if it is
/// for this host.
///
/// A plugin for 2.1 is one for every later 2.x, by the rules of semantic versions: the plugin names
/// the oldest version that has all that it needs.
pub(crate) fn refusal(api: Api, found: Option<(&str, &str)>) -> Option<Application> {
    let fits = found
        .is_some_and(|(name, version)| name == api.name() && is_compatible(api.version(), version));
    (!fits).then(|| api.into())
}

/// Whether a host of one version runs plugins that were made for another.
fn is_compatible(host: &str, plugin: &str) -> bool {
    match (complete(host), VersionReq::parse(plugin)) {
        (Some(host), Ok(plugin)) => plugin.matches(&host),
        _ => false,
    }
}

/// A version as it is written; `2.1` stands for `2.1.0`.
fn complete(version: &str) -> Option<Version> {
    Version::parse(version).or_else(|_| Version::parse(&format!("{version}.0"))).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plugin_runs_in_later_compatible_versions() {
        for (host, plugin, expected) in [
            ("2.1", "2.1", true),
            ("2.1", "2.0", true),
            ("2.1.7", "2.1.3", true),
            ("2.1", "2.2", false),
            ("2.1", "2.1.1", false),
            ("3.0", "2.1", false),
            ("1.9", "2.0", false),
            ("0.3.2", "0.3.1", true),
            ("0.4.0", "0.3.1", false),
            ("2.0.0-alpha.2", "2.0.0-alpha.1", true),
            ("2.0.0", "2.0.0-alpha.1", true),
            ("2.0.0-alpha.1", "1.0.0", false),
            ("2.0.0+build", "2.0.0+other", true),
        ] {
            assert_eq!(is_compatible(host, plugin), expected, "{plugin} in {host}");
        }
    }

    #[test]
    fn a_host_that_names_its_application_refuses_all_others() {
        let api = Api::new("editor", "2.1");
        let application =
            |name: &str, version: &str| Application { name: name.into(), version: version.into() };
        assert_eq!(refusal(api, Some(("editor", "2.1"))), None);
        for found in [None, Some(("painter", "2.1")), Some(("editor", "3.0"))] {
            assert_eq!(refusal(api, found), Some(application("editor", "2.1")));
        }
    }
}
