//! Plugins with any number of exports, written by the driver: for sizes, times of builds, and opens.
//!
//! Each is a package of its own in the target folder, with the plugins' lock file.

use std::fmt::Write as _;
use std::fs;
use std::ops::Range;
use std::path::PathBuf;
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::Result;
use crate::driver::plugins::{go, sources, succeed, target};
use crate::peer::Name;

/// The most fields that a module of `abi_stable` has.
const FIELDS: usize = 64;

/// The most exports of ours in one crate: the compiler takes 200 kB of memory for each. More are in crates that
/// the plugin includes.
const PART: usize = 10_000;

/// What a build may take.
pub(crate) const MINUTES: u32 = 20;

/// A package with so many exports, `f0` and so on, each of `fn(u64) -> u64`.
pub(crate) struct Generated {
    name: Name,
    exports: usize,
    folder: PathBuf,
}

impl Generated {
    /// Writes the package, unless it is there as it would be written.
    pub(crate) fn new(name: Name, exports: usize) -> Result<Self> {
        let folder = target().join(format!("generated/{}-{exports}", slug(name)));
        let files = if name == Name::Go {
            let module = format!("module generated{exports}\n\ngo 1.19\n");
            vec![("go.mod".to_owned(), module), ("main.go".to_owned(), source(name, exports))]
        } else if name == Name::This && exports > PART {
            parts(exports)
        } else {
            let dependencies = dependencies(name);
            let manifest = manifest(&format!("generated{exports}"), "cdylib", &dependencies);
            package("", manifest + "\n[workspace]\n", source(name, exports)).into()
        };
        for (file, text) in files {
            let file = folder.join(file);
            fs::create_dir_all(file.parent().ok_or("a file is in a folder")?)?;
            if fs::read_to_string(&file).ok().as_deref() != Some(&text) {
                fs::write(file, text)?;
            }
        }
        if name != Name::Go {
            fs::copy(sources().join("Cargo.lock"), folder.join("Cargo.lock"))?;
        }
        Ok(Self { name, exports, folder })
    }

