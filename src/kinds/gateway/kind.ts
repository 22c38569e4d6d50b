import type { RandomStream } from '../../kernel/random';
import { type ComponentContext, defineBehaviour } from '../../network/behaviour';
import { nextSibling } from '../../network/frames/family';
import { type AlarmsState, FrameAlarms, noAlarms } from '../../network/frames/frame-alarms';
import { NONE, NOT_SAID, Phase } from '../../network/frames/frames';
import type { Link } from '../../network/links/link';
import { Note } from '../../network/notes';
import { Outcome } from '../../network/outcomes';
import { type KeyedBuckets, noBuckets, retryAfterMs, takeToken } from '../../network/policies/keyed-buckets';
import type { Step } from '../../network/serving/operations-field';
import { Program } from '../../network/serving/program';
import { emptyServer, Server, type ServerState } from '../../network/serving/server';
import { type Aggregation, aggregationsOf } from './aggregation';
import type { GatewayParams } from './params';
import { emptyCache, keep, lookUp, type ResponseCache } from './response-cache';

interface GatewayState extends ServerState {
  /** Whose turn it is among the links, for operations without a route. */
  turn: number;
  limit: KeyedBuckets;
  cache: ResponseCache;
  /** When gatherings must be over. */
  readonly alarms: AlarmsState;
}

/** Its timers, beside those of a server. */
const GATHERING_OVER = 2;

/** How long a token is valid (Keycloak's default), and what a check lets pass beyond that (Spring Security's), ms. */
const TOKEN_LIFE_MS = 300_000;
const TOKEN_LEEWAY_MS = 60_000;

/** What a request asks for, as one number: numbers of operations are below 2¹⁶, keys below 2³². */
const KEYS = 0x1_0000_0000;

/**
 * One front door: each operation goes to the service behind its route, and the answer back as it came.
 *
 * A request passes, in the order of Kong's plugins: its overhead, authentication, the limit on size, the rate limit, the cache. The first two
 * are the beginning of its operation, and what is behind the cache is the rest of it.
 */
class Gateway extends Server {
  override state: GatewayState = {
    ...emptyServer(),
    turn: 0,
    limit: noBuckets(),
    cache: emptyCache(),
    alarms: noAlarms(),
  };
  private readonly params: GatewayParams;
  /** Where in the program a request goes on to each link that takes turns. */
  private readonly turns: readonly number[];
  /** By operation: where it goes on, or from {@link gatherings} on, what it gathers. */
  private readonly routes = new Map<number, number>();
  private readonly aggregations: readonly Aggregation[];
  /** The program up to here comes before the rate limit. */
  private readonly frontEnd: number;
  /** Numbers from here on are not places in the program: they stand for aggregations. */
  private readonly gatherings: number;
  /** Operations that may be answered from the cache; null: all. */
  private readonly cacheable: ReadonlySet<number> | null;
  private readonly deadlines: FrameAlarms;
  private readonly authLink: Link | undefined;
  private readonly tokenAge: RandomStream;
  /** Only inside {@link onReply}: who has answered. */
  private answeredBy = NONE;

  constructor(context: ComponentContext<GatewayParams>) {
    const { network, params, outgoing } = context;
    const program = new Program();
    super(context, program, params.concurrency, params.queueLimit);
    this.params = params;
    this.tokenAge = context.random('tokens');
    const overhead = context.sampler('overhead', params.overhead);
    const linkNamed = (id: string) => outgoing.find((link) => link.id === id);
    const append = (steps: readonly Step[]) =>
      program.add(steps, {
        link: (id) => {
          const link = linkNamed(id);
          if (!link) throw new Error(`${context.id} has no link ${id}`);
          return link;
        },
        operation: (name) => network.operation(name),
        sampler: (step) => (step.serviceTime === null ? overhead : context.sampler('authentication', step.serviceTime)),
        random: context.random('branch'),
      });
    const { auth } = params;
    const authLink = auth?.by === 'service' ? linkNamed(auth.link) : undefined;
    this.authLink = authLink;
    const front: Step[] = [{ step: 'work', serviceTime: null }];
    if (auth?.by === 'work') front.push({ step: 'work', serviceTime: auth.time });
    if (auth?.by === 'service' && authLink) front.push({ step: 'call', link: authLink.id, operation: auth.operation });
    append(front);
    this.frontEnd = program.instructions.length;
    const entryOf = new Map(outgoing.map((link) => [link, append([{ step: 'call', link: link.id, operation: '' }])]));
    this.gatherings = program.instructions.length + 1;
    const targets = [...entryOf].filter(([link]) => link !== authLink);
    this.turns = targets.map(([, entry]) => entry);
    for (const [link, entry] of targets) this.routes.set(network.operation(context.peerId(link)), entry);
    for (const route of params.routes) {
      const link = linkNamed(route.link);
      const entry = link && entryOf.get(link);
      if (entry !== undefined) this.routes.set(network.operation(route.operation), entry);
    }
    this.aggregations = aggregationsOf(params.aggregations, linkNamed, (name) => network.operation(name));
    this.aggregations.forEach(({ operation }, i) => {
      this.routes.set(operation, this.gatherings + i);
    });
    const cached = params.cache?.operations ?? [];
    this.cacheable = cached.length === 0 ? null : new Set(cached.map((entry) => network.operation(entry.operation)));
    this.deadlines = new FrameAlarms(
      network,
      context.index,
      GATHERING_OVER,
      () => this.state.alarms,
      (frame) => network.frames.phase[frame] === Phase.blocked && network.frames.pc[frame] >= this.gatherings,
    );
  }

