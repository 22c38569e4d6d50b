import { useId } from 'react';
import { formatNumber } from '../../i18n/format';
import { useT } from '../../i18n/language';
import { hasReplicas } from '../../scenario/edit';
import type { ScenarioNode } from '../../scenario/scenario';
import { live } from '../../stores/live';
import { usePlayback } from '../../stores/playback';
import { Button } from '../../ui/Button';
import { IconButton } from '../../ui/IconButton';
import { MinusIcon, PlusIcon, PowerIcon, ResetIcon } from '../../ui/icons';
import { tooltip } from '../../ui/tooltip';
import type { Tick } from '../../worker/protocol';
import { put, slot, useSlots, useTicks } from '../live-text';

const MOST = 1_000;

/** How many replicas there are just now, those that are starting included; before a run, as many as there will be. */
function countIn(tick: Tick | null, { id, params }: ScenarioNode): number {
  const notes = tick?.notes[id];
  const ready = notes?.readyReplicas ?? Number(params.replicas);
  return ready + (notes?.startingReplicas ?? 0);
}

/** Adds and takes away replicas while the run goes on, and replaces or kills them; recorded as interventions. */
export function LiveReplicas({ node }: { readonly node: ScenarioNode }) {
  const t = useT();
  const labelId = useId();
  const slots = useSlots();
  const intervene = usePlayback((state) => state.intervene);
  useTicks((tick) => put(slots, 'count', formatNumber(countIn(tick, node))), `${node.id} ${node.params.replicas}`);
  if (!hasReplicas(node)) return null;

  const target = { node: node.id };
  const scaleBy = (difference: number) => {
    const replicas = Math.min(MOST, Math.max(1, countIn(live.latest(), node) + difference));
    intervene({ action: 'scale', target, durationMs: null, replicas });
  };
  return (
    <div className="flex flex-col gap-2">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would draw its legend over the border */}
      <div aria-labelledby={labelId} className="flex items-center justify-between" role="group">
        <span className="text-xs font-medium text-text-2" id={labelId} {...tooltip(t('inspector.liveReplicasHelp'))}>
          {t('inspector.liveReplicas')}
        </span>
        <span className="flex items-center gap-1">
          <IconButton icon={MinusIcon} label={t('intervention.scaleDown')} onClick={() => scaleBy(-1)} />
          <output className="figures w-8 text-center text-sm text-text" ref={slot(slots, 'count')} />
          <IconButton icon={PlusIcon} label={t('intervention.scaleUp')} onClick={() => scaleBy(1)} />
        </span>
      </div>
      <div className="flex flex-wrap gap-1.5 *:gap-1 *:px-2">
        <Button
          icon={ResetIcon}
          onClick={() => intervene({ action: 'rollOut', target, durationMs: null })}
          {...tooltip(t('intervention.rollOutHelp'))}
        >
          {t('intervention.rollOutNow')}
        </Button>
        <Button
          icon={PowerIcon}
          look="danger"
          onClick={() => intervene({ action: 'crashReplica', target, durationMs: null })}
          {...tooltip(t('intervention.crashReplicaHelp'))}
        >
          {t('intervention.crashReplicaNow')}
        </Button>
      </div>
    </div>
  );
}
