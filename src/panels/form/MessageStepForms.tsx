import { useT } from '../../i18n/language';
import { gatherField } from '../../network/serving/gather-field';
import type { Step } from '../../network/serving/operations-field';
import { useDocument } from '../../stores/document';
import { TextInput } from '../../ui/TextInput';
import { StepField, StepTarget } from './step-parts';

interface FormProps<S extends Step> {
  readonly step: S;
  readonly node: string;
  readonly onChange: (step: S) => void;
}

type Publish = Extract<Step, { step: 'publish' }>;

/** What a message can say about itself, by the protocol of its link: only that is offered. */
const SAYS: Readonly<Record<string, readonly ('topic' | 'routingKey' | 'key')[]>> = {
  amqp: ['routingKey'],
  kafka: ['topic', 'key'],
  sqs: ['key'],
  redisMessages: ['topic'],
};

/** Where a message goes, and what it says about itself. What is left empty is as the link says. */
export function PublishForm({ step, node, onChange }: FormProps<Publish>) {
  const t = useT();
  const protocol = useDocument((state) => state.scenario.links.find(({ id }) => id === step.link)?.protocol ?? '');
  const put = (name: 'topic' | 'routingKey' | 'key', text: string) => {
    const { [name]: _old, ...rest } = step;
    onChange(text === '' ? rest : { ...rest, [name]: text });
  };
  return (
    <StepTarget node={node} onChange={onChange} step={step}>
      {(SAYS[protocol] ?? []).map((name) => (
        <TextInput
          key={name}
          label={t(`steps.${name}`)}
          maxLength={255}
          onCommit={(text) => put(name, text)}
          placeholder={t('steps.asTheLink')}
          value={step[name] ?? ''}
        />
      ))}
    </StepTarget>
  );
}

/** How many answers that come as messages are waited for, and how long. */
export function GatherForm({ step, node, onChange }: FormProps<Extract<Step, { step: 'gather' }>>) {
  const t = useT();
  return (
    <div className="flex flex-col gap-2">
      {(['answers', 'atLeast', 'withinMs'] as const).map((name) => (
        <StepField
          field={gatherField.fields[name]}
          key={name}
          label={t(`steps.${name}`)}
          node={node}
          onChange={(next) => onChange({ ...step, [name]: next })}
          value={step[name]}
        />
      ))}
      <p className="text-xs text-text-3">{t('steps.gatherHint')}</p>
    </div>
  );
}
