import { useT } from '../../i18n/language';
import { hasCache, hasDisk } from '../../scenario/edit';
import type { ScenarioNode } from '../../scenario/scenario';
import { usePlayback } from '../../stores/playback';
import { Button } from '../../ui/Button';
import { SlidersIcon, TrashIcon } from '../../ui/icons';
import { tooltip } from '../../ui/tooltip';

/** What can happen to what a component keeps: a cache loses it, a disk has no room for more. */
export function DataFaults({ node }: { readonly node: ScenarioNode }) {
  const t = useT();
  const intervene = usePlayback((state) => state.intervene);
  const target = { node: node.id };
  return (
    <>
      {hasCache(node) && (
        <Button
          icon={TrashIcon}
          onClick={() => intervene({ action: 'flush', target, durationMs: null })}
          {...tooltip(t('intervention.flushHelp'))}
        >
          {t('intervention.flushNow')}
        </Button>
      )}
      {hasDisk(node) && (
        <Button
          icon={SlidersIcon}
          onClick={() => intervene({ action: 'fillDisk', target, durationMs: null })}
          {...tooltip(t('intervention.fillDiskHelp'))}
        >
          {t('intervention.fillDiskNow')}
        </Button>
      )}
    </>
  );
}
