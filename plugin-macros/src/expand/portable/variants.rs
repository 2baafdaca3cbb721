//! `derive(Portable)` for enums: variants, their discriminants, and the proof of both.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Path;

use super::super::record::mirror::Mirrors;
use super::super::record::{discriminants, fields as table};
use super::{Parts, bindings, type_fns};
use crate::record::{Field, Record, Variant, generated};

pub(crate) fn of_enum(record: &Record, variants: &[Variant], private: &Path) -> Parts {
    let repr = record.repr.integer.as_ref().map(generated);
    let integer = quote!(::core::primitive::#repr);
    let has_fields = variants.iter().any(|variant| !variant.is_unit());
    let mirrors = if has_fields {
        let types: Vec<_> =
            variants.iter().map(|variant| variant.fields.types().collect()).collect();
        Mirrors::of_enum(&record.repr, &integer, &types)
    } else {
        Mirrors::of_unit_enum(&record.repr, &integer, variants.len())
    };

    let arms = variants.iter().map(|variant| {
        let ident = &variant.ident;
        bindings(&quote!(Self::#ident), &variant.fields)
    });
    let mut proof = quote! {
        let _ = |__value: &mut Self| match __value { #(#arms)* };
        #private::assert_layout::<Self, <Self as __Seen>::__Mirror>();
    };
    // The compiler casts an enum whose variants have no fields, unless it implements `Drop`.
    let casts = !has_fields && record.options.unsafe_assume_crossable.is_none();
    if casts {
        let idents: Vec<_> = variants.iter().map(|variant| &variant.ident).collect();
        proof.extend(quote! {
            #(#private::assert_discriminant(
                Self::#idents as ::core::primitive::i128,
                __Discriminant::#idents as ::core::primitive::i128,
            );)*
        });
    } else {
        for (variant, offsets) in variants.iter().zip(&mirrors.offsets) {
            let is_only = variants.len() == 1;
            proof.extend(variant_proof(variant, is_only, offsets, &integer, private));
        }
    }
    let mut items = discriminants(record, variants, &quote!(#repr));
    let mut described = Vec::new();
    for (variant, offsets) in variants.iter().zip(&mirrors.offsets) {
        let (ident, name) = (&variant.ident, variant.name());
        let types = type_fns(record, &variant.fields, private, &name, &mut items);
        let fields = table(variant.fields.iter().map(Field::name), offsets, types, private);
        described.push(quote! {
            #private::Variant::new(#name, __Discriminant::#ident as ::core::primitive::i128, #fields)
        });
    }
    let contents = quote! {
        .variants(const { &[#(#described),*] })
        .element(#private::portable_type::<#integer>)
    };
    Parts { mirrors, items, proof, contents }
}

/// Statements that prove a variant's discriminant and the places of its fields.
///
/// The `match` runs in the compiler, on a value of which only the discriminant is written: it
/// refuses to read one from anywhere else.
fn variant_proof(
    variant: &Variant,
    is_only: bool,
    offsets: &[TokenStream],
    integer: &TokenStream,
    private: &Path,
) -> TokenStream {
    let ident = &variant.ident;
    let pattern = variant.fields.with(variant.fields.variables());
    let variables = variant.fields.variables();
    let others = (!is_only).then(|| quote!(_ => #private::other_discriminant(),));
    // SAFETY (of what is generated): the place is aligned, large enough and lives on; only the
    // discriminant, which is written, is read, and of the fields only addresses are taken. It is
    // evaluated by the compiler alone, in a constant.
    quote! {
        let __value =
            #private::with_discriminant::<Self, #integer>(__Discriminant::#ident as #integer);
        match unsafe { &*__value.as_ptr() } {
            Self::#ident #pattern => {
                #(#private::assert_offset(
                    unsafe { #private::offset_in(__value.as_ptr(), #variables) },
                    #offsets,
                );)*
            }
            #others
        }
    }
}
