//! How a portable type crosses by value: as itself, wherever C passes it alike under every
//! compiler.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Generics, Path, parse_quote};

use super::super::record::received_by_value;
use crate::record::{Field, Fields, Record, Shape};

/// `Transfer`, and `RawArgument` where the type may stand in a raw signature.
pub(crate) fn crossing(
    record: &Record,
    item: &TokenStream,
    generics: &Generics,
    private: &Path,
) -> TokenStream {
    let crossing = match &record.shape {
        Shape::Struct(fields) if fields.is_empty() => Crossing {
            abi: quote!(#private::Unit),
            // Not the description of the zero-sized type: a vector of units has an allocation.
            description: quote!(#private::as_unit(<Self as #private::Portable>::TYPE)),
            identity: false,
            into_abi: quote! {
                let _ = ::core::mem::ManuallyDrop::new(__value);
                #private::Unit::VALUE
            },
            from_abi: {
                let value = fields.with(fields.variables());
                quote! {
                    let _ = __value;
                    Self #value
                }
            },
            raw: None,
        },
        Shape::Struct(fields) if record.repr.transparent => Crossing {
            abi: quote!(#private::ByValue<Self>),
            description: quote!(<Self as #private::Portable>::TYPE),
            identity: true,
            into_abi: quote!(#private::ByValue::new(__value)),
            from_abi: quote!(#private::ByValue::into_inner(__value)),
            raw: raw_transparent(record, fields, generics, private),
        },
        _ => Crossing {
            abi: quote!(Self),
            description: quote!(<Self as #private::Portable>::TYPE),
            identity: true,
            into_abi: quote!(__value),
            from_abi: quote!(__value),
            raw: Some(generics.clone()),
        },
    };
    crossing.implement(item, generics, private)
}

struct Crossing {
    abi: TokenStream,
    description: TokenStream,
    identity: bool,
    into_abi: TokenStream,
    from_abi: TokenStream,
    /// The generics under which the type may stand in a raw signature.
    raw: Option<Generics>,
}

impl Crossing {
    fn implement(&self, item: &TokenStream, generics: &Generics, private: &Path) -> TokenStream {
        let Self { abi, description, identity, into_abi, from_abi, raw } = self;
        let (impl_generics, _, where_clause) = generics.split_for_impl();
        // Fields may all be of size zero, which only the compiler knows.
        let assertion =
            identity.then(|| quote!(const { #private::assert_not_zero_sized::<Self>() };));
        let raw = raw.as_ref().map(|generics| {
            let (impl_generics, _, where_clause) = generics.split_for_impl();
            quote! {
                #[automatically_derived]
                unsafe impl #impl_generics #private::RawArgument for #item #where_clause {}
            }
        });
        let received = received_by_value(private);
        quote! {
            #[automatically_derived]
            unsafe impl #impl_generics #private::Transfer for #item #where_clause {
                type Rust<'__a> = Self;
                type Abi<'__a> = #abi;
                const TYPE: #private::TypeInfo = #description;
                const IDENTITY: ::core::primitive::bool = #identity;
                #received

                fn into_abi<'__a>(__value: Self::Rust<'__a>) -> Self::Abi<'__a> {
                    #assertion
                    #into_abi
                }
                fn from_abi<'__a>(__value: Self::Abi<'__a>) -> Self::Rust<'__a> {
                    #assertion
                    #from_abi
                }
            }
            #raw
        }
    }
}

/// A transparent type is passed as its field is, and may stand where its field may. With a marker
/// beside the field it may not: which of the two has contents is not known here.
fn raw_transparent(
    record: &Record,
    fields: &Fields,
    generics: &Generics,
    private: &Path,
) -> Option<Generics> {
    let mut contents = fields.iter();
    let (Some(content), None) = (contents.next(), contents.next()) else {
        return None;
    };
    let mut generics = generics.clone();
    if !super::is_opaque(record, content) {
        let Field { ty, .. } = content;
        // The lifetime keeps the compiler from refusing a bound that is known not to hold.
        generics
            .make_where_clause()
            .predicates
            .push(parse_quote!(for<'__a> #ty: #private::RawArgument));
    }
    Some(generics)
}
