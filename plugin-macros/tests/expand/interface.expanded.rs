// What `interface.rs` expands to, written by `src/golden.rs`.
/// A filter.
pub trait Filter: ::core::marker::Send + ::core::fmt::Debug + __FilterObject {
    /// What it is called.
    fn name(&self) -> &str;
    fn apply(&mut self, line: &str, tell: &mut dyn FnMut(&str)) -> Option<String>;
    fn join(&self, other: Box<dyn Filter>) -> String {
        __FilterObject::__default_join(self, other)
    }
}
#[doc(hidden)]
#[allow(deprecated, reason = "as the interface")]
pub trait __FilterObject {
    fn __table(&self) -> ::plugin_core::private::TableOf<dyn Filter>;
    fn __default_join(&self, __a0: Box<dyn Filter>) -> String;
}
#[allow(deprecated, non_camel_case_types, reason = "named after the methods")]
const _: () = {
    #[allow(dead_code, reason = "named, not called")]
    fn __asks_for<__T: Send + Debug>() {}
    struct __name;
    unsafe impl ::plugin_core::private::Method for __name {
        type Interface = dyn Filter;
        type Receiver = ::plugin_core::private::SelfRef;
        type Parameters = ();
        type Result = ::plugin_core::private::Ref<str>;
        const INDEX: ::core::primitive::usize = 0usize;
        const NAME: &'static ::core::primitive::str = "Filter::name";
        const DEFAULT: ::core::primitive::bool = false;
    }
    impl<__T: Filter> ::plugin_core::private::Implemented<__T> for __name {
        fn call<'__s>(
            __this: <Self::Receiver as ::plugin_core::private::Receiver>::This<
                '__s,
                __T,
            >,
            (): <Self::Parameters as ::plugin_core::private::Signature>::Received<'_>,
        ) -> <Self::Result as ::plugin_core::private::Transfer>::Rust<'__s>
        where
            __T: '__s,
        {
            <__T as Filter>::name(__this)
        }
    }
    struct __apply;
    unsafe impl ::plugin_core::private::Method for __apply {
        type Interface = dyn Filter;
        type Receiver = ::plugin_core::private::SelfMut;
        type Parameters = (
            ::plugin_core::private::Ref<str>,
            ::plugin_core::private::Mut<dyn FnMut(&str)>,
        );
        type Result = Option<String>;
        const INDEX: ::core::primitive::usize = 1usize;
        const NAME: &'static ::core::primitive::str = "Filter::apply";
        const DEFAULT: ::core::primitive::bool = false;
    }
    impl<__T: Filter> ::plugin_core::private::Implemented<__T> for __apply {
        fn call<'__s>(
            __this: <Self::Receiver as ::plugin_core::private::Receiver>::This<
                '__s,
                __T,
            >,
            (
                __a0,
                __a1,
            ): <Self::Parameters as ::plugin_core::private::Signature>::Received<'_>,
        ) -> <Self::Result as ::plugin_core::private::Transfer>::Rust<'__s>
        where
            __T: '__s,
        {
            <__T as Filter>::apply(__this, __a0, __a1)
        }
    }
    struct __join;
    unsafe impl ::plugin_core::private::Method for __join {
        type Interface = dyn Filter;
        type Receiver = ::plugin_core::private::SelfRef;
        type Parameters = (Box<dyn Filter>,);
        type Result = String;
        const INDEX: ::core::primitive::usize = 2usize;
        const NAME: &'static ::core::primitive::str = "Filter::join";
        const DEFAULT: ::core::primitive::bool = true;
    }
    impl<__T: Filter> ::plugin_core::private::Implemented<__T> for __join {
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
            <__T as Filter>::join(__this, __a0)
        }
    }
    impl<__T: Filter> __FilterObject for __T {
        fn __table(&self) -> ::plugin_core::private::TableOf<dyn Filter> {
            let __table = const {
                &::plugin_core::private::Table::new::<
                    dyn Filter,
                    __T,
                >([
                        <__name as ::plugin_core::private::MethodAddress<__T>>::ADDRESS,
                        <__apply as ::plugin_core::private::MethodAddress<__T>>::ADDRESS,
                        <__join as ::plugin_core::private::MethodAddress<__T>>::ADDRESS,
                    ])
                    .debug::<__T>()
            };
            unsafe { ::plugin_core::private::TableOf::new::<__T, 3usize>(__table) }
        }
        #[allow(clippy::unnecessary_literal_bound, reason = "as the trait says")]
        fn __default_join(&self, mut other: Box<dyn Filter>) -> String {
            other.apply(self.name(), &mut |_| {}).unwrap_or_default()
        }
    }
    impl<__O: ::plugin_core::private::Ownership> Filter
    for ::plugin_core::private::Remote<dyn Filter, __O> {
        #[inline]
        fn name(&self) -> &str {
            ::plugin_core::private::call::<__name, __O>(self, ())
        }
        #[inline]
        fn apply(&mut self, __a0: &str, __a1: &mut dyn FnMut(&str)) -> Option<String> {
            ::plugin_core::private::call_mut::<__apply, __O>(self, (__a0, __a1))
        }
        #[inline]
        fn join(&self, __a0: Box<dyn Filter>) -> String {
            if ::plugin_core::private::has::<__join, __O>(self) {
                ::plugin_core::private::call::<__join, __O>(self, (__a0,))
            } else {
                __FilterObject::__default_join(self, __a0)
            }
        }
    }
    unsafe impl ::plugin_core::private::Interface for dyn Filter {
        type Object<'__a> = dyn Filter + '__a;
        const TYPE: ::plugin_core::private::TypeInfo = ::plugin_core::private::TypeInfo::of::<
            (),
        >(::plugin_core::private::kind::INTERFACE, "Filter")
            .defined_in(
                ::core::module_path!(),
                ::plugin_core::private::or_empty(::core::option_env!("CARGO_PKG_NAME")),
                ::plugin_core::private::semver_class(
                    ::core::option_env!("CARGO_PKG_VERSION"),
                ),
            )
            .fields(const {
                &[
                    ::plugin_core::private::method::<__name>("name"),
                    ::plugin_core::private::method::<__apply>("apply"),
                    ::plugin_core::private::method::<__join>("join"),
                ]
            })
            .flags(::plugin_core::private::type_flags::SEND)
            .flags(::plugin_core::private::type_flags::DEBUG);
        const COUNTED: ::core::primitive::bool = false;
        fn table(__object: &Self::Object<'_>) -> ::plugin_core::private::TableOf<Self> {
            __FilterObject::__table(__object)
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
    ::plugin_core::private::object!(Filter);
};
