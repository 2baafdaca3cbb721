//! What was found instead of a plugin that fits: the values that errors carry.

use std::borrow::Cow;
use std::fmt;

/// What a path names, if not a regular file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FileKind {
    /// A directory.
    Directory,
    /// A named pipe.
    Fifo,
    /// A socket.
    Socket,
    /// A character or block device.
    Device,
    /// Something else.
    Other,
}

impl fmt::Display for FileKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Directory => "a directory",
            Self::Fifo => "a named pipe",
            Self::Socket => "a socket",
            Self::Device => "a device",
            Self::Other => "something else",
        })
    }
}

/// What a file holds, if not a shared library.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Content {
    /// Nothing.
    Empty,
    /// Text.
    Text,
    /// Text that names its interpreter.
    Script,
    /// A program.
    Executable,
    /// A compiled file that is not linked yet.
    Object,
    /// A static library, Rust's `.rlib` included.
    StaticLibrary,
    /// The memory of a crashed program.
    CoreDump,
    /// Anything else.
    Unknown,
}

impl fmt::Display for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "an empty file",
            Self::Text => "a text file",
            Self::Script => "a script",
            Self::Executable => "an executable",
            Self::Object => "an object file",
            Self::StaticLibrary => "a static library",
            Self::CoreDump => "a core dump",
            Self::Unknown => "a file of unknown format",
        })
    }
}

/// A family of library formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// Linux, Android, the BSDs.
    Elf,
    /// macOS and its relatives.
    MachO,
    /// Windows.
    Pe,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Elf => "an ELF file (Linux)",
            Self::MachO => "a Mach-O file (macOS)",
            Self::Pe => "a PE file (Windows)",
        })
    }
}

/// A processor architecture.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Machine {
    pub(crate) name: Cow<'static, str>,
    pub(crate) bits: u8,
    pub(crate) little_endian: bool,
}

impl Machine {
    /// Its name, as Rust's `target_arch` spells it: `x86_64`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Size of an address in bits.
    pub fn bits(&self) -> u8 {
        self.bits
    }

    /// Whether the lowest byte of an integer comes first.
    pub fn is_little_endian(&self) -> bool {
        self.little_endian
    }
}

impl fmt::Display for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, bits, little_endian } = self;
        let order = if *little_endian { "little" } else { "big" };
        write!(f, "{name} ({bits}-bit, {order}-endian)")
    }
}

/// A version of the plugin ABI.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct AbiVersion {
    /// Sides of one major version understand each other.
    pub major: u16,
    /// Grows with additions that the other side may ignore.
    pub minor: u16,
}

impl fmt::Display for AbiVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

/// The host or the plugin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// The program that opens.
    Host,
    /// What it opens.
    Plugin,
}

impl Side {
    /// What to do if this side is the older one.
    pub(super) fn cure(self) -> &'static str {
        match self {
            Self::Host => "the host is older: update its `plugin-host`",
            Self::Plugin => "the plugin is older: rebuild it with a newer `plugin-core`",
        }
    }
}

/// One thing in which a plugin differs from what its host needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incompatibility {
    /// The thing.
    pub item: String,
    /// What the host needs.
    pub expected: String,
    /// What the plugin has.
    pub found: String,
}

impl fmt::Display for Incompatibility {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { item, expected, found } = self;
        write!(f, "{item}: expected {expected}, found {found}")
    }
}

/// What the system's loader said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoaderError(pub(crate) Box<str>);

impl fmt::Display for LoaderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for LoaderError {}
