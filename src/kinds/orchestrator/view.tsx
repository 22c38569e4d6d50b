import { useRef } from 'react';
import { useT } from '../../i18n/language';
import { FaceFoot } from '../../ui/face/FaceFoot';
import { mark, useFeed, write } from '../../ui/face/feed';
import { liveCount } from '../../ui/face/figures';
import { queueFill } from '../../ui/face/fill';
import { Lines } from '../../ui/face/Lines';
import { icon } from '../../ui/icon';
import type { FaceProps, KindView, NodeReading } from '../../ui/kind-view';
import type { OrchestratorParams } from './params';

/** Steps in a row, and the way back. */
const OrchestratorIcon = icon(
  <path d="M4 7h3M10.5 7h3M17 7h3M4 4.5v5M8.75 4.5v5M15.25 4.5v5M20 7v5.5a4 4 0 0 1-4 4H6M9 13.5l-3 3 3 3" />,
);

/** The steps in their order, and how many sagas wait at each for an answer. */
function steps(params: OrchestratorParams, { targets }: NodeReading) {
  const written = params.steps.length > 0 ? params.steps : targets.map(({ link }) => ({ name: '', link }));
  return written.flatMap(({ name, link }, index) => {
    const target = targets.find((one) => one.link === link);
    if (target === undefined) return [];
    const label = `${index + 1} ${name || target.label}`;
    const { inFlight, mode } = target;
    return {
      key: String(index),
      label,
      title: label,
      fill: queueFill(inFlight, null),
      figure: liveCount(inFlight),
      down: mode === 'crashed',
    };
  });
}

function OrchestratorFace({ params, feed }: FaceProps) {
  const t = useT();
  const state = useRef<HTMLSpanElement>(null);
  const read = (reading: NodeReading) => steps(params as unknown as OrchestratorParams, reading);
  useFeed(feed, ({ notes }) => {
    const { sagas = 0, sagasUndoing = 0 } = notes;
    const under = t('kind.orchestrator:face.sagas', { count: sagas });
    write(
      state.current,
      sagasUndoing > 0 ? `${under} · ${t('kind.orchestrator:face.undoing', { count: sagasUndoing })}` : under,
    );
    mark(state.current, 'alarm', String(sagasUndoing > 0));
  });
  return (
    <>
      <div className="face">
        <Lines empty={t('kind.orchestrator:face.noSteps')} feed={feed} read={read} rows={4} tone="busy" />
        <div className="face-state">
          <span ref={state} />
        </div>
      </div>
      <FaceFoot feed={feed} />
    </>
  );
}

export const view: KindView = {
  kind: 'orchestrator',
  icon: OrchestratorIcon,
  size: { width: 208, height: 176 },
  Face: OrchestratorFace,
  capacity: () => 0,
};
