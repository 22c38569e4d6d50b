import { useId } from 'react';
import { formatShare } from '../../i18n/format';
import { useT } from '../../i18n/language';
import { duration } from '../../network/duration-field';
import { gatherField } from '../../network/serving/gather-field';
import type { Step } from '../../network/serving/operations-field';
import { STREAM_DIRECTIONS, type StreamDirection, streamField } from '../../network/streams/stream-field';
import { useDocument } from '../../stores/document';
import { Button } from '../../ui/Button';
import { IconButton } from '../../ui/IconButton';
import type { Icon } from '../../ui/icon';
import { ChevronDownIcon, PlusIcon, TrashIcon } from '../../ui/icons';
import { Menu, MenuItem } from '../../ui/Menu';
import { Popover } from '../../ui/Popover';
import { Select } from '../../ui/Select';
import { Slider } from '../../ui/Slider';
import {
  ArrowRightIcon,
  BranchIcon,
  CachedIcon,
  ChevronUpIcon,
  GatherIcon,
  ParallelIcon,
  PublishIcon,
  ReplyIcon,
  StreamIcon,
  WorkIcon,
} from '../../ui/step-icons';
import { TextInput } from '../../ui/TextInput';
import { GatherForm, PublishForm } from './MessageStepForms';
import { OutgoingLinkSelect } from './OutgoingLinkSelect';
import { StepField, StepTarget } from './step-parts';

type StepName = Step['step'];

const ICONS: Readonly<Record<StepName, Icon>> = {
  work: WorkIcon,
  call: ArrowRightIcon,
  cached: CachedIcon,
  parallel: ParallelIcon,
  publish: PublishIcon,
  stream: StreamIcon,
  gather: GatherIcon,
  reply: ReplyIcon,
  branch: BranchIcon,
};
const ALL: readonly StepName[] = [
  'work',
  'call',
  'cached',
  'parallel',
  'publish',
  'stream',
  'gather',
  'reply',
  'branch',
];
/** What may happen at once with others: only what needs no worker. */
const AT_ONCE: readonly StepName[] = ['call', 'publish'];
/** As deep as the form goes; a deeper document is kept and simply not offered more branches. */
const DEEPEST = 3;

const serviceTimeField = duration({ dist: 'exponential', meanMs: 20 });

function newStep(name: StepName, link: string): Step {
  switch (name) {
    case 'work':
      return { step: 'work', serviceTime: null };
    case 'call':
      return { step: 'call', link, operation: '' };
    case 'cached':
      return { step: 'cached', cache: link, origin: link, operation: '' };
    case 'publish':
      return { step: 'publish', link };
    case 'stream':
      return { step: 'stream', link, operation: '', ...streamField.default };
    case 'parallel':
      return { step: 'parallel', steps: [{ step: 'call', link, operation: '' }] };
    case 'gather':
      return { step: 'gather', ...gatherField.default };
    case 'reply':
      return { step: 'reply' };
    case 'branch':
      // biome-ignore lint/suspicious/noThenProperty: the scenario format calls it so.
      return { step: 'branch', probability: 0.5, then: [], else: [] };
  }
}

interface StepFormProps<S extends Step = Step> {
  readonly step: S;
  readonly node: string;
  readonly depth: number;
  readonly onChange: (step: S) => void;
}

function WorkForm({ step, node, onChange }: StepFormProps<Extract<Step, { step: 'work' }>>) {
  const t = useT();
  const options = [
    { value: 'own', label: t('steps.ownTime') },
    { value: 'custom', label: t('steps.customTime') },
  ];
  return (
    <>
      <Select
        label={t('steps.work')}
        onChange={(next) => onChange({ ...step, serviceTime: next === 'own' ? null : serviceTimeField.default })}
        options={options}
        value={step.serviceTime === null ? 'own' : 'custom'}
      />
      {step.serviceTime !== null && (
        <StepField
          field={serviceTimeField}
          label={t('steps.customTime')}
          node={node}
          onChange={(serviceTime) => onChange({ ...step, serviceTime })}
          value={step.serviceTime}
        />
      )}
    </>
  );
}

