// What `transfer_struct.rs` expands to, written by `src/golden.rs`.
const _: () = {
    #[doc(hidden)]
    #[repr(C)]
    pub struct __Shadow<'__a, T: Clone>(
        <String as ::plugin_core::private::Transfer>::Abi<'__a>,
        <T as ::plugin_core::private::Transfer>::Abi<'__a>,
        <Vec<Task<T>> as ::plugin_core::private::Transfer>::Abi<'__a>,
    )
    where
        T: ::plugin_core::private::Transfer,
        for<'__call> <T as ::plugin_core::private::Transfer>::Rust<'__call>: Clone;
    #[automatically_derived]
    unsafe impl<T: Clone> ::plugin_core::private::Transfer for Task<T>
    where
        T: ::plugin_core::private::Transfer,
        for<'__call> <T as ::plugin_core::private::Transfer>::Rust<'__call>: Clone,
    {
        type Rust<'__a> = Task<<T as ::plugin_core::private::Transfer>::Rust<'__a>>;
        type Abi<'__a> = __Shadow<'__a, T>;
        const TYPE: ::plugin_core::private::TypeInfo = ::plugin_core::private::TypeInfo::of::<
            __Shadow<'static, T>,
        >(::plugin_core::private::kind::STRUCT, "Task")
            .defined_in(
                ::core::module_path!(),
                ::plugin_core::private::or_empty(::core::option_env!("CARGO_PKG_NAME")),
                ::plugin_core::private::semver_class(
                    ::core::option_env!("CARGO_PKG_VERSION"),
                ),
            )
            .arguments(const {
                &[
                    ::plugin_core::private::Argument::ty(
                        ::plugin_core::private::transfer_type::<T>,
                    ),
                ]
            })
            .fields(const {
                &[
                    ::plugin_core::private::Field::new(
                        "title",
                        ::core::mem::offset_of!(__Shadow < 'static, T >, 0),
                        ::plugin_core::private::transfer_type::<String>,
                    ),
                    ::plugin_core::private::Field::new(
                        "payload",
                        ::core::mem::offset_of!(__Shadow < 'static, T >, 1),
                        ::plugin_core::private::transfer_type::<T>,
                    ),
                    ::plugin_core::private::Field::new(
                        "subtasks",
                        ::core::mem::offset_of!(__Shadow < 'static, T >, 2),
                        ::plugin_core::private::transfer_type::<Vec<Task<T>>>,
                    ),
                ]
            });
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
            let Task { title: __0, payload: __1, subtasks: __2 } = __value;
            __Shadow(
                <String as ::plugin_core::private::Transfer>::into_abi(__0),
                <T as ::plugin_core::private::Transfer>::into_abi(__1),
                <Vec<Task<T>> as ::plugin_core::private::Transfer>::into_abi(__2),
            )
        }
        fn from_abi<'__a>(__value: Self::Abi<'__a>) -> Self::Rust<'__a> {
            let __Shadow(__0, __1, __2) = __value;
            Task {
                title: <String as ::plugin_core::private::Transfer>::from_abi(__0),
                payload: <T as ::plugin_core::private::Transfer>::from_abi(__1),
                subtasks: <Vec<
                    Task<T>,
                > as ::plugin_core::private::Transfer>::from_abi(__2),
            }
        }
    }
    #[automatically_derived]
    impl<T: Clone> ::plugin_core::private::TransferTypeMustNotImplementDrop for Task<T>
    where
        T: ::plugin_core::private::Transfer,
        for<'__call> <T as ::plugin_core::private::Transfer>::Rust<'__call>: Clone,
    {}
};
