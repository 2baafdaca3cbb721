//! What `#[export]` refuses, and what to write instead.

use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{
    FnArg, Generics, Item, ItemStatic, LitStr, Path, ReturnType, StaticMutability, Type,
    TypeImplTrait, TypeNever,
};

use super::Errors;
use super::asynchronous::check_async_function;
use super::callback::{check_callbacks, is_lent_closure};
use crate::function::Function;
use crate::options::ExportOptions;

/// Most parameters that a signature may have.
pub(super) const MAX_PARAMETERS: usize = 12;

/// Checks an exported function.
pub(crate) fn check_function(item: &Function, options: &ExportOptions, errors: &mut Errors) {
    let sig = &item.sig;
    check_options(options, errors);
    check_async_function(sig, errors);
    check_not_generic(
        &sig.generics,
        "a generic function has no single address: export a function for each type that is needed, \
         as in `#[export] pub fn sum_u32(values: &[u32]) -> u32 { sum(values) }`",
        errors,
    );
    if let Some(abi) = &sig.abi {
        let name = abi.name.as_ref().map_or_else(|| "C".to_owned(), LitStr::value);
        if name != "C" {
            errors.at(
                abi,
                format!(
                    "`extern \"{name}\"` cannot be exported: write `extern \"C\"` for a raw export, \
                     or nothing for one that converts its arguments and contains its panics"
                ),
            );
        }
    }
    if let Some(variadic) = &sig.variadic {
        errors.at(variadic, "a variadic function cannot be exported: take a slice, as in `&[u32]`");
    }
    if sig.inputs.len() > MAX_PARAMETERS {
        errors.at(
            &sig.inputs[MAX_PARAMETERS],
            format!(
                "an exported function has at most {MAX_PARAMETERS} parameters: put some into a \
                 struct with `#[derive(plugin_core::Transfer)]`"
            ),
        );
    }
    for input in &sig.inputs {
        match input {
            FnArg::Receiver(receiver) => errors.at(
                receiver,
                "a method cannot be exported: export a function that takes the value, as in \
                 `pub fn area(shape: &Shape) -> f64`",
            ),
            FnArg::Typed(parameter) => check_type(&parameter.ty, errors),
        }
    }
    if let ReturnType::Type(_, ty) = &sig.output {
        check_type(ty, errors);
        check_returned(ty, errors);
    }
}

/// Refuses what a parameter or a result cannot be.
pub(super) fn check_type(ty: &Type, errors: &mut Errors) {
    Types { errors }.visit_type(ty);
    check_callbacks(ty, errors);
}

/// Refuses references to objects and callbacks in a result or a field.
pub(super) fn check_returned(ty: &Type, errors: &mut Errors) {
    struct Returned<'a>(&'a mut Errors);

    impl<'ast> Visit<'ast> for Returned<'_> {
        fn visit_type_reference(&mut self, reference: &'ast syn::TypeReference) {
            if is_object(&reference.elem) {
                self.0.at(
                    reference,
                    "a reference to an object or a callback can only be an argument: return or hold \
                     a `Box<dyn …>`, or an `Arc<dyn …>` of an interface",
                );
            }
            visit::visit_type_reference(self, reference);
        }

        fn visit_path_segment(&mut self, segment: &'ast syn::PathSegment) {
            if is_lent_closure(segment) {
                self.0.at(
                    segment,
                    "a lent closure can only be an argument: return or hold a \
                     `Callback<dyn Fn(…) + Send>`",
                );
            }
            visit::visit_path_segment(self, segment);
        }

        fn visit_parenthesized_generic_arguments(
            &mut self,
            _: &'ast syn::ParenthesizedGenericArguments,
        ) {
            // The arguments of a callback are arguments.
        }
    }
    Returned(errors).visit_type(ty);
}

/// Whether a type is `dyn Trait`, in parentheses or not.
pub(crate) fn is_object(ty: &Type) -> bool {
    match ty {
        Type::TraitObject(_) => true,
        Type::Paren(ty) => is_object(&ty.elem),
        Type::Group(ty) => is_object(&ty.elem),
        _ => false,
    }
}

/// Checks an exported static.
pub(crate) fn check_static(item: &ItemStatic, options: &ExportOptions, errors: &mut Errors) {
    check_options(options, errors);
    if let StaticMutability::Mut(token) = &item.mutability {
        errors.at(
            token,
            "a `static mut` cannot be shared safely: export an atomic, as in \
             `pub static V: AtomicI64`, or a lock, as in `pub static V: plugin_core::RMutex<T>`",
        );
    }
    for attribute in &item.attrs {
        if attribute.path().is_ident("thread_local") {
            errors.at(attribute, THREAD_LOCAL);
        }
    }
    if let Type::BareFn(ty) = &*item.ty {
        errors.at(
            ty,
            "a static that holds a function pointer cannot be told from a function: export the \
             function, or put the pointer into a `#[repr(transparent)]` struct with \
             `#[derive(plugin_core::Portable)]`",
        );
    }
    Types { errors }.visit_type(&item.ty);
}

