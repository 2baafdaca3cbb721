//! Opening: from a path, or a plugin that is linked into the program, to a [`Plugin`].
//!
//! The order of the steps is what makes each safe: identify, preflight, load, compare, handshake, symbols,
//! requirements, init. No lock is held during any of them.

mod handshake;
mod init;

use std::path::Path;
use std::sync::{Arc, LazyLock};

use plugin_core::abi::Prefix;
use plugin_core::{LinkedPlugin, SymbolTable};

use crate::canonical::canonical;
use crate::error::{Incompatibility, OpenError};
use crate::exit;
use crate::identity::Identified;
use crate::loader::Library;
use crate::manifest::{self, RecordError};
use crate::plugin::{Opened, Plugin};
use crate::preflight::{self, Checked};
use crate::private_copy;
use crate::program::Program;
use crate::registry::{Claim, Claimed, Key, Opening, Registry};
use crate::settings::Settings;

/// Where a linked plugin's errors place it, which have a path for all others.
const LINKED: &str = "<linked>";

/// What this process has opened, through whichever host.
pub(crate) static REGISTRY: LazyLock<Registry<Plugin>> = LazyLock::new(Registry::default);

/// Opens the file at `path`, or gives the plugin that it is already.
pub(crate) fn file(path: &Path, program: &Arc<Program>) -> Result<Plugin, OpenError> {
    let identified = preflight::identify(path)?;
    let key = Key::File(identified.id.clone());
    match REGISTRY.find(&key, &program.settings)? {
        Some(plugin) => fitting(plugin, program, path),
        None => first_time(path, &identified, program),
    }
}

/// The plugin, unless it is for another application or lacks what is required: it may have been opened
/// by a host that does not mind.
fn fitting(plugin: Plugin, program: &Program, path: &Path) -> Result<Plugin, OpenError> {
    if let Some((expected, found)) =
        program.settings.api.and_then(|api| plugin.opened().fields().refusal(api))
    {
        return Err(OpenError::WrongApplication { path: path.to_owned(), expected, found });
    }
    program.check_requirements(plugin)?;
    Ok(plugin)
}

/// Opens a file that the registry does not know.
#[cold]
fn first_time(
    path: &Path,
    identified: &Identified,
    program: &Arc<Program>,
) -> Result<Plugin, OpenError> {
    let settings = &program.settings;
    let path = canonical(path, identified).map_err(|error| preflight::unreadable(path, error))?;
    let path: Arc<Path> = path.into();
    let checked = preflight::check(&path, settings)?;
    let claim = Claim {
        key: Key::File(checked.id.clone()),
        path: Some(path.clone()),
        name: checked.plugin.name.clone(),
        sealed: checked.plugin.is_sealed(),
    };
    match REGISTRY.claim(claim, settings)? {
        Claimed::Ready(plugin) => fitting(plugin, program, &path),
        Claimed::Opening(opening, Some(plugin)) => start(opening, plugin, program),
        Claimed::Opening(opening, None) => {
            end(opening, program, |opening| load(opening, path, checked, settings))
        }
    }
}

/// Opens a plugin that is linked into the program.
pub(crate) fn linked(
    plugin: &'static LinkedPlugin,
    program: &Arc<Program>,
) -> Result<Plugin, OpenError> {
    // There is no file to seal or to copy.
    let settings =
        &Settings { require_seal: false, private_copy: None, ..program.settings.clone() };
    let prefix = plugin.prefix();
    let key = Key::Linked(std::ptr::from_ref(prefix).addr());
    if let Some(plugin) = REGISTRY.find(&key, settings)? {
        return fitting(plugin, program, Path::new(LINKED));
    }
    let fields = manifest::decode(prefix.record.as_slice()).map_err(|error| match error {
        RecordError::Bad { offset, reason } => {
            OpenError::BadManifest { path: LINKED.into(), offset: offset as u64, reason }
        }
        RecordError::Newer { format } => OpenError::NewerManifest {
            path: LINKED.into(),
            expected: plugin_core::manifest::FORMAT,
            found: format,
        },
    })?;
    if let Some((expected, found)) = settings.api.and_then(|api| fields.refusal(api)) {
        return Err(OpenError::WrongApplication { path: LINKED.into(), expected, found });
    }
    let name: Arc<str> = fields.name.into();
    let claim = Claim { key, path: None, name: name.clone(), sealed: false };
    match REGISTRY.claim(claim, settings)? {
        Claimed::Ready(plugin) => fitting(plugin, program, Path::new(LINKED)),
        Claimed::Opening(opening, Some(plugin)) => start(opening, plugin, program),
        Claimed::Opening(opening, None) => end(opening, program, |opening| {
            opening.loaded();
            greet(prefix, None, name, false)
        }),
    }
}

