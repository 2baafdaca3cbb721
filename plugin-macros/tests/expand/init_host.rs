fn start(host: &HostContext) -> Result<(), Error> {
    host.lookup::<fn()>("log")?.call();
    Ok(())
}