/// Refuses everything that is neither a function nor a static.
pub(crate) fn check_other(item: &Item, errors: &mut Errors) {
    match item {
        // What `thread_local!` expands to.
        Item::Const(item) if is_last(&item.ty, "LocalKey") => errors.at(&item.ident, THREAD_LOCAL),
        Item::Const(item) => errors.at(
            item.const_token,
            "a constant has no address: export a static, as in `pub static LIMIT: u32 = 3;`",
        ),
        Item::Struct(item) => errors.at(item.struct_token, TYPE),
        Item::Enum(item) => errors.at(item.enum_token, TYPE),
        Item::Union(item) => errors.at(item.union_token, TYPE),
        Item::Type(item) => errors.at(item.type_token, TYPE),
        Item::Trait(item) => {
            errors.at(item.trait_token, "a trait is not exported: export functions");
        }
        Item::Impl(item) => errors.at(
            item.impl_token,
            "methods cannot be exported: export functions that take the value, as in \
             `pub fn area(shape: &Shape) -> f64`",
        ),
        Item::Mod(item) => {
            errors.at(item.mod_token, "a module is not exported: mark the items inside it");
        }
        Item::Macro(item) if ends_with(&item.mac.path, "thread_local") => {
            errors.at(&item.mac.path, THREAD_LOCAL);
        }
        item => errors.at(item.to_token_stream(), "only functions and statics can be exported"),
    }
}

const THREAD_LOCAL: &str = "a thread-local has no single address: export a function that reads it";

/// Whether a type is a path that ends with `name`.
fn is_last(ty: &Type, name: &str) -> bool {
    matches!(ty, Type::Path(ty) if ends_with(&ty.path, name))
}

/// Whether a path ends with `name`.
fn ends_with(path: &Path, name: &str) -> bool {
    path.segments.last().is_some_and(|segment| segment.ident == name)
}

const TYPE: &str = "a type is not exported: put it into a crate that host and plugin both depend on, \
                    with `#[derive(plugin_core::Portable)]` or `#[derive(plugin_core::Transfer)]`";

/// Refuses type and const parameters; lifetimes are no obstacle.
pub(super) fn check_not_generic(generics: &Generics, message: &str, errors: &mut Errors) {
    let parameters: Punctuated<_, syn::Token![,]> = generics
        .params
        .iter()
        .filter(|parameter| !matches!(parameter, syn::GenericParam::Lifetime(_)))
        .collect();
    if !parameters.is_empty() {
        errors.at(parameters, message);
    }
}

fn check_options(options: &ExportOptions, errors: &mut Errors) {
    if let Some(name) = &options.name {
        let text = name.value();
        if text.is_empty() || text.contains('\0') {
            errors.at(name, "a name to look up is not empty and has no NUL in it");
        }
    }
    for (index, (key, _)) in options.meta.iter().enumerate() {
        if options.meta[..index].iter().any(|(earlier, _)| earlier.value() == key.value()) {
            errors.at(key, format!("the key \"{}\" is given twice", key.value()));
        }
    }
}

/// Refuses types that rustc would refuse far from where they stand.
struct Types<'a> {
    errors: &'a mut Errors,
}

impl<'ast> Visit<'ast> for Types<'_> {
    fn visit_type_impl_trait(&mut self, ty: &'ast TypeImplTrait) {
        self.errors.at(
            ty,
            "`impl Trait` names no single type: write the type, as in `Vec<u32>` for \
             `impl Iterator<Item = u32>`",
        );
    }

    fn visit_type_never(&mut self, ty: &'ast TypeNever) {
        self.errors.at(ty, "a function that never returns cannot be exported: return `()`");
    }

    fn visit_type_ptr(&mut self, ty: &'ast syn::TypePtr) {
        self.errors.at(
            ty,
            "a raw pointer says neither who owns it nor how long it lives: take a reference or a \
             slice, or pass a handle as `plugin_core::Opaque<Tag>`",
        );
    }

    fn visit_type_infer(&mut self, ty: &'ast syn::TypeInfer) {
        self.errors.at(ty, "write the type");
    }

    fn visit_type_bare_fn(&mut self, ty: &'ast syn::TypeBareFn) {
        if ty.abi.is_none() {
            self.errors.at(
                ty,
                "a Rust function pointer has no layout that two binaries agree on: write \
                 `extern \"C\" fn(…)`",
            );
        }
    }
}
