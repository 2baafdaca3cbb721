//! Hooks: what they return, and the order in which they run.

use core::fmt::Display;

use crate::abi::{ContextRecord, HookEntry, HookFn, HookOutcome, Text};
use crate::guard::guard;

/// What a hook may return: `()`, or a `Result<(), E>` whose error can be displayed.
#[diagnostic::on_unimplemented(
    message = "a hook cannot return `{Self}`",
    label = "return `()` or `Result<(), E>` with an `E` that implements `Display`"
)]
pub trait HookResult {
    /// The error's text.
    fn error(self) -> Option<String>;
}

impl HookResult for () {
    fn error(self) -> Option<String> {
        None
    }
}

impl<E: Display> HookResult for Result<(), E> {
    fn error(self) -> Option<String> {
        // `{:#}`: an error that keeps its causes tells them.
        self.err().map(|error| format!("{error:#}"))
    }
}

/// A hook as generated code names it.
pub trait Hook: 'static {
    /// Runs the author's function.
    fn run() -> impl HookResult;

    /// The shim that contains its panics.
    #[doc(hidden)]
    const SHIM: HookFn = {
        extern "C" fn shim<H: Hook + ?Sized>(_: *const ContextRecord) -> HookOutcome {
            guard::<Option<String>>(|| H::run().error())
        }
        shim::<Self>
    };
}

/// Puts hooks into the order of file and line, each after those that it names.
///
/// A path in `after` means the hook whose path it is or, if it is relative, ends with it.
///
/// # Errors
///
/// The problem, in words, if hooks wait for each other or for one that does not exist.
pub(super) fn sort(mut hooks: Vec<HookEntry>) -> Result<Vec<HookEntry>, String> {
    hooks.sort_by_key(|hook| (hook.package.as_str(), hook.file.as_str(), hook.line));
    let mut sorted: Vec<HookEntry> = Vec::with_capacity(hooks.len());
    let known: Vec<HookEntry> = hooks.clone();
    while !hooks.is_empty() {
        let ready = hooks.iter().position(|hook| {
            hook.after.iter().all(|path| sorted.iter().any(|done| is_meant(path, done)))
        });
        match ready {
            Some(index) => sorted.push(hooks.remove(index)),
            None => return Err(problem(&known, &hooks)),
        }
    }
    Ok(sorted)
}

fn is_meant(path: &Text, hook: &HookEntry) -> bool {
    let (path, full) = (path.as_str(), hook.path.as_str());
    let path = path.strip_prefix("crate::").or(path.strip_prefix("self::")).unwrap_or(path);
    full.strip_suffix(path).is_some_and(|rest| rest.is_empty() || rest.ends_with("::"))
}

#[cold]
fn problem(known: &[HookEntry], waiting: &[HookEntry]) -> String {
    for hook in waiting {
        for path in hook.after.iter() {
            if !known.iter().any(|other| is_meant(path, other)) {
                return format!(
                    "hook `{}` ({}:{}) runs after `{}`, which is no hook of its kind",
                    hook.name.as_str(),
                    hook.file.as_str(),
                    hook.line,
                    path.as_str(),
                );
            }
        }
    }
    let names: Vec<_> = waiting
        .iter()
        .map(|hook| format!("`{}` ({}:{})", hook.name.as_str(), hook.file.as_str(), hook.line))
        .collect();
    format!("these hooks wait for each other: {}", names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plugin::Item;

    struct Nothing;
    impl Hook for Nothing {
        fn run() -> impl HookResult {}
    }

    fn hook(path: &'static str, line: u32, after: &'static [Text]) -> HookEntry {
        let name = path.rsplit("::").next().unwrap();
        let item = Item {
            name,
            package: "p",
            file: "src/lib.rs",
            line,
            declaration: "",
            docs: "",
            meta: &[],
        };
        item.hook::<Nothing>(path, after)
    }

    fn order(hooks: Vec<HookEntry>) -> Result<Vec<&'static str>, String> {
        Ok(sort(hooks)?.iter().map(|hook| hook.name.as_str()).collect())
    }

    #[test]
    fn hooks_run_in_the_order_of_lines() {
        assert_eq!(order(vec![hook("p::b", 9, &[]), hook("p::a", 3, &[])]).unwrap(), ["a", "b"]);
    }

    #[test]
    fn a_hook_runs_after_those_that_it_names() {
        static AFTER: [Text; 1] = [Text::new("last")];
        let hooks = vec![hook("p::first", 1, &AFTER), hook("p::m::last", 2, &[])];
        assert_eq!(order(hooks).unwrap(), ["last", "first"]);
    }

    #[test]
    fn hooks_that_wait_for_each_other_are_a_problem_that_names_them() {
        static A: [Text; 1] = [Text::new("b")];
        static B: [Text; 1] = [Text::new("crate::a")];
        let problem = order(vec![hook("p::a", 1, &A), hook("p::b", 2, &B)]).unwrap_err();
        assert_eq!(
            problem,
            "these hooks wait for each other: `a` (src/lib.rs:1), `b` (src/lib.rs:2)"
        );
    }

    #[test]
    fn a_hook_that_waits_for_none_is_a_problem_that_names_it() {
        static AFTER: [Text; 1] = [Text::new("gone")];
        assert_eq!(
            order(vec![hook("p::a", 1, &AFTER)]).unwrap_err(),
            "hook `a` (src/lib.rs:1) runs after `gone`, which is no hook of its kind"
        );
    }
}
