import { useId, useState } from 'react';
import { useT } from '../../i18n/language';
import { FieldFrame } from '../../ui/FieldFrame';
import type { KindEditorProps } from '../../ui/kind-view';
import { Select } from '../../ui/Select';
import { TrialWords } from '../../ui/TrialWords';
import { partitionOfKey } from './murmur2';
import type { KafkaParams } from './params';
import './kafka.css';

const MOST_PARTITIONS = 64;

/** Sets the partitions of a topic, and shows at once which of some keys land where, and which of them move. */
export function PartitionsEditor({ params, onChange }: KindEditorProps) {
  const t = useT();
  const id = useId();
  const { topics } = params as unknown as KafkaParams;
  const [at, setAt] = useState(0);
  const [text, setText] = useState('user-1 user-2 user-3 order-17 order-42');
  const [before, setBefore] = useState<number | null>(null);
  const topic = topics.at(at) ?? topics.at(0);
  if (topic === undefined) return null;
  const place = topics.indexOf(topic);
  const setPartitions = (partitions: number) => {
    if (!Number.isInteger(partitions) || partitions < 1 || partitions > MOST_PARTITIONS) return;
    setBefore(topic.partitions);
    onChange({ ...params, topics: topics.map((one, index) => (index === place ? { ...one, partitions } : one)) });
  };
  const keys = [...new Set(text.split(/[\s,]+/).filter((key) => key !== ''))];
  return (
    <section aria-label={t('kind.kafka:editor.title')} className="mb-6 flex flex-col gap-3">
      <h3 className="text-[0.8125rem] font-medium text-text-2">{t('kind.kafka:editor.title')}</h3>
      {topics.length > 1 && (
        <FieldFrame error={null} id={`${id}-topic`} label={t('kind.kafka:editor.topic')}>
          <Select
            id={`${id}-topic`}
            onChange={(chosen) => {
              setAt(Number(chosen));
              setBefore(null);
            }}
            options={topics.map(({ name }, index) => ({ value: String(index), label: name }))}
            value={String(place)}
          />
        </FieldFrame>
      )}
      <FieldFrame
        error={null}
        help={t('kind.kafka:editor.partitionsHelp')}
        id={`${id}-count`}
        label={t('kind.kafka:editor.partitions', { count: topic.partitions })}
      >
        <input
          className="w-full"
          id={`${id}-count`}
          max={Math.max(12, topic.partitions)}
          min={1}
          onChange={(event) => setPartitions(Number(event.currentTarget.value))}
          type="range"
          value={topic.partitions}
        />
      </FieldFrame>
      <TrialWords
        help={t('kind.kafka:editor.keysHelp')}
        label={t('kind.kafka:editor.keys')}
        onChange={setText}
        text={text}
      />
      <ul aria-live="polite" className="kafka-list">
        {keys.map((key) => {
          const now = partitionOfKey(key, topic.partitions);
          const was = before === null ? now : partitionOfKey(key, before);
          return (
            <li className="kafka-item" data-moved={was !== now} key={key}>
              <span>{key}</span>
              <span className="kafka-said">
                {was === now
                  ? t('kind.kafka:editor.lands', { partition: now })
                  : t('kind.kafka:editor.moves', { from: was, to: now })}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
