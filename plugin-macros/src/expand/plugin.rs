//! `plugin!`: the crate's registration list, root, manifest record and `PLUGIN`.

use std::env;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::{Expr, ExprLit, Lit};

use super::HOME;
use crate::options::PluginOptions;

/// Expands `plugin!(options)`, whose input starts with `[$crate]`.
pub(crate) fn plugin(input: TokenStream) -> TokenStream {
    let options = match syn::parse2::<PluginOptions>(input) {
        Ok(options) => options,
        Err(error) => return error.to_compile_error(),
    };
    match root_symbol(options.name.as_ref()) {
        Ok(root_symbol) => expand(&options, &root_symbol),
        Err(error) => error.to_compile_error(),
    }
}

/// The symbol that the prefix stands behind: named after the package, so that two plugins link into
/// one binary.
fn root_symbol(name: Option<&Expr>) -> syn::Result<String> {
    let package = match (env::var("CARGO_PKG_NAME"), name) {
        (Ok(package), _) => package,
        (Err(_), Some(Expr::Lit(ExprLit { lit: Lit::Str(name), .. }))) => name.value(),
        (Err(_), _) => {
            return Err(syn::Error::new(
                Span::call_site(),
                "the package's name is not known, since cargo does not build this: write \
                 `plugin!(name = \"…\")`",
            ));
        }
    };
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    Ok(format!("rust_plugin_root_{}", package.chars().map(plain).collect::<String>()))
}

fn expand(options: &PluginOptions, root_symbol: &str) -> TokenStream {
    let home = Ident::new(HOME, Span::call_site());
    let PluginOptions { krate, include, exclude, .. } = options;
    let from_cargo = |given: &Option<Expr>, variable: &str| {
        given.as_ref().map_or_else(
            || quote!(private::or_empty(::core::option_env!(#variable))),
            |given| quote!(#given),
        )
    };
    let name = from_cargo(&options.name, "CARGO_PKG_NAME");
    let version = from_cargo(&options.version, "CARGO_PKG_VERSION");
    let authors = from_cargo(&options.authors, "CARGO_PKG_AUTHORS");
    let description = from_cargo(&options.description, "CARGO_PKG_DESCRIPTION");
    let license = from_cargo(&options.license, "CARGO_PKG_LICENSE");
    let repository = from_cargo(&options.repository, "CARGO_PKG_REPOSITORY");
    let application = options.application.as_ref().map_or_else(
        || quote!(::core::option::Option::None),
        |application| quote!(::core::option::Option::Some(#application)),
    );
    // SAFETY (of what is generated): the prefix is the one defined beside it.
    quote! {
        #[doc(hidden)]
        pub mod #home {
            pub use #krate::private;

            pub const RECORD: private::PluginRecord = private::PluginRecord {
                name: #name,
                version: #version,
                authors: #authors,
                description: #description,
                license: #license,
                repository: #repository,
                package: match ::core::option_env!("CARGO_PKG_NAME") {
                    ::core::option::Option::Some(package) => package,
                    ::core::option::Option::None => #name,
                },
                root_symbol: #root_symbol,
                panic: if ::core::cfg!(panic = "abort") { "abort" } else { "unwind" },
                debug_assertions: ::core::cfg!(debug_assertions),
                application: #application,
                includes: &[#(::#include::#home::RECORD.package),*],
                excludes: &[#(::#exclude::#home::RECORD.package),*],
            };

            pub const PACKAGE: &str = RECORD.package;

            pub type ExportNote<const TEXTS: usize, const FILE: usize> =
                private::ExportNote<TEXTS, { PACKAGE.len() }, FILE>;

            pub(crate) static ROOT: private::RootCell = private::RootCell::new();

            // One constant function, since each reference to the cell would be an expression to check.
            pub(crate) const fn item(
                name: &'static str,
                hash: u64,
                file: &'static str,
                line: u32,
                declaration: &'static str,
            ) -> private::Item {
                const TEXT: private::Text = private::Text::new(PACKAGE);
                private::Item {
                    plugin: &ROOT,
                    name: private::Text::new(name),
                    hash,
                    package: TEXT,
                    file: private::Text::new(file),
                    line,
                    declaration: private::Text::new(declaration),
                    docs: private::Text::EMPTY,
                    meta: private::Records::EMPTY,
                }
            }

            pub fn collect(collector: &mut private::Collector) {
                if collector.enter(&ROOT, private::rows!()) {
                    #(::#include::#home::collect(collector);)*
                }
            }

            extern "C" fn root(
                host: ::core::option::Option<&private::HostInfo>,
            ) -> *const private::Root {
                ROOT.get(host, &RECORD.name, collect)
            }

            #[unsafe(export_name = #root_symbol)]
            pub static PREFIX: private::PrefixWithRecord<{ RECORD.encoded_len() }> =
                private::PrefixWithRecord::new(root, RECORD.payload(), PREFIX.record());
        }

        /// This plugin, to be linked into a program instead of loaded from a file.
        pub static PLUGIN: #home::private::LinkedPlugin =
            unsafe { #home::private::LinkedPlugin::new(#home::PREFIX.prefix()) };

        // Here and under this name because the compiler orders statics by the names of their symbols: before the notes
        // of exports, which are in statics of their own, and so among the first bytes of the file, which are read in
        // any case.
        #home::private::note! {
            plugin __A_RECORD: #home::private::Note<{ #home::RECORD.encoded_len() }> = #home::RECORD.note()
        }

        // `#[export]` looks for the module at the root of the crate, and so does this.
        const _: () = {
            #[allow(unused_imports, reason = "fails to compile anywhere else")]
            use crate::#home as _;
        };
    }
}