function CallForm({ step, node, onChange }: StepFormProps<Extract<Step, { step: 'call' }>>) {
  const t = useT();
  return (
    <StepTarget node={node} onChange={onChange} step={step}>
      <TextInput
        label={t('steps.operation')}
        maxLength={60}
        onCommit={(operation) => onChange({ ...step, operation })}
        placeholder={t('steps.anyOperation')}
        value={step.operation}
      />
    </StepTarget>
  );
}

function StreamForm({ step, node, onChange }: StepFormProps<Extract<Step, { step: 'stream' }>>) {
  const t = useT();
  const { messages, interval } = streamField.fields;
  return (
    <div className="flex flex-col gap-2">
      <CallForm
        depth={0}
        node={node}
        onChange={({ link, operation }) => onChange({ ...step, link, operation })}
        step={{ step: 'call', link: step.link, operation: step.operation }}
      />
      <Select
        label={t('link.params.stream.direction.label')}
        onChange={(direction) => onChange({ ...step, direction: direction as StreamDirection })}
        options={STREAM_DIRECTIONS.map((value) => ({ value, label: t(`link.choices.stream.direction.${value}`) }))}
        value={step.direction}
      />
      <StepField
        field={messages}
        label={t('link.params.stream.messages.label')}
        node={node}
        onChange={(next) => onChange({ ...step, messages: next })}
        value={step.messages}
      />
      <StepField
        field={interval}
        label={t('link.params.stream.interval.label')}
        node={node}
        onChange={(next) => onChange({ ...step, interval: next })}
        value={step.interval}
      />
      <p className="text-xs text-text-3">{t('steps.streamHint')}</p>
    </div>
  );
}

function CachedForm({ step, node, onChange }: StepFormProps<Extract<Step, { step: 'cached' }>>) {
  const t = useT();
  return (
    <div className="grid grid-cols-2 gap-1.5">
      <OutgoingLinkSelect
        label={t('steps.cache')}
        node={node}
        onChange={(cache) => onChange({ ...step, cache })}
        value={step.cache}
      />
      <OutgoingLinkSelect
        label={t('steps.origin')}
        node={node}
        onChange={(origin) => onChange({ ...step, origin })}
        value={step.origin}
      />
      <p className="col-span-2 text-xs text-text-3">{t('steps.cachedHint')}</p>
    </div>
  );
}

function BranchForm({ step, node, depth, onChange }: StepFormProps<Extract<Step, { step: 'branch' }>>) {
  const t = useT();
  const id = useId();
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center gap-3">
        <label className="text-xs text-text-2" htmlFor={id}>
          {t('steps.probability')}
        </label>
        <Slider
          id={id}
          max={1}
          min={0}
          onChange={(probability) => onChange({ ...step, probability })}
          step={0.01}
          value={step.probability}
          valueText={formatShare(step.probability)}
        />
        <span className="figures w-10 shrink-0 text-right text-xs">{formatShare(step.probability)}</span>
      </div>
      {(['then', 'else'] as const).map((side) => (
        <div className="border-l-2 border-line pl-2" key={side}>
          <p className="mb-1 text-2xs font-medium text-text-3">{t(`steps.${side}`)}</p>
          <StepsForm
            depth={depth + 1}
            node={node}
            onChange={(steps) => onChange({ ...step, [side]: steps })}
            steps={step[side]}
          />
        </div>
      ))}
    </div>
  );
}