    /// Builds it, in release or not, with all that is built in `folder`; the plugin.
    pub(crate) fn build(&self, folder: &str, release: bool) -> Result<PathBuf> {
        let folder = target().join(folder);
        if self.name == Name::Go {
            let file = folder.join(format!("generated-{}.so", self.exports));
            fs::create_dir_all(&folder)?;
            go(&self.folder, &["build", "-buildmode=plugin"], &file, ".")?;
            return Ok(file);
        }
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new("timeout");
        command.arg(MINUTES.to_string() + "m").arg(cargo);
        command.args(["build", "--quiet", "--target-dir"]).arg(&folder).current_dir(&self.folder);
        if release {
            command.arg("--release");
        }
        succeed(&mut command)?;
        let profile = if release { "release" } else { "debug" };
        // A name for each number, since cargo has one file for all cdylibs of a name.
        let (prefix, suffix) = (std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
        let file = format!("{prefix}generated{}{suffix}", self.exports);
        Ok(folder.join(profile).join(file))
    }

    /// Makes the next build compile it again.
    pub(crate) fn touch(&self) -> Result<()> {
        let file = self.folder.join(if self.name == Name::Go { "main.go" } else { "src/lib.rs" });
        let mut text = fs::read_to_string(&file)?;
        // Go's builds go by content, and remember any that there has ever been.
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let _ = writeln!(text, "// {}", now.as_nanos());
        Ok(fs::write(file, text)?)
    }
}

fn manifest(name: &str, kind: &str, dependencies: &str) -> String {
    format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
         [lib]\ncrate-type = [\"{kind}\"]\n\n[dependencies]\n{dependencies}"
    )
}

/// The files of a package.
fn package(folder: &str, manifest: String, source: String) -> [(String, String); 2] {
    [(format!("{folder}Cargo.toml"), manifest), (format!("{folder}src/lib.rs"), source)]
}

/// A plugin of ours that includes others, with so many exports together.
fn parts(exports: usize) -> Vec<(String, String)> {
    let parts = 0..exports.div_ceil(PART);
    let mut dependencies = dependencies(Name::This);
    let mut files = Vec::new();
    for part in parts.clone() {
        let _ = writeln!(dependencies, "part{part} = {{ path = \"part{part}\" }}");
        let exports = part * PART..exports.min((part + 1) * PART);
        let manifest = manifest(&format!("part{part}"), "rlib", &self::dependencies(Name::This));
        files.extend(package(&format!("part{part}/"), manifest, ours(exports)));
    }
    let includes: Vec<_> = parts.map(|part| format!("part{part}")).collect();
    let source = format!("plugin_core::plugin!(include = [{}]);\n", includes.join(", "));
    let manifest = manifest(&format!("generated{exports}"), "cdylib", &dependencies);
    files.extend(package("", manifest + "\n[workspace]\n", source));
    files
}

/// A plugin crate of ours with the exports of these numbers.
fn ours(exports: Range<usize>) -> String {
    let export =
        |n| format!("#[plugin_core::export]\npub fn f{n}(value: u64) -> u64 {{\n    value\n}}\n");
    format!("plugin_core::plugin!();\n{}", exports.map(export).collect::<String>())
}

/// The name of a peer's packages in a path.
pub(crate) fn slug(name: Name) -> String {
    // Both open what is C's.
    let name = if name == Name::Dlopen2 { Name::Libloading } else { name };
    name.as_str().replace(' ', "-")
}

fn dependencies(name: Name) -> String {
    match name {
        Name::This => {
            let core = sources().join("../../plugin-core");
            format!("plugin-core = {{ path = {:?} }}\n", core.display().to_string())
        }
        Name::AbiStable => "abi_stable = \"=0.11.3\"\n".to_owned(),
        Name::Stabby => "stabby = \"72.1\"\n".to_owned(),
        Name::Savefile => {
            "savefile = \"0.20\"\nsavefile-abi = \"0.20\"\nsavefile-derive = \"0.20\"\n".to_owned()
        }
        Name::Cglue => "cglue = \"0.3.5\"\n".to_owned(),
        _ => String::new(),
    }
}

/// The whole source, each export written out.
fn source(name: Name, exports: usize) -> String {
    // One for each export, with its number for `#`; the `#` of an attribute is `@` meanwhile.
    let each = |text: &str| -> String {
        (0..exports).map(|n| text.replace('#', &n.to_string())).collect()
    };
    match name {
        Name::This => ours(0..exports),
        Name::Stabby => {
            let export =
                "@[stabby::export]\npub extern \"C\" fn f#(value: u64) -> u64 {\n    value\n}\n";
            each(export).replace("@[", "#[")
        }
        Name::AbiStable => abi_stable(exports),
        Name::Savefile => format!(
            "use savefile_derive::{{savefile_abi_export, savefile_abi_exportable}};\n\
             #[savefile_abi_exportable(version = 0)]\npub trait Plugin {{\n{}}}\n\
             #[derive(Default)]\nstruct Work;\nimpl Plugin for Work {{\n{}}}\n\
             savefile_abi_export!(Work, Plugin);\n",
            each("    fn f#(&self, value: u64) -> u64;\n"),
            each("    fn f#(&self, value: u64) -> u64 {\n        value\n    }\n"),
        ),
        Name::Cglue => format!(
            "use cglue::prelude::v1::*;\nuse cglue::trait_group::c_void;\n\
             #[cglue_trait]\npub trait Plugin {{\n{}}}\n\
             struct Work;\nimpl Plugin for Work {{\n{}}}\n#[unsafe(no_mangle)]\n\
             pub extern \"C\" fn create_plugin(library: &CArc<c_void>) -> PluginArcBox<'static> {{\n    \
             trait_obj!((Work, library.clone()) as Plugin)\n}}\n",
            each("    fn f#(&self, value: u64) -> u64;\n"),
            each("    fn f#(&self, value: u64) -> u64 {\n        value\n    }\n"),
        ),
        Name::Go => {
            format!("package main\n\n{}", each("func F#(value uint64) uint64 { return value }\n"))
        }
        _ => {
            let export =
                "@[unsafe(no_mangle)]\npub extern \"C\" fn f#(value: u64) -> u64 {\n    value\n}\n";
            each(export).replace("@[", "#[")
        }
    }
}

/// A root module of functions or, where these are too many for one, of modules.
fn abi_stable(exports: usize) -> String {
    let mut text = String::from(
        "#![allow(non_camel_case_types, non_local_definitions)]\n\
         use abi_stable::library::RootModule;\nuse abi_stable::prefix_type::PrefixTypeTrait;\n\
         use abi_stable::sabi_types::VersionStrings;\n\
         use abi_stable::{StableAbi, export_root_module, package_version_strings, sabi_extern_fn};\n",
    );
    let fields = |range: Range<usize>| -> Vec<(String, String, String)> {
        range
            .map(|n| (format!("f{n}"), "extern \"C\" fn(u64) -> u64".to_owned(), format!("f{n}")))
            .collect()
    };
    for n in 0..exports {
        let _ = writeln!(text, "#[sabi_extern_fn]\nfn f{n}(value: u64) -> u64 {{\n    value\n}}");
    }
    let mut root = fields(0..exports);
    if exports > FIELDS {
        let modules = (0..exports).step_by(FIELDS).enumerate();
        root = modules
            .map(|(n, from)| {
                let fields = fields(from..exports.min(from + FIELDS));
                module(&mut text, &format!("Part{n}"), &fields);
                (format!("part{n}"), format!("Part{n}_Ref"), literal(&format!("Part{n}"), &fields))
            })
            .collect();
    }
    module(&mut text, "Root", &root);
    let _ = writeln!(
        text,
        "impl RootModule for Root_Ref {{\n    abi_stable::declare_root_module_statics! {{Root_Ref}}\n    \
         const BASE_NAME: &'static str = \"generated\";\n    const NAME: &'static str = \"generated\";\n    \
         const VERSION_STRINGS: VersionStrings = package_version_strings!();\n}}\n\
         #[export_root_module]\nfn root() -> Root_Ref {{\n    {}\n}}",
        literal("Root", &root)
    );
    text
}

/// Declares a module of these fields: name, type and value.
fn module(text: &mut String, name: &str, fields: &[(String, String, String)]) {
    let _ = writeln!(
        text,
        "#[repr(C)]\n#[derive(StableAbi)]\n#[sabi(kind(Prefix(prefix_ref = {name}_Ref)))]\n\
         #[sabi(missing_field(panic))]\npub struct {name} {{"
    );
    for (n, (field, kind, _)) in fields.iter().enumerate() {
        if n + 1 == fields.len() {
            text.push_str("    #[sabi(last_prefix_field)]\n");
        }
        let _ = writeln!(text, "    pub {field}: {kind},");
    }
    text.push_str("}\n");
}

fn literal(name: &str, fields: &[(String, String, String)]) -> String {
    let mut values = String::new();
    for (field, _, value) in fields {
        let _ = write!(values, "{field}: {value}, ");
    }
    format!("{name} {{ {values}}}.leak_into_prefix()")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_export_is_written_out() {
        assert_eq!(source(Name::Libloading, 12).matches("no_mangle").count(), 12);
        assert!(source(Name::This, 12).contains("#[plugin_core::export]\npub fn f11("));
        assert!(source(Name::Go, 3).ends_with("func F2(value uint64) uint64 { return value }\n"));
    }

    #[test]
    fn abi_stables_modules_have_as_many_fields_as_they_may() {
        let text = abi_stable(100);
        assert_eq!(text.matches("pub struct Part").count(), 2);
        assert_eq!(text.matches("pub f").count(), 100);
        assert_eq!(text.matches("#[sabi(last_prefix_field)]").count(), 3);
    }
}
