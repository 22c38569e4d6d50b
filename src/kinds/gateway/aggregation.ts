import type { Link } from '../../network/links/link';
import type { GatewayParams } from './params';

/** An operation whose answer is put together from several. */
export interface Aggregation {
  /** Its number. */
  readonly operation: number;
  /** At least one. `operation` is null for the one that was asked for. */
  readonly calls: readonly { readonly link: Link; readonly operation: number | null }[];
  /** Links whose part must be there, by index. */
  readonly required: ReadonlySet<number>;
  readonly deadlineMs: number | null;
}

/** Those that have anything to gather. */
export function aggregationsOf(
  params: GatewayParams['aggregations'],
  linkNamed: (id: string) => Link | undefined,
  numberOf: (operation: string) => number,
): Aggregation[] {
  return params.flatMap(({ operation, calls, deadlineMs }) => {
    const parts = calls.flatMap((call) => {
      const link = linkNamed(call.link);
      if (!link || link.carriesMessages) return [];
      return [{ link, operation: call.operation === '' ? null : numberOf(call.operation), required: call.required }];
    });
    if (parts.length === 0) return [];
    const required = new Set(parts.filter((part) => part.required).map((part) => part.link.index));
    return [{ operation: numberOf(operation), calls: parts, required, deadlineMs }];
  });
}
