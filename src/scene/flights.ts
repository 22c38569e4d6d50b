import type { TraceColumns, TraceFold } from '../kernel/trace';
import { Fact, SentFlag } from '../network/facts';
import { Outcome } from '../network/outcomes';
import { Bursts } from './bursts';
import type { SceneClock } from './clock';
import { Flow, transitMs } from './flow';
import { SPRITES, Sprite } from './sprite';
import { Travellers } from './travellers';

/** Travel time taken for what was lost on a link that nothing has passed yet, ms. */
const UNKNOWN_TRAVEL_MS = 20;
/** Failures that only the caller sees: no answer flies back from the callee to tell of them. */
const AT_CALLER: ReadonlySet<number> = new Set([
  Outcome.timeout,
  Outcome.breakerOpen,
  Outcome.bulkheadFull,
  Outcome.rateLimited,
  Outcome.hopLimit,
]);

/**
 * Everything that is under way at the playhead, gathered from the trace: once as it truly is (`flights`, in virtual
 * time), and once as a flow (`dots`, in scene time) for the links where the truth is too quick to be seen.
 */
export class Flights implements TraceFold {
  readonly flights = new Travellers();
  readonly dots = new Travellers();
  bursts = new Bursts(0, 0);
  flow = new Flow(0, SPRITES);
  /** Typical time from one end of each link to the other, virtual ms; 0 before the first. */
  travelMs = new Float32Array(0);
  private carriesMessages = new Uint8Array(0);
  private nodes = 0;

  constructor(
    private readonly clock: SceneClock,
    /** Length of each link in canvas units, by index; 0 where it is not known. */
    private readonly lengthOf: (link: number) => number,
  ) {}

  /** Begins a world with so many links and nodes, with nothing under way. */
  setWorld(links: number, nodes: number): void {
    this.nodes = nodes;
    this.bursts = new Bursts(links, nodes);
    this.flow = new Flow(links * 2, SPRITES);
    this.travelMs = new Float32Array(links);
    this.carriesMessages = new Uint8Array(links);
    this.flights.clear();
    this.dots.clear();
  }

  /** Forgets everything, so that the trace can be folded again from its beginning or from another run. */
  reset(): void {
    this.setWorld(this.travelMs.length, this.nodes);
  }

  read(columns: TraceColumns, from: number, to: number): void {
    const { at, fact, detail, place, value } = columns;
    for (let row = from; row < to; row++) {
      switch (fact[row]) {
        case Fact.sent:
          this.depart(place[row], 0, this.spriteOut(place[row], detail[row]), at[row], value[row]);
          break;
        case Fact.streamed:
          this.depart(place[row], detail[row] === 0 ? 0 : 1, Sprite.message, at[row], value[row]);
          break;
        case Fact.polled:
          // A consumer's question goes against the direction of its link.
          this.depart(place[row], detail[row] === 0 ? 1 : 0, Sprite.poll, at[row], value[row]);
          break;
        case Fact.replied:
          this.reply(place[row], detail[row], at[row], value[row]);
          break;
        case Fact.returned:
          if (AT_CALLER.has(detail[row])) this.ignite(this.bursts.atCaller(place[row]), at[row]);
          break;
        case Fact.lost:
          // What a cut link swallowed is already seen to end on the link.
          if (detail[row] !== Outcome.partitioned) this.ignite(this.bursts.atNode(place[row]), at[row]);
          break;
      }
    }
  }

  private spriteOut(link: number, flags: number): number {
    if ((flags & SentFlag.message) === 0)
      return flags & (SentFlag.retry | SentFlag.hedge) ? Sprite.retry : Sprite.request;
    this.carriesMessages[link] = 1;
    return flags & (SentFlag.redelivered | SentFlag.retry) ? Sprite.redelivery : Sprite.message;
  }

  private reply(link: number, outcome: number, atMs: number, travelMs: number): void {
    const ok = outcome === Outcome.ok;
    const message = this.carriesMessages[link] === 1;
    const sprite = message ? (ok ? Sprite.ack : Sprite.nack) : ok ? Sprite.answer : Sprite.failure;
    if (!ok) this.ignite(this.bursts.atCallee(link), atMs);
    this.depart(link, 1, sprite, atMs, travelMs);
  }

  private depart(link: number, direction: 0 | 1, sprite: number, atMs: number, travelMs: number): void {
    const lane = link * 2 + direction;
    const lost = travelMs === Number.POSITIVE_INFINITY;
    const usual = this.travelMs[link];
    let durationMs = travelMs;
    if (lost) {
      durationMs = (usual || UNKNOWN_TRAVEL_MS) / 2;
      this.ignite(this.bursts.atMiddle(link), atMs + durationMs);
    } else {
      this.travelMs[link] = usual === 0 ? travelMs : usual + (travelMs - usual) / 16;
    }
    if (durationMs > 0) this.flights.add(lane, sprite, atMs, atMs + durationMs, lost);
    const sceneMs = this.clock.sceneTimeOf(atMs);
    if (!this.flow.admits(lane, sprite, sceneMs)) return;
    const transit = transitMs(this.lengthOf(link)) * (lost ? 0.5 : 1);
    this.dots.add(lane, sprite, sceneMs, sceneMs + transit, lost, this.flow.aside(lane), this.flow.size(lane));
  }

  private ignite(spot: number, atMs: number): void {
    this.bursts.ignite(spot, this.clock.sceneTimeOf(atMs));
  }
}