  /** What a service behind it sends it hands on; whoever is asked for permission is asked one question. */
  override passesStreamsOn(link: Link): boolean {
    return link !== this.authLink;
  }

  protected override listens(): boolean {
    return false;
  }

  override onArrival(frame: number): void {
    // A gateway that leads nowhere answers so at once.
    if (this.turns.length === 0) this.turnAway(frame, Outcome.noRoute);
    else super.onArrival(frame);
  }

  override onReply(frame: number, outcome: Outcome, link: Link): void {
    this.answeredBy = link.to;
    this.onAnswer(frame, outcome, link);
    this.answeredBy = NONE;
  }

  private onAnswer(frame: number, outcome: Outcome, link: Link): void {
    const { frames } = this.network;
    const gathering = this.aggregations[frames.pc[frame] - this.gatherings];
    if (gathering === undefined) {
      super.onReply(frame, outcome, link);
      return;
    }
    if (outcome !== Outcome.ok) {
      if (gathering.required.has(link.index)) {
        this.endGathering(frame, outcome, Outcome.cancelled);
        return;
      }
      // Of one that gathers, `work` counts the parts that are missing.
      frames.work[frame]++;
    }
    if (frames.child[frame] === NONE) this.endGathering(frame, Outcome.ok, Outcome.ok);
  }

  override onTimer(timer: number): void {
    if (timer === GATHERING_OVER) this.deadlines.ring((frame) => this.endInTime(frame));
    else super.onTimer(timer);
  }

  /** Where a request begins; where it goes on is decided here as well, so that turns are taken in the order of arrival. */
  protected override entry(frame: number): number {
    const { state, turns, network } = this;
    const { frames } = network;
    const route = this.routes.get(frames.operation[frame]);
    if (route !== undefined) frames.order[frame] = route;
    else {
      frames.order[frame] = turns[state.turn];
      state.turn = (state.turn + 1) % turns.length;
    }
    return 0;
  }

  /** A proxy hands the answer on as it is. */
  protected override failure(outcome: Outcome): Outcome {
    return outcome;
  }

  protected override finish(frame: number, outcome: Outcome, afterMs = NOT_SAID): void {
    if (outcome === Outcome.ok) {
      if (this.network.frames.pc[frame] <= this.frontEnd) {
        this.passOn(frame);
        return;
      }
      this.keepAnswer(frame);
    }
    super.finish(frame, outcome, afterMs);
  }

  protected override loseEverything(): void {
    super.loseEverything();
    const { state } = this;
    state.limit = noBuckets();
    state.cache = emptyCache();
    this.deadlines.clear();
  }

  /**
   * Tokens that are checked here, rather than by who wrote them, are valid by this clock: one that is behind takes a new
   * token for one from the future, one that is ahead takes a token for expired before it is.
   */
  private refusesToken(): boolean {
    const offMs = this.network.nodeFaults.skewOf(this.index);
    if (this.params.auth?.by !== 'work' || Math.abs(offMs) <= TOKEN_LEEWAY_MS) return false;
    const ageMs = this.tokenAge.unit() * TOKEN_LIFE_MS;
    return offMs < 0 ? ageMs < -offMs - TOKEN_LEEWAY_MS : ageMs + offMs > TOKEN_LIFE_MS + TOKEN_LEEWAY_MS;
  }

