import { useT } from '../i18n/language';
import { type Panel, useLayout } from '../stores/layout';
import type { Icon } from '../ui/icon';
import { ChartIcon, PlusIcon, SlidersIcon } from '../ui/icons';
import { PhoneRunControls } from './RunControls';

const TABS: readonly { readonly panel: Panel; readonly icon: Icon; readonly label: string }[] = [
  { panel: 'palette', icon: PlusIcon, label: 'palette.title' },
  { panel: 'inspector', icon: SlidersIcon, label: 'inspector.title' },
  { panel: 'dock', icon: ChartIcon, label: 'dock.title' },
];

/** The lower edge of a phone: run controls, and what comes up as a sheet. */
export function PhoneBar() {
  const t = useT();
  const { sheet, setSheet } = useLayout();
  return (
    <section
      aria-label={t('run.controls')}
      className="z-20 shrink-0 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] sm:flex sm:items-center"
    >
      <PhoneRunControls />
      <div className="grid grid-cols-3 px-1 pt-1 pb-1.5 sm:w-80 sm:shrink-0">
        {TABS.map(({ panel, icon: Icon, label }) => (
          <button
            aria-expanded={sheet === panel}
            className="flex min-h-11 flex-col items-center justify-center gap-0.5 rounded-xl text-2xs font-medium text-text-3 aria-expanded:text-accent-text"
            key={panel}
            onClick={() => setSheet(sheet === panel ? null : panel)}
            type="button"
          >
            <Icon size={20} />
            {t(label)}
          </button>
        ))}
      </div>
    </section>
  );
}
