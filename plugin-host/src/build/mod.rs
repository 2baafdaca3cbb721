//! Builds plugins with cargo: for examples, for tests, and for a plugin's own tests.
//!
//! ```no_run
//! let path = plugin_host::build::package("greeter").release().build()?;
//! let plugin = plugin_host::open(path)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The library's path is what cargo says it is: neither file names nor target folders are guessed.
//! Plugins are linked with `-Bsymbolic` where the linker has it, so that their symbols do not bind
//! to a host's of the same name. By hand, that is `cargo rustc --lib -- -C
//! link-arg=-Wl,-Bsymbolic`.

mod artifact;
mod environment;
mod error;

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::Command;

pub use self::error::BuildError;

/// A package to build, and how; see [`package`].
#[derive(Clone, Debug)]
#[must_use = "nothing is built until `build` is called"]
pub struct Package {
    name: String,
    toolchain: Option<String>,
    target: Option<String>,
    cargo_args: Vec<OsString>,
    rustc_args: Vec<OsString>,
    envs: Vec<(OsString, OsString)>,
}

/// Builds the `cdylib` of a package: of the workspace that the current folder belongs to, unless
/// [`manifest_path`](Package::manifest_path) says otherwise.
///
/// While a test runs under cargo, the current folder is that of the test's package.
pub fn package(name: impl Into<String>) -> Package {
    Package {
        name: name.into(),
        toolchain: None,
        target: None,
        cargo_args: Vec::new(),
        rustc_args: Vec::new(),
        envs: Vec::new(),
    }
}

/// Builds the plugin whose own test asks, in the dev profile, and returns the library's path.
///
/// A package's tests cannot depend on its own `cdylib`, which cargo does not build for them.
/// Whoever needs another profile begins with [`Package::current`].
///
/// # Errors
///
/// [`BuildError::NoPackage`] if the program does not run under cargo; otherwise as
/// [`Package::build`].
///
/// # Examples
///
/// ```no_run
/// #[test]
/// # fn hidden() {}
/// fn it_greets() {
///     let plugin = plugin_host::open(plugin_host::build::current().unwrap()).unwrap();
///     let greet = plugin.lookup::<fn(&str) -> String>("greet").unwrap();
///     assert_eq!(greet.call("world"), "Hello, world");
/// }
/// ```
pub fn current() -> Result<PathBuf, BuildError> {
    Package::current()?.build()
}

impl Package {
    /// Builds the plugin whose own test asks; see [`current`].
    ///
    /// # Errors
    ///
    /// [`BuildError::NoPackage`] if the program does not run under cargo.
    pub fn current() -> Result<Self, BuildError> {
        let (name, manifest) = environment::current_package().ok_or(BuildError::NoPackage)?;
        Ok(package(name).manifest_path(manifest))
    }

    /// The `Cargo.toml` of the package or of its workspace.
    pub fn manifest_path(self, path: impl AsRef<Path>) -> Self {
        self.cargo_arg("--manifest-path", path.as_ref())
    }

    /// Builds in the release profile.
    pub fn release(self) -> Self {
        self.profile("release")
    }

    /// Builds in the profile `name`; without it, in the dev profile.
    pub fn profile(self, name: impl AsRef<OsStr>) -> Self {
        self.cargo_arg("--profile", name)
    }

    /// Turns on features of the package.
    pub fn features<S: AsRef<OsStr>>(self, names: impl IntoIterator<Item = S>) -> Self {
        names.into_iter().fold(self, |package, name| package.cargo_arg("--features", name))
    }

    /// Turns off the default features of the package.
    pub fn no_default_features(self) -> Self {
        self.cargo_args(["--no-default-features"])
    }

    /// The folder for all that is built; without it, the one that cargo takes.
    ///
    /// Builds of one package with different toolchains, targets or arguments overwrite each other's
    /// library unless each has a folder of its own.
    pub fn target_dir(self, path: impl AsRef<Path>) -> Self {
        self.cargo_arg("--target-dir", path.as_ref())
    }

    /// The target triple; without it, the one that cargo takes.
    pub fn target(mut self, triple: impl Into<String>) -> Self {
        let triple = triple.into();
        self.target = Some(triple.clone());
        self.cargo_arg("--target", triple)
    }

    /// Builds with a toolchain of rustup; without it, with the cargo under which the program runs.
    pub fn toolchain(mut self, name: impl Into<String>) -> Self {
        self.toolchain = Some(name.into());
        self
    }

