//! `plugin!(name = "…", version = "…", for = api::API, include = [dep])`

use proc_macro2::TokenStream;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Expr, Path, Token, bracketed};

use super::{parse_keys, value};

/// Options of `plugin!`.
pub(crate) struct PluginOptions {
    /// `plugin_core`, as `$crate` of the macro that was called.
    pub(crate) krate: TokenStream,
    /// What replaces cargo's package name.
    pub(crate) name: Option<Expr>,
    /// What replaces cargo's package version.
    pub(crate) version: Option<Expr>,
    /// What replaces cargo's authors.
    pub(crate) authors: Option<Expr>,
    /// What replaces cargo's description.
    pub(crate) description: Option<Expr>,
    /// What replaces cargo's licence.
    pub(crate) license: Option<Expr>,
    /// What replaces cargo's repository.
    pub(crate) repository: Option<Expr>,
    /// The application that the plugin is for.
    pub(crate) application: Option<Expr>,
    /// Plugin crates whose exports are this plugin's too.
    pub(crate) include: Vec<Path>,
    /// Plugin crates that are linked in without their exports.
    pub(crate) exclude: Vec<Path>,
}

impl Parse for PluginOptions {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let krate;
        bracketed!(krate in input);
        let mut options = Self {
            krate: krate.parse()?,
            name: None,
            version: None,
            authors: None,
            description: None,
            license: None,
            repository: None,
            application: None,
            include: Vec::new(),
            exclude: Vec::new(),
        };
        let known = "`name`, `version`, `authors`, `description`, `license`, `repository`, \
                     `for = API`, `include = [dependency]` or `exclude = [dependency]`";
        parse_keys(input, known, |key, input| {
            match key.to_string().as_str() {
                "name" => options.name = Some(value(input)?),
                "version" => options.version = Some(value(input)?),
                "authors" => options.authors = Some(value(input)?),
                "description" => options.description = Some(value(input)?),
                "license" => options.license = Some(value(input)?),
                "repository" => options.repository = Some(value(input)?),
                "for" => options.application = Some(value(input)?),
                "include" => options.include = crates(input)?,
                "exclude" => options.exclude = crates(input)?,
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        Ok(options)
    }
}

/// `= [dependency, dependency]`
fn crates(input: ParseStream<'_>) -> syn::Result<Vec<Path>> {
    input.parse::<Token![=]>()?;
    let content;
    bracketed!(content in input);
    let paths = Punctuated::<_, Token![,]>::parse_terminated_with(&content, Path::parse_mod_style)?;
    Ok(paths.into_iter().collect())
}
