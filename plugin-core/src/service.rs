//! Services: functions, closures, variables and objects that a running host offers, which no `#[export]` could
//! name.

use core::ffi::c_void;
use core::fmt;
use core::mem::ManuallyDrop;
use core::panic::Location;
use core::ptr;

use crate::abi::{
    ObjectRecord, Outcome, Records, SymbolEntry, Text, TypeFn, TypeInfo, name_hash, symbol_kind,
};
use crate::guard::{self, guard};
use crate::object::{self, Interface};
use crate::signature::for_each_arity;
use crate::symbol::{Function, Signature, SymbolType, Variable};
use crate::types::{self, Transfer};

/// A function, a closure, a variable or an object of a host, as plugins look it up.
///
/// | made with | from | plugins find |
/// | --- | --- | --- |
/// | `Service::new::<fn(&str) -> String>` | any `Fn(&str) -> String + Send + Sync + 'static` | a function, panics contained |
/// | `Service::new::<AtomicU64>` | an `AtomicU64`, or a `&'static AtomicU64` that the host keeps | a variable |
/// | `Service::new::<dyn Greeter>`, an [interface](macro@crate::interface) | a `Box<dyn Greeter>`, or a `&'static dyn Greeter` that the host keeps | an object |
/// | `Service::new::<extern "C" fn(u64) -> u64>` | such a function | that function, as it is |
///
/// A closure's parameters have their types written, `|name: &str| …`. The value stays for the rest of the
/// process, as plugins do.
///
/// # Examples
///
/// ```
/// use std::sync::atomic::{AtomicU64, Ordering};
/// use plugin_core::Service;
///
/// static LINES: AtomicU64 = AtomicU64::new(0);
///
/// let prefix = String::from("> ");
/// let log = Service::new::<fn(&str)>(move |line: &str| {
///     LINES.fetch_add(1, Ordering::Relaxed);
///     println!("{prefix}{line}");
/// });
/// let lines = Service::new::<AtomicU64>(&LINES);
/// ```
#[derive(Clone, Copy)]
pub struct Service {
    kind: u32,
    address: *const c_void,
    data: *const c_void,
    ty: TypeFn,
}

// SAFETY: the addresses are those of code and of values that any thread may use: `Offer` asks for it.
unsafe impl Send for Service {}
// SAFETY: as above.
unsafe impl Sync for Service {}

impl Service {
    /// The service that is looked up as an `S`.
    pub fn new<S: SymbolType + ?Sized>(value: impl Provides<S>) -> Self {
        value.into_service()
    }

    /// The row of a table under a name, for the rest of the process; `package` says in messages whose it
    /// is.
    #[doc(hidden)]
    pub fn entry(
        self,
        name: &str,
        package: &'static str,
        place: &'static Location<'static>,
    ) -> &'static SymbolEntry {
        let Self { kind, address, data, ty } = self;
        Box::leak(Box::new(SymbolEntry {
            name: Text::new(String::leak(name.to_owned())),
            kind,
            flags: 0,
            address,
            ty,
            package: Text::new(package),
            file: Text::new(place.file()),
            line: place.line(),
            padding: 0,
            declaration: Text::EMPTY,
            docs: Text::EMPTY,
            meta: Records::EMPTY,
            data,
            hash: name_hash(name),
            reserved: [0; 2],
        }))
    }
}

impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Service").field(&crate::layout::display((self.ty)())).finish()
    }
}

/// A value that can be offered as what is looked up as an `S`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be offered as `{S}`",
    label = "not what a plugin would find under that type",
    note = "a function is offered by an `Fn` of the same signature that is `Send`, `Sync` and `'static`; the parameters of a closure have their types written: `|name: &str| …`",
    note = "a variable is offered by a value of its type, an object by a box, and both by a `&'static` reference"
)]
pub trait Provides<S: ?Sized> {
    /// The service.
    #[doc(hidden)]
    fn into_service(self) -> Service;
}

impl<S, V> Provides<S> for V
where
    S: SymbolType + ?Sized,
    S::Target: Offer<S, V>,
{
    fn into_service(self) -> Service {
        let (kind, ty) = (S::KIND, symbol_type::<S> as TypeFn);
        let Place { address, data } = <S::Target as Offer<S, V>>::place(self);
        Service { kind, address, data, ty }
    }
}

