//! The comparison: walks two type graphs side by side and lists every difference by its path.

use std::collections::BTreeSet;
use std::fmt;

use super::display::{called, display, in_signature, names, origin, wide, with_bounds};
use super::path::{Path, Position, Step};
use crate::abi::{Field, Records, TypeFn, TypeInfo, kind, method_flags, type_flags};

/// A comparison that finds more differences than this stops: the types have nothing in common.
const MAX_DIFFERENCES: usize = 50;

/// One difference between two types.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    path: String,
    expected: String,
    found: String,
}

impl Difference {
    /// Where: `parameter 1, Config.retries`; empty if the whole differs.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What the looking side believes.
    pub fn expected(&self) -> &str {
        &self.expected
    }

    /// What the exporting side believes.
    pub fn found(&self) -> &str {
        &self.found
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        write!(f, "expected {}, found {}", self.expected, self.found)
    }
}

/// Lists the differences between two types; none if they are one type.
///
/// Compares all that the ABI depends on, down to every type inside: kinds, names, modules, packages
/// and their versions, generic arguments, sizes, alignments, fields, offsets, variants,
/// discriminants, lifetimes, drop glue. What it does not understand is a difference.
///
/// ```
/// use plugin_core::{Portable, RVec, layout};
///
/// let differences = layout::compare(&<RVec<u32>>::TYPE, &<RVec<u64>>::TYPE);
/// assert_eq!(differences[0].to_string(), "RVec<0>: expected `u32`, found `u64`");
/// ```
pub fn compare(expected: &TypeInfo, found: &TypeInfo) -> Vec<Difference> {
    let mut walk = Walk { visited: BTreeSet::new(), differences: Vec::new() };
    walk.types(&Path::Start, expected, found);
    walk.differences
}

struct Walk {
    /// Pairs that were compared or are being compared; recursive types meet themselves here. An
    /// address does not identify a type, but one address is one type.
    visited: BTreeSet<(*const TypeInfo, *const TypeInfo)>,
    differences: Vec<Difference>,
}

impl Walk {
    fn differ(&mut self, path: &Path<'_>, expected: impl fmt::Display, found: impl fmt::Display) {
        if self.differences.len() < MAX_DIFFERENCES {
            self.differences.push(Difference {
                path: path.to_string(),
                expected: expected.to_string(),
                found: found.to_string(),
            });
        }
    }

    fn types(&mut self, path: &Path<'_>, expected: &TypeInfo, found: &TypeInfo) {
        // What has no children does not lead back to itself.
        let has_children = has_children(expected) || has_children(found);
        if has_children && !self.visited.insert((expected, found)) {
            return;
        }
        if let Some(reason) = unknown(expected) {
            return self.differ(path, "a type that can be checked", reason);
        }
        if let Some(reason) = unknown(found) {
            return self.differ(path, "a type that can be checked", reason);
        }
        if expected.kind != found.kind
            || expected.name.as_str() != found.name.as_str()
            || expected.len != found.len
            || (expected.flags ^ found.flags) & !type_flags::NEEDS_DROP != 0
        {
            let (mut left, mut right) = (in_signature(expected), in_signature(found));
            if expected.kind == kind::INTERFACE && left == right {
                (left, right) = (with_bounds(expected), with_bounds(found));
            }
            if left == right {
                (left, right) = (origin(expected), origin(found));
            }
            return self.differ(path, quoted(left), quoted(right));
        }
        if expected.module.as_str() != found.module.as_str()
            || expected.package.as_str() != found.package.as_str()
            || expected.version.as_str() != found.version.as_str()
        {
            return self.differ(path, quoted(origin(expected)), quoted(origin(found)));
        }
        if has_children {
            let before = self.differences.len();
            self.children(path, expected, found);
            if self.differences.len() > before {
                // Size and alignment follow from what has been said.
                return;
            }
        }
        if expected.size != found.size {
            self.differ(path, bytes(expected.size), bytes(found.size));
        }
        if expected.align != found.align {
            let aligned = |ty: &TypeInfo| format!("an alignment of {}", bytes(ty.align));
            self.differ(path, aligned(expected), aligned(found));
        }
        if expected.flags != found.flags {
            let drop = |ty: &TypeInfo| {
                let glue = ty.flags & type_flags::NEEDS_DROP != 0;
                if glue { "a type that runs code when dropped" } else { "one that does not" }
            };
            self.differ(path, drop(expected), drop(found));
        }
    }

