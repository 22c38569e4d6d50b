import type { EventCode, Kernel } from '../kernel/kernel';
import { MAX_SUBJECT } from '../kernel/kernel';
import { createSampler } from '../kernel/sampler';
import type { Statecharts } from '../kernel/statechart/statecharts';
import { Attempts } from './calls/attempts';
import { Carrier } from './calls/carrier';
import type { SavedDeadlines } from './calls/deadlines';
import { keyOfCall } from './calls/idempotency-key';
import type { Component } from './component';
import { Fact } from './facts';
import { ErrorShares } from './faults/error-shares';
import { NodeFaults, type SavedNodeFaults } from './faults/node-faults';
import { Pauses, type SavedPauses } from './faults/pauses';
import { copyFrame, inherit } from './frames/copy-frame';
import { attach, nextSibling, replaceInFamily } from './frames/family';
import { Frames, NONE, NOT_SAID, Phase, type SavedFrames } from './frames/frames';
import { columnsFor } from './links/columns-for';
import type { Link } from './links/link';
import { LinkUses } from './links/link-uses';
import { Paces } from './links/pace';
import { Paths, type SavedPaths } from './links/path';
import { type Label, Labels, labelOf } from './messaging/label';
import { Messages } from './messaging/messages';
import type { Outcome } from './outcomes';
import { part } from './parts/parts';
import { Code } from './serving/code';
import { Crews, type SavedCrews } from './serving/crews';
import { Workers } from './serving/workers';
import { Standing } from './standing';
import { UNARY } from './streams/stream-plan';
import type { Streams, StreamsState } from './streams/streams';
import type { Connections, ConnectionsState } from './wire/connections';

/** Timers of a component are told apart by the low bits of the event's subject. */
const TIMERS_PER_NODE = 256;

export interface SavedNetwork {
  readonly frames: SavedFrames;
  readonly nextSerial: number;
  readonly nodePaces: readonly number[];
  readonly linkPaces: readonly number[];
  readonly deadlines: SavedDeadlines;
  readonly connections: ConnectionsState | null;
  readonly streams: StreamsState | null;
  readonly paths: SavedPaths;
  readonly pauses: SavedPauses;
  readonly errorShares: readonly number[];
  readonly nodeFaults: SavedNodeFaults;
  readonly crews: SavedCrews;
  readonly standing: Uint8Array;
  readonly labels: readonly Label[];
}

/** The limit that a run met, and the component at fault, where one can be named. */
export interface LimitMet {
  readonly limit: 'frames' | 'events' | 'kept';
  readonly node: number;
}

const placeOfMost = (counts: readonly number[]): number =>
  counts.indexOf(counts.reduce((most, count) => (count > most ? count : most), 0));

/** Whether an event is scheduled for a frame that is at a node, its caller's or its callee's. */
const hasEventAtNode = (phase: number): boolean =>
  phase === Phase.working || phase === Phase.backoff || phase === Phase.paced;

/**
 * Carries calls and messages between components. Owns every frame that is under way; a component owns the frames that
 * it holds in its queues until it answers them.
 */
export class Network {
  readonly frames = new Frames();
  readonly nodes: Component[] = [];
  readonly links: Link[] = [];
  readonly uses = new LinkUses();
  readonly nodePaces: Paces;
  readonly linkPaces: Paces;
  readonly paths: Paths;
  readonly pauses: Pauses;
  readonly errorShares = new ErrorShares();
  readonly nodeFaults: NodeFaults;
  readonly crews: Crews;
  readonly workers: Workers;
  readonly standing = new Standing();
  readonly code = new Code();
  /** What messages say about themselves. */
  readonly labels = new Labels();
  /** Null where nobody has ever asked for one. */
  streams: Streams | null = null;
  /** Set when the run had to be stopped. */
  limitMet: LimitMet | null = null;
  private readonly operations = new Map<string, number>([['', 0]]);
  private nextSerial = 1;
  readonly messages: Messages;
  private readonly attempts: Attempts;
  private readonly carrier: Carrier;
  private readonly worked: EventCode;
  private readonly timer: EventCode;

