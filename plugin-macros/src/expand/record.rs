//! The pieces that both derives' expansions are made of.

pub(crate) mod fallback;
pub(crate) mod mirror;
pub(crate) mod substitute;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{GenericParam, Path};

use self::substitute::substitute;
use crate::record::{Record, Shape, Variant, generated};

/// Hides the generated items from everything outside of them.
pub(crate) fn hidden(record: &Record, items: &TokenStream) -> TokenStream {
    let lints = &record.lints;
    quote! {
        #(#lints)*
        const _: () = {
            #items
        };
    }
}

/// The head of a description: an expression of type `TypeInfo` for `ty`, without fields and
/// variants. `type_fn` describes a type parameter.
pub(crate) fn description(
    record: &Record,
    ty: &TokenStream,
    private: &Path,
    type_fn: &TokenStream,
) -> TokenStream {
    let name = record.described_name();
    let kind = match record.shape {
        Shape::Enum(_) => quote!(ENUM),
        _ if record.repr.transparent => quote!(TRANSPARENT),
        _ => quote!(STRUCT),
    };
    // An id stands for the type wherever it is defined.
    let place = record.options.id.is_none().then(|| {
        quote! {
            .defined_in(
                ::core::module_path!(),
                #private::or_empty(::core::option_env!("CARGO_PKG_NAME")),
                #private::semver_class(::core::option_env!("CARGO_PKG_VERSION")),
            )
        }
    });
    let arguments: Vec<_> = record
        .generics
        .params
        .iter()
        .filter_map(|param| match param {
            GenericParam::Lifetime(_) => None,
            GenericParam::Type(param) => {
                let ident = generated(&param.ident);
                Some(quote!(#private::Argument::ty(#type_fn::<#ident>)))
            }
            GenericParam::Const(param) => {
                let ident = generated(&param.ident);
                Some(quote!(#private::Argument::value(#ident as ::core::primitive::i128)))
            }
        })
        .collect();
    // Inline constants, since promotion to `'static` does not reach generic constants.
    let arguments =
        (!arguments.is_empty()).then(|| quote!(.arguments(const { &[#(#arguments),*] })));
    quote!(#private::TypeInfo::of::<#ty>(#private::kind::#kind, #name) #place #arguments)
}

/// A table of field descriptions.
pub(crate) fn fields(
    names: impl Iterator<Item = String>,
    offsets: &[TokenStream],
    types: impl IntoIterator<Item = impl ToTokens>,
    private: &Path,
) -> TokenStream {
    let types = types.into_iter();
    quote!(const { &[#(#private::Field::new(#names, #offsets, #types)),*] })
}

/// A declaration of an enum with `contents` in each variant, whose discriminants are the record's.
pub(crate) fn enum_like(
    record: &Record,
    variants: &[Variant],
    declaration: &TokenStream,
    contents: impl IntoIterator<Item = TokenStream>,
) -> TokenStream {
    let ident = &record.ident;
    let idents = variants.iter().map(|variant| &variant.ident);
    let values = variants.iter().map(|variant| {
        variant.discriminant.as_ref().map(|value| {
            let of_self = |name: &str| (name == "Self").then(|| quote!(#ident));
            let value = substitute(value.to_token_stream(), &of_self);
            quote!(= #value)
        })
    });
    let contents = contents.into_iter();
    quote!(#declaration { #(#idents #contents #values),* })
}

/// An enum that has nothing but the record's discriminants.
pub(crate) fn discriminants(
    record: &Record,
    variants: &[Variant],
    integer: &TokenStream,
) -> TokenStream {
    let declaration = quote!(#[repr(#integer)] enum __Discriminant);
    enum_like(record, variants, &declaration, variants.iter().map(|_| TokenStream::new()))
}

/// The part of `Transfer` that says that the called function gets the value itself.
pub(crate) fn received_by_value(private: &Path) -> TokenStream {
    quote! {
        type Received<'__a> = Self::Rust<'__a>;
        fn receive<'__a>(__place: #private::Place<'__a, Self::Abi<'__a>>) -> Self::Received<'__a> {
            #private::taken::<Self>(__place)
        }
        fn pass_on<'__a>(__value: Self::Received<'__a>) -> Self::Rust<'__a> {
            __value
        }
    }
}
