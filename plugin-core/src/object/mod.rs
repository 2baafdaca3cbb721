//! Objects: values of one binary that another one knows by an interface, a trait with
//! `#[interface]`.
//!
//! What crosses is a pointer and a table with a shim for each method; on the other side a [`Remote`]
//! stands for the object, which implements the trait by calling the shims.

mod format;
mod method;
mod passing;
mod remote;
mod shim;
mod verdicts;

pub use method::{Implemented, Method, Receiver, SelfMut, SelfRef, call, call_mut, has, method};
pub use passing::{exported, interface_type};
pub(crate) use remote::exported_record;
pub use remote::{InArc, InBox, Lent, Object, ObjectRef, Ownership, Remote};
pub use shim::{MethodAddress, Table, TableOf};

use std::sync::Arc;

use crate::abi::{ObjectRecord, TypeInfo};

/// A trait whose objects cross: `dyn Filter` with `#[interface] trait Filter`.
///
/// Implemented by [`interface`](macro@crate::interface) alone.
///
/// # Safety
///
/// The implementor promises that
///
/// 1. [`TYPE`](Self::TYPE) lists the methods that each [`Table`] of its objects has, in order, with
///    their parameters and results, and what the trait asks for besides;
/// 2. [`table`](Self::table) gives the table of the object's own type.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no interface: neither its objects nor an `Arc` of it cross between a plugin and its host",
    label = "not an interface",
    note = "write `#[plugin_core::interface]` on the trait, and what it asks of threads as its supertraits: `trait Filter: Send + Sync`",
    note = "shared ownership of a value crosses as `plugin_core::RArc<T>`"
)]
pub unsafe trait Interface: 'static {
    /// An object that may borrow what lives for `'a`.
    type Object<'a>: ?Sized + 'a;
    /// The interface's description.
    const TYPE: TypeInfo;
    /// Whether its objects may cross in an `Arc`: they are `Sync`, or not `Send`.
    const COUNTED: bool;

    /// The table of an object.
    fn table(object: &Self::Object<'_>) -> TableOf<Self>;
    /// A counted remote object as the trait's.
    fn counted(remote: Arc<Remote<Self, InArc>>) -> Arc<Self>;
    /// A counted object, to be taken apart.
    fn uncounted(object: Arc<Self>) -> Arc<Self::Object<'static>>;
}

/// An exported object, as generated code names it.
pub trait ExportedObject {
    /// Its interface.
    type Interface: Interface + ?Sized;

    /// The object.
    fn object() -> &'static <Self::Interface as Interface>::Object<'static>;
}

/// The object as it stands in the symbol table.
pub(crate) fn export<E: ExportedObject>() -> ObjectRecord {
    exported_record::<E::Interface>(E::object())
}
