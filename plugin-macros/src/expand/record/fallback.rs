//! What a derive emits beside its errors.
//!
//! The type's uses then compile, and the author sees the mistake and not its consequences.

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse_quote;

use super::received_by_value;
use crate::record::Record;

/// The errors, and the implementations of `derive(Portable)` without their contents.
pub(crate) fn portable(record: &Record, errors: &syn::Error) -> TokenStream {
    let private = record.options.private();
    let as_itself = implement(
        record,
        &quote!(Portable),
        &quote! {
            const TYPE: #private::TypeInfo = #private::TypeInfo::of::<Self>(#private::kind::OPAQUE, "");
        },
    );
    let by_value = by_value(record);
    let raw = implement(record, &quote!(RawArgument), &TokenStream::new());
    emit(errors, &quote!(#as_itself #by_value #raw))
}

/// The errors, and the implementation of `derive(Transfer)` without its contents.
pub(crate) fn transfer(record: &Record, errors: &syn::Error) -> TokenStream {
    emit(errors, &by_value(record))
}

fn emit(errors: &syn::Error, items: &TokenStream) -> TokenStream {
    let errors = errors.to_compile_error();
    quote! {
        #errors
        const _: () = {
            #items
        };
    }
}

fn by_value(record: &Record) -> TokenStream {
    let private = record.options.private();
    let received = received_by_value(&private);
    implement(
        record,
        &quote!(Transfer),
        &quote! {
            type Rust<'__a> = Self;
            type Abi<'__a> = Self;
            const TYPE: #private::TypeInfo = #private::TypeInfo::of::<Self>(#private::kind::OPAQUE, "");
            const IDENTITY: ::core::primitive::bool = true;
            #received

            fn into_abi<'__a>(__value: Self::Rust<'__a>) -> Self::Abi<'__a> {
                __value
            }
            fn from_abi<'__a>(__value: Self::Abi<'__a>) -> Self::Rust<'__a> {
                __value
            }
        },
    )
}

fn implement(record: &Record, name: &TokenStream, items: &TokenStream) -> TokenStream {
    let private = record.options.private();
    let ident = &record.ident;
    let mut generics = record.generics.clone();
    if !generics.params.is_empty() {
        generics.make_where_clause().predicates.push(parse_quote!(Self: 'static));
    }
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    quote! {
        #[automatically_derived]
        unsafe impl #impl_generics #private::#name for #ident #ty_generics #where_clause {
            #items
        }
    }
}
