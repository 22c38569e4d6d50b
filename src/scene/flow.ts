/** Up to this many travellers a second of scene time on a lane, each one is drawn; above, a dot stands for several. */
const EVERY_ONE_PER_SEC = 20;
/** How fast a flow moves, canvas units per second of scene time, within the limits of {@link transitMs}. */
const SPEED_PER_SEC = 230;
/** How wide a flow gets at the most, canvas units. */
const WIDEST = 9;
/** How long the rate of a lane is remembered, ms of scene time. */
const MEMORY_MS = 500;
/** Rates from which a flow's dots are drawn finer. */
const FINE_PER_SEC = 35;
const FINEST_PER_SEC = 150;
const GOLDEN = 0.6180339887498949;

/**
 * How many dots a second show a rate: the rate itself while one can tell dots apart, then 20·(1 + ln(rate/20)). It
 * always grows with the rate: 50 a second are 38 dots, 1,000 are 98, 10,000 are 144.
 */
export function dotsPerSec(ratePerSec: number): number {
  if (ratePerSec <= EVERY_ONE_PER_SEC) return ratePerSec;
  return EVERY_ONE_PER_SEC * (1 + Math.log(ratePerSec / EVERY_ONE_PER_SEC));
}

/** How long a dot of a flow is under way on a link, ms of scene time: long enough to be followed by eye. */
export function transitMs(length: number): number {
  return Math.min(1600, Math.max(450, (length / SPEED_PER_SEC) * 1000));
}

/**
 * Decides which of the many travellers of each lane become dots of its flow. Every sprite of a lane has an account of
 * its own, to which each traveller adds its share of a dot: so the mix of a flow is the true mix, however rare a part.
 */
export class Flow {
  private readonly level: Float64Array;
  private readonly readAt: Float64Array;
  private readonly accounts: Float32Array;
  private readonly emitted: Uint32Array;

  constructor(
    lanes: number,
    private readonly sprites: number,
  ) {
    this.level = new Float64Array(lanes);
    this.readAt = new Float64Array(lanes);
    this.accounts = new Float32Array(lanes * sprites).fill(0.5);
    this.emitted = new Uint32Array(lanes);
  }

  /** Notes a traveller on a lane at a scene time, and tells whether a dot is to be drawn for it. */
  admits(lane: number, sprite: number, sceneMs: number): boolean {
    const level = this.leaked(lane, sceneMs) + 1;
    this.level[lane] = level;
    this.readAt[lane] = sceneMs;
    const rate = this.ratePerSec(lane);
    const account = lane * this.sprites + sprite;
    const owed = this.accounts[account] + (rate <= EVERY_ONE_PER_SEC ? 1 : dotsPerSec(rate) / rate);
    const due = owed >= 1;
    this.accounts[account] = due ? owed - 1 : owed;
    if (due) this.emitted[lane]++;
    return due;
  }

  /** How far out of its lane the newest dot travels: a stream grows wider with its rate, as its dots no longer fit in line. */
  aside(lane: number): number {
    const rate = this.ratePerSec(lane);
    if (rate <= EVERY_ONE_PER_SEC) return 0;
    const width = Math.min(WIDEST, 2.2 * Math.log(rate / EVERY_ONE_PER_SEC));
    return ((this.emitted[lane] * GOLDEN) % 1) * width;
  }

  /** Which size the lane's newest dot has: finer the more there are, so that a dense stream is still made of dots. */
  size(lane: number): 0 | 1 | 2 {
    const rate = this.ratePerSec(lane);
    return rate < FINE_PER_SEC ? 0 : rate < FINEST_PER_SEC ? 1 : 2;
  }

  /** Travellers a second of scene time on a lane, when it had its last. */
  private ratePerSec(lane: number): number {
    return (this.level[lane] * 1000) / MEMORY_MS;
  }

  /** A leaky count: what a count would be after the time since the last traveller, to first order. */
  private leaked(lane: number, sceneMs: number): number {
    const share = (sceneMs - this.readAt[lane]) / MEMORY_MS;
    if (share <= 0) return this.level[lane];
    return share < 1 ? this.level[lane] * (1 - share) : 0;
  }
}
