//! `#[export]`: the item as it was, and its row in the symbol table.

use proc_macro2::{Delimiter, Group, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::{
    Attribute, FnArg, Ident, Item, ItemFn, ItemStatic, LitStr, ReturnType, Type, parse_quote,
};

use super::{private, registered};
use crate::asynchronous;
use crate::check::{self, Errors};
use crate::declaration::{declaration, docs};
use crate::markers::marker;
use crate::note::{Kind, Texts};
use crate::options::ExportOptions;

/// Expands `#[export(options)] item`.
pub(crate) fn export(options: TokenStream, item: &TokenStream) -> TokenStream {
    let row = expand(options, item).unwrap_or_else(|error| error.to_compile_error());
    // The item stays what it is, also beside an error: other code may use it.
    quote!(#item #row)
}

fn expand(options: TokenStream, item: &TokenStream) -> syn::Result<TokenStream> {
    let mut errors = Errors::default();
    let options = syn::parse2::<ExportOptions>(options).unwrap_or_else(|error| {
        errors.add(error);
        ExportOptions::default()
    });
    let item: Item = syn::parse2(item.clone())?;
    match &item {
        Item::Fn(item) => check::check_function(item, &options, &mut errors),
        Item::Static(item) => check::check_static(item, &options, &mut errors),
        item => check::check_other(item, &mut errors),
    }
    errors.finish(())?;
    Ok(match &item {
        Item::Fn(item) => function(item, &options),
        Item::Static(item) => variable(item, &options),
        _ => TokenStream::new(),
    })
}

fn function(item: &ItemFn, options: &ExportOptions) -> TokenStream {
    let (private, sig, name) = (private(), &item.sig, &item.sig.ident);
    let path: syn::Path = parse_quote!(#private);
    let parameters: Vec<Type> = sig
        .inputs
        .iter()
        .filter_map(|input| match input {
            FnArg::Typed(parameter) => Some(marker(&parameter.ty, &path)),
            FnArg::Receiver(_) => None,
        })
        .collect();
    let types = parameters.clone();
    // The span of the parameter list, so that a type that cannot cross is looked for there.
    let mut parameters = Group::new(Delimiter::Parenthesis, quote!(#(#parameters,)*));
    parameters.set_span(sig.paren_token.span.join());
    let arguments: Vec<Ident> = (0..sig.inputs.len()).map(|i| format_ident!("__a{i}")).collect();
    let mut result: Type = match &sig.output {
        ReturnType::Default => parse_quote!(()),
        ReturnType::Type(_, ty) => marker(ty, &path),
    };
    let mut target = quote!(#name);
    let mut future = TokenStream::new();
    if sig.asyncness.is_some() {
        result = parse_quote!(#private::PluginFuture<#result>);
        // A future that is not `Send` is an error at the word `async`.
        let made = quote_spanned! {asynchronous::place(sig)=>
            #private::PluginFuture::new(#name(#(#arguments),*))
        };
        target = quote!(__future);
        future = quote!(fn __future(#(#arguments: #types),*) -> #result { #made });
    }
    let mut call = quote!(#target(#(#arguments),*));
    let mut unsafety = TokenStream::new();
    if sig.unsafety.is_some() {
        // SAFETY (of what is generated): whoever calls the shim has promised what the item asks for;
        // the arguments are plain names.
        call = quote!(unsafe { #call });
        unsafety = quote!(
            const UNSAFE: bool = true;
        );
    }
    let mut proof = TokenStream::new();
    if sig.abi.is_some() {
        // The address is taken of the item as it is compiled, which another attribute may have
        // changed: it has to be an `extern "C"` function of exactly these types.
        let token = &sig.unsafety.map(|_| quote!(unsafe));
        proof = quote! {
            let _: #token extern "C" fn(
                #(<#types as #private::Transfer>::Rust<'a>),*
            ) -> <Self::Result as #private::Transfer>::Rust<'a> = #name;
        };
    }
    let conforms = options.conforms_to.as_ref().map(|ty| quote!(const _: #ty = #target;));
    let vis = &item.vis;
    let (kind, row) = if sig.abi.is_some() {
        // SAFETY (of what is generated): the proof in `call` compares the item's type.
        let row = quote! {
            unsafe { __ITEM.raw_function::<__Callee>(#name as *const ::core::ffi::c_void) }
        };
        (Kind::RawFunction, row)
    } else {
        (Kind::Function, quote!(__ITEM.function::<__Callee>()))
    };
    let record = record(kind, &item.attrs, name, &quote!(#vis #sig), options);
    let callee = quote! {
        #future
        struct __Callee;
        impl #private::Callee for __Callee {
            type Parameters = #parameters;
            type Result = #result;
            #unsafety
            fn call<'a>(
                (#(#arguments,)*): <Self::Parameters as #private::Signature>::Received<'a>,
            ) -> <Self::Result as #private::Transfer>::Rust<'a> {
                #proof
                #call
            }
        }
        #conforms
        #record
    };
    registered(&item.attrs, &callee, &row)
}

fn variable(item: &ItemStatic, options: &ExportOptions) -> TokenStream {
    let (name, ty, vis) = (&item.ident, &item.ty, &item.vis);
    let conforms = options.conforms_to.as_ref().map(|expected| {
        quote! {
            // Pointers, which do not coerce as references do.
            const _: fn() -> *const #expected = || &raw const #name;
        }
    });
    let declaration = quote!(#vis static #name: #ty);
    if let Some(interface) = object(ty) {
        let private = private();
        let record = record(Kind::Object, &item.attrs, name, &declaration, options);
        let object = quote! {
            struct __Object;
            impl #private::ExportedObject for __Object {
                type Interface = #interface;
                fn object() -> &'static <Self::Interface as #private::Interface>::Object<'static> {
                    #name
                }
            }
            #conforms
            #record
        };
        return registered(&item.attrs, &object, &quote!(__ITEM.object::<__Object>()));
    }
    let record = record(Kind::Variable, &item.attrs, name, &declaration, options);
    let row = quote!(__ITEM.variable::<#ty>(&#name));
    registered(&item.attrs, &quote!(#conforms #record), &row)
}

/// `dyn Greeter` of a static that is a `&dyn Greeter`.
fn object(ty: &Type) -> Option<&Type> {
    match ty {
        Type::Reference(reference) if check::is_object(&reference.elem) => Some(&reference.elem),
        Type::Paren(ty) => object(&ty.elem),
        Type::Group(ty) => object(&ty.elem),
        _ => None,
    }
}

/// What is known of an item that is exported, as a constant for its row and as a note in the file.
fn record(
    kind: Kind,
    attributes: &[Attribute],
    ident: &Ident,
    tokens: &TokenStream,
    options: &ExportOptions,
) -> TokenStream {
    let (private, local) = (private(), Ident::new(super::LOCAL, Span::call_site()));
    let name = match &options.name {
        Some(name) => name.clone(),
        None => LitStr::new(&ident.unraw().to_string(), ident.span()),
    };
    let (declaration, docs) = (declaration(tokens.clone()), docs(attributes));
    let item = super::item(&name, &declaration, &docs, &options.meta);
    let mut texts = Texts::new(&name.value(), kind);
    texts.declaration(&declaration);
    texts.docs(&docs);
    for (key, value) in &options.meta {
        texts.meta(&key.value(), &value.value());
    }
    let (len, texts) = texts.finish();
    quote! {
        const __ITEM: #private::Item = #item;
        #private::note! {
            export #local::ExportNote<#len, { __ITEM.file.len() }> = #private::ExportNote::new(
                #texts,
                #local::PACKAGE,
                #private::bytes(__ITEM.file),
                __ITEM.line,
            )
        }
    }
}
