//! A method of an interface, as the expansion needs it.

use proc_macro2::{Delimiter, Group, TokenStream};
use quote::{format_ident, quote};
use syn::ext::IdentExt as _;
use syn::{
    Attribute, Block, FnArg, Ident, Pat, Path, ReturnType, Signature, Stmt, Token, Type,
    parse_quote,
};

use crate::markers::marker;

/// One method.
pub(super) struct Method {
    /// The type that stands for it.
    pub(super) marker: Ident,
    pub(super) sig: Signature,
    /// The author's `self`: another one would not be the same to the compiler.
    pub(super) this: Token![self],
    /// Names for its arguments.
    pub(super) arguments: Vec<Ident>,
    pub(super) parameters: TokenStream,
    pub(super) result: Type,
    pub(super) exclusive: bool,
    /// The default body, with the attributes and the name of the method that it moves to.
    pub(super) default: Option<(Vec<Attribute>, Ident, Block)>,
}

impl Method {
    /// `output` is that of an `async fn`, whose signature is already that of the method that stands for it.
    pub(super) fn new(
        sig: Signature,
        output: Option<&Type>,
        attrs: &[Attribute],
        body: Option<Block>,
        private: &Path,
    ) -> Self {
        let name = sig.ident.unraw();
        let typed: Vec<_> = sig
            .inputs
            .iter()
            .filter_map(|input| match input {
                FnArg::Typed(parameter) => Some(parameter),
                FnArg::Receiver(_) => None,
            })
            .collect();
        let markers = typed.iter().map(|parameter| marker(&parameter.ty, private));
        // The span of the parameter list, so that a type that cannot cross is looked for there.
        let mut parameters = Group::new(Delimiter::Parenthesis, quote!(#(#markers,)*));
        parameters.set_span(sig.paren_token.span.join());
        let receiver = sig.receiver().expect("checked: a method takes `self`");
        let (this, exclusive) = (receiver.self_token, receiver.mutability.is_some());
        let lints =
            |attr: &&Attribute| attr.path().is_ident("allow") || attr.path().is_ident("expect");
        let default = body.map(|body| {
            let lints = attrs.iter().filter(lints).cloned().collect();
            (lints, format_ident!("__default_{name}"), body)
        });
        Self {
            marker: format_ident!("__{name}"),
            arguments: (0..typed.len()).map(|i| format_ident!("__a{i}")).collect(),
            parameters: quote!(#parameters),
            result: match (output, &sig.output) {
                (Some(ty), _) => {
                    let ty = marker(ty, private);
                    parse_quote!(#private::BorrowingSelf<#ty>)
                }
                (None, ReturnType::Default) => parse_quote!(()),
                (None, ReturnType::Type(_, ty)) => marker(ty, private),
            },
            exclusive,
            default,
            this,
            sig,
        }
    }

    /// The signature with other names for the method and its arguments.
    pub(super) fn renamed(&self, name: &Ident) -> Signature {
        let mut sig = self.sig.clone();
        sig.ident = name.clone();
        let typed = sig.inputs.iter_mut().filter_map(|input| match input {
            FnArg::Typed(parameter) => Some(parameter),
            FnArg::Receiver(_) => None,
        });
        for (parameter, argument) in typed.zip(&self.arguments) {
            parameter.attrs.clear();
            *parameter.pat = parse_quote!(#argument);
        }
        sig
    }
}

/// The body that calls a default body where it was moved to. The parameters become plain names, which
/// only a method with a body need not have.
pub(super) fn forward(sig: &mut Signature, hidden: &Ident, name: &Ident) -> Block {
    let mut arguments = Vec::new();
    for (index, input) in sig.inputs.iter_mut().enumerate() {
        let FnArg::Typed(parameter) = input else { continue };
        let argument = match &*parameter.pat {
            Pat::Ident(pattern) if pattern.by_ref.is_none() && pattern.subpat.is_none() => {
                pattern.ident.clone()
            }
            _ => format_ident!("__a{}", index - 1),
        };
        *parameter.pat = parse_quote!(#argument);
        arguments.push(argument);
    }
    let this = sig.receiver().map(|receiver| receiver.self_token);
    let call: Stmt = Stmt::Expr(parse_quote!(#hidden::#name(#this, #(#arguments),*)), None);
    parse_quote!({ #call })
}
