fn load() -> Result<(), String> {
    Ok(())
}
