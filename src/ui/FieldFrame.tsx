import type { ReactNode } from 'react';
import { cx } from './cx';
import { InfoIcon } from './icons';
import { tooltip } from './tooltip';
import { WholeWords } from './WholeWords';

interface FieldFrameProps {
  readonly id: string;
  readonly label: ReactNode;
  readonly help?: string;
  readonly error?: string | null;
  /** Label and control on one line, for controls that are narrow. */
  readonly inline?: boolean;
  readonly children: ReactNode;
}

const helpId = (id: string) => `${id}-help`;
const errorId = (id: string) => `${id}-error`;

/** Label, help and error of one field. The error says what is expected. */
export function FieldFrame({ id, label, help, error, inline, children }: FieldFrameProps) {
  return (
    <div className="flex flex-col gap-1.5">
      {/* Where not even the longest word of the label has room beside the control, that goes below. */}
      <div
        className={inline ? 'flex flex-wrap items-center justify-between gap-x-3 gap-y-1.5' : 'flex flex-col gap-1.5'}
      >
        <div className={cx('flex items-center gap-1', inline ? 'min-w-min flex-1 basis-0' : 'min-w-0')}>
          <label className="min-w-0 text-xs font-medium text-text-2" htmlFor={id}>
            {typeof label === 'string' ? <WholeWords text={label} /> : label}
          </label>
          {help && (
            <span className="inline-flex shrink-0 cursor-help text-text-3" {...tooltip(help)}>
              <InfoIcon size={14} />
              <span className="sr-only" id={helpId(id)}>
                {help}
              </span>
            </span>
          )}
        </div>
        {children}
      </div>
      {error && (
        <p className="text-xs text-fail-text" id={errorId(id)} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

/** What a control points to, so that a screen reader reads its help and its error. */
export const describedBy = (id: string, help?: string, error?: string | null): string | undefined =>
  [help && helpId(id), error && errorId(id)].filter(Boolean).join(' ') || undefined;
