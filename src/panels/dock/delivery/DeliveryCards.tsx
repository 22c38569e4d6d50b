import type { MessageFilter } from '../../../analysis/archive/message-filter';
import { useT } from '../../../i18n/language';
import type { Scenario } from '../../../scenario/scenario';
import { cx } from '../../../ui/cx';
import { Figure, LostBy } from './Figure';
import { rowName } from './row-name';
import { COLUMNS, type DeliveryRow, keyOf } from './rows';

interface DeliveryCardsProps {
  readonly rows: readonly DeliveryRow[];
  readonly scenario: Scenario;
  readonly onShow: (filter: MessageFilter) => void;
}

/** The same for a phone: one card a row, with what there is. */
export function DeliveryCards({ rows, scenario, onShow }: DeliveryCardsProps) {
  const t = useT();
  return (
    <ul className="flex flex-col">
      {rows.map((row) => {
        const whole = rowName(t, scenario, row, false);
        const told = COLUMNS.filter((column) => (row.figures[column] ?? 0) > 0);
        return (
          <li
            className={cx('border-b border-line px-3 py-2', row.level === 'broker' && 'bg-surface-2')}
            key={keyOf(row)}
          >
            <h3 className={cx('text-xs', row.level === 'broker' ? 'font-medium text-text' : 'pl-3 text-text-2')}>
              {rowName(t, scenario, row, true)}
            </h3>
            <dl className="flex flex-wrap gap-x-3 pl-3 text-xs">
              {told.map((column) => (
                <div className="flex items-center gap-1" key={column}>
                  <dt className="text-2xs text-text-3">{t(`delivery.${column}`)}</dt>
                  <dd className="figures">
                    <Figure column={column} name={whole} onShow={onShow} row={row} />
                  </dd>
                </div>
              ))}
            </dl>
            <LostBy name={whole} onShow={onShow} row={row} />
          </li>
        );
      })}
    </ul>
  );
}
