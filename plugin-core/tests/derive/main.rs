//! What the derives emit: descriptions, and the way across and back.
#![forbid(unsafe_code)]

mod portable;
mod transfer;

use plugin_core::Transfer;
use plugin_core::abi::{Field, Records, TypeInfo, Variant};

/// Takes a value across and back.
fn round_trip<T: Transfer>(value: T::Rust<'_>) -> T::Rust<'_> {
    T::from_abi(T::into_abi(value))
}

/// The names and offsets of fields.
fn places(fields: Records<Field>) -> Vec<(&'static str, usize)> {
    fields.iter().map(|field| (field.name.as_str(), field.offset)).collect()
}

/// The types of fields.
fn types(fields: Records<Field>) -> Vec<&'static TypeInfo> {
    fields.iter().map(|field| (field.ty)()).collect()
}

/// The names and discriminants of variants.
fn discriminants(variants: Records<Variant>) -> Vec<(&'static str, i128)> {
    let discriminant = |variant: &Variant| {
        let [low, high] = variant.discriminant;
        i128::from_ne_bytes((u128::from(high) << 64 | u128::from(low)).to_ne_bytes())
    };
    variants.iter().map(|variant| (variant.name.as_str(), discriminant(variant))).collect()
}
