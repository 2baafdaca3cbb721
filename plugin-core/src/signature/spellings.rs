//! Every way to write up to four parameters as `A`, `&A` or `&mut A`.

/// Calls `$emit!` for each spelling with: the generic parameters with their bounds, the parameter
/// types as written, the types that stand for them, and how many of them are borrowed (`none`,
/// `one`, `many`).
///
/// The first argument gives the bounds that each way of passing puts on a type, and the type that
/// stands for an owned parameter.
macro_rules! spellings {
    ($emit:ident, $rules:tt) => {
        $crate::signature::spellings!(@ $emit $rules [] () () none; A B C D);
    };
    (@ $emit:ident $rules:tt $bounds:tt $types:tt $markers:tt $borrows:ident; $($rest:ident)*) => {
        $emit!($bounds $types $markers $borrows);
        $crate::signature::spellings!(@next $emit $rules $bounds $types $markers $borrows; $($rest)*);
    };
    (@next $emit:ident $rules:tt $bounds:tt $types:tt $markers:tt $borrows:ident;) => {};
    (@next $emit:ident
        { owned: $own:ident [$($owned:tt)*], shared: [$($shared:tt)*], exclusive: [$($exclusive:tt)*] }
        [$($bounds:tt)*] ($($types:tt)*) ($($markers:tt)*) $borrows:ident; $param:ident $($rest:ident)*
    ) => {
        $crate::signature::spellings!(@ $emit
            { owned: $own [$($owned)*], shared: [$($shared)*], exclusive: [$($exclusive)*] }
            [$($bounds)* $param: $($owned)*,] ($($types)* $param,) ($($markers)* $own<$param>,)
            $borrows; $($rest)*);
        $crate::signature::spellings!(@borrowed $borrows $emit
            { owned: $own [$($owned)*], shared: [$($shared)*], exclusive: [$($exclusive)*] }
            [$($bounds)* $param: $($shared)*,] ($($types)* &$param,)
            ($($markers)* $crate::types::Ref<$param>,); $($rest)*);
        $crate::signature::spellings!(@borrowed $borrows $emit
            { owned: $own [$($owned)*], shared: [$($shared)*], exclusive: [$($exclusive)*] }
            [$($bounds)* $param: $($exclusive)*,] ($($types)* &mut $param,)
            ($($markers)* $crate::types::Mut<$param>,); $($rest)*);
    };
    (@borrowed none $emit:ident $rules:tt $bounds:tt $types:tt $markers:tt; $($rest:ident)*) => {
        $crate::signature::spellings!(@ $emit $rules $bounds $types $markers one; $($rest)*);
    };
    (@borrowed $more:ident $emit:ident $rules:tt $bounds:tt $types:tt $markers:tt; $($rest:ident)*) => {
        $crate::signature::spellings!(@ $emit $rules $bounds $types $markers many; $($rest)*);
    };
}
pub(crate) use spellings;
