// What `portable_generic.rs` expands to, written by `src/golden.rs`.
const _: () = {
    #[repr(C)]
    struct __Mirror<__T0>(__T0);
    trait __Seen {
        type __Mirror;
    }
    #[automatically_derived]
    impl<T: Copy, const N: usize> __Seen for Buffer<T, N>
    where
        T: ::plugin_core::private::Portable,
    {
        type __Mirror = __Mirror<[T; N]>;
    }
    #[automatically_derived]
    unsafe impl<T: Copy, const N: usize> ::plugin_core::private::Portable
    for Buffer<T, N>
    where
        T: ::plugin_core::private::Portable,
    {
        const TYPE: ::plugin_core::private::TypeInfo = {
            let _ = |__value: &mut Self| match __value {
                Self { cells: __0 } => {
                    let _: *mut [T; N] = __0;
                }
            };
            ::plugin_core::private::assert_layout::<Self, <Self as __Seen>::__Mirror>();
            ::plugin_core::private::assert_transparent::<
                [T; N],
            >(::core::mem::offset_of!(Self, cells));
            ::plugin_core::private::TypeInfo::of::<
                Self,
            >(::plugin_core::private::kind::TRANSPARENT, "Buffer")
                .defined_in(
                    ::core::module_path!(),
                    ::plugin_core::private::or_empty(
                        ::core::option_env!("CARGO_PKG_NAME"),
                    ),
                    ::plugin_core::private::semver_class(
                        ::core::option_env!("CARGO_PKG_VERSION"),
                    ),
                )
                .arguments(const {
                    &[
                        ::plugin_core::private::Argument::ty(
                            ::plugin_core::private::portable_type::<T>,
                        ),
                        ::plugin_core::private::Argument::value(
                            N as ::core::primitive::i128,
                        ),
                    ]
                })
                .fields(const {
                    &[
                        ::plugin_core::private::Field::new(
                            "cells",
                            0,
                            ::plugin_core::private::portable_type::<[T; N]>,
                        ),
                    ]
                })
        };
    }
    #[automatically_derived]
    unsafe impl<T: Copy, const N: usize> ::plugin_core::private::Transfer
    for Buffer<T, N>
    where
        T: ::plugin_core::private::Portable,
    {
        type Rust<'__a> = Self;
        type Abi<'__a> = ::plugin_core::private::ByValue<Self>;
        const TYPE: ::plugin_core::private::TypeInfo = <Self as ::plugin_core::private::Portable>::TYPE;
        const IDENTITY: ::core::primitive::bool = true;
        type Received<'__a> = Self::Rust<'__a>;
        fn receive<'__a>(
            __place: ::plugin_core::private::Place<'__a, Self::Abi<'__a>>,
        ) -> Self::Received<'__a> {
            ::plugin_core::private::taken::<Self>(__place)
        }
        fn pass_on<'__a>(__value: Self::Received<'__a>) -> Self::Rust<'__a> {
            __value
        }
        fn into_abi<'__a>(__value: Self::Rust<'__a>) -> Self::Abi<'__a> {
            const { ::plugin_core::private::assert_not_zero_sized::<Self>() };
            ::plugin_core::private::ByValue::new(__value)
        }
        fn from_abi<'__a>(__value: Self::Abi<'__a>) -> Self::Rust<'__a> {
            const { ::plugin_core::private::assert_not_zero_sized::<Self>() };
            ::plugin_core::private::ByValue::into_inner(__value)
        }
    }
    #[automatically_derived]
    unsafe impl<T: Copy, const N: usize> ::plugin_core::private::RawArgument
    for Buffer<T, N>
    where
        T: ::plugin_core::private::Portable,
        for<'__a> [T; N]: ::plugin_core::private::RawArgument,
    {}
    #[automatically_derived]
    impl<
        T: Copy,
        const N: usize,
    > ::plugin_core::private::PortableTypeMustNotImplementDropUnlessUnsafeAssumeCrossable
    for Buffer<T, N>
    where
        T: ::plugin_core::private::Portable,
    {}
};
