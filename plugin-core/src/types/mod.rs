//! What may cross between a plugin and its host.
//!
//! Two traits, because two questions are asked: [`Portable`] says that a type has one layout under
//! every compiler, so that both sides may look at one value; [`Transfer`] says how a value goes over
//! as an argument or a result. One module per kind of type.

mod array;
mod boxed;
mod container;
mod function_pointer;
mod hash_map;
mod map;
mod opaque;
mod optional;
mod path;
mod place;
mod primitive;
mod raw;
mod reference;
mod sequence;
mod sync;
mod text;
mod time;
mod tuple;
mod vec;
mod wide;

pub use array::Array;
pub use boxed::{Boxed, RArc, RBox};
pub use hash_map::RHashMap;
pub use opaque::{Opaque, OpaqueTag};
pub use optional::{ROption, RResult};
pub use path::PathBytes;
pub use place::Place;
pub use primitive::Unit;
pub use raw::{RawArgument, RawResult};
pub use reference::{Mut, Plain, Ref, Referent, ReferentMut};
pub use sequence::{RSlice, RSliceMut};
pub use sync::{RMutex, RRwLock};
pub use text::{RStr, RString};
pub use time::RDuration;
pub use tuple::{Tuple2, Tuple3, Tuple4, Tuple5, Tuple6};
pub use vec::RVec;
pub use wide::Wide;

use crate::abi::TypeInfo;

/// A type with one layout and one meaning in every binary that knows it.
///
/// Such a type crosses as itself: it may be an exported variable, an argument, a result, a field, an
/// element of a container, and stand behind a reference. Derive it:
///
/// ```
/// use plugin_core::Portable;
///
/// #[derive(Portable, Clone, Copy)]
/// #[repr(C)]
/// pub struct Point {
///     pub x: f64,
///     pub y: f64,
/// }
/// ```
///
/// Two types are one if package, the part of its version that has to agree, module, name and layout
/// agree. A type with private fields whose meaning changes between two compatible versions, while its
/// layout does not, is the author's to avoid: raise the version.
///
/// # Safety
///
/// The implementor promises that
///
/// 1. the layout of `Self` is fixed by its declaration, whatever the compiler (`#[repr(C)]`, an
///    integer representation, `#[repr(transparent)]`), down to every type inside it;
/// 2. [`TYPE`](Self::TYPE) describes that layout, and differs from the description of every type
///    with another layout or another meaning;
/// 3. every safe operation on a value, `Drop` and trait implementations included, is sound in a
///    binary that did not make the value: nothing relies on a static, a thread-local or the global
///    allocator of one binary.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no layout that two binaries agree on",
    label = "not `Portable`",
    note = "derive it on a type of your own: `#[derive(plugin_core::Portable)]` with `#[repr(C)]`",
    note = "of the standard library's types take the portable twin: `RString` for `String`, `RVec<T>` for `Vec<T>`, `ROption<T>` for `Option<T>`, `RBox<T>` for `Box<T>`, `RArc<T>` for `Arc<T>`, `RMutex<T>` for `Mutex<T>`, `RHashMap<K, V>` for `HashMap<K, V>`, `RStr<'static>` for `&'static str`",
    note = "behind a reference take the slice, `&str` for `&String`, `&[T]` for `&Vec<T>`; a type with `derive(Transfer)` crosses by value alone"
)]
pub unsafe trait Portable: Sized + 'static {
    /// The type's description.
    const TYPE: TypeInfo;

    /// What a symbol of this type is: a variable, but for `extern "C"` function pointers.
    #[doc(hidden)]
    const SYMBOL_KIND: u32 = crate::abi::symbol_kind::VARIABLE;
}

