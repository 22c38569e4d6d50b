import type { Scenario } from '../scenario/scenario';
import type { StoredDocument } from './document-storage';

/** What a list of documents shows of each. */
export interface DocumentSummary {
  readonly id: string;
  readonly title: string;
  readonly nodeCount: number;
  /** Wall clock, ms since 1970. */
  readonly savedAtMs: number;
}

/** What a visitor finds again; after `refresh`. */
export interface DocumentLists {
  /** One's own documents, the latest first. */
  readonly recent: readonly DocumentSummary[];
  /** Those thrown away, the latest first. */
  readonly bin: readonly DocumentSummary[];
}

const BIN_KEEPS_MS = 30 * 24 * 3_600_000;

const summaryOf = ({ id, savedAtMs, scenario }: StoredDocument): DocumentSummary => {
  const { title, nodes } = (scenario ?? {}) as Partial<Scenario>;
  return {
    id,
    savedAtMs,
    title: typeof title === 'string' ? title : '',
    nodeCount: Array.isArray(nodes) ? nodes.length : 0,
  };
};

/** The lists of all that is stored, and what has been in the bin for too long. */
export function listsOf(
  all: readonly StoredDocument[],
  nowMs: number,
): DocumentLists & { readonly expired: readonly StoredDocument[] } {
  const isOld = ({ binnedAtMs }: StoredDocument) => binnedAtMs !== null && nowMs - binnedAtMs > BIN_KEEPS_MS;
  const kept = all.filter((document) => !isOld(document)).sort((a, b) => b.savedAtMs - a.savedAtMs);
  return {
    recent: kept.filter(({ binnedAtMs }) => binnedAtMs === null).map(summaryOf),
    bin: kept.filter(({ binnedAtMs }) => binnedAtMs !== null).map(summaryOf),
    expired: all.filter(isOld),
  };
}
