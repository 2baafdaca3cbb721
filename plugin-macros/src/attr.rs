//! Parses the attributes that the derives read: `#[portable(..)]`, `#[transfer(..)]`, `#[repr(..)]`.
//!
//! Apart from the checks because what is wrong inside an attribute does not depend on the item that
//! carries it.

use proc_macro2::{Group, Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::meta::ParseNestedMeta;
use syn::{Attribute, Expr, LitStr, Meta, Path, Token, token};

use crate::check::Errors;

/// Where an attribute stands, which decides the options that it takes.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Place {
    Type,
    Variant,
    Field,
}

impl Place {
    fn noun(self) -> &'static str {
        match self {
            Self::Type => "the type",
            Self::Variant => "a variant",
            Self::Field => "a field",
        }
    }
}

/// An option of `#[portable(..)]` or `#[transfer(..)]`.
struct Key {
    name: &'static str,
    usage: &'static str,
    places: &'static [Place],
}

const ID: Key = Key { name: "id", usage: "id = \"com.example.Name\"", places: &[Place::Type] };
const CRATE: Key =
    Key { name: "crate", usage: "crate = path::to::plugin_core", places: &[Place::Type] };
const UNSAFE_ASSUME_CROSSABLE: Key = Key {
    name: "unsafe_assume_crossable",
    usage: "unsafe_assume_crossable",
    places: &[Place::Type, Place::Field],
};

/// Which derive is at work: the name of its attribute and the options that it knows.
pub(crate) struct Derive {
    attribute: &'static str,
    keys: &'static [Key],
}

pub(crate) const PORTABLE: Derive =
    Derive { attribute: "portable", keys: &[ID, CRATE, UNSAFE_ASSUME_CROSSABLE] };
pub(crate) const TRANSFER: Derive = Derive { attribute: "transfer", keys: &[ID, CRATE] };

/// The options of one type, variant or field.
#[derive(Default)]
pub(crate) struct Options {
    pub(crate) id: Option<LitStr>,
    pub(crate) krate: Option<Path>,
    /// The option's own token, which answers for the `unsafe` that it stands for.
    pub(crate) unsafe_assume_crossable: Option<Ident>,
}

impl Options {
    pub(crate) fn parse(
        attrs: &[Attribute],
        derive: &Derive,
        place: Place,
        errors: &mut Errors,
    ) -> Self {
        let mut options = Self::default();
        for attr in attrs.iter().filter(|attr| attr.path().is_ident(derive.attribute)) {
            if !matches!(attr.meta, Meta::List(_)) {
                errors.at(
                    &attr.meta,
                    format!("expected a list of options; {}", expected(derive, place)),
                );
                continue;
            }
            let parsed = attr
                .parse_nested_meta(|option| options.parse_option(&option, derive, place, errors));
            if let Err(error) = parsed {
                errors.add(error);
            }
        }
        options
    }

    fn parse_option(
        &mut self,
        option: &ParseNestedMeta<'_>,
        derive: &Derive,
        place: Place,
        errors: &mut Errors,
    ) -> syn::Result<()> {
        let key = derive.keys.iter().find(|key| option.path.is_ident(key.name));
        let Some(key) = key.filter(|key| key.places.contains(&place)) else {
            errors.at(&option.path, misplaced(option, key, derive, place));
            return skip_value(option);
        };
        let duplicate = if key.name == ID.name {
            let id: LitStr = option.value()?.parse()?;
            if id.value().is_empty() {
                errors.at(&id, "an id must not be empty; write one that no other type has, such as `com.example.Name`");
            }
            self.id.replace(id).is_some()
        } else if key.name == CRATE.name {
            let value = option.value()?;
            if value.peek(LitStr) {
                return Err(
                    value.error("expected a path without quotes: `crate = path::to::plugin_core`")
                );
            }
            self.krate.replace(value.call(Path::parse_mod_style)?).is_some()
        } else {
            self.unsafe_assume_crossable.replace(option.path.require_ident()?.clone()).is_some()
        };
        if duplicate {
            errors.at(&option.path, format!("`{}` is given twice; keep one", key.name));
        }
        Ok(())
    }