  constructor(
    readonly kernel: Kernel,
    readonly statecharts: Statecharts,
    private readonly maxFrames = 2_000_000,
    private readonly maxKept = 20_000_000,
  ) {
    this.crews = new Crews(statecharts);
    this.workers = new Workers(this);
    this.nodePaces = new Paces(statecharts, (node, state, factor) => this.record(Fact.pace, 0, node, 0, state, factor));
    this.linkPaces = new Paces(statecharts, (link, state, factor) =>
      this.record(Fact.linkPace, 0, link, 0, state, factor),
    );
    this.paths = new Paths(statecharts, (link, state) => this.record(Fact.path, 0, link, 0, state, 0));
    this.pauses = new Pauses(statecharts, kernel, this.frames);
    this.nodeFaults = new NodeFaults(statecharts);
    this.carrier = new Carrier(this, (frame, link, outcome) => this.attempts.onAnswer(frame, link, outcome));
    this.attempts = new Attempts(this, this.carrier);
    this.messages = new Messages(this, this.attempts, this.carrier);
    this.worked = kernel.on((frame) => this.onWorked(frame));
    this.timer = kernel.on((subject) =>
      this.nodes[Math.floor(subject / TIMERS_PER_NODE)].onTimer(subject % TIMERS_PER_NODE),
    );
  }

  addNode(node: Component): void {
    this.nodes.push(node);
    this.nodePaces.add();
    this.pauses.add();
    this.nodeFaults.add();
    this.errorShares.add(this.kernel.random.stream(`${node.id}/errors`));
  }

  addLink(link: Link): void {
    this.links.push(link);
    if (link.carriesMessages) link.label = this.labels.intern(labelOf(link.spec.params));
    this.uses.add(link);
    this.carrier.prepare(link);
    for (const columns of columnsFor(link)) this.frames.keep(columns);
    this.planStreams(link);
    this.linkPaces.add();
    this.paths.add(this.kernel.random.stream(`${link.spec.id}/loss`));
  }

  /** Those that do not come over a link's own parameters have to be asked for before the run begins. */
  openStreams(): Streams {
    this.frames.keep('messages');
    // Where a stream is given up, the callee is told, whatever the protocol.
    this.frames.keep('subject');
    this.streams ??= new (part('streams').Streams)(this);
    return this.streams;
  }

  /** Null where no link counts them. */
  get connections(): Connections | null {
    return this.carrier.connections;
  }

  /** The name of an operation, by its number. */
  readonly operationName = (operation: number): string => [...this.operations.keys()][operation] ?? '';

  /** The number of an operation's name; 0 stands for none. */
  operation(name: string): number {
    let number = this.operations.get(name);
    if (number === undefined) {
      number = this.operations.size;
      this.operations.set(name, number);
    }
    return number;
  }

  /** Records a fact at this moment. */
  record(fact: number, detail: number, place: number, serial: number, extra: number, value: number): void {
    this.kernel.trace.record(fact, detail, place, serial, extra, value);
  }

  newSerial(): number {
    return this.nextSerial++;
  }

  /** A frame held by a node that came over no link: a client's own request. */
  openRequest(node: number, operation: number): number {
    const frame = this.allocate(node);
    const { frames, kernel } = this;
    frames.link[frame] = NONE;
    frames.parent[frame] = NONE;
    frames.operation[frame] = operation;
    frames.hops[frame] = 0;
    frames.serial[frame] = this.newSerial();
    frames.sentAt[frame] = kernel.now;
    if (frames.keepsAttempts) frames.firstSentAt[frame] = kernel.now;
    frames.arrivedAt[frame] = kernel.now;
    frames.phase[frame] = Phase.blocked;
    return frame;
  }

