//! Signatures: the description of a function as both sides state it, and its natural spellings.
//!
//! Apart from the types because a signature adds what no single type has: order, arity and the
//! distinction between `A`, `&A` and `&mut A` in a function pointer.

mod invoke;
mod spellings;

pub(crate) use invoke::Invoke;
pub(crate) use spellings::spellings;

use crate::abi::{Field, TypeFn, TypeInfo, kind};
use crate::types::{Portable, RawArgument, Transfer, argument_type, portable_type, transfer_type};

/// Calls `$macro!` once for each arity from 0 to 12, with a position, a type name and a variable
/// name for each parameter.
macro_rules! for_each_arity {
    ($macro:ident) => {
        $macro!();
        $macro!(0 A a);
        $macro!(0 A a, 1 B b);
        $macro!(0 A a, 1 B b, 2 C c);
        $macro!(0 A a, 1 B b, 2 C c, 3 D d);
        $macro!(0 A a, 1 B b, 2 C c, 3 D d, 4 E e);
        $macro!(0 A a, 1 B b, 2 C c, 3 D d, 4 E e, 5 F f);
        $macro!(0 A a, 1 B b, 2 C c, 3 D d, 4 E e, 5 F f, 6 G g);
        $macro!(0 A a, 1 B b, 2 C c, 3 D d, 4 E e, 5 F f, 6 G g, 7 H h);
        $macro!(0 A a, 1 B b, 2 C c, 3 D d, 4 E e, 5 F f, 6 G g, 7 H h, 8 I i);
        $macro!(0 A a, 1 B b, 2 C c, 3 D d, 4 E e, 5 F f, 6 G g, 7 H h, 8 I i, 9 J j);
        $macro!(0 A a, 1 B b, 2 C c, 3 D d, 4 E e, 5 F f, 6 G g, 7 H h, 8 I i, 9 J j, 10 K k);
        $macro!(
            0 A a, 1 B b, 2 C c, 3 D d, 4 E e, 5 F f, 6 G g, 7 H h, 8 I i, 9 J j, 10 K k, 11 L l
        );
    };
}
pub(crate) use for_each_arity;

/// One parameter or the result of a signature.
pub trait Parameter {
    /// Its description.
    const TYPE: TypeFn;
    /// Its description as a result.
    const RESULT: TypeFn = Self::TYPE;
}

impl<T: Transfer> Parameter for T {
    const TYPE: TypeFn = {
        assert!(
            size_of::<T::Abi<'static>>() > 0,
            "a zero-sized type with fields cannot cross by value: compilers disagree on how to pass it"
        );
        argument_type::<T>
    };
    const RESULT: TypeFn = {
        // A result is as large as a parameter, and more.
        let _ = Self::TYPE;
        transfer_type::<T>
    };
}

/// A parameter or result of a raw function that is passed as itself, and is not a marker that stands
/// for another type.
#[derive(Debug)]
pub struct Own<T>(T);

impl<T: Portable + RawArgument> Parameter for Own<T> {
    const TYPE: TypeFn = {
        assert!(
            size_of::<T>() > 0,
            "a zero-sized type with fields cannot cross by value: compilers disagree on how to pass it"
        );
        portable_type::<T>
    };
}

impl Parameter for Own<()> {
    const TYPE: TypeFn = transfer_type::<()>;
}

/// The parameters of a signature: a tuple of up to 12.
pub trait ParameterList {
    /// Their descriptions, in order.
    const FIELDS: &'static [Field];
}

macro_rules! parameter_list {
    ($($index:literal $param:ident $var:ident),*) => {
        impl<$($param: Parameter,)*> ParameterList for ($($param,)*) {
            const FIELDS: &'static [Field] =
                &[$(Field::new(stringify!($index), 0, $param::TYPE)),*];
        }
    };
}
for_each_arity!(parameter_list);

/// Description of a function with parameters `P` and the result `R`, held in a pointer of type `F`.
pub(crate) const fn function_type<F, P: ParameterList, R: Parameter>(
    function_kind: u32,
    flags: u32,
) -> TypeInfo {
    let name = if function_kind == kind::FUNCTION { "fn" } else { "extern \"C\" fn" };
    TypeInfo::of::<F>(function_kind, name).fields(P::FIELDS).element(R::RESULT).flags(flags)
}
