import type { Sampler } from '../../kernel/sampler';
import type { ComponentContext } from '../behaviour';
import type { Program } from './program';

/** Appends an operation that is nothing but work for so long; returns where it begins. */
export const addWork = <P>(program: Program, context: ComponentContext<P>, duration: Sampler): number =>
  program.add([{ step: 'work', serviceTime: null }], {
    link: (id) => {
      throw new Error(`${context.id} calls nothing, and so not over ${id}`);
    },
    operation: (name) => context.network.operation(name),
    sampler: () => duration,
    random: context.random('branch'),
  });
