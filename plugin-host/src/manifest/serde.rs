//! How foreign types in a manifest are serialized.

/// An [`ExportKind`](plugin_core::ExportKind), as the text that it is displayed as.
pub(super) mod kind {
    use plugin_core::ExportKind;
    use serde::{Deserialize as _, Deserializer, Serializer};

    const ALL: [ExportKind; 4] =
        [ExportKind::Function, ExportKind::RawFunction, ExportKind::Variable, ExportKind::Object];

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "what serde calls it with")]
    pub(crate) fn serialize<S: Serializer>(kind: &ExportKind, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(kind)
    }

    pub(crate) fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<ExportKind, D::Error> {
        let text = String::deserialize(from)?;
        let kind = ALL.into_iter().find(|kind| kind.to_string() == text);
        Ok(kind.unwrap_or(ExportKind::Unknown))
    }
}

#[cfg(test)]
mod tests {
    use crate::Manifest;
    use crate::manifest::tests::{EXPORT, FULL};
    use crate::manifest::{decode, export};

    #[test]
    fn a_manifest_comes_back_as_it_was() {
        let exports = vec![export::decode(EXPORT.payload()).unwrap()];
        let manifest = Manifest::from(&decode(FULL.payload()).unwrap()).with_exports(exports);
        let text = serde_json::to_string(&manifest).unwrap();
        assert!(text.contains(r#""kind":"function""#), "{text}");
        assert_eq!(serde_json::from_str::<Manifest>(&text).unwrap(), manifest);
    }
}