    /// Sets an environment variable for cargo.
    pub fn env(mut self, name: impl Into<OsString>, value: impl Into<OsString>) -> Self {
        self.envs.push((name.into(), value.into()));
        self
    }

    /// Further arguments for cargo: `["--config", "profile.dev.panic=\"abort\""]`.
    pub fn cargo_args<S: Into<OsString>>(mut self, args: impl IntoIterator<Item = S>) -> Self {
        self.cargo_args.extend(args.into_iter().map(Into::into));
        self
    }

    /// Arguments for rustc, for the package and not for its dependencies: `["-C", "link-arg=-s"]`.
    pub fn rustc_args<S: Into<OsString>>(mut self, args: impl IntoIterator<Item = S>) -> Self {
        self.rustc_args.extend(args.into_iter().map(Into::into));
        self
    }

    /// Builds, or lets cargo find that nothing has changed, and returns the library's path.
    ///
    /// # Errors
    ///
    /// [`BuildError::Failed`] with all that the compiler said; the others if cargo cannot be run or
    /// says nothing of a library.
    pub fn build(&self) -> Result<PathBuf, BuildError> {
        let mut command = self.command();
        let output = command.output().map_err(|source| BuildError::Cargo {
            program: command.get_program().into(),
            source,
        })?;
        if !output.status.success() {
            return Err(BuildError::Failed {
                package: self.name.clone(),
                diagnostics: String::from_utf8_lossy(&output.stderr).into_owned(),
            });
        }
        artifact::library(&output.stdout, &self.name)
            .ok_or_else(|| BuildError::NoLibrary { package: self.name.clone() })
    }

    fn cargo_arg(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.cargo_args.extend([name.into(), value.as_ref().into()]);
        self
    }

    fn command(&self) -> Command {
        let mut command = environment::cargo(self.toolchain.as_deref());
        command
            .args(["rustc", "--quiet", "--color=never", "--lib", "--crate-type=cdylib"])
            .args(["--message-format=json-render-diagnostics", "--package", &self.name])
            .args(&self.cargo_args)
            .arg("--");
        if self.has_bsymbolic() {
            command.args(["-C", "link-arg=-Wl,-Bsymbolic"]);
        }
        command.args(&self.rustc_args).envs(self.envs.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Whether the target's linker knows `-Bsymbolic`: those of ELF do.
    fn has_bsymbolic(&self) -> bool {
        match &self.target {
            Some(triple) => {
                !["windows", "apple", "wasm"].iter().any(|other| triple.contains(other))
            }
            None => cfg!(all(unix, not(target_vendor = "apple"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_says_what_the_builder_was_told() {
        let build = package("greeter")
            .manifest_path("/w/Cargo.toml")
            .release()
            .features(["a", "b"])
            .no_default_features()
            .target_dir("/t")
            .target("x86_64-pc-windows-gnu")
            .cargo_args(["--offline"])
            .rustc_args(["-C", "debuginfo=0"])
            .env("RUSTFLAGS", "");
        let command = build.command();
        let args: Vec<_> = command.get_args().map(|arg| arg.to_str().unwrap()).collect();
        assert_eq!(
            args.join(" "),
            "rustc --quiet --color=never --lib --crate-type=cdylib \
             --message-format=json-render-diagnostics --package greeter \
             --manifest-path /w/Cargo.toml --profile release --features a --features b \
             --no-default-features --target-dir /t --target x86_64-pc-windows-gnu --offline -- \
             -C debuginfo=0"
        );
        assert!(
            command
                .get_envs()
                .any(|(name, value)| { name == "RUSTFLAGS" && value == Some(OsStr::new("")) })
        );
    }

    #[test]
    fn libraries_of_elf_are_linked_symbolically() {
        assert!(package("x").target("aarch64-unknown-linux-gnu").has_bsymbolic());
        assert!(!package("x").target("aarch64-apple-darwin").has_bsymbolic());
    }

    #[test]
    fn a_failure_tells_what_cargo_said() {
        let folder = tempfile::tempdir().unwrap();
        let manifest = folder.path().join("Cargo.toml");
        let error = package("x").manifest_path(&manifest).build().unwrap_err();
        assert_eq!(error.to_string(), "cargo could not build package `x`");
        let diagnostics = error.diagnostics().unwrap();
        assert!(diagnostics.contains("does not exist"), "{diagnostics}");
        assert!(format!("{error:?}").ends_with(diagnostics), "`unwrap` shows it as it is");
    }
}
