/**
 * Many quantities that change in steps (queue lengths, busy workers), each with the area under it over time, from which
 * come time averages. All start at 0 at time 0, and time never goes back.
 */
export class StepAreas {
  /** The value of each now. */
  readonly value: Float64Array;
  private readonly area: Float64Array;
  private readonly since: Float64Array;
  private readonly highest: Float64Array;

  constructor(count: number) {
    this.value = new Float64Array(count);
    this.area = new Float64Array(count);
    this.since = new Float64Array(count);
    this.highest = new Float64Array(count);
  }

  /** Changes one by `delta`. */
  add(index: number, delta: number, at: number): void {
    this.set(index, this.value[index] + delta, at);
  }

  /** Gives one a new value. */
  set(index: number, value: number, at: number): void {
    const { since } = this;
    const before = this.value[index];
    const lasted = at - since[index];
    if (lasted > 0) {
      this.area[index] += before * lasted;
      since[index] = at;
      if (before > this.highest[index]) this.highest[index] = before;
    }
    this.value[index] = value;
  }

  /** Forgets areas and maxima up to now, but not the values. */
  restart(at: number): void {
    this.area.fill(0);
    this.highest.fill(0);
    this.since.fill(at);
  }

  /** The area under one from the (re)start until a moment that is not in the past: value × time. */
  areaUntil(index: number, until: number): number {
    return this.area[index] + this.value[index] * Math.max(0, until - this.since[index]);
  }

  /** The highest value (at least 0) that one had for longer than an instant. */
  highestUntil(index: number, until: number): number {
    return until > this.since[index] ? Math.max(this.highest[index], this.value[index]) : this.highest[index];
  }
}
