//! What must not be done with an object of another binary ends in a panic, not in anything else.
//!
//! Versions of one interface, as separate builds have them, are modules here that share an `id`.
#![forbid(unsafe_code)]
#![allow(missing_docs, clippy::pedantic, reason = "exports for these tests alone")]

use std::sync::Arc;

use plugin_core::{HostContext, Mut, Ref, Transfer, catch, export, interface};

plugin_core::plugin!();

fn host() -> HostContext {
    HostContext::builder().exports(&PLUGIN).build()
}

#[interface]
pub trait Text: Send + Sync {
    fn text(&self) -> &str;
    fn set(&mut self, text: &str);
}

struct Owned(String);

impl Text for Owned {
    fn text(&self) -> &str {
        &self.0
    }
    fn set(&mut self, text: &str) {
        text.clone_into(&mut self.0);
    }
}

#[export]
fn edit(mut text: Arc<dyn Text>) {
    Arc::get_mut(&mut text).expect("this side has one count").set("changed");
}

#[export]
fn edit_lent(text: &mut dyn Text) {
    text.set("changed");
}

#[export]
fn same(text: Arc<dyn Text>) -> Arc<dyn Text> {
    text
}

const SHARED: &str = "`Text::set` changes an object that others share";

#[test]
fn an_object_that_others_share_is_not_changed() {
    let ours: Arc<dyn Text> = Arc::new(Owned("ours".to_owned()));
    let edit = host().lookup::<fn(Arc<dyn Text>)>("edit").unwrap();
    assert_eq!(edit.try_call(ours.clone()).unwrap_err().message(), SHARED);

    // A handle of it, lent exclusively, is not the object lent exclusively.
    let same = host().lookup::<fn(Arc<dyn Text>) -> Arc<dyn Text>>("same").unwrap();
    let mut handle = same.call(ours.clone());
    let edit_lent = host().lookup::<fn(Mut<dyn Text>)>("edit_lent").unwrap();
    let lent = Arc::get_mut(&mut handle).expect("this side has one count");
    assert!(edit_lent.try_call(lent).unwrap_err().message().contains(SHARED));

    let mut crossing = <Arc<dyn Text> as Transfer>::into_abi(ours.clone());
    let panic = catch(|| crossing.set("changed")).unwrap_err();
    assert_eq!(panic.message(), SHARED);
    assert_eq!(ours.text(), "ours");
}

macro_rules! version {
    ($module:ident $id:literal { $($body:tt)* }) => {
        pub mod $module {
            #[plugin_core::interface(id = $id)]
            pub trait Version {
                $($body)*
            }
        }
    };
}

version!(first "com.example.Version" { fn a(&self) -> u64; });
version!(with_b "com.example.Version" { fn a(&self) -> u64; fn b(&self) -> u64 { 2 } });
version!(with_c "com.example.Version" { fn a(&self) -> u64; fn c(&self) -> &str { "default" } });
version!(needs_b "com.example.Version" { fn a(&self) -> u64; fn b(&self) -> u64; });
version!(maker_of_first "com.example.Maker" { fn make(&self) -> Box<dyn super::first::Version>; });
version!(maker_of_b "com.example.Maker" { fn make(&self) -> Box<dyn super::with_b::Version>; });
version!(maker_of_c "com.example.Maker" { fn make(&self) -> Box<dyn super::with_c::Version>; });

struct Object;

impl first::Version for Object {
    fn a(&self) -> u64 {
        1
    }
}

struct ObjectWithB;

impl with_b::Version for ObjectWithB {
    fn a(&self) -> u64 {
        1
    }
    fn b(&self) -> u64 {
        0x4141_4141
    }
}

impl maker_of_b::Version for ObjectWithB {
    fn make(&self) -> Box<dyn with_b::Version> {
        Box::new(Self)
    }
}

#[export]
fn object() -> Box<dyn first::Version> {
    Box::new(Object)
}

#[export]
fn object_with_b() -> Box<dyn with_b::Version> {
    Box::new(ObjectWithB)
}

#[export]
fn maker() -> Box<dyn maker_of_b::Version> {
    Box::new(ObjectWithB)
}

#[export]
fn show_c(object: &dyn with_c::Version) -> String {
    object.c().to_owned()
}

#[export]
fn show_b(object: Box<dyn needs_b::Version>) -> u64 {
    object.b()
}

#[export]
fn show_made(maker: Box<dyn maker_of_c::Version>) -> String {
    maker.make().c().to_owned()
}

#[test]
fn an_object_of_one_stranger_is_not_taken_for_one_of_another() {
    let host = host();
    let object = host.lookup::<fn() -> Box<dyn first::Version>>("object_with_b").unwrap().call();
    let show = host.lookup::<fn(Ref<dyn first::Version>) -> String>("show_c").unwrap();
    let error = show.try_call(&*object).unwrap_err();
    assert_eq!(
        error.message(),
        "an object of another `dyn com.example.Version` came here by way of a binary that is compatible \
         with both: com.example.Version.c: expected method 2, found no such method"
    );
    // What both know, both can use.
    let object = host.lookup::<fn() -> Box<dyn first::Version>>("object").unwrap().call();
    assert_eq!(show.call(&*object), "default");

    let maker = host.lookup::<fn() -> Box<dyn maker_of_first::Version>>("maker").unwrap().call();
    let show = host.lookup::<fn(Box<dyn maker_of_first::Version>) -> String>("show_made").unwrap();
    let error = show.try_call(maker).unwrap_err();
    assert!(error.message().starts_with("an object of another `dyn com.example.Maker`"), "{error}");
}

#[test]
fn an_object_without_a_method_is_not_taken_for_one_with_it() {
    let host = host();
    let object = host.lookup::<fn() -> Box<dyn with_b::Version>>("object").unwrap().call();
    assert_eq!(object.b(), 2, "the default body");
    let show = host.lookup::<fn(Box<dyn with_b::Version>) -> u64>("show_b").unwrap();
    let error = show.try_call(object).unwrap_err();
    assert!(
        error.message().starts_with("an object of another `dyn com.example.Version`"),
        "{error}"
    );
}
