import type { Link } from './link';

/** What any of a scenario's links asks for. Where none does, no request has to be looked at for it. */
export class LinkUses {
  /** Calls that are given up at a certain moment; those of their callees inherit it. */
  deadlines = false;
  /** Messages that not everybody understands. */
  contracts = false;
  /** Callees that know a call again. */
  idempotency = false;

  add(link: Link): void {
    if (link.deadlineMs !== null) this.deadlines = true;
    if (link.contract !== null) this.contracts = true;
    if (link.idempotency !== null) this.idempotency = true;
  }
}
