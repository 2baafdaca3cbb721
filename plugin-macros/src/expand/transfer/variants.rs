//! `derive(Transfer)` for enums: a shadow with the same variants, and their description.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::{Index, Path};

use super::super::record::mirror::Mirrors;
use super::super::record::{discriminants, enum_like, fields as table};
use super::Parts;
use super::fields::{Arm, Marker, tuple};
use super::instances::Instances;
use crate::record::{Field, Record, Variant};

pub(crate) fn of_enum(
    record: &Record,
    variants: &[Variant],
    instances: &Instances,
    private: &Path,
) -> Parts {
    let Record { vis, ident, .. } = record;
    let has_fields = record.fields().next().is_some();
    let integer = integer(record, variants);
    let markers: Vec<_> = variants
        .iter()
        .map(|variant| Marker::all_of(&variant.fields, instances, private))
        .collect();
    let (declared, arguments, static_arguments) =
        if has_fields { instances.shadow() } else { Default::default() };
    let (impl_generics, _, where_clause) = declared.split_for_impl();

    let declaration = quote! {
        #[doc(hidden)]
        #[repr(#integer)]
        #vis enum __Shadow #impl_generics #where_clause
    };
    let contents =
        markers.iter().map(|markers| tuple(markers.iter().map(|marker| marker.abi("'__a"))));
    let mut items = enum_like(record, variants, &declaration, contents);
    let is_explicit = variants.iter().any(|variant| variant.discriminant.is_some());
    if has_fields && is_explicit {
        items.extend(discriminants(record, variants, &integer));
    }
    let mirrors = mirrors(&integer, &markers);
    if has_fields {
        items.extend(mirrors.declare_for(&instances.family, &instances.generics));
    }

    let (mut described, mut to_shadow, mut to_rust) = (Vec::new(), Vec::new(), Vec::new());
    for (index, variant) in variants.iter().enumerate() {
        let (name, variant_ident) = (variant.name(), &variant.ident);
        let markers = &markers[index];
        let types = markers.iter().map(Marker::type_fn);
        let names = variant.fields.iter().map(Field::name);
        let fields = table(names, &mirrors.offsets[index], types, private);
        let discriminant = match (is_explicit, has_fields) {
            (true, true) => quote!(__Discriminant::#variant_ident as ::core::primitive::i128),
            (true, false) => quote!(__Shadow::#variant_ident as ::core::primitive::i128),
            (false, _) => Index::from(index).to_token_stream(),
        };
        described.push(quote!(#private::Variant::new(#name, #discriminant, #fields)));

        let Arm { rust, shadow, into_rust, into_shadow } = Arm::of(&variant.fields, markers);
        to_shadow
            .push(quote!(#ident::#variant_ident #rust => __Shadow::#variant_ident #into_shadow));
        to_rust.push(quote!(__Shadow::#variant_ident #shadow => #ident::#variant_ident #into_rust));
    }
    Parts {
        items,
        abi: quote!(__Shadow #arguments),
        abi_static: quote!(__Shadow #static_arguments),
        contents: quote! {
            .variants(const { &[#(#described),*] })
            .element(#private::portable_type::<::core::primitive::#integer>)
        },
        into_abi: quote!(match __value { #(#to_shadow),* }),
        from_abi: quote!(match __value { #(#to_rust),* }),
    }
}

/// The integer that stands for the shadow's discriminant.
fn integer(record: &Record, variants: &[Variant]) -> TokenStream {
    let name = if variants.iter().any(|variant| variant.discriminant.is_some()) {
        // The discriminants mean something, and have the author's type.
        record.repr.integer.as_ref().map_or_else(|| "isize".to_owned(), ToString::to_string)
    } else if variants.len() <= 1 << 8 {
        "u8".to_owned()
    } else {
        "u16".to_owned()
    };
    format_ident!("{name}").to_token_stream()
}

/// Mirrors of a shadow's variants.
fn mirrors(integer: &TokenStream, variants: &[Vec<Marker>]) -> Mirrors {
    let types: Vec<Vec<_>> = variants
        .iter()
        .map(|markers| markers.iter().map(|marker| marker.abi("'static")).collect())
        .collect();
    Mirrors::of_variants(&quote!(::core::primitive::#integer), &types)
}
