//! What the text operations and their host agree on.
#![forbid(unsafe_code)]

use plugin_core::{Transfer, interface};
use serde::{Deserialize, Serialize};

/// Operations on text, which count the bytes that they process.
#[interface]
pub trait TextOperations: Send {
    /// Reverses the order of the lines.
    fn reverse_lines(&mut self, text: &str) -> String;
    /// Removes words, each with what is between it and the next.
    fn remove_words(&mut self, text: &str, words: Vec<String>) -> String;
    /// How many bytes were processed.
    fn processed_bytes(&self) -> u64;

    /// Runs a command.
    fn run(&mut self, command: Command) -> Reply {
        match command {
            Command::ReverseLines(text) => Reply::ReverseLines(self.reverse_lines(&text)),
            Command::RemoveWords { string, words } => {
                Reply::RemoveWords(self.remove_words(&string, words))
            }
            Command::GetProcessedBytes => Reply::GetProcessedBytes(self.processed_bytes()),
            Command::Batch(commands) => {
                Reply::Batch(commands.into_iter().map(|command| self.run(command)).collect())
            }
        }
    }
}

/// What can be asked for, in JSON or in Rust.
#[derive(Clone, Debug, Deserialize, PartialEq, Transfer)]
pub enum Command {
    /// See [`TextOperations::reverse_lines`].
    ReverseLines(String),
    /// See [`TextOperations::remove_words`].
    RemoveWords {
        /// The text.
        string: String,
        /// The words.
        words: Vec<String>,
    },
    /// See [`TextOperations::processed_bytes`].
    GetProcessedBytes,
    /// One after the other.
    Batch(Vec<Command>),
}

/// The result of the command of the same name.
#[derive(Clone, Debug, PartialEq, Serialize, Transfer)]
pub enum Reply {
    /// The text.
    ReverseLines(String),
    /// The text.
    RemoveWords(String),
    /// The number.
    GetProcessedBytes(u64),
    /// The results, in order.
    Batch(Vec<Reply>),
}
