//! Types as people write them.

use std::fmt::Write as _;

use crate::abi::{Records, TypeFn, TypeInfo, kind, symbol_kind, type_flags};

/// How deep a type is written out; deeper ones end in `…`. Recursive types have no end.
const MAX_DEPTH: usize = 6;

/// Where a type stands, which decides how containers are called.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In a signature, where `String` and `RString` are one: the everyday name.
    Signature,
    /// Elsewhere: the name of the type that is there.
    Elsewhere,
}

/// A type as one would write it.
///
/// ```
/// use plugin_core::{Portable, RVec, layout};
///
/// assert_eq!(layout::display(&<RVec<[u8; 4]>>::TYPE), "RVec<[u8; 4]>");
/// ```
pub fn display(ty: &TypeInfo) -> String {
    let mut text = String::new();
    write(&mut text, ty, Place::Elsewhere, 0);
    text
}

/// A type as one would write it in a function's signature, where `RString` is spelled `String`.
pub(crate) fn in_signature(ty: &TypeInfo) -> String {
    let mut text = String::new();
    write(&mut text, ty, Place::Signature, 0);
    text
}

/// A symbol of some kind and type: "function `fn(u64)`", "variable `u64`".
pub(crate) fn symbol(symbol: u32, ty: &TypeInfo) -> String {
    let what = match symbol {
        symbol_kind::FUNCTION => "function",
        symbol_kind::RAW_FUNCTION => "raw function",
        symbol_kind::VARIABLE => "variable",
        symbol_kind::OBJECT => "object",
        other => return format!("symbol of unknown kind {other}"),
    };
    format!("{what} `{}`", display(ty))
}

fn write(text: &mut String, ty: &TypeInfo, place: Place, depth: usize) {
    if depth > MAX_DEPTH {
        text.push('…');
        return;
    }
    let forever = if ty.flags & type_flags::STATIC == 0 { "" } else { "'static " };
    // What is pointed to is there as it is, whatever stands around the pointer.
    let element = |text: &mut String| {
        if let Some(element) = ty.element {
            write(text, element(), Place::Elsewhere, depth + 1);
        }
    };
    match ty.kind {
        kind::ARRAY => {
            text.push('[');
            element(text);
            push(text, format_args!("; {}]", ty.len));
        }
        kind::REFERENCE | kind::REFERENCE_MUT => {
            let mutable = if ty.kind == kind::REFERENCE { "" } else { "mut " };
            push(text, format_args!("&{forever}{mutable}"));
            element(text);
        }
        kind::BOX | kind::ARC => {
            push(text, format_args!("{}<", ty.name.as_str()));
            element(text);
            text.push('>');
        }
        kind::FUTURE => {
            push(text, format_args!("{}<", ty.name.as_str()));
            // The output is converted as a result is.
            if let Some(output) = ty.element {
                write(text, output(), Place::Signature, depth + 1);
            }
            text.push('>');
        }
        kind::SLICE | kind::SLICE_MUT => {
            let mutable = if ty.kind == kind::SLICE { "" } else { "mut " };
            push(text, format_args!("&{forever}{mutable}["));
            element(text);
            text.push(']');
        }
        kind::STR => push(text, format_args!("&{forever}str")),
        kind::TUPLE => list(text, ty.fields.iter().map(|field| field.ty), "(", ")", place, depth),
        kind::FUNCTION | kind::RAW_FUNCTION => {
            if ty.flags & type_flags::UNSAFE != 0 {
                text.push_str("unsafe ");
            }
            if ty.kind == kind::RAW_FUNCTION {
                text.push_str("extern \"C\" ");
            }
            // Nothing is converted on the way into a raw function.
            let place = if ty.kind == kind::FUNCTION { Place::Signature } else { Place::Elsewhere };
            let parameters = ty.fields.iter().map(|field| field.ty);
            list(text, parameters, "fn(", ")", place, depth);
            returns(text, ty, place, depth);
        }
        kind::CALLBACK => {
            push(text, format_args!("dyn {}", ty.name.as_str()));
            list(text, ty.fields.iter().map(|field| field.ty), "(", ")", Place::Signature, depth);
            returns(text, ty, Place::Signature, depth);
            bounds(text, ty);
        }
        kind::INTERFACE => push(text, format_args!("dyn {}", ty.name.as_str())),
        kind::CONTAINER => {
            text.push_str(container(ty.name.as_str(), place));
            arguments(text, ty, place, depth);
        }
        kind::PRIMITIVE
        | kind::UNIT
        | kind::STRUCT
        | kind::TRANSPARENT
        | kind::ENUM
        | kind::OPAQUE => {
            text.push_str(ty.name.as_str());
            arguments(text, ty, place, depth);
        }
        other => push(text, format_args!("a type of unknown kind {other}")),
    }
}

