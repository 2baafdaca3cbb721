//! `async fn` in an interface: the method that stands for it, which returns a future that crosses.
//!
//! Apart from the expansion because the trait and its implementations are rewritten alike; a trait with
//! an `async fn` as it is has no objects.

use proc_macro2::Span;
use quote::{format_ident, quote, quote_spanned};
use syn::{Block, FnArg, Ident, Pat, Path, ReturnType, Signature, Type, parse_quote};

/// What an `async fn` returns once it is awaited; nothing for another function.
pub(crate) fn output(sig: &Signature) -> Option<Type> {
    sig.asyncness.map(|_| match &sig.output {
        ReturnType::Default => parse_quote!(()),
        ReturnType::Type(_, ty) => (**ty).clone(),
    })
}

/// Where an error about the future belongs: at the word `async`.
pub(crate) fn place(sig: &Signature) -> Span {
    let place = sig.asyncness.map_or_else(Span::call_site, |token| token.span);
    Span::mixed_site().located_at(place)
}

/// Turns an `async fn` into the function that stands for it.
pub(crate) fn desugar(sig: &mut Signature, body: Option<&mut Block>, private: &Path) {
    let Some(output) = output(sig) else { return };
    let place = place(sig);
    sig.asyncness = None;
    sig.output = parse_quote!(-> #private::BorrowedFuture<'_, #output>);
    let Some(body) = body else { return };
    let mut moved = Vec::new();
    let typed = sig.inputs.iter_mut().filter_map(|input| match input {
        FnArg::Typed(parameter) => Some(parameter),
        FnArg::Receiver(_) => None,
    });
    for (index, parameter) in typed.enumerate() {
        let name = plain_name(&parameter.pat).unwrap_or_else(|| {
            // A name that the body does not see.
            format_ident!("argument_{index}", span = Span::mixed_site())
        });
        let pattern = std::mem::replace(&mut *parameter.pat, parse_quote!(#name));
        // Twice, since a pattern alone need not move the argument: it is dropped with the future, used
        // or not.
        moved.push(quote_spanned! {place=>
            #[allow(
                clippy::no_effect_underscore_binding,
                clippy::used_underscore_binding,
                reason = "moves an argument, used or not"
            )]
            let #name = #name;
        });
        if !matches!(&pattern, Pat::Ident(pattern) if is_plain(pattern) && pattern.mutability.is_none())
        {
            moved.push(quote!(let #pattern = #name;));
        }
    }
    let block = &*body;
    // The condition tells the compiler what `return` is about.
    let future = quote_spanned! {place=>
        #private::BorrowedFuture::new(async move {
            #(#moved)*
            if false {
                return #private::never::<#output>();
            }
            #[allow(clippy::let_unit_value, reason = "the result may be nothing")]
            let __output: #output = #block;
            #[allow(unreachable_code, reason = "it may have returned")]
            __output
        })
    };
    *body = parse_quote!({ #future });
}

fn is_plain(pattern: &syn::PatIdent) -> bool {
    pattern.by_ref.is_none() && pattern.subpat.is_none()
}

/// The name of an argument that is nothing else.
fn plain_name(pattern: &Pat) -> Option<Ident> {
    match pattern {
        Pat::Ident(pattern) if is_plain(pattern) => Some(pattern.ident.clone()),
        _ => None,
    }
}
