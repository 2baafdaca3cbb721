//! The record for each lifetime: what stands for the family of them, what Rust sees in a call, and
//! what the shadow is declared with.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::visit_mut::VisitMut;
use syn::{
    GenericParam, Generics, Lifetime, Path, TypeParam, TypeParamBound, WherePredicate, parse_quote,
};

use super::super::record::substitute::substitute;
use crate::record::{Record, generated};

/// The lifetime of a call, and the one that stands for all calls in a condition.
const CALL: &str = "'__a";
const ANY_CALL: &str = "'__call";

pub(crate) struct Instances {
    /// The parameters of the implementation: the record's without its lifetime.
    pub(crate) generics: Generics,
    /// The record that stands for all: `Record<'static, T>`.
    pub(crate) family: TokenStream,
    /// The record in a call: `Record<'__a, <T as Transfer>::Rust<'__a>>`.
    pub(crate) rust: TokenStream,
}

impl Instances {
    pub(crate) fn of(record: &Record, private: &Path) -> Self {
        let ident = &record.ident;
        let arguments = |lifetime: &str, ty: &dyn Fn(&TypeParam) -> TokenStream| {
            let arguments = record.generics.params.iter().map(|param| match param {
                GenericParam::Lifetime(param) => {
                    Lifetime::new(lifetime, param.lifetime.span()).to_token_stream()
                }
                GenericParam::Type(param) => ty(param),
                GenericParam::Const(param) => generated(&param.ident).to_token_stream(),
            });
            quote!(<#(#arguments),*>)
        };
        let (family, rust) = if record.generics.params.is_empty() {
            (TokenStream::new(), TokenStream::new())
        } else {
            (
                arguments("'static", &|param| generated(&param.ident).to_token_stream()),
                arguments(CALL, &|param| in_call(record, param, CALL, private)),
            )
        };
        Self {
            generics: generics(record, private),
            family: quote!(#ident #family),
            rust: quote!(#ident #rust),
        }
    }

    /// The parameters that a shadow is declared with, its arguments in a call and for ever.
    pub(crate) fn shadow(&self) -> (Generics, TokenStream, TokenStream) {
        let mut declared = self.generics.clone();
        let arguments: Vec<_> = declared
            .params
            .iter()
            .map(|param| match param {
                GenericParam::Lifetime(param) => param.lifetime.to_token_stream(),
                GenericParam::Type(param) => generated(&param.ident).to_token_stream(),
                GenericParam::Const(param) => generated(&param.ident).to_token_stream(),
            })
            .collect();
        declared.params.insert(0, parse_quote!('__a));
        (declared, quote!(<'__a #(, #arguments)*>), quote!(<'static #(, #arguments)*>))
    }
}

/// What stands for a type parameter in a call: a type that the author says to be portable crosses as
/// itself, also behind references and inside of portable containers.
fn in_call(record: &Record, param: &TypeParam, call: &str, private: &Path) -> TokenStream {
    let (ident, call) = (generated(&param.ident), Lifetime::new(call, Span::call_site()));
    if record.is_bound(param, "Portable") {
        quote!(#ident)
    } else {
        quote!(<#ident as #private::Transfer>::Rust<#call>)
    }
}

/// The record's parameters but for the lifetime, each type `Transfer`, with the record's own
/// conditions for the family and for every call.
fn generics(record: &Record, private: &Path) -> Generics {
    let mut generics = record.generics.clone();
    let mut conditions: Vec<WherePredicate> = Vec::new();
    for param in record.generics.type_params() {
        let ident = generated(&param.ident);
        if record.is_bound(param, "Portable") {
            let any_call = Lifetime::new(ANY_CALL, Span::call_site());
            let crosses_as_itself = quote!(#private::Transfer<Rust<#any_call> = #ident>);
            conditions.push(parse_quote!(#ident: for<#any_call> #crosses_as_itself));
        } else if !record.is_bound(param, "Transfer") {
            conditions.push(parse_quote!(#ident: #private::Transfer));
        }
        let bounds: Vec<_> = param.bounds.iter().filter(|bound| !is_relaxed(bound)).collect();
        if !bounds.is_empty() {
            conditions.extend(for_every_call(&parse_quote!(#ident: #(#bounds)+*), record, private));
        }
    }
    let own = record.generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    conditions.extend(own.filter_map(|condition| for_every_call(condition, record, private)));

    generics.params = generics
        .params
        .into_iter()
        .filter(|param| !matches!(param, GenericParam::Lifetime(_)))
        .collect();
    generics.make_where_clause().predicates.extend(conditions);
    Lifetimes { record, by: "'static" }.visit_generics_mut(&mut generics);
    generics
}

fn is_relaxed(bound: &TypeParamBound) -> bool {
    matches!(bound, TypeParamBound::Trait(bound) if matches!(bound.modifier, syn::TraitBoundModifier::Maybe(_)))
}

/// The condition on the record in a call of any length, if it has one for that.
fn for_every_call(
    condition: &WherePredicate,
    record: &Record,
    private: &Path,
) -> Option<WherePredicate> {
    let params: Vec<_> = record.generics.type_params().collect();
    let in_call = |name: &str| {
        let param = params.iter().find(|param| param.ident == name)?;
        Some(in_call(record, param, ANY_CALL, private))
    };
    let before = condition.to_token_stream().to_string();
    let substituted = substitute(condition.to_token_stream(), &in_call);
    if substituted.to_string() == before {
        return None;
    }
    let mut condition = syn::parse2(substituted).ok()?;
    Lifetimes { record, by: ANY_CALL }.visit_where_predicate_mut(&mut condition);
    if let WherePredicate::Type(condition) = &mut condition {
        let lifetimes = condition.lifetimes.get_or_insert_with(|| parse_quote!(for<>));
        let any_call = Lifetime::new(ANY_CALL, Span::call_site());
        lifetimes.lifetimes.insert(0, parse_quote!(#any_call));
    }
    Some(condition)
}

/// Writes another lifetime in place of the record's.
struct Lifetimes<'a> {
    record: &'a Record,
    by: &'static str,
}

impl VisitMut for Lifetimes<'_> {
    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if self.record.generics.lifetimes().any(|param| param.lifetime == *lifetime) {
            *lifetime = Lifetime::new(self.by, lifetime.span());
        }
    }
}
