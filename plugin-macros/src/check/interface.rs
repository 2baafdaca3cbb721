//! What `#[interface]` refuses, and what to write instead.

use syn::spanned::Spanned as _;
use syn::{
    FnArg, GenericParam, ImplItem, ItemImpl, ItemTrait, Receiver, ReturnType, TraitItem,
    TraitItemFn, TypeParamBound,
};

use super::Errors;
use super::asynchronous::{check_async_default, check_async_method};
use super::export::{MAX_PARAMETERS, check_returned, check_type};
use crate::options::InterfaceOptions;

/// The traits that an interface may ask for besides.
pub(crate) const SUPERTRAITS: [&str; 4] = ["Send", "Sync", "Debug", "Display"];

/// Attributes that change nothing about a trait.
const INERT: [&str; 13] = [
    "allow",
    "cfg",
    "clippy",
    "deny",
    "deprecated",
    "diagnostic",
    "doc",
    "expect",
    "forbid",
    "must_use",
    "rustdoc",
    "rustfmt",
    "warn",
];

/// Checks an interface.
pub(crate) fn check_interface(item: &ItemTrait, options: &InterfaceOptions, errors: &mut Errors) {
    if let Some(id) = options.id.as_ref().filter(|id| id.value().is_empty()) {
        errors.at(id, "an id must not be empty; write one that no other interface has, such as `com.example.Name`");
    }
    if let Some(token) = &item.unsafety {
        errors.at(token, "an interface cannot be `unsafe`: whoever calls an object of another binary can promise nothing to its author");
    }
    if let Some(token) = &item.auto_token {
        errors.at(token, "an interface has methods; it cannot be `auto`");
    }
    if !item.generics.params.is_empty() {
        errors.at(
            &item.generics.params,
            "an interface cannot be generic, since both sides need one table of methods: write one interface for each type, or take an enum with `#[derive(plugin_core::Transfer)]`",
        );
    } else if let Some(clause) = &item.generics.where_clause {
        errors.at(clause, "an interface has no `where` clause: ask for `Send`, `Sync`, `Debug` or `Display` behind its name");
    }
    for bound in &item.supertraits {
        check_supertrait(bound, errors);
    }
    for attribute in &item.attrs {
        let first = attribute.path().segments.first();
        if !first.is_some_and(|first| INERT.iter().any(|name| first.ident == name)) {
            errors.at(
                attribute,
                "an attribute below `#[interface]` could change what was described: put it above",
            );
        }
    }
    for entry in &item.items {
        match entry {
            TraitItem::Fn(method) => {
                check_method(method, errors);
                if method.default.is_some() {
                    check_async_default(&method.sig, &item.supertraits, errors);
                }
            }
            TraitItem::Const(entry) => errors.at(
                entry.const_token,
                "an interface has no constants: write a method that returns the value, as in `fn limit(&self) -> u32;`",
            ),
            TraitItem::Type(entry) => errors.at(
                entry.type_token,
                "an interface has no associated types: write the type that crosses, or `Box<dyn …>` of another interface",
            ),
            entry => errors.at(entry, "an interface has methods only"),
        }
    }
}

/// Checks an implementation of an interface.
pub(crate) fn check_implementation(
    item: &ItemImpl,
    options: &InterfaceOptions,
    errors: &mut Errors,
) {
    if let Some(id) = &options.id {
        errors.at(id, "an `id` belongs to the trait, not to an `impl` of it");
    }
    if item.trait_.is_none() {
        errors.at(item.impl_token, "`#[interface]` marks a trait, or an `impl` of one with methods that are `async`: `impl Filter for Upper { … }`");
    }
    for entry in &item.items {
        if let ImplItem::Fn(method) = entry {
            check_async_method(&method.sig, errors);
        }
    }
}

fn check_supertrait(bound: &TypeParamBound, errors: &mut Errors) {
    let known = match bound {
        TypeParamBound::Trait(bound) => {
            matches!(bound.modifier, syn::TraitBoundModifier::None)
                && bound.lifetimes.is_none()
                && bound.path.segments.last().is_some_and(|last| {
                    last.arguments.is_none() && SUPERTRAITS.iter().any(|name| last.ident == name)
                })
        }
        _ => false,
    };
    if !known {
        errors.at(
            bound,
            "an interface can ask for `Send`, `Sync`, `Debug` and `Display` only: add what else is needed as a method, as in `fn duplicate(&self) -> Box<dyn Filter>;` for `Clone`",
        );
    }
}

fn check_method(method: &TraitItemFn, errors: &mut Errors) {
    let sig = &method.sig;
    check_async_method(sig, errors);
    if let Some(token) = &sig.unsafety {
        errors.at(token, "a method of an interface cannot be `unsafe`: whoever calls it cannot know what its author asks for");
    }
    if let Some(abi) = &sig.abi {
        errors.at(abi, "a method of an interface is a plain Rust method: drop the `extern`");
    }
    if let Some(variadic) = &sig.variadic {
        errors.at(variadic, "a method cannot be variadic: take a slice, as in `&[u32]`");
    }
    for parameter in &sig.generics.params {
        match parameter {
            GenericParam::Lifetime(lifetime) => errors.at(
                lifetime,
                "a method of an interface names no lifetimes: what it returns is owned, or borrows from `self`, as in `fn name(&self) -> &str;`",
            ),
            GenericParam::Type(_) | GenericParam::Const(_) => errors.at(
                parameter,
                "a method of an interface cannot be generic, since it has one address: take `&dyn …` of an interface, a callback such as `&mut dyn FnMut(u32)`, or the type itself",
            ),
        }
    }
    if let Some(clause) = &sig.generics.where_clause {
        errors.at(
            clause,
            "a method of an interface has no `where` clause: every object has every method",
        );
    }
    for attribute in &method.attrs {
        if attribute.path().is_ident("cfg") || attribute.path().is_ident("cfg_attr") {
            errors.at(attribute, "a method of an interface cannot depend on `cfg`: both sides count the same methods");
        }
    }
    let mut inputs = sig.inputs.iter();
    match inputs.next() {
        Some(FnArg::Receiver(receiver)) => check_receiver(receiver, errors),
        _ => errors.at(
            &sig.ident,
            "a method of an interface takes `&self` or `&mut self`: export a function for what needs no object, as in `#[export] pub fn create() -> Box<dyn Filter>`",
        ),
    }
    if sig.inputs.len() > MAX_PARAMETERS + 1 {
        errors.at(
            &sig.inputs[MAX_PARAMETERS + 1],
            format!(
                "a method of an interface has at most {MAX_PARAMETERS} parameters: put some into a struct with `#[derive(plugin_core::Transfer)]`"
            ),
        );
    }
    for input in inputs {
        if let FnArg::Typed(parameter) = input {
            check_type(&parameter.ty, errors);
        }
    }
    if let ReturnType::Type(_, ty) = &sig.output {
        check_type(ty, errors);
        check_returned(ty, errors);
    }
}

fn check_receiver(receiver: &Receiver, errors: &mut Errors) {
    match &receiver.reference {
        Some((_, Some(lifetime))) => {
            errors.at(lifetime, "a method of an interface names no lifetimes: write `&self`");
        }
        Some((_, None)) if receiver.colon_token.is_none() => {}
        _ => errors.add(syn::Error::new(
            receiver.span(),
            "an object stays where it was made, so that a method takes `&self` or `&mut self`: what ends it can be a `&mut self` method, as in `fn finish(&mut self) -> Report;`",
        )),
    }
}
