import { type ComponentContext, defineBehaviour } from '../../network/behaviour';
import { addWork } from '../../network/serving/only-work';
import { Program } from '../../network/serving/program';
import { Server } from '../../network/serving/server';
import type { SkeletonParams } from './params';

/**
 * Slots behind a queue, each of which works on one request at a time. What queues and holds workers is a {@link Server};
 * what does not, as a load balancer or a broker, begins from `Component`.
 */
class Skeleton extends Server {
  constructor(context: ComponentContext<SkeletonParams>) {
    const { params } = context;
    const program = new Program();
    // Every random number comes from a stream named after its purpose: another purpose never shifts it.
    addWork(program, context, context.sampler('work time', params.workTime));
    super(context, program, params.slots, params.queueLimit);
  }

  /** Where in the program a request begins. */
  protected override entry(): number {
    return 0;
  }
}

export const skeleton = defineBehaviour<SkeletonParams>({
  kind: 'skeleton',
  create: (context) => new Skeleton(context),
});
