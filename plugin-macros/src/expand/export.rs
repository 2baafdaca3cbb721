//! `#[export]`: the item as it was, and its row in the symbol table.

mod callee;

use proc_macro2::{Literal, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::{Attribute, Ident, Item, ItemStatic, LitStr, Type};

use self::callee::{Callee, Types, callee, hidden_lifetimes};
use super::{Registration, home, private};
use crate::check::{self, Errors};
use crate::declaration::{declaration, docs};
use crate::function::Function;
use crate::name_hash::name_hash;
use crate::note::{FIELD_MAX, Kind, Texts};
use crate::options::ExportOptions;
use crate::place::Place;

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
    if Function::is(item) {
        let item: Function = syn::parse2(item.clone())?;
        check::check_function(&item, &options, &mut errors);
        errors.finish(())?;
        return Ok(function(&item, &options));
    }
    match syn::parse2(item.clone())? {
        Item::Static(item) => {
            check::check_static(&item, &options, &mut errors);
            errors.finish(())?;
            Ok(variable(&item, &options))
        }
        item => {
            check::check_other(&item, &mut errors);
            errors.finish(TokenStream::new())
        }
    }
}

fn function(item: &Function, options: &ExportOptions) -> TokenStream {
    let (sig, name, vis) = (&item.sig, &item.sig.ident, &item.vis);
    let types = Types::of(sig);
    let Callee { helpers, item: target, conforming } = callee(sig, &types);
    let conforms = options.conforms_to.as_ref().map(|ty| quote!(const _: #ty = #conforming;));
    let hidden = hidden_lifetimes(&types);
    let (parameters, result) = (&types.parameters, &types.result);
    let (kind, call) = match (sig.abi.is_some(), sig.unsafety.is_some()) {
        (false, false) => (Kind::Function, quote!(function::<#parameters, #result, _>(#target))),
        (false, true) => {
            (Kind::Function, quote!(unsafe_function::<#parameters, #result, _>(#target)))
        }
        (true, is_unsafe) => {
            let method = if is_unsafe { quote!(unsafe_raw_function) } else { quote!(raw_function) };
            let address = quote!(#name as *const ::core::ffi::c_void);
            (Kind::RawFunction, quote!(#method::<#parameters, #result>(#address)))
        }
    };
    let export =
        Export::of(kind, &item.attrs, sig.fn_token.span, name, &quote!(#vis #sig), options);
    let described = &export.item;
    let mut row = quote!(#described.#call);
    if sig.abi.is_some() {
        // SAFETY (of what is generated): the proof among the helpers compares the item's type.
        row = quote!(unsafe { #row });
    }
    export.registered(&item.attrs, quote!(#hidden #helpers #conforms), row)
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
    let keyword = item.static_token.span;
    if let Some(interface) = object(ty) {
        let private = private();
        let export = Export::of(Kind::Object, &item.attrs, keyword, name, &declaration, options);
        let object = quote! {
            struct __Object;
            impl #private::ExportedObject for __Object {
                type Interface = #interface;
                fn object() -> &'static <Self::Interface as #private::Interface>::Object<'static> {
                    #name
                }
            }
            #conforms
        };
        let described = &export.item;
        let row = quote!(#described.object::<__Object>());
        return export.registered(&item.attrs, object, row);
    }
    let export = Export::of(Kind::Variable, &item.attrs, keyword, name, &declaration, options);
    let described = &export.item;
    let row = quote!(#described.variable::<#ty>(&#name));
    export.registered(&item.attrs, conforms.unwrap_or_default(), row)
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

/// What is known of an item that is exported.
struct Export {
    /// As what its row is made of.
    item: TokenStream,
    /// Of the static that the row stands in.
    name: Ident,
    /// As its record in the file, if all of it is known here.
    record: Option<(Literal, Literal)>,
    /// Otherwise, what writes the record.
    note: TokenStream,
}

impl Export {
    fn of(
        kind: Kind,
        attributes: &[Attribute],
        keyword: Span,
        ident: &Ident,
        tokens: &TokenStream,
        options: &ExportOptions,
    ) -> Self {
        let name = match &options.name {
            Some(name) => name.clone(),
            None => LitStr::new(&ident.unraw().to_string(), ident.span()),
        };
        let exported = name.value();
        let (declaration, docs) = (declaration(tokens.clone()), docs(attributes));
        let place = Place::of(keyword);
        let item = super::item(&name, &place, &declaration, &docs, &options.meta);
        let mut texts = Texts::new(&exported, kind);
        texts.declaration(&declaration);
        texts.docs(&docs);
        for (key, value) in &options.meta {
            texts.meta(&key.value(), &value.value());
        }
        let (mut record, mut note) = (None, TokenStream::new());
        if texts.len() > FIELD_MAX {
            note = quote_spanned! {ident.span()=>
                ::core::compile_error! {
                    "name, declaration and documentation are longer than 1 MiB together"
                }
            };
        } else if let Place::Known { package, file, line } = &place {
            texts.place(package, file, *line);
            record = Some(texts.finish());
        } else {
            note = placed_by_the_compiler(&place, texts);
        }
        let mut name = format_ident!("__EXPORT_{}", ident.unraw());
        if options.name.is_some() {
            // The same item may be exported once more.
            name = format_ident!("{name}_{:x}", name_hash(&exported));
        }
        Self { item, name, record, note }
    }

    fn registered(
        self,
        attributes: &[Attribute],
        mut helpers: TokenStream,
        row: TokenStream,
    ) -> TokenStream {
        let Self { name, record, note, .. } = self;
        helpers.extend(note);
        Registration { name, record, helpers, row }.registered(attributes)
    }
}

/// The record of an export whose place the compiler finds out.
fn placed_by_the_compiler(place: &Place, texts: Texts) -> TokenStream {
    let (private, home) = (private(), home());
    let (file, line) = (place.file(), place.line());
    let (len, texts) = texts.finish();
    quote! {
        #private::note! {
            export #home::ExportNote<#len, { #file.len() }> = #private::ExportNote::new(
                #texts,
                #private::bytes(#home::PACKAGE),
                #private::bytes(#file),
                #line,
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_that_no_reader_takes_is_refused() {
        let docs = "x".repeat(FIELD_MAX);
        let expanded = export(TokenStream::new(), &quote!(#[doc = #docs] pub fn f() {}));
        assert!(expanded.to_string().contains("are longer than 1 MiB together"));
        let expanded = export(
            TokenStream::new(),
            &quote!(
                #[doc = "x"]
                pub fn f() {}
            ),
        );
        assert!(!expanded.to_string().contains("1 MiB"));
    }

    #[test]
    fn an_item_stands_for_itself_unless_a_lifetime_has_a_name_or_a_call_takes_more() {
        for (item, wrapped) in [
            (
                quote!(
                    pub fn f(a: &str, b: &mut [u8]) -> &'static str {}
                ),
                false,
            ),
            (
                quote!(
                    pub fn f<'a>(a: &'a str, b: &str) -> &'a str {}
                ),
                true,
            ),
            (
                quote!(
                    pub fn f(a: &dyn Fn(u64) -> u64) {}
                ),
                true,
            ),
            (
                quote!(
                    pub unsafe fn f() {}
                ),
                true,
            ),
        ] {
            let expanded = export(TokenStream::new(), &item).to_string();
            assert_eq!(expanded.contains("__Callee"), wrapped, "{item}");
        }
    }
}
