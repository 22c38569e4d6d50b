import { type ComponentContext, defineBehaviour } from '../../network/behaviour';
import type { Link } from '../../network/link';
import type { Step } from '../../network/operations-field';
import { Program, type ProgramContext } from '../../network/program';
import { publishFlags } from '../../network/publish-flags';
import { Server } from '../../network/server';
import type { ServiceParams } from './params';

/** Works, then calls or publishes on each of its links in order, then replies. */
function defaultSteps(params: ServiceParams, outgoing: readonly Link[]): Step[] {
  const calls = outgoing.map(
    (link): Step =>
      link.carriesMessages ? { step: 'publish', link: link.id } : { step: 'call', link: link.id, operation: '' },
  );
  const work: Step = { step: 'work', serviceTime: null };
  if (calls.length > 1 && params.fanOut === 'parallel') return [work, { step: 'parallel', steps: calls }];
  return [work, ...calls];
}

class Service extends Server {
  /** Where an operation begins, by its number; the others do what a service does by default. */
  private readonly entries = new Map<number, number>();
  private readonly defaultEntry: number;

  constructor(context: ComponentContext<ServiceParams>) {
    const { network, params, outgoing } = context;
    const program = new Program();
    const serviceTime = context.sampler('service time', params.serviceTime);
    let steps = 0;
    const programContext: ProgramContext = {
      link: (id) => {
        const link = outgoing.find((candidate) => candidate.id === id);
        if (!link) throw new Error(`${context.id} has no link ${id}`);
        return link;
      },
      operation: (name) => network.operation(name),
      sampler: (step) =>
        step.serviceTime === null ? serviceTime : context.sampler(`step ${steps++}`, step.serviceTime),
      random: context.random('branch'),
    };
    super(
      network,
      context.index,
      context.id,
      context.lifecycle(params.startupMs),
      program,
      params.replicas * params.concurrency,
      params.queueLimit ?? Infinity,
      {
        discipline: params.discipline,
        priorities: new Map(
          params.priorities.map(({ operation, priority }) => [network.operation(operation), priority]),
        ),
        patience: params.queueTimeout === null ? null : context.sampler('patience', params.queueTimeout),
      },
    );
    this.defaultEntry = program.add(defaultSteps(params, outgoing), programContext);
    for (const [name, operation] of Object.entries(params.operations)) {
      this.entries.set(network.operation(name), program.add(operation, programContext));
    }
  }

  protected override entry(frame: number): number {
    if (this.entries.size === 0) return this.defaultEntry;
    return this.entries.get(this.network.frames.operation[frame]) ?? this.defaultEntry;
  }

  protected override publishFlags(link: Link): number {
    return publishFlags(link.spec.params);
  }
}

export const service = defineBehaviour<ServiceParams>({
  kind: 'service',
  create: (context) => new Service(context),
});
