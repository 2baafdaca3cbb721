//! The plugin tested as a host sees it: built as a `cdylib`, opened and called.

#[test]
fn the_cdylib_greets() {
    let file = plugin_host::build::current().unwrap();
    let plugin = plugin_host::open(file).unwrap();
    let greet = plugin.lookup::<fn(&str) -> String>("greet").unwrap();
    assert_eq!(greet.call("world"), "Hello, world!");
    // The crate itself is an ordinary one.
    assert_eq!(greeter::greet("world"), "Hello, world!");
}
