//! Finds the library among all that cargo says it has built.

use std::path::PathBuf;

use cargo_metadata::{Artifact, CrateType, Message};

/// Endings of loadable libraries; what linkers leave beside them has others.
const ENDINGS: [&str; 3] = ["so", "dylib", "dll"];

/// The library of `package` in cargo's messages.
pub(super) fn library(messages: &[u8], package: &str) -> Option<PathBuf> {
    Message::parse_stream(messages)
        .filter_map(|message| match message.ok()? {
            Message::CompilerArtifact(artifact) => Some(artifact),
            _ => None,
        })
        .filter(|artifact| is_plugin(artifact, package))
        .flat_map(|artifact| artifact.filenames)
        .find(|name| name.extension().is_some_and(|ending| ENDINGS.contains(&ending)))
        .map(Into::into)
}

fn is_plugin(artifact: &Artifact, package: &str) -> bool {
    artifact.target.crate_types.contains(&CrateType::CDyLib)
        && name_of(&artifact.package_id.repr) == package
}

/// The name in a package's specification: `registry+https://host/index#name@1.0.0`,
/// `path+file:///folder/name#1.0.0` or, before cargo 1.77, `name 1.0.0 (path+file:///folder)`.
fn name_of(specification: &str) -> &str {
    let Some((place, fragment)) = specification.split_once('#') else {
        return specification.split(' ').next().unwrap_or_default();
    };
    match fragment.split_once('@') {
        Some((name, _)) => name,
        None => place.rsplit('/').next().unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packages_name_is_read_from_each_form_of_its_specification() {
        for specification in [
            "registry+https://github.com/rust-lang/crates.io-index#greeter@1.2.3",
            "path+file:///w/greeter#0.1.0",
            "path+file:///w/plugins#greeter@0.1.0",
            "greeter 0.1.0 (path+file:///w/greeter)",
        ] {
            assert_eq!(name_of(specification), "greeter");
        }
    }
}
