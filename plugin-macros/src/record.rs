//! A struct or enum as its author wrote it: attributes, generics, fields.
//!
//! The one model that checks and expansions of both derives share; syn's own is wider than what
//! can cross.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::ext::IdentExt;
use syn::{
    Data, DeriveInput, Expr, Generics, Index, Member, Type, TypeParam, TypeParamBound, Visibility,
    WherePredicate,
};

use crate::attr::{Derive, Options, Place, Repr, allowed_lints};
use crate::check::Errors;

/// The item under a derive.
pub(crate) struct Record {
    pub(crate) vis: Visibility,
    /// The name where it was written, for errors.
    pub(crate) name: Ident,
    /// The name for generated code.
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    pub(crate) options: Options,
    pub(crate) repr: Repr,
    pub(crate) shape: Shape,
    /// `#[allow(..)]` attributes for the generated code.
    pub(crate) lints: Vec<TokenStream>,
}

pub(crate) enum Shape {
    Struct(Fields),
    Enum(Vec<Variant>),
    Union(syn::token::Union),
}

pub(crate) struct Variant {
    pub(crate) ident: Ident,
    pub(crate) discriminant: Option<Expr>,
    pub(crate) fields: Fields,
}

pub(crate) struct Fields {
    style: Style,
    list: Vec<Field>,
}

#[derive(Clone, Copy, PartialEq)]
enum Style {
    Named,
    Tuple,
    Unit,
}

pub(crate) struct Field {
    /// Its name or position, with a span that marks generated code.
    pub(crate) member: Member,
    pub(crate) ty: Type,
    pub(crate) vis: Visibility,
    pub(crate) options: Options,
}

impl Record {
    /// Reads an item; what is wrong in its attributes goes to `errors`.
    pub(crate) fn parse(input: DeriveInput, derive: &Derive, errors: &mut Errors) -> Self {
        let mut lints: Vec<_> = allowed_lints(&input.attrs, Place::Type).collect();
        let options = Options::parse(&input.attrs, derive, Place::Type, errors);
        let shape = match input.data {
            Data::Struct(data) => {
                Shape::Struct(Fields::parse(data.fields, derive, errors, &mut lints))
            }
            Data::Enum(data) => {
                let mut variant = |variant: syn::Variant| {
                    lints.extend(allowed_lints(&variant.attrs, Place::Variant));
                    Options::parse(&variant.attrs, derive, Place::Variant, errors);
                    Variant {
                        ident: generated(&variant.ident),
                        discriminant: variant.discriminant.map(|(_, value)| value),
                        fields: Fields::parse(variant.fields, derive, errors, &mut lints),
                    }
                };
                Shape::Enum(data.variants.into_iter().map(&mut variant).collect())
            }
            Data::Union(data) => Shape::Union(data.union_token),
        };
        Self {
            repr: Repr::parse(&input.attrs),
            vis: input.vis,
            ident: generated(&input.ident),
            name: input.ident,
            generics: input.generics,
            options,
            shape,
            lints,
        }
    }

    /// All fields, of all variants.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &Field> {
        let (fields, variants): (&[Field], &[Variant]) = match &self.shape {
            Shape::Struct(fields) => (&fields.list, &[]),
            Shape::Enum(variants) => (&[], variants),
            Shape::Union(_) => (&[], &[]),
        };
        fields.iter().chain(variants.iter().flat_map(|variant| &variant.fields.list))
    }

    /// Whether the author states that a type parameter implements a trait of this name.
    pub(crate) fn is_bound(&self, param: &TypeParam, name: &str) -> bool {
        let names = |bound: &TypeParamBound| match bound {
            TypeParamBound::Trait(bound) => {
                bound.path.segments.last().is_some_and(|last| last.ident == name)
            }
            _ => false,
        };
        let mut conditions = self.generics.where_clause.iter().flat_map(|all| &all.predicates);
        param.bounds.iter().any(names) || conditions.any(|condition| match condition {
            WherePredicate::Type(condition) => {
                matches!(&condition.bounded_ty, Type::Path(ty) if ty.path.is_ident(&param.ident))
                    && condition.bounds.iter().any(names)
            }
            _ => false,
        })
    }

    /// The name in a description.
    pub(crate) fn described_name(&self) -> String {
        match &self.options.id {
            Some(id) => id.value(),
            None => self.ident.unraw().to_string(),
        }
    }
}

impl Variant {
    pub(crate) fn is_unit(&self) -> bool {
        self.fields.style == Style::Unit
    }

    pub(crate) fn name(&self) -> String {
        self.ident.unraw().to_string()
    }
}

impl Fields {
    fn parse(
        fields: syn::Fields,
        derive: &Derive,
        errors: &mut Errors,
        lints: &mut Vec<TokenStream>,
    ) -> Self {
        let style = match fields {
            syn::Fields::Named(_) => Style::Named,
            syn::Fields::Unnamed(_) => Style::Tuple,
            syn::Fields::Unit => Style::Unit,
        };
        let mut field = |(index, field): (usize, syn::Field)| {
            lints.extend(allowed_lints(&field.attrs, Place::Field));
            Field {
                member: match &field.ident {
                    Some(ident) => Member::Named(generated(ident)),
                    None => Member::Unnamed(Index::from(index)),
                },
                options: Options::parse(&field.attrs, derive, Place::Field, errors),
                ty: field.ty,
                vis: field.vis,
            }
        };
        Self { style, list: fields.into_iter().enumerate().map(&mut field).collect() }
    }

    pub(crate) fn iter(&self) -> std::slice::Iter<'_, Field> {
        self.list.iter()
    }

    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub(crate) fn types(&self) -> impl Iterator<Item = TokenStream> + '_ {
        self.list.iter().map(|field| field.ty.to_token_stream())
    }

    /// Variables for the fields: `__0`, `__1`, …
    pub(crate) fn variables(&self) -> impl Iterator<Item = Ident> + '_ {
        (0..self.list.len()).map(|index| format_ident!("__{index}"))
    }

    /// The fields with `values`, as a pattern or an expression after the name of the type or
    /// variant.
    pub(crate) fn with(&self, values: impl Iterator<Item = impl ToTokens>) -> TokenStream {
        match self.style {
            Style::Named => {
                let members = self.list.iter().map(|field| &field.member);
                quote!({ #(#members: #values),* })
            }
            Style::Tuple => quote!((#(#values),*)),
            Style::Unit => TokenStream::new(),
        }
    }
}

impl Field {
    /// Its name in a description.
    pub(crate) fn name(&self) -> String {
        match &self.member {
            Member::Named(ident) => ident.unraw().to_string(),
            Member::Unnamed(index) => index.index.to_string(),
        }
    }
}

/// The name where it was written, marked as generated, so that no lint looks at it.
pub(crate) fn generated(ident: &Ident) -> Ident {
    let mut ident = ident.clone();
    ident.set_span(ident.span().resolved_at(Span::call_site()));
    ident
}
