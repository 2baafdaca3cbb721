//! What a callback's type may look like, where the compiler would only say that it knows no such type.

use syn::visit::{self, Visit};
use syn::{
    GenericArgument, Ident, ParenthesizedGenericArguments, PathArguments, PathSegment, ReturnType,
    Type, TypeParamBound, TypeReference, TypeTraitObject,
};

use super::Errors;

/// Most parameters of a callback.
const MAX_PARAMETERS: usize = 4;
/// Most parameters of one that has `&mut` among them.
const MAX_WITH_MUTABLE: usize = 2;

/// `dyn Fn(A) -> R + Send`, taken apart.
struct Callback<'a> {
    /// `Fn`
    segment: &'a PathSegment,
    /// What stands behind the `+`.
    threads: Vec<&'a TypeParamBound>,
}

impl<'a> Callback<'a> {
    fn of(ty: &'a Type) -> Option<Self> {
        match ty {
            Type::TraitObject(object) => Self::of_object(object),
            Type::Paren(ty) => Self::of(&ty.elem),
            Type::Group(ty) => Self::of(&ty.elem),
            _ => None,
        }
    }

    fn of_object(object: &'a TypeTraitObject) -> Option<Self> {
        let closure = object.bounds.iter().find_map(|bound| match bound {
            TypeParamBound::Trait(bound) => {
                let segment = bound.path.segments.last()?;
                matches!(segment.arguments, PathArguments::Parenthesized(_)).then_some(segment)
            }
            _ => None,
        });
        let segment = closure?;
        let threads = object.bounds.iter().filter(|bound| match bound {
            TypeParamBound::Trait(bound) => {
                bound.path.is_ident("Send") || bound.path.is_ident("Sync")
            }
            _ => false,
        });
        Some(Self { segment, threads: threads.collect() })
    }
}

/// Whether a segment with this name stands for a reference to the closure in its brackets.
fn is_lent(name: &Ident) -> bool {
    name == "CallbackRef" || name == "CallbackMut"
}

/// Whether a segment is that of a closure which is lent.
pub(super) fn is_lent_closure(segment: &PathSegment) -> bool {
    is_lent(&segment.ident) && held(segment).is_some()
}

/// The closure in the brackets of a segment.
fn held(segment: &PathSegment) -> Option<Callback<'_>> {
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Callback::of(ty),
        _ => None,
    })
}

/// Refuses the closures in a type that cannot cross.
pub(super) fn check_callbacks(ty: &Type, errors: &mut Errors) {
    Callbacks(errors).visit_type(ty);
}

struct Callbacks<'a>(&'a mut Errors);

impl<'ast> Visit<'ast> for Callbacks<'_> {
    fn visit_type_reference(&mut self, reference: &'ast TypeReference) {
        if let Some(callback) = Callback::of(&reference.elem) {
            let expected = if reference.mutability.is_some() { "FnMut" } else { "Fn" };
            self.check_lent(
                &callback,
                expected,
                "a closure crosses as `&dyn Fn`, `&mut dyn FnMut`, or in a box",
            );
        }
        visit::visit_type_reference(self, reference);
    }

    fn visit_path_segment(&mut self, segment: &'ast PathSegment) {
        match held(segment) {
            Some(callback) if segment.ident == "Box" || segment.ident == "Callback" => {
                self.check_owned(&callback, &segment.ident);
            }
            Some(callback) if is_lent(&segment.ident) => {
                let expected = if segment.ident == "CallbackMut" { "FnMut" } else { "Fn" };
                self.check_lent(
                    &callback,
                    expected,
                    "a lent closure crosses as `CallbackRef<'_, dyn Fn(…)>` or \
                     `CallbackMut<'_, dyn FnMut(…)>`",
                );
            }
            Some(_) if segment.ident == "Arc" || segment.ident == "Rc" => self.0.at(
                &segment.ident,
                "a closure is not shared between binaries: write `Box<dyn Fn(…) + Send + Sync>`, \
                 and share that on either side",
            ),
            _ => {}
        }
        visit::visit_path_segment(self, segment);
    }

    fn visit_parenthesized_generic_arguments(
        &mut self,
        signature: &'ast ParenthesizedGenericArguments,
    ) {
        let is_mutable = |ty: &&Type| matches!(ty, Type::Reference(ty) if ty.mutability.is_some());
        if let Some(ty) = signature.inputs.iter().nth(MAX_PARAMETERS) {
            self.0.at(
                ty,
                format!(
                    "a callback has at most {MAX_PARAMETERS} parameters: put some into a struct \
                     with `#[derive(plugin_core::Transfer)]`"
                ),
            );
        } else if signature.inputs.len() > MAX_WITH_MUTABLE {
            if let Some(ty) = signature.inputs.iter().find(is_mutable) {
                self.0.at(
                    ty,
                    format!(
                        "a callback with `&mut` has at most {MAX_WITH_MUTABLE} parameters: put the \
                         others into a struct with `#[derive(plugin_core::Transfer)]`"
                    ),
                );
            }
        }
        for ty in &signature.inputs {
            // A reference by itself is fine, and so is what is inside of what it refers to.
            let inner = if let Type::Reference(reference) = ty { &*reference.elem } else { ty };
            if !std::ptr::eq(inner, ty) && is_object_of_the_call(inner) {
                self.0.at(
                    ty,
                    "in a callback's parameter, an object is written as it arrives there: \
                     `&(dyn Filter + 'static)`",
                );
            }
            self.refuse_borrowed(
                inner,
                "a reference in a callback's parameter stands by itself, as in `&str`: pass an owned \
                 value inside another type, as in `Option<String>`",
            );
        }
        if let ReturnType::Type(_, ty) = &signature.output {
            self.refuse_borrowed(
                ty,
                "a callback returns an owned value: write `String` for `&str`, `Vec<T>` for `&[T]`",
            );
        }
        visit::visit_parenthesized_generic_arguments(self, signature);
    }
}

