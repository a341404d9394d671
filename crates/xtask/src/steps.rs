//! Steps of a longer run: each named, timed, and told at the end.

use std::process::ExitCode;
use std::time::{Duration, Instant};

/// A run of named steps.
pub struct Steps {
    begun: Instant,
    done: Vec<Step>,
}

struct Step {
    name: &'static str,
    time: Duration,
    outcome: Outcome,
}

enum Outcome {
    Passed,
    Failed(String),
    /// What it needs had failed.
    LeftOut,
}

impl Steps {
    pub fn new() -> Steps {
        Steps { begun: Instant::now(), done: Vec::new() }
    }

    /// Does a step; a failure is told and remembered, and the run goes on. Says whether it passed.
    pub fn run(&mut self, name: &'static str, work: impl FnOnce() -> Result<(), String>) -> bool {
        println!("\n── {name} ──");
        let begun = Instant::now();
        let result = work();
        let time = begun.elapsed();
        let outcome = match result {
            Ok(()) => Outcome::Passed,
            Err(problem) => Outcome::Failed(problem),
        };
        let passed = matches!(outcome, Outcome::Passed);
        let step = Step { name, time, outcome };
        println!("── {} ──", step.line());
        self.done.push(step);
        passed
    }

    /// Does a step that makes sense only when what it needs has passed.
    pub fn run_after(
        &mut self,
        needed: bool,
        name: &'static str,
        work: impl FnOnce() -> Result<(), String>,
    ) -> bool {
        if needed {
            return self.run(name, work);
        }
        self.done.push(Step { name, time: Duration::ZERO, outcome: Outcome::LeftOut });
        false
    }

    /// Tells how all went.
    pub fn finish(self) -> ExitCode {
        println!("\n── summary ──");
        for step in &self.done {
            println!("{}", step.line());
        }
        let passed = self.done.iter().filter(|step| matches!(step.outcome, Outcome::Passed)).count();
        let failed = self.done.len() - passed;
        println!("all in {}", told(self.begun.elapsed()));
        println!("steps: {passed} passed, {failed} failed");
        if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

impl Step {
    fn line(&self) -> String {
        let time = told(self.time);
        match &self.outcome {
            Outcome::Passed => format!("{}: passed in {time}", self.name),
            Outcome::Failed(problem) => format!("{}: FAILED in {time}: {problem}", self.name),
            Outcome::LeftOut => format!("{}: NOT RUN, a step before it failed", self.name),
        }
    }
}

fn told(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds < 60 {
        format!("{seconds}.{} s", time.subsec_millis() / 100)
    } else {
        format!("{} min {} s", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_whose_need_failed_is_left_out_and_fails_the_run() {
        let mut steps = Steps::new();
        let built = steps.run("build", || Err("no disk".to_owned()));
        assert!(!steps.run_after(built, "use", || panic!("must not run")));
        assert_eq!(steps.finish(), ExitCode::FAILURE);
    }

    #[test]
    fn times_are_told_in_seconds_and_then_in_minutes() {
        assert_eq!(told(Duration::from_millis(1_450)), "1.4 s");
        assert_eq!(told(Duration::from_secs(125)), "2 min 5 s");
    }
}
