//! The text operations.
#![forbid(unsafe_code)]

use std::sync::atomic::{AtomicU64, Ordering};

use plugin_core::export;
use text_operations_api::TextOperations;

plugin_core::plugin!();

/// What new operations begin to count with.
#[export]
pub static INITIAL: AtomicU64 = AtomicU64::new(0);

struct Operations {
    processed: u64,
}

impl TextOperations for Operations {
    fn reverse_lines(&mut self, text: &str) -> String {
        self.processed += text.len() as u64;
        text.lines().rev().flat_map(|line| [line, "\n"]).collect()
    }

    fn remove_words(&mut self, text: &str, words: Vec<String>) -> String {
        self.processed += text.len() as u64;
        let (mut kept, mut rest, mut removed) = (String::new(), text, false);
        while let Some(first) = rest.chars().next() {
            let is_word = first.is_alphabetic();
            let end = rest.find(|c: char| c.is_alphabetic() != is_word).unwrap_or(rest.len());
            let (part, behind) = rest.split_at(end);
            removed = if is_word { words.iter().any(|word| word == part) } else { removed };
            if !removed {
                kept.push_str(part);
            }
            rest = behind;
        }
        kept
    }

    fn processed_bytes(&self) -> u64 {
        self.processed
    }
}

/// Operations with a count of their own.
#[export]
pub fn new() -> Box<dyn TextOperations> {
    Box::new(Operations { processed: INITIAL.load(Ordering::Relaxed) })
}
