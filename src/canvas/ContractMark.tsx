import './contract-mark.css';
import { useEffect, useState } from 'react';
import { useT } from '../i18n/language';
import { nodeName } from '../i18n/names';
import { catalogue } from '../kinds/catalogue';
import { breaksOn } from '../scenario/contract-breaks';
import type { Scenario, ScenarioLink } from '../scenario/scenario';
import { type Spoken, versionsAt } from '../scenario/versions-at';
import { useDocument } from '../stores/document';
import { live } from '../stores/live';
import { useSelection } from '../stores/selection';
import { type Box, type Curve, pointAt } from './link-curve';
import { LabelPortal } from './portals';
import { onPulse } from './pulse';

interface ContractMarkProps {
  readonly link: ScenarioLink;
  readonly curve: Curve;
  /** Where the link's label is. */
  readonly label: Box;
}

/** How two ends stand to each other at the playhead. */
interface Standing {
  readonly caller: string;
  readonly callee: string;
  readonly state: 'fine' | 'lossy' | 'broken';
  /** Who does not understand whom: node ids, and versions. */
  readonly pairs: readonly (readonly [writer: string, w: number, reader: string, r: number])[];
}

const inShort = ({ versions }: Spoken): string => versions.map((version) => `v${version}`).join('+');

function standing(scenario: Scenario, link: ScenarioLink): Standing | null {
  const nowMs = live.latest()?.atMs ?? 0;
  const spoken = versionsAt(scenario, link, nowMs);
  if (!spoken) return null;
  const breaks = breaksOn(scenario, catalogue, link, nowMs);
  const refused = breaks.filter(({ mismatch }) => mismatch.refused);
  const pairs = new Map(
    (refused.length > 0 ? refused : breaks).map(({ writer, writerVersion, reader, readerVersion }) => [
      `${writer} ${writerVersion} ${reader} ${readerVersion}`,
      [writer, writerVersion, reader, readerVersion] as const,
    ]),
  );
  return {
    caller: inShort(spoken.caller),
    callee: inShort(spoken.callee),
    state: refused.length > 0 ? 'broken' : breaks.length > 0 ? 'lossy' : 'fine',
    pairs: [...pairs.values()],
  };
}

/** How far below the line, or the label where that is below it, canvas units. */
const GAP = 9;

/** The versions that the ends of a link speak, below its line; who does not understand whom is told in words. */
export function ContractMark({ link, curve, label }: ContractMarkProps) {
  const t = useT();
  const [now, setNow] = useState(() => standing(useDocument.getState().scenario, link));
  useEffect(() => {
    const look = () =>
      setNow((before) => {
        const next = standing(useDocument.getState().scenario, link);
        return JSON.stringify(next) === JSON.stringify(before) ? before : next;
      });
    look();
    return onPulse(look);
  }, [link]);
  if (!now) return null;

  const middle = pointAt(curve, 0.5);
  const isBelow = label.y + label.height / 2 > middle.y;
  const bottom = isBelow ? label.y + label.height : middle.y + GAP;
  const { nodes } = useDocument.getState().scenario;
  const called = (id: string) => {
    const node = nodes.find((one) => one.id === id);
    return node ? nodeName(t, node) : id;
  };
  const words = now.pairs.map(([writer, w, reader, r]) =>
    t(now.state === 'broken' ? 'contract.mark.broken' : 'contract.mark.lossy', {
      writer: called(writer),
      reader: called(reader),
      w,
      r,
    }),
  );
  return (
    <LabelPortal>
      <button
        aria-label={words.join(' ') || t('contract.mark.fine')}
        className="contract-mark nopan"
        data-state={now.state}
        onClick={() => useSelection.getState().select({ links: [link.id] })}
        style={{
          transform: `translate(-50%, 0) translate(${middle.x}px, ${bottom}px)`,
        }}
        tabIndex={-1}
        type="button"
      >
        <span className="contract-versions">
          {now.caller} {now.state === 'fine' ? '→' : '≠'} {now.callee}
        </span>
        {words.length > 0 && <span className="contract-words">{words[0]}</span>}
      </button>
    </LabelPortal>
  );
}
