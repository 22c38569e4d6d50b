import type { EventCode, Kernel } from '../../kernel/kernel';
import { copyPlain } from '../../kernel/snapshot';
import type { Population } from '../../kernel/statechart/population';
import { Fact } from '../facts';
import { append, emptyList, type FrameList, remove, takeFirst } from '../frames/frame-list';
import { type Frames, NONE, Phase } from '../frames/frames';
import type { Link } from '../links/link';
import { UNREACHABLE_MS } from '../links/unreachable';
import type { Network } from '../network';
import { Outcome } from '../outcomes';
import { CONNECTING, connectionMachine, IDLE, IN_USE } from './connection-machine';
import type { ConnectionsParams } from './connections-field';
import type { Wire } from './wire';

/** The connections of one link. */
interface Pool {
  /** All that ever were, by their number in the population. */
  readonly members: number[];
  /** Those that are closed. */
  readonly spare: number[];
  /** Those that can take a call; the one used last comes first. */
  readonly ready: number[];
  connecting: number;
  /** Calls that wait for a connection, in the order in which they came. */
  readonly line: FrameList;
  lineArmed: boolean;
}

/** What changes in connections during a run, besides their statecharts: plain data. */
export interface ConnectionsState {
  /** By link; null for one that was never used. */
  readonly pools: (Pool | null)[];
  /** By connection: its link, the calls that are under way on it, whether it was used, and since when it is idle. */
  readonly links: number[];
  readonly calls: number[];
  readonly used: boolean[];
  readonly idleSince: number[];
  readonly idleArmed: boolean[];
}

const noConnections = (): ConnectionsState => ({
  pools: [],
  links: [],
  calls: [],
  used: [],
  idleSince: [],
  idleArmed: [],
});

const emptyPool = (): Pool => ({
  members: [],
  spare: [],
  ready: [],
  connecting: 0,
  line: emptyList(),
  lineArmed: false,
});

/**
 * The connections of all links that have a limit on them, each a statechart. A call takes one that is ready, or waits
 * for the next: one that is opened for it, or one that another call gives back, whichever comes first.
 */
export class Connections {
  private readonly population: Population<typeof connectionMachine>;
  private readonly frames: Frames;
  private readonly kernel: Kernel;
  private readonly connected: EventCode;
  private readonly idleDue: EventCode;
  private readonly lineDue: EventCode;
  private readonly events: Readonly<Record<'connect' | 'connected' | 'failed' | 'take' | 'finish' | 'close', number>>;
  private state: ConnectionsState = noConnections();

  /**
   * @param onGranted a call has a connection and may go; it is or is not the first on it
   * @param onDenied a call will get none: it must come back to its caller
   */
  constructor(
    private readonly network: Network,
    private readonly onGranted: (frame: number, link: Link, isFirst: boolean) => void,
    private readonly onDenied: (frame: number, link: Link, outcome: Outcome) => void,
  ) {
    const { kernel, statecharts, frames } = network;
    this.frames = frames;
    this.kernel = kernel;
    this.population = statecharts.populate(connectionMachine);
    const index = (event: 'connect' | 'connected' | 'failed' | 'take' | 'finish' | 'close') =>
      this.population.eventIndex(event);
    this.events = {
      connect: index('connect'),
      connected: index('connected'),
      failed: index('failed'),
      take: index('take'),
      finish: index('finish'),
      close: index('close'),
    };
    this.connected = kernel.on((connection) => this.onConnected(connection));
    this.idleDue = kernel.on((connection) => this.onIdleDue(connection));
    this.lineDue = kernel.on((link) => this.onLineDue(network.links[link]));
  }

  /** A call wants a connection: it is granted one now or later, or denied. */
  acquire(frame: number, link: Link, wire: Wire, params: ConnectionsParams): void {
    const pool = this.poolOf(link);
    if (pool.ready.length > 0) {
      this.take(frame, link, wire, pool);
      return;
    }
    this.openFor(pool.line.length + 1, link, wire, params, pool);
    const unserved = pool.line.length - pool.connecting * wire.streams;
    if (params.maxWaiting !== null && unserved >= params.maxWaiting) {
      this.onDenied(frame, link, Outcome.bulkheadFull);
      return;
    }
    this.frames.phase[frame] = Phase.unconnected;
    this.frames.since[frame] = this.kernel.now;
    append(this.frames, pool.line, frame);
    const { parent, serial } = this.frames;
    const caller = parent[frame] === NONE ? 0 : serial[parent[frame]];
    this.network.record(Fact.held, Outcome.pending, link.index, serial[frame], caller, 0);
    this.armLine(link, params, pool);
  }

