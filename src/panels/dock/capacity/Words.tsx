import type { ReactNode } from 'react';
import { formatMs, formatNumber, formatRate, formatShare } from '../../../i18n/format';
import { hasText, type T, useT } from '../../../i18n/language';
import { cx } from '../../../ui/cx';
import { WarningIcon } from '../../../ui/icons';
import type { Failure } from '../../../worker/pool/many-runs';
import type { Bottleneck, Findings } from './findings';

interface WordsProps {
  readonly findings: Findings | null;
  /** The first failure of each value that has any, in order. */
  readonly failures: readonly (readonly [value: number, failure: Failure])[];
  readonly formatX: (value: number) => string;
  readonly nameOf: (node: string) => string;
  /** What else is to be said. */
  readonly children?: ReactNode;
}

function keepingUp(t: T, { keepsUpTo, failsFrom }: Findings, formatX: WordsProps['formatX']): string {
  if (failsFrom === null) return t('capacity.keepsUpAlways', { to: formatX(keepsUpTo ?? 0) });
  if (keepsUpTo === null) return t('capacity.keepsUpNever', { from: formatX(failsFrom) });
  return t('capacity.keepsUp', { to: formatX(keepsUpTo), from: formatX(failsFrom) });
}

function bottleneckText(
  t: T,
  isLoad: boolean,
  { node, utilization, value, isSaturated, waitsMostly }: Bottleneck,
  { formatX, nameOf }: Pick<WordsProps, 'formatX' | 'nameOf'>,
): string {
  const values = { node: nameOf(node), share: formatShare(utilization), value: formatX(value) };
  if (!isSaturated) return t('capacity.busiest', values);
  if (!isLoad) return t('capacity.saturated', values);
  return t(waitsMostly ? 'capacity.saturatesWaiting' : 'capacity.saturates', values);
}

/** A run that could not be, with the component and the limit. */
function failureText(
  t: T,
  value: number,
  failure: Failure,
  { formatX, nameOf }: Pick<WordsProps, 'formatX' | 'nameOf'>,
) {
  const { limit, atMost, node, atMs } = failure;
  const key = `problem.limit.${limit}`;
  const what = hasText(key) ? t(key, { atMost: formatNumber(atMost) }) : t('problem.limitOther', { limit });
  const values = { value: formatX(value), time: formatMs(atMs), what };
  return node === null
    ? t('capacity.failedSomewhere', values)
    : t('capacity.failedAt', { ...values, node: nameOf(node) });
}

const Sentence = ({ children, look }: { readonly children: ReactNode; readonly look?: string }) => (
  <li className={cx('mr-1.5 inline', look)}>{children}</li>
);

/** What the curve says, in sentences, the bottleneck first. */
export function Words({ findings, failures, children, ...names }: WordsProps) {
  const t = useT();
  const { formatX } = names;
  return (
    <div aria-label={t('capacity.findings')} className="min-w-0 flex-1 text-xs leading-5 text-text-2" role="status">
      <ul>
        {children && <Sentence>{children}</Sentence>}
        {findings?.bottleneck && (
          <Sentence look="font-medium text-text">
            {bottleneckText(t, findings.isLoad, findings.bottleneck, names)}
          </Sentence>
        )}
        {findings?.isLoad && <Sentence>{keepingUp(t, findings, formatX)}</Sentence>}
        {findings?.isLoad && findings.knee !== null && (
          <Sentence>{t('capacity.knee', { value: formatX(findings.knee) })}</Sentence>
        )}
        {findings && !findings.isLoad && findings.best && (
          <Sentence>
            {t('capacity.best', {
              value: formatX(findings.best.value),
              rate: formatRate(findings.best.goodputPerSec.mean),
            })}
          </Sentence>
        )}
        {failures.map(([value, failure]) => (
          <Sentence key={value} look="text-fail-text">
            <WarningIcon className="mr-1 inline-block" size={14} />
            {failureText(t, value, failure, names)}
          </Sentence>
        ))}
      </ul>
    </div>
  );
}
