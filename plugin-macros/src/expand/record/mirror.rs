//! Types laid out as a derive saw an item, to take offsets from and to compare the item with.
//!
//! `offset_of!` does not reach into enum variants, and another attribute macro may change the item
//! between the derive and the compiler. The mirrors are generic in the types of their fields, so
//! that they need neither the item's generics nor its `Self`.

use std::slice::from_ref;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::{Generics, Index};

use crate::attr::Repr;

/// The mirrors of one item, each under an associated type of a local trait of the item.
#[derive(Default)]
pub(crate) struct Mirrors {
    /// The declarations.
    items: TokenStream,
    /// The names of the declared types, and each with its arguments.
    names: Vec<Ident>,
    types: Vec<TokenStream>,
    /// The offset of each field of each variant, inside an `impl` of the item; a struct has one
    /// variant.
    pub(crate) offsets: Vec<Vec<TokenStream>>,
}

impl Mirrors {
    /// `__Mirror` for a struct.
    pub(crate) fn of_struct(repr: &Repr, types: &[TokenStream]) -> Self {
        let offsets = (0..types.len()).map(|index| offset("__Mirror", index)).collect();
        let mut mirrors = Self { offsets: vec![offsets], ..Self::default() };
        mirrors.declare("__Mirror", &repr_c(repr), types, tuple_struct);
        mirrors
    }

    /// `__Mirror` for an enum of `variants` without fields.
    pub(crate) fn of_unit_enum(repr: &Repr, integer: &TokenStream, variants: usize) -> Self {
        let mut mirrors = Self { offsets: vec![Vec::new(); variants], ..Self::default() };
        mirrors.declare("__Mirror", &repr_c(repr), from_ref(integer), tuple_struct);
        mirrors
    }

    /// `__Variant0`, `__Variant1`, … for the variants of a `#[repr(u8)]` enum: structs that start with
    /// the discriminant.
    pub(crate) fn of_variants(integer: &TokenStream, variants: &[Vec<TokenStream>]) -> Self {
        Self::of_structs(from_ref(integer), variants)
    }

    /// `__Mirror` for an enum, besides those for its variants. With `#[repr(C, u8)]` the discriminant
    /// stands before a union of the variants, not in them.
    pub(crate) fn of_enum(
        repr: &Repr,
        integer: &TokenStream,
        variants: &[Vec<TokenStream>],
    ) -> Self {
        let mut mirrors = Self::of_structs(if repr.c { &[] } else { from_ref(integer) }, variants);
        let all: Vec<_> =
            mirrors.names.iter().map(|name| quote!(<Self as __Seen>::#name)).collect();
        if repr.c {
            mirrors.declare("__Payload", &quote!(#[repr(C)]), &all, union);
            let parts = [integer.clone(), quote!(<Self as __Seen>::__Payload)];
            mirrors.declare("__Mirror", &repr_c(repr), &parts, tuple_struct);
            let payload = offset("__Mirror", 1);
            for offset in mirrors.offsets.iter_mut().flatten() {
                *offset = quote!(#payload + #offset);
            }
        } else {
            mirrors.declare("__Mirror", &repr_c(repr), &all, union);
        }
        mirrors
    }

    fn of_structs(leading: &[TokenStream], variants: &[Vec<TokenStream>]) -> Self {
        let mut mirrors = Self::default();
        for (position, fields) in variants.iter().enumerate() {
            let name = format!("__Variant{position}");
            let types = [leading, fields].concat();
            let indices = leading.len()..types.len();
            mirrors.offsets.push(indices.map(|index| offset(&name, index)).collect());
            mirrors.declare(&name, &quote!(#[repr(C)]), &types, tuple_struct);
        }
        mirrors
    }

    /// Adds a generic declaration, and its name for these `types`.
    fn declare(
        &mut self,
        name: &str,
        repr: &TokenStream,
        types: &[TokenStream],
        body: fn(&Ident, &[Ident]) -> TokenStream,
    ) {
        let ident = format_ident!("{name}");
        let params: Vec<_> = (0..types.len()).map(|index| format_ident!("__T{index}")).collect();
        let body = body(&ident, &params);
        self.items.extend(quote!(#repr #body));
        let arguments = (!types.is_empty()).then(|| quote!(<#(#types),*>));
        self.types.push(quote!(#ident #arguments));
        self.names.push(ident);
    }

    /// The declarations, with the trait that leads from the item to them.
    pub(crate) fn declare_for(&self, item: &TokenStream, generics: &Generics) -> TokenStream {
        let Self { items, names, types, .. } = self;
        if names.is_empty() {
            return TokenStream::new();
        }
        let (impl_generics, _, where_clause) = generics.split_for_impl();
        quote! {
            #items

            trait __Seen {
                #(type #names;)*
            }
            #[automatically_derived]
            impl #impl_generics __Seen for #item #where_clause {
                #(type #names = #types;)*
            }
        }
    }
}

fn repr_c(repr: &Repr) -> TokenStream {
    let align = &repr.align;
    quote!(#[repr(C #(, #align)*)])
}

fn tuple_struct(ident: &Ident, params: &[Ident]) -> TokenStream {
    if params.is_empty() {
        quote!(struct #ident;)
    } else {
        quote!(struct #ident<#(#params),*>(#(#params),*);)
    }
}

fn union(ident: &Ident, params: &[Ident]) -> TokenStream {
    let fields = (0..params.len()).map(|index| format_ident!("__{index}"));
    quote!(union #ident<#(#params),*> { #(#fields: ::core::mem::ManuallyDrop<#params>),* })
}

/// The offset of a field of a mirror, inside an `impl` of the item.
fn offset(mirror: &str, index: usize) -> TokenStream {
    let (mirror, index) = (format_ident!("{mirror}"), Index::from(index));
    quote!(::core::mem::offset_of!(<Self as __Seen>::#mirror, #index))
}
