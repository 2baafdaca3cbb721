//! Why an input is refused: every rejection of every macro, and the words that say what to write
//! instead.

mod asynchronous;
mod callback;
mod derive;
mod export;
mod hook;
mod interface;

pub(crate) use derive::{check_portable, check_transfer, has_raw_pointer};
pub(crate) use export::{check_function, check_other, check_static, is_object};
pub(crate) use hook::check_hook;
pub(crate) use interface::{SUPERTRAITS, check_implementation, check_interface};

/// Collects the errors of one item, so that its author sees all of them at once.
#[derive(Default)]
pub(crate) struct Errors(Option<syn::Error>);

impl Errors {
    /// Adds an error at `tokens`.
    pub(crate) fn at(&mut self, tokens: impl quote::ToTokens, message: impl std::fmt::Display) {
        self.add(syn::Error::new_spanned(tokens, message));
    }

    /// Adds an error.
    pub(crate) fn add(&mut self, error: syn::Error) {
        match &mut self.0 {
            Some(errors) => errors.combine(error),
            None => self.0 = Some(error),
        }
    }

    /// The value, or the errors.
    pub(crate) fn finish<T>(self, value: T) -> syn::Result<T> {
        match self.0 {
            Some(errors) => Err(errors),
            None => Ok(value),
        }
    }
}