extern "C" fn symbol_type<S: SymbolType + ?Sized>() -> &'static TypeInfo {
    const { &S::TYPE }
}

/// Where an object is that a host offers.
pub fn object_place<I: Interface + ?Sized>(object: &'static I::Object<'static>) -> Place {
    let record: &'static ObjectRecord = Box::leak(Box::new(object::exported_record::<I>(object)));
    Place { address: ptr::from_ref(record).cast(), data: ptr::null() }
}

/// Where a service is.
#[derive(Debug)]
pub struct Place {
    address: *const c_void,
    /// What the code takes last; null if there is no code, or it is raw.
    data: *const c_void,
}

/// What symbols of `S` dereference to, offered by a `V`.
///
/// # Safety
///
/// At each place that [`place`](Self::place) gives stands what an export of kind and type of `S` has for an
/// address, for the rest of the process, with its data; any thread may use both.
pub unsafe trait Offer<S: ?Sized, V> {
    /// Keeps the value for the rest of the process, and tells where.
    fn place(value: V) -> Place;
}

// SAFETY: the place of a leaked value.
unsafe impl<T: Variable + SymbolType<Target = T>> Offer<T, T> for T {
    fn place(value: T) -> Place {
        <T as Offer<T, &'static T>>::place(Box::leak(Box::new(value)))
    }
}

// SAFETY: the place of a value that is there for ever or, of a raw function, its code.
unsafe impl<T: Variable + SymbolType<Target = T>> Offer<T, &'static T> for T {
    fn place(value: &'static T) -> Place {
        let address = if T::KIND == symbol_kind::RAW_FUNCTION {
            // SAFETY: only `extern "C"` function pointers have this kind, which are code pointers.
            unsafe { ptr::from_ref(value).cast::<*const c_void>().read() }
        } else {
            ptr::from_ref(value).cast()
        };
        Place { address, data: ptr::null() }
    }
}

/// A function with parameters `P` and the result `R` in a call that lasts for `'a`.
///
/// With the lifetime as a parameter, since a result that may borrow cannot be written behind
/// `for<'a> Fn`.
pub trait Provider<'a, P: Signature, R: Transfer> {
    /// Calls it.
    fn provide(&self, arguments: P::Arguments<'a>) -> R::Rust<'a>;
}

