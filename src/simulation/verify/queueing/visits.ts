import type { Step } from '../../../network/serving/operations-field';
import { branch, call } from '../systems';

/** At most so many steps fit into one list. */
const STEPS = 100;

/** Calls the stations as often as they are visited, as evenly mixed as whole numbers allow. */
export function visitSteps(visits: readonly number[], name: (index: number) => string): Step[] {
  const most = Math.max(...visits);
  const steps: Step[] = [];
  const done = visits.map(() => 0);
  for (let round = 1; round <= most; round++) {
    visits.forEach((count, index) => {
      if (done[index] * most < count * round && done[index] < count) {
        done[index]++;
        steps.push(call('way', name(index)));
      }
    });
  }
  const blocks: Step[] = [];
  for (let from = 0; from < steps.length; from += STEPS) blocks.push(branch(1, steps.slice(from, from + STEPS)));
  return steps.length <= STEPS ? steps : blocks;
}
