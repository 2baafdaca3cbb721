//! The peers: how each does the work, in the way that its own documentation recommends.
//!
//! Each is a module, compiled into the workers; the one in Go is `plugins/go`.

#[cfg(feature = "peers")]
mod abi_stable;
#[cfg(feature = "peers")]
mod cglue;
mod direct;
#[cfg(feature = "peers")]
mod dlopen2;
mod lacking;
mod libloading;
mod names;
#[cfg(feature = "peers")]
mod savefile;
#[cfg(feature = "peers")]
mod stabby;
mod this;
#[cfg(feature = "peers")]
mod wasmtime;

use std::path::{Path, PathBuf};

use crate::Result;
use crate::work::{Batch, Work};

pub(crate) use lacking::lacking;
pub(crate) use names::{Name, Plugin};
#[cfg(feature = "peers")]
pub(crate) use wasmtime::compile;

/// Nanoseconds of a first open.
pub(crate) struct Opened {
    /// From the file's name to its first function.
    pub(crate) first: f64,
    /// After that, to 54 other functions; none if they are there without being looked up.
    pub(crate) others: Option<f64>,
}

/// What does the work in a worker.
pub(crate) trait Peer {
    /// Opens a file for the first time, looks up one function or all, and keeps it open.
    fn open(&mut self, file: &Path, others_too: bool) -> Result<Opened>;

    /// Opens a file for the first time and looks a function up by its name, twice.
    ///
    /// Nothing for a peer that finds nothing by its name.
    fn seek(&mut self, file: &Path, name: &str) -> Result<Option<(f64, f64)>>;

    /// Prepares work on the peer's own file; nothing if the peer has no such work.
    fn batch(&mut self, work: Work) -> Result<Option<Batch>>;
}

/// The peer of that name, which is to work on `file`.
pub(crate) fn make(name: Name, file: PathBuf) -> Result<Box<dyn Peer>> {
    Ok(match name {
        Name::This => Box::new(this::This::new(file)),
        Name::Pointer => Box::new(direct::Pointer),
        Name::Dyn => Box::new(direct::Dyn),
        Name::OurFile => Box::new(libloading::OurFile),
        Name::Libloading => Box::new(libloading::Bare::new(file)),
        #[cfg(feature = "peers")]
        Name::Dlopen2 => Box::new(dlopen2::Dlopen2::new(file)),
        #[cfg(feature = "peers")]
        Name::AbiStable => Box::new(abi_stable::AbiStable::new(file)),
        #[cfg(feature = "peers")]
        Name::Stabby => Box::new(stabby::Stabby::new(file)),
        #[cfg(feature = "peers")]
        Name::Savefile => Box::new(savefile::Savefile::new(file)),
        #[cfg(feature = "peers")]
        Name::Cglue => Box::new(cglue::Cglue::new(file)),
        #[cfg(feature = "peers")]
        Name::Wasmtime => Box::new(wasmtime::Wasmtime::new(file)),
        Name::Go => return Err("Go's worker is a program in Go".into()),
        #[cfg(not(feature = "peers"))]
        _ => return Err("needs the feature `peers`".into()),
    })
}

/// Names of the functions that stand for others.
pub(crate) fn others() -> impl Iterator<Item = &'static str> {
    const NAMES: [&str; 54] = [
        "f00", "f01", "f02", "f03", "f04", "f05", "f06", "f07", "f08", "f09", "f10", "f11", "f12",
        "f13", "f14", "f15", "f16", "f17", "f18", "f19", "f20", "f21", "f22", "f23", "f24", "f25",
        "f26", "f27", "f28", "f29", "f30", "f31", "f32", "f33", "f34", "f35", "f36", "f37", "f38",
        "f39", "f40", "f41", "f42", "f43", "f44", "f45", "f46", "f47", "f48", "f49", "f50", "f51",
        "f52", "f53",
    ];
    NAMES.into_iter()
}
