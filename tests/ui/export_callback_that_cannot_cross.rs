use std::sync::Arc;

plugin_core::plugin!();

#[plugin_core::export]
fn without_send(_: Box<dyn Fn(u32)>, _: Arc<dyn Fn(u32) + Send + Sync>) {}

#[plugin_core::export]
fn wrong_reference(_: &mut dyn Fn(u32), _: &dyn FnOnce(u32), _: &(dyn Fn() + Sync)) {}

#[plugin_core::export]
fn borrowed(_: &dyn Fn(&str) -> &str, _: &dyn Fn(Option<&str>)) {}

#[plugin_core::export]
fn too_many(_: &mut dyn FnMut(u8, u8, u8, u8, u8), _: &dyn Fn(&mut u8, u8, u8)) {}

#[plugin_core::export]
fn object(_: &dyn Fn(&dyn Greeter)) {}

#[plugin_core::interface]
pub trait Greeter {}

fn main() {}
