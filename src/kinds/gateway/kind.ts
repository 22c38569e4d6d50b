import { type ComponentContext, defineBehaviour } from '../../network/behaviour';
import type { Link } from '../../network/link';
import { Outcome } from '../../network/outcomes';
import { Program } from '../../network/program';
import { emptyServer, Server, type ServerState } from '../../network/server';
import type { GatewayParams } from './params';

interface GatewayState extends ServerState {
  /** Whose turn it is among the links, for operations without a route. */
  turn: number;
}

/** One front door: each operation goes to the service behind its route, and the answer back as it came. */
class Gateway extends Server {
  override state: GatewayState = { ...emptyServer(), turn: 0 };
  /** Where in the program a request to each link begins. */
  private readonly entries: number[];
  private readonly routes = new Map<number, number>();

  constructor(context: ComponentContext<GatewayParams>) {
    const { network, params, outgoing } = context;
    const program = new Program();
    super(
      network,
      context.index,
      context.id,
      context.lifecycle(params.startupMs),
      program,
      params.concurrency,
      params.queueLimit ?? Infinity,
    );
    const overhead = context.sampler('overhead', params.overhead);
    const steps = (link: Link) =>
      program.add(
        [
          { step: 'work', serviceTime: null },
          { step: 'call', link: link.id, operation: '' },
        ],
        {
          link: () => link,
          operation: (name) => network.operation(name),
          sampler: () => overhead,
          random: context.random('branch'),
        },
      );
    this.entries = outgoing.map(steps);
    outgoing.forEach((link, i) => {
      this.routes.set(network.operation(context.peerId(link)), this.entries[i]);
    });
    for (const route of params.routes) {
      const target = outgoing.findIndex((link) => link.id === route.link);
      if (target >= 0) this.routes.set(network.operation(route.operation), this.entries[target]);
    }
  }

  override onArrival(frame: number): void {
    // A gateway that leads nowhere answers so at once.
    if (this.entries.length === 0) this.turnAway(frame, Outcome.noRoute);
    else super.onArrival(frame);
  }

  protected override entry(frame: number): number {
    const route = this.routes.get(this.network.frames.operation[frame]);
    if (route !== undefined) return route;
    const { state, entries } = this;
    const { turn } = state;
    state.turn = (turn + 1) % entries.length;
    return entries[turn];
  }

  /** A proxy hands the answer on as it is. */
  protected override failure(outcome: Outcome): Outcome {
    return outcome;
  }
}

export const gateway = defineBehaviour<GatewayParams>({
  kind: 'gateway',
  create: (context) => new Gateway(context),
});
