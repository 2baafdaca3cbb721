// What `interface_async.rs` expands to, written by `src/golden.rs`.
pub trait Store: ::core::marker::Send + ::core::marker::Sync + __StoreObject {
    fn get(
        &self,
        key: String,
    ) -> ::plugin_core::private::BorrowedFuture<'_, Option<u64>>;
    fn put(
        &mut self,
        argument_0: (String, u64),
    ) -> ::plugin_core::private::BorrowedFuture<'_, ()> {
        __StoreObject::__default_put(self, argument_0)
    }
}
#[doc(hidden)]
#[allow(deprecated, reason = "as the interface")]
pub trait __StoreObject {
    fn __table(&self) -> ::plugin_core::private::TableOf<dyn Store>;
    fn __default_put(
        &mut self,
        __a0: (String, u64),
    ) -> ::plugin_core::private::BorrowedFuture<'_, ()>;
}
#[allow(deprecated, non_camel_case_types, reason = "named after the methods")]
const _: () = {
    #[allow(dead_code, reason = "named, not called")]
    fn __asks_for<__T: Send + Sync>() {}
    struct __get;
    unsafe impl ::plugin_core::private::Method for __get {
        type Interface = dyn Store;
        type Receiver = ::plugin_core::private::SelfRef;
        type Parameters = (String,);
        type Result = ::plugin_core::private::BorrowingSelf<Option<u64>>;
        const INDEX: ::core::primitive::usize = 0usize;
        const NAME: &'static ::core::primitive::str = "Store::get";
        const DEFAULT: ::core::primitive::bool = false;
    }
    impl<__T: Store> ::plugin_core::private::Implemented<__T> for __get {
        fn call<'__s>(
            __this: <Self::Receiver as ::plugin_core::private::Receiver>::This<
                '__s,
                __T,
            >,
            (
                __a0,
            ): <Self::Parameters as ::plugin_core::private::Signature>::Received<'_>,
        ) -> <Self::Result as ::plugin_core::private::Transfer>::Rust<'__s>
        where
            __T: '__s,
        {
            <__T as Store>::get(__this, __a0)
        }
    }
    struct __put;
    unsafe impl ::plugin_core::private::Method for __put {
        type Interface = dyn Store;
        type Receiver = ::plugin_core::private::SelfMut;
        type Parameters = ((String, u64),);
        type Result = ::plugin_core::private::BorrowingSelf<()>;
        const INDEX: ::core::primitive::usize = 1usize;
        const NAME: &'static ::core::primitive::str = "Store::put";
        const DEFAULT: ::core::primitive::bool = true;
    }
    impl<__T: Store> ::plugin_core::private::Implemented<__T> for __put {
        fn call<'__s>(
            __this: <Self::Receiver as ::plugin_core::private::Receiver>::This<
                '__s,
                __T,
            >,
            (
                __a0,
            ): <Self::Parameters as ::plugin_core::private::Signature>::Received<'_>,
        ) -> <Self::Result as ::plugin_core::private::Transfer>::Rust<'__s>
        where
            __T: '__s,
        {
            <__T as Store>::put(__this, __a0)
        }
    }
    impl<__T: Store> __StoreObject for __T {
        fn __table(&self) -> ::plugin_core::private::TableOf<dyn Store> {
            let __table = const {
                &::plugin_core::private::Table::new::<
                    dyn Store,
                    __T,
                >([
                    <__get as ::plugin_core::private::MethodAddress<__T>>::ADDRESS,
                    <__put as ::plugin_core::private::MethodAddress<__T>>::ADDRESS,
                ])
            };
            unsafe { ::plugin_core::private::TableOf::new::<__T, 2usize>(__table) }
        }
        #[allow(clippy::unnecessary_literal_bound, reason = "as the trait says")]
        fn __default_put(
            &mut self,
            argument_0: (String, u64),
        ) -> ::plugin_core::private::BorrowedFuture<'_, ()> {
            ::plugin_core::private::BorrowedFuture::new(async move {
                #[allow(
                    clippy::no_effect_underscore_binding,
                    clippy::used_underscore_binding,
                    reason = "moves an argument, used or not"
                )]
                let argument_0 = argument_0;
                let (key, value) = argument_0;
                if false {
                    return ::plugin_core::private::never::<()>();
                }
                #[allow(clippy::let_unit_value, reason = "the result may be nothing")]
                let __output: () = {
                    drop((key, value));
                };
                #[allow(unreachable_code, reason = "it may have returned")] __output
            })
        }
    }
    impl<__O: ::plugin_core::private::Ownership> Store
    for ::plugin_core::private::Remote<dyn Store, __O> {
        #[inline]
        fn get(
            &self,
            __a0: String,
        ) -> ::plugin_core::private::BorrowedFuture<'_, Option<u64>> {
            ::plugin_core::private::call::<__get, __O>(self, (__a0,))
        }
        #[inline]
        fn put(
            &mut self,
            __a0: (String, u64),
        ) -> ::plugin_core::private::BorrowedFuture<'_, ()> {
            if ::plugin_core::private::has::<__put, __O>(self) {
                ::plugin_core::private::call_mut::<__put, __O>(self, (__a0,))
            } else {
                __StoreObject::__default_put(self, __a0)
            }
        }
    }
    unsafe impl ::plugin_core::private::Interface for dyn Store {
        type Object<'__a> = dyn Store + '__a;
        const TYPE: ::plugin_core::private::TypeInfo = ::plugin_core::private::TypeInfo::of::<
            (),
        >(::plugin_core::private::kind::INTERFACE, "Store")
            .defined_in(
                ::core::module_path!(),
                ::plugin_core::private::or_empty(::core::option_env!("CARGO_PKG_NAME")),
                ::plugin_core::private::semver_class(
                    ::core::option_env!("CARGO_PKG_VERSION"),
                ),
            )
            .fields(const {
                &[
                    ::plugin_core::private::method::<__get>("get"),
                    ::plugin_core::private::method::<__put>("put"),
                ]
            })
            .flags(::plugin_core::private::type_flags::SEND)
            .flags(::plugin_core::private::type_flags::SYNC);
        const COUNTED: ::core::primitive::bool = true;
        fn table(__object: &Self::Object<'_>) -> ::plugin_core::private::TableOf<Self> {
            __StoreObject::__table(__object)
        }
        fn counted(
            __remote: ::std::sync::Arc<
                ::plugin_core::private::Remote<Self, ::plugin_core::private::InArc>,
            >,
        ) -> ::std::sync::Arc<Self> {
            __remote
        }
        fn uncounted(
            __object: ::std::sync::Arc<Self>,
        ) -> ::std::sync::Arc<Self::Object<'static>> {
            __object
        }
    }
    ::plugin_core::private::object!(Store);
};