  /**
   * A call is over for its caller. Where it got no answer, a connection for one call at a time is of no use any more:
   * what comes on it next would be that answer.
   */
  release(frame: number, link: Link, wire: Wire, isAnswered: boolean): void {
    const connection = this.frames.connection[frame];
    if (connection === NONE) return;
    this.frames.connection[frame] = NONE;
    const pool = this.poolOf(link);
    const { calls } = this.state;
    calls[connection]--;
    if (!isAnswered && wire.streams === 1) this.close(connection, pool);
    else {
      if (calls[connection] === wire.streams - 1) pool.ready.push(connection);
      if (calls[connection] === 0) this.becomeIdle(connection, link, this.events.finish);
    }
    this.serveLine(link, wire, pool);
  }

  /** A call stops waiting for a connection. */
  withdraw(frame: number, link: Link): void {
    remove(this.frames, this.poolOf(link).line, frame);
    this.endWait(frame, link);
  }

  private endWait(frame: number, link: Link): void {
    const { frames, kernel } = this;
    this.network.record(Fact.letGo, 0, link.index, frames.serial[frame], 0, kernel.now - frames.since[frame]);
  }

  /** A node went down: the connections that end there are gone. */
  resetTo(node: number): void {
    const { network, frames, state } = this;
    const reset = state.pools.flatMap((pool, link) => (pool !== null && network.links[link].to === node ? [link] : []));
    if (reset.length === 0) return;
    frames.forEach((frame) => {
      const connection = frames.connection[frame];
      if (connection !== NONE && network.links[state.links[connection]].to === node) frames.connection[frame] = NONE;
    });
    for (const index of reset) {
      const link = network.links[index];
      const pool = this.poolOf(link);
      for (const connection of pool.members) {
        state.calls[connection] = 0;
        this.close(connection, pool);
      }
      if (link.wire !== null) this.serveLine(link, link.wire, pool);
    }
  }

  /** How many connections of a link are closed, connecting, idle and in use; null where it has no limit on them. */
  countsOf(link: Link): number[] | null {
    const max = link.wire?.connections?.max;
    if (max === undefined) return null;
    const counts = [0, 0, 0, 0];
    for (const connection of this.state.pools[link.index]?.members ?? []) {
      counts[this.population.stateIndex(connection)]++;
    }
    counts[0] = max - counts[CONNECTING] - counts[IDLE] - counts[IN_USE];
    return counts;
  }

  /** The machine of all of them, for whoever looks at it. */
  get chart(): Population<typeof connectionMachine> {
    return this.population;
  }

  save(): ConnectionsState {
    return copyPlain(this.state);
  }

  restore(saved: ConnectionsState): void {
    this.state = copyPlain(saved);
  }

  private poolOf(link: Link): Pool {
    const { pools } = this.state;
    while (pools.length <= link.index) pools.push(null);
    const known = pools[link.index];
    if (known !== null) return known;
    const pool = emptyPool();
    pools[link.index] = pool;
    return pool;
  }

  private take(frame: number, link: Link, wire: Wire, pool: Pool): void {
    const { calls, used } = this.state;
    const connection = pool.ready[pool.ready.length - 1];
    const isFirst = !used[connection];
    used[connection] = true;
    calls[connection]++;
    if (calls[connection] === 1) this.population.send(connection, this.events.take);
    if (calls[connection] === wire.streams) pool.ready.pop();
    this.frames.connection[frame] = connection;
    this.onGranted(frame, link, isFirst);
  }

  /** Gives connections to those who wait, and opens more for those who then still do. */
  private serveLine(link: Link, wire: Wire, pool: Pool): void {
    while (pool.line.length > 0 && pool.ready.length > 0) {
      const first = takeFirst(this.frames, pool.line);
      this.endWait(first, link);
      this.take(first, link, wire, pool);
    }
    if (pool.line.length > 0 && wire.connections !== null) {
      this.openFor(pool.line.length, link, wire, wire.connections, pool);
    }
  }

  /** Opens as many connections as so many calls need that none is ready for, and the limit allows. */
  private openFor(waiting: number, link: Link, wire: Wire, { max }: ConnectionsParams, pool: Pool): void {
    while (pool.connecting * wire.streams < waiting && pool.members.length - pool.spare.length < max) {
      this.open(link, wire, pool);
    }
  }

