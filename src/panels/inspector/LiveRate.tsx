import { useEffect, useId, useState } from 'react';
import { formatRate } from '../../i18n/format';
import { useT } from '../../i18n/language';
import type { ScenarioNode } from '../../scenario/scenario';
import { useDocument } from '../../stores/document';
import { usePlayback } from '../../stores/playback';
import { FieldFrame } from '../../ui/FieldFrame';
import { clean } from '../../ui/number-text';
import { Slider } from '../../ui/Slider';

/** The slider goes from nothing to this many times the rate that the parameters name. */
const REACH = 5;
const STEPS = 100;

/** Turns a client's load up and down while the run goes on; each change is recorded as an intervention. */
export function LiveRate({ node }: { readonly node: ScenarioNode }) {
  const t = useT();
  const id = useId();
  const intervene = usePlayback((state) => state.intervene);
  const arrivals = node.params.arrivals as Readonly<Record<string, unknown>> | undefined;
  const base = typeof arrivals?.ratePerSec === 'number' ? arrivals.ratePerSec : null;
  const recorded = useDocument((state) =>
    state.scenario.interventions.findLast(
      (one) => 'node' in one.target && one.target.node === node.id && (one.action === 'rate' || one.action === 'heal'),
    ),
  );
  const now = recorded?.action === 'rate' ? recorded.ratePerSec : base;
  const [rate, setRate] = useState(now ?? 0);
  useEffect(() => setRate(now ?? 0), [now]);
  if (base === null || base === 0) return null;

  const max = Math.max(base * REACH, now ?? 0);
  // Recorded once, when the visitor lets go, not at every pixel on the way.
  const commit = () => {
    if (rate !== now) intervene({ action: 'rate', target: { node: node.id }, durationMs: null, ratePerSec: rate });
  };
  return (
    <FieldFrame help={t('inspector.liveRateHelp')} id={id} label={t('inspector.liveRate')}>
      <span className="flex items-center gap-3">
        <Slider
          id={id}
          max={max}
          min={0}
          onChange={(value) => setRate(clean(value))}
          onRelease={commit}
          step={max / STEPS}
          value={rate}
          valueText={formatRate(rate)}
        />
        <span className="figures w-14 shrink-0 text-right text-xs text-text">{formatRate(rate)}</span>
      </span>
    </FieldFrame>
  );
}
