//! What a file is by its first bytes.

use crate::error::{Content, Format};

/// How many bytes it takes.
pub(super) const ENOUGH: u64 = 512;

/// The format of a library, or what the file is instead.
pub(super) fn format(start: &[u8]) -> Result<Format, Content> {
    match start {
        [] => Err(Content::Empty),
        [0x7f, b'E', b'L', b'F', ..] => Ok(Format::Elf),
        [0xfe, 0xed, 0xfa, 0xce | 0xcf, ..] | [0xce | 0xcf, 0xfa, 0xed, 0xfe, ..] => {
            Ok(Format::MachO)
        }
        // Java classes start so, too; their fifth to eighth bytes are a number above 43.
        [0xca, 0xfe, 0xba, 0xbe | 0xbf, 0, 0, 0, 1..=43, ..] => Ok(Format::MachO),
        [b'M', b'Z', ..] if is_pe(start) => Ok(Format::Pe),
        [b'#', b'!', ..] => Err(Content::Script),
        _ if start.starts_with(b"!<arch>\n") || start.starts_with(b"!<thin>\n") => {
            Err(Content::StaticLibrary)
        }
        _ if is_text(start) => Err(Content::Text),
        _ => Err(Content::Unknown),
    }
}

/// Whether a file that starts as programs for DOS do is one for Windows; its header's place stands
/// at byte 60 and may lie beyond `start`.
fn is_pe(start: &[u8]) -> bool {
    let Some(place) = start.get(60..).and_then(<[u8]>::first_chunk) else { return false };
    let place = usize::try_from(u32::from_le_bytes(*place)).unwrap_or(usize::MAX);
    start.get(place..).is_none_or(|header| b"PE\0\0".starts_with(&header[..header.len().min(4)]))
}

/// Whether all of it is UTF-8 without control characters, but for a character cut off at the end.
fn is_text(start: &[u8]) -> bool {
    let text = match std::str::from_utf8(start) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&start[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    !text.is_empty() && !text.chars().any(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_their_first_bytes() {
        let pe = {
            let mut pe = vec![0; 256];
            pe[..2].copy_from_slice(b"MZ");
            pe[60] = 128;
            pe[128..132].copy_from_slice(b"PE\0\0");
            pe
        };
        for (start, expected) in [
            (&b""[..], Err(Content::Empty)),
            (b"\x7fELF", Ok(Format::Elf)),
            (b"\xcf\xfa\xed\xfe\x07\0\0\x01", Ok(Format::MachO)),
            (b"\xca\xfe\xba\xbe\0\0\0\x02", Ok(Format::MachO)),
            (b"\xca\xfe\xba\xbe\0\0\0\x41", Err(Content::Unknown)),
            (&pe, Ok(Format::Pe)),
            (b"MZ is a fine start of a text", Err(Content::Text)),
            (b"MZ\0", Err(Content::Unknown)),
            (b"#!/bin/sh\n", Err(Content::Script)),
            (b"!<arch>\n/               0", Err(Content::StaticLibrary)),
            (b"/* GNU ld script */\nINPUT(libx.so)\n", Err(Content::Text)),
            ("gr\u{fc}n".as_bytes(), Err(Content::Text)),
            (b"gr\xc3", Err(Content::Text)),
            (b"\0\x01\x02", Err(Content::Unknown)),
            (b"\xff\xfe", Err(Content::Unknown)),
        ] {
            assert_eq!(format(start), expected, "{}", start.escape_ascii());
        }
    }
}
