import { useId } from 'react';
import { formatNumber } from '../../i18n/format';
import { useT } from '../../i18n/language';
import { hasReplicas } from '../../scenario/edit';
import type { ScenarioNode } from '../../scenario/scenario';
import { deedCalled, perform, replicasNow } from '../../stores/deeds';
import { Button } from '../../ui/Button';
import { deedIcon } from '../../ui/deed-icons';
import { IconButton } from '../../ui/IconButton';
import { tooltip } from '../../ui/tooltip';
import { put, slot, useSlots, useTicks } from '../live-text';

/** Adds and takes away replicas while the run goes on, and replaces or kills them; recorded as interventions. */
export function LiveReplicas({ node }: { readonly node: ScenarioNode }) {
  const t = useT();
  const labelId = useId();
  const slots = useSlots();
  useTicks(() => put(slots, 'count', formatNumber(replicasNow(node))), `${node.id} ${node.params.replicas}`);
  if (!hasReplicas(node)) return null;

  const props = (name: Parameters<typeof deedCalled>[0]) => {
    const deed = deedCalled(name);
    return { icon: deedIcon(name), onClick: () => perform(deed, { node: node.id }, node) };
  };
  return (
    <div className="flex flex-col gap-2">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would draw its legend over the border */}
      <div aria-labelledby={labelId} className="flex items-center justify-between" role="group">
        <span className="text-xs font-medium text-text-2" id={labelId} {...tooltip(t('inspector.liveReplicasHelp'))}>
          {t('inspector.liveReplicas')}
        </span>
        <span className="flex items-center gap-1">
          <IconButton {...props('scaleDown')} label={t('deed.scaleDown')} />
          <output className="figures w-8 text-center text-sm text-text" ref={slot(slots, 'count')} />
          <IconButton {...props('scaleUp')} label={t('deed.scaleUp')} />
        </span>
      </div>
      <div className="flex flex-wrap gap-1.5 *:gap-1 *:px-2">
        <Button {...props('rollOut')} {...tooltip(t('deed.rollOutHelp'))}>
          {t('deed.rollOut')}
        </Button>
        <Button {...props('crashReplica')} look="danger" {...tooltip(t('deed.crashReplicaHelp'))}>
          {t('deed.crashReplica')}
        </Button>
      </div>
    </div>
  );
}
