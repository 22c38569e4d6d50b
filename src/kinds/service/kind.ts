import { type ComponentContext, defineBehaviour } from '../../network/behaviour';
import type { Link } from '../../network/links/link';
import { Manner } from '../../network/serving/manners';
import { ownOperations } from '../../network/serving/own-operations';
import { Program } from '../../network/serving/program';
import { defaultSteps } from './default-steps';
import type { ServiceParams } from './params';
import { ReplicatedServer } from './replicated-server';

class Service extends ReplicatedServer {
  /** Where an operation begins, by its number, if it has steps of its own. The program begins with those of all others. */
  private readonly entries: Map<number, number>;

  constructor(context: ComponentContext<ServiceParams>) {
    const { network, params, outgoing } = context;
    const program = new Program();
    const programContext = ownOperations(context, params.serviceTime);
    const patience = params.queueTimeout === null ? null : context.sampler('patience', params.queueTimeout);
    super(context, program, patience);
    program.add(defaultSteps(params, outgoing), programContext);
    const operations = Object.entries(params.operations);
    const entries = operations.map(
      ([name, operation]) => [network.operation(name), program.add(operation, programContext)] as const,
    );
    this.entries = new Map(entries);
    if (entries.length > 0) this.manners |= Manner.operations;
  }

  protected override entry(frame: number): number {
    if (!(this.manners & Manner.operations)) return 0;
    return this.entries.get(this.network.frames.operation[frame]) ?? 0;
  }

  protected override publishFlags(link: Link): number {
    return link.publishFlags;
  }
}

export const service = defineBehaviour<ServiceParams>({
  kind: 'service',
  columns: [],
  create: (context) => new Service(context),
});
