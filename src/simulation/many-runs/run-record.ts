import type { Report } from '../../analysis/report';

/** A run of a plan that is finished. */
export interface RunRecord {
  /** Its number in the plan. */
  readonly run: number;
  readonly report: Report;
}

type Json = Readonly<Record<string, unknown>>;

/** Whether a value is an object with names in it, and no list. */
export const isJsonObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** JSON knows no NaN, which says that nothing was measured: it is written as null. */
function withNaN(value: unknown): unknown {
  if (value === null) return Number.NaN;
  if (Array.isArray(value)) return value.map(withNaN);
  if (typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withNaN(inner)]));
}

const FINGERPRINT = /^[0-9a-f]{16}$/;

function isReport(value: unknown): value is Report {
  return (
    isJsonObject(value) &&
    value.version === 1 &&
    typeof value.fingerprint === 'string' &&
    FINGERPRINT.test(value.fingerprint) &&
    ['clients', 'nodes', 'links', 'messages'].every((part) => isJsonObject(value[part])) &&
    Array.isArray(value.goals) &&
    value.goals.every((goal) => isJsonObject(goal) && typeof goal.text === 'string' && typeof goal.value === 'number')
  );
}

/** A record as JSON, in one line. */
export const encodeRecord = ({ run, report }: RunRecord): string => JSON.stringify({ run, report });

/**
 * The record that was encoded, of a plan with so many runs; null if it is none. All reports of many runs go through
 * this, wherever they come from, so that none can differ by its way. It tells accidents apart, not forgeries.
 */
export function decodeRecord(json: unknown, runs: number): RunRecord | null {
  if (!isJsonObject(json)) return null;
  const { run } = json;
  if (typeof run !== 'number' || !Number.isInteger(run) || run < 0 || run >= runs) return null;
  const report = withNaN(json.report);
  return isReport(report) ? { run, report } : null;
}

/** The value of a JSON text, or undefined where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
