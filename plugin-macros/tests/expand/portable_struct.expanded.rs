// What `portable_struct.rs` expands to, written by `src/golden.rs`.
const _: () = {
    #[repr(C)]
    struct __Mirror<__T0, __T1, __T2>(__T0, __T1, __T2);
    trait __Seen {
        type __Mirror;
    }
    #[automatically_derived]
    impl __Seen for Point {
        type __Mirror = __Mirror<RString, f64, *const Canvas>;
    }
    struct __Field_owner;
    #[automatically_derived]
    impl ::plugin_core::private::TypeText for __Field_owner {
        const TEXT: &'static ::core::primitive::str = "*const Canvas";
    }
    #[automatically_derived]
    unsafe impl ::plugin_core::private::Portable for Point {
        const TYPE: ::plugin_core::private::TypeInfo = {
            let _ = |__value: &mut Self| match __value {
                Self { name: __0, x: __1, owner: __2 } => {
                    let _: *mut RString = __0;
                    let _: *mut f64 = __1;
                    let _: *mut *const Canvas = __2;
                }
            };
            ::plugin_core::private::assert_layout::<Self, <Self as __Seen>::__Mirror>();
            ::plugin_core::private::assert_offset(
                ::core::mem::offset_of!(Self, name),
                ::core::mem::offset_of!(< Self as __Seen > ::__Mirror, 0),
            );
            ::plugin_core::private::assert_offset(
                ::core::mem::offset_of!(Self, x),
                ::core::mem::offset_of!(< Self as __Seen > ::__Mirror, 1),
            );
            ::plugin_core::private::assert_offset(
                ::core::mem::offset_of!(Self, owner),
                ::core::mem::offset_of!(< Self as __Seen > ::__Mirror, 2),
            );
            ::plugin_core::private::TypeInfo::of::<
                Self,
            >(::plugin_core::private::kind::STRUCT, "Point")
                .defined_in(
                    ::core::module_path!(),
                    ::plugin_core::private::or_empty(
                        ::core::option_env!("CARGO_PKG_NAME"),
                    ),
                    ::plugin_core::private::semver_class(
                        ::core::option_env!("CARGO_PKG_VERSION"),
                    ),
                )
                .fields(const {
                    &[
                        ::plugin_core::private::Field::new(
                            "name",
                            ::core::mem::offset_of!(Self, name),
                            ::plugin_core::private::portable_type::<RString>,
                        ),
                        ::plugin_core::private::Field::new(
                            "x",
                            ::core::mem::offset_of!(Self, x),
                            ::plugin_core::private::portable_type::<f64>,
                        ),
                        ::plugin_core::private::Field::new(
                            "owner",
                            ::core::mem::offset_of!(Self, owner),
                            ::plugin_core::private::opaque_type::<
                                *const Canvas,
                                __Field_owner,
                            >,
                        ),
                    ]
                })
        };
    }
    #[automatically_derived]
    unsafe impl ::plugin_core::private::Transfer for Point {
        type Rust<'__a> = Self;
        type Abi<'__a> = Self;
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
            __value
        }
        fn from_abi<'__a>(__value: Self::Abi<'__a>) -> Self::Rust<'__a> {
            const { ::plugin_core::private::assert_not_zero_sized::<Self>() };
            __value
        }
    }
    #[automatically_derived]
    unsafe impl ::plugin_core::private::RawArgument for Point {}
    #[automatically_derived]
    impl ::plugin_core::private::PortableTypeMustNotImplementDropUnlessUnsafeAssumeCrossable
    for Point {}
    const _: () = unsafe { ::plugin_core::private::assume_crossable() };
    const _: ::plugin_core::private::TypeInfo = <Point as ::plugin_core::private::Portable>::TYPE;
};
