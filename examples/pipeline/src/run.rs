//! Records on their way through the stages.

use std::error::Error;

use pipeline_api::Stage;
use plugin_host::{PluginPanic, catch};

/// A stage in its place.
pub(crate) struct Step {
    name: String,
    stage: Box<dyn Stage>,
    /// The first error, and how many.
    failures: Option<(String, u64)>,
}

impl Step {
    pub(crate) fn new(name: String, stage: Box<dyn Stage>) -> Self {
        Self { name, stage, failures: None }
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// What the stage has found out.
    pub(crate) fn report(&self) -> Result<String, PluginPanic> {
        catch(|| self.stage.report())
    }

    pub(crate) fn failures(&self) -> Option<(&str, u64)> {
        self.failures.as_ref().map(|(first, count)| (&**first, *count))
    }

    fn fail(&mut self, error: String) {
        self.failures.get_or_insert((error, 0)).1 += 1;
    }
}

/// All stages, in order.
pub(crate) struct Pipeline {
    steps: Vec<Step>,
    /// Whether to go on after an error.
    skip: bool,
}

impl Pipeline {
    pub(crate) fn new(steps: Vec<Step>, skip: bool) -> Self {
        Self { steps, skip }
    }

    pub(crate) fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Sends a record through all stages.
    pub(crate) fn pass(
        &mut self,
        record: &str,
        out: &mut dyn FnMut(&str),
    ) -> Result<(), Box<dyn Error>> {
        let failures = pass(&mut self.steps, record, out);
        self.settle(failures)
    }

    /// Tells each stage, from the first to the last, that there are no more records.
    pub(crate) fn finish(&mut self, out: &mut dyn FnMut(&str)) -> Result<(), Box<dyn Error>> {
        for index in 0..self.steps.len() {
            let (before, after) = self.steps.split_at_mut(index + 1);
            let step = &mut before[index];
            let mut failures = false;
            let finished =
                catch(|| step.stage.finish(&mut |record| failures |= pass(after, record, out)));
            failures |= step.note(finished);
            self.settle(failures)?;
        }
        Ok(())
    }

    /// Whether to go on.
    fn settle(&self, failures: bool) -> Result<(), Box<dyn Error>> {
        let first = self.steps.iter().find_map(|step| Some((step, step.failures()?.0)));
        match first {
            Some((step, error)) if failures && !self.skip => {
                Err(format!("{}: {error}", step.name).into())
            }
            _ => Ok(()),
        }
    }
}

impl Step {
    /// Remembers what went wrong; whether something did.
    fn note(&mut self, result: Result<Result<(), plugin_host::Error>, PluginPanic>) -> bool {
        let error = match result {
            Ok(Ok(())) => return false,
            Ok(Err(error)) => error.to_string(),
            Err(panic) => panic.to_string(),
        };
        self.fail(error);
        true
    }
}

/// Sends a record through these stages; whether one of them failed.
fn pass(steps: &mut [Step], record: &str, out: &mut dyn FnMut(&str)) -> bool {
    let Some((step, rest)) = steps.split_first_mut() else {
        out(record);
        return false;
    };
    let mut failed = false;
    let stage = &mut step.stage;
    // What fails behind this stage is noted there, and is no failure of this one.
    let result = catch(|| stage.record(record, &mut |next| failed |= pass(rest, next, out)));
    failed | step.note(result)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A stage of this program: an ordinary implementation.
    struct Each(fn(&str) -> Result<Option<String>, plugin_host::Error>);

    impl Stage for Each {
        fn record(
            &mut self,
            record: &str,
            next: &mut dyn FnMut(&str),
        ) -> Result<(), plugin_host::Error> {
            if let Some(record) = (self.0)(record)? {
                next(&record);
            }
            Ok(())
        }

        fn finish(&mut self, next: &mut dyn FnMut(&str)) -> Result<(), plugin_host::Error> {
            next("end");
            Ok(())
        }
    }

    fn pipeline(skip: bool) -> Pipeline {
        let doubled = Each(|record| Ok(Some(format!("{record}{record}"))));
        let picky = Each(|record| match record {
            "bb" => Err(plugin_host::Error::msg("not b")),
            "cc" => panic!("not c"),
            _ => Ok(Some(record.to_owned())),
        });
        let step = |name: &str, each: Each| Step::new(name.to_owned(), Box::new(each));
        Pipeline::new(vec![step("doubled", doubled), step("picky", picky)], skip)
    }

    #[test]
    fn records_pass_all_stages_in_order_and_failures_are_counted() {
        let mut pipeline = pipeline(true);
        let mut out = Vec::new();
        let mut sink = |record: &str| out.push(record.to_owned());
        for record in ["a", "b", "c", "d"] {
            pipeline.pass(record, &mut sink).unwrap();
        }
        pipeline.finish(&mut sink).unwrap();
        assert_eq!(out, ["aa", "dd", "end", "end"]);
        let [doubled, picky] = pipeline.steps() else { panic!() };
        assert_eq!((doubled.failures(), picky.failures()), (None, Some(("not b", 2))));
    }

    #[test]
    fn the_first_failure_stops_the_rest_if_it_is_to() {
        let mut pipeline = pipeline(false);
        pipeline.pass("a", &mut |_| ()).unwrap();
        let error = pipeline.pass("c", &mut |_| ()).unwrap_err().to_string();
        assert!(error.starts_with("picky: ") && error.contains("not c"), "{error}");
    }
}