  private isTooLarge(frame: number): boolean {
    const { maxRequestBytes } = this.params;
    if (maxRequestBytes === null) return false;
    const { frames, links } = this.network;
    return (links[frames.link[frame]].wire?.payloadBytes ?? 0) > maxRequestBytes;
  }

  /** Past the front: the limits, the cache, the services behind. */
  private passOn(frame: number): void {
    const { network, state, params } = this;
    const { frames, kernel } = network;
    if (this.refusesToken()) {
      super.finish(frame, Outcome.error);
      return;
    }
    if (this.isTooLarge(frame)) {
      super.finish(frame, Outcome.tooLarge);
      return;
    }
    if (params.rateLimit !== null) {
      const whose = params.rateLimit.per === 'user' ? frames.source[frame] : 0;
      const waitMs = takeToken(state.limit, params.rateLimit, whose, kernel.now);
      if (waitMs > 0) {
        super.finish(frame, Outcome.rateLimited, retryAfterMs(waitMs));
        return;
      }
    }
    if (this.hasAnswer(frame)) {
      super.finish(frame, Outcome.ok);
      return;
    }
    const goesOn = frames.order[frame];
    if (goesOn < this.gatherings) this.runFrom(frame, goesOn);
    else this.gather(frame, goesOn);
  }

  private mayCache(frame: number): boolean {
    const { cacheable, params } = this;
    return params.cache !== null && (cacheable === null || cacheable.has(this.network.frames.operation[frame]));
  }

  private askedFor(frame: number): number {
    const { operation, key } = this.network.frames;
    return operation[frame] * KEYS + (key[frame] >>> 0);
  }

  private hasAnswer(frame: number): boolean {
    const { cache } = this.params;
    if (cache === null || !this.mayCache(frame)) return false;
    const ageMs = lookUp(this.state.cache, this.askedFor(frame), cache.ttlMs, this.network.kernel.now);
    this.note(ageMs === null ? Note.cacheMisses : Note.cacheHits, 0, ageMs ?? 0, frame);
    return ageMs !== null;
  }

  private keepAnswer(frame: number): void {
    const { cache } = this.params;
    if (cache === null || !this.mayCache(frame)) return;
    const { kernel, nodeFaults } = this.network;
    // Dated by the clock of who wrote it: RFC 9111, 4.2.3, "apparent_age".
    const writerMs = this.answeredBy === NONE ? 0 : nodeFaults.skewOf(this.answeredBy);
    const apparentAgeMs = Math.max(0, nodeFaults.skewOf(this.index) - writerMs);
    keep(this.state.cache, this.askedFor(frame), cache.capacity, kernel.now - apparentAgeMs);
  }

  /** Asks for all parts of an answer at once. */
  private gather(frame: number, gathering: number): void {
    const { network } = this;
    const { frames, kernel } = network;
    const { calls, deadlineMs } = this.aggregations[gathering - this.gatherings];
    frames.pc[frame] = gathering;
    frames.work[frame] = 0;
    this.block(frame, calls[0].link);
    for (const { link, operation } of calls) network.call(link, frame, operation ?? frames.operation[frame]);
    if (deadlineMs !== null) this.deadlines.set(frame, kernel.now + deadlineMs);
  }

  /** Time is over: what is there must do. */
  private endInTime(frame: number): void {
    const { frames } = this.network;
    const { required } = this.aggregations[frames.pc[frame] - this.gatherings];
    let isIncomplete = false;
    for (let child = frames.child[frame]; child !== NONE; child = nextSibling(frames, child)) {
      frames.work[frame]++;
      if (required.has(frames.link[child])) isIncomplete = true;
    }
    this.endGathering(frame, isIncomplete ? Outcome.timeout : Outcome.ok, Outcome.timeout);
  }

  /** @param rest how calls end that nobody waits for any more */
  private endGathering(frame: number, outcome: Outcome, rest: Outcome): void {
    const { network } = this;
    const { frames, kernel } = network;
    network.giveUpCalls(frame, rest);
    this.onResumed(frame, kernel.now - frames.since[frame]);
    frames.phase[frame] = Phase.working;
    const missing = frames.work[frame];
    if (outcome !== Outcome.ok || missing === 0) {
      this.finish(frame, outcome);
      return;
    }
    // Half an answer is better than none, but not worth keeping.
    this.note(Note.partialReplies, missing, 0, frame);
    super.finish(frame, Outcome.ok);
  }
}

export const gateway = defineBehaviour<GatewayParams>({
  kind: 'gateway',
  columns: ['subject'],
  create: (context) => new Gateway(context),
});
