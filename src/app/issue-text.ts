import { expectationText } from '../i18n/expectation';
import { t } from '../i18n/language';
import { placeOf } from '../scenario/explain-issue';
import type { Issue } from '../schema/issue';

/** What is wrong with a document, in a line or two: the first problem in full, and how many more there are. */
export function issueText(issues: readonly Issue[]): string {
  const [first, ...others] = issues;
  if (!first) return '';
  const where = t('import.where', {
    path: placeOf(first) || t('scenario.settings'),
    expected: expectationText(first.expected),
    received: first.received === 'undefined' ? t('import.nothing') : expectationText(first.received),
  });
  return others.length === 0 ? where : `${where} ${t('import.andMore', { count: others.length })}`;
}
