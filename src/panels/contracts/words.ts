import type { T } from '../../i18n/language';
import { nodeName } from '../../i18n/names';
import type { Change } from '../../network/contracts/changes';
import type { Break } from '../../scenario/contract-breaks';
import type { Scenario } from '../../scenario/scenario';

/** Who does not understand whom, and why, in a sentence. */
export function breakWords(t: T, { nodes }: Scenario, broken: Break): string {
  const { mismatch } = broken;
  const called = (id: string) => {
    const node = nodes.find((one) => one.id === id);
    return node ? nodeName(t, node) : id;
  };
  const sentence = t(`contract.flaw.${mismatch.flaw}`, {
    writer: called(broken.writer),
    reader: called(broken.reader),
    w: broken.writerVersion,
    r: broken.readerVersion,
    field: mismatch.field,
    writes: mismatch.writes ?? '',
    expects: mismatch.expects ?? '',
    symbols: mismatch.symbols.join(', '),
  });
  return mismatch.refused ? sentence : `${sentence} ${t('contract.lost')}`;
}

/** What a version changes about the one before it, in a sentence. */
export function changeWords(t: T, change: Change): string {
  const key = change.change === 'added' && !change.required ? 'addedOptional' : change.change;
  return t(`contract.change.${key}`, {
    field: change.field,
    before: 'before' in change ? change.before : '',
    type: 'type' in change ? change.type : '',
    symbols: 'symbols' in change ? change.symbols.join(', ') : '',
  });
}