/// A type that may stand as an argument or a result of an exported function.
///
/// Implemented for every [`Portable`] type, which crosses as itself, and for the everyday types of
/// the standard library, which are converted: `String`, `&str`, `Vec<T>`, `&[T]`, `Option<T>`,
/// `Result<T, E>`, tuples, `Box<T>`, `Duration`, `PathBuf`, maps. Records of your own that hold such
/// types cross with `#[derive(Transfer)]`.
///
/// `Self` stands for a family of types, one for each lifetime of a call: [`Ref<str>`](Ref) for
/// `&'a str`.
///
/// # Safety
///
/// The implementor promises that
///
/// 1. `Abi<'a>` can be passed by value through `extern "C"` functions under every compiler: it is not
///    zero-sized, not an array and not a 128-bit integer; and its layout is what
///    [`TYPE`](Self::TYPE) describes;
/// 2. two implementors with equal descriptions have the same `Abi<'a>` layout and meaning, and
///    `from_abi` accepts every value that `into_abi` of any of them gives;
/// 3. if [`IDENTITY`](Self::IDENTITY) then `Rust<'a>` and `Abi<'a>` can be transmuted into each other;
/// 4. unless [`ARGUMENT_ONLY`](Self::ARGUMENT_ONLY), `receive` leaves nothing behind in the place.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot cross between a plugin and its host",
    label = "cannot be an argument or a result here",
    note = "derive `plugin_core::Transfer` for a record that crosses by value, or `plugin_core::Portable` for a `#[repr(C)]` type that crosses as itself",
    note = "an error crosses as `plugin_core::Error`, shared ownership as `plugin_core::RArc<T>`, and a trait object if its trait is a `plugin_core::interface`"
)]
pub unsafe trait Transfer: Sized + 'static {
    /// The type as Rust code sees it in a call that lasts for `'a`.
    type Rust<'a>;
    /// The type that the called function gets: `Rust<'a>`, but for references to objects and
    /// callbacks, which last for ever on the side that they crossed to.
    type Received<'a>;
    /// The type that crosses.
    type Abi<'a>;
    /// Description of the type that crosses.
    const TYPE: TypeInfo;
    /// Whether crossing changes nothing.
    const IDENTITY: bool;
    /// Whether it has to stand in the place where it arrived for as long as it is used: then it is
    /// neither a result nor inside another type.
    const ARGUMENT_ONLY: bool = false;

    /// Makes the value that crosses.
    fn into_abi(value: Self::Rust<'_>) -> Self::Abi<'_>;
    /// Takes the value that crossed.
    fn from_abi(value: Self::Abi<'_>) -> Self::Rust<'_>;
    /// Takes an argument that crossed.
    fn receive<'a>(place: Place<'a, Self::Abi<'a>>) -> Self::Received<'a>;
    /// An argument that was received, as one to pass.
    fn pass_on(value: Self::Received<'_>) -> Self::Rust<'_>;
}

/// A type that crosses by value and borrows nothing: it is one type in every call.
pub trait Owned: for<'a> Transfer<Rust<'a> = Self, Received<'a> = Self> {}

impl<T: for<'a> Transfer<Rust<'a> = T, Received<'a> = T>> Owned for T {}

/// `Received` and `receive` of a type that leaves nothing in the place where it arrived.
macro_rules! received_by_value {
    () => {
        type Received<'a> = Self::Rust<'a>;

        fn receive<'a>(place: $crate::types::Place<'a, Self::Abi<'a>>) -> Self::Received<'a> {
            Self::from_abi(place.take())
        }
        fn pass_on(value: Self::Received<'_>) -> Self::Rust<'_> {
            value
        }
    };
}
pub(crate) use received_by_value;

/// The description of a portable type, as a function.
pub extern "C" fn portable_type<T: Portable>() -> &'static TypeInfo {
    const { &T::TYPE }
}

/// The description of what crosses for `T` as a result or inside another type, as a function.
pub extern "C" fn transfer_type<T: Transfer>() -> &'static TypeInfo {
    const {
        assert!(
            !T::ARGUMENT_ONLY,
            "a reference to an object or a callback can only be an argument: return or hold a \
             `Box<dyn …>`, or an `Arc<dyn …>` of an interface"
        );
        &T::TYPE
    }
}

/// The description of what crosses for `T` as an argument, as a function.
pub(crate) extern "C" fn argument_type<T: Transfer>() -> &'static TypeInfo {
    const { &T::TYPE }
}

/// Implements [`Transfer`] for portable types that cross as themselves.
macro_rules! transfer_as_itself {
    ($([$($generics:tt)*] $ty:ty $(, where [$($bounds:tt)*])?);+ $(;)?) => {$(
        // SAFETY: 1. and 2.: the type is portable, so its description settles its layout, and it is
        // neither zero-sized nor an array nor 128 bits wide; 3.: the two types are one.
        unsafe impl<$($generics)*> $crate::types::Transfer for $ty
        $(where $($bounds)*)? {
            type Rust<'a> = Self;
            type Abi<'a> = Self;
            const TYPE: $crate::abi::TypeInfo = <Self as $crate::types::Portable>::TYPE;
            const IDENTITY: bool = true;
            $crate::types::received_by_value!();

            fn into_abi(value: Self::Rust<'_>) -> Self::Abi<'_> {
                value
            }
            fn from_abi(value: Self::Abi<'_>) -> Self::Rust<'_> {
                value
            }
        }
        // SAFETY: the type crosses as itself.
        unsafe impl<$($generics)*> $crate::types::RawArgument for $ty $(where $($bounds)*)? {}
    )+};
}
pub(crate) use transfer_as_itself;