    fn children(&mut self, path: &Path<'_>, expected: &TypeInfo, found: &TypeInfo) {
        let name = called(expected, path.is_in_signature());
        let is_function =
            matches!(expected.kind, kind::FUNCTION | kind::RAW_FUNCTION | kind::CALLBACK);
        self.arguments(path, name, expected, found);
        if is_function {
            self.parameters(path, expected, found);
        } else if expected.kind == kind::INTERFACE {
            self.methods(path, name, expected.fields, found.fields);
        } else {
            self.fields(path, name, expected.fields, found.fields);
        }
        self.variants(path, name, expected, found);
        let result = path.position(Position::Result);
        let element = if is_function { &result } else { path };
        self.elements(element, expected.element, found.element);
    }

    fn elements(&mut self, path: &Path<'_>, expected: Option<TypeFn>, found: Option<TypeFn>) {
        match (expected, found) {
            (Some(expected), Some(found)) => self.types(path, expected(), found()),
            (None, None) => {}
            (expected, found) => self.differ(path, element(expected), element(found)),
        }
    }

    fn arguments(&mut self, path: &Path<'_>, name: &str, expected: &TypeInfo, found: &TypeInfo) {
        if expected.arguments.len() != found.arguments.len() {
            return self.differ(path, quoted(display(expected)), quoted(display(found)));
        }
        for (index, (left, right)) in
            expected.arguments.iter().zip(found.arguments.iter()).enumerate()
        {
            let path = path.step(name, Step::Argument(index));
            match (left.ty, right.ty) {
                (Some(left), Some(right)) => self.types(&path, left(), right()),
                (None, None) if left.value == right.value => {}
                (left_ty, right_ty) => {
                    let text = |ty: Option<TypeFn>, value| match ty {
                        Some(ty) => display(ty()),
                        None => wide(value).to_string(),
                    };
                    let expected = text(left_ty, left.value);
                    self.differ(&path, quoted(expected), quoted(text(right_ty, right.value)));
                }
            }
        }
    }

    fn parameters(&mut self, path: &Path<'_>, expected: &TypeInfo, found: &TypeInfo) {
        if expected.fields.len() != found.fields.len() {
            let count = |ty: &TypeInfo| match ty.fields.len() {
                1 => "1 parameter".to_owned(),
                count => format!("{count} parameters"),
            };
            return self.differ(path, count(expected), count(found));
        }
        for (index, (left, right)) in expected.fields.iter().zip(found.fields.iter()).enumerate() {
            let path = path.position(Position::Parameter(index + 1));
            if left.flags | right.flags != 0 {
                self.differ(&path, "a parameter that can be checked", "unknown flags");
            }
            self.types(&path, (left.ty)(), (right.ty)());
        }
    }

    fn fields(
        &mut self,
        path: &Path<'_>,
        owner: &str,
        expected: Records<Field>,
        found: Records<Field>,
    ) {
        let list = |fields: Records<Field>| names(fields, |field| field.name.as_str());
        if expected.len() != found.len()
            || expected.iter().zip(found.iter()).any(|(a, b)| a.name.as_str() != b.name.as_str())
        {
            let path = path.step(owner, Step::Whole);
            let text = |fields: Records<Field>| format!("fields `{}`", list(fields));
            return self.differ(&path, text(expected), text(found));
        }
        for (left, right) in expected.iter().zip(found.iter()) {
            let path = path.step(owner, Step::Field(left.name.as_str()));
            let before = self.differences.len();
            if left.flags | right.flags != 0 {
                self.differ(&path, "a field that can be checked", "unknown flags");
            }
            self.types(&path, (left.ty)(), (right.ty)());
            if left.offset != right.offset && self.differences.len() == before {
                let offset = |field: &Field| format!("an offset of {}", bytes(field.offset));
                self.differ(&path, offset(left), offset(right));
            }
        }
    }