function StepForm({ step, node, depth, onChange }: StepFormProps) {
  const t = useT();
  switch (step.step) {
    case 'work':
      return <WorkForm depth={depth} node={node} onChange={onChange} step={step} />;
    case 'call':
      return <CallForm depth={depth} node={node} onChange={onChange} step={step} />;
    case 'stream':
      return <StreamForm depth={depth} node={node} onChange={onChange} step={step} />;
    case 'cached':
      return <CachedForm depth={depth} node={node} onChange={onChange} step={step} />;
    case 'publish':
      return <PublishForm node={node} onChange={onChange} step={step} />;
    case 'gather':
      return <GatherForm node={node} onChange={onChange} step={step} />;
    case 'parallel':
      return (
        <div className="border-l-2 border-line pl-2">
          <StepsForm
            allowed={AT_ONCE}
            depth={depth + 1}
            node={node}
            onChange={(steps) => onChange({ ...step, steps })}
            steps={step.steps}
          />
        </div>
      );
    case 'branch':
      return <BranchForm depth={depth} node={node} onChange={onChange} step={step} />;
    case 'reply':
      return <p className="text-xs text-text-3">{t('steps.replyHint')}</p>;
  }
}

interface StepsFormProps {
  readonly steps: readonly Step[];
  readonly node: string;
  readonly allowed?: readonly StepName[];
  readonly depth?: number;
  readonly onChange: (steps: readonly Step[]) => void;
}

/** The steps of an operation, in order. */
export function StepsForm({ steps, node, allowed = ALL, depth = 0, onChange }: StepsFormProps) {
  const t = useT();
  const firstLink = useDocument((state) => state.scenario.links.find((link) => link.from === node)?.id ?? null);
  const needsLink = (name: StepName) =>
    name === 'call' || name === 'cached' || name === 'publish' || name === 'stream' || name === 'parallel';
  const offered = allowed.filter((name) => depth < DEEPEST || (name !== 'branch' && name !== 'parallel'));
  const put = (index: number, step: Step) => onChange(steps.map((old, at) => (at === index ? step : old)));
  const swap = (index: number, other: number) => {
    const next = [...steps];
    [next[index], next[other]] = [next[other], next[index]];
    onChange(next);
  };
  // What happens at once with nothing else would be refused: the last call of a group goes with the group.
  const canRemove = allowed === ALL || steps.length > 1;
  return (
    <div className="flex flex-col gap-2">
      <ol className="flex flex-col gap-2">
        {steps.map((step, index) => {
          const StepIcon = ICONS[step.step];
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: steps have no identity but their place.
            <li className="flex flex-col gap-1.5" key={index}>
              <div className="flex items-center gap-1.5 text-xs font-medium text-text">
                <StepIcon className="shrink-0 text-text-3" size={15} />
                <span className="flex-1 truncate">{t(`steps.${step.step}`)}</span>
                <IconButton
                  disabled={index === 0}
                  icon={ChevronUpIcon}
                  label={t('action.moveUp')}
                  onClick={() => swap(index, index - 1)}
                  size="sm"
                />
                <IconButton
                  disabled={index === steps.length - 1}
                  icon={ChevronDownIcon}
                  label={t('action.moveDown')}
                  onClick={() => swap(index, index + 1)}
                  size="sm"
                />
                <IconButton
                  disabled={!canRemove}
                  icon={TrashIcon}
                  label={t('steps.removeStep', { number: index + 1 })}
                  onClick={() => onChange(steps.filter((_, at) => at !== index))}
                  size="sm"
                />
              </div>
              <StepForm depth={depth} node={node} onChange={(next) => put(index, next)} step={step} />
            </li>
          );
        })}
      </ol>
      {steps.length === 0 && <p className="text-xs text-text-3">{t('steps.empty')}</p>}
      <Popover
        label={t('steps.addStep')}
        role="menu"
        trigger={(props) => (
          <Button {...props} className="self-start px-2 text-xs" icon={PlusIcon} look="quiet">
            {t('steps.addStep')}
          </Button>
        )}
      >
        {(close) => (
          <Menu narrow>
            {offered.map((name) => (
              <MenuItem
                detail={needsLink(name) && firstLink === null ? t('steps.noLinks') : undefined}
                disabled={needsLink(name) && firstLink === null}
                icon={ICONS[name]}
                key={name}
                onSelect={() => {
                  onChange([...steps, newStep(name, firstLink ?? '')]);
                  close();
                }}
              >
                {t(`steps.${name}`)}
              </MenuItem>
            ))}
          </Menu>
        )}
      </Popover>
    </div>
  );
}
