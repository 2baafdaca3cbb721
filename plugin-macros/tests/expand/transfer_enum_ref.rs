pub enum ValueRef<'a> {
    Nothing,
    Text(&'a str),
    Numbers { values: &'a [f64], unit: Option<&'a str> },
}
