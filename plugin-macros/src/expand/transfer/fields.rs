//! What crosses for each field of a record, and the way there and back.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Lifetime, Path, Type};

use super::super::record::substitute::substitute;
use super::instances::Instances;
use crate::markers::marker;
use crate::record::{Field, Fields};

/// What stands for a field's type, as if written outside of the item.
pub(crate) struct Marker {
    ty: Type,
    private: Path,
    /// Where the author's type begins and ends, so that an unmet condition is reported there.
    begin: Span,
    end: Span,
}

impl Marker {
    fn of(field: &Field, instances: &Instances, private: &Path) -> Self {
        let family = &instances.family;
        let of_self = |name: &str| (name == "Self").then(|| family.clone());
        let written = substitute(field.ty.to_token_stream(), &of_self);
        let ty = syn::parse2(written).unwrap_or_else(|_| field.ty.clone());
        let spans = field.ty.to_token_stream().into_iter().map(|token| token.span());
        let place = |span: Option<Span>| {
            let call_site = Span::call_site();
            span.map_or(call_site, |span| span.resolved_at(call_site))
        };
        Self {
            ty: marker(&ty, private),
            private: private.clone(),
            begin: place(spans.clone().next()),
            end: place(spans.last()),
        }
    }

    pub(crate) fn all_of(fields: &Fields, instances: &Instances, private: &Path) -> Vec<Self> {
        fields.iter().map(|field| Self::of(field, instances, private)).collect()
    }

    /// What crosses for the field for a lifetime.
    pub(crate) fn abi(&self, lifetime: &str) -> TokenStream {
        let lifetime = Lifetime::new(lifetime, self.end);
        self.item(&quote_spanned!(self.end=> Abi<#lifetime>))
    }

    fn to_abi(&self, value: &Ident) -> TokenStream {
        self.item(&quote_spanned!(self.end=> into_abi(#value)))
    }

    fn to_rust(&self, value: &Ident) -> TokenStream {
        self.item(&quote_spanned!(self.end=> from_abi(#value)))
    }

    fn item(&self, item: &TokenStream) -> TokenStream {
        let Self { ty, private, .. } = self;
        let begin = quote_spanned!(self.begin=> <);
        let end = quote_spanned!(self.end=> >::);
        quote!(#begin #ty as #private::Transfer #end #item)
    }

    /// The function that describes what crosses for the field.
    pub(crate) fn type_fn(&self) -> TokenStream {
        let Self { ty, private, .. } = self;
        quote!(#private::transfer_type::<#ty>)
    }
}

/// Patterns for a struct or variant and its shadow, and expressions that make one of the other.
pub(crate) struct Arm {
    pub(crate) rust: TokenStream,
    pub(crate) shadow: TokenStream,
    pub(crate) into_rust: TokenStream,
    pub(crate) into_shadow: TokenStream,
}

impl Arm {
    pub(crate) fn of(fields: &Fields, markers: &[Marker]) -> Self {
        let with = |convert: fn(&Marker, &Ident) -> TokenStream| {
            let variables = fields.variables();
            markers.iter().zip(variables).map(move |(marker, variable)| convert(marker, &variable))
        };
        Self {
            rust: fields.with(fields.variables()),
            shadow: tuple(fields.variables()),
            into_rust: fields.with(with(Marker::to_rust)),
            into_shadow: tuple(with(Marker::to_abi)),
        }
    }
}

/// The values in parentheses, or nothing.
pub(crate) fn tuple(values: impl Iterator<Item = impl ToTokens>) -> TokenStream {
    let mut values = values.peekable();
    if values.peek().is_none() { TokenStream::new() } else { quote!((#(#values),*)) }
}
