//! Turns a type as written in a signature or field into the `'static` type that stands for it.
//!
//! Apart from the expansions because exports and `derive(Transfer)` share it.

use quote::{ToTokens, quote};
use syn::visit_mut::{self, VisitMut};
use syn::{Lifetime, Type, TypeBareFn, parse_quote_spanned, spanned::Spanned};

/// Replaces `&T` by `Ref<T>`, `&mut T` by `Mut<T>` and every lifetime but `'static` by `'static`.
///
/// `private` is the path of `plugin_core::private`. `&'static T` stays what it is: a borrow that
/// lasts for ever crosses as a type of its own.
pub(crate) fn marker(ty: &Type, private: &dyn ToTokens) -> Type {
    let mut ty = ty.clone();
    Markers { private }.visit_type_mut(&mut ty);
    ty
}

struct Markers<'a> {
    private: &'a dyn ToTokens,
}

impl VisitMut for Markers<'_> {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        visit_mut::visit_type_mut(self, ty);
        let span = ty.span();
        if let Type::Reference(reference) = &*ty {
            let forever =
                matches!(&reference.lifetime, Some(lifetime) if lifetime.ident == "static");
            if !forever {
                let (private, referent) = (self.private, &reference.elem);
                let name = if reference.mutability.is_some() { quote!(Mut) } else { quote!(Ref) };
                // The span of the reference, so that an unmet bound points at it.
                *ty = parse_quote_spanned!(span=> #private::#name<#referent>);
            }
        }
    }

    fn visit_type_reference_mut(&mut self, reference: &mut syn::TypeReference) {
        // The reference's own lifetime decides what it becomes; only what it points to is visited.
        self.visit_type_mut(&mut reference.elem);
    }

    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        *lifetime = Lifetime::new("'static", lifetime.span());
    }

    fn visit_parenthesized_generic_arguments_mut(
        &mut self,
        _: &mut syn::ParenthesizedGenericArguments,
    ) {
        // Neither are those of `Fn(&A) -> R` replaced: they are its own.
    }

    fn visit_type_bare_fn_mut(&mut self, _: &mut TypeBareFn) {
        // The lifetimes inside a function pointer are its own.
    }
}
