import { useEffect, useId, useState } from 'react';
import { useT } from '../../i18n/language';
import { Button } from '../../ui/Button';
import { FieldFrame } from '../../ui/FieldFrame';
import { INPUT } from '../../ui/input-style';
import type { KindControlsProps } from '../../ui/kind-view';
import { Select } from '../../ui/Select';
import type { GroupInside, KafkaInside } from './inside';
import './kafka.css';

const RESETS = ['earliest', 'latest', 'offset', 'time'] as const;
type Reset = (typeof RESETS)[number];

/** What changes seldom enough to be drawn anew for: who is there, and in what state. */
const gist = ({ brokers, groups, partitions }: KafkaInside) =>
  JSON.stringify([
    brokers,
    groups.map(({ name, state, members }) => [
      name,
      state,
      members.map((one) => [one.link, one.number, one.partitions]),
    ]),
    partitions.map(({ leader }) => leader),
  ]);

function useInside(watch: KindControlsProps['watch']): KafkaInside | null {
  const [inside, setInside] = useState<KafkaInside | null>(null);
  useEffect(() => {
    let last = '';
    return watch((told) => {
      const next = (told ?? null) as KafkaInside | null;
      const now = next === null ? '' : gist(next);
      if (now === last) return;
      last = now;
      setInside(next);
    });
  }, [watch]);
  return inside;
}

/** The members of a group with what they read, and buttons that add a consumer and take one away. */
function Group({
  group,
  inside,
  intervene,
}: { readonly group: GroupInside; readonly inside: KafkaInside } & Pick<KindControlsProps, 'intervene'>) {
  const t = useT();
  const nameOf = (at: number) => {
    const one = inside.partitions.at(at);
    return one === undefined ? '' : `${one.topic}-${one.partition}`;
  };
  const link = group.members.at(0)?.link;
  const count = group.members.filter((one) => one.link === link && one.state !== 'away').length;
  const scale = (consumers: number) => intervene({ action: 'scaleConsumers', consumers }, link);
  return (
    <div className="kafka-list">
      <div className="flex items-center justify-between gap-2">
        <span className="min-w-0 truncate text-xs font-medium text-text-2" title={group.name}>
          {group.name}
        </span>
        <span className="text-xs text-text-3">{t(`statechart.state.${group.state}`)}</span>
      </div>
      {group.members.map((member) => (
        <div
          className="kafka-item"
          data-bad={member.state === 'away'}
          key={`${member.link} ${member.number} ${member.state === 'away'}`}
        >
          <span>{t('kind.kafka:controls.consumer', { number: member.number + 1 })}</span>
          <span className="kafka-said">
            {member.state === 'away'
              ? t('kind.kafka:controls.gone')
              : member.partitions.length === 0
                ? t('kind.kafka:controls.nothing')
                : member.partitions.map(nameOf).join(', ')}
          </span>
        </div>
      ))}
      {link !== undefined && (
        <div className="flex flex-wrap gap-1.5">
          <Button onClick={() => scale(count + 1)}>{t('kind.kafka:controls.add')}</Button>
          <Button disabled={count === 0} onClick={() => scale(count - 1)}>
            {t('kind.kafka:controls.remove')}
          </Button>
        </div>
      )}
    </div>
  );
}

function ResetOffsets({
  groups,
  intervene,
}: { readonly groups: readonly GroupInside[] } & Pick<KindControlsProps, 'intervene'>) {
  const t = useT();
  const id = useId();
  const [chosen, setChosen] = useState('');
  const [to, setTo] = useState<Reset>('earliest');
  const [value, setValue] = useState(0);
  const group = groups.find(({ name }) => name === chosen) ?? groups.at(0);
  if (group === undefined) return null;
  const needsValue = to === 'offset' || to === 'time';
  return (
    <FieldFrame error={null} help={t('kind.kafka:controls.resetHelp')} id={id} label={t('kind.kafka:controls.reset')}>
      <div className="flex flex-wrap items-center gap-1.5">
        <Select
          id={id}
          label={t('kind.kafka:controls.group')}
          onChange={setChosen}
          options={groups.map(({ name }) => ({ value: name, label: name }))}
          value={group.name}
        />
        <Select
          label={t('kind.kafka:controls.whence')}
          onChange={setTo}
          options={RESETS.map((name) => ({ value: name, label: t(`kind.kafka:controls.to.${name}`) }))}
          value={to}
        />
        {needsValue && (
          <input
            aria-label={t(`kind.kafka:controls.to.${to}`)}
            className={INPUT}
            min={0}
            onChange={(event) => setValue(Math.max(0, event.currentTarget.valueAsNumber || 0))}
            type="number"
            value={value}
          />
        )}
        <Button
          onClick={() =>
            intervene({
              action: 'resetOffsets',
              group: group.name,
              topic: '',
              to,
              value: to === 'time' ? value * 1_000 : value,
            })
          }
        >
          {t('kind.kafka:controls.move')}
        </Button>
      </div>
    </FieldFrame>
  );
}

/** Groups with their members, offsets to be moved, brokers to be killed: while it runs. */
export function KafkaControls({ watch, intervene }: KindControlsProps) {
  const t = useT();
  const inside = useInside(watch);
  if (inside === null) return null;
  return (
    <div className="flex flex-col gap-4">
      {inside.groups.map((group) => (
        <Group group={group} inside={inside} intervene={intervene} key={group.name} />
      ))}
      <ResetOffsets groups={inside.groups} intervene={intervene} />
      {inside.brokers.length > 1 && (
        <div className="kafka-list">
          {inside.brokers.map((state, broker) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: brokers have no identity but their number.
            <div className="kafka-item" data-bad={state !== 'up'} key={broker}>
              <span>{t('kind.kafka:controls.broker', { broker })}</span>
              <span className="kafka-said">
                {state === 'up'
                  ? t('kind.kafka:controls.leads', {
                      count: inside.partitions.filter(({ leader }) => leader === broker).length,
                    })
                  : t(`statechart.state.${state}`)}
              </span>
              {state === 'up' ? (
                <Button look="danger" onClick={() => intervene({ action: 'crashMember', member: broker })}>
                  {t('action.kill')}
                </Button>
              ) : (
                <Button onClick={() => intervene({ action: 'heal' })}>{t('action.restart')}</Button>
              )}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
