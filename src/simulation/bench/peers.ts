import { spawnSync } from 'node:child_process';
import { ReportFold } from '../../analysis/report-fold';
import type { TraceColumns, TraceFold } from '../../kernel/trace';
import { behaviours } from '../../kinds/behaviours';
import { Fact } from '../../network/facts';
import type { Scenario } from '../../scenario/scenario';
import { World } from '../world';
import type { Measurement, Target } from './measurement';
import simpyQueue from './peers/queue.py?raw';
import { MARKOVIAN_UTILISATION, markovianQueue } from './reference-graph';
import { scenarioOf, simulate } from './runs';
import { cpuMs, timesOf } from './timing';

const CUSTOMERS = 200_000;
const ROUNDS = 5;
const SERVERS = [1, 8] as const;
const FASTER: Target = { atLeast: 10, aim: 20 };

/** What a library needed for its rounds. */
interface Rounds {
  readonly cpuSec: readonly number[];
  /** In service times. */
  readonly meanSojourn: number;
}
interface SimPyRounds extends Rounds {
  readonly simpy: string;
  readonly python: string;
}

/** Their mean time in the system is all that the other side's program tells. */
class MeanSojourn implements TraceFold {
  private sum = 0;
  private count = 0;

  read({ fact, value }: TraceColumns, from: number, to: number): void {
    for (let row = from; row < to; row++) {
      if (fact[row] !== Fact.settled) continue;
      this.sum += value[row];
      this.count++;
    }
  }

  get mean(): number {
    return this.sum / this.count;
  }
}

/** A run, in CPU time of all its threads, and the mean time in the system, ms. */
type Run = (scenario: Scenario, untilMs: number) => { readonly ms: number; readonly meanMs: number };

/** The run and what the other side tells of it. */
const likeForLike: Run = (scenario, untilMs) => {
  const world = new World(scenario, behaviours);
  const sojourn = new MeanSojourn();
  world.kernel.trace.subscribe(sojourn);
  const ms = cpuMs(() => {
    world.start();
    world.kernel.run(untilMs);
    world.kernel.trace.flush();
  });
  return { ms, meanMs: sojourn.mean };
};

/** The run as `npm run simulate` does it, with fingerprint and report. */
const reported: Run = (scenario, untilMs) => {
  const report = new ReportFold(scenario);
  const simulation = simulate(scenario, [report]);
  const ms = cpuMs(() => simulation.runUntil(untilMs));
  const { nodes } = report.finish(untilMs, { events: simulation.events, fingerprint: simulation.hash() });
  return { ms, meanMs: nodes.queue.sojournMs.mean };
};

function spillway(servers: number, run: Run): Rounds {
  const cpuSec: number[] = [];
  let sum = 0;
  for (let seed = 0; seed <= ROUNDS; seed++) {
    const scenario = { ...scenarioOf(markovianQueue(servers)), seed };
    const { ms, meanMs } = run(scenario, CUSTOMERS / (MARKOVIAN_UTILISATION * servers));
    // The first warms up.
    if (seed === 0) continue;
    cpuSec.push(ms / 1000);
    sum += meanMs;
  }
  return { cpuSec, meanSojourn: sum / ROUNDS };
}

/** A Python that has SimPy: `PYTHON`, or the first of the usual ones. */
function findPython(): string | null {
  const usual = ['python3', '/usr/bin/python3', 'python'];
  const candidates = process.env.PYTHON ? [process.env.PYTHON] : usual;
  const hasSimPy = 'import simpy, sys; sys.exit(int(simpy.__version__.split(".")[0]) < 3)';
  return candidates.find((python) => spawnSync(python, ['-c', hasSimPy]).status === 0) ?? null;
}

function runSimPy(python: string, servers: number): SimPyRounds {
  const args = ['-', String(servers), String(CUSTOMERS), String(ROUNDS)];
  const { status, stdout, stderr } = spawnSync(python, args, { input: simpyQueue, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${python}: ${stderr}`);
  return JSON.parse(stdout);
}

/** Two samples of the same model agree within this much: each is a million customers, whose times are correlated. */
const AGREEMENT = 0.05;

function sameModel(ours: Rounds, theirs: Rounds): void {
  const difference = Math.abs(ours.meanSojourn / theirs.meanSojourn - 1);
  if (difference > AGREEMENT) {
    throw new Error(`not the same model: ${ours.meanSojourn} and ${theirs.meanSojourn} service times in the system`);
  }
}

/** Other libraries in the same session: the same model, the same number of customers, warm. */
export function* peers(): Generator<Measurement> {
  const python = findPython();
  for (const servers of SERVERS) {
    const perSec = ({ cpuSec }: Rounds) => {
      const { least, median } = timesOf(cpuSec);
      return { value: CUSTOMERS / least, median: CUSTOMERS / median };
    };
    const ours = spillway(servers, likeForLike);
    const withReport = spillway(servers, reported);
    yield { name: `M/M/${servers}: Spillway, the mean time in the system`, ...perSec(ours), unit: 'customers/CPU s' };
    yield { name: `M/M/${servers}: Spillway, fingerprint and report`, ...perSec(withReport), unit: 'customers/CPU s' };
    if (python === null) {
      const note = 'no SimPy here: apt-get install python3-simpy3, or pip install simpy';
      yield { name: `M/M/${servers}: SimPy`, value: null, unit: '', note };
      continue;
    }
    const theirs = runSimPy(python, servers);
    sameModel(ours, theirs);
    sameModel(withReport, theirs);
    const simpy = `SimPy ${theirs.simpy} on ${theirs.python}`;
    const times = ({ cpuSec }: Rounds) => timesOf(theirs.cpuSec).least / timesOf(cpuSec).least;
    yield { name: `M/M/${servers}: ${simpy}, the mean time in the system`, ...perSec(theirs), unit: 'customers/CPU s' };
    yield { name: `M/M/${servers}: like for like`, value: times(ours), unit: '×', target: FASTER };
    yield {
      name: `M/M/${servers}: Spillway with its report against SimPy without`,
      value: times(withReport),
      unit: '×',
    };
  }
}
