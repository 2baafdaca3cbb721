//! A plugin: functions and variables marked with `#[export]`.
#![forbid(unsafe_code)]

use std::sync::atomic::{AtomicI64, Ordering};

use greeter_api::Point;
use plugin_core::{export, init};

plugin_core::plugin!();

/// The number that [`f`] greets.
#[export]
pub static V: AtomicI64 = AtomicI64::new(0);

/// Prints a greeting.
#[export]
pub fn f() {
    println!("Hello, number {}", V.load(Ordering::Relaxed));
}

/// Greets somebody by name.
#[export]
pub fn greet(name: &str) -> String {
    format!("Hello, {name}!")
}

/// The point reflected at the origin: a struct that crosses by value.
#[export]
pub fn reflect(point: Point) -> Point {
    Point { x: -point.x, y: -point.y }
}

/// Moves a point of the host's in place.
#[export]
pub fn shift(point: &mut Point, by: &Point) {
    point.x += by.x;
    point.y += by.y;
}

/// Divides, and panics when there is nothing to divide by.
#[export]
pub fn divide(a: u64, b: u64) -> u64 {
    a / b
}

/// Adds as fast as a function pointer: no conversion, no guard.
#[export(name = "fast_add")]
pub extern "C" fn add(a: u64, b: u64) -> u64 {
    a + b
}

/// Runs once, when the plugin is first opened. It may also return a `Result`.
#[init]
fn start() {
    V.store(1, Ordering::Relaxed);
}
