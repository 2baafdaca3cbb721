//! Names of the peers, and which package each works on.

/// A peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Name {
    Pointer,
    Dyn,
    This,
    /// Our plugin, without us: what the system alone takes.
    OurFile,
    Libloading,
    Dlopen2,
    AbiStable,
    Stabby,
    Savefile,
    Cglue,
    Go,
    Wasmtime,
}

/// What a peer works on.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Plugin {
    /// Nothing outside of the program.
    None,
    /// The cdylib of a package in `plugins`.
    Package(&'static str),
    /// `plugins/go`.
    Go,
    /// `plugins/wasm`, compiled ahead.
    Wasm,
}

const NAMES: [(Name, &str, Plugin); 12] = [
    (Name::Pointer, "fn pointer", Plugin::None),
    (Name::Dyn, "dyn Trait", Plugin::None),
    (Name::This, "this", Plugin::Package("peer-this")),
    (Name::OurFile, "`dlopen` of our file", Plugin::Package("peer-this")),
    (Name::Libloading, "libloading", Plugin::Package("peer-bare")),
    (Name::Dlopen2, "dlopen2", Plugin::Package("peer-bare")),
    (Name::AbiStable, "abi_stable", Plugin::Package("peer-abi-stable")),
    (Name::Stabby, "stabby", Plugin::Package("peer-stabby")),
    (Name::Savefile, "savefile-abi", Plugin::Package("peer-savefile")),
    (Name::Cglue, "cglue", Plugin::Package("peer-cglue")),
    (Name::Go, "Go plugin", Plugin::Go),
    (Name::Wasmtime, "wasmtime", Plugin::Wasm),
];

impl Name {
    /// All that this program was compiled with.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        NAMES.iter().map(|name| name.0).filter(|name| {
            cfg!(feature = "peers")
                || matches!(
                    name,
                    Self::Pointer | Self::Dyn | Self::This | Self::OurFile | Self::Libloading
                )
        })
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        Self::all().find(|name| name.as_str() == text)
    }

    /// As in the table.
    pub(crate) fn as_str(self) -> &'static str {
        NAMES[self as usize].1
    }

    pub(crate) fn plugin(self) -> Plugin {
        NAMES[self as usize].2
    }
}
