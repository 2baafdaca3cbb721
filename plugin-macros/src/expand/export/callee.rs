//! What is called for an exported function, and the types that it is called with.
//!
//! Apart from the rows because it is about what the compiler takes for one function and what for another.

use proc_macro2::{Delimiter, Group, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::visit::{self, Visit};
use syn::{FnArg, ReturnType, Signature, Type, parse_quote};

use crate::asynchronous;
use crate::expand::private;
use crate::markers::marker;

/// The types of a function, each as the `'static` type that stands for it.
pub(super) struct Types {
    each: Vec<Type>,
    /// The tuple of them.
    pub(super) parameters: Group,
    pub(super) result: Type,
}

impl Types {
    pub(super) fn of(sig: &Signature) -> Self {
        let private = private();
        let each: Vec<Type> = sig
            .inputs
            .iter()
            .filter_map(|input| match input {
                FnArg::Typed(parameter) => Some(marker(&parameter.ty, &private)),
                FnArg::Receiver(_) => None,
            })
            .collect();
        // The span of the parameter list, so that a type that cannot cross is looked for there.
        let mut parameters = Group::new(Delimiter::Parenthesis, quote!(#(#each,)*));
        parameters.set_span(sig.paren_token.span.join());
        let mut result: Type = match &sig.output {
            ReturnType::Default => parse_quote!(()),
            ReturnType::Type(_, ty) => marker(ty, &private),
        };
        if sig.asyncness.is_some() {
            result = parse_quote!(#private::PluginFuture<#result>);
        }
        Self { each, parameters, result }
    }
}

/// What is called for an item.
pub(super) struct Callee {
    pub(super) helpers: TokenStream,
    /// What the row is made of.
    pub(super) item: TokenStream,
    /// What has to have the type that the author asks for.
    pub(super) conforming: TokenStream,
}

/// The item itself or, where a call of it takes more than arguments, what is put around it.
pub(super) fn callee(sig: &Signature, types: &Types) -> Callee {
    let (private, name) = (private(), &sig.ident);
    let Types { each, parameters, result } = types;
    if let Some(token) = sig.abi.as_ref().map(|_| &sig.unsafety) {
        // The address is taken of the item as it is compiled, which another attribute may have
        // changed: it has to be an `extern "C"` function of exactly these types.
        let proof = quote! {
            const _: fn() = || {
                fn __proof<'a>() {
                    let _: #token extern "C" fn(
                        #(<#each as #private::Transfer>::Rust<'a>),*
                    ) -> <#result as #private::Transfer>::Rust<'a> = #name;
                }
                __proof();
            };
        };
        return Callee { helpers: proof, item: quote!(#name), conforming: quote!(#name) };
    }
    let arguments = || (0..each.len()).map(|i| format_ident!("__a{i}")).collect::<Vec<_>>();
    if sig.asyncness.is_some() {
        let arguments = arguments();
        // A future that is not `Send` is an error at the word `async`.
        let made = quote_spanned! {asynchronous::place(sig)=>
            #private::PluginFuture::new(#name(#(#arguments),*))
        };
        let helpers = quote!(fn __callee(#(#arguments: #each),*) -> #result { #made });
        return Callee { helpers, item: quote!(__callee), conforming: quote!(__callee) };
    }
    // An item stands for itself if it takes its arguments with any lifetime, and returns what has that one. What may
    // not, unless it is called, is one with a lifetime that has a name, or with an object, whose own lifetime is none
    // of the signature's; and a result in which there may be a `'static`.
    let stands_for_itself = sig.unsafety.is_none()
        && sig.generics.params.is_empty()
        && !names_an_object(sig)
        && holds_no_lifetime(&sig.output);
    if stands_for_itself {
        return Callee {
            helpers: TokenStream::new(),
            item: quote!(#name),
            conforming: quote!(#name),
        };
    }
    let arguments = arguments();
    let mut call = quote!(#name(#(#arguments),*));
    if sig.unsafety.is_some() {
        // SAFETY (of what is generated): whoever calls the shim has promised what the item asks for;
        // the arguments are plain names.
        call = quote!(unsafe { #call });
    }
    // In a function that is safe, so that an item that another attribute made `unsafe` is an error.
    let helpers = quote! {
        #[derive(::core::clone::Clone, ::core::marker::Copy)]
        struct __Callee;
        fn __call<'a>(
            (#(#arguments,)*): <#parameters as #private::Signature>::Received<'a>,
        ) -> <#result as #private::Transfer>::Rust<'a> {
            #call
        }
        impl<'a> #private::Callee<'a, #parameters, #result> for __Callee {
            unsafe fn call(
                arguments: <#parameters as #private::Signature>::Received<'a>,
            ) -> <#result as #private::Transfer>::Rust<'a> {
                __call(arguments)
            }
        }
    };
    Callee { helpers, item: quote!(__Callee), conforming: quote!(#name) }
}

/// Makes the compiler refuse a lifetime that a path of the signature hides, as it does in an item but not in an
/// expression. Nothing for the names that hide none, which most signatures are made of.
pub(super) fn hidden_lifetimes(types: &Types) -> TokenStream {
    struct Paths(bool);

    impl<'ast> Visit<'ast> for Paths {
        fn visit_path(&mut self, path: &'ast syn::Path) {
            let last = path.segments.last();
            self.0 |= last
                .is_some_and(|last| last.arguments.is_none() && !is_plain(&last.ident.to_string()));
            visit::visit_path(self, path);
        }
    }
    let may_hide_one = |ty: &&Type| {
        let mut paths = Paths(false);
        paths.visit_type(ty);
        paths.0
    };
    let types: Vec<_> = types.each.iter().chain([&types.result]).filter(may_hide_one).collect();
    if types.is_empty() { TokenStream::new() } else { quote!(type __Types = (#(#types,)*);) }
}

/// Whether a type of this name has no lifetime.
fn is_plain(name: &str) -> bool {
    const PLAIN: [&str; 19] = [
        "bool", "char", "f32", "f64", "i128", "i16", "i32", "i64", "i8", "isize", "str", "u128",
        "u16", "u32", "u64", "u8", "usize", "PathBuf", "String",
    ];
    PLAIN.contains(&name)
}

/// Whether a result is made of types that are known to have no lifetime, and references to them.
fn holds_no_lifetime(result: &ReturnType) -> bool {
    struct Paths(bool);

    impl<'ast> Visit<'ast> for Paths {
        fn visit_path(&mut self, path: &'ast syn::Path) {
            const CONTAINERS: [&str; 3] = ["Option", "Result", "Vec"];
            let is_known = |last: &syn::PathSegment| match last.ident.to_string().as_str() {
                // One that is given both of its types.
                "Result" => matches!(&last.arguments,
                    syn::PathArguments::AngleBracketed(types) if types.args.len() == 2),
                name => is_plain(name) || CONTAINERS.contains(&name),
            };
            self.0 &= path.segments.last().is_some_and(is_known);
            visit::visit_path(self, path);
        }
    }
    let mut paths = Paths(true);
    paths.visit_return_type(result);
    paths.0
}

/// Whether a `dyn Trait` stands anywhere in a signature.
fn names_an_object(sig: &Signature) -> bool {
    struct Objects(bool);

    impl<'ast> Visit<'ast> for Objects {
        fn visit_type_trait_object(&mut self, _: &'ast syn::TypeTraitObject) {
            self.0 = true;
        }
    }
    let mut objects = Objects(false);
    objects.visit_signature(sig);
    objects.0
}
