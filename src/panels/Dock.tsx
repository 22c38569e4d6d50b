import { lazy, type ReactNode, Suspense, useId } from 'react';
import { useT } from '../i18n/language';
import { catalogue } from '../kinds/catalogue';
import { type DockTab, useDockTab } from '../stores/dock-tab';
import { useDocument } from '../stores/document';
import { EmptyState } from '../ui/EmptyState';
import { ChartIcon, EventsIcon, SpeedIcon } from '../ui/icons';
import { BacklogIcon, DeliveryIcon } from '../ui/message-icons';
import { Tabs, tabId, tabPanelId } from '../ui/Tabs';
import { TraceIcon } from '../ui/trace-icon';
import { MetricsPanel } from './dock/MetricsPanel';
import { InterventionList } from './interventions/InterventionList';

const CapacityPanel = lazy(() => import('./dock/CapacityPanel').then((module) => ({ default: module.CapacityPanel })));
const DeliveryPanel = lazy(() => import('./dock/DeliveryPanel').then((module) => ({ default: module.DeliveryPanel })));
const BacklogsPanel = lazy(() => import('./dock/BacklogsPanel').then((module) => ({ default: module.BacklogsPanel })));
const TracePanel = lazy(() => import('./dock/TracePanel').then((module) => ({ default: module.TracePanel })));

interface DockProps {
  /** Changes with the theme: charts take their colours anew. */
  readonly look: string;
  /** Stands at the right of the tabs. */
  readonly aside?: ReactNode;
}

/** What is about messages has a place only where something keeps any. */
const isAboutMessages = (tab: DockTab) => tab === 'delivery' || tab === 'backlogs';

/** Charts of the run, what became of single requests and messages, and what was done to it. */
export function Dock({ look, aside }: DockProps) {
  const t = useT();
  const id = useId();
  const { tab: chosen, setTab } = useDockTab();
  const hasBrokers = useDocument((state) =>
    state.scenario.nodes.some(({ kind }) => catalogue[kind]?.queues !== undefined),
  );
  const tab = isAboutMessages(chosen) && !hasBrokers ? 'metrics' : chosen;
  const count = useDocument((state) => state.scenario.interventions.length);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex h-9 shrink-0 items-center justify-between border-b border-line px-2 touch:h-11">
        <Tabs
          id={id}
          label={t('action.toggleDock')}
          onChange={setTab}
          tabs={[
            { value: 'metrics', label: t('dock.metrics'), icon: ChartIcon },
            { value: 'trace', label: t('dock.trace'), icon: TraceIcon },
            ...(hasBrokers
              ? [
                  { value: 'delivery' as const, label: t('dock.delivery'), icon: DeliveryIcon },
                  { value: 'backlogs' as const, label: t('dock.backlogs'), icon: BacklogIcon },
                ]
              : []),
            { value: 'events', label: t('dock.events'), icon: EventsIcon, badge: count ? String(count) : undefined },
            { value: 'capacity', label: t('capacity.title'), icon: SpeedIcon },
          ]}
          value={tab}
        />
        {aside}
      </div>
      <div
        aria-labelledby={tabId(id, tab)}
        className="min-h-0 flex-1 overflow-y-auto"
        id={tabPanelId(id)}
        role="tabpanel"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must be able to reach it.
        tabIndex={0}
      >
        {tab === 'metrics' ? (
          <MetricsPanel look={look} />
        ) : tab === 'trace' ? (
          <Suspense fallback={null}>
            <TracePanel />
          </Suspense>
        ) : tab === 'delivery' ? (
          <Suspense fallback={null}>
            <DeliveryPanel />
          </Suspense>
        ) : tab === 'backlogs' ? (
          <Suspense fallback={null}>
            <BacklogsPanel look={look} />
          </Suspense>
        ) : tab === 'capacity' ? (
          <Suspense fallback={null}>
            <CapacityPanel look={look} />
          </Suspense>
        ) : count === 0 ? (
          <EmptyState icon={EventsIcon} title={t('dock.eventsEmptyTitle')}>
            {t('dock.eventsEmpty')}
          </EmptyState>
        ) : (
          <div className="p-2">
            <InterventionList />
          </div>
        )}
      </div>
    </div>
  );
}
