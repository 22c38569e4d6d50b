import { WindowCounter } from './window-counter';

/** At most `limit` calls between two multiples of the window; around such a boundary up to twice as many. */
export class FixedWindow extends WindowCounter {
  protected override taken(): number {
    return this.count;
  }
}
