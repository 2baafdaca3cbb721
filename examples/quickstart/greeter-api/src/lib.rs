//! The types that host and plugin share: each compiles them for itself, and `lookup` compares what
//! the two compilers made of them.
#![forbid(unsafe_code)]

use plugin_core::Portable;

/// A point of the plane. It has the layout of C, so both sides may look at one value.
#[derive(Portable, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Up.
    pub y: f64,
}
