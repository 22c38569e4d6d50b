import { type Mismatch, mismatches } from '../network/contracts/compatibility';
import { versionOf } from '../network/contracts/contract';
import { carriesMessages, type KindCatalogue } from '../network/kind';
import { contractCalled, contractOf } from './contracts';
import type { Scenario, ScenarioLink } from './scenario';
import { versionsAt } from './versions-at';

/** Somebody writes what somebody else does not understand. */
export interface Break {
  /** Ids of nodes. */
  readonly writer: string;
  readonly writerVersion: number;
  readonly reader: string;
  readonly readerVersion: number;
  readonly mismatch: Mismatch;
}

interface Speaker {
  readonly node: string;
  readonly version: number;
}

/** Who writes what goes over a link, as far as the scenario says it: through brokers and proxies, which only hand it on. */
function writersOn(
  scenario: Scenario,
  catalogue: KindCatalogue,
  link: ScenarioLink,
  nowMs: number,
  seen: ReadonlySet<string>,
): Speaker[] {
  const contract = contractOf(link)?.contract;
  if (relays(scenario, catalogue, link.from)) {
    const before = scenario.links.filter(
      (one) => one.to === link.from && contractOf(one)?.contract === contract && !seen.has(one.id),
    );
    const behind = before.flatMap((one) => writersOn(scenario, catalogue, one, nowMs, new Set([...seen, one.id])));
    if (behind.length > 0) return behind;
  }
  const spoken = versionsAt(scenario, link, nowMs);
  return spoken?.caller.versions.map((version) => ({ node: link.from, version })) ?? [];
}

/** Whether a node hands on what others wrote, unread. */
export const relays = ({ nodes }: Scenario, catalogue: KindCatalogue, id: string): boolean => {
  const node = nodes.find((one) => one.id === id);
  return node !== undefined && catalogue[node.kind].relays === true;
};

/** Who does not understand whom on a link at a moment, field by field; requests first. */
export function breaksOn(scenario: Scenario, catalogue: KindCatalogue, link: ScenarioLink, nowMs: number): Break[] {
  const said = contractOf(link);
  const spoken = versionsAt(scenario, link, nowMs);
  const contract = said && contractCalled(scenario.contracts, said.contract);
  if (!said || !spoken || !contract || relays(scenario, catalogue, link.to)) return [];
  const between = (writer: Speaker, reader: Speaker): Break[] => {
    const [writes, reads] = [versionOf(contract, writer.version), versionOf(contract, reader.version)];
    if (!writes || !reads) return [];
    return mismatches(contract.format, writes, reads, said.reader).map((mismatch) => ({
      writer: writer.node,
      writerVersion: writer.version,
      reader: reader.node,
      readerVersion: reader.version,
      mismatch,
    }));
  };
  const callers = writersOn(scenario, catalogue, link, nowMs, new Set([link.id]));
  const callees = spoken.callee.versions.map((version): Speaker => ({ node: link.to, version }));
  const pairs = callers.flatMap((caller) => callees.map((callee) => [caller, callee] as const));
  const requests = pairs.flatMap(([caller, callee]) => between(caller, callee));
  // An acknowledgement says nothing that one could misunderstand.
  if (carriesMessages(link.protocol)) return requests;
  return [...requests, ...pairs.flatMap(([caller, callee]) => between(callee, caller))];
}