/// The result of a function, unless it returns nothing.
fn returns(text: &mut String, ty: &TypeInfo, place: Place, depth: usize) {
    match ty.element.map(|result| result()) {
        Some(result) if result.kind != kind::UNIT => {
            text.push_str(" -> ");
            write(text, result, place, depth + 1);
        }
        _ => {}
    }
}

/// An interface with what it asks for besides: `dyn Filter + Send`.
pub(super) fn with_bounds(ty: &TypeInfo) -> String {
    let mut text = display(ty);
    bounds(&mut text, ty);
    text
}

/// The traits that an interface or callback asks for besides: ` + Send + Sync`.
fn bounds(text: &mut String, ty: &TypeInfo) {
    for (flag, name) in [
        (type_flags::SEND, "Send"),
        (type_flags::SYNC, "Sync"),
        (type_flags::DEBUG, "Debug"),
        (type_flags::DISPLAY, "Display"),
    ] {
        if ty.flags & flag != 0 {
            push(text, format_args!(" + {name}"));
        }
    }
}

/// The type's name without its arguments.
pub(super) fn called(ty: &TypeInfo, in_signature: bool) -> &'static str {
    let place = if in_signature { Place::Signature } else { Place::Elsewhere };
    match ty.kind {
        kind::CONTAINER => container(ty.name.as_str(), place),
        _ => ty.name.as_str(),
    }
}

/// In a signature, the containers of `abi_stable` go by the names of the standard library's.
fn container(name: &'static str, place: Place) -> &'static str {
    match (place, name) {
        (Place::Signature, "RString") => "String",
        (Place::Signature, "RVec") => "Vec",
        (Place::Signature, "RBox") => "Box",
        (Place::Signature, "ROption") => "Option",
        (Place::Signature, "RResult") => "Result",
        (Place::Signature, "RDuration") => "Duration",
        (Place::Signature, "map") => "HashMap",
        _ => name,
    }
}

fn arguments(text: &mut String, ty: &TypeInfo, place: Place, depth: usize) {
    if ty.arguments.is_empty() {
        return;
    }
    text.push('<');
    for (index, argument) in ty.arguments.iter().enumerate() {
        if index > 0 {
            text.push_str(", ");
        }
        match argument.ty {
            Some(ty) => write(text, ty(), place, depth + 1),
            None => push(text, format_args!("{}", wide(argument.value))),
        }
    }
    text.push('>');
}

fn list(
    text: &mut String,
    types: impl Iterator<Item = TypeFn>,
    open: &str,
    close: &str,
    place: Place,
    depth: usize,
) {
    text.push_str(open);
    for (index, ty) in types.enumerate() {
        if index > 0 {
            text.push_str(", ");
        }
        write(text, ty(), place, depth + 1);
    }
    text.push_str(close);
}

fn push(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    text.write_fmt(arguments).expect("a `String` takes any text");
}

/// The integer that two halves hold.
#[expect(clippy::cast_possible_wrap, reason = "the halves of a sign-extended integer")]
pub(super) fn wide([low, high]: [u64; 2]) -> i128 {
    (u128::from(high) << 64 | u128::from(low)) as i128
}

/// Where a type is defined, with its version: `shapes 0.3, shapes::plane::Point`.
pub(super) fn origin(ty: &TypeInfo) -> String {
    let (module, package) = (ty.module.as_str(), ty.package.as_str());
    let mut text = String::new();
    if !package.is_empty() {
        push(&mut text, format_args!("{package} {}: ", ty.version.as_str()));
    }
    if !module.is_empty() {
        push(&mut text, format_args!("{module}::"));
    }
    text.push_str(&display(ty));
    text
}

/// Names of fields or variants, for a difference in their number or order.
pub(super) fn names<T>(records: Records<T>, name: impl Fn(&'static T) -> &'static str) -> String {
    records.iter().map(name).collect::<Vec<_>>().join(", ")
}
