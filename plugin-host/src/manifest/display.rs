//! The manifest as a page of text.

use std::fmt;

use super::{Manifest, ManifestExport, PanicStrategy};

impl fmt::Display for Manifest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.name, self.version)?;
        for line in self.description.lines() {
            write!(f, "\n{line}")?;
        }
        f.write_str("\n")?;
        let debug = if self.debug_assertions { "debug assertions" } else { "no debug assertions" };
        let panic = match self.panic {
            PanicStrategy::Unwind => "a panic unwinds",
            PanicStrategy::Abort => "a panic ends the process",
            PanicStrategy::Unknown => "what a panic does is not known",
        };
        let for_application = |it: &super::Application| format!("{} {}", it.name, it.version);
        for (what, text) in [
            ("authors", self.authors().collect::<Vec<_>>().join(", ")),
            ("licence", self.license.clone()),
            ("repository", self.repository.clone()),
            (
                "package",
                if self.package == self.name { String::new() } else { self.package.clone() },
            ),
            ("for", self.application().map(for_application).unwrap_or_default()),
            ("includes", self.includes.join(", ")),
            ("excludes", self.excludes.join(", ")),
            ("compiler", self.compiler.clone()),
            ("target", self.target.clone()),
            ("build", format!("{debug}, {panic}")),
            ("plugin ABI", self.abi().to_string()),
            ("seal", if self.sealed { "sealed" } else { "not sealed" }.to_owned()),
        ] {
            if !text.is_empty() {
                write!(f, "\n  {what:<10}  {text}")?;
            }
        }
        match self.exports.len() {
            0 => f.write_str("\n\nno exports"),
            1 => f.write_str("\n\n1 export"),
            count => write!(f, "\n\n{count} exports"),
        }?;
        for export in &self.exports {
            write!(f, "\n\n{export}")?;
        }
        Ok(())
    }
}

impl fmt::Display for ManifestExport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, kind, declaration, docs, meta, package, file, line } = self;
        write!(f, "  {name}  ({kind}, {package}: {file}:{line})\n    {declaration}")?;
        for line in docs.lines() {
            match line {
                "" => f.write_str("\n"),
                line => write!(f, "\n      {line}"),
            }?;
        }
        for (key, value) in meta {
            write!(f, "\n      {key:?} = {value:?}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::manifest::tests::{EXPORT, FULL};
    use crate::manifest::{Manifest, decode, export};

    #[test]
    fn a_manifest_is_a_page_to_read() {
        let exports = vec![export::decode(EXPORT.payload()).unwrap()];
        let compiler = plugin_core::manifest::COMPILER;
        let target = plugin_core::manifest::TARGET;
        assert_eq!(
            Manifest::from(&decode(FULL.payload()).unwrap()).with_exports(exports).to_string(),
            format!(
                "com.example.x 1.2.3\n\
                 does x\n\
                 \n  authors     Ann, Bob\
                 \n  licence     MIT\
                 \n  repository  https://example.com/x\
                 \n  package     x\
                 \n  for         com.example.editor 2.1\
                 \n  includes    a, b\
                 \n  excludes    c\
                 \n  compiler    {compiler}\
                 \n  target      {target}\
                 \n  build       debug assertions, a panic unwinds\
                 \n  plugin ABI  1.0\
                 \n  seal        not sealed\n\
                 \n1 export\n\
                 \n  greet  (function, x: src/lib.rs:12)\
                 \n    pub fn greet(name: &str) -> String\
                 \n      Greets.\n\
                 \n      Politely.\
                 \n      \"menu\" = \"Help\"\
                 \n      \"\" = \"\""
            )
        );
    }
}
