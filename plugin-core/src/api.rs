//! The application that a plugin is made for.

/// An application's plugin interface, by name and version: what a plugin is for.
///
/// [`api!`](crate::api!) defines one as `API` in the crate that an application shares with its
/// plugins. A plugin names it with `plugin!(for = editor_api::API)`, its host with
/// `Host::builder().api(editor_api::API)`; the host then refuses plugins for other applications, and
/// for versions that its own is not compatible with, before it loads them.
///
/// # Examples
///
/// ```
/// use plugin_core::Api;
///
/// const API: Api = Api::new("com.example.editor", "2.1");
/// assert_eq!((API.name(), API.version()), ("com.example.editor", "2.1"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Api {
    name: &'static str,
    version: &'static str,
}

impl Api {
    /// An interface by its name, which no other application has, and its semantic version.
    ///
    /// The version has two or three numbers (`2.1`, `2.1.0`); with three of them, a pre-release may
    /// follow (`2.1.0-alpha.1`).
    ///
    /// # Panics
    ///
    /// If the name is empty or the version is not one; in a constant, that is an error of the compiler.
    pub const fn new(name: &'static str, version: &'static str) -> Self {
        assert!(!name.is_empty(), "the name of an application is empty");
        assert!(
            is_version(version.as_bytes()),
            "the version of an application is written `2.1`, `2.1.0` or `2.1.0-alpha.1`"
        );
        Self { name, version }
    }

    /// Its name.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Its version.
    pub const fn version(&self) -> &'static str {
        self.version
    }
}

impl core::fmt::Display for Api {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "`{}` {}", self.name, self.version)
    }
}

/// Whether the text is two or three numbers with dots between them, after three of which anything
/// printable may follow a `-` or `+`.
const fn is_version(text: &[u8]) -> bool {
    let (mut index, mut numbers) = (0, 0);
    loop {
        let start = index;
        while index < text.len() && text[index].is_ascii_digit() {
            index += 1;
        }
        let digits = index - start;
        if digits == 0 || digits > 9 || (digits > 1 && text[start] == b'0') {
            return false;
        }
        numbers += 1;
        if index == text.len() {
            return numbers == 2 || numbers == 3;
        }
        match text[index] {
            b'.' if numbers < 3 => index += 1,
            b'-' | b'+' if numbers == 3 => break,
            _ => return false,
        }
    }
    let start = index;
    while index < text.len() {
        if !(text[index].is_ascii_alphanumeric() || matches!(text[index], b'-' | b'+' | b'.')) {
            return false;
        }
        index += 1;
    }
    index > start + 1
}

/// Defines `API`, the [`Api`] of the application whose plugins depend on this crate.
///
/// With one argument, the version is that of this crate.
///
/// # Examples
///
/// In a crate that the application and its plugins share, `editor_api`:
///
/// ```
/// plugin_core::api!("com.example.editor", "2.1");
/// # assert_eq!(API.name(), "com.example.editor");
/// ```
///
/// In a plugin, `plugin_core::plugin!(for = editor_api::API);`.
#[macro_export]
macro_rules! api {
    ($name:expr $(,)?) => {
        $crate::api!($name, ::core::env!("CARGO_PKG_VERSION"));
    };
    ($name:expr, $version:expr $(,)?) => {
        /// The application that plugins are for.
        pub const API: $crate::Api = $crate::Api::new($name, $version);
    };
}

#[cfg(test)]
mod tests {
    use super::is_version;

    #[test]
    fn versions_are_told_from_other_text() {
        for version in
            ["2.1", "0.0", "2.1.0", "10.20.30", "1.0.0-alpha.1", "1.0.0+build", "1.0.0-a+b"]
        {
            assert!(is_version(version.as_bytes()), "{version}");
        }
        for text in [
            "",
            "2",
            "2.",
            ".1",
            "2.1.",
            "2.1.0.0",
            "02.1",
            "2.x",
            "2.1-a",
            "1.0.0-",
            "1.0.0-a b",
            "v1.0",
        ] {
            assert!(!is_version(text.as_bytes()), "{text}");
        }
    }
}
