/**
 * The reference graph as the page runs it, in whatever runs this file: Node, or a worker of a browser. Says how many
 * events a second that were, the best of some runs. `e2e/bench/worker.js` compares the two.
 */
import { referenceGraph } from './reference-graph';
import { runAsThePage, scenarioOf } from './runs';
import { inTurn, timesOf, wallMs } from './timing';

const graph = scenarioOf(referenceGraph(1, 10_000));
const { perEvent } = inTurn({
  perEvent: () => {
    const { ms, events } = runAsThePage(graph, 5_000, wallMs);
    return ms / events;
  },
});
console.log(JSON.stringify({ eventsPerSec: 1000 / timesOf(perEvent).least }));
