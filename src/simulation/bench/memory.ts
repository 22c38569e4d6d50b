import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { TraceArchive } from '../../analysis/archive/trace-archive';
import { bytesOf } from '../../analysis/archive/trace-block';
import type { Measurement } from './measurement';
import { infiniteServer, referenceGraph } from './reference-graph';
import { placesOf, scenarioOf, simulate } from './runs';
import { cpuMs, inTurn, timesOf } from './timing';

function* checkpoints(): Generator<Measurement> {
  const loaded = simulate(scenarioOf(referenceGraph(1, 100_000)));
  loaded.runUntil(2_000);
  yield { name: 'in flight at the checkpoint', value: loaded.world.network.frames.inUse, unit: 'frames' };
  const saved = loaded.save();
  const { save, restore } = inTurn({
    save: () => cpuMs(() => void loaded.save()),
    restore: () => cpuMs(() => loaded.restore(saved)),
  });
  const both = timesOf(save.map((ms, round) => ms + restore[round]));
  yield {
    name: 'checkpoint and restore',
    value: both.least,
    median: both.median,
    unit: 'ms',
    target: { atMost: 3, aim: 0.5 },
  };
}

/** A request and its answer take a frame each. */
const FRAMES_OF_A_REQUEST = 2;

/** Bytes of all typed arrays that are in use. Those of columns that have grown are garbage, which is collected first. */
function bytesOfArrays(): number {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc');
  // What one collection finds, the next one waits for: arrays are freed on another thread.
  for (let times = 0; times < 3; times++) collectGarbage();
  return process.memoryUsage().arrayBuffers;
}

/** Bytes that a request in flight costs, with half a million of them: its frames and its event. */
function bytesPerRequest(): number {
  const scenario = scenarioOf(infiniteServer(100_000, 60_000, 'constant'));
  const before = bytesOfArrays();
  const simulation = simulate(scenario);
  // Just short of where the columns double: what is measured is a row, not the room for the next ones.
  simulation.runUntil(5_200);
  const { frames } = simulation.world.network;
  return (bytesOfArrays() - before) / (frames.inUse / FRAMES_OF_A_REQUEST);
}

const RECORDED_SEC = 4;
/** More than so long a trace takes: nothing thins out. */
const PLENTY_BYTES = 1024 * 1024 * 1024;

/** What the trace of the reference graph takes where every fact of it is kept. */
function* recorded(): Generator<Measurement> {
  const scenario = scenarioOf(referenceGraph(1, 10_000));
  const archive = new TraceArchive(placesOf(scenario), PLENTY_BYTES);
  simulate(scenario, [archive]).runUntil(RECORDED_SEC * 1000);
  const bytes = archive.blocks().reduce((sum, block) => sum + bytesOf(block), 0);
  yield { name: 'a recorded fact', value: bytes / archive.facts, unit: 'bytes' };
  const perSec = bytes / (1024 * 1024) / RECORDED_SEC;
  yield { name: 'a recorded second of the reference graph, every fact', value: perSec, unit: 'MB' };
}

/** What a run holds, and what it takes to copy it. */
export function* memory(): Generator<Measurement> {
  // First, before anything else leaves garbage behind.
  const bytes = bytesPerRequest();
  yield { name: 'a request in flight', value: bytes, unit: 'bytes', target: { atMost: 200, aim: 135 } };
  yield* checkpoints();
  yield* recorded();
}