/// Carries out an opening and tells the registry how it ended.
fn end(
    mut opening: Opening<'_, Plugin>,
    program: &Arc<Program>,
    load: impl FnOnce(&mut Opening<'_, Plugin>) -> Result<Plugin, OpenError>,
) -> Result<Plugin, OpenError> {
    match load(&mut opening) {
        Ok(plugin) => start(opening, plugin, program),
        Err(error) => Err(opening.failed(error)),
    }
}

/// Runs the init hooks of a plugin that is loaded, if it is what the host requires.
fn start(
    opening: Opening<'_, Plugin>,
    plugin: Plugin,
    program: &Arc<Program>,
) -> Result<Plugin, OpenError> {
    if let Err(error) = program.check_requirements(plugin) {
        opening.unfit(plugin);
        return Err(error);
    }
    match init::run(plugin, program) {
        Ok(()) => {
            opening.ready(plugin);
            Ok(plugin)
        }
        Err(error) => Err(opening.failed(error)),
    }
}

/// Loads a checked file or a copy of it, and makes sure that what is loaded is what was checked.
fn load(
    opening: &mut Opening<'_, Plugin>,
    path: Arc<Path>,
    checked: Checked,
    settings: &Settings,
) -> Result<Plugin, OpenError> {
    let replaced = || OpenError::Replaced { path: path.to_path_buf() };
    let (loaded, checked, original) = match &settings.private_copy {
        None => (path.clone(), checked, None),
        Some(folder) => {
            let copy = private_copy::make(&path, &checked.file, folder)?;
            let copied = preflight::check(&copy, settings)?;
            if copied.plugin.record != checked.plugin.record {
                return Err(replaced());
            }
            (copy.into(), copied, Some(checked.file))
        }
    };
    // SAFETY: preflight found the file to be made by this framework's macros, whose crates run at
    // load nothing at all or, where `inventory` registers, its constructors, which do not unwind. That the file's code is sound is
    // what every dependency of a program is trusted with (see `open`).
    let library = unsafe { Library::load(&loaded) }?;
    opening.loaded();
    // Open for good, as what is loaded is mapped: the registry knows it by a number that no other file may get.
    std::mem::forget(original);
    let Checked { id, plugin: found, .. } = checked;
    if !preflight::identify(&loaded).is_ok_and(|now| now.id == id) {
        return Err(replaced());
    }
    let incompatible = |differences: Vec<Incompatibility>| OpenError::Incompatible {
        plugin: found.name.to_string(),
        differences,
        earlier: false,
    };
    let Some(address) = library.symbol(&found.root_symbol) else {
        if preflight::defines(&loaded, &found.root_symbol) {
            // The system has loaded another file: it knows libraries by their names, too.
            return Err(replaced());
        }
        return Err(incompatible(vec![Incompatibility {
            item: "root symbol".to_owned(),
            expected: format!("`{}`", found.root_symbol),
            found: "nothing".to_owned(),
        }]));
    };
    // SAFETY: the manifest, which only `plugin!()` writes, names the symbol of a prefix; libraries
    // are never unloaded.
    let prefix = unsafe { handshake::prefix(address.cast::<Prefix>()) }.map_err(incompatible)?;
    if prefix.record.as_slice() != &*found.record {
        return Err(replaced());
    }
    let sealed = found.is_sealed();
    let plugin = greet(prefix, Some(path), found.name, sealed)?;
    if let Some(flush) = plugin.opened().root.flush {
        exit::at_exit(flush);
    }
    Ok(plugin)
}

/// From the prefix on, linked and loaded plugins are alike. What comes of it has not been started.
fn greet(
    prefix: &'static Prefix,
    path: Option<Arc<Path>>,
    name: Arc<str>,
    sealed: bool,
) -> Result<Plugin, OpenError> {
    let root = handshake::root(prefix, &name)?;
    // SAFETY: the root of a plugin that passed the handshake, so that the macros made it; it is never
    // unloaded.
    let table = unsafe { SymbolTable::new(name.clone(), root.symbols) }.map_err(|duplicate| {
        OpenError::DuplicateSymbol { plugin: name.to_string(), duplicate, earlier: false }
    })?;
    let record = prefix.record.as_slice();
    Ok(Plugin::new(Opened::new(path, name, record, sealed, table, root)))
}
