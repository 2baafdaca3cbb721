/// Fetches a page.
pub async fn fetch(url: String, tries: u32) -> Result<String, Error> {
    client().fetch(url, tries).await
}
