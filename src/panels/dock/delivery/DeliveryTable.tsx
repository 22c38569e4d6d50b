import type { MessageFilter } from '../../../analysis/archive/message-filter';
import { useT } from '../../../i18n/language';
import type { Scenario } from '../../../scenario/scenario';
import { useSelection } from '../../../stores/selection';
import { cx } from '../../../ui/cx';
import { ChevronDownIcon } from '../../../ui/icons';
import { tooltip } from '../../../ui/tooltip';
import { Figure, LostBy } from './Figure';
import { rowName } from './row-name';
import { COLUMNS, type DeliveryRow, keyOf, nextSorting, type Sorting } from './rows';

interface DeliveryTableProps {
  readonly rows: readonly DeliveryRow[];
  readonly scenario: Scenario;
  readonly sorting: Sorting;
  readonly onSort: (sorting: Sorting) => void;
  readonly onShow: (filter: MessageFilter) => void;
}

/** A row a broker, a queue, a consumer; a column for each thing that can become of a message. */
export function DeliveryTable({ rows, scenario, sorting, onSort, onShow }: DeliveryTableProps) {
  const t = useT();
  const select = useSelection((state) => state.select);
  return (
    <table className="w-full border-collapse text-xs">
      <caption className="sr-only">{t('delivery.title')}</caption>
      <thead>
        <tr className="text-text-3">
          <th
            className="sticky top-0 left-0 z-20 bg-surface px-3 py-1.5 text-left font-medium whitespace-nowrap"
            scope="col"
          >
            {t('delivery.where')}
          </th>
          {COLUMNS.map((column) => (
            <th
              aria-sort={sorting?.column === column ? (sorting.falling ? 'descending' : 'ascending') : 'none'}
              className="sticky top-0 z-10 bg-surface p-0 text-right font-medium"
              key={column}
              scope="col"
            >
              <button
                className="inline-flex items-center gap-0.5 px-2 py-1.5 whitespace-nowrap hover:text-text"
                onClick={() => onSort(nextSorting(sorting, column))}
                type="button"
                {...tooltip(t(`delivery.help.${column}`))}
              >
                {sorting?.column === column && (
                  <ChevronDownIcon className={cx('shrink-0', !sorting.falling && 'rotate-180')} size={12} />
                )}
                {t(`delivery.${column}`)}
              </button>
            </th>
          ))}
          <th className="sticky top-0 z-10 bg-surface px-2 py-1.5 text-left font-medium" scope="col">
            {t('delivery.lostBy')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const isBelow = sorting === null;
          const name = rowName(t, scenario, row, isBelow);
          const whole = rowName(t, scenario, row, false);
          const isBroker = row.level === 'broker';
          return (
            <tr className={cx('group border-t border-line', isBroker && isBelow && 'bg-surface-2')} key={keyOf(row)}>
              <th
                className={cx(
                  'sticky left-0 z-10 max-w-64 p-0 text-left font-normal',
                  isBroker && isBelow ? 'bg-surface-2' : 'bg-surface',
                )}
                scope="row"
              >
                <button
                  className={cx(
                    'block w-full truncate py-1 pr-2 text-left hover:text-text',
                    isBroker ? 'pl-3 font-medium text-text' : isBelow ? 'pl-7 text-text-2' : 'pl-3 text-text-2',
                  )}
                  onClick={() =>
                    select(row.of.link === undefined ? { nodes: [row.of.node] } : { links: [row.of.link] })
                  }
                  title={whole}
                  type="button"
                >
                  {name}
                </button>
              </th>
              {COLUMNS.map((column) => (
                <td className="figures px-1 py-1 text-right whitespace-nowrap" key={column}>
                  <Figure column={column} name={whole} onShow={onShow} row={row} />
                </td>
              ))}
              <td className="px-1 py-1">
                <LostBy name={whole} onShow={onShow} row={row} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
