//! Hosts: the settings under which a program opens plugins, and the functions that use the default
//! ones.

use std::panic::Location;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use plugin_core::{Api, LinkedPlugin, Provides, Service, SymbolType};

use crate::error::OpenError;
use crate::manifest::Manifest;
use crate::plugin::Plugin;
use crate::program::{OffersBuilder, Program, Requirement};
use crate::settings::{SameName, Settings};

/// A program that opens plugins, with its settings.
///
/// Most programs need none but the default one, which the free functions [`open`](crate::open())
/// and [`linked`](crate::linked()) use. All hosts of a process share one registry: a file is one
/// [`Plugin`] for all of them. Cloning is cheap and gives the same host.
///
/// # Examples
///
/// ```no_run
/// use plugin_host::{Host, SameName};
///
/// let host = Host::builder().same_name(SameName::Allow).build();
/// let one = host.open("one/libgreeter.so")?;
/// let other = host.open("other/libgreeter.so")?;
/// # Ok::<(), plugin_host::OpenError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Host {
    program: Arc<Program>,
}

/// Collects the settings of a [`Host`].
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct HostBuilder {
    settings: Settings,
    offers: OffersBuilder,
    requirements: Vec<Requirement>,
}

impl Host {
    /// A host with other settings than the default ones.
    pub fn builder() -> HostBuilder {
        HostBuilder::default()
    }

    /// Opens the plugin in a file; see [`open`](crate::open()).
    ///
    /// # Errors
    ///
    /// As [`open`](crate::open()), and [`OpenError::OpenedUnderOtherSettings`] if the plugin is
    /// open already and the host that opened it had laxer settings than this one.
    pub fn open(&self, path: impl AsRef<Path>) -> Result<Plugin, OpenError> {
        crate::open::file(path.as_ref(), &self.program)
    }

    /// Opens a plugin that is linked into the program; see [`linked`](crate::linked()).
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open), as far as it does not concern files.
    pub fn linked(&self, plugin: &'static LinkedPlugin) -> Result<Plugin, OpenError> {
        crate::open::linked(plugin, &self.program)
    }
}

impl HostBuilder {
    /// Whether two files may be open whose plugins have one name. Default: [`SameName::Refuse`].
    pub fn same_name(mut self, same_name: SameName) -> Self {
        self.settings.same_name = same_name;
        self
    }

    /// The application that this host is. Plugins for other applications, for versions of it that this
    /// one is not compatible with, and those that do not say, are refused before they are loaded:
    /// [`OpenError::WrongApplication`].
    ///
    /// A plugin for version 2.1 opens in 2.1 and every later 2.x.
    ///
    /// # Examples
    ///
    /// ```
    /// mod editor_api {
    ///     plugin_host::api!("com.example.editor", "2.1"); // in a crate that the plugins share
    /// }
    ///
    /// let host = plugin_host::Host::builder().api(editor_api::API).build();
    /// ```
    pub fn api(mut self, api: Api) -> Self {
        self.settings.api = Some(api);
        self
    }

    /// Whether files without a seal are refused; see [`seal`](crate::seal()). Default: no, but the seal of
    /// a sealed file is checked in any case.
    ///
    /// An open then reads the whole file.
    pub fn require_seal(mut self, require: bool) -> Self {
        self.settings.require_seal = require;
        self
    }

    /// Loads each plugin from a copy in `folder`, which only this program writes to. Default: none, the
    /// file itself is loaded.
    ///
    /// A library is mapped into memory as long as it is loaded. If its file is written to in place, which
    /// `cp` and some linkers do, the program crashes at the next call; a copy that nobody else knows
    /// is safe from that. What was checked is also exactly what is loaded.
    ///
    /// The folder is made if it does not exist, and refused if others may write to it. A copy is named
    /// after content and path of the file, so that it is made once and found again by later runs;
    /// it is compared with the file at every open. Old copies are not removed. Both together cost
    /// reading the file twice. The file itself stays open: the system gives the number of a file that is gone to
    /// another, which would be taken for it.
    ///
    /// Refused, as [`OpenError::PrivateCopy`], are plugins that look for other libraries beside
    /// themselves (`$ORIGIN` in their run path), which a copy would not find there. On systems whose
    /// libraries are not ELF files, every plugin is.
    pub fn private_copy(mut self, folder: impl Into<PathBuf>) -> Self {
        self.settings.private_copy = Some(folder.into());
        self
    }

