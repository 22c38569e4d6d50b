import type { Scenario } from '../../scenario/scenario';
import { describeValue } from '../../schema/issue';
import type { Axis } from '../many-runs/plan';
import { sweepValues } from '../many-runs/sweep-values';
import { readAssignment } from './assign';
import { Refusal } from './refusal';

/** Understands `path=1,2,5` and `path=from:to:step`, several of which make a grid. Throws {@link Refusal}. */
export function readSweep(scenario: Scenario, texts: readonly string[]): Axis[] {
  const axes: Axis[] = [];
  for (const text of texts) {
    const assignment = readAssignment(scenario, text, '--sweep');
    const { path } = assignment;
    const values = sweepValues(assignment.text);
    if (!values.ok) throw Refusal.of(values.issues.map((issue) => ({ ...issue, path: `--sweep ${path}` })));
    if (axes.some((axis) => axis.path === path)) {
      throw Refusal.at('--sweep', 'each path once', `${describeValue(path)} again`);
    }
    axes.push({ path, values: values.value.map((value) => assignment.valueOf(value)) });
  }
  return axes;
}
