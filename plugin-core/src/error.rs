//! The error that crosses.

use core::fmt;

use crate::abi::{Field, TypeInfo, kind};
use crate::types::{Portable, RString, RVec, portable_type, transfer_as_itself};

/// An error that crosses between a plugin and its host, as text: a message and what caused it.
///
/// Anything that implements [`std::error::Error`] converts into it with `?`, its chain of sources
/// kept as text. It converts into `Box<dyn std::error::Error + Send + Sync>` with `?` too. Like
/// `anyhow::Error`, and for the same reason, it does not implement `std::error::Error` itself.
///
/// `{}` writes the message, `{:#}` the message and its causes on one line, `{:?}` all of it on lines
/// of their own.
///
/// ```
/// use plugin_core::Error;
///
/// fn port(text: &str) -> Result<u16, Error> {
///     let port = text.parse::<u16>().map_err(|error| Error::from(error).context("bad port"))?;
///     if port == 0 {
///         return Err(Error::msg("port 0 is reserved"));
///     }
///     Ok(port)
/// }
///
/// assert_eq!(
///     format!("{:#}", port("x").unwrap_err()),
///     "bad port: invalid digit found in string",
/// );
///
/// fn main_like() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
///     port("80")?;
///     Ok(())
/// }
/// # main_like().unwrap();
/// ```
#[repr(C)]
#[derive(Clone, PartialEq, Eq)]
pub struct Error {
    message: RString,
    causes: RVec<RString>,
}

impl Error {
    /// An error with a message.
    pub fn msg(message: impl fmt::Display) -> Self {
        Self { message: message.to_string().into(), causes: RVec::new() }
    }

    /// This error as the cause of a more general one.
    #[must_use]
    pub fn context(self, message: impl fmt::Display) -> Self {
        let Self { message: cause, mut causes } = self;
        causes.insert(0, cause);
        Self { message: message.to_string().into(), causes }
    }

    /// The message.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The messages of the causes, the nearest first.
    pub fn causes(&self) -> impl ExactSizeIterator<Item = &str> {
        self.causes.iter().map(RString::as_str)
    }

    const FIELDS: &'static [Field] = &[
        Field::new("message", core::mem::offset_of!(Self, message), portable_type::<RString>),
        Field::new("causes", core::mem::offset_of!(Self, causes), portable_type::<RVec<RString>>),
    ];
}

// SAFETY: a `repr(C)` struct of portable fields, which the description lists.
unsafe impl Portable for Error {
    const TYPE: TypeInfo = TypeInfo::of::<Self>(kind::STRUCT, "Error")
        .defined_in("plugin_core", "plugin-core", "1")
        .fields(Self::FIELDS);
}
transfer_as_itself!([] Error);

impl<E: std::error::Error + Send + Sync + 'static> From<E> for Error {
    fn from(error: E) -> Self {
        let mut causes = RVec::new();
        let mut source = error.source();
        while let Some(cause) = source {
            causes.push(cause.to_string().into());
            source = cause.source();
        }
        Self { message: error.to_string().into(), causes }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        if f.alternate() {
            for cause in self.causes() {
                write!(f, ": {cause}")?;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        if !self.causes.is_empty() {
            f.write_str("\n\nCaused by:")?;
            for cause in self.causes() {
                write!(f, "\n    {cause}")?;
            }
        }
        Ok(())
    }
}

/// One link of an [`Error`] as a `std::error::Error`.
#[derive(Clone)]
pub(crate) struct Link {
    message: String,
    source: Option<Box<Link>>,
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Link {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|link| link as _)
    }
}

impl From<Error> for Link {
    fn from(error: Error) -> Self {
        let source = error.causes.into_iter().rev().fold(None, |source, message| {
            Some(Box::new(Self { message: message.into_string(), source }))
        });
        Self { message: error.message.into_string(), source }
    }
}

impl From<Error> for Box<dyn std::error::Error + Send + Sync> {
    fn from(error: Error) -> Self {
        Box::new(Link::from(error))
    }
}

impl From<Error> for Box<dyn std::error::Error> {
    fn from(error: Error) -> Self {
        Box::new(Link::from(error))
    }
}
