import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { formatShare } from '../../i18n/format';
import { t as textNow, useT } from '../../i18n/language';
import { nodeName } from '../../i18n/names';
import { useCapacity } from '../../stores/capacity';
import { useDocument } from '../../stores/document';
import { useLayout } from '../../stores/layout';
import { Button } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { ChartIcon, WarningIcon } from '../../ui/icons';
import { toast } from '../../ui/toast';
import { CapacityCharts } from './capacity/CapacityCharts';
import { CapacityForm, ownerName, parameterName } from './capacity/CapacityForm';
import { CapacityTable } from './capacity/CapacityTable';
import { curvePoint } from './capacity/curve';
import { findingsOf } from './capacity/findings';
import { formatValue } from './capacity/format-value';
import { isStale } from './capacity/is-stale';
import { type NumberParameter, numberParameters, proposedParameter, withNumber } from './capacity/parameters';
import { type Chosen, questionOf, type Setup, setupOf } from './capacity/setup';
import { Words } from './capacity/Words';

/** Two curves and what they say need more room than a row of small charts, CSS pixels. */
const WANTED_HEIGHT = 330;

/** Makes the dock high enough for as long as the panel is shown, unless the visitor chooses another height meanwhile. */
function useRoom(): void {
  useEffect(() => {
    const { dockHeight, setDockHeight } = useLayout.getState();
    if (dockHeight >= WANTED_HEIGHT) return;
    setDockHeight(WANTED_HEIGHT);
    return () => {
      if (useLayout.getState().dockHeight === WANTED_HEIGHT) setDockHeight(dockHeight);
    };
  }, []);
}

interface CapacityPanelProps {
  /** Changes with theme and language. */
  readonly look: string;
}

/** How much the system carries: many runs of the scenario while one of its numbers takes several values. */
export function CapacityPanel({ look }: CapacityPanelProps) {
  const t = useT();
  useRoom();
  const scenario = useDocument((state) => state.scenario);
  const loads = useDocument((state) => state.loadRevision);
  const [chosen, setChosen] = useState<Chosen>({});
  const [measuredLoad, setMeasuredLoad] = useState(loads);
  const parameters = useMemo(() => numberParameters(scenario), [scenario]);
  const clients = useMemo(() => scenario.nodes.filter(({ kind }) => kind === 'client'), [scenario]);

  // Another document is another question.
  useEffect(() => {
    if (measuredLoad === loads) return;
    setMeasuredLoad(loads);
    setChosen({});
    useCapacity.getState().clear();
  }, [loads, measuredLoad]);

  const parameter = parameters.find(({ path }) => path === chosen.path) ?? proposedParameter(scenario, parameters);
  if (!parameter || clients.length === 0) {
    return (
      <EmptyState icon={ChartIcon} title={t('capacity.noneTitle')}>
        {t('capacity.none')}
      </EmptyState>
    );
  }
  const setup = setupOf(chosen, parameter, clients, scenario.durationMs);
  return (
    <div className="grid min-h-full grid-cols-1 gap-px bg-line sm:h-full sm:grid-cols-[19rem_minmax(0,1fr)] md:max-lg:grid-cols-[22rem_minmax(0,1fr)] xl:grid-cols-[24rem_minmax(0,1fr)]">
      <CapacityForm
        clients={clients}
        onChange={(change) => setChosen((before) => ({ ...before, ...change }))}
        onMeasure={() => useCapacity.getState().start(questionOf(scenario, parameter, setup))}
        parameter={parameter}
        parameters={parameters}
        scenario={scenario}
        setup={setup}
      />
      <CapacityResult look={look} parameters={parameters} setup={setup} />
    </div>
  );
}

/** Puts a value into the scenario, as if it had been typed in the inspector. */
function takeOver({ owner, names }: NumberParameter, value: number, name: string, text: string): void {
  const { scenario, setNodeParams, setLinkParams, undo } = useDocument.getState();
  const place = 'node' in owner ? scenario.nodes : scenario.links;
  const id = 'node' in owner ? owner.node : owner.link;
  const params = withNumber(place.find((one) => one.id === id)?.params, names, value);
  if ('node' in owner) setNodeParams(id, params);
  else setLinkParams(id, params);
  toast({
    tone: 'ok',
    text: textNow('capacity.used', { name, value: text }),
    action: { label: textNow('action.undo'), run: undo },
  });
}

interface CapacityResultProps {
  readonly look: string;
  readonly parameters: readonly NumberParameter[];
  readonly setup: Setup;
}

