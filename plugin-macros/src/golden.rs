//! Expansions compared with committed files, so that a change of what a macro generates is read
//! before it is released.
//!
//! Inside the crate because a proc-macro crate exports nothing that a test could call. After a
//! change on purpose: `BLESS=1 cargo test -p plugin-macros golden`.

use std::path::{Path, PathBuf};
use std::{env, fs};

use proc_macro2::TokenStream;
use quote::quote;

use crate::expand;

/// Expands `tests/expand/{name}.rs` to what `tests/expand/{name}.expanded.rs` holds.
///
/// The input of a derive is the item without its `#[derive]`. An attribute macro gets its options
/// from the closure.
type Expander = fn(TokenStream) -> TokenStream;

const CASES: &[(&str, Expander)] = &[
    ("portable_struct", expand::portable),
    ("portable_enum", expand::portable),
    ("portable_generic", expand::portable),
    ("transfer_struct", expand::transfer),
    ("transfer_enum_ref", expand::transfer),
    ("export_function", |item| expand::export(quote!(meta("menu" = "Help")), &item)),
    ("export_borrowed", |item| expand::export(quote!(as = Find), &item)),
    ("export_async", |item| expand::export(quote!(as = Fetch), &item)),
    ("export_raw", |item| expand::export(quote!(name = "fast_add"), &item)),
    ("export_static", |item| expand::export(quote!(), &item)),
    ("init_host", |item| expand::hook(expand::HookKind::Init, quote!(), &item)),
    ("export_object", |item| expand::export(quote!(), &item)),
    ("interface", |item| expand::interface(quote!(), &item)),
    ("interface_async", |item| expand::interface(quote!(), &item)),
    ("interface_async_impl", |item| expand::interface(quote!(), &item)),
    ("init", |item| expand::hook(expand::HookKind::Init, quote!(after = super::connect), &item)),
    ("plugin", |options| expand::plugin(quote!([::plugin_core] #options))),
];

#[test]
fn every_expansion_is_as_committed() {
    let bless = env::var_os("BLESS").is_some();
    let mut differences = String::new();
    for (name, expander) in CASES {
        let expanded = pretty(expander(parse(&path(name, "rs"))), name);
        let golden = path(name, "expanded.rs");
        if bless {
            fs::write(&golden, &expanded).expect("the file can be written");
        } else {
            let committed = fs::read_to_string(&golden).unwrap_or_default();
            differences.extend(first_difference(name, &committed, &expanded));
        }
    }
    assert!(
        differences.is_empty(),
        "expansions changed; to accept: BLESS=1 cargo test -p plugin-macros golden\n{differences}"
    );
}

#[test]
fn every_expansion_file_has_a_case() {
    for file in fs::read_dir(folder()).expect("the folder can be read") {
        let file = file.expect("the folder can be read").file_name();
        let name = file.to_string_lossy().split('.').next().unwrap_or_default().to_owned();
        assert!(CASES.iter().any(|(case, _)| *case == name), "no case named `{name}`");
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/expand")
}

fn path(name: &str, extension: &str) -> PathBuf {
    folder().join(format!("{name}.{extension}"))
}

fn parse(input: &Path) -> TokenStream {
    let text = fs::read_to_string(input)
        .unwrap_or_else(|error| panic!("{} can be read: {error}", input.display()));
    text.parse().unwrap_or_else(|error| panic!("{} is Rust: {error}", input.display()))
}

fn pretty(expanded: TokenStream, name: &str) -> String {
    let file =
        syn::parse2(expanded).unwrap_or_else(|error| panic!("`{name}` expands to items: {error}"));
    format!(
        "// What `{name}.rs` expands to, written by `src/golden.rs`.\n{}",
        prettyplease::unparse(&file)
    )
}

fn first_difference(name: &str, committed: &str, expanded: &str) -> Option<String> {
    if committed == expanded {
        return None;
    }
    let (mut committed, mut expanded) = (committed.lines(), expanded.lines());
    let mut line = 1;
    loop {
        match (committed.next(), expanded.next()) {
            (Some(old), Some(new)) if old == new => line += 1,
            (old, new) => {
                let [old, new] = [old, new].map(|text| text.unwrap_or("(end)"));
                return Some(format!("{name}, line {line}:\n-{old}\n+{new}\n"));
            }
        }
    }
}
