/** What is told of deliveries agrees with what the brokers do, whichever they are. */
import { describe, expect, test } from 'vitest';
import { LiveFigures } from '../analysis/live-figures';
import { behaviours } from '../kinds/behaviours';
import { catalogue } from '../kinds/catalogue';
import { checkScenario } from '../scenario/check-scenario';
import { PRESETS } from '../scenario/presets';
import type { Scenario } from '../scenario/scenario';
import { Simulation } from './simulation';

const withQueues = PRESETS.flatMap(({ id, load }): [string, Scenario][] => {
  const checked = checkScenario(load(), catalogue);
  if (!checked.ok) throw new Error(JSON.stringify(checked.issues));
  return checked.value.nodes.some(({ kind }) => catalogue[kind]?.queues) ? [[id, checked.value]] : [];
});

describe.each(withQueues)('what became of the messages of %s', (_, scenario) => {
  const live = new LiveFigures(scenario);
  const simulation = new Simulation(scenario, behaviours, { subscribe: (trace) => trace.subscribe(live) });
  const { queues, topology } = live.tally;
  const { deliveries } = queues;

  test.each([5_000, 12_000, 25_000])('is balanced in every queue, at %i ms', (atMs) => {
    simulation.runUntil(atMs);
    simulation.trace.flush();
    if (deliveries === null) throw new Error('nothing is told of messages');
    topology.nodes.forEach((_node, node) => {
      const { queues: rows, consumers, held } = deliveries.report(node);
      expect(held).toBeGreaterThanOrEqual(0);
      for (const row of rows) {
        const gone = row.acked + row.deadLettered + row.expired + row.lost;
        expect(row).toMatchObject({ held: row.published + row.replayed - gone });
      }
      for (const { link, held: unacked } of consumers) {
        expect([link, unacked]).toEqual([
          link,
          queues.unackedByLink[topology.links.findIndex(({ id }) => id === link)],
        ]);
      }
    });
    topology.queues.forEach((_queue, place) => {
      const [ready, unacked] = [queues.ready.value[place], queues.unacked.value[place]];
      expect(deliveries.cameIn[place] - deliveries.wentOut[place]).toBe(ready);
      expect(deliveries.messages.held(place)).toBe(ready + unacked);
    });
  });
});