macro_rules! arity {
    ($($index:literal $param:ident $var:ident),*) => {
        impl<'a, Item, $($param: Transfer,)* R: Transfer> Provider<'a, ($($param,)*), R> for Item
        where
            Item: Fn($($param::Rust<'a>),*) -> R::Rust<'a>,
        {
            fn provide(&self, ($($var,)*): ($($param::Rust<'a>,)*)) -> R::Rust<'a> {
                self($($var),*)
            }
        }

        // SAFETY: the code of a guarded function with these parameters and this result, which takes
        // a leaked item last.
        unsafe impl<S: ?Sized, Item, $($param: Transfer,)* R: Transfer> Offer<S, Item>
            for Function<($($param,)*), R>
        where
            Item: for<'a> Provider<'a, ($($param,)*), R> + Send + Sync + 'static,
        {
            fn place(value: Item) -> Place {
                extern "C" fn shim<'a, $($param: Transfer,)* R: Transfer, Item>(
                    $($var: $param::Abi<'a>,)* data: *const c_void
                ) -> Outcome<R::Abi<'a>>
                where
                    Item: for<'b> Provider<'b, ($($param,)*), R> + 'static,
                {
                    // SAFETY: the data beside this function's address in `Place` is an `Item` that
                    // is never freed.
                    let item = unsafe { &*data.cast::<Item>() };
                    $(let mut $var = ManuallyDrop::new($var);)*
                    guard::<R>(|| {
                        // SAFETY: the place holds the argument, in a frame that outlasts the call of
                        // the item; and no result points into a place (`transfer_type` asserts it).
                        $(let $var = unsafe { types::Place::new(&mut $var) };)*
                        item.provide(($($param::pass_on($param::receive($var)),)*))
                    })
                }
                // So that plugins are told where it panics.
                guard::install();
                Place {
                    address: shim::<$($param,)* R, Item> as *const c_void,
                    data: ptr::from_ref::<Item>(Box::leak(Box::new(value))).cast(),
                }
            }
        }
    };
}
for_each_arity!(arity);

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;
    use crate::{HostContext, LookupError, Mut, RString, Ref};

    fn longer<'a>(a: &'a str, b: &'a str) -> &'a str {
        if a.len() < b.len() { b } else { a }
    }

    fn first(text: &str) -> &str {
        text.split(' ').next().unwrap_or(text)
    }

    extern "C" fn double(n: u64) -> u64 {
        2 * n
    }

    #[test]
    fn functions_closures_and_variables_are_found_as_what_they_are_offered_as() {
        static COUNT: AtomicU64 = AtomicU64::new(3);
        let calls = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&calls);
        let host = HostContext::builder()
            .service::<fn(&str) -> &str>("first", first)
            .service::<fn(Ref<str>, Ref<str>) -> Ref<str>>("longer", longer)
            .service::<fn(&mut RString, u32)>("repeat", |text: &mut RString, n: u32| {
                *text = text.repeat(n as usize).into();
            })
            .service::<fn() -> u64>("call", move || counted.fetch_add(1, Ordering::Relaxed))
            .service::<fn(u8, u8, u8, u8, u8, Option<Mut<u32>>) -> Option<String>>(
                "long",
                |a: u8, b: u8, c: u8, d: u8, e: u8, sum: Option<&mut u32>| {
                    *sum? = [a, b, c, d, e].into_iter().map(u32::from).sum();
                    Some("done".to_owned())
                },
            )
            .service::<AtomicU64>("COUNT", &COUNT)
            .service::<AtomicU64>("OWN", AtomicU64::new(4))
            .service::<extern "C" fn(u64) -> u64>("double", double as extern "C" fn(u64) -> u64)
            .build();
        assert_eq!(host.lookup::<fn(&str) -> &str>("first").unwrap().call("a b"), "a");
        let longer = host.lookup::<fn(Ref<str>, Ref<str>) -> Ref<str>>("longer").unwrap();
        assert_eq!(longer.call("a", "bc"), "bc");
        let mut text = RString::from("ab");
        host.lookup::<fn(&mut RString, u32)>("repeat").unwrap().call(&mut text, 2);
        assert_eq!(text, "abab");
        let call = host.lookup::<fn() -> u64>("call").unwrap();
        assert_eq!((call.call(), call.call(), calls.load(Ordering::Relaxed)), (0, 1, 2));
        type Long = fn(u8, u8, u8, u8, u8, Option<Mut<u32>>) -> Option<String>;
        let mut sum = 0;
        let long = host.lookup::<Long>("long").unwrap();
        assert_eq!(long.call(1, 2, 3, 4, 5, Some(&mut sum)).as_deref(), Some("done"));
        assert_eq!(sum, 15);
        assert!(ptr::eq(host.lookup::<AtomicU64>("COUNT").unwrap().get(), &raw const COUNT));
        assert_eq!(host.lookup::<AtomicU64>("OWN").unwrap().load(Ordering::Relaxed), 4);
        assert_eq!(host.lookup::<extern "C" fn(u64) -> u64>("double").unwrap()(4), 8);
        assert_eq!(
            host.lookup::<fn() -> u32>("call").unwrap_err().to_string(),
            "`call` of `host` has another type: expected function `fn() -> u32`, found function \
             `fn() -> u64` (result: expected `u32`, found `u64`)"
        );
        let error = host.lookup::<AtomicU64>("COUNTS").unwrap_err();
        assert!(matches!(error, LookupError::NotFound(it) if it.nearest() == Some("COUNT")));
    }

    #[test]
    fn a_panic_in_a_service_is_contained() {
        let host = HostContext::builder()
            .service::<fn(u32) -> u32>("fails", |n: u32| -> u32 { panic!("no {n}") })
            .build();
        let fails = host.lookup::<fn(u32) -> u32>("fails").unwrap();
        let panic = fails.try_call(3).unwrap_err();
        assert_eq!(panic.message(), "no 3");
        assert!(panic.place().is_some_and(|(file, ..)| file.ends_with("service.rs")));
    }

    #[test]
    #[should_panic(expected = "`a` is exported twice, at test/plugin-core/src/service.rs:")]
    fn two_services_of_one_name_are_a_mistake_that_names_both_places() {
        HostContext::builder().service::<fn()>("a", || ()).service::<fn()>("a", || ()).build();
    }
}
