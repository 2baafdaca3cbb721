//! A type, described so that two binaries can compare what each believes of it.
//!
//! Ours and frozen, where that of `abi_stable` changes with its package version: a newer
//! host must be able to read what an older plugin says.

use super::{Records, Text, frozen};

/// A type's description behind a function, so that recursive types have one.
pub type TypeFn = extern "C" fn() -> &'static TypeInfo;

/// Values of [`TypeInfo::kind`]. Integers, so that an unknown one can be refused.
pub mod kind {
    /// An integer, float, `bool`, `char`, or an atomic or non-zero one: `name` says which.
    pub const PRIMITIVE: u32 = 1;
    /// `()` and `PhantomData`: nothing.
    pub const UNIT: u32 = 2;
    /// A `#[repr(C)]` struct: `fields`.
    pub const STRUCT: u32 = 3;
    /// A `#[repr(transparent)]` struct: `fields`.
    pub const TRANSPARENT: u32 = 4;
    /// An enum with an explicit integer representation: `variants`, and `element` is the integer.
    pub const ENUM: u32 = 5;
    /// `[T; N]`: `element` and `len`.
    pub const ARRAY: u32 = 6;
    /// A container known by its name, with `arguments`; its layout is frozen by its package and
    /// the version in `version`.
    pub const CONTAINER: u32 = 7;
    /// An address that only its owner looks behind, known by its name.
    pub const OPAQUE: u32 = 8;
    /// `&T` for the call, or for ever with [`type_flags::STATIC`](super::type_flags::STATIC): `element`.
    pub const REFERENCE: u32 = 9;
    /// `&mut T` for the call: `element`.
    pub const REFERENCE_MUT: u32 = 10;
    /// `&[T]` as pointer and length: `element`.
    pub const SLICE: u32 = 11;
    /// `&mut [T]` as pointer and length: `element`.
    pub const SLICE_MUT: u32 = 12;
    /// `&str` as pointer and length.
    pub const STR: u32 = 13;
    /// A tuple: `fields` named `0`, `1`, …
    pub const TUPLE: u32 = 14;
    /// A guarded function: `fields` are the parameters, `element` the result.
    pub const FUNCTION: u32 = 15;
    /// An `extern "C"` function or a pointer to one: as [`FUNCTION`].
    pub const RAW_FUNCTION: u32 = 16;
    /// An interface: `fields` are the methods.
    pub const INTERFACE: u32 = 17;
    /// A closure that crosses, `Fn`, `FnMut` or `FnOnce`: as [`FUNCTION`].
    pub const CALLBACK: u32 = 18;
    /// A box of an interface or a callback: `element`.
    pub const BOX: u32 = 19;
    /// A counted reference to an interface: `element`.
    pub const ARC: u32 = 20;
    /// A future, which borrows nothing with [`type_flags::STATIC`](super::type_flags::STATIC), and otherwise
    /// the object whose method returns it: `element` is its output.
    pub const FUTURE: u32 = 21;
}

/// Bits of [`TypeInfo::flags`]. A reader that does not know a bit refuses the type.
pub mod type_flags {
    /// Dropping a value runs code.
    pub const NEEDS_DROP: u32 = 1;
    /// A borrow that lasts for ever, not for the call.
    pub const STATIC: u32 = 2;
    /// An `unsafe` function.
    pub const UNSAFE: u32 = 4;
    /// An enum that may gain variants: an unknown discriminant is a value of its own.
    pub const NON_EXHAUSTIVE: u32 = 8;
    /// An interface or callback that any thread may own.
    pub const SEND: u32 = 16;
    /// An interface or callback that several threads may use at once.
    pub const SYNC: u32 = 32;
    /// An interface whose objects can be formatted with `{:?}`.
    pub const DEBUG: u32 = 64;
    /// An interface whose objects can be formatted with `{}`.
    pub const DISPLAY: u32 = 128;
    /// All bits that this version knows.
    pub const KNOWN: u32 =
        NEEDS_DROP | STATIC | UNSAFE | NON_EXHAUSTIVE | SEND | SYNC | DEBUG | DISPLAY;
}

/// Description of one type.
///
/// Lives in the binary that compiled it for as long as the process; immutable; readable from any
/// thread; its address means nothing. Fields that a kind has no use for are empty. Grows at its
/// tail. All fields since ABI 1.0.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct TypeInfo {
    /// Size of this record in bytes.
    pub record_size: u32,
    /// A value of [`kind`]; an unknown one refuses the type.
    pub kind: u32,
    /// Bits of [`type_flags`]; an unknown one refuses the type.
    pub flags: u32,
    /// Bits that a reader may ignore.
    pub optional_flags: u32,
    /// The type's name without its path, or its `id`.
    pub name: Text,
    /// Module path, as `module_path!` gives it; empty for built-in types and with an `id`.
    pub module: Text,
    /// Package name; empty for built-in types and with an `id`.
    pub package: Text,
    /// The part of the package's version that has to agree: `1`, `0.3`.
    pub version: Text,
    /// Size of a value in bytes.
    pub size: usize,
    /// Alignment of a value in bytes.
    pub align: usize,
    /// Generic arguments: types and const values, in order.
    pub arguments: Records<Argument>,
    /// Fields or parameters, in order.
    pub fields: Records<Field>,
    /// Variants, in order.
    pub variants: Records<Variant>,
    /// What it points to, repeats, returns or is represented by.
    pub element: Option<TypeFn>,
    /// Length of an array.
    pub len: usize,
    /// Zero.
    pub reserved: [usize; 4],
}