  private open(link: Link, wire: Wire, pool: Pool): void {
    const connection = pool.spare.pop() ?? this.add(link, pool);
    this.population.send(connection, this.events.connect);
    this.state.used[connection] = false;
    pool.connecting++;
    this.kernel.after(this.setUpMs(link, wire), this.connected, connection);
  }

  private add(link: Link, pool: Pool): number {
    const { links, calls, used, idleSince, idleArmed } = this.state;
    const connection = this.population.add();
    pool.members.push(connection);
    links[connection] = link.index;
    calls[connection] = 0;
    used[connection] = false;
    idleSince[connection] = 0;
    idleArmed[connection] = false;
    return connection;
  }

  private setUpMs(link: Link, wire: Wire): number {
    const { paths, linkPaces } = this.network;
    if (paths.isCut(link.index)) return UNREACHABLE_MS;
    let ms = 0;
    for (let way = 0; way < 2 * wire.setUpRoundTrips; way++) ms += link.travelMs();
    return ms * linkPaces.factorOf(link.index);
  }

  private onConnected(connection: number): void {
    const { network, state, frames } = this;
    const link = network.links[state.links[connection]];
    const { wire } = link;
    const pool = this.poolOf(link);
    pool.connecting--;
    if (wire === null) return;
    if (network.paths.isCut(link.index)) {
      this.population.send(connection, this.events.failed);
      pool.spare.push(connection);
      const first = takeFirst(frames, pool.line);
      if (first !== NONE) {
        this.endWait(first, link);
        this.onDenied(first, link, Outcome.partitioned);
      }
    } else {
      pool.ready.push(connection);
      this.becomeIdle(connection, link, this.events.connected);
    }
    this.serveLine(link, wire, pool);
  }

  private becomeIdle(connection: number, link: Link, event: number): void {
    const { idleSince, idleArmed } = this.state;
    this.population.send(connection, event);
    idleSince[connection] = this.kernel.now;
    const idleMs = link.wire?.connections?.idleMs ?? null;
    if (idleMs === null || idleArmed[connection]) return;
    idleArmed[connection] = true;
    this.kernel.after(idleMs, this.idleDue, connection);
  }

  /** One event watches a connection: it comes again later where the connection was used meanwhile. */
  private onIdleDue(connection: number): void {
    const { links, idleSince, idleArmed } = this.state;
    const link = this.network.links[links[connection]];
    const idleMs = link.wire?.connections?.idleMs ?? null;
    idleArmed[connection] = false;
    if (idleMs === null || this.population.stateIndex(connection) !== IDLE) return;
    const dueMs = idleSince[connection] + idleMs;
    if (dueMs <= this.kernel.now) this.close(connection, this.poolOf(link));
    else {
      idleArmed[connection] = true;
      this.kernel.at(dueMs, this.idleDue, connection);
    }
  }

  /** Does nothing to one that is closed or not open yet. */
  private close(connection: number, pool: Pool): void {
    if (!this.population.send(connection, this.events.close)) return;
    const at = pool.ready.indexOf(connection);
    if (at !== -1) pool.ready.splice(at, 1);
    pool.spare.push(connection);
  }

  private armLine(link: Link, { acquireTimeoutMs }: ConnectionsParams, pool: Pool): void {
    if (acquireTimeoutMs === null || pool.lineArmed || pool.line.length === 0) return;
    pool.lineArmed = true;
    this.kernel.at(this.frames.since[pool.line.head] + acquireTimeoutMs, this.lineDue, link.index);
  }

  /** One event serves all who wait: their time is up in the order in which they came. */
  private onLineDue(link: Link): void {
    const { frames, kernel } = this;
    const pool = this.poolOf(link);
    const params = link.wire?.connections ?? null;
    pool.lineArmed = false;
    if (params === null || params.acquireTimeoutMs === null) return;
    const { head } = pool.line;
    for (
      let frame = head;
      frame !== NONE && frames.since[frame] + params.acquireTimeoutMs <= kernel.now;
      frame = pool.line.head
    ) {
      remove(frames, pool.line, frame);
      this.endWait(frame, link);
      this.onDenied(frame, link, Outcome.bulkheadFull);
    }
    this.armLine(link, params, pool);
  }
}