    /// Requires of every plugin that it exports an `S` under a name: any type that can be looked up.
    ///
    /// It is checked when the plugin is loaded and before its init hooks run; a plugin that is open already
    /// is checked, too. All that is missing or has another type is told in one
    /// [`OpenError::Incompatible`]. Such a plugin is not started; a host that requires less may open it.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::sync::atomic::AtomicI64;
    ///
    /// let host = plugin_host::Host::builder()
    ///     .require::<fn(&str) -> String>("greet")
    ///     .require::<AtomicI64>("V")
    ///     .build();
    /// ```
    pub fn require<S>(mut self, name: &str) -> Self
    where
        S: SymbolType + ?Sized,
        S::Target: Sync,
    {
        self.requirements.push(Requirement::new::<S>(name));
        self
    }

    /// Offers plugins what a crate exports, this one for instance: the `PLUGIN` that `plugin!()` defines at
    /// its root. Plugins find it with [`HostContext::lookup`](plugin_core::HostContext::lookup).
    ///
    /// # Panics
    ///
    /// If the hooks of that crate have no order.
    ///
    /// # Examples
    ///
    /// ```standalone_crate
    /// use std::sync::atomic::AtomicU64;
    /// use plugin_host::{Host, export};
    ///
    /// plugin_host::plugin!();
    ///
    /// /// Lines read so far.
    /// #[export]
    /// static LINES: AtomicU64 = AtomicU64::new(0);
    ///
    /// # fn main() {
    /// let host = Host::builder().exports(&crate::PLUGIN).build();
    /// # }
    /// ```
    pub fn exports(mut self, plugin: &'static LinkedPlugin) -> Self {
        self.offers.exports(plugin);
        self
    }

    /// Offers plugins a function, a closure, a variable or an object; `S` is what they look it up as.
    ///
    /// See [`Service`] for what may be offered as what. It stays for the rest of the process, as do the
    /// plugins that found it.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::sync::atomic::AtomicU64;
    /// use plugin_host::Host;
    ///
    /// static LINES: AtomicU64 = AtomicU64::new(0);
    ///
    /// let host = Host::builder()
    ///     .service::<fn(&str)>("log", |line: &str| println!("{line}"))
    ///     .service::<AtomicU64>("LINES", &LINES)
    ///     .build();
    /// ```
    #[track_caller]
    pub fn service<S: SymbolType + ?Sized>(mut self, name: &str, value: impl Provides<S>) -> Self {
        self.offers.offer(name, Service::new::<S>(value), Location::caller());
        self
    }

    /// Offers each plugin a service of its own, made when the plugin is first opened, before its init hooks
    /// run.
    ///
    /// # Examples
    ///
    /// ```
    /// use plugin_host::{Host, Service};
    ///
    /// let host = Host::builder()
    ///     .service_for("log", |plugin| {
    ///         let name = plugin.name().to_owned();
    ///         Service::new::<fn(&str)>(move |line: &str| println!("{name}: {line}"))
    ///     })
    ///     .build();
    /// ```
    #[track_caller]
    pub fn service_for(
        mut self,
        name: &str,
        make: impl Fn(&Manifest) -> Service + Send + Sync + 'static,
    ) -> Self {
        self.offers.offer_each(name, make, Location::caller());
        self
    }

    /// The host. What it offers stays for the rest of the process, since plugins do.
    ///
    /// # Panics
    ///
    /// If two things are offered under one name.
    pub fn build(self) -> Host {
        let Self { settings, offers, requirements } = self;
        let offers = offers.build(settings.api.as_ref().map(Api::name));
        Host { program: Arc::new(Program { settings, offers, requirements }) }
    }
}