  /**
   * Calls over a link on behalf of `parent`, which will get {@link Component.onReply} exactly once, in a later event,
   * unless it is released before.
   *
   * @param plan what is said in it, where it is a stream: as {@link Streams} number it
   */
  call(link: Link, parent: number, operation: number, plan = UNARY): void {
    const frame = this.allocate(link.to);
    const { frames } = this;
    frames.link[frame] = link.index;
    frames.operation[frame] = operation;
    frames.hops[frame] = frames.hops[parent] + 1;
    if (frames.keepsAttempts) {
      frames.firstSentAt[frame] = this.kernel.now;
      frames.backoffMs[frame] = 0;
    }
    inherit(frames, frame, parent);
    if (this.uses.idempotency) {
      const handsOn = this.nodes[link.from].passesStreamsOn(link);
      frames.idempotencyKey[frame] = keyOfCall(frames, parent, link.index, operation, handsOn);
    }
    attach(this.frames, frame, parent);
    this.streams?.mark(frame, link, parent, plan);
    this.attempts.begin(frame, link);
  }

  /**
   * Answers the caller of `frame`, which the node gives up: it must no longer touch it.
   *
   * @param retryAfterMs how long the caller is asked to wait before another attempt, as by the header `Retry-After`
   */
  reply(frame: number, outcome: Outcome, retryAfterMs = NOT_SAID): void {
    this.frames.work[frame] = retryAfterMs;
    this.carrier.answer(frame, outcome);
  }

  /** Lets `frame` go on in {@link Component.onWorked} after so many ms. */
  work(frame: number, durationMs: number): void {
    this.frames.phase[frame] = Phase.working;
    this.kernel.after(durationMs, this.worked, frame);
  }

  /** Calls {@link Component.onTimer} of that node with `timer` (0 … 255) at that moment. */
  startTimer(node: number, timer: number, atMs: number): void {
    this.kernel.at(atMs, this.timer, node * TIMERS_PER_NODE + timer);
  }

  /**
   * Answers for a frame whose work may still have an event scheduled (its node crashed): the answer travels in a frame
   * of its own, and the old one is freed when its event comes.
   */
  abort(frame: number, outcome: Outcome): void {
    this.orphanChildren(frame);
    if (this.frames.phase[frame] !== Phase.working) {
      this.reply(frame, outcome);
      return;
    }
    const answer = this.succeed(frame);
    this.kill(frame);
    this.reply(answer, outcome);
  }

  /** Ends a frame that nobody waits for: at once, or when the event comes that is still scheduled for it. */
  kill(frame: number): void {
    const { frames } = this;
    if (!hasEventAtNode(frames.phase[frame])) {
      frames.release(frame);
      return;
    }
    frames.phase[frame] = Phase.dead;
    frames.flags[frame] = 0;
  }

  /** A new frame that takes over the caller, link and name of `frame`, for an answer that travels while `frame` lives on. */
  succeed(frame: number): number {
    const { frames } = this;
    const successor = this.copy(frame);
    replaceInFamily(frames, frame, successor);
    this.attempts.replace(frame, successor);
    if (frames.keepsAttempts) {
      frames.connection[successor] = frames.connection[frame];
      frames.connection[frame] = NONE;
    }
    return successor;
  }

  /** A new frame with the same link, node, name, times and flags, known to nobody. */
  copy(frame: number): number {
    const { frames } = this;
    const twin = this.allocate(frames.node[frame]);
    copyFrame(frames, frame, twin);
    return twin;
  }

  /** Nobody waits for the calls of `frame` any more; the callees are not told. */
  orphanChildren(frame: number): void {
    const { frames } = this;
    let child = frames.child[frame];
    while (child !== NONE) {
      const next = nextSibling(frames, child);
      this.attempts.forget(child);
      child = next;
    }
    frames.child[frame] = NONE;
  }

