//! `#[interface]`: the trait as it was, and what makes its objects cross.
//!
//! The trait gains one hidden supertrait, implemented for everything that implements it: from a
//! `dyn Filter`, it leads to the table of the object's own type, and it keeps the default bodies, so
//! that the handle of an older object can run them.
//!
//! On an `impl` of the trait, the attribute turns each `async fn` into what it became in the trait.

mod method;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::ext::IdentExt as _;
use syn::punctuated::Punctuated;
use syn::{
    Ident, ImplItem, ItemImpl, ItemTrait, Path, Token, TraitItem, TypeParamBound, parse_quote,
    parse_quote_spanned,
};

use self::method::{Method, forward};
use crate::asynchronous;
use crate::check::{self, Errors, SUPERTRAITS};
use crate::options::InterfaceOptions;

/// Expands `#[interface(options)] item`.
pub(crate) fn interface(options: TokenStream, item: &TokenStream) -> TokenStream {
    expand(options, item).unwrap_or_else(|error| {
        let error = error.to_compile_error();
        // The trait stays what it is, also beside an error: other code may use it.
        quote!(#item #error)
    })
}

fn expand(options: TokenStream, item: &TokenStream) -> syn::Result<TokenStream> {
    let mut errors = Errors::default();
    let options = syn::parse2::<InterfaceOptions>(options).unwrap_or_else(|error| {
        errors.add(error);
        InterfaceOptions::default()
    });
    if let Ok(item) = syn::parse2::<ItemImpl>(item.clone()) {
        check::check_implementation(&item, &options, &mut errors);
        errors.finish(())?;
        return Ok(implementation(item, &options));
    }
    let item: ItemTrait = syn::parse2(item.clone()).map_err(|error| {
        syn::Error::new(
            error.span(),
            "`#[interface]` marks a trait: `pub trait Filter: Send { … }`",
        )
    })?;
    check::check_interface(&item, &options, &mut errors);
    errors.finish(())?;
    Ok(Interface::new(item, &options).expand(&options))
}

/// An implementation of an interface with methods that are `async`.
fn implementation(mut item: ItemImpl, options: &InterfaceOptions) -> TokenStream {
    let private = options.private();
    for entry in &mut item.items {
        if let ImplItem::Fn(method) = entry {
            asynchronous::desugar(&mut method.sig, Some(&mut method.block), &private);
        }
    }
    quote!(#item)
}

/// An interface that passed the checks.
struct Interface {
    item: ItemTrait,
    /// The supertraits as their author wrote them.
    written: Punctuated<TypeParamBound, Token![+]>,
    private: Path,
    /// The hidden supertrait.
    hidden: Ident,
    methods: Vec<Method>,
}

impl Interface {
    fn new(mut item: ItemTrait, options: &InterfaceOptions) -> Self {
        let private = options.private();
        let hidden = format_ident!("__{}Object", item.ident.unraw());
        let mut methods = Vec::new();
        let written = item.supertraits.clone();
        item.supertraits.iter_mut().for_each(qualify);
        for entry in &mut item.items {
            if let TraitItem::Fn(method) = entry {
                let output = asynchronous::output(&method.sig);
                asynchronous::desugar(&mut method.sig, method.default.as_mut(), &private);
                let described = Method::new(
                    method.sig.clone(),
                    output.as_ref(),
                    &method.attrs,
                    method.default.clone(),
                    &private,
                );
                if let (Some((_, name, _)), Some(body)) = (&described.default, &mut method.default)
                {
                    *body = forward(&mut method.sig, &hidden, name);
                }
                methods.push(described);
            }
        }
        Self { item, written, private, hidden, methods }
    }

    fn expand(mut self, options: &InterfaceOptions) -> TokenStream {
        let hidden_trait = self.hidden_trait();
        let markers =
            self.methods.iter().enumerate().map(|(index, method)| self.marker(index, method));
        let markers: TokenStream = markers.collect();
        let objects = self.objects();
        let remote = self.remote();
        let description = self.description(options);
        let private = &self.private;
        let name = &self.item.ident;
        let hidden = &self.hidden;
        let supertrait: TypeParamBound = parse_quote!(#hidden);
        self.item.colon_token.get_or_insert_with(Default::default);
        self.item.supertraits.push(supertrait);
        let (item, written) = (&self.item, &self.written);
        quote! {
            #item
            #hidden_trait
            #[allow(deprecated, non_camel_case_types, reason = "named after the methods")]
            const _: () = {
                // What the author imported is used.
                #[allow(dead_code, reason = "named, not called")]
                fn __asks_for<__T: #written>() {}
                #markers
                #objects
                #remote
                #description
                #private::object!(#name);
            };
        }
    }

    /// What leads from an object to its table, and to the default bodies.
    fn hidden_trait(&self) -> TokenStream {
        let Self { private, hidden, item, .. } = self;
        let (vis, name) = (&item.vis, &item.ident);
        let defaults = self.methods.iter().filter_map(|method| {
            let (_, name, _) = method.default.as_ref()?;
            let sig = method.renamed(name);
            Some(quote!(#sig;))
        });
        quote! {
            #[doc(hidden)]
            #[allow(deprecated, reason = "as the interface")]
            #vis trait #hidden {
                fn __table(&self) -> #private::TableOf<dyn #name>;
                #(#defaults)*
            }
        }
    }

    /// The type that stands for a method, and how an implementation's is called.
    fn marker(&self, index: usize, method: &Method) -> TokenStream {
        let (private, name) = (&self.private, &self.item.ident);
        let Method { marker, sig, arguments, parameters, result, exclusive, default, .. } = method;
        let receiver = if *exclusive { quote!(SelfMut) } else { quote!(SelfRef) };
        let text = format!("{}::{}", name.unraw(), sig.ident.unraw());
        let (is_default, called) = (default.is_some(), &sig.ident);
        quote! {
            struct #marker;
            unsafe impl #private::Method for #marker {
                type Interface = dyn #name;
                type Receiver = #private::#receiver;
                type Parameters = #parameters;
                type Result = #result;
                const INDEX: ::core::primitive::usize = #index;
                const NAME: &'static ::core::primitive::str = #text;
                const DEFAULT: ::core::primitive::bool = #is_default;
            }
            impl<__T: #name> #private::Implemented<__T> for #marker {
                fn call<'__s>(
                    __this: <Self::Receiver as #private::Receiver>::This<'__s, __T>,
                    (#(#arguments,)*): <Self::Parameters as #private::Signature>::Received<'_>,
                ) -> <Self::Result as #private::Transfer>::Rust<'__s>
                where
                    __T: '__s,
                {
                    <__T as #name>::#called(__this, #(#arguments),*)
                }
            }
        }
    }

    /// The table of each type that implements the trait, and the default bodies.
    fn objects(&self) -> TokenStream {
        let Self { private, hidden, item, methods, .. } = self;
        let name = &item.ident;
        let addresses = methods.iter().map(|method| {
            let marker = &method.marker;
            quote!(<#marker as #private::MethodAddress<__T>>::ADDRESS)
        });
        // Said, since the oldest compiler does not infer it.
        let count = methods.len();
        let formats = self.supertraits().filter_map(|name| match name {
            "Debug" => Some(quote!(.debug::<__T>())),
            "Display" => Some(quote!(.display::<__T>())),
            _ => None,
        });
        let defaults = methods.iter().filter_map(|method| {
            let (lints, name, body) = method.default.as_ref()?;
            let mut sig = method.sig.clone();
            sig.ident = name.clone();
            // In an implementation, clippy asks for what the trait's signature does not allow.
            Some(quote! {
                #[allow(clippy::unnecessary_literal_bound, reason = "as the trait says")]
                #(#lints)* #sig #body
            })
        });
        // SAFETY (of what is generated): the table is made for `__T` beside it, of the markers of all
        // methods, in their order.
        quote! {
            impl<__T: #name> #hidden for __T {
                fn __table(&self) -> #private::TableOf<dyn #name> {
                    let __table = const {
                        &#private::Table::new::<dyn #name, __T>([#(#addresses),*])#(#formats)*
                    };
                    unsafe { #private::TableOf::new::<__T, #count>(__table) }
                }
                #(#defaults)*
            }
        }
    }

    /// The trait, implemented for the handle of an object of another binary.
    fn remote(&self) -> TokenStream {
        let Self { private, hidden, item, methods, .. } = self;
        let name = &item.ident;
        let methods = methods.iter().map(|method| {
            let Method { marker, this, arguments, exclusive, default, .. } = method;
            let sig = method.renamed(&method.sig.ident);
            let call = if *exclusive { quote!(call_mut) } else { quote!(call) };
            let mut body = quote!(#private::#call::<#marker, __O>(#this, (#(#arguments,)*)));
            if let Some((_, default, _)) = default {
                body = quote! {
                    if #private::has::<#marker, __O>(#this) {
                        #body
                    } else {
                        #hidden::#default(#this, #(#arguments),*)
                    }
                };
            }
            quote!(#[inline] #sig { #body })
        });
        quote! {
            impl<__O: #private::Ownership> #name for #private::Remote<dyn #name, __O> {
                #(#methods)*
            }
        }
    }

    fn description(&self, options: &InterfaceOptions) -> TokenStream {
        let Self { private, hidden, item, methods, .. } = self;
        let name = &item.ident;
        let fields = methods.iter().map(|method| {
            let (marker, text) = (&method.marker, method.sig.ident.unraw().to_string());
            quote!(#private::method::<#marker>(#text))
        });
        let own = || syn::LitStr::new(&name.unraw().to_string(), name.span());
        let text = options.id.clone().unwrap_or_else(own);
        let place = options.id.is_none().then(|| {
            quote! {
                .defined_in(
                    ::core::module_path!(),
                    #private::or_empty(::core::option_env!("CARGO_PKG_NAME")),
                    #private::semver_class(::core::option_env!("CARGO_PKG_VERSION")),
                )
            }
        });
        let asks_for = |wanted| self.supertraits().any(|name| name == wanted);
        let counted = asks_for("Sync") || !asks_for("Send");
        let flags = self.supertraits().map(|name| {
            let flag = Ident::new(&name.to_uppercase(), proc_macro2::Span::call_site());
            quote!(.flags(#private::type_flags::#flag))
        });
        quote! {
            unsafe impl #private::Interface for dyn #name {
                type Object<'__a> = dyn #name + '__a;
                const TYPE: #private::TypeInfo =
                    #private::TypeInfo::of::<()>(#private::kind::INTERFACE, #text)
                        #place
                        .fields(const { &[#(#fields),*] })
                        #(#flags)*;
                const COUNTED: ::core::primitive::bool = #counted;
                fn table(__object: &Self::Object<'_>) -> #private::TableOf<Self> {
                    #hidden::__table(__object)
                }
                fn counted(
                    __remote: ::std::sync::Arc<#private::Remote<Self, #private::InArc>>,
                ) -> ::std::sync::Arc<Self> {
                    __remote
                }
                fn uncounted(
                    __object: ::std::sync::Arc<Self>,
                ) -> ::std::sync::Arc<Self::Object<'static>> {
                    __object
                }
            }
        }
    }

    /// The names of the supertraits, each once.
    fn supertraits(&self) -> impl Iterator<Item = &'static str> + '_ {
        SUPERTRAITS.into_iter().filter(|name| {
            self.item.supertraits.iter().any(|bound| match bound {
                TypeParamBound::Trait(bound) => {
                    bound.path.segments.last().is_some_and(|last| last.ident == name)
                }
                _ => false,
            })
        })
    }
}

/// Writes a supertrait by its full path: another trait may have its name where the interface is.
fn qualify(bound: &mut TypeParamBound) {
    let TypeParamBound::Trait(bound) = bound else { return };
    let Some(name) = bound.path.segments.last().map(|last| last.ident.clone()) else { return };
    let module = if name == "Send" || name == "Sync" { "marker" } else { "fmt" };
    let module = Ident::new(module, name.span());
    bound.path = parse_quote_spanned!(name.span()=> ::core::#module::#name);
}
