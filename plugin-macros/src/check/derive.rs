//! What the derives refuse.
//!
//! A type that merely lacks a trait is not refused here: rustc says so itself, with the words of
//! `#[diagnostic::on_unimplemented]`.

use syn::visit::{self, Visit};
use syn::{
    Ident, Lifetime, Type, TypeBareFn, TypeParamBound, TypePtr, TypeReference, TypeTraitObject,
    Visibility,
};

use super::callback::check_callbacks;
use super::export::check_returned;

use super::Errors;
use crate::record::{Record, Shape};

const UNION: &str = "a union cannot cross: nothing says which of its fields is valid; write an enum with `#[repr(u8)]`, whose variants may have fields";
const NO_VARIANTS: &str = "an enum without variants has no value that could cross";
const WIDE: &str = "a discriminant has at most 64 bits; write `#[repr(u64)]` or a smaller integer";
const RAW_POINTER: &str = "a raw pointer does not say who may look behind it";

/// Refuses an `id` on a struct with private fields: any type with that id would be taken for this one,
/// whatever it puts into them.
fn check_id(record: &Record, errors: &mut Errors) {
    let (Some(id), Shape::Struct(fields)) = (&record.options.id, &record.shape) else { return };
    if !fields.iter().all(|field| matches!(field.vis, Visibility::Public(_))) {
        errors.at(
            id,
            "another type with this id could be passed for this one and break what its private fields \
             promise; make the fields `pub`, or remove the id: package, module and name then tell the \
             type apart",
        );
    }
}

/// Refuses what `derive(Portable)` cannot describe.
pub(crate) fn check_portable(record: &Record, errors: &mut Errors) {
    check_id(record, errors);
    for lifetime in record.generics.lifetimes() {
        errors.at(
            lifetime,
            "a portable type holds no borrow, since it may be shared for ever; to pass a borrow by value, write `#[derive(Transfer)]` in place of `#[derive(Portable)]`",
        );
    }
    let repr = &record.repr;
    if let Some(packed) = &repr.packed {
        errors.at(
            packed,
            "the fields of a `packed` type cannot be borrowed on the other side; remove `packed`",
        );
    }
    match &record.shape {
        Shape::Union(token) => errors.at(token, UNION),
        Shape::Struct(_) if repr.c || repr.transparent => {}
        Shape::Struct(_) => errors.at(
            &record.name,
            "the layout of this struct differs from compiler to compiler; add `#[repr(C)]`",
        ),
        Shape::Enum(variants) if variants.is_empty() => errors.at(&record.name, NO_VARIANTS),
        Shape::Enum(_) => match &repr.integer {
            Some(integer) if is_wide(integer) => errors.at(integer, WIDE),
            Some(_) => {}
            None if repr.c => errors.at(
                &record.name,
                "the size of a `#[repr(C)]` enum is up to the C compiler of the target; add an integer: `#[repr(u8)]`",
            ),
            None => errors.at(
                &record.name,
                "the layout of this enum differs from compiler to compiler; add `#[repr(u8)]`",
            ),
        },
    }
    if record.options.unsafe_assume_crossable.is_some() {
        return;
    }
    for field in record.fields().filter(|field| field.options.unsafe_assume_crossable.is_none()) {
        for pointer in found(&field.ty).pointers {
            errors.at(
                pointer,
                format!("{RAW_POINTER}; write `&'static T`, `RBox<T>` or `Opaque<T>`, or vouch for the field with `#[portable(unsafe_assume_crossable)]`"),
            );
        }
    }
}

