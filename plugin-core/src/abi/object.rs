//! An object: a value of one binary that another one knows by an interface.

use core::ffi::c_void;

use super::{Outcome, TypeFn, frozen};
use crate::types::{ROption, RString};

/// An object as it crosses, and as it is exported.
///
/// Borrowed for the call, or, in a box or counted, the receiver's, which calls
/// [`ObjectTable::drop_box`] or [`ObjectTable::drop_arc`] once. An exported one lives as long as the
/// process. All fields since ABI 1.0.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct ObjectRecord {
    /// The object; not null.
    pub data: *mut c_void,
    /// What can be done with it; not null.
    pub table: *const ObjectTable,
}

/// What can be done with an object: this record, and behind it, with nothing between, the methods.
///
/// A method is an `extern "C" fn(*mut c_void, Abi<A>, …) -> Outcome<Abi<R>>`, to be called with
/// [`ObjectRecord::data`], on the threads that the interface allows. Lives in the binary that made the
/// object for as long as the process; immutable; readable from any thread. All fields since ABI 1.0.
#[repr(C)]
#[derive(Debug)]
pub struct ObjectTable {
    /// Size of this record in bytes.
    pub size: usize,
    /// Number of methods.
    pub methods: usize,
    /// Drops a boxed object and contains its panic.
    pub drop_box: unsafe extern "C" fn(*mut c_void),
    /// Drops one reference to a counted object and contains its panic.
    pub drop_arc: unsafe extern "C" fn(*mut c_void),
    /// Adds a reference to a counted object.
    pub clone_arc: unsafe extern "C" fn(*const c_void),
    /// Formats the object as `{:?}`; null unless the interface asks for `Debug`.
    pub debug: Option<FormatFn>,
    /// Formats the object as `{}`; null unless the interface asks for `Display`.
    pub display: Option<FormatFn>,
    /// Describes the interface that the methods are of.
    ///
    /// Two binaries may each be compatible with a third and not with each other, so whoever takes an object
    /// over compares this.
    pub interface: TypeFn,
    /// Zero.
    pub reserved: [usize; 4],
}

/// Formats an object; the second argument is 1 for `{:#}`, else 0. `None`: it could not.
pub type FormatFn = unsafe extern "C" fn(*const c_void, u32) -> Outcome<ROption<RString>>;

/// Bits of [`Field::flags`](super::Field::flags) of a method. A reader that does not know a bit refuses
/// the interface.
pub mod method_flags {
    /// It has a default body: an object may be without it, if it is behind all those of the other side.
    pub const DEFAULT: usize = 1;
    /// It takes `&mut self`.
    pub const EXCLUSIVE: usize = 2;
    /// All bits that this version knows.
    pub const KNOWN: usize = DEFAULT | EXCLUSIVE;
}

frozen!(ObjectRecord: size 16, align 8, { data: 0, table: 8 });
frozen!(ObjectTable: size 96, align 8, {
    size: 0, methods: 8, drop_box: 16, drop_arc: 24, clone_arc: 32, debug: 40, display: 48,
    interface: 56, reserved: 64,
});
