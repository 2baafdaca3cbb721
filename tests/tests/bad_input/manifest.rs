//! Manifests that are damaged, or of another version than the host.

use acceptance::mutate::Mutant;
use acceptance::{fixture, isolated};
use plugin_host::plugin_core::manifest::{FIELD_MAX, FORMAT, TARGET, tag};
use plugin_host::{OpenError, Side};

use super::{assert_is, refusal_of_changed};

isolated! {
    fn an_oversized_field_is_refused() {
        for len in [u32::try_from(FIELD_MAX).unwrap() + 1, u32::MAX] {
            let plugin = Mutant::of(&fixture("counter"));
            let field = plugin.field(tag::NAME);
            let error = refusal_of_changed(
                |plugin| plugin.with(field.len.clone(), &len.to_le_bytes()),
                &bad_manifest(
                    field.start,
                    &format!("a field of {len} bytes is longer than {FIELD_MAX} bytes"),
                ),
            );
            assert_is!(error, OpenError::BadManifest { .. });
        }
    }

    fn a_field_that_leaves_the_record_is_refused() {
        let plugin = Mutant::of(&fixture("counter"));
        let field = plugin.field(tag::NAME);
        let error = refusal_of_changed(
            |plugin| plugin.with(field.len.clone(), &65_536_u32.to_le_bytes()),
            &bad_manifest(field.start, "a field ends after the end of the record"),
        );
        assert_is!(error, OpenError::BadManifest { .. });
    }

    fn a_record_that_leaves_its_section_is_refused() {
        let note = Mutant::of(&fixture("counter")).note();
        let error = refusal_of_changed(
            |plugin| plugin.with(note + 4..note + 8, &u32::MAX.to_ne_bytes()),
            &bad_manifest(note, "a note ends after the end of its section"),
        );
        assert_is!(error, OpenError::BadManifest { .. });
    }

    fn a_field_that_stands_there_twice_is_refused() {
        let field = Mutant::of(&fixture("counter")).field(tag::PACKAGE);
        let error = refusal_of_changed(
            |plugin| plugin.with(field.tag.clone(), &tag::NAME.to_le_bytes()),
            &bad_manifest(field.start, "field 1 stands there twice"),
        );
        assert_is!(error, OpenError::BadManifest { .. });
    }

    fn a_field_that_is_not_utf_8_is_refused() {
        let field = Mutant::of(&fixture("counter")).field(tag::NAME);
        let first = field.bytes.start..field.bytes.start + 1;
        let error = refusal_of_changed(
            |plugin| plugin.with(first, b"\xff"),
            &bad_manifest(field.start, "field 1 is not UTF-8"),
        );
        assert_is!(error, OpenError::BadManifest { .. });
    }

    fn a_manifest_of_a_newer_format_is_refused_with_the_cure() {
        let newer = FORMAT + 1;
        let start = Mutant::of(&fixture("counter")).record().start;
        let error = refusal_of_changed(
            |plugin| plugin.with(start..start + 2, &newer.to_le_bytes()),
            &format!(
                "the manifest of `{{}}` has a newer format: expected {FORMAT}, found {newer}; \
                 update `plugin-host`"
            ),
        );
        assert_is!(error, OpenError::NewerManifest { .. });
    }

    fn a_plugin_of_a_newer_abi_is_refused_with_the_cure() {
        let error = refusal_of_changed(
            |plugin| with_abi(plugin, [2, 0, 3, 0]),
            "`{}` has another plugin ABI: expected 1.0, found 2.3; the host is older: update its \
             `plugin-host`",
        );
        assert_is!(error, OpenError::UnsupportedAbi { older: Side::Host, .. });
    }

    fn a_plugin_of_an_older_abi_is_refused_with_the_cure() {
        let error = refusal_of_changed(
            |plugin| with_abi(plugin, [0, 0, 9, 0]),
            "`{}` has another plugin ABI: expected 1.0, found 0.9; the plugin is older: rebuild it \
             with a newer `plugin-core`",
        );
        assert_is!(error, OpenError::UnsupportedAbi { older: Side::Plugin, .. });
    }

    fn a_plugin_without_room_for_a_seal_is_refused() {
        let plugin = Mutant::of(&fixture("counter"));
        let field = plugin.field(tag::SEAL);
        // The last field: the record ends where its padding does.
        let error = refusal_of_changed(
            |plugin| plugin.with(field.tag.clone(), &u16::MAX.to_le_bytes()),
            &bad_manifest(field.bytes.end, "it ends without the room for a seal"),
        );
        assert_is!(error, OpenError::BadManifest { .. });
    }

    fn a_plugin_for_another_target_is_refused() {
        let field = Mutant::of(&fixture("counter")).field(tag::TARGET);
        let other = TARGET.replace("linux", "xunil");
        let error = refusal_of_changed(
            |plugin| plugin.with(field.bytes, other.as_bytes()),
            &format!("`{{}}` is for another target: expected `{TARGET}`, found `{other}`"),
        );
        assert_is!(error, OpenError::WrongTarget { .. });
    }
}

fn bad_manifest(offset: usize, reason: &str) -> String {
    format!("the manifest of `{{}}` is damaged at byte {offset}: {reason}; build or copy it again")
}

fn with_abi(plugin: Mutant, version: [u8; 4]) -> Mutant {
    let field = plugin.field(tag::ABI);
    plugin.with(field.bytes, &version)
}
