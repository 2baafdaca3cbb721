//! `derive(Portable)`: a description of the layout that the declaration fixes, and the proof that
//! the compiled type has it.

mod crossing;
mod variants;

use proc_macro2::TokenStream;
use quote::{ToTokens as _, format_ident, quote, quote_spanned};
use syn::{DeriveInput, Generics, Path, parse_quote};

use self::crossing::crossing;
use self::variants::of_enum;
use super::record::mirror::Mirrors;
use super::record::{description, fallback, fields as table, hidden};
use crate::attr::PORTABLE;
use crate::check::{Errors, check_portable, has_raw_pointer};
use crate::declaration::declaration;
use crate::record::{Field, Fields, Record, Shape, generated};

pub(crate) fn portable(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    let mut errors = Errors::default();
    let record = Record::parse(input, &PORTABLE, &mut errors);
    check_portable(&record, &mut errors);
    match errors.finish(()) {
        Ok(()) => expand(&record),
        Err(errors) => fallback::portable(&record, &errors),
    }
}

/// What depends on whether the record is a struct or an enum.
pub(crate) struct Parts {
    pub(crate) mirrors: Mirrors,
    /// Items beside the implementations.
    pub(crate) items: TokenStream,
    /// Statements that prove the layout.
    pub(crate) proof: TokenStream,
    /// Calls that complete the description.
    pub(crate) contents: TokenStream,
}

fn expand(record: &Record) -> TokenStream {
    let private = &record.options.private();
    let ident = &record.ident;
    let generics = generics(record, private);
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let item = quote!(#ident #ty_generics);

    let Parts { mirrors, items, proof, contents } = match &record.shape {
        Shape::Struct(fields) => of_struct(record, fields, private),
        Shape::Enum(variants) => of_enum(record, variants, private),
        Shape::Union(_) => return TokenStream::new(),
    };
    let mirrors = mirrors.declare_for(&item, &generics);
    let description = description(record, &quote!(Self), private, &quote!(#private::portable_type));
    let promises = promises(record, &item, &generics, private);
    let crossing = crossing(record, &item, &generics, private);
    // A generic type is proved where it is used, any other one here.
    let proved = generics
        .params
        .is_empty()
        .then(|| quote!(const _: #private::TypeInfo = <#item as #private::Portable>::TYPE;));

    hidden(
        record,
        &quote! {
            #mirrors
            #items

            #[automatically_derived]
            unsafe impl #impl_generics #private::Portable for #item #where_clause {
                const TYPE: #private::TypeInfo = {
                    #proof
                    #description #contents
                };
            }
            #crossing
            #promises
            #proved
        },
    )
}

/// The record's generics, with every type parameter portable.
fn generics(record: &Record, private: &Path) -> Generics {
    let mut generics = record.generics.clone();
    for param in record.generics.type_params() {
        // A lint looks for conditions that are stated twice.
        if !record.is_bound(param, "Portable") {
            let ident = generated(&param.ident);
            let condition = parse_quote!(#ident: #private::Portable);
            generics.make_where_clause().predicates.push(condition);
        }
    }
    generics
}

/// An implementation that overlaps with one for all types that implement `Drop`, and the `unsafe`
/// that stands for each `unsafe_assume_crossable`, with the author's span for `unsafe_code`.
fn promises(
    record: &Record,
    item: &TokenStream,
    generics: &Generics,
    private: &Path,
) -> TokenStream {
    let mut promises = TokenStream::new();
    if record.options.unsafe_assume_crossable.is_none() {
        let (impl_generics, _, where_clause) = generics.split_for_impl();
        promises.extend(quote! {
            #[automatically_derived]
            impl #impl_generics
                #private::PortableTypeMustNotImplementDropUnlessUnsafeAssumeCrossable
                for #item #where_clause
            {
            }
        });
    }
    let all = record.fields().map(|field| &field.options).chain([&record.options]);
    // SAFETY (of what is generated): the author wrote `unsafe_assume_crossable`, which is this promise.
    for option in all.filter_map(|options| options.unsafe_assume_crossable.as_ref()) {
        let assume = quote_spanned!(option.span()=> unsafe { #private::assume_crossable() });
        promises.extend(quote!(const _: () = #assume;));
    }
    promises
}

fn of_struct(record: &Record, fields: &Fields, private: &Path) -> Parts {
    let mirrors = Mirrors::of_struct(&record.repr, &fields.types().collect::<Vec<_>>());
    let compiled: Vec<_> = fields
        .iter()
        .map(|Field { member, .. }| quote!(::core::mem::offset_of!(Self, #member)))
        .collect();
    let (offsets, described) = if record.repr.transparent {
        // A field of size zero may stand anywhere; the other one is the whole.
        let types = fields.types();
        let offsets = quote!(#(#private::assert_transparent::<#types>(#compiled);)*);
        (offsets, vec![quote!(0); fields.len()])
    } else {
        let seen = mirrors.offsets.iter().flatten();
        (quote!(#(#private::assert_offset(#compiled, #seen);)*), compiled)
    };
    let bindings = bindings(&quote!(Self), fields);
    let proof = quote! {
        let _ = |__value: &mut Self| match __value { #bindings };
        #private::assert_layout::<Self, <Self as __Seen>::__Mirror>();
        #offsets
    };
    let mut items = TokenStream::new();
    let types = type_fns(record, fields, private, "Field", &mut items);
    let table = table(fields.iter().map(Field::name), &described, types, private);
    Parts { mirrors, items, proof, contents: quote!(.fields(#table)) }
}

/// A match arm in which each field has the type that the derive saw. A `*mut` is made only from a
/// `&mut` to that very type.
pub(crate) fn bindings(path: &TokenStream, fields: &Fields) -> TokenStream {
    let pattern = fields.with(fields.variables());
    let variables = fields.variables();
    let types = fields.iter().map(|field| &field.ty);
    quote!(#path #pattern => { #(let _: *mut #types = #variables;)* })
}

/// For each field the function that describes its type; `items` that they need have names with
/// `infix`.
pub(crate) fn type_fns(
    record: &Record,
    fields: &Fields,
    private: &Path,
    infix: &str,
    items: &mut TokenStream,
) -> Vec<TokenStream> {
    let mut type_fn = |field: &Field| {
        let ty = &field.ty;
        if !is_opaque(record, field) {
            return quote!(#private::portable_type::<#ty>);
        }
        let ident = format_ident!("__{infix}_{}", field.name());
        let text = declaration(ty.to_token_stream());
        items.extend(quote! {
            struct #ident;
            #[automatically_derived]
            impl #private::TypeText for #ident {
                const TEXT: &'static ::core::primitive::str = #text;
            }
        });
        quote!(#private::opaque_type::<#ty, #ident>)
    };
    fields.iter().map(&mut type_fn).collect()
}

/// Whether the author vouches for what stands in the field.
pub(crate) fn is_opaque(record: &Record, field: &Field) -> bool {
    field.options.unsafe_assume_crossable.is_some()
        || (record.options.unsafe_assume_crossable.is_some() && has_raw_pointer(&field.ty))
}
