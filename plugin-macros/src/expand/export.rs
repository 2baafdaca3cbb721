//! `#[export]`: the item as it was, and its row in the symbol table.

use proc_macro2::{Delimiter, Group, Literal, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::visit::{self, Visit};
use syn::{
    Attribute, FnArg, Ident, Item, ItemFn, ItemStatic, LitStr, ReturnType, Signature, Type,
    parse_quote,
};

use super::{Registration, home, private};
use crate::asynchronous;
use crate::check::{self, Errors};
use crate::declaration::{declaration, docs};
use crate::markers::marker;
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

/// The types of a function, each as the `'static` type that stands for it.
struct Types {
    each: Vec<Type>,
    /// The tuple of them.
    parameters: Group,
    result: Type,
}

impl Types {
    fn of(sig: &Signature) -> Self {
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
struct Callee {
    helpers: TokenStream,
    /// What the row is made of.
    item: TokenStream,
    /// What has to have the type that the author asks for.
    conforming: TokenStream,
}

/// The item itself or, where a call of it takes more than arguments, what is put around it.
fn callee(sig: &Signature, types: &Types) -> Callee {
    let (private, name) = (private(), &sig.ident);
    let Types { each, parameters, result } = types;
    let arguments: Vec<Ident> = (0..each.len()).map(|i| format_ident!("__a{i}")).collect();
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
    if sig.asyncness.is_some() {
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
fn hidden_lifetimes(types: &Types) -> TokenStream {
    struct Paths(bool);

    impl<'ast> Visit<'ast> for Paths {
        fn visit_path(&mut self, path: &'ast syn::Path) {
            let last = path.segments.last();
            self.0 |= last.is_some_and(|last| last.arguments.is_none() && !is_plain(&last.ident));
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
fn is_plain(name: &Ident) -> bool {
    const PLAIN: [&str; 19] = [
        "bool", "char", "f32", "f64", "i128", "i16", "i32", "i64", "i8", "isize", "str", "u128",
        "u16", "u32", "u64", "u8", "usize", "PathBuf", "String",
    ];
    PLAIN.iter().any(|plain| name == plain)
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
                name => is_plain(&last.ident) || CONTAINERS.contains(&name),
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
