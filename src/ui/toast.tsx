/** Short messages at the lower edge. `toast(…)` may be called from anywhere; {@link ToastLayer} is mounted once. */
import { useEffect, useSyncExternalStore } from 'react';
import { useT } from '../i18n/language';
import { Button } from './Button';
import { cx } from './cx';
import { IconButton } from './IconButton';
import { CheckIcon, CloseIcon, InfoIcon, WarningIcon } from './icons';

export interface Toast {
  readonly tone?: 'info' | 'ok' | 'error';
  readonly text: string;
  /** A second line: where, and what to do. */
  readonly detail?: string;
  readonly action?: { readonly label: string; readonly run: () => void };
  /** An error stays until it is closed; everything else goes by itself. */
  readonly lasting?: boolean;
}
type Numbered = Toast & { readonly id: number };

const LASTS_MS = 6_000;
const AT_MOST = 3;

let toasts: readonly Numbered[] = [];
let counter = 0;
const listeners = new Set<() => void>();

function set(next: readonly Numbered[]) {
  toasts = next;
  for (const listener of listeners) listener();
}

const dismiss = (id: number) => set(toasts.filter((toast) => toast.id !== id));

/** Shows a message; one with the same text takes the other's place. What comes back takes it away again. */
export function toast(message: Toast): () => void {
  counter += 1;
  const id = counter;
  const others = toasts.filter((other) => other.text !== message.text);
  set([...others, { ...message, id }].slice(-AT_MOST));
  return () => dismiss(id);
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

const MARKS = { info: InfoIcon, ok: CheckIcon, error: WarningIcon };
const TONES = { info: 'text-accent', ok: 'text-ok', error: 'text-fail' };

function ToastCard({ id, tone = 'info', text, detail, action, lasting }: Numbered) {
  const t = useT();
  const Mark = MARKS[tone];
  useEffect(() => {
    if (lasting) return;
    const timer = setTimeout(() => dismiss(id), LASTS_MS);
    return () => clearTimeout(timer);
  }, [id, lasting]);
  return (
    <div
      className="animate-toast pointer-events-auto flex max-w-full items-start gap-2.5 rounded-xl border border-line bg-surface py-2 pr-1.5 pl-3 shadow-2"
      role={tone === 'error' ? 'alert' : 'status'}
    >
      <Mark className={cx('mt-1.5 shrink-0', TONES[tone])} size={18} />
      <div className="min-w-0 py-1.5">
        <p className="font-medium text-text">{text}</p>
        {detail && <p className="mt-0.5 text-xs break-words text-text-2">{detail}</p>}
      </div>
      {action && (
        <Button
          className="text-accent-text"
          look="quiet"
          onClick={() => {
            action.run();
            dismiss(id);
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton icon={CloseIcon} iconSize={15} label={t('action.close')} onClick={() => dismiss(id)} />
    </div>
  );
}

export function ToastLayer() {
  const shown = useSyncExternalStore(subscribe, () => toasts);
  return (
    <div className="pointer-events-none fixed inset-x-3 bottom-32 z-50 mx-auto flex max-w-lg flex-col items-center gap-2 sm:bottom-6">
      {shown.map((one) => (
        <ToastCard key={one.id} {...one} />
      ))}
    </div>
  );
}
