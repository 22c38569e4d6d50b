import { createTraceColumns, type TraceColumns } from '../../kernel/trace';
import { Fact } from '../../network/facts';
import { Outcome } from '../../network/outcomes';
import { isChosen } from './chosen-requests';
import { BLOCK_ROWS } from './extent';
import type { RequestOrder } from './request-order';
import type { Coverage } from './trace-archive';
import { type TraceBlock, unpack } from './trace-block';

export type { RequestOrder };

/** A client's request that has ended. */
export interface EndedRequest {
  readonly serial: number;
  /** The client's index among the nodes. */
  readonly client: number;
  readonly outcome: Outcome;
  readonly endedMs: number;
  /** From the moment at which it was meant to be sent. */
  readonly latencyMs: number;
}

/** So many of the slowest are remembered of each block. */
const SLOWEST = 64;

interface Summary {
  readonly ended: number;
  readonly failed: number;
  /** Slowest first. */
  readonly slowest: readonly EndedRequest[];
}
const summaries = new WeakMap<TraceBlock, Summary>();

const bySlowness = (a: EndedRequest, b: EndedRequest) => b.latencyMs - a.latencyMs;

/**
 * The requests that a visitor would look at first: the last to fail, the slowest, or the last to end. At most `most`, only
 * such of which everything is known.
 */
export function listRequests(
  blocks: readonly TraceBlock[],
  coverage: Coverage,
  order: RequestOrder,
  most: number,
): EndedRequest[] {
  const scratch = createTraceColumns(BLOCK_ROWS);
  const isWhole = (request: EndedRequest) => {
    const issuedMs = request.endedMs - request.latencyMs;
    if (!coverage.thinned || issuedMs > coverage.completeFromMs) return true;
    return isChosen(request.serial) && issuedMs > coverage.chosenFromMs;
  };
  if (order === 'slowest') {
    const all = blocks.flatMap((block) => summaryOf(block, scratch).slowest.filter(isWhole));
    return all.sort(bySlowness).slice(0, most);
  }
  const found: EndedRequest[] = [];
  for (let index = blocks.length - 1; index >= 0 && found.length < most; index--) {
    const { ended, failed } = summaryOf(blocks[index], scratch);
    if ((order === 'failed' ? failed : ended) === 0) continue;
    const here = endedIn(blocks[index], scratch).filter(isWhole);
    found.push(...here.filter(({ outcome }) => order === 'newest' || outcome !== Outcome.ok).reverse());
  }
  return found.slice(0, most);
}

function summaryOf(block: TraceBlock, scratch: TraceColumns): Summary {
  const known = summaries.get(block);
  if (known) return known;
  const ended = endedIn(block, scratch);
  const summary = {
    ended: ended.length,
    failed: ended.filter(({ outcome }) => outcome !== Outcome.ok).length,
    slowest: ended.sort(bySlowness).slice(0, SLOWEST),
  };
  summaries.set(block, summary);
  return summary;
}

function endedIn(block: TraceBlock, scratch: TraceColumns): EndedRequest[] {
  unpack(block, scratch);
  const found: EndedRequest[] = [];
  for (let row = 0; row < block.rows; row++) {
    if (scratch.fact[row] !== Fact.settled) continue;
    found.push({
      serial: scratch.serial[row],
      client: scratch.place[row],
      outcome: scratch.detail[row],
      endedMs: scratch.at[row],
      latencyMs: scratch.value[row],
    });
  }
  return found;
}
