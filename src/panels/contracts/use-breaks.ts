import { useEffect, useState } from 'react';
import { catalogue } from '../../kinds/catalogue';
import { type Break, breaksOn } from '../../scenario/contract-breaks';
import type { ScenarioLink } from '../../scenario/scenario';
import { type Spoken, versionsAt } from '../../scenario/versions-at';
import { useDocument } from '../../stores/document';
import { live } from '../../stores/live';

export interface ContractNow {
  readonly breaks: readonly Break[];
  readonly caller: Spoken;
  readonly callee: Spoken;
}

/** What the ends of a link speak at the playhead, and who does not understand whom. Null: it has no contract. */
export function useContractNow(link: ScenarioLink): ContractNow | null {
  const scenario = useDocument((state) => state.scenario);
  const read = (): ContractNow | null => {
    const nowMs = live.latest()?.atMs ?? 0;
    const spoken = versionsAt(scenario, link, nowMs);
    return spoken && { ...spoken, breaks: breaksOn(scenario, catalogue, link, nowMs) };
  };
  const [now, setNow] = useState(read);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `read` is made of these
  useEffect(() => {
    const look = () =>
      setNow((before) => {
        const next = read();
        return JSON.stringify(next) === JSON.stringify(before) ? before : next;
      });
    look();
    return live.onTick(look);
  }, [scenario, link]);
  return now;
}