/// One generic argument: a type (`ty`) or a const value (`value`, its bits).
///
/// Lives as long as its [`TypeInfo`]. All fields since ABI 1.0.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct Argument {
    /// The type; `None` for a const value.
    pub ty: Option<TypeFn>,
    /// The const value's bits, sign-extended: low and high half.
    pub value: [u64; 2],
}

/// One field, parameter or method.
///
/// Lives as long as its [`TypeInfo`]. All fields since ABI 1.0.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The field's name; the position of a parameter.
    pub name: Text,
    /// Offset in bytes from the start of the type; 0 for parameters.
    pub offset: usize,
    /// The field's type.
    pub ty: TypeFn,
    /// Bits that a reader must understand.
    pub flags: usize,
    /// Zero.
    pub reserved: usize,
}

/// One variant of an enum.
///
/// Lives as long as its [`TypeInfo`]. All fields since ABI 1.0.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct Variant {
    /// The variant's name.
    pub name: Text,
    /// The discriminant's bits, sign-extended: low and high half.
    pub discriminant: [u64; 2],
    /// Its fields, with offsets from the start of the enum.
    pub fields: Records<Field>,
    /// Zero.
    pub reserved: usize,
}

frozen!(TypeInfo: size 216, align 8, {
    record_size: 0, kind: 4, flags: 8, optional_flags: 12, name: 16, module: 32, package: 48,
    version: 64, size: 80, align: 88, arguments: 96, fields: 120, variants: 144, element: 168,
    len: 176, reserved: 184,
});
frozen!(Argument: size 24, align 8, { ty: 0, value: 8 });
frozen!(Field: size 48, align 8, { name: 0, offset: 16, ty: 24, flags: 32, reserved: 40 });
frozen!(Variant: size 64, align 8, { name: 0, discriminant: 16, fields: 32, reserved: 56 });

impl TypeInfo {
    /// A record of `kind` called `name`, of the size and alignment of `T`; the other fields are
    /// empty.
    pub const fn of<T>(kind: u32, name: &'static str) -> Self {
        Self {
            record_size: super::record_size::<Self>(),
            kind,
            flags: if core::mem::needs_drop::<T>() { type_flags::NEEDS_DROP } else { 0 },
            optional_flags: 0,
            name: Text::new(name),
            module: Text::EMPTY,
            package: Text::EMPTY,
            version: Text::EMPTY,
            size: size_of::<T>(),
            align: align_of::<T>(),
            arguments: Records::EMPTY,
            fields: Records::EMPTY,
            variants: Records::EMPTY,
            element: None,
            len: 0,
            reserved: [0; 4],
        }
    }

    /// States where the type is defined.
    #[must_use]
    pub const fn defined_in(
        mut self,
        module: &'static str,
        package: &'static str,
        version: &'static str,
    ) -> Self {
        self.module = Text::new(module);
        self.package = Text::new(package);
        self.version = Text::new(version);
        self
    }

    /// Adds flags.
    #[must_use]
    pub const fn flags(mut self, flags: u32) -> Self {
        self.flags |= flags;
        self
    }

    /// Sets the generic arguments.
    #[must_use]
    pub const fn arguments(mut self, arguments: &'static [Argument]) -> Self {
        self.arguments = Records::new(arguments);
        self
    }

    /// Sets the fields or parameters.
    #[must_use]
    pub const fn fields(mut self, fields: &'static [Field]) -> Self {
        self.fields = Records::new(fields);
        self
    }

    /// Sets the variants.
    #[must_use]
    pub const fn variants(mut self, variants: &'static [Variant]) -> Self {
        self.variants = Records::new(variants);
        self
    }

    /// Sets what it points to, repeats, returns or is represented by.
    #[must_use]
    pub const fn element(mut self, element: TypeFn) -> Self {
        self.element = Some(element);
        self
    }

    /// Sets the length of an array.
    #[must_use]
    pub const fn len(mut self, len: usize) -> Self {
        self.len = len;
        self
    }
}

impl Argument {
    /// A type.
    pub const fn ty(ty: TypeFn) -> Self {
        Self { ty: Some(ty), value: [0; 2] }
    }

    /// A const value, cast with `as i128`.
    pub const fn value(value: i128) -> Self {
        Self { ty: None, value: halves(value) }
    }
}

impl Field {
    /// A field or parameter.
    pub const fn new(name: &'static str, offset: usize, ty: TypeFn) -> Self {
        Self { name: Text::new(name), offset, ty, flags: 0, reserved: 0 }
    }
}

impl Variant {
    /// A variant, its discriminant cast with `as i128`.
    pub const fn new(name: &'static str, discriminant: i128, fields: &'static [Field]) -> Self {
        Self {
            name: Text::new(name),
            discriminant: halves(discriminant),
            fields: Records::new(fields),
            reserved: 0,
        }
    }
}

/// The low and the high half.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the halves are taken apart bit by bit"
)]
const fn halves(value: i128) -> [u64; 2] {
    [value as u64, (value >> 64) as u64]
}