    /// Methods at the end that one side alone has are no difference if they have default bodies: an
    /// object without them runs these, and one with more is not asked for them.
    fn methods(
        &mut self,
        path: &Path<'_>,
        owner: &str,
        expected: Records<Field>,
        found: Records<Field>,
    ) {
        let at = |method: &Field| path.step(owner, Step::Field(method.name.as_str()));
        let number = |methods: Records<Field>, method: &Field| {
            methods
                .iter()
                .position(|other| other.name.as_str() == method.name.as_str())
                .map_or_else(
                    || "no such method".to_owned(),
                    |index| format!("method {}", index + 1),
                )
        };
        for method in expected.iter().chain(found.iter()) {
            if method.flags & !method_flags::KNOWN != 0 {
                return self.differ(&at(method), "a method that can be checked", "unknown flags");
            }
        }
        for (left, right) in expected.iter().zip(found.iter()) {
            if left.name.as_str() != right.name.as_str() {
                let (left_number, right_number) = (number(expected, left), number(found, left));
                return self.differ(&at(left), left_number, right_number);
            }
            if (left.flags ^ right.flags) & method_flags::EXCLUSIVE != 0 {
                self.differ(&at(left), receiver(left), receiver(right));
            }
            self.types(&at(left), (left.ty)(), (right.ty)());
            if left.offset != right.offset {
                self.differ(&at(left), left.offset, right.offset);
            }
        }
        let required = |method: &&Field| method.flags & method_flags::DEFAULT == 0;
        for method in expected.iter().skip(found.len()).filter(required) {
            self.differ(&at(method), number(expected, method), "no such method");
        }
        for method in found.iter().skip(expected.len()).filter(required) {
            self.differ(&at(method), "no such method", "one without a default body");
        }
    }

    fn variants(&mut self, path: &Path<'_>, owner: &str, expected: &TypeInfo, found: &TypeInfo) {
        let list = |ty: &TypeInfo| names(ty.variants, |variant| variant.name.as_str());
        let mut pairs = expected.variants.iter().zip(found.variants.iter());
        if expected.variants.len() != found.variants.len()
            || pairs.any(|(a, b)| a.name.as_str() != b.name.as_str())
        {
            let path = path.step(owner, Step::Whole);
            let text = |ty: &TypeInfo| format!("variants `{}`", list(ty));
            return self.differ(&path, text(expected), text(found));
        }
        for (left, right) in expected.variants.iter().zip(found.variants.iter()) {
            let path = path.step(owner, Step::Variant(left.name.as_str()));
            if left.discriminant != right.discriminant {
                let value = |discriminant| format!("discriminant {}", wide(discriminant));
                self.differ(&path, value(left.discriminant), value(right.discriminant));
            }
            self.fields(&path, owner, left.fields, right.fields);
        }
    }
}

fn has_children(ty: &TypeInfo) -> bool {
    ty.element.is_some()
        || !ty.fields.is_empty()
        || !ty.variants.is_empty()
        || !ty.arguments.is_empty()
}

/// Why a type cannot be checked by this version, if so.
fn unknown(ty: &TypeInfo) -> Option<String> {
    let known_kind = (kind::PRIMITIVE..=kind::FUTURE).contains(&ty.kind);
    let readable =
        ty.arguments.is_readable() && ty.fields.is_readable() && ty.variants.is_readable();
    if (ty.record_size as usize) < size_of::<TypeInfo>() || !readable {
        Some("a description that this version cannot read".to_owned())
    } else if !known_kind {
        Some(format!("a type of kind {}, made by a newer version", ty.kind))
    } else if ty.flags & !type_flags::KNOWN != 0 {
        Some(format!("a type with flags {:#x}, made by a newer version", ty.flags))
    } else {
        None
    }
}

/// How a method takes its object.
fn receiver(method: &Field) -> &'static str {
    if method.flags & method_flags::EXCLUSIVE == 0 { "`&self`" } else { "`&mut self`" }
}

fn element(ty: Option<TypeFn>) -> String {
    ty.map_or_else(|| "no element".to_owned(), |ty| quoted(display(ty())))
}

fn quoted(text: impl fmt::Display) -> String {
    format!("`{text}`")
}

fn bytes(count: usize) -> String {
    if count == 1 { "1 byte".to_owned() } else { format!("{count} bytes") }
}
