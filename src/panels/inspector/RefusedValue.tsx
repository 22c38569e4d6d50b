import { expectationText } from '../../i18n/expectation';
import { useT } from '../../i18n/language';
import type { Issue } from '../../schema/issue';

/** Why an edit was not taken over. */
export function RefusedValue({ issues }: { readonly issues: readonly Issue[] }) {
  const t = useT();
  if (issues.length === 0) return null;
  return (
    <p className="mt-3 rounded-lg bg-fail-soft px-3 py-2 text-xs text-fail-text" role="alert">
      {t('inspector.refusedHere', { expected: expectationText(issues[0].expected) })}
    </p>
  );
}
