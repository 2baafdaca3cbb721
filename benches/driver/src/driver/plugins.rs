//! Builds what the workers open, and starts workers.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Result;
use crate::driver::process::Worker;
use crate::peer::{Name, Plugin};

/// The peers that take part, each with its plugin.
pub(crate) struct Plugins {
    names: Vec<Name>,
    files: HashMap<Name, PathBuf>,
    absent: HashMap<Name, String>,
}

/// The folder of the plugins' sources.
pub(crate) fn sources() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../plugins")
}

/// The folder for all that is built here.
pub(crate) fn target() -> PathBuf {
    // Absolute: commands run in other folders.
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2);
    let default = workspace.map(|folder| folder.join("target")).unwrap_or_default();
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or(default, PathBuf::from);
    std::path::absolute(&target).unwrap_or(target).join("benches")
}

impl Plugins {
    /// Builds the plugins of these peers, in release.
    pub(crate) fn build(names: &[Name]) -> Result<Self> {
        let mut plugins =
            Self { names: names.to_vec(), files: HashMap::new(), absent: HashMap::new() };
        fs::create_dir_all(target())?;
        for name in names {
            let file = match name.plugin() {
                Plugin::None => PathBuf::new(),
                Plugin::Package(package) => plugin_host::build::package(package)
                    .manifest_path(sources().join("Cargo.toml"))
                    .target_dir(target())
                    .release()
                    .build()?,
                Plugin::Wasm => wasm()?,
                Plugin::Go if !has_go() => {
                    plugins.absent.insert(*name, "Go: not installed".into());
                    continue;
                }
                Plugin::Go => {
                    let (module, file) = (sources().join("go"), target().join("go.so"));
                    go(&module, &["build"], &host_in_go(), "./host")?;
                    go(&module, &["build", "-buildmode=plugin"], &file, "./plugin")?;
                    file
                }
            };
            plugins.files.insert(*name, file);
        }
        Ok(plugins)
    }

    /// All peers that take part, that can, and that do more than to open.
    pub(crate) fn names(&self) -> impl Iterator<Item = Name> {
        self.present().filter(|name| *name != Name::OurFile)
    }

    /// All peers that open files.
    pub(crate) fn opening(&self) -> impl Iterator<Item = Name> {
        self.present().filter(|name| !matches!(name.plugin(), Plugin::None))
    }

    fn present(&self) -> impl Iterator<Item = Name> {
        self.names.iter().copied().filter(|name| self.files.contains_key(name))
    }

    /// Peers that cannot take part, and why.
    pub(crate) fn absent(&self) -> impl Iterator<Item = (Name, &str)> {
        self.absent.iter().map(|(name, reason)| (*name, &**reason))
    }

    /// The plugin of a peer.
    pub(crate) fn file(&self, name: Name) -> &Path {
        self.files.get(&name).map_or(Path::new(""), PathBuf::as_path)
    }

    /// Starts a worker of a peer.
    pub(crate) fn worker(&self, name: Name) -> Result<Worker> {
        Worker::start(name, self.command(name)?)
    }

    /// What starts a worker of a peer.
    pub(crate) fn command(&self, name: Name) -> Result<Command> {
        let mut command;
        if matches!(name.plugin(), Plugin::Go) {
            command = Command::new(host_in_go());
        } else {
            command = Command::new(std::env::current_exe()?);
            command.args(["worker", name.as_str()]);
        }
        command.arg(self.file(name));
        Ok(command)
    }
}

fn host_in_go() -> PathBuf {
    target().join("go-host")
}

/// Whether there is a compiler of Go.
pub(crate) fn has_go() -> bool {
    Command::new("go").arg("version").output().is_ok_and(|output| output.status.success())
}

/// Runs `go` in a module, with the file that it is to write and the package that it is to build.
pub(crate) fn go(module: &Path, arguments: &[&str], file: &Path, package: &str) -> Result<()> {
    let mut command = Command::new("go");
    succeed(command.args(arguments).arg("-o").arg(file).arg(package).current_dir(module))
}

/// Runs a command that is not to fail.
pub(crate) fn succeed(command: &mut Command) -> Result<()> {
    let output = command.output()?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("{command:?}: {}", String::from_utf8_lossy(&output.stderr)).into())
}

#[cfg(feature = "peers")]
fn wasm() -> Result<PathBuf> {
    let file = target().join("guest.cwasm");
    crate::peer::compile(&sources().join("wasm/guest.wat"), &file)?;
    Ok(file)
}

#[cfg(not(feature = "peers"))]
fn wasm() -> Result<PathBuf> {
    Err("needs the feature `peers`".into())
}
