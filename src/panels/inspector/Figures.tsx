import { formatCompact, formatRate } from '../../i18n/format';
import { useT } from '../../i18n/language';
import type { ScenarioLink, ScenarioNode } from '../../scenario/scenario';
import { opensStreams } from '../../scenario/streams';
import { useDocument } from '../../stores/document';
import { linkGauge, live, nodeGauge } from '../../stores/live';
import { cx } from '../../ui/cx';
import type { Tick } from '../../worker/protocol';
import { put, type Slots, slot, useSlots, useTicks } from '../live-text';

interface Figure {
  readonly name: string;
  readonly label: string;
  readonly tone?: 'fail';
}

/** A few of them stand below the others. */
const COLUMNS: Readonly<Record<number, string>> = { 1: 'mt-2 grid-cols-1', 2: 'mt-2 grid-cols-2' };

function Tiles({ figures, slots }: { readonly figures: readonly Figure[]; readonly slots: Slots }) {
  const isNarrow = figures.length > 3 && figures.length % 3 !== 0;
  return (
    <dl
      className={cx(
        'grid gap-px overflow-hidden rounded-lg border border-line bg-line',
        COLUMNS[figures.length] ?? (isNarrow ? 'grid-cols-4' : 'grid-cols-3'),
      )}
    >
      {figures.map((figure) => (
        <div className="min-w-0 bg-surface px-2 py-2" key={figure.name}>
          <dt className="truncate text-2xs text-text-3">{figure.label}</dt>
          <dd
            className={cx(
              'figures truncate text-text',
              isNarrow ? 'text-xs leading-5' : 'text-sm',
              figure.tone === 'fail' && 'data-some:text-fail-text',
            )}
            ref={slot(slots, figure.name)}
          >
            –
          </dd>
        </div>
      ))}
    </dl>
  );
}

const markSome = (slots: Slots, name: string, some: boolean) => {
  slots.current.get(name)?.toggleAttribute('data-some', some);
};

function whyText(tick: Tick | null, node: string, t: ReturnType<typeof useT>): string {
  const reasons = tick?.reasons[node] ?? [];
  return reasons.map(([reason, perSec]) => `${t(`reason.${reason}`)} ${formatRate(perSec)}`).join(' · ');
}

interface NodeFiguresProps {
  readonly node: ScenarioNode;
  readonly isClient: boolean;
  /** Workers or connections that its parameters promise; 0 for a kind that has none. */
  readonly capacity: number;
  readonly isBroker: boolean;
}

/** What goes in and out of a component just now. */
export function NodeFigures({ node, isClient, capacity: promised, isBroker }: NodeFiguresProps) {
  const t = useT();
  const slots = useSlots();
  useTicks(
    (tick) => {
      const row = live.indexOfNode(node.id);
      const read = (gauge: Parameters<typeof nodeGauge>[2]) =>
        tick && row >= 0 ? nodeGauge(tick, row, gauge) : Number.NaN;
      const capacity = read('capacity');
      const blocked = read('blocked');
      const failed = read('failedPerSec');
      put(slots, 'arrived', formatRate(read('arrivedPerSec')));
      put(slots, 'completed', formatRate(read('completedPerSec')));
      put(slots, 'failed', formatRate(failed));
      markSome(slots, 'failed', failed > 0);
      put(slots, 'queued', formatCompact(read('queued')));
      put(slots, 'workers', Number.isNaN(capacity) ? '–' : `${formatCompact(read('busy'))}/${formatCompact(capacity)}`);
      put(slots, 'blocked', Number.isNaN(blocked) ? '–' : formatCompact(blocked));
      put(slots, 'why', whyText(tick, node.id, t));
    },
    `${node.id} ${t('inspector.arrived')}`,
  );
  const flow: readonly Figure[] = [
    { name: 'arrived', label: t(isClient ? 'canvas.sent' : 'inspector.arrived') },
    { name: 'completed', label: t(isClient ? 'canvas.ok' : 'inspector.completed') },
    { name: 'failed', label: t('inspector.failed'), tone: 'fail' },
  ];
  const queue: Figure = { name: 'queued', label: t('inspector.queued') };
  const workers: readonly Figure[] = [
    queue,
    { name: 'workers', label: t('inspector.workers') },
    { name: 'blocked', label: t('inspector.blocked') },
  ];
  return (
    <>
      <Tiles figures={[...flow, ...(promised > 0 ? workers : isBroker ? [queue] : [])]} slots={slots} />
      <p className="mt-2 text-xs text-fail-text empty:hidden" ref={slot(slots, 'why')} />
    </>
  );
}

/** What a link carries just now. */
export function LinkFigures({ link }: { readonly link: ScenarioLink }) {
  const t = useT();
  const slots = useSlots();
  useTicks(
    (tick) => {
      const row = live.indexOfLink(link.id);
      const read = (gauge: Parameters<typeof linkGauge>[2]) =>
        tick && row >= 0 ? linkGauge(tick, row, gauge) : Number.NaN;
      const failed = read('failedPerSec');
      const inFlight = read('inFlight');
      put(slots, 'calls', formatRate(read('callsPerSec')));
      put(slots, 'failed', formatRate(failed));
      markSome(slots, 'failed', failed > 0);
      put(slots, 'inFlight', Number.isNaN(inFlight) ? '–' : formatCompact(inFlight));
      const waiting = read('waiting');
      put(slots, 'waiting', Number.isNaN(waiting) ? '–' : formatCompact(waiting));
      put(slots, 'streamed', formatRate(read('streamedPerSec')));
    },
    `${link.id} ${t('inspector.calls')}`,
  );
  const streams = useDocument(({ scenario }) => opensStreams(scenario, link));
  const { rateLimit = null, bulkhead = null, connections = null } = link.params;
  const waits = rateLimit !== null || bulkhead !== null || connections !== null;
  const more: readonly Figure[] = [
    ...(waits ? [{ name: 'waiting', label: t('inspector.waiting') }] : []),
    ...(streams ? [{ name: 'streamed', label: t('inspector.streamed') }] : []),
  ];
  return (
    <>
      <Tiles
        figures={[
          { name: 'calls', label: t('inspector.calls') },
          { name: 'failed', label: t('inspector.failed'), tone: 'fail' },
          { name: 'inFlight', label: t('inspector.inFlight') },
        ]}
        slots={slots}
      />
      {more.length > 0 && <Tiles figures={more} slots={slots} />}
    </>
  );
}
