//! Writes types in place of names, for tokens that move from the author's item into an item of ours.

use proc_macro2::{Group, Spacing, TokenStream, TokenTree};
use quote::quote;

/// The tokens with a type in place of each name that `type_of` knows: `Self`, type parameters.
///
/// On tokens, since a name may also stand among a macro's arguments.
pub(crate) fn substitute(
    tokens: TokenStream,
    type_of: &impl Fn(&str) -> Option<TokenStream>,
) -> TokenStream {
    let mut written = TokenStream::new();
    let mut is_lifetime = false;
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let follows_quote = is_lifetime;
        is_lifetime = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '\'');
        written.extend(match token {
            TokenTree::Ident(ident) if !follows_quote => match type_of(&ident.to_string()) {
                // `Node<T>::LEN` would be a comparison; `<Node<T>>::LEN` is a path.
                Some(ty) if is_path_separator(tokens.peek()) => quote!(<#ty>),
                Some(ty) => ty,
                None => quote!(#ident),
            },
            TokenTree::Group(group) => {
                let content = substitute(group.stream(), type_of);
                let mut written = Group::new(group.delimiter(), content);
                written.set_span(group.span());
                quote!(#written)
            }
            other => quote!(#other),
        });
    }
    written
}

/// Whether `::` begins here, and not the `:` before a bound.
fn is_path_separator(token: Option<&TokenTree>) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == ':' && punct.spacing() == Spacing::Joint)
}

#[cfg(test)]
mod tests {
    use proc_macro2::TokenStream;
    use quote::quote;

    use super::substitute;

    #[test]
    fn a_bounded_name_is_no_path() {
        let replaced = substitute(quote!(T: Clone), &|name| (name == "T").then(|| quote!(U)));
        assert_eq!(replaced.to_string(), "U : Clone");
    }

    #[test]
    fn a_name_becomes_its_type_at_any_depth() {
        let tokens = quote!(Option<(Box<Self>, [u8; Self::LEN], &'Self u8)>);
        let replaced = substitute(tokens, &|name| (name == "Self").then(|| quote!(Node<T>)));
        let expected = quote!(Option<(Box<Node<T>>, [u8; <Node<T>>::LEN], &'Self u8)>);
        // Printing differs in where punctuation is joined, which means nothing here.
        let text = |tokens: TokenStream| tokens.to_string().replace(' ', "");
        assert_eq!(text(replaced), text(expected));
    }
}