/// Refuses what `derive(Transfer)` cannot carry over.
pub(crate) fn check_transfer(record: &Record, errors: &mut Errors) {
    check_id(record, errors);
    for lifetime in record.generics.lifetimes().skip(1) {
        errors.at(
            lifetime,
            "all that is borrowed in a call is borrowed for one lifetime; write one lifetime parameter for all fields",
        );
    }
    match &record.shape {
        Shape::Union(token) => errors.at(token, UNION),
        Shape::Enum(variants) if variants.is_empty() => errors.at(&record.name, NO_VARIANTS),
        Shape::Enum(_) | Shape::Struct(_) => {}
    }
    if let Some(integer) = record.repr.integer.as_ref().filter(|integer| is_wide(integer)) {
        errors.at(integer, WIDE);
    }
    for field in record.fields() {
        let found = found(&field.ty);
        for pointer in found.pointers {
            errors
                .at(pointer, format!("{RAW_POINTER}; write a reference, `Box<T>` or `Opaque<T>`"));
        }
        for object in found.objects.into_iter().filter(|object| is_error(object)) {
            errors.at(
                object,
                "an error crosses as `plugin_core::Error`, which any error converts into",
            );
        }
        check_callbacks(&field.ty, errors);
        check_returned(&field.ty, errors);
        for function in found.functions {
            for lifetime in lifetimes_in(function, record) {
                errors.at(
                    lifetime,
                    "a function pointer is the same for every call; leave the lifetime out, or declare it in the pointer: `for<'x> extern \"C\" fn(&'x T)`",
                );
            }
        }
        for reference in found.references {
            if let Some(param) = type_param_in(&reference.elem, record) {
                errors.at(
                    reference,
                    format!("both sides look behind a reference, so `{param}` has to be portable; write `{param}: plugin_core::Portable` where `{param}` is declared"),
                );
            }
        }
    }
}

/// Whether rustc has the type as a representation, and the descriptions have no room for it.
fn is_wide(integer: &Ident) -> bool {
    integer == "u128" || integer == "i128"
}

/// Whether a trait object is `dyn Error`, which is no interface.
fn is_error(object: &TypeTraitObject) -> bool {
    object.bounds.iter().any(|bound| match bound {
        TypeParamBound::Trait(bound) => {
            bound.path.segments.last().is_some_and(|last| last.ident == "Error")
        }
        _ => false,
    })
}

/// Whether a type is written with a raw pointer somewhere in it.
pub(crate) fn has_raw_pointer(ty: &Type) -> bool {
    !found(ty).pointers.is_empty()
}

/// What a field's type is written with.
#[derive(Default)]
struct Found<'ast> {
    pointers: Vec<&'ast TypePtr>,
    objects: Vec<&'ast TypeTraitObject>,
    functions: Vec<&'ast TypeBareFn>,
    references: Vec<&'ast TypeReference>,
}

fn found(ty: &Type) -> Found<'_> {
    let mut found = Found::default();
    found.visit_type(ty);
    found
}

impl<'ast> Visit<'ast> for Found<'ast> {
    fn visit_type_ptr(&mut self, pointer: &'ast TypePtr) {
        // What it points to is not looked at: one error a pointer.
        self.pointers.push(pointer);
    }

    fn visit_type_trait_object(&mut self, object: &'ast TypeTraitObject) {
        self.objects.push(object);
    }

    fn visit_type_bare_fn(&mut self, function: &'ast TypeBareFn) {
        self.functions.push(function);
        visit::visit_type_bare_fn(self, function);
    }

    fn visit_type_reference(&mut self, reference: &'ast TypeReference) {
        self.references.push(reference);
        visit::visit_type_reference(self, reference);
    }
}

/// The record's lifetime wherever a function pointer mentions it.
fn lifetimes_in<'ast>(function: &'ast TypeBareFn, record: &Record) -> Vec<&'ast Lifetime> {
    struct Mentions<'ast>(Vec<&'ast Lifetime>);
    impl<'ast> Visit<'ast> for Mentions<'ast> {
        fn visit_lifetime(&mut self, lifetime: &'ast Lifetime) {
            self.0.push(lifetime);
        }
    }
    let mut mentions = Mentions(Vec::new());
    mentions.visit_type_bare_fn(function);
    let own = |lifetime: &&Lifetime| {
        record.generics.lifetimes().any(|param| param.lifetime == **lifetime)
    };
    mentions.0.into_iter().filter(own).collect()
}

/// The first type parameter of the record that a type mentions and that need not be portable.
fn type_param_in<'a>(ty: &Type, record: &'a Record) -> Option<&'a Ident> {
    struct Mentions(Vec<Ident>);
    impl<'ast> Visit<'ast> for Mentions {
        fn visit_ident(&mut self, ident: &'ast Ident) {
            self.0.push(ident.clone());
        }
    }
    let mut mentions = Mentions(Vec::new());
    mentions.visit_type(ty);
    let mut params = record.generics.type_params();
    let mentioned = params
        .find(|param| mentions.0.contains(&param.ident) && !record.is_bound(param, "Portable"));
    mentioned.map(|param| &param.ident)
}
