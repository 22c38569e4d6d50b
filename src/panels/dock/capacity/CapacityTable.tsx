import { formatMs, formatRate, formatShare } from '../../../i18n/format';
import { useT } from '../../../i18n/language';
import { Button } from '../../../ui/Button';
import { figureText } from './CapacityCharts';
import type { CurvePoint } from './curve';
import { bottleneckOf } from './findings';

interface CapacityTableProps {
  readonly caption: string;
  readonly points: readonly CurvePoint[];
  readonly present: number;
  readonly formatX: (value: number) => string;
  readonly nameOf: (node: string) => string;
  readonly onPick: (value: number) => void;
}

const CELL = 'px-2 py-1.5 text-right whitespace-nowrap';

/** The same figures as the charts', for whoever reads rather than looks; each value can be taken over here, too. */
export function CapacityTable({ caption, points, present, formatX, nameOf, onPick }: CapacityTableProps) {
  const t = useT();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must be able to reach it.
    <section aria-label={caption} className="min-h-0 flex-1 overflow-auto bg-surface" tabIndex={0}>
      <table className="w-full border-collapse text-xs">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="text-text-3 *:font-medium">
            <th className={CELL} scope="col">
              {t('capacity.value')}
            </th>
            <th className={CELL} scope="col">
              {t('capacity.offered')}
            </th>
            <th className={CELL} scope="col">
              {t('capacity.answered')}
            </th>
            {['p50', 'p95', 'p99'].map((name) => (
              <th className={CELL} key={name} scope="col">
                {name}
              </th>
            ))}
            <th className={CELL} scope="col">
              {t('capacity.failed')}
            </th>
            <th className="px-2 py-1.5 text-left" scope="col">
              {t('capacity.busy')}
            </th>
            <td />
          </tr>
        </thead>
        <tbody className="figures text-text-2">
          {points.map((point) => {
            const { value, offeredPerSec, goodputPerSec, latencyMs, failedShare } = point;
            const busiest = bottleneckOf([point]);
            return (
              <tr className="border-t border-line" key={value}>
                <th className={`${CELL} font-medium text-text`} scope="row">
                  {formatX(value)}
                </th>
                <td className={CELL}>{formatRate(offeredPerSec.mean)}</td>
                <td className={CELL}>{figureText(t, goodputPerSec, formatRate)}</td>
                {(['p50', 'p95', 'p99'] as const).map((name) => (
                  <td className={CELL} key={name}>
                    {latencyMs ? figureText(t, latencyMs[name], formatMs) : '–'}
                  </td>
                ))}
                <td className={CELL}>{formatShare(failedShare)}</td>
                <td className="px-2 py-1.5 whitespace-nowrap">
                  {busiest ? `${nameOf(busiest.node)} ${formatShare(busiest.utilization)}` : '–'}
                </td>
                <td className="py-1 pr-3 pl-2">
                  <Button
                    aria-label={t('capacity.useValue', { value: formatX(value) })}
                    className="h-7"
                    disabled={value === present}
                    look="quiet"
                    onClick={() => onPick(value)}
                  >
                    {t('capacity.use')}
                  </Button>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
