//! How long a setup takes when every answer of Microsoft is 80 ms away, beside what the calls alone must cost. Prints;
//! judges nothing: `cargo bench --bench setup`.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a bench reports by printing")]

#[path = "../tests/setup/support.rs"]
mod setup_support;

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use onramp::clock::Clock;
use onramp::setup::PreflightTarget;
use setup_support::{ADMIN, World, plan};

/// A usual way to Microsoft and back.
const LATENCY: Duration = Duration::from_millis(80);

/// Look, create the app, create its principal, approve, read back: none can be sent before the one ahead is answered.
const LEAST_SEQUENTIAL: u32 = 5;

const RUNS: usize = 5;

/// What one setup cost.
struct Cost {
    preflight: Duration,
    apply: Duration,
    calls: usize,
    parts: usize,
    connections: usize,
}

async fn one_setup() -> Cost {
    let world = World::at(Clock::system()).await;
    world.demo.misbehave(|m| m.latency = LATENCY);
    let (plan, engine) = (plan(), world.engine(ADMIN));
    let start = Instant::now();
    let findings = engine.preflight(&PreflightTarget::of(&plan)).await.unwrap();
    let preflight = start.elapsed();
    let start = Instant::now();
    let outcome = engine.apply(&plan, &findings, &|_| {}).await.unwrap();
    let apply = start.elapsed();
    world.assert_complete(&outcome);
    let requests = world.demo.requests();
    let calls: Vec<_> = requests.iter().filter(|r| r.part.is_none()).collect();
    Cost {
        preflight,
        apply,
        calls: calls.len(),
        parts: requests.len() - calls.len(),
        connections: calls.iter().map(|r| r.connection).collect::<BTreeSet<_>>().len(),
    }
}

fn main() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let floor = LATENCY * LEAST_SEQUENTIAL;
    println!("setup of Cirrus Insight (4 application permissions), {} ms added to every answer", LATENCY.as_millis());
    println!("run  calls  in batches  connections  preflight   apply    total");
    let mut totals = Vec::new();
    for run in 1..=RUNS {
        let cost = runtime.block_on(one_setup());
        let total = cost.preflight + cost.apply;
        println!(
            "{run:>3}  {:>5}  {:>10}  {:>11}  {:>6} ms  {:>4} ms  {:>4} ms",
            cost.calls,
            cost.parts,
            cost.connections,
            cost.preflight.as_millis(),
            cost.apply.as_millis(),
            total.as_millis()
        );
        totals.push(total);
    }
    totals.sort();
    let median = totals[RUNS / 2];
    let over = median.saturating_sub(floor);
    println!(
        "median {} ms; floor {} ms ({LEAST_SEQUENTIAL} sequential calls x {} ms); {} ms of our own",
        median.as_millis(),
        floor.as_millis(),
        LATENCY.as_millis(),
        over.as_millis()
    );
}
