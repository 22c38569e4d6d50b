import { type ComponentContext, defineBehaviour } from '../../network/behaviour';
import type { Link } from '../../network/links/link';
import { ownOperations } from '../../network/serving/own-operations';
import { Program } from '../../network/serving/program';
import { defaultSteps } from './default-steps';
import type { ServiceParams } from './params';
import { ReplicatedServer } from './replicated-server';

class Service extends ReplicatedServer {
  /** Where an operation begins, by its number; the others, and all where it is null, do what a service does by default. */
  private readonly entries: Map<number, number> | null;
  private readonly defaultEntry: number;

  constructor(context: ComponentContext<ServiceParams>) {
    const { network, params, outgoing } = context;
    const program = new Program();
    const programContext = ownOperations(context, params.serviceTime);
    const patience = params.queueTimeout === null ? null : context.sampler('patience', params.queueTimeout);
    super(context, program, patience);
    this.defaultEntry = program.add(defaultSteps(params, outgoing), programContext);
    const operations = Object.entries(params.operations);
    const entries = operations.map(
      ([name, operation]) => [network.operation(name), program.add(operation, programContext)] as const,
    );
    this.entries = entries.length === 0 ? null : new Map(entries);
  }

  protected override entry(frame: number): number {
    if (this.entries === null) return this.defaultEntry;
    return this.entries.get(this.network.frames.operation[frame]) ?? this.defaultEntry;
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
