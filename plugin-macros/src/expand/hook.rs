//! `#[init]` and `#[shutdown]`: the function as it was, and its row in the table of hooks.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::spanned::Spanned as _;
use syn::{FnArg, LitStr, Path};

use super::{Registration, private};
use crate::check::{self, Errors};
use crate::declaration::{declaration, docs};
use crate::function::Function;
use crate::options::HookOptions;
use crate::place::Place;

/// When a hook runs.
#[derive(Clone, Copy)]
pub(crate) enum HookKind {
    /// In the first `open`.
    Init,
    /// In `shutdown`.
    Shutdown,
}

impl HookKind {
    fn attribute(self) -> &'static str {
        match self {
            Self::Init => "init",
            Self::Shutdown => "shutdown",
        }
    }
}

/// Expands `#[init(options)] item` or `#[shutdown(options)] item`.
pub(crate) fn hook(kind: HookKind, options: TokenStream, item: &TokenStream) -> TokenStream {
    let row = expand(kind, options, item).unwrap_or_else(|error| error.to_compile_error());
    quote!(#item #row)
}

fn expand(kind: HookKind, options: TokenStream, item: &TokenStream) -> syn::Result<TokenStream> {
    let mut errors = Errors::default();
    let options = syn::parse2::<HookOptions>(options).unwrap_or_else(|error| {
        errors.add(error);
        HookOptions::default()
    });
    let item: Function = syn::parse2(item.clone()).map_err(|error| {
        syn::Error::new(error.span(), format!("`#[{}]` marks a function", kind.attribute()))
    })?;
    check::check_hook(&item, &mut errors);
    errors.finish(())?;
    Ok(row(kind, &options, &item))
}

fn row(kind: HookKind, options: &HookOptions, item: &Function) -> TokenStream {
    let (private, ident, vis, sig) = (private(), &item.sig.ident, &item.vis, &item.sig);
    let name = LitStr::new(&ident.unraw().to_string(), ident.span());
    let declaration = declaration(quote!(#vis #sig));
    let described =
        super::item(&name, &Place::of(sig.fn_token.span), &declaration, &docs(&item.attrs), &[]);
    let after = options.after.iter().map(written);
    let paths = &options.after;
    // The argument stands where the parameter's type does, so that another type is an error there.
    let (host, argument) = match sig.inputs.first() {
        Some(FnArg::Typed(parameter)) => (quote!(host), quote_spanned!(parameter.ty.span()=> host)),
        _ => (quote!(_), TokenStream::new()),
    };
    let helpers = quote! {
        struct __Hook;
        impl #private::Hook for __Hook {
            fn run(#host: &#private::HostContext) -> impl #private::HookResult {
                #ident(#argument)
            }
        }
        // Each hook to wait for exists.
        const _: fn() = || { #(let _ = #paths;)* };
    };
    let register = match kind {
        HookKind::Init => quote!(init),
        HookKind::Shutdown => quote!(shutdown),
    };
    let row = quote! {
        #described.#register::<__Hook>(
            ::core::concat!(::core::module_path!(), "::", #name),
            &[#(#private::Text::new(#after)),*],
        )
    };
    let name = format_ident!("__{}_{}", kind.attribute().to_uppercase(), ident.unraw());
    Registration { name, record: None, helpers, row }.registered(&item.attrs)
}

/// A path as text, as it is written.
fn written(path: &Path) -> String {
    let segments = path.segments.iter().map(|segment| segment.ident.unraw().to_string());
    segments.collect::<Vec<_>>().join("::")
}
