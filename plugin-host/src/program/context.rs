//! The way back from a plugin into the host that opens it.

use std::path::PathBuf;
use std::sync::Arc;

use plugin_core::abi::{ContextRecord, OpenedRecord};
use plugin_core::private::{PluginOpener, context_record};
use plugin_core::{Error, HostErrorKind};

use super::Program;
use crate::error::OpenError;
use crate::plugin::Plugin;
use crate::registry::Token;

/// What the hooks of a plugin get, which this thread is opening.
pub(crate) fn context(plugin: Plugin, program: &Arc<Program>) -> &'static ContextRecord {
    let opener = Opener { program: program.clone(), token: Token::of_this_thread() };
    let symbols = program.offers.to(|| plugin.manifest().clone());
    context_record(program.offers.host(), symbols, plugin.record(), opener)
}

/// Opens plugins for one that is open, or being opened.
struct Opener {
    program: Arc<Program>,
    /// The opening in which the context was made: a thread that its hooks start opens on its behalf.
    token: Token,
}

impl PluginOpener for Opener {
    fn open(&self, path: PathBuf) -> Result<&'static OpenedRecord, (HostErrorKind, Error)> {
        let _entered = self.token.enter();
        match crate::open::file(&path, &self.program) {
            Ok(plugin) => Ok(plugin.record()),
            Err(error) => Err((kind(&error), error.into())),
        }
    }
}

/// What a plugin can tell of an error beyond its text.
fn kind(error: &OpenError) -> HostErrorKind {
    match error {
        OpenError::NotFound { .. } => HostErrorKind::NotFound,
        OpenError::InvalidPath { .. }
        | OpenError::NotAFile { .. }
        | OpenError::Unreadable { .. }
        | OpenError::PermissionDenied { .. }
        | OpenError::NotALibrary { .. }
        | OpenError::Damaged { .. }
        | OpenError::NotAPlugin { .. }
        | OpenError::BadManifest { .. }
        | OpenError::SeveralPlugins { .. }
        | OpenError::BrokenSeal { .. } => HostErrorKind::NotAPlugin,
        OpenError::WrongFormat { .. }
        | OpenError::WrongArchitecture { .. }
        | OpenError::NewerManifest { .. }
        | OpenError::UnsupportedAbi { .. }
        | OpenError::WrongTarget { .. }
        | OpenError::WrongApplication { .. }
        | OpenError::DuplicateSymbol { .. }
        | OpenError::Hooks { .. }
        | OpenError::Incompatible { .. } => HostErrorKind::Incompatible,
        OpenError::MissingDependency { .. }
        | OpenError::OutdatedDependency { .. }
        | OpenError::UndefinedSymbol { .. }
        | OpenError::NoExec { .. }
        | OpenError::Load { .. } => HostErrorKind::NotLoaded,
        OpenError::Init { .. } => HostErrorKind::Init,
        OpenError::Circular { .. } => HostErrorKind::Circular,
        OpenError::AlreadyLoaded { .. } => HostErrorKind::AlreadyLoaded,
        OpenError::NotSealed { .. }
        | OpenError::PrivateCopy { .. }
        | OpenError::OpenedUnderOtherSettings { .. } => HostErrorKind::Refused,
        OpenError::Replaced { .. } | OpenError::Interrupted { .. } => HostErrorKind::Other,
    }
}