/// The host with default settings.
static DEFAULT: LazyLock<Host> = LazyLock::new(Host::default);

/// Opens the plugin in the file at `path`, once in the life of the process.
///
/// The first open of a file checks it, loads it, and runs the plugin's init hooks. Every further
/// open of the same file, by whatever name or link, gives the same [`Plugin`] at once. Plugins are
/// never unloaded.
///
/// # Trust
///
/// `open` is a safe function, and this is what that means: opening a plugin runs its code, as
/// adding a dependency does. Whoever may write the file may do whatever this program may do. What
/// is checked is that the file was made by this framework's macros, for this system and this ABI,
/// and is whole; that everything that is looked up has the type that is expected is checked when it
/// is looked up. A file that lies about itself on purpose is outside what any loader can check.
///
/// Preflight reads the file before anything of it is loaded, so that a file that is not a plugin
/// runs nothing, not even constructors. [`inspect`](crate::inspect()) reads as much without opening;
/// [`HostBuilder`] has settings for more: [`require_seal`](HostBuilder::require_seal) finds damage
/// anywhere in the file, and [`private_copy`](HostBuilder::private_copy) loads what cannot be
/// overwritten.
///
/// # Errors
///
/// [`OpenError`] says what was found instead of a plugin that fits. Failures before the file is
/// loaded are found anew by every open, so that a repaired file opens. A failure after that (of the
/// handshake or an init hook) is remembered, and every further open of the file returns it at once,
/// marked by [`OpenError::is_earlier`]: the library stays loaded, and the system would not load it
/// again. No failure harms another file.
///
/// # Panics
///
/// Never because of the plugin: a panic in an init hook is [`OpenError::Init`].
///
/// # Threads
///
/// Any thread may open at any time, init hooks included. A thread that opens what another thread is
/// just opening, or another file with that plugin's name, waits for it, and for nothing else. Where
/// that would never end, as when two plugins' init hooks open each other, the last to wait gets
/// [`OpenError::Circular`] instead. A hook that waits for another thread by other means than an
/// open is not noticed.
///
/// # Platform-specific behaviour
///
/// On Unix the file is loaded by its canonical path with `RTLD_NOW | RTLD_LOCAL`: all that it needs
/// is resolved at once, and its symbols are not visible to other libraries. In a host that exports
/// symbols itself (`-rdynamic`), a plugin's `#[no_mangle]` items bind to the host's of the same
/// name unless the plugin is linked with `-Bsymbolic`, as `plugin_host::build` does. On Windows the
/// libraries that a plugin needs are looked for beside it, too, and a hard link counts as another
/// file.
///
/// # Examples
///
/// ```no_run
/// let plugin = plugin_host::open("target/debug/libgreeter.so")?;
/// let greet = plugin.lookup::<fn(&str) -> String>("greet")?;
/// println!("{}", greet.call("world"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn open(path: impl AsRef<Path>) -> Result<Plugin, OpenError> {
    DEFAULT.open(path)
}

/// Opens a plugin that is linked into the program: the static `PLUGIN` that `plugin!()` defines.
///
/// The same handshake, init hooks and lookup as for a file; [`Plugin::path`] is `None`. For tests,
/// and for systems without loadable libraries.
///
/// # Errors
///
/// As [`open`](crate::open()), as far as it does not concern files.
///
/// # Examples
///
/// ```standalone_crate
/// # plugin_host::plugin_core::plugin!(name = "greeter");
/// # mod greeter { pub use super::PLUGIN; }
/// # fn main() -> Result<(), plugin_host::OpenError> {
/// let plugin = plugin_host::linked(&greeter::PLUGIN)?;
/// assert_eq!(plugin.name(), "greeter");
/// # Ok(())
/// # }
/// ```
pub fn linked(plugin: &'static LinkedPlugin) -> Result<Plugin, OpenError> {
    DEFAULT.linked(plugin)
}
