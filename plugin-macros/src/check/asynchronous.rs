//! What an `async fn` cannot be: its future lives on after the call, and on any thread.

use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{FnArg, Lifetime, ReturnType, Signature, Token, Type, TypeParamBound, TypeReference};

use super::Errors;

/// Checks an exported function, if it is `async`.
pub(super) fn check_async_function(sig: &Signature, errors: &mut Errors) {
    if sig.asyncness.is_none() {
        return;
    }
    if let Some(abi) = &sig.abi {
        errors.at(abi, "a raw export cannot be `async`: leave out the `extern \"C\"`");
    }
    if let Some(token) = &sig.unsafety {
        errors.at(
            token,
            "an exported `async fn` cannot be `unsafe`: export an `unsafe fn` that returns a \
             `plugin_core::PluginFuture`",
        );
    }
    check_owned(sig, errors);
}

/// Checks a method of an interface, if it is `async`.
pub(super) fn check_async_method(sig: &Signature, errors: &mut Errors) {
    if sig.asyncness.is_some() {
        check_owned(sig, errors);
    }
}

/// Checks the default body of a method, if that is `async`: it is compiled for every object.
pub(super) fn check_async_default(
    sig: &Signature,
    supertraits: &Punctuated<TypeParamBound, Token![+]>,
    errors: &mut Errors,
) {
    let (Some(token), Some(receiver)) = (&sig.asyncness, sig.receiver()) else { return };
    let needed = if receiver.mutability.is_some() { "Send" } else { "Sync" };
    let asked = supertraits.iter().any(|bound| match bound {
        TypeParamBound::Trait(bound) => {
            bound.path.segments.last().is_some_and(|last| last.ident == needed)
        }
        _ => false,
    });
    if !asked {
        errors.at(
            token,
            format!(
                "the body of an `async fn` may use the object on any thread: ask for `{needed}` behind \
                 the interface's name, or leave out the default body"
            ),
        );
    }
}

/// Refuses what borrows for the call.
fn check_owned(sig: &Signature, errors: &mut Errors) {
    let parameter = "an `async fn` goes on after the call, so that its arguments are its own: write \
                     `String` for `&str`, `Vec<T>` for `&[T]`, `Box<dyn …>` or `Arc<dyn …>` for `&dyn …`";
    let result = "what an `async fn` of a plugin returns is owned: write `String` for `&str`, `Vec<T>` \
                  for `&[T]`";
    for input in &sig.inputs {
        if let FnArg::Typed(input) = input {
            Borrowed { errors, message: parameter }.visit_type(&input.ty);
        }
    }
    if let ReturnType::Type(_, ty) = &sig.output {
        Borrowed { errors, message: result }.visit_type(ty);
    }
}

struct Borrowed<'a> {
    errors: &'a mut Errors,
    message: &'static str,
}

impl<'ast> Visit<'ast> for Borrowed<'_> {
    fn visit_type(&mut self, ty: &'ast Type) {
        // The lifetimes inside a function pointer are its own.
        if !matches!(ty, Type::BareFn(_)) {
            visit::visit_type(self, ty);
        }
    }

    fn visit_type_reference(&mut self, reference: &'ast TypeReference) {
        if reference.lifetime.as_ref().is_some_and(|lifetime| lifetime.ident == "static") {
            self.visit_type(&reference.elem);
        } else {
            self.errors.at(reference, self.message);
        }
    }

    fn visit_lifetime(&mut self, lifetime: &'ast Lifetime) {
        if lifetime.ident != "static" {
            self.errors.at(lifetime, self.message);
        }
    }

    fn visit_parenthesized_generic_arguments(
        &mut self,
        _: &'ast syn::ParenthesizedGenericArguments,
    ) {
        // Neither are those of `Fn(&A) -> R` looked at: they are its own.
    }
}