  /**
   * `frame` waits for its calls no longer: for it they ended with `outcome`. The callees are not told, and nothing comes
   * back: not even {@link Component.onReply}.
   */
  giveUpCalls(frame: number, outcome: Outcome): void {
    const { frames } = this;
    for (let child = frames.child[frame]; child !== NONE; child = nextSibling(frames, child)) {
      this.attempts.recordGivenUp(child, outcome);
    }
    this.orphanChildren(frame);
  }

  save(): SavedNetwork {
    return {
      frames: this.frames.save(),
      nextSerial: this.nextSerial,
      nodePaces: this.nodePaces.save(),
      linkPaces: this.linkPaces.save(),
      deadlines: this.attempts.save(),
      connections: this.connections?.save() ?? null,
      streams: this.streams?.save() ?? null,
      paths: this.paths.save(),
      pauses: this.pauses.save(),
      errorShares: this.errorShares.save(),
      nodeFaults: this.nodeFaults.save(),
      crews: this.crews.save(),
      standing: this.standing.save(),
      labels: this.labels.save(),
    };
  }

  restore(saved: SavedNetwork): void {
    this.frames.restore(saved.frames);
    this.nextSerial = saved.nextSerial;
    this.nodePaces.restore(saved.nodePaces);
    this.linkPaces.restore(saved.linkPaces);
    this.attempts.restore(saved.deadlines);
    if (saved.connections) this.connections?.restore(saved.connections);
    if (saved.streams) this.streams?.restore(saved.streams);
    this.paths.restore(saved.paths);
    this.pauses.restore(saved.pauses);
    this.errorShares.restore(saved.errorShares);
    this.nodeFaults.restore(saved.nodeFaults);
    this.crews.restore(saved.crews);
    this.standing.restore(saved.standing);
    this.labels.restore(saved.labels);
    this.limitMet = null;
  }

  /** A frame held by `node`, whose columns the caller must fill. */
  allocate(node: number): number {
    const { frames } = this;
    if (frames.inUse >= this.maxFrames) this.meet('frames', () => this.mostLoadedNode());
    const frame = frames.allocate();
    if (frame >= MAX_SUBJECT) throw new RangeError('more frames than an event can name');
    frames.node[frame] = node;
    return frame;
  }

  /**
   * To be called when a log has taken more memory. What it keeps has no frames, but what is still to be done of it is
   * under way like any other message, and all of it takes room.
   */
  onLogGrown(): void {
    let waiting = 0;
    let kept = 0;
    for (const node of this.nodes) {
      waiting += node.messagesWithoutFrames;
      kept += node.roomForMessages;
    }
    if (this.frames.inUse + waiting >= this.maxFrames) this.meet('frames', () => this.mostLoadedNode());
    else if (kept > this.maxKept) this.meet('kept', () => placeOfMost(this.nodes.map((node) => node.roomForMessages)));
  }

  private meet(limit: LimitMet['limit'], findNode: () => number): void {
    if (this.limitMet !== null) return;
    this.limitMet = { limit, node: findNode() };
    this.kernel.interrupt();
  }

  /** The node where most frames are that wait for no other: those that do, wait for it further down. */
  private mostLoadedNode(): number {
    const held = this.nodes.map((node) => node.messagesWithoutFrames);
    this.frames.forEach((frame) => {
      if (this.frames.child[frame] === NONE) held[this.frames.node[frame]]++;
    });
    return placeOfMost(held);
  }

  private planStreams(link: Link): void {
    const { stream = null } = link.spec.params;
    if (stream === null) return;
    const { direction, messages, interval } = stream;
    const sampler = createSampler(interval, this.kernel.random.stream(`${link.id}/stream`));
    this.openStreams().planFor(link, part('streams').planOf(direction, messages, sampler));
  }

  private onWorked(frame: number): void {
    const { frames } = this;
    if (frames.phase[frame] === Phase.dead) {
      this.pauses.forget(frame);
      frames.release(frame);
    } else if (!this.pauses.putsOff(frames.node[frame], this.worked, frame)) {
      this.nodes[frames.node[frame]].onWorked(frame);
    }
  }
}
