// What `portable_enum.rs` expands to, written by `src/golden.rs`.
const _: () = {
    #[repr(C)]
    struct __Variant0<__T0, __T1>(__T0, __T1);
    #[repr(C)]
    struct __Variant1<__T0, __T1, __T2>(__T0, __T1, __T2);
    #[repr(C)]
    struct __Variant2<__T0>(__T0);
    #[repr(C)]
    union __Mirror<__T0, __T1, __T2> {
        __0: ::core::mem::ManuallyDrop<__T0>,
        __1: ::core::mem::ManuallyDrop<__T1>,
        __2: ::core::mem::ManuallyDrop<__T2>,
    }
    trait __Seen {
        type __Variant0;
        type __Variant1;
        type __Variant2;
        type __Mirror;
    }
    #[automatically_derived]
    impl __Seen for Shape {
        type __Variant0 = __Variant0<::core::primitive::u8, f64>;
        type __Variant1 = __Variant1<::core::primitive::u8, f64, f64>;
        type __Variant2 = __Variant2<::core::primitive::u8>;
        type __Mirror = __Mirror<
            <Self as __Seen>::__Variant0,
            <Self as __Seen>::__Variant1,
            <Self as __Seen>::__Variant2,
        >;
    }
    #[repr(u8)]
    enum __Discriminant {
        Circle = 1,
        Rectangle,
        Empty = 9,
    }
    #[automatically_derived]
    unsafe impl ::plugin_core::private::Portable for Shape {
        const TYPE: ::plugin_core::private::TypeInfo = {
            let _ = |__value: &mut Self| match __value {
                Self::Circle(__0) => {
                    let _: *mut f64 = __0;
                }
                Self::Rectangle { width: __0, height: __1 } => {
                    let _: *mut f64 = __0;
                    let _: *mut f64 = __1;
                }
                Self::Empty => {}
            };
            ::plugin_core::private::assert_layout::<Self, <Self as __Seen>::__Mirror>();
            let __value = ::plugin_core::private::with_discriminant::<
                Self,
                ::core::primitive::u8,
            >(__Discriminant::Circle as ::core::primitive::u8);
            match unsafe { &*__value.as_ptr() } {
                Self::Circle(__0) => {
                    ::plugin_core::private::assert_offset(
                        unsafe {
                            ::plugin_core::private::offset_in(__value.as_ptr(), __0)
                        },
                        ::core::mem::offset_of!(< Self as __Seen > ::__Variant0, 1),
                    );
                }
                _ => ::plugin_core::private::other_discriminant(),
            }
            let __value = ::plugin_core::private::with_discriminant::<
                Self,
                ::core::primitive::u8,
            >(__Discriminant::Rectangle as ::core::primitive::u8);
            match unsafe { &*__value.as_ptr() } {
                Self::Rectangle { width: __0, height: __1 } => {
                    ::plugin_core::private::assert_offset(
                        unsafe {
                            ::plugin_core::private::offset_in(__value.as_ptr(), __0)
                        },
                        ::core::mem::offset_of!(< Self as __Seen > ::__Variant1, 1),
                    );
                    ::plugin_core::private::assert_offset(
                        unsafe {
                            ::plugin_core::private::offset_in(__value.as_ptr(), __1)
                        },
                        ::core::mem::offset_of!(< Self as __Seen > ::__Variant1, 2),
                    );
                }
                _ => ::plugin_core::private::other_discriminant(),
            }
            let __value = ::plugin_core::private::with_discriminant::<
                Self,
                ::core::primitive::u8,
            >(__Discriminant::Empty as ::core::primitive::u8);
            match unsafe { &*__value.as_ptr() } {
                Self::Empty => {}
                _ => ::plugin_core::private::other_discriminant(),
            }
            ::plugin_core::private::TypeInfo::of::<
                Self,
            >(::plugin_core::private::kind::ENUM, "com.example.Shape")
                .variants(const {
                    &[
                        ::plugin_core::private::Variant::new(
                            "Circle",
                            __Discriminant::Circle as ::core::primitive::i128,
                            const {
                                &[
                                    ::plugin_core::private::Field::new(
                                        "0",
                                        ::core::mem::offset_of!(< Self as __Seen > ::__Variant0, 1),
                                        ::plugin_core::private::portable_type::<f64>,
                                    ),
                                ]
                            },
                        ),
                        ::plugin_core::private::Variant::new(
                            "Rectangle",
                            __Discriminant::Rectangle as ::core::primitive::i128,
                            const {
                                &[
                                    ::plugin_core::private::Field::new(
                                        "width",
                                        ::core::mem::offset_of!(< Self as __Seen > ::__Variant1, 1),
                                        ::plugin_core::private::portable_type::<f64>,
                                    ),
                                    ::plugin_core::private::Field::new(
                                        "height",
                                        ::core::mem::offset_of!(< Self as __Seen > ::__Variant1, 2),
                                        ::plugin_core::private::portable_type::<f64>,
                                    ),
                                ]
                            },
                        ),
                        ::plugin_core::private::Variant::new(
                            "Empty",
                            __Discriminant::Empty as ::core::primitive::i128,
                            const { &[] },
                        ),
                    ]
                })
                .element(::plugin_core::private::portable_type::<::core::primitive::u8>)
        };
    }
    #[automatically_derived]
    unsafe impl ::plugin_core::private::Transfer for Shape {
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
    unsafe impl ::plugin_core::private::RawArgument for Shape {}
    #[automatically_derived]
    impl ::plugin_core::private::PortableTypeMustNotImplementDropUnlessUnsafeAssumeCrossable
    for Shape {}
    const _: ::plugin_core::private::TypeInfo = <Shape as ::plugin_core::private::Portable>::TYPE;
};