impl Callbacks<'_> {
    /// Refuses a closure that is lent as another kind, or for other threads.
    fn check_lent(&mut self, callback: &Callback<'_>, expected: &str, kinds: &str) {
        if callback.segment.ident != expected {
            self.0.at(&callback.segment.ident, kinds);
        }
        if let Some(bound) = callback.threads.first() {
            self.0.at(
                bound,
                "a borrowed closure is called on the thread that lends it: leave this out, or \
                 take a `Box<dyn Fn(…) + Send + Sync>`",
            );
        }
    }

    /// Refuses a closure that belongs to one thread, or is called once, in what does not hold such.
    fn check_owned(&mut self, callback: &Callback<'_>, owner: &Ident) {
        let kind = &callback.segment.ident;
        if owner == "Callback" && kind == "FnOnce" {
            self.0.at(
                kind,
                "a closure that is called once crosses in a box: write `Box<dyn FnOnce(…) + Send>`",
            );
        } else if !callback.threads.iter().any(|bound| is_send(bound)) {
            let what = if owner == "Box" { "a boxed closure" } else { "such a closure" };
            self.0.at(
                kind,
                format!(
                    "{what} may be called and dropped on any thread: write \
                     `{owner}<dyn {kind}(…) + Send>`"
                ),
            );
        }
    }

    /// Refuses what borrows for the call.
    fn refuse_borrowed(&mut self, ty: &Type, message: &'static str) {
        struct Borrowed<'a>(&'a mut Errors, &'static str);
        impl<'ast> Visit<'ast> for Borrowed<'_> {
            fn visit_type_reference(&mut self, reference: &'ast TypeReference) {
                let lifetime = reference.lifetime.as_ref();
                if lifetime.is_none_or(|lifetime| lifetime.ident != "static") {
                    self.0.at(reference, self.1);
                }
            }
            fn visit_parenthesized_generic_arguments(
                &mut self,
                _: &'ast ParenthesizedGenericArguments,
            ) {
                // A callback of a callback is looked at by itself.
            }
            fn visit_type_bare_fn(&mut self, _: &'ast syn::TypeBareFn) {}
        }
        Borrowed(self.0, message).visit_type(ty);
    }
}

/// Whether a type is `dyn Filter` without `'static`, which behind a reference means that the object
/// may borrow.
fn is_object_of_the_call(ty: &Type) -> bool {
    match ty {
        Type::TraitObject(object) => !object.bounds.iter().any(
            |bound| matches!(bound, TypeParamBound::Lifetime(lifetime) if lifetime.ident == "static"),
        ),
        Type::Paren(ty) => is_object_of_the_call(&ty.elem),
        Type::Group(ty) => is_object_of_the_call(&ty.elem),
        _ => false,
    }
}

fn is_send(bound: &TypeParamBound) -> bool {
    matches!(bound, TypeParamBound::Trait(bound) if bound.path.is_ident("Send"))
}
