// What `transfer_enum_ref.rs` expands to, written by `src/golden.rs`.
const _: () = {
    #[doc(hidden)]
    #[repr(u8)]
    pub enum __Shadow<'__a> {
        Nothing,
        Text(
            <::plugin_core::private::Ref<
                str,
            > as ::plugin_core::private::Transfer>::Abi<'__a>,
        ),
        Numbers(
            <::plugin_core::private::Ref<
                [f64],
            > as ::plugin_core::private::Transfer>::Abi<'__a>,
            <Option<
                ::plugin_core::private::Ref<str>,
            > as ::plugin_core::private::Transfer>::Abi<'__a>,
        ),
    }
    #[repr(C)]
    struct __Variant0<__T0>(__T0);
    #[repr(C)]
    struct __Variant1<__T0, __T1>(__T0, __T1);
    #[repr(C)]
    struct __Variant2<__T0, __T1, __T2>(__T0, __T1, __T2);
    trait __Seen {
        type __Variant0;
        type __Variant1;
        type __Variant2;
    }
    #[automatically_derived]
    impl __Seen for ValueRef<'static> {
        type __Variant0 = __Variant0<::core::primitive::u8>;
        type __Variant1 = __Variant1<
            ::core::primitive::u8,
            <::plugin_core::private::Ref<
                str,
            > as ::plugin_core::private::Transfer>::Abi<'static>,
        >;
        type __Variant2 = __Variant2<
            ::core::primitive::u8,
            <::plugin_core::private::Ref<
                [f64],
            > as ::plugin_core::private::Transfer>::Abi<'static>,
            <Option<
                ::plugin_core::private::Ref<str>,
            > as ::plugin_core::private::Transfer>::Abi<'static>,
        >;
    }
    #[automatically_derived]
    unsafe impl ::plugin_core::private::Transfer for ValueRef<'static> {
        type Rust<'__a> = ValueRef<'__a>;
        type Abi<'__a> = __Shadow<'__a>;
        const TYPE: ::plugin_core::private::TypeInfo = ::plugin_core::private::TypeInfo::of::<
            __Shadow<'static>,
        >(::plugin_core::private::kind::ENUM, "ValueRef")
            .defined_in(
                ::core::module_path!(),
                ::plugin_core::private::or_empty(::core::option_env!("CARGO_PKG_NAME")),
                ::plugin_core::private::semver_class(
                    ::core::option_env!("CARGO_PKG_VERSION"),
                ),
            )
            .variants(const {
                &[
                    ::plugin_core::private::Variant::new("Nothing", 0, const { &[] }),
                    ::plugin_core::private::Variant::new(
                        "Text",
                        1,
                        const {
                            &[
                                ::plugin_core::private::Field::new(
                                    "0",
                                    ::core::mem::offset_of!(< Self as __Seen > ::__Variant1, 1),
                                    ::plugin_core::private::transfer_type::<
                                        ::plugin_core::private::Ref<str>,
                                    >,
                                ),
                            ]
                        },
                    ),
                    ::plugin_core::private::Variant::new(
                        "Numbers",
                        2,
                        const {
                            &[
                                ::plugin_core::private::Field::new(
                                    "values",
                                    ::core::mem::offset_of!(< Self as __Seen > ::__Variant2, 1),
                                    ::plugin_core::private::transfer_type::<
                                        ::plugin_core::private::Ref<[f64]>,
                                    >,
                                ),
                                ::plugin_core::private::Field::new(
                                    "unit",
                                    ::core::mem::offset_of!(< Self as __Seen > ::__Variant2, 2),
                                    ::plugin_core::private::transfer_type::<
                                        Option<::plugin_core::private::Ref<str>>,
                                    >,
                                ),
                            ]
                        },
                    ),
                ]
            })
            .element(::plugin_core::private::portable_type::<::core::primitive::u8>);
        const IDENTITY: ::core::primitive::bool = false;
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
            match __value {
                ValueRef::Nothing => __Shadow::Nothing,
                ValueRef::Text(__0) => {
                    __Shadow::Text(
                        <::plugin_core::private::Ref<
                            str,
                        > as ::plugin_core::private::Transfer>::into_abi(__0),
                    )
                }
                ValueRef::Numbers { values: __0, unit: __1 } => {
                    __Shadow::Numbers(
                        <::plugin_core::private::Ref<
                            [f64],
                        > as ::plugin_core::private::Transfer>::into_abi(__0),
                        <Option<
                            ::plugin_core::private::Ref<str>,
                        > as ::plugin_core::private::Transfer>::into_abi(__1),
                    )
                }
            }
        }
        fn from_abi<'__a>(__value: Self::Abi<'__a>) -> Self::Rust<'__a> {
            match __value {
                __Shadow::Nothing => ValueRef::Nothing,
                __Shadow::Text(__0) => {
                    ValueRef::Text(
                        <::plugin_core::private::Ref<
                            str,
                        > as ::plugin_core::private::Transfer>::from_abi(__0),
                    )
                }
                __Shadow::Numbers(__0, __1) => {
                    ValueRef::Numbers {
                        values: <::plugin_core::private::Ref<
                            [f64],
                        > as ::plugin_core::private::Transfer>::from_abi(__0),
                        unit: <Option<
                            ::plugin_core::private::Ref<str>,
                        > as ::plugin_core::private::Transfer>::from_abi(__1),
                    }
                }
            }
        }
    }
    #[automatically_derived]
    impl ::plugin_core::private::TransferTypeMustNotImplementDrop for ValueRef<'static> {}
};