/** What came out, as far as it has. */
function CapacityResult({ look, parameters, setup }: CapacityResultProps) {
  const t = useT();
  const scenario = useDocument((state) => state.scenario);
  const { phase, question, points, failures, problem, fingerprint } = useCapacity();
  const [asTable, setAsTable] = useState(false);
  const top = useRef<HTMLElement>(null);
  // On a phone it is below the form.
  useEffect(() => {
    if (phase === 'running') top.current?.scrollIntoView({ block: 'nearest' });
  }, [phase]);
  const parameter = parameters.find(({ path }) => path === question?.path) ?? null;

  const { client } = setup;
  const curve = useMemo(
    () =>
      (question?.values ?? []).flatMap((value, point) => {
        const report = points.get(point);
        return report?.clients[client] ? [curvePoint(value, report, client)] : [];
      }),
    [question, points, client],
  );
  const findings = useMemo(() => findingsOf(curve), [curve]);
  const stale = useMemo(
    () => question !== null && isStale(question, scenario, parameter, setup.withInterventions),
    [question, scenario, parameter, setup.withInterventions],
  );
  const formatX = useMemo(() => formatValue(parameter?.field ?? { unit: 'none' }), [parameter]);
  const nameOf = useCallback(
    (id: string) => {
      const node = question?.scenario.nodes.find((one) => one.id === id);
      return node ? nodeName(t, node) : id;
    },
    [question, t],
  );
  const failed = useMemo(
    () =>
      [...failures]
        .sort(([a], [b]) => a - b)
        .map(([point, failure]) => [question?.values[point] ?? Number.NaN, failure] as const),
    [failures, question],
  );

  if (problem !== null) {
    return (
      <div className="bg-surface" role="alert">
        <EmptyState icon={WarningIcon} title={t('capacity.problem')}>
          {problem}
        </EmptyState>
      </div>
    );
  }
  if (phase === 'idle' || !question) {
    return (
      <div className="bg-surface">
        <EmptyState icon={ChartIcon} title={t('capacity.emptyTitle')}>
          {t('capacity.empty')}
        </EmptyState>
      </div>
    );
  }
  const name = parameter ? `${ownerName(t, scenario, parameter)}: ${parameterName(t, parameter)}` : question.path;
  const pick = (value: number) => {
    if (parameter && value !== parameter.value) takeOver(parameter, value, name, formatX(value));
  };
  const shared = { points: curve, present: parameter?.value ?? Number.NaN, formatX, onPick: pick };
  return (
    <div className="flex min-h-0 min-w-0 flex-col gap-px sm:overflow-y-auto">
      <header className="flex items-start gap-3 bg-surface px-3 py-2" ref={top}>
        {phase === 'running' ? (
          <Progress />
        ) : (
          <Words failures={failed} findings={findings} formatX={formatX} nameOf={nameOf}>
            {stale ? t('capacity.stale') : phase === 'cancelled' && t('capacity.kept')}
          </Words>
        )}
        <Button
          aria-pressed={asTable}
          className="h-7 aria-pressed:bg-surface-3"
          look="quiet"
          onClick={() => setAsTable(!asTable)}
        >
          {t('capacity.table')}
        </Button>
      </header>
      {asTable ? (
        <CapacityTable {...shared} caption={`${t('capacity.title')}: ${name}`} nameOf={nameOf} />
      ) : (
        <CapacityCharts {...shared} knee={findings?.knee ?? null} look={look} />
      )}
      <footer className="flex flex-wrap justify-between gap-x-4 bg-surface px-3 py-1 text-2xs text-text-3">
        <span>{t('capacity.pick')}</span>
        {fingerprint !== null && (
          <span>
            {t('capacity.fingerprint')}{' '}
            <output aria-label={t('capacity.fingerprint')} className="figures text-text-2">
              {fingerprint}
            </output>
          </span>
        )}
      </footer>
    </div>
  );
}

/** How much of the work is done. */
function Progress() {
  const t = useT();
  const progress = useCapacity((state) => state.progress);
  return (
    <div className="flex min-w-0 flex-1 items-center gap-3 self-center">
      <div
        aria-label={t('capacity.progress')}
        aria-valuemax={100}
        aria-valuemin={0}
        aria-valuenow={Math.round(progress * 100)}
        className="h-1.5 min-w-0 flex-1 overflow-hidden rounded-full bg-surface-3"
        role="progressbar"
      >
        <div className="h-full origin-left bg-accent" style={{ transform: `scaleX(${progress})` }} />
      </div>
      <span className="figures text-xs text-text-2">{formatShare(progress)}</span>
    </div>
  );
}
