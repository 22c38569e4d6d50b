import type { MessageFilter } from '../../../analysis/archive/message-filter';
import { formatCompact } from '../../../i18n/format';
import { useT } from '../../../i18n/language';
import type { Reason } from '../../../network/outcomes';
import { cx } from '../../../ui/cx';
import { tooltip } from '../../../ui/tooltip';
import type { Column, DeliveryRow } from './rows';

/** What nobody wishes for. */
const BAD: ReadonlySet<Column> = new Set(['lost', 'expired', 'deadLettered']);
const DOUBTFUL: ReadonlySet<Column> = new Set(['redelivered', 'returned', 'duplicated', 'outOfOrder']);

interface FigureProps {
  readonly row: DeliveryRow;
  readonly column: Column;
  /** What the row is about. */
  readonly name: string;
  readonly onShow: (filter: MessageFilter) => void;
}

/** One number; if it counts anything, a way to the messages behind it. */
export function Figure({ row, column, name, onShow }: FigureProps) {
  const t = useT();
  const value = row.figures[column];
  if (value === null) return <span className="px-1 text-text-3">–</span>;
  if (value === 0) return <span className="px-1 text-text-3">0</span>;
  return (
    <button
      aria-label={`${name}: ${t(`delivery.${column}`)} ${formatCompact(value)}`}
      className={cx(
        'rounded-sm px-1 underline decoration-line-strong decoration-dotted underline-offset-3 hover:bg-surface-3 hover:text-text touch:min-h-9 touch:px-2',
        BAD.has(column) ? 'text-fail-text' : DOUBTFUL.has(column) ? 'font-medium text-text' : 'text-text-2',
      )}
      onClick={() => onShow({ ...row.of, what: column })}
      type="button"
      {...tooltip(t('delivery.show'))}
    >
      {formatCompact(value)}
    </button>
  );
}

/** Why messages were lost, each reason with its number. */
export function LostBy({ row, name, onShow }: Omit<FigureProps, 'column'>) {
  const t = useT();
  const reasons = Object.entries(row.lostBy) as [Reason, number][];
  if (reasons.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-x-2 gap-y-0.5">
      {reasons.map(([reason, count]) => (
        <li key={reason}>
          <button
            aria-label={`${name}: ${t(`reason.${reason}`)} ${formatCompact(count)}`}
            className="rounded-sm px-1 text-2xs whitespace-nowrap text-fail-text hover:bg-surface-3 touch:min-h-9"
            onClick={() => onShow({ ...row.of, what: 'lost', reason })}
            type="button"
          >
            {t(`reason.${reason}`)} <span className="figures">{formatCompact(count)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
