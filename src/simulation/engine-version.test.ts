import { expect, it } from 'vitest';
import { catalogue } from '../kinds/catalogue';
import { checkScenario } from '../scenario/check-scenario';
import { ENGINE_VERSION } from './engine-version';
import store from './fixtures/engine-store.json';
import storeWithRabbitmq from './fixtures/engine-store-with-rabbitmq.json';
import known from './fixtures/engine-versions.json';
import { runScenario } from './run-scenario';

/** Neither the scenarios nor what they are made of may change: a change here would hide one of the engine. */
const fingerprintOf = (document: unknown): string => {
  const checked = checkScenario(document, catalogue);
  if (!checked.ok) throw new Error(JSON.stringify(checked.issues));
  return runScenario(checked.value).fingerprint;
};

it('the version of the engine changes whenever results do', () => {
  const fingerprints = [fingerprintOf(store), fingerprintOf(storeWithRabbitmq)];
  const newest = known.at(-1);
  const same = JSON.stringify(newest?.fingerprints) === JSON.stringify(fingerprints);
  const next = same ? ENGINE_VERSION : (newest?.version ?? 0) + 1;
  expect(
    { version: ENGINE_VERSION, fingerprints },
    `the engine gives other results than version ${newest?.version} did. If that is meant: set ENGINE_VERSION in ` +
      `src/simulation/engine-version.ts to ${next} and ADD this line to src/simulation/fixtures/engine-versions.json ` +
      `(the lines before it stay): ${JSON.stringify({ version: next, fingerprints })}`,
  ).toEqual(newest);
});

it('no version stands for two engines', () => {
  expect(known.map(({ version }) => version)).toEqual(known.map((_, index) => index + 1));
  expect(new Set(known.map(({ fingerprints }) => fingerprints.join())).size).toBe(known.length);
});
