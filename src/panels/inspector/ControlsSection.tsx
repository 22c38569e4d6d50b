import { useCallback } from 'react';
import { kindScope } from '../../i18n/field-texts';
import { useT } from '../../i18n/language';
import { kindViews } from '../../kinds/views';
import type { ScenarioNode } from '../../scenario/scenario';
import { live } from '../../stores/live';
import { usePlayback } from '../../stores/playback';
import type { Action } from '../../worker/protocol';
import { Section } from './Section';

/** What can be done to a running component that can only be done to its kind. */
export function ControlsSection({ node }: { readonly node: ScenarioNode }) {
  const t = useT();
  const { Controls } = kindViews[node.kind];
  const { id } = node;
  const watch = useCallback(
    (listener: (inside: unknown) => void) => {
      listener(live.latest()?.insides?.[id] ?? null);
      return live.onTick((tick) => listener(tick.insides?.[id] ?? null));
    },
    [id],
  );
  const intervene = useCallback(
    (deed: Readonly<Record<string, unknown>>, link?: string) => {
      const target = link === undefined ? { node: id } : { link };
      usePlayback.getState().intervene({ durationMs: null, ...deed, target } as unknown as Action);
    },
    [id],
  );
  if (Controls === undefined) return null;
  return (
    <Section fold="controls" title={t(`${kindScope(node.kind)}controls.title`)}>
      <Controls intervene={intervene} node={id} params={node.params} watch={watch} />
    </Section>
  );
}