    /// The path of `plugin_core::private`.
    pub(crate) fn private(&self) -> Path {
        let krate =
            self.krate.as_ref().map_or_else(|| quote!(::plugin_core), ToTokens::to_token_stream);
        syn::parse_quote!(#krate::private)
    }
}

/// What to say of an option that is unknown here.
fn misplaced(
    option: &ParseNestedMeta<'_>,
    key: Option<&Key>,
    derive: &Derive,
    place: Place,
) -> String {
    let name = option.path.to_token_stream().to_string().replace(' ', "");
    match key {
        Some(key) => {
            let places: Vec<_> = key.places.iter().map(|place| place.noun()).collect();
            format!("`{}` belongs on {}", key.name, places.join(" or "))
        }
        None => format!("unknown option `{name}`; {}", expected(derive, place)),
    }
}

/// The options that are known here.
fn expected(derive: &Derive, place: Place) -> String {
    let usages: Vec<_> = derive
        .keys
        .iter()
        .filter(|key| key.places.contains(&place))
        .map(|key| format!("`#[{}({})]`", derive.attribute, key.usage))
        .collect();
    match usages.as_slice() {
        [] => format!("`#[{}(..)]` belongs on the type, not on {}", derive.attribute, place.noun()),
        [only] => format!("{} takes {only}", place.noun()),
        [first @ .., last] => format!("{} takes {} or {last}", place.noun(), first.join(", ")),
    }
}

/// Passes over the value of an option that is not understood, to go on with the next one.
fn skip_value(option: &ParseNestedMeta<'_>) -> syn::Result<()> {
    if option.input.peek(Token![=]) {
        option.value()?.parse::<Expr>()?;
    } else if option.input.peek(token::Paren) {
        option.input.parse::<Group>()?;
    }
    Ok(())
}

/// The representation of a type.
///
/// What rustc refuses in a `#[repr(..)]` is left to rustc.
#[derive(Default)]
pub(crate) struct Repr {
    pub(crate) c: bool,
    pub(crate) transparent: bool,
    pub(crate) packed: Option<Path>,
    /// The integer that stands for an enum's discriminant.
    pub(crate) integer: Option<Ident>,
    /// Each `align(N)`, as written.
    pub(crate) align: Vec<TokenStream>,
}

impl Repr {
    pub(crate) fn parse(attrs: &[Attribute]) -> Self {
        const INTEGERS: [&str; 12] = [
            "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize",
        ];
        let mut repr = Self::default();
        for attr in attrs.iter().filter(|attr| attr.path().is_ident("repr")) {
            // An error here is rustc's to report.
            let _ = attr.parse_nested_meta(|hint| {
                let path = &hint.path;
                let arguments: Option<Group> =
                    if hint.input.peek(token::Paren) { Some(hint.input.parse()?) } else { None };
                if path.is_ident("C") {
                    repr.c = true;
                } else if path.is_ident("transparent") {
                    repr.transparent = true;
                } else if path.is_ident("packed") {
                    repr.packed = Some(path.clone());
                } else if path.is_ident("align") {
                    repr.align.push(quote!(#path #arguments));
                } else if let Some(ident) = path.get_ident() {
                    if INTEGERS.iter().any(|integer| ident.unraw() == *integer) {
                        repr.integer = Some(ident.clone());
                    }
                }
                Ok(())
            });
        }
        repr
    }
}

/// The lints that the author allowed, to be allowed in what is generated from the same tokens.
pub(crate) fn allowed_lints(
    attrs: &[Attribute],
    place: Place,
) -> impl Iterator<Item = TokenStream> + '_ {
    attrs.iter().filter_map(move |attr| match &attr.meta {
        // Not `expect`: the expectation is met, or not, by what the author wrote.
        Meta::List(list) if list.path.is_ident("allow") || list.path.is_ident("expect") => {
            let lints = &list.tokens;
            Some(quote!(#[allow(#lints)]))
        }
        // rustc forgives a derive its use of deprecated items, but not inside of `offset_of!`.
        meta if place == Place::Field && meta.path().is_ident("deprecated") => {
            Some(quote!(#[allow(deprecated)]))
        }
        _ => None,
    })
}
