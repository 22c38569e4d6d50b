import type { RandomStream } from '../../kernel/random';
import type { Sampler } from '../../kernel/sampler';
import { WeightedChoice } from '../../kernel/weighted-choice';
import { type ComponentContext, defineBehaviour } from '../../network/behaviour';
import { Component } from '../../network/component';
import { Fact } from '../../network/facts';
import { Answer } from '../../network/frames/frames';
import type { Link } from '../../network/links/link';
import { Note } from '../../network/notes';
import { Outcome } from '../../network/outcomes';
import { type ArrivalProcess, createArrivals } from './arrivals';
import type { Arrivals, ClientParams } from './params';
import { createNumbering, type Numbering, sourceOf } from './whose';

interface ClientState {
  /** When the next requests of the arrival process begin, ms: a timer that comes at another time is of an earlier process. */
  nextAtMs: number;
  /** How many begin then. */
  nextBatch: number;
  /** The rate that an intervention set; null: as configured. */
  ratePerSec: number | null;
  /** A spike multiplies the traffic by this. */
  factor: number;
  /** Users of a closed loop who are there: as many as there are to be, and those who leave when they are done. */
  users: number;
  /** Requests sent so far. */
  issued: number;
}

/** A process, and what it was made from. */
interface Made {
  readonly ratePerSec: number | null;
  readonly factor: number;
  readonly process: ArrivalProcess | null;
}

/** A user of a closed loop has thought enough. */
const THINK = 0;
const ARRIVAL = 1;
/** A log may begin at time zero. */
const JUST_BEFORE_START = -Number.MIN_VALUE;

/** What the `pc` of a client's request tells: a user of the closed loop waits for it, and will think when it is over. */
const BY_USER = 1;

/** Users. Latency counts from the moment a request was meant to be sent. */
class Client extends Component {
  override state: ClientState = {
    nextAtMs: Infinity,
    nextBatch: 0,
    ratePerSec: null,
    factor: 1,
    users: 0,
    issued: 0,
  };
  private readonly context: ComponentContext<ClientParams>;
  private readonly mix: WeightedChoice | null;
  private readonly operations: number[];
  private readonly links: readonly Link[];
  private readonly linkChoice: WeightedChoice | null;
  private readonly thinkTime: Sampler | null;
  private readonly random: RandomStream;
  private readonly key: Numbering;
  private readonly user: Numbering;
  /** The processes made last: as configured, and as interventions changed it. */
  private configured: Made | undefined;
  private adjusted: Made | undefined;

  constructor(context: ComponentContext<ClientParams>) {
    const { network, params, outgoing } = context;
    super(network, context.index, context.id, null);
    this.context = context;
    this.random = context.random('arrivals');
    const mix = params.mix.filter((entry) => entry.weight > 0);
    this.mix =
      mix.length > 0
        ? new WeightedChoice(
            context.random('operation'),
            mix.map((entry) => entry.weight),
          )
        : null;
    this.operations = mix.map((entry) => network.operation(entry.operation));
    this.links = outgoing.filter((link) => (link.spec.params.weight ?? 1) > 0);
    this.linkChoice =
      this.links.length > 0
        ? new WeightedChoice(
            context.random('link'),
            this.links.map((link) => link.spec.params.weight ?? 1),
          )
        : null;
    this.key = createNumbering(params.keys, () => context.random('key'));
    this.user = createNumbering(params.users, () => context.random('user'));
    if (params.keys.pattern !== 'one' || params.users.pattern !== 'one') context.network.frames.keep('subject');
    const { arrivals } = params;
    this.thinkTime = arrivals.process === 'closed' ? context.sampler('think time', arrivals.thinkTime) : null;
  }

  override start(): void {
    if (this.thinkTime !== null) this.welcomeUsers();
    else this.schedule(JUST_BEFORE_START);
  }

  /** Sets the rate of an open-loop process; null puts the configured one back. */
  setRate(ratePerSec: number | null): void {
    if (ratePerSec === this.state.ratePerSec) return;
    this.state.ratePerSec = ratePerSec;
    this.schedule(this.network.kernel.now);
  }

  /** Multiplies the traffic, whatever its process; 1 ends it. A closed loop gets so many times as many users. */
  setSpike(factor: number): void {
    if (factor === this.state.factor) return;
    this.state.factor = factor;
    if (this.thinkTime !== null) this.welcomeUsers();
    else this.schedule(this.network.kernel.now);
  }

