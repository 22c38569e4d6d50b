import { useId } from 'react';
import { type T, useT } from '../../../i18n/language';
import { nodeName } from '../../../i18n/names';
import type { Scenario } from '../../../scenario/scenario';
import { useCapacity } from '../../../stores/capacity';
import { Button } from '../../../ui/Button';
import { FieldFrame } from '../../../ui/FieldFrame';
import { ChartIcon, CloseIcon, PlayIcon } from '../../../ui/icons';
import { NumberInput } from '../../../ui/NumberInput';
import { Select } from '../../../ui/Select';
import { Switch } from '../../../ui/Switch';
import type { NumberParameter } from './parameters';
import type { Chosen, Setup } from './setup';
import { MOST_STEPS, valuesOf } from './steps';

const MOST_REPLICATIONS = 100;
const LONGEST_SEC = 3_600;

/** What a parameter is called without its owner: the labels that lead to it. */
export const parameterName = (t: T, { labels }: NumberParameter): string =>
  labels.map((label) => (typeof label === 'number' ? String(label) : t(label))).join(' › ');

/** Whose parameter it is. */
export function ownerName(t: T, { nodes, links }: Scenario, { owner }: NumberParameter): string {
  const name = (id: string | undefined) => {
    const node = nodes.find((one) => one.id === id);
    return node ? nodeName(t, node) : String(id);
  };
  if ('node' in owner) return name(owner.node);
  const link = links.find((one) => one.id === owner.link);
  return `${name(link?.from)} → ${name(link?.to)}`;
}

interface CapacityFormProps {
  readonly scenario: Scenario;
  readonly parameters: readonly NumberParameter[];
  readonly parameter: NumberParameter;
  readonly clients: Scenario['nodes'];
  readonly setup: Setup;
  readonly onChange: (chosen: Chosen) => void;
  readonly onMeasure: () => void;
}

/** What is to be measured, and the button that does. */
export function CapacityForm(props: CapacityFormProps) {
  const { scenario, parameters, parameter, clients, setup, onChange, onMeasure } = props;
  const t = useT();
  const id = useId();
  const { field } = parameter;
  const { integer, max, min, unit } = field;
  const range = { integer, max, min, unit };
  const wholeName = (one: NumberParameter) => `${ownerName(t, scenario, one)}: ${parameterName(t, one)}`;
  const runs = valuesOf(setup.steps, field).length * setup.replications;
  return (
    <form
      aria-label={t('capacity.title')}
      className="flex flex-col gap-3 bg-surface p-3 sm:overflow-y-auto"
      onSubmit={(event) => {
        event.preventDefault();
        onMeasure();
      }}
    >
      <FieldFrame id={`${id}-parameter`} label={t('capacity.parameter')}>
        <span title={wholeName(parameter)}>
          <Select
            id={`${id}-parameter`}
            onChange={(path) => onChange({ path, steps: null })}
            options={parameters.map((one) => ({ value: one.path, label: wholeName(one) }))}
            value={parameter.path}
          />
        </span>
      </FieldFrame>
      <div className="grid grid-cols-3 gap-2">
        <NumberInput
          {...range}
          id={`${id}-from`}
          inline={false}
          label={t('capacity.from')}
          onChange={(from) => onChange({ steps: { ...setup.steps, from, to: Math.max(from, setup.steps.to) } })}
          value={setup.steps.from}
        />
        <NumberInput
          {...range}
          id={`${id}-to`}
          inline={false}
          label={t('capacity.to')}
          onChange={(to) => onChange({ steps: { ...setup.steps, to, from: Math.min(to, setup.steps.from) } })}
          value={setup.steps.to}
        />
        <NumberInput
          id={`${id}-steps`}
          inline={false}
          integer
          label={t('capacity.steps')}
          max={MOST_STEPS}
          min={2}
          onChange={(count) => onChange({ steps: { ...setup.steps, count } })}
          value={setup.steps.count}
        />
      </div>
      <CapacityButtons onMeasure={onMeasure} runs={runs} />
      <NumberInput
        help={t('capacity.replicationsHelp')}
        id={`${id}-replications`}
        integer
        label={t('capacity.replications')}
        max={MOST_REPLICATIONS}
        min={2}
        onChange={(replications) => onChange({ replications })}
        value={setup.replications}
      />
      <NumberInput
        help={t('capacity.lengthHelp')}
        id={`${id}-length`}
        label={t('capacity.length')}
        max={LONGEST_SEC}
        min={1}
        onChange={(lengthSec) => onChange({ lengthSec })}
        unit="s"
        value={setup.lengthSec}
      />
      {clients.length > 1 && (
        <FieldFrame id={`${id}-client`} inline label={t('capacity.client')}>
          <Select
            className="w-44 shrink-0 max-sm:w-56 xl:w-56"
            id={`${id}-client`}
            onChange={(client) => onChange({ client })}
            options={clients.map((node) => ({ value: node.id, label: nodeName(t, node) }))}
            value={setup.client}
          />
        </FieldFrame>
      )}
      {scenario.interventions.length > 0 && (
        <FieldFrame
          help={t('capacity.interventionsHelp')}
          id={`${id}-interventions`}
          inline
          label={t('capacity.interventions')}
        >
          <Switch
            checked={setup.withInterventions}
            id={`${id}-interventions`}
            onChange={(withInterventions) => onChange({ withInterventions })}
          />
        </FieldFrame>
      )}
    </form>
  );
}

/** Measure, stop, go on. */
function CapacityButtons({ runs, onMeasure }: { readonly runs: number; readonly onMeasure: () => void }) {
  const t = useT();
  const phase = useCapacity((state) => state.phase);
  const { cancel, resume } = useCapacity.getState();
  return (
    <div className="flex flex-wrap items-center gap-2">
      {phase === 'running' ? (
        <Button icon={CloseIcon} key="button" onClick={cancel}>
          {t('capacity.cancel')}
        </Button>
      ) : (
        <Button icon={ChartIcon} key="button" look="primary" onClick={onMeasure}>
          {t('capacity.measure')}
        </Button>
      )}
      {phase === 'cancelled' && (
        <Button icon={PlayIcon} onClick={resume}>
          {t('capacity.resume')}
        </Button>
      )}
      <span className="text-xs text-text-3">{t('capacity.runs', { count: runs })}</span>
    </div>
  );
}
