/** Prints what Node makes of the experiments: what the other engines are compared with. */
import { runScenario } from '../../src/simulation/run-scenario';
import { numbers, ownMath } from './numbers';
import { nameAtTheEnd, nameGoneBack, PLAYED_BACK_TO_MS, PLAYED_END_MS } from './played';
import type { EngineResults, Results } from './results';
import { presets, runs } from './runs';

const ofPresets: Results = Object.fromEntries(
  presets().flatMap(([id, scenario]) => [
    [nameAtTheEnd(id), runScenario(scenario, { untilMs: PLAYED_END_MS }).fingerprint],
    [nameGoneBack(id), runScenario(scenario, { untilMs: PLAYED_BACK_TO_MS }).fingerprint],
  ]),
);

const all: EngineResults = { results: { ...numbers(), ...runs(), ...ofPresets }, ownMath: ownMath() };
console.log(JSON.stringify(all));