  override onArrival(): void {
    throw new Error('nothing calls a client');
  }

  override onTimer(timer: number): void {
    const { now } = this.network.kernel;
    if (timer === THINK) {
      if (this.state.users > this.usersToBe()) this.state.users--;
      else this.issue(BY_USER);
      return;
    }
    if (this.state.nextAtMs !== now) return;
    for (let i = this.state.nextBatch; i > 0; i--) this.issue();
    this.schedule(now);
  }

  override onReply(frame: number, outcome: Outcome): void {
    this.settle(frame, outcome);
  }

  /** Sends one request. */
  issue(sender = 0): void {
    const { network, links } = this;
    const operation = this.mix === null ? 0 : this.operations[this.mix.index()];
    const frame = network.openRequest(this.index, operation);
    network.frames.pc[frame] = sender;
    if (network.frames.keepsSubject) {
      network.frames.key[frame] = this.key(this.state.issued);
      network.frames.source[frame] = sourceOf(this.index, this.user(this.state.issued));
    }
    this.state.issued++;
    network.record(Fact.issued, 0, this.index, network.frames.serial[frame], operation, 0);
    if (this.linkChoice === null) {
      this.settle(frame, Outcome.noRoute);
      return;
    }
    const link = links[this.linkChoice.index()];
    if (!link.carriesMessages) {
      network.call(link, frame, operation);
      return;
    }
    const flags = link.publishFlags;
    network.messages.publish(link, frame, flags);
    // Without a confirm there is nothing to wait for.
    if (network.frames.child[frame] < 0) this.settle(frame, Outcome.ok);
  }

  private settle(frame: number, outcome: Outcome): void {
    const { network } = this;
    const { frames, kernel } = network;
    if (outcome === Outcome.ok && frames.answer[frame] & Answer.stale) this.note(Note.staleAnswers, 0, 0, frame);
    network.record(Fact.settled, outcome, this.index, frames.serial[frame], 0, kernel.now - frames.sentAt[frame]);
    const byUser = frames.pc[frame] === BY_USER;
    frames.release(frame);
    if (byUser) this.think();
  }

  private think(): void {
    const { network, thinkTime } = this;
    if (thinkTime !== null) network.startTimer(this.index, THINK, network.kernel.now + thinkTime.sample());
  }

  private usersToBe(): number {
    const { arrivals } = this.context.params;
    return arrivals.process === 'closed' ? Math.round(arrivals.users * this.state.factor) : 0;
  }

  /** Lets users come until all are there. They think first: none comes with a question ready. */
  private welcomeUsers(): void {
    for (const toBe = this.usersToBe(); this.state.users < toBe; this.state.users++) this.think();
  }

  private schedule(afterMs: number): void {
    const process = this.process();
    const atMs = process?.nextAfter(afterMs) ?? Infinity;
    this.state.nextAtMs = atMs;
    this.state.nextBatch = process?.batch ?? 0;
    if (atMs !== Infinity) this.network.startTimer(this.index, ARRIVAL, atMs);
  }

  /** The process in force. */
  private process(): ArrivalProcess | null {
    const { ratePerSec, factor } = this.state;
    const isConfigured = ratePerSec === null && factor === 1;
    const known = isConfigured ? this.configured : this.adjusted;
    if (known?.ratePerSec === ratePerSec && known.factor === factor) return known.process;
    const made = { ratePerSec, factor, process: createArrivals(this.arrivalsAt(ratePerSec), this.random, factor) };
    if (isConfigured) this.configured = made;
    else this.adjusted = made;
    return made.process;
  }

  private arrivalsAt(ratePerSec: number | null): Arrivals {
    const { arrivals } = this.context.params;
    if (ratePerSec === null) return arrivals;
    // Rates that change by themselves give way to a plain Poisson process.
    const isSteady = arrivals.process === 'constant' || arrivals.process === 'bursts';
    return isSteady ? { ...arrivals, ratePerSec } : { process: 'poisson', ratePerSec };
  }
}

export const client = defineBehaviour<ClientParams>({
  kind: 'client',
  columns: [],
  create: (context) => new Client(context),
});
