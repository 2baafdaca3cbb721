//! `derive(Transfer)`: a shadow of the record, made of what crosses for each of its fields, and the
//! way there and back.

mod fields;
mod instances;
mod variants;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, Index, Path};

use self::fields::{Arm, Marker};
use self::instances::Instances;
use self::variants::of_enum;
use super::record::{description, fallback, fields as table, hidden, received_by_value};
use crate::attr::TRANSFER;
use crate::check::{Errors, check_transfer};
use crate::record::{Field, Fields, Record, Shape};

pub(crate) fn transfer(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    let mut errors = Errors::default();
    let record = Record::parse(input, &TRANSFER, &mut errors);
    check_transfer(&record, &mut errors);
    match errors.finish(()) {
        Ok(()) => expand(&record),
        Err(errors) => fallback::transfer(&record, &errors),
    }
}

/// What depends on whether the record is a struct or an enum.
pub(crate) struct Parts {
    /// Declarations, the shadow's among them.
    pub(crate) items: TokenStream,
    /// What crosses for `'__a`, and for ever.
    pub(crate) abi: TokenStream,
    pub(crate) abi_static: TokenStream,
    /// Calls that complete the description.
    pub(crate) contents: TokenStream,
    pub(crate) into_abi: TokenStream,
    pub(crate) from_abi: TokenStream,
}

fn expand(record: &Record) -> TokenStream {
    let private = &record.options.private();
    let instances = &Instances::of(record, private);
    let parts = match &record.shape {
        Shape::Struct(fields) if fields.is_empty() => of_empty(record, fields, private),
        Shape::Struct(fields) => of_struct(record, fields, instances, private),
        Shape::Enum(variants) => of_enum(record, variants, instances, private),
        Shape::Union(_) => return TokenStream::new(),
    };
    let Parts { items, abi, abi_static, contents, into_abi, from_abi } = parts;
    let Instances { family, rust, .. } = instances;
    let (impl_generics, _, where_clause) = instances.generics.split_for_impl();
    let description = description(record, &abi_static, private, &quote!(#private::transfer_type));
    let received = received_by_value(private);
    hidden(
        record,
        &quote! {
            #items

            #[automatically_derived]
            unsafe impl #impl_generics #private::Transfer for #family #where_clause {
                type Rust<'__a> = #rust;
                type Abi<'__a> = #abi;
                const TYPE: #private::TypeInfo = #description #contents;
                const IDENTITY: ::core::primitive::bool = false;
                #received

                fn into_abi<'__a>(__value: Self::Rust<'__a>) -> Self::Abi<'__a> {
                    #into_abi
                }
                fn from_abi<'__a>(__value: Self::Abi<'__a>) -> Self::Rust<'__a> {
                    #from_abi
                }
            }

            #[automatically_derived]
            impl #impl_generics #private::TransferTypeMustNotImplementDrop for #family #where_clause {}
        },
    )
}

fn of_empty(record: &Record, fields: &Fields, private: &Path) -> Parts {
    let ident = &record.ident;
    let value = fields.with(fields.variables());
    Parts {
        items: TokenStream::new(),
        abi: quote!(#private::Unit),
        abi_static: quote!(#private::Unit),
        contents: TokenStream::new(),
        into_abi: quote! {
            let #ident #value = __value;
            #private::Unit::VALUE
        },
        from_abi: quote! {
            let _ = __value;
            #ident #value
        },
    }
}

fn of_struct(record: &Record, fields: &Fields, instances: &Instances, private: &Path) -> Parts {
    let Record { vis, ident, .. } = record;
    let markers = Marker::all_of(fields, instances, private);
    let abis = markers.iter().map(|marker| marker.abi("'__a"));
    let (declared, arguments, static_arguments) = instances.shadow();
    let (impl_generics, _, where_clause) = declared.split_for_impl();
    let items = quote! {
        #[doc(hidden)]
        #[repr(C)]
        #vis struct __Shadow #impl_generics (
            #(#abis),*
        ) #where_clause;
    };
    let abi_static = quote!(__Shadow #static_arguments);
    let offsets: Vec<_> = (0..markers.len())
        .map(Index::from)
        .map(|index| quote!(::core::mem::offset_of!(#abi_static, #index)))
        .collect();
    let types = markers.iter().map(Marker::type_fn);
    let table = table(fields.iter().map(Field::name), &offsets, types, private);
    let Arm { rust, shadow, into_rust, into_shadow } = Arm::of(fields, &markers);
    Parts {
        items,
        abi: quote!(__Shadow #arguments),
        abi_static,
        contents: quote!(.fields(#table)),
        into_abi: quote! {
            let #ident #rust = __value;
            __Shadow #into_shadow
        },
        from_abi: quote! {
            let __Shadow #shadow = __value;
            #ident #into_rust
        },
    }
}
