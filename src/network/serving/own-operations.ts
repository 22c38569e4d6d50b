import type { Distribution } from '../../kernel/distribution';
import type { ComponentContext } from '../behaviour';
import { labelOf } from '../messaging/label';
import { part } from '../parts/parts';
import type { ProgramContext } from './program';

/**
 * What a component looks up whose operations a visitor writes: its own links by their ids, its own service time where a
 * step names none, and a stream of its own for each step that does.
 */
export function ownOperations<P>(context: ComponentContext<P>, serviceTime: Distribution): ProgramContext {
  const { network, outgoing } = context;
  const own = context.sampler('service time', serviceTime);
  let steps = 0;
  let streams = 0;
  return {
    link: (id) => {
      const link = outgoing.find((candidate) => candidate.id === id);
      if (!link) throw new Error(`${context.id} has no link ${id}`);
      return link;
    },
    operation: (name) => network.operation(name),
    label: (link, step) => network.labels.intern(labelOf({ ...step }, labelOf(link.spec.params))),
    sampler: (step) => (step.serviceTime === null ? own : context.sampler(`step ${steps++}`, step.serviceTime)),
    stream: ({ direction, messages, interval }) => {
      const sampler = context.sampler(`stream ${streams++}`, interval);
      return network.openStreams().plan(part('streams').planOf(direction, messages, sampler));
    },
    callers: context.incoming,
    random: context.random('branch'),
  };
}
