import { useState } from 'react';
import { useT } from '../../i18n/language';
import { TrialWords } from '../../ui/TrialWords';
import { headersIn, wordsIn } from './header-text';
import type { RabbitmqParams } from './params';
import type { Exchanges, Routed } from './routing/exchanges';

interface TestKeysProps {
  /** Where they are published. */
  readonly exchange: string;
  readonly routing: Exchanges;
  readonly queues: RabbitmqParams['queues'];
  /** The binding at hand: keys that it lets through stand out. */
  readonly selected: number | null;
}

/** What a word stands for: `name=value` is a message with that header, anything else one with that key. */
const messageOf = (word: string): Routed =>
  word.includes('=')
    ? { routingKey: '', headers: Object.fromEntries(headersIn(word).map(({ name, value }) => [name, value ?? ''])) }
    : { routingKey: word, headers: {} };

/** Some keys to try, and for each the queues that a message with it gets into. */
export function TestKeys({ exchange, routing, queues, selected }: TestKeysProps) {
  const t = useT();
  const [text, setText] = useState('order.created order.paid.eu user.created');
  return (
    <div className="flex flex-col gap-2">
      <TrialWords
        help={t('kind.rabbitmq:editor.testsHelp')}
        label={t('kind.rabbitmq:editor.tests', { name: exchange })}
        onChange={setText}
        text={text}
      />
      <ul aria-live="polite" className="flex flex-col gap-1">
        {[...new Set(wordsIn(text))].map((word) => {
          const via = new Set<number>();
          const reached = routing.route(exchange, messageOf(word), via).map((queue) => queues[queue].name);
          return (
            <li className="rabbit-test" data-match={selected !== null && via.has(selected)} key={word}>
              <span className="rabbit-name" title={word}>
                {word}
              </span>
              <span className="rabbit-reached" data-nowhere={reached.length === 0} title={reached.join(', ')}>
                {reached.length === 0 ? t('kind.rabbitmq:editor.nowhere') : `→ ${reached.join(', ')}`}
              </span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
